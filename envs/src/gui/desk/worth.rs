//! Which window is worth being in: what keeps plans over several windows small.
//!
//! Every window keeps what it shows, so what is done in one can as well be done before or after what is done in another: a
//! shortest way needs no more than one order of the two. So it goes to a window only if something can be done there now, does
//! nothing in a window where nothing can, and does not leave one in which everything that is left can be done, if none of it
//! can be done elsewhere. A window that fills the desktop covers the icons: it may be closed for their sake, and showing the
//! desktop is as near. Nothing is left out while a record is to be made again, of which menus offer little else.

use super::{Control, elements::NO_ICON};
use crate::gui::{
    again::Loss,
    bake::{BakedAct, BakedScreen, BakedTitle, BakedWidget},
    def::Def,
    elements::Element,
    state::{NO_FOCUS, Over, State, Surface},
    verb::Verb,
    wish::{On, Piece},
};
use std::collections::BTreeSet;

/// What is left to do, as far as windows go.
#[derive(Clone, Debug, Default)]
pub(in crate::gui) struct Worth {
    /// The apps in which something can be done now.
    now: BTreeSet<u8>,
    /// The apps in which something cannot be done before something else is known.
    later: BTreeSet<u8>,
    /// The apps of which something can be done in another one as well.
    shared: BTreeSet<u8>,
    /// Whether something stands that nobody asked for: until it is made good, menus offer little else.
    has_wrong: bool,
    /// Whether nothing is to be left out.
    is_open: bool,
}

impl Def {
    /// What is left to do in which app; nothing on a phone.
    pub(in crate::gui) fn worth(&self, state: &State) -> Worth {
        if state.desk.is_none() {
            return Worth::default();
        }
        let mut worth = Worth {
            is_open: self.loss(&state.changes) != Loss::None,
            ..Worth::default()
        };
        for (number, sight) in self.wish.sights.iter().enumerate() {
            if !self.wish.was_read(state.known, number) {
                worth.put(
                    self.apps_with(state, sight.table, What::Read(sight.field)),
                    sight.after & !state.known == 0,
                );
            }
        }
        for piece in &self.plan.pieces {
            if !self.holds(state, piece) {
                worth.put(
                    self.apps_with(state, piece.table(), What::of(piece)),
                    self.needs_of(piece) & !state.known == 0,
                );
            }
        }
        for change in state.changes.list() {
            if self.wrong(&state.changes, change) > 0 {
                worth.has_wrong = true;
                worth.put(self.apps_with(state, change.table, What::Any), true);
            }
        }
        worth
    }

    /// A state as far as plans go: without the windows in which nothing is left to do, the others as if none had been put away,
    /// nothing selected. What is left to do is as far from it. Windows that cover the icons stay, as far as they do.
    pub(in crate::gui) fn reduced(&self, mut state: State) -> State {
        let worth = self.worth(&state);
        let Some(mut desk) = state.desk.take_if(|_| !worth.is_open) else {
            return state;
        };
        let is_left = |surface: &Surface| {
            let app = self.app_of(surface);
            app.is_some_and(|app| worth.now.contains(&app) || worth.later.contains(&app))
        };
        if !is_left(&state.front) {
            state.front = match desk.is_maximised {
                true => bare(&state.front),
                false => Surface::default(),
            };
        } else if state.front.focus != NO_FOCUS
            && self.screen(state.front.top().screen).drafts.is_none()
        {
            state.front.focus = NO_FOCUS;
        }
        desk.icon = NO_ICON;
        desk.behind
            .retain(|window| is_left(&window.surface) || window.covers());
        for window in &mut desk.behind {
            if !is_left(&window.surface) {
                window.surface = bare(&window.surface);
            }
            window.is_minimised &= window.is_maximised;
        }
        desk.behind
            .sort_by_key(|window| self.app_of(&window.surface));
        state.desk = Some(desk);
        state
    }

    /// The apps that a shortest way can lead through in which something of a kind can be done with a table.
    fn apps_with(&self, state: &State, table: u8, what: What) -> Vec<u8> {
        let can = |app: u8| {
            let mut screens = self.phone.screens.iter().filter(|screen| screen.app == app);
            screens.any(|screen| {
                screen
                    .widgets
                    .iter()
                    .any(|widget| does(screen, widget, table, what))
            })
        };
        let apps = self.apps.iter().copied();
        apps.filter(|&app| self.is_on_the_way(state, app) && can(app))
            .collect()
    }

    /// What has to be known before a part of what is wanted can be done.
    fn needs_of(&self, piece: &Piece) -> u64 {
        let own = self.wish.needs.iter().filter(|(of, _)| of == piece);
        let own = own.fold(0, |all, (_, needs)| all | needs);
        let Piece::Field(table, row, field, wanted) = piece else {
            return own;
        };
        let texts = self.wish.offers.iter().filter(|offer| {
            let place = (offer.table, offer.on, offer.field);
            offer.is_right && place == (*table, On::Row(*row), *field)
        });
        let kind = self.kind(*table, *field);
        let is_it = |text: &str| self.words.read(kind, text).as_ref() == Some(wanted);
        let needs = texts
            .filter(|offer| is_it(self.words.text(offer.text)))
            .map(|offer| offer.needs);
        own | needs.reduce(|all, one| all & one).unwrap_or_default()
    }

    /// Whether a verb is worth a step as far as windows go.
    pub(in crate::gui) fn is_worth(
        &self,
        state: &State,
        verb: &Verb,
        element: Option<Element>,
        worth: &Worth,
    ) -> bool {
        if worth.is_open {
            return true;
        }
        let front = self.app_of(&state.front);
        let can_stay = front.is_none_or(|app| worth.now.contains(&app));
        match (verb, element) {
            (Verb::Double(_), Some(Element::Icon(app)))
            | (Verb::Tap(_), Some(Element::Task(app))) => {
                let is_done_first = front.is_some_and(|app| worth.is_done_first(app));
                worth.now.contains(&app) && !is_done_first
            }
            (Verb::Tap(_), Some(Element::Control(Control::Close))) => {
                let fills = state.desk.as_ref().is_some_and(|desk| desk.is_maximised);
                fills || is_far_from_the_start(state)
            }
            (Verb::Done | Verb::Report | Verb::Answer(_) | Verb::Home, _) => true,
            // A window can be closed once nothing lies over its screen.
            (Verb::Back, _) | (_, Some(Element::No)) => true,
            _ => can_stay,
        }
    }
}

impl Worth {
    fn put(&mut self, apps: Vec<u8>, is_now: bool) {
        if apps.len() > 1 {
            self.shared.extend(&apps);
        }
        match is_now {
            true => self.now.extend(&apps),
            false => self.later.extend(&apps),
        }
    }

    /// Whether everything that is left in an app can be done now, and nowhere else.
    fn is_done_first(&self, app: u8) -> bool {
        !self.has_wrong
            && self.now.contains(&app)
            && !self.later.contains(&app)
            && !self.shared.contains(&app)
    }
}

/// A window in which nothing is left to do: only where it is counts.
fn bare(surface: &Surface) -> Surface {
    let root = surface.frames().first();
    root.map_or_else(Surface::default, |root| Surface::at(root.screen))
}

/// Whether closing a window and opening it again can be shorter than going back in it.
fn is_far_from_the_start(state: &State) -> bool {
    let frames = state.front.frames();
    frames.len() >= 3
        || frames
            .iter()
            .any(|frame| frame.scroll > 0 || frame.over != Over::Nothing)
}

/// What is done with records of a table.
#[derive(Clone, Copy, Debug)]
enum What {
    /// A field is read.
    Read(u8),
    /// One is changed.
    Change,
    /// One is made.
    Make,
    /// One is deleted.
    Delete,
    /// Any of these but reading.
    Any,
}

impl What {
    fn of(piece: &Piece) -> Self {
        match piece {
            Piece::Field(..) => What::Change,
            Piece::Made(..) => What::Make,
            Piece::Gone(..) => What::Delete,
        }
    }
}

/// Whether a widget of a screen does something of a kind with records of a table.
fn does(screen: &BakedScreen, widget: &BakedWidget, table: u8, what: What) -> bool {
    let (is_own, is_drafted) = (screen.of == Some(table), screen.drafts == Some(table));
    let is_title = |field: u8| is_own && matches!(screen.title, BakedTitle::Of(of) if of == field);
    if let What::Read(field) = what {
        return is_title(field)
            || match widget {
                BakedWidget::List {
                    of,
                    only,
                    shows,
                    turns,
                    ..
                } => {
                    *of == table
                        && (shows.contains(&field) || *turns == Some(field) || only.has(field))
                }
                BakedWidget::Adds { of, shows, .. } => *of == table && shows.contains(&field),
                BakedWidget::Total(_, plus, minus) => {
                    plus.iter().chain(minus).any(|sum| sum.of == table)
                }
                BakedWidget::Show(of) | BakedWidget::Live(of) => is_own && *of == field,
                _ => false,
            };
    }
    let [changes, makes, deletes] = match widget {
        BakedWidget::List {
            of, turns, sets, ..
        } => {
            let is_changed = (turns.is_some() && *of == table) || (sets.is_some() && is_own);
            [is_changed, false, false]
        }
        BakedWidget::Adds { to, .. } => [false, *to == table, false],
        BakedWidget::Live(_) => [is_own, false, false],
        BakedWidget::Button(_, _, act) => match act {
            BakedAct::Save => [is_drafted, is_drafted, false],
            BakedAct::Make { of, .. } => [false, *of == table, false],
            BakedAct::Submit(submit) => {
                let is_taken = submit.takes.is_some_and(|takes| takes.of == table);
                [
                    is_taken || (submit.marks.is_some() && is_own),
                    is_drafted,
                    false,
                ]
            }
            BakedAct::Delete(others) => [
                false,
                false,
                is_own || others.iter().any(|(of, ..)| *of == table),
            ],
            BakedAct::Move(_) | BakedAct::Set(..) => [is_own, false, false],
            _ => [false; 3],
        },
        _ => [false; 3],
    };
    match what {
        What::Read(_) => false,
        What::Change => changes,
        What::Make => makes,
        What::Delete => deletes,
        What::Any => changes || makes || deletes,
    }
}
