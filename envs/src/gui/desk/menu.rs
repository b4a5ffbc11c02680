//! What menus offer on a desktop.
//!
//! What only arranges windows is left out - maximising, putting away, clicking what is seen of another window, selecting with one
//! click -, unless the icons are covered: then the desktop can be shown. Windows are brought to the front by the task bar, and
//! opened by their icons. All of it executes nevertheless.

use super::{Control, elements::is_covered};
use crate::gui::{
    def::Def,
    elements::Element,
    plan::Here,
    state::{Over, State},
    verb::{Verb, Way},
};

impl Def {
    /// The verbs of an element.
    pub(in crate::gui) fn offer_on_desk(
        &self,
        state: &State,
        (number, element): (u8, Element),
        wrongs: usize,
        out: &mut Vec<Verb>,
    ) {
        let leads = |app: u8| wrongs == 0 || self.is_on_the_way(state, app);
        match element {
            Element::Control(Control::Minimise | Control::Maximise) | Element::Window(_) => {}
            Element::Control(_) => out.push(Verb::Tap(number)),
            Element::Icon(app) => {
                if !self.has_window(state, app) && leads(app) {
                    out.push(Verb::Double(number));
                }
            }
            Element::Task(app) => {
                if self.app_of(&state.front) != Some(app) && leads(app) {
                    out.push(Verb::Tap(number));
                }
            }
            Element::Line(widget, row) if self.opened_by(state, widget).is_some() => {
                let double = Verb::Double(number);
                if self.is_sensible(state, element, &double, wrongs) {
                    out.push(double);
                    let has_menu = self.has_menu(state, widget, row);
                    out.extend(has_menu.then_some(Verb::Context(number)));
                }
            }
            _ => {
                let verb = Verb::Tap(number);
                let is_possible = match element {
                    Element::Action(_) => self.admits(state, &verb).is_ok(),
                    _ => self.admits_tap(state, element).is_ok(),
                };
                if is_possible && self.is_sensible(state, element, &verb, wrongs) {
                    out.push(verb);
                }
            }
        }
    }

    /// The ways round a desktop.
    pub(in crate::gui) fn ways_on_desk(&self, state: &State) -> impl Iterator<Item = Verb> {
        let is_covered = state.desk.as_ref().is_some_and(|desk| is_covered(desk));
        // The button in the window does the same where nothing lies over it.
        let is_over = state.front.top().over != Over::Nothing;
        [
            Some(Verb::Scroll(Way::Up)),
            Some(Verb::Scroll(Way::Down)),
            is_over.then_some(Verb::Back),
            is_covered.then_some(Verb::Home),
        ]
        .into_iter()
        .flatten()
    }

    /// Whether a shortest way could have this verb in it; none if that is to be asked as on a phone.
    pub(in crate::gui) fn is_useful_on_desk(
        &self,
        state: &State,
        verb: &Verb,
        here: &Here,
    ) -> Option<bool> {
        let element = match verb {
            Verb::Tap(number)
            | Verb::Double(number)
            | Verb::Context(number)
            | Verb::Type(number, _) => here.elements.get(usize::from(*number)).copied(),
            _ => None,
        };
        if !self.is_worth(state, verb, element, &here.worth) {
            return Some(false);
        }
        match (verb, element?) {
            (Verb::Double(_) | Verb::Context(_), element @ Element::Line(..)) => {
                Some(self.leads_on(state, element, &here.needed))
            }
            (Verb::Double(_), Element::Icon(app)) | (Verb::Tap(_), Element::Task(app)) => {
                Some(self.is_on_the_way(state, app))
            }
            _ => None,
        }
    }
}
