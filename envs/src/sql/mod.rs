#![doc = include_str!("CARD.md")]

pub mod clauses;
mod ends;
pub mod engine;
mod facts;
mod family;
mod form;
pub mod grade;
pub mod options;
mod page;
mod planner;
mod recent;
pub mod rows;
mod rules;
pub mod schema;
pub mod tasks;
#[cfg(test)]
mod tests;
mod text;
mod types;

pub use family::Sql;
pub use types::{Action, Def, Right, Shown, State, Worked};

use std::borrow::Cow;
use truestep_core::{
    chance::Chance,
    digest::{CellSum, Digest},
    forms::ActionForms,
    model::{
        Applied, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, NoStatement, Planner, Render,
        Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Detail, Distance, FactSet, Rejection},
};

/// Somebody who asks a database, as a model.
#[derive(Debug)]
pub enum Asker {}

impl Dynamics for Asker {
    const NAME: &'static str = "sql/asker";
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = NoStatement;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(_: &Def, _: &mut impl Chance) -> State {
        State::default()
    }

    fn forms(def: &Def) -> &ActionForms {
        &def.forms
    }

    fn decode(def: &Def, _: &State, text: &str) -> Result<Action, Rejection> {
        rules::decode(def, text)
    }

    fn encode(def: &Def, action: &Action, out: &mut String) {
        text::encode(def, action, out);
    }

    fn kind(def: &Def, _: &State, action: &Action) -> Cow<'static, str> {
        match action {
            Action::ListTables => "list_tables".into(),
            Action::Describe(_) => "describe".into(),
            Action::Sample(..) => "sample".into(),
            Action::Query(_) => "query".into(),
            Action::Submit(sql) => format!("submit {}", def.worked(sql).skeleton()).into(),
            Action::NoAnswer(_) => "no_answer".into(),
        }
    }

    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        rules::admit(def, state, action)
    }

    fn step(
        def: &Def,
        (): &mut (),
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        _: &mut impl Statements<NoStatement>,
    ) -> Result<Applied, HostFault> {
        Ok(rules::step(def, state, action))
    }

    fn digest(state: &State) -> Digest {
        Self::recompute_digest(state)
    }

    fn recompute_digest(state: &State) -> Digest {
        let mut sum = CellSum::default();
        match &state.shown {
            None => {}
            Some(Shown::Tables) => sum.add(0, &[]),
            Some(Shown::Table(table)) => sum.add(1, &(*table as u64).to_le_bytes()),
            Some(Shown::Values(table, column)) => {
                sum.add(
                    2,
                    &[*table as u64, *column as u64]
                        .map(u64::to_le_bytes)
                        .concat(),
                );
            }
            // What a query comes to is a function of the query.
            Some(Shown::Result { sql, .. }) => sum.add(3, sql.as_bytes()),
        }
        for fact in state.known.iter() {
            sum.add(4, &(fact as u64).to_le_bytes());
        }
        if let Some(right) = state.ended {
            sum.add(5, &[right.into()]);
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

impl Menu for Asker {
    type Class = State;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        rules::menu(def, state, out);
    }

    fn class(_: &Def, state: &State) -> State {
        state.clone()
    }
}

impl Truth for Asker {
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
        rules::state_details(def, state, out);
    }

    fn step_details(
        def: &Def,
        before: &State,
        action: &Action,
        after: &State,
        out: &mut Vec<Detail>,
    ) {
        rules::step_details(def, before, action, after, out);
    }

    fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
        ends::near_misses(def, start)
    }

    fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
        ends::equivalents(def, start)
    }

    fn canaries(def: &Def, out: &mut Vec<String>) {
        // The names of facts say what matters; nothing that is shown does.
        out.extend(def.goal.evidence.iter().cloned());
    }
}

impl Planner for Asker {
    fn distance(def: &Def, state: &State) -> Distance {
        planner::distance(def, state)
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        planner::distance_clairvoyant(def, state)
    }

    fn best_outcome(_: &Def, state: &State) -> Option<Rational> {
        // Until it is answered every question can be: nothing that is known is lost.
        Some(Rational::from_integer((state.ended != Some(false)).into()))
    }
}

impl Render for Asker {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), _: ViewKind, out: &mut String) {
        page::view(def, state, out);
    }
}

impl Model for Asker {
    type Planner = Self;
}
