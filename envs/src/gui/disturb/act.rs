//! What is shown, what an answer comes to, when something comes.

use super::{
    Disturbance, Occasion, Shown,
    kinds::{Page, To},
};
use crate::gui::{
    bake::{BakedAct, BakedWidget},
    def::Def,
    elements::Element,
    state::{Ended, Over, State, Surface},
    verb::{Text, Verb},
};

/// What goes by itself.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Passing {
    to: To,
    shown: Shown,
}

impl Def {
    /// What is there now, with its page.
    fn present(&self, state: &State) -> Option<(&Disturbance, &'static Page, Shown)> {
        let shown = state.disturbed.shown?;
        let disturbance = self.schedule.list.get(usize::from(shown.number))?;
        let page = disturbance.kind.pages.get(usize::from(shown.page))?;
        Some((disturbance, page, shown))
    }

    /// What is seen now, with its page. What lies over a screen lies over banners as well.
    pub(super) fn shown(&self, state: &State) -> Option<(&Disturbance, &'static Page, Shown)> {
        let is_bare = state.front.top().over == Over::Nothing;
        self.present(state)
            .filter(|(_, page, _)| page.shape.is_modal() || is_bare)
    }

    /// The page that is shown.
    pub(in super::super) fn disturbing(&self, state: &State) -> Option<&'static Page> {
        self.shown(state).map(|(_, page, _)| page)
    }

    /// The page that lies over everything, if one does.
    pub(in super::super) fn modal(&self, state: &State) -> Option<&'static Page> {
        self.disturbing(state).filter(|page| page.shape.is_modal())
    }

    /// Whether the field of what lies over everything has the keyboard.
    pub(in super::super) fn types_code(&self, state: &State) -> bool {
        self.modal(state).is_some() && state.disturbed.shown.is_some_and(|shown| shown.is_typing)
    }

    /// Whether going back is an answer.
    pub(in super::super) fn can_be_left(&self, state: &State) -> bool {
        self.types_code(state) || self.modal(state).is_some_and(|page| page.back.is_some())
    }

    /// The texts that might be typed into the field, the right one first; each only if it changes something.
    pub(in super::super) fn codes(&self, state: &State) -> impl Iterator<Item = Text> {
        let page = state.disturbed.shown.map(|shown| shown.page);
        let field = self.modal(state).and_then(|page| page.field);
        let schedule = &self.schedule;
        let both = field.map(|field| {
            [
                (schedule.code, field.right),
                (schedule.wrong_code, field.wrong),
            ]
        });
        let leads = move |(word, to)| (page != Some(to)).then_some(word).flatten();
        both.into_iter().flatten().filter_map(leads).map(Text::Word)
    }

    /// Whether a text is the code of the account.
    pub(in super::super) fn is_code(&self, text: &Text) -> bool {
        let code = self.schedule.code.map(|code| self.words.text(code));
        code == Some(self.letters(text))
    }

    /// The button that an answer taps again.
    pub(in super::super) fn retried(&self, state: &State, element: Element) -> Option<Element> {
        let (_, page, shown) = self.shown(state)?;
        let Element::Reply(number) = element else {
            return None;
        };
        let reply = page.replies.get(usize::from(number))?;
        (reply.to == To::Retry).then_some(Element::Button(shown.held))
    }

    /// Open or close the keyboard for the field.
    pub(in super::super) fn focus_code(&self, state: &mut State, is_typing: bool) {
        if let Some(shown) = &mut state.disturbed.shown {
            shown.is_typing = is_typing;
        }
    }

    /// A text typed into the field.
    pub(in super::super) fn fill_code(&self, state: &mut State, text: &Text) {
        self.focus_code(state, false);
        if let Some(field) = self.modal(state).and_then(|page| page.field) {
            let page = match self.is_code(text) {
                true => field.right,
                false => field.wrong,
            };
            self.lead(state, To::Page(page));
        }
    }

    /// An answer.
    pub(in super::super) fn reply(&self, state: &mut State, number: u8) {
        let page = self.disturbing(state);
        if let Some(reply) = page.and_then(|page| page.replies.get(usize::from(number))) {
            self.lead(state, reply.to);
        }
    }

    /// Going back.
    pub(in super::super) fn leave_page(&self, state: &mut State) {
        if self.types_code(state) {
            self.focus_code(state, false);
        } else if let Some(back) = self.modal(state).and_then(|page| page.back) {
            self.reply(state, back);
        }
    }

    /// One goes away and leaves unanswered what lies over everything.
    pub(in super::super) fn turn_away(&self, state: &mut State) {
        if self.modal(state).is_none() {
            return;
        }
        let banner = self.present(state).filter(|(disturbance, _, shown)| {
            let first = disturbance.kind.pages.first();
            shown.page > 0 && first.is_some_and(|page| !page.shape.is_modal())
        });
        // What began as a banner is one again.
        match banner {
            Some(_) => self.lead(state, To::Page(0)),
            None => state.disturbed.shown = None,
        }
    }

    fn lead(&self, state: &mut State, to: To) {
        let Some((disturbance, _, shown)) = self.present(state) else {
            return;
        };
        let app = disturbance.app;
        match to {
            To::Page(page) => {
                state.disturbed.shown = Some(Shown {
                    page,
                    left: disturbance.steps_of(page),
                    is_typing: false,
                    ..shown
                });
                return;
            }
            To::Again | To::Home => {}
            To::Over | To::Retry | To::Close | To::Open => {
                state.disturbed.over = state.disturbed.over.max(shown.number + 1);
            }
        }
        state.disturbed.shown = None;
        match to {
            To::Retry => self.tap(state, Element::Button(shown.held)),
            To::Home => super::super::step::park(state, Surface::default()),
            To::Close => state.front = Surface::default(),
            To::Open => self.launch(state, app),
            To::Over | To::Again | To::Page(_) => {}
        }
    }

    /// What goes by itself, as it is before a verb.
    pub(in super::super) fn passing(&self, state: &State) -> Option<Passing> {
        let (_, page, shown) = self.shown(state)?;
        let timed = page.timed.filter(|_| shown.left > 0)?;
        Some(Passing {
            to: timed.to,
            shown,
        })
    }

    /// After what a verb did: a step goes by, and what has its occasion comes. `was` is what went by itself before.
    pub(in super::super) fn disturb(&self, state: &mut State, was: Option<Passing>) {
        if self.schedule.list.is_empty() || state.ended != Ended::No {
            return;
        }
        if let Some(was) = was {
            self.pass(state, was);
        }
        let next = self.schedule.list.get(usize::from(state.disturbed.over));
        let Some(Occasion::Screen(screen)) = next.map(|next| next.occasion) else {
            return;
        };
        let frame = state.front.top();
        let is_there =
            !state.front.is_launcher() && frame.screen == screen && frame.over == Over::Nothing;
        if is_there && self.modal(state).is_none() {
            self.come(state, 0);
        }
    }

    /// What goes by itself is a step nearer to that.
    fn pass(&self, state: &mut State, was: Passing) {
        if let Some(now) = &mut state.disturbed.shown
            && (now.number, now.page, now.left)
                == (was.shown.number, was.shown.page, was.shown.left)
        {
            now.left -= 1;
            if now.left == 0 {
                self.lead(state, was.to);
            }
        }
    }

    /// The next of the schedule comes.
    fn come(&self, state: &mut State, held: u8) {
        let number = state.disturbed.over;
        let Some(disturbance) = self.schedule.list.get(usize::from(number)) else {
            return;
        };
        let kind = disturbance.kind;
        state.disturbed.over += u8::from(kind.passes);
        if kind.is_crash {
            state.front = Surface::default();
        }
        state.disturbed.shown = Some(Shown {
            number,
            page: 0,
            left: disturbance.steps_of(0),
            held,
            is_typing: false,
        });
    }

    /// Whether something comes in the place of what a button does.
    pub(in super::super) fn comes_between(&self, state: &mut State, widget: u8) -> bool {
        let next = self.schedule.list.get(usize::from(state.disturbed.over));
        let is_next = next.is_some_and(|next| next.occasion == Occasion::Commit);
        let is_due = is_next && self.commits(state, widget);
        if is_due {
            self.come(state, widget);
        }
        is_due
    }

    /// Whether a widget of the screen is a button that stores or sends something.
    pub(super) fn commits(&self, state: &State, widget: u8) -> bool {
        let screen = self.screen(state.front.top().screen);
        matches!(
            screen.widgets.get(usize::from(widget)),
            Some(BakedWidget::Button(
                ..,
                BakedAct::Save | BakedAct::Make { .. } | BakedAct::Submit(_)
            ))
        )
    }

    /// Whether a verb is an answer that lies in the field or on the page, and which.
    pub(super) fn replied(&self, state: &State, verb: &Verb) -> Option<u8> {
        match verb {
            Verb::Tap(number) => match self.elements(state).get(usize::from(*number)) {
                Some(Element::Reply(reply)) => Some(*reply),
                _ => None,
            },
            Verb::Back if !self.types_code(state) => self.modal(state)?.back,
            _ => None,
        }
    }
}

impl Disturbance {
    /// Steps until a page goes by itself, 0 if it does not.
    pub(in super::super) fn steps_of(&self, page: u8) -> u8 {
        let timed = self
            .kind
            .pages
            .get(usize::from(page))
            .and_then(|page| page.timed);
        timed.map_or(0, |timed| timed.steps.unwrap_or(self.steps))
    }
}
