//! Whether a verb is possible on a desktop, and why not.

use super::{Windows, elements::NO_ICON};
use crate::gui::{
    admit::NO_FIELD,
    bake::BakedAct,
    def::Def,
    elements::Element,
    state::{NO_FOCUS, Over, State},
    verb::Verb,
};
use truestep_core::truth::Rejection;

type Told = Result<(), Rejection>;

fn refuse(code: &'static str, message: impl Into<String>) -> Option<Told> {
    Some(Err(Rejection::new(code, message)))
}

const FINE: Option<Told> = Some(Ok(()));

impl Def {
    /// Whether a verb is possible; none if it is asked as on a phone.
    pub(in crate::gui) fn admits_on_desk(
        &self,
        state: &State,
        desk: &Windows,
        verb: &Verb,
    ) -> Option<Told> {
        let front = &state.front;
        let is_form = self.screen(front.top().screen).drafts.is_some();
        match verb {
            Verb::Open(_) => refuse(
                "no_launcher",
                "a desktop opens apps by their icons; double-click one",
            ),
            Verb::Home if front.is_launcher() && desk.open().next().is_none() => {
                refuse("at_desktop", "no window lies over the desktop")
            }
            Verb::Home => FINE,
            Verb::Recents if desk.behind.is_empty() => {
                refuse("no_other_window", "there is no other window")
            }
            Verb::Recents => FINE,
            Verb::Back if front.is_launcher() => {
                refuse("no_window", "no window is in front; open an icon")
            }
            Verb::Back if front.top().over == Over::Nothing && front.frames().len() == 1 => refuse(
                "first_screen",
                "this is the first screen of the window; close the window to leave it",
            ),
            Verb::Back => FINE,
            Verb::Enter if desk.icon != NO_ICON || front.focus != NO_FOCUS => FINE,
            Verb::Enter => refuse(
                "nothing_selected",
                "nothing is selected that Enter could open",
            ),
            Verb::Write(_) if !is_form => refuse("no_keyboard", NO_FIELD),
            Verb::Tap(number) => self.admits_click(state, *number),
            Verb::Double(number) => Some(self.element(state, *number).and_then(|element| {
                let opens = match element {
                    Element::Icon(_) => true,
                    Element::Line(widget, _) => self.opened_by(state, widget).is_some(),
                    _ => false,
                };
                let why = "a double click opens nothing there; click it once";
                opens
                    .then_some(())
                    .ok_or_else(|| Rejection::new("opens_nothing", why))
            })),
            Verb::Context(number) => Some(self.element(state, *number).and_then(|element| {
                let has_menu = match element {
                    Element::Line(widget, row) => self.has_menu(state, widget, row),
                    _ => false,
                };
                let why = "there is no menu for that";
                has_menu
                    .then_some(())
                    .ok_or_else(|| Rejection::new("no_menu", why))
            })),
            _ => None,
        }
    }

    /// The same of a click on an element; none if it is asked as of a tap.
    fn admits_click(&self, state: &State, number: u8) -> Option<Told> {
        match self.element(state, number) {
            Ok(Element::Line(widget, _)) if self.opened_by(state, widget).is_some() => FINE,
            Ok(Element::Action(widget)) => match self.action(state, widget) {
                Some((frame, _, BakedAct::Delete(others))) if others.is_empty() => {
                    Some(self.admits_delete(state, frame))
                }
                _ => FINE,
            },
            _ => None,
        }
    }
}
