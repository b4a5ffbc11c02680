//! What can be done to a phone, and how it is written.
//!
//! The engine knows a dozen verbs and no more; other grammars of action are read into these. An element is named by its
//! number on the screen, as the views number it; a point of the screen is read as the element that is there.

use super::{
    def::Def,
    layout,
    spoken::{self, Spoken},
    state::State,
    value::{MAX_TEXT_BYTES, WordId, tidy},
};
use std::sync::Arc;
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument},
    truth::Rejection,
};

/// Most elements of a screen.
pub(super) const MAX_ELEMENTS: i64 = 64;

/// A text that is typed or answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    /// One of the task's.
    Word(WordId),
    /// Any other.
    Free(Arc<str>),
}

/// A way through a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Towards the top.
    Up,
    /// Towards the end.
    Down,
}

/// Something that is done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Taps an element.
    Tap(u8),
    /// On a desktop, clicks an element twice.
    Double(u8),
    /// On a desktop, clicks an element with the right button.
    Context(u8),
    /// Types into an element, in the place of what is there; an empty text empties it.
    Type(u8, Text),
    /// Types where the keyboard is, in the place of what is there.
    Write(Text),
    /// Scrolls a page.
    Scroll(Way),
    /// Closes the keyboard or what lies over the screen, or leaves the screen.
    Back,
    /// Goes to the home screen.
    Home,
    /// Goes back to the app that was left last, as it was left.
    Recents,
    /// Closes the keyboard.
    Enter,
    /// Opens an app at its first screen.
    Open(u8),
    /// Does nothing for a moment.
    Wait,
    /// Answers, and ends the episode.
    Answer(Text),
    /// Says that the task cannot be done, and ends the episode.
    Report,
    /// Says that the task is done, and ends the episode.
    Done,
}

/// The forms of action, the same in every task: nothing in the list gives away what is asked for. One more where a grammar is
/// read as well.
pub(super) fn forms(apps: &[&str], spoken: Option<&Spoken>) -> ActionForms {
    let element = || {
        Argument::integer(
            "element",
            0,
            MAX_ELEMENTS - 1,
            "the element, as numbered on the screen",
        )
    };
    let text = || Argument::text("text", MAX_TEXT_BYTES as u32, "what is to stand there");
    let mut forms = vec![
        ActionForm::new("tap[ELEMENT]", "taps an element").with(element()),
        ActionForm::new("tap_at[POINT]", "taps whatever is at a point").with(Argument::point(
            "point",
            "screen",
            layout::WIDTH,
            layout::HEIGHT,
            "a point of the screen",
        )),
        ActionForm::new(
            "type[ELEMENT, TEXT]",
            "types into a field, in the place of what is there",
        )
        .with(element())
        .with(text()),
        ActionForm::new(
            "write[TEXT]",
            "types where the keyboard is, in the place of what is there",
        )
        .with(text()),
        ActionForm::new("clear[ELEMENT]", "empties a field").with(element()),
        ActionForm::new("scroll[WAY]", "scrolls the screen by a page").with(Argument::choice(
            "way",
            ["up", "down"],
            "`down` shows what comes further down",
        )),
        ActionForm::new(
            "back",
            "closes the keyboard or a dialog, or leaves the screen",
        ),
        ActionForm::new("home", "goes to the home screen"),
        ActionForm::new("recents", "goes back to the app that was left last"),
        ActionForm::new("enter", "closes the keyboard"),
        ActionForm::new("open_app[APP]", "opens an app at its first screen")
            .with(Argument::choice("app", apps.iter().copied(), "the app")),
        ActionForm::new("wait", "does nothing for a moment"),
        ActionForm::new("answer[TEXT]", "answers a question; ends the episode").with(
            Argument::text(
                "text",
                MAX_TEXT_BYTES as u32,
                "the answer, a word, a number, an amount, a time or a day",
            )
            .worked_out(),
        ),
        ActionForm::new(
            "report[infeasible]",
            "says that it cannot be done; ends the episode",
        ),
        ActionForm::new("done", "says that it is done; ends the episode"),
    ];
    forms.extend(spoken.map(Spoken::form));
    ActionForms::new(forms).expect("invariant: a well-formed list")
}

impl Def {
    /// Read an action.
    pub(super) fn read(&self, state: &State, text: &str) -> Result<Verb, Rejection> {
        let unknown = || self.forms.unknown(text);
        let read = self.forms.read(text);
        if read.is_none()
            && let Some(verb) = self.emptied(state, text)
        {
            return verb;
        }
        let (form, values) = match (read, &self.spoken) {
            // A text of the grammar, as it is or in the form that announces it.
            (None, Some(spoken)) => return self.hear(state, spoken, text),
            (Some((form, values)), Some(spoken)) if form.name == spoken::FORM => {
                return self.hear(state, spoken, values.first().copied().unwrap_or_default());
            }
            (read, _) => read.ok_or_else(unknown)?,
        };
        let accepted = form
            .arguments
            .iter()
            .zip(&values)
            .all(|(argument, value)| argument.accepts(value));
        if !accepted {
            return Err(unknown());
        }
        let value = |at: usize| values.get(at).copied().unwrap_or_default();
        let element = |at: usize| value(at).parse::<u8>().map_err(|_| unknown());
        Ok(match form.name.as_str() {
            "tap" | "click" => Verb::Tap(element(0)?),
            "double_click" => Verb::Double(element(0)?),
            "right_click" => Verb::Context(element(0)?),
            "key" => {
                let keys = value(0).to_ascii_lowercase();
                return self.pressed(state, &keys).ok_or_else(unknown)?;
            }
            "tap_at" | "click_at" => Verb::Tap(
                self.point(state, value(0))
                    .ok_or_else(|| nothing_at(value(0)))?,
            ),
            "type" => Verb::Type(element(0)?, self.typed(value(1))?),
            "clear" => Verb::Type(element(0)?, self.text_of("")),
            "write" => Verb::Write(self.typed(value(0))?),
            "scroll" if value(0).eq_ignore_ascii_case("up") => Verb::Scroll(Way::Up),
            "scroll" => Verb::Scroll(Way::Down),
            "back" => Verb::Back,
            "home" => Verb::Home,
            "recents" => Verb::Recents,
            "enter" => Verb::Enter,
            "open_app" => Verb::Open(self.app_shown(value(0)).ok_or_else(unknown)?),
            "wait" => Verb::Wait,
            "answer" => Verb::Answer(self.typed(value(0))?),
            "report" => Verb::Report,
            _ => Verb::Done,
        })
    }

    /// The element at a point `x, y`.
    fn point(&self, state: &State, text: &str) -> Option<u8> {
        let (x, y) = text.split_once(',')?;
        self.element_at(state, x.trim().parse().ok()?, y.trim().parse().ok()?)
    }

    pub(super) fn typed(&self, text: &str) -> Result<Text, Rejection> {
        let text = tidy(text);
        let is_bounded = (1..=MAX_TEXT_BYTES).contains(&text.len());
        // What breaks a line could be taken for an element of the screen.
        let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        if !is_bounded || text.chars().any(breaks) {
            let message = format!(
                "expected 1 to {MAX_TEXT_BYTES} bytes of text on one line, without control characters"
            );
            return Err(Rejection::new("bad_text", message));
        }
        Ok(self.text_of(self.authored(&text).unwrap_or(&text)))
    }

    /// A text as an action holds it.
    pub(super) fn text_of(&self, text: &str) -> Text {
        match self.words.find(text) {
            Some(id) => Text::Word(id),
            None => Text::Free(text.into()),
        }
    }

    /// The letters of a text.
    pub(super) fn letters<'a>(&'a self, text: &'a Text) -> &'a str {
        match text {
            Text::Word(id) => self.words.text(*id),
            Text::Free(text) => text,
        }
    }

    /// Append the canonical text of an action.
    pub(super) fn write(&self, verb: &Verb, out: &mut String) {
        let is_desktop = self.is_desktop();
        let (name, values): (&str, Vec<String>) = match verb {
            verb if is_desktop && !self.desk_words(verb).0.is_empty() => self.desk_words(verb),
            // Phones have no mouse.
            Verb::Double(_) | Verb::Context(_) => return,
            Verb::Tap(element) => ("tap", vec![element.to_string()]),
            Verb::Type(element, text) if self.is_empty(text) => {
                ("clear", vec![element.to_string()])
            }
            Verb::Type(element, text) => {
                ("type", vec![element.to_string(), self.letters(text).into()])
            }
            Verb::Write(text) => ("write", vec![self.letters(text).into()]),
            Verb::Scroll(Way::Up) => ("scroll", vec!["up".into()]),
            Verb::Scroll(Way::Down) => ("scroll", vec!["down".into()]),
            Verb::Back => ("back", vec![]),
            Verb::Home => ("home", vec![]),
            Verb::Recents => ("recents", vec![]),
            Verb::Enter => ("enter", vec![]),
            Verb::Open(app) => ("open_app", vec![self.tongue().app(self, *app).into()]),
            Verb::Wait => ("wait", vec![]),
            Verb::Answer(text) => ("answer", vec![self.letters(text).into()]),
            Verb::Report => ("report", vec![]),
            Verb::Done => ("done", vec![]),
        };
        if let Some(form) = self.forms.get(name) {
            form.write(&values, out);
        }
    }

    /// What an app is authored as: shown words are another matter.
    pub(super) fn app_name(&self, app: u8) -> &'static str {
        self.phone
            .apps
            .get(usize::from(app))
            .map_or("", |app| app.name)
    }
}

fn nothing_at(point: &str) -> Rejection {
    Rejection::new(
        "nothing_there",
        format!("nothing is at {point} that could be tapped; tap an element"),
    )
}
