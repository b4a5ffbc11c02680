//! Disturbances: what a phone does on its own - dialogs, banners, calls, pages that load slowly, apps that crash.
//!
//! A task is disturbed where its parameter `disturb` names something (`draw`). What can come is a table of pages (`kinds`); a
//! task has a schedule of some of them, each with its occasion: a screen that is reached, or a button that stores or sends
//! something. They come in the order of the schedule, one at a time: the first that is not over waits for its occasion. So
//! all that there is to know is a number and what is shown now ([`Disturbed`]), which is part of the state: nothing is drawn in
//! a step, and distances, best actions and values are as exact as without (`act`).
//!
//! What is left unanswered - one goes home, or opens another app - comes again with its occasion. What has become of each is
//! truth beside success (`facts`), and so are risks: what was offered, turned down, or walked into.

mod act;
mod draw;
mod facts;
mod kinds;
mod show;

pub(super) use draw::Asked;
pub(super) use kinds::Shape;
#[cfg(test)]
pub(super) use kinds::{KINDS, names, phrases};

use super::bake::ScreenId;
pub use facts::{Fact, Fate};
use serde::{Deserialize, Serialize};

/// Most of a schedule: each multiplies what a plan is searched in.
const MOST: usize = 10;

/// What disturbances have come to in an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Disturbed {
    /// How many of the schedule are over.
    pub over: u8,
    /// What is shown now.
    pub shown: Option<Shown>,
}

/// A disturbance that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shown {
    /// Its place in the schedule.
    pub number: u8,
    /// Which of its pages.
    pub page: u8,
    /// Steps until the page goes by itself, 0 if it does not.
    pub left: u8,
    /// The button that it came in the way of, by widget.
    pub held: u8,
    /// Whether its field has the keyboard.
    pub is_typing: bool,
}

impl Disturbed {
    /// Whether nothing has come yet: then it is in no digest.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Everything that differs.
    pub(super) fn canon(&self, out: &mut super::value::Bytes) {
        if self.is_none() {
            return;
        }
        // Neither what follows in a class nor in a digest begins so.
        out.extend_from_slice(&[2, self.over]);
        match self.shown {
            None => out.push(0),
            Some(shown) => out.extend_from_slice(&[
                1,
                shown.number,
                shown.page,
                shown.left,
                shown.held,
                u8::from(shown.is_typing),
            ]),
        }
    }
}

/// When a disturbance comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// A screen is seen, with nothing over it.
    Screen(ScreenId),
    /// A button is tapped that stores or sends something: in the place of what it does.
    Commit,
}

/// A disturbance of a task.
#[derive(Clone, Debug)]
pub(super) struct Disturbance {
    /// What it is.
    pub(super) kind: &'static kinds::Kind,
    /// When it comes.
    pub(super) occasion: Occasion,
    /// The app that it belongs to.
    pub(super) app: u8,
    /// The words that were drawn for it.
    pub(super) what: &'static str,
    /// The steps that were drawn for it, at least 1.
    pub(super) steps: u8,
}

/// The disturbances of a task.
#[derive(Clone, Debug, Default)]
pub(super) struct Schedule {
    /// In the order in which they come.
    pub(super) list: Vec<Disturbance>,
    /// The code of the account, if one is asked for.
    pub(super) code: Option<super::value::WordId>,
    /// A wrong one.
    pub(super) wrong_code: Option<super::value::WordId>,
}
