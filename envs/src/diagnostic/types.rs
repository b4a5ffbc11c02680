//! A world given by a table: places, the moves of each, and where they lead.

use num_rational::Ratio;
use serde::{Deserialize, Serialize};
use truestep_core::{
    digest::CellSum,
    forms::ActionForms,
    model::Goal,
    rational::Rational,
    truth::{Distance, FactSet},
};

/// Actions that a rejection lists; more are counted.
const MOST_LISTED: usize = 16;
/// Key of the one cell of a state.
pub(super) const CELL_PLACE: u64 = 0;

/// A place of a table, by number; an episode starts in place 0.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct PlaceId(pub u16);

impl PlaceId {
    pub(super) fn at(self) -> usize {
        usize::from(self.0)
    }
}

/// The state: where the agent is, at first place 0. Everything a world remembers is part of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct State {
    /// The place.
    pub place: PlaceId,
}

impl State {
    /// The state at a place; place 0 is the default and adds no cell.
    pub(super) fn cells(self) -> CellSum {
        let mut sum = CellSum::default();
        if self.place != PlaceId(0) {
            sum.add(CELL_PLACE, &self.place.0.to_le_bytes());
        }
        sum
    }
}

/// An action: a name of the table's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action(pub u16);

/// One move of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Its action.
    pub action: Action,
    /// Its weight in the menu, at least 1.
    pub weight: u32,
    /// Where it leads, with integer weights; one entry if chance has no say.
    pub outcomes: Vec<(u32, PlaceId)>,
    /// For a move that commits: whether its evidence is known here, and it is what that supports.
    pub supported: Option<bool>,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Unique name, for messages and tests.
    pub name: String,
    /// What the agent reads here.
    pub text: String,
    /// Its moves, in menu order; none where the episode has ended.
    pub moves: Vec<Move>,
    /// The grade, where the episode has ended.
    pub grade: Option<Rational>,
    /// Sub-goals that hold.
    pub subgoals: FactSet,
    /// Facts the agent has been shown.
    pub known: FactSet,
}

/// What can be said of a place ahead of any episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) distance: Distance,
    pub(super) distance_clairvoyant: Distance,
    /// The largest success probability over supported moves.
    pub(super) best_success: Ratio<i64>,
    /// Steps left, in the best case, while only moves that keep `best_success` are taken.
    pub(super) best_distance: Distance,
    pub(super) best_outcome: Rational,
}

/// A world: its places, the names of its actions, and the plan made from them. Built by [`Builder`](super::Builder).
#[derive(Clone, Debug)]
pub struct Mdp {
    pub(super) goal: Goal,
    pub(super) places: Vec<Place>,
    pub(super) actions: Vec<String>,
    pub(super) forms: ActionForms,
    pub(super) plans: Vec<Plan>,
}

impl Mdp {
    /// What it asks for.
    #[must_use]
    pub fn goal(&self) -> &Goal {
        &self.goal
    }

    /// Its places, by number.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The place named `name`.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<PlaceId> {
        let found = self.places.iter().position(|p| p.name == name)?;
        Some(PlaceId(found as u16))
    }

    /// The text of an action.
    #[must_use]
    pub fn action_text(&self, action: Action) -> &str {
        &self.actions[usize::from(action.0)]
    }

    /// The action a text names: as it is written, else as it would be in other letters or with other blanks.
    pub(super) fn read(&self, text: &str) -> Option<Action> {
        let is_same = |action: &String| {
            let (mut words, mut said) = (action.split_whitespace(), text.split_whitespace());
            let same = words.by_ref().all(|word| {
                let other = said.next();
                other.is_some_and(|other| other.eq_ignore_ascii_case(word))
            });
            same && said.next().is_none()
        };
        let exact = self.actions.iter().position(|a| a == text);
        let found = exact.or_else(|| self.actions.iter().position(is_same));
        found.map(|number| Action(number as u16))
    }

    /// What can be done in a state, in menu order.
    pub(super) fn actions_at(&self, state: &State) -> impl Iterator<Item = &str> {
        let moves = self.at(state).moves.iter();
        moves.map(|m| self.action_text(m.action))
    }

    /// What can be done in a state, in words.
    pub(super) fn listed(&self, state: &State) -> String {
        let all: Vec<&str> = self.actions_at(state).collect();
        match all.get(MOST_LISTED..) {
            Some([_, ..]) => format!(
                "{} and {} more",
                all[..MOST_LISTED].join(", "),
                all.len() - MOST_LISTED
            ),
            _ => all.join(", "),
        }
    }

    pub(super) fn at(&self, state: &State) -> &Place {
        &self.places[state.place.at()]
    }

    pub(super) fn find_move(&self, state: &State, action: Action) -> Option<&Move> {
        self.at(state).moves.iter().find(|m| m.action == action)
    }
}
