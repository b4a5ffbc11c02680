//! Whether a verb is possible, and why not.

use super::{
    bake::{BakedAct, BakedWidget},
    def::Def,
    elements::Element,
    state::{Ended, Frame, NO_FOCUS, NO_ROW, Over, State},
    value::{Value, expected},
    verb::{Text, Verb, Way},
};
use truestep_core::truth::Rejection;

fn refuse<T>(code: &'static str, message: impl Into<String>) -> Result<T, Rejection> {
    Err(Rejection::new(code, message))
}

/// Why nothing can be written on a desktop.
pub(super) const NO_FIELD: &str =
    "no field is filled in here; click a field first, or use `type[ELEMENT, TEXT]`";

impl Def {
    /// Whether a verb is possible here.
    pub(super) fn admits(&self, state: &State, verb: &Verb) -> Result<(), Rejection> {
        if state.ended != Ended::No {
            return refuse("episode_over", "the task has ended");
        }
        if let Some(desk) = &state.desk
            && let Some(told) = self.admits_on_desk(state, desk, verb)
        {
            return told;
        }
        let front = &state.front;
        match verb {
            Verb::Double(_) | Verb::Context(_) => {
                refuse("not_on_a_phone", "a phone has no mouse; tap it")
            }
            Verb::Tap(number) => self.admits_tap(state, self.element(state, *number)?),
            Verb::Type(number, text) => match self.element(state, *number)? {
                Element::Fill(field) => self.admits_text(state, field, text),
                Element::Code if !self.is_empty(text) => Ok(()),
                _ => refuse(
                    "no_field",
                    format!("element {number} is no field to type into; type into a field"),
                ),
            },
            Verb::Write(_) if self.types_code(state) => Ok(()),
            Verb::Enter if self.types_code(state) => Ok(()),
            Verb::Write(_) | Verb::Enter if self.modal(state).is_some() => {
                refuse("no_keyboard", "the keyboard is not open")
            }
            Verb::Scroll(_) if self.modal(state).is_some() => refuse(
                "answer_first",
                "something lies over the screen; answer it first",
            ),
            Verb::Back if self.modal(state).is_some() => match self.can_be_left(state) {
                true => Ok(()),
                false => refuse(
                    "answer_first",
                    "this cannot be left by going back; answer it, or wait",
                ),
            },
            Verb::Write(_) if front.focus == NO_FOCUS => refuse(
                "no_keyboard",
                match self.is_desktop() {
                    true => NO_FIELD,
                    false => {
                        "no field has the keyboard; tap a field first, or use `type[ELEMENT, TEXT]`"
                    }
                },
            ),
            Verb::Write(text) => self.admits_text(state, front.focus, text),
            Verb::Scroll(way) => self.admits_scroll(state, *way),
            Verb::Back | Verb::Home if front.is_launcher() => {
                refuse("at_home", "this is the home screen; open an app")
            }
            Verb::Recents if state.parked.is_none() => refuse(
                "no_recent_app",
                "no other app was left open; open one with `open_app[APP]`",
            ),
            Verb::Enter if front.focus == NO_FOCUS => {
                refuse("no_keyboard", "the keyboard is not open")
            }
            Verb::Open(app) if !self.apps.contains(app) => refuse(
                "no_such_app",
                format!("`{}` is not on this phone", self.tongue().app(self, *app)),
            ),
            _ => Ok(()),
        }
    }

    /// The element with a number.
    pub(super) fn element(&self, state: &State, number: u8) -> Result<Element, Rejection> {
        let elements = self.elements(state);
        let found = elements.get(usize::from(number)).copied();
        let message = || match elements.len() {
            0 => "there are no elements on this screen; go back".to_owned(),
            count => format!(
                "there is no element {number} on this screen; they are numbered from 0 to {}",
                count - 1
            ),
        };
        found.ok_or_else(|| Rejection::new("no_such_element", message()))
    }

    pub(super) fn admits_tap(&self, state: &State, element: Element) -> Result<(), Rejection> {
        let still = || {
            let done = if self.is_desktop() {
                "clicked"
            } else {
                "tapped"
            };
            let why = format!("nothing happens when it is {done}: it is there to be read");
            refuse("not_tappable", why)
        };
        let frame = state.front.top();
        let widget = |number: u8| &self.screen(frame.screen).widgets[usize::from(number)];
        match element {
            Element::Empty(_) | Element::Show(_) | Element::Total(_) | Element::Say(_) => still(),
            Element::Add(number, row) => match widget(number) {
                list @ BakedWidget::Adds { to, .. } => {
                    self.admits_another(state, *to)?;
                    self.admits_line(state, frame, list, row)
                }
                _ => still(),
            },
            Element::Line(number, row) => match widget(number) {
                BakedWidget::List {
                    opens: None,
                    sets: None,
                    ..
                } => still(),
                list => self.admits_line(state, frame, list, row),
            },
            Element::Button(number) => match widget(number) {
                BakedWidget::Button(_, _, act @ BakedAct::Save) => {
                    self.admits_save(state, frame)?;
                    self.admits_draft(state, frame, act)
                }
                BakedWidget::Button(_, _, act @ BakedAct::Make { of, .. }) => {
                    match self.screen(frame.screen).drafts == Some(*of) {
                        true => self.admits_save(state, frame),
                        false => self.admits_another(state, *of),
                    }?;
                    self.admits_draft(state, frame, act)
                }
                BakedWidget::Button(_, _, BakedAct::Delete(others)) if others.is_empty() => {
                    self.admits_delete(state, frame)
                }
                BakedWidget::Button(_, _, BakedAct::Submit(submit)) => {
                    self.admits_save(state, frame)?;
                    self.admits_submit(state, frame, submit)
                }
                BakedWidget::Button(_, _, BakedAct::Move(way)) => {
                    let of = self.screen(frame.screen).of.unwrap_or_default();
                    match self.neighbour_of(&state.changes, of, frame.row, *way) {
                        Some(_) => Ok(()),
                        None => refuse("no_further", "it can be moved no further that way"),
                    }
                }
                BakedWidget::Button(label, _, BakedAct::Find(to, there, here)) => {
                    let found = self.found(state, frame, *to, *there, *here);
                    let app = self.screen(frame.screen).app;
                    let label = self.tongue().on(self, app, "button", label);
                    let message = || format!("`{label}` finds nothing that belongs to this");
                    found
                        .map(drop)
                        .ok_or_else(|| Rejection::new("nothing_found", message()))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// A draft can be saved when everything that is required is filled in.
    fn admits_save(&self, state: &State, frame: Frame) -> Result<(), Rejection> {
        let Some(table) = self.screen(frame.screen).drafts else {
            return Ok(());
        };
        let fields = &self.phone.tables[usize::from(table)].fields;
        let missing =
            fields
                .iter()
                .zip(&state.front.draft)
                .enumerate()
                .find(|(number, (field, value))| {
                    field.required
                        && **value == Value::Nothing
                        && !self.is_sent_along(frame, *number as u8)
                });
        if let Some((number, _)) = missing {
            let message = format!(
                "`{}` is empty; fill it in first",
                self.tongue().label(self, table, number as u8)
            );
            return refuse("missing", message);
        }
        self.admits_named(state, frame, table)?;
        // The screen of another record sends a new one.
        let makes = frame.row == NO_ROW || self.screen(frame.screen).of != Some(table);
        match makes {
            true => self.admits_another(state, table),
            false => Ok(()),
        }
    }

    /// Whether a field of a draft is filled in by the button that sends it.
    fn is_sent_along(&self, frame: Frame, field: u8) -> bool {
        self.screen(frame.screen)
            .widgets
            .iter()
            .any(|widget| match widget {
                BakedWidget::Button(_, _, BakedAct::Make { with, .. }) => {
                    with.iter().any(|(there, _)| *there == field)
                }
                BakedWidget::Button(_, _, BakedAct::Submit(submit)) => {
                    submit.from.iter().any(|(there, _)| *there == field)
                        || submit.sets.iter().any(|(there, _)| *there == field)
                        || submit.today == Some(field)
                }
                _ => false,
            })
    }

    fn admits_text(&self, state: &State, field: u8, text: &Text) -> Result<(), Rejection> {
        let Some(table) = self.screen(state.front.top().screen).drafts else {
            return Ok(());
        };
        let kind = self.kind(table, field);
        let letters = self.letters(text);
        if letters.is_empty() && self.phone.field_of(table, field).required {
            let label = self.tongue().label(self, table, field);
            let why = format!("`{label}` cannot be empty; type what is to stand there");
            return refuse("needed", why);
        }
        if self.read_into(state, table, field, letters).is_none() {
            if let Some(why) = self.names_nothing(state, table, field, letters) {
                return refuse("names_nothing", why);
            }
            let label = self.tongue().label(self, table, field);
            let message = format!(
                "`{}` is no value of `{label}`: expected {}",
                letters,
                match (self.is_desktop(), expected(kind)) {
                    (true, "a tap") => "a click",
                    (_, expected) => expected,
                }
            );
            return refuse("bad_value", message);
        }
        Ok(())
    }

    fn admits_scroll(&self, state: &State, way: Way) -> Result<(), Rejection> {
        let frame = state.front.top();
        let is_page = !state.front.is_launcher() && frame.over == Over::Nothing;
        match way {
            Way::Up if is_page && frame.scroll > 0 => Ok(()),
            Way::Down if is_page && frame.scroll < self.last_page(state, frame) => Ok(()),
            Way::Up => refuse("at_the_top", "nothing comes further up"),
            Way::Down => refuse("at_the_end", "nothing comes further down"),
        }
    }
}
