#![doc = include_str!("CARD.md")]
//!
//! # The library below
//!
//! A project ([`repos`]) is a whole small library with its tests, drawn from a skeleton and a seed; a bug ([`bugs`]) is one
//! or several small edits of its sources whose inverse is known to the byte, so that where it is, and what repairs it, is
//! never a matter of opinion. It is worked on in [`files`] (a tree that is copied by copying a pointer, with a digest that is
//! always up to date) through [`shell`] (a subset of bash over such a tree) and [`edit`] (SWE-agent's windows and
//! `str_replace_editor`). Nothing here starts a process or touches the machine's own files: the same line on the same tree
//! gives the same bytes everywhere.

mod allowed;
pub mod bugs;
mod cheats;
mod choices;
mod decoy;
mod def;
mod desk;
mod details;
pub mod edit;
mod ends;
mod family;
pub mod files;
mod gate;
mod given;
mod guest;
mod hidden;
mod judging;
pub mod loaded;
mod places;
mod plan;
mod planner;
mod remembered;
pub mod repos;
mod rules;
mod runs;
pub mod shell;
pub mod tasks;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod text;
mod types;
mod weakness;

pub use family::SweFamily;
pub use guest::Guest;
pub use loaded::{Instance, Project};
pub use rules::Stated;
pub use types::{Action, Def, Desk, HiddenCount, Judged, LineEdit, State, Void};

use std::borrow::Cow;
use truestep_core::{
    chance::Chance,
    digest::{CellSum, Digest},
    forms::ActionForms,
    model::{
        Applied, Best, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, Planner, Render,
        Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Detail, Distance, FactSet, Rejection},
};

/// Somebody who repairs a project, as a model.
#[derive(Debug)]
pub enum Engineer {}

impl Dynamics for Engineer {
    const NAME: &'static str = "swe/engineer";
    type Def = Def;
    type Host = Guest;
    type State = State;
    type Action = Action;
    type Statement = Stated;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, _: &mut impl Chance) -> State {
        rules::initial(def)
    }

    fn forms(def: &Def) -> &ActionForms {
        &def.forms
    }

    fn decode(def: &Def, _: &State, text: &str) -> Result<Action, Rejection> {
        text::decode(def, text)
    }

    fn encode(_: &Def, action: &Action, out: &mut String) {
        text::encode(action, out);
    }

    fn kind(def: &Def, state: &State, action: &Action) -> Cow<'static, str> {
        details::kind(def, state, action).into()
    }

    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        rules::admit(def, state, action)
    }

    fn step(
        def: &Def,
        guest: &mut Guest,
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        statements: &mut impl Statements<Stated>,
    ) -> Result<Applied, HostFault> {
        rules::step(def, guest, state, action, statements)
    }

    fn digest(state: &State) -> Digest {
        Self::recompute_digest(state)
    }

    fn recompute_digest(state: &State) -> Digest {
        let mut sum = CellSum::default();
        sum.add(0, &state.changes.digest().0.to_le_bytes());
        if let Some(session) = &state.desk.session {
            sum.add(1, &serde_json::to_vec(session).unwrap_or_default());
        }
        sum.add(2, &state.desk.window.canonical());
        sum.add(3, &state.desk.history.canonical());
        for fact in state.known.iter() {
            sum.add(4, &(fact as u64).to_le_bytes());
        }
        if state.verified {
            sum.add(5, &[]);
        }
        if let Some(shown) = &state.shown {
            sum.add(6, shown.as_bytes());
        }
        if let Some(right) = state.ended {
            sum.add(7, &[right.into()]);
        }
        sum.digest()
    }

    fn status(_: &Def, state: &State) -> Status {
        match state.ended {
            None => Status::Running,
            Some(right) => Status::Ended(Rational::from_integer(right.into())),
        }
    }
}

impl Menu for Engineer {
    type Class = (FactSet, Digest, bool, Option<bool>);

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        rules::menu(def, state, out);
    }

    fn class(_: &Def, state: &State) -> Self::Class {
        // What is shown, where the window stands and what the shell remembers decide nothing on the menu.
        let files = state.changes.digest();
        (state.known, files, state.verified, state.ended)
    }
}

impl Truth for Engineer {
    fn subgoals(def: &Def, state: &State) -> FactSet {
        rules::subgoals(def, state)
    }

    fn known(_: &Def, state: &State) -> FactSet {
        state.known
    }

    fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
        rules::supported(def, state, action)
    }

    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        details::of_state(def, state, out);
    }

    fn step_details(
        def: &Def,
        before: &State,
        action: &Action,
        after: &State,
        out: &mut Vec<Detail>,
    ) {
        details::of_step(def, before, action, after, out);
    }

    fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
        ends::near_misses(def, start)
    }

    fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
        ends::equivalents(def, start)
    }

    fn cheats(def: &Def, _: &State) -> Vec<(&'static str, Vec<String>)> {
        match def.origin {
            types::Origin::Drawn => cheats::scripts(def),
            // What tests of others look like is not known here.
            types::Origin::Loaded { .. } => vec![],
        }
    }

    fn canaries(def: &Def, out: &mut Vec<String>) {
        details::canaries(def, out);
    }
}

impl Planner for Engineer {
    fn distance(def: &Def, state: &State) -> Distance {
        planner::distance(def, state)
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        planner::distance_clairvoyant(def, state)
    }

    fn best_actions(
        def: &Def,
        state: &State,
        menu: &[MenuEntry<Action>],
        out: &mut Vec<u32>,
    ) -> Best {
        // No test need be run to know which entries are on a shortest path.
        let nearer = planner::nearer(def, state, menu.iter().map(|entry| &entry.action));
        out.extend(nearer.into_iter().map(|place| place as u32));
        Best::Listed
    }

    fn best_outcome(_: &Def, state: &State) -> Option<Rational> {
        // Until it is submitted every project can be put right.
        Some(Rational::from_integer((state.ended != Some(false)).into()))
    }
}

impl Render for Engineer {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), _: ViewKind, out: &mut String) {
        text::view(def, state, out);
    }
}

impl Model for Engineer {
    type Planner = Self;
}
