//! Disturbances in words.

use super::{
    Disturbance, Shown,
    kinds::{Line, Page},
};
use crate::gui::{
    def::Def,
    locale::{self, Tongue},
    state::State,
};

impl Def {
    /// What stands at the top of the screen in the place of its title.
    pub(in super::super) fn disturbing_title(&self, state: &State) -> Option<String> {
        let (disturbance, page, shown) = self.shown(state)?;
        let tongue = self.tongue();
        (!page.title.is_empty()).then(|| self.worded(tongue, disturbance, shown, page.title))
    }

    /// A line to be read, and how much is done in percent if it tells that.
    pub(in super::super) fn said_line(
        &self,
        tongue: Tongue,
        state: &State,
        number: u8,
    ) -> (String, Option<u8>) {
        let Some((disturbance, page, shown)) = self.shown(state) else {
            return (String::new(), None);
        };
        match page.lines.get(usize::from(number)) {
            Some(Line::Text(text)) => (self.worded(tongue, disturbance, shown, text), None),
            Some(Line::Progress(text)) => {
                let percent = disturbance.percent(shown);
                let (text, done) = (tongue.word(&["dialog"], text), percent.to_string());
                let said = [("text", text), ("percent", done.as_str())];
                (tongue.filled("{text}: {percent} %", &said), Some(percent))
            }
            None => (String::new(), None),
        }
    }

    /// What is on the button of an answer.
    pub(in super::super) fn reply_label(
        &self,
        tongue: Tongue,
        state: &State,
        number: u8,
    ) -> String {
        let label = self.shown(state).and_then(|(disturbance, page, shown)| {
            let reply = page.replies.get(usize::from(number))?;
            Some(self.worded(tongue, disturbance, shown, reply.label))
        });
        label.unwrap_or_default()
    }

    /// Whether an answer belongs to an advertisement.
    pub(in super::super) fn is_ad(&self, state: &State, number: u8) -> bool {
        let page: Option<&Page> = self.disturbing(state);
        page.and_then(|page| page.replies.get(usize::from(number)))
            .is_some_and(|reply| reply.is_ad)
    }

    /// Whether something stands in the field for the code.
    pub(in super::super) fn has_code(&self, state: &State) -> bool {
        let field = self.modal(state).and_then(|page| page.field);
        field.is_some_and(|field| field.is_filled)
    }

    /// The name of what is shown.
    pub(in super::super) fn disturbance_name(&self, state: &State) -> Option<&'static str> {
        self.shown(state)
            .map(|(disturbance, ..)| disturbance.kind.name)
    }

    fn worded(
        &self,
        tongue: Tongue,
        disturbance: &Disturbance,
        shown: Shown,
        text: &'static str,
    ) -> String {
        let left = shown.left.to_string();
        let with = [
            ("app", tongue.app(self, disturbance.app)),
            ("what", tongue.word(&["dialog"], disturbance.what)),
            ("left", left.as_str()),
        ];
        let mut out = String::new();
        locale::fill(tongue.word(&["dialog"], text), &with, &mut out);
        out
    }
}

impl Disturbance {
    /// How much of a page that goes by itself is done.
    fn percent(&self, shown: Shown) -> u8 {
        let steps = u16::from(self.steps_of(shown.page).max(1));
        let done = steps.saturating_sub(u16::from(shown.left));
        (100 * done / steps) as u8
    }
}
