#![doc = include_str!("CARD.md")]

mod answer;
mod cells;
mod days;
mod ends;
mod family;
mod finals;
mod folder;
mod guest;
mod plan;
mod planner;
mod row;
mod rules;
mod schema;
mod steps;
pub mod tasks;
#[cfg(test)]
mod tests;
mod text;
mod types;

pub use family::DataFamily;
pub use guest::Guest;
pub use types::{Action, Cells, Def, Shown, State};

use std::borrow::Cow;
use truestep_core::{
    chance::Chance,
    digest::{CellSum, Digest},
    forms::ActionForms,
    model::{
        Applied, Best, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, NoStatement, Planner,
        Render, Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Detail, Distance, FactSet, Rejection},
};

/// Somebody who works in a notebook, as a model.
#[derive(Debug)]
pub enum Analyst {}

impl Dynamics for Analyst {
    const NAME: &'static str = "data/analyst";
    type Def = Def;
    type Host = Guest;
    type State = State;
    type Action = Action;
    type Statement = NoStatement;

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
        rules::decode(def, text)
    }

    fn encode(def: &Def, action: &Action, out: &mut String) {
        text::encode(def, action, out);
    }

    fn kind(def: &Def, _: &State, action: &Action) -> Cow<'static, str> {
        match action {
            Action::Read(file) => match def.files()[*file].0.ends_with(".csv") {
                true => "read table".into(),
                false => "read text".into(),
            },
            Action::Show(_) => "show".into(),
            Action::Run(cell, code) => match rules::way_of(def, *cell, code) {
                Some((place, _)) => format!("run {}", def.stages[place].name).into(),
                None => "run".into(),
            },
            Action::Restart => "restart".into(),
            Action::Submit => "submit".into(),
        }
    }

    fn admit(_: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        rules::admit(state, action)
    }

    fn step(
        def: &Def,
        guest: &mut Guest,
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        _: &mut impl Statements<NoStatement>,
    ) -> Result<Applied, HostFault> {
        rules::step(def, guest, state, action)
    }

    fn digest(state: &State) -> Digest {
        Self::recompute_digest(state)
    }

    fn recompute_digest(state: &State) -> Digest {
        let mut sum = CellSum::default();
        match &state.shown {
            None => {}
            Some(Shown::File(file)) => sum.add(0, &(*file as u64).to_le_bytes()),
            Some(Shown::Code(cell)) => sum.add(1, &[*cell]),
            // What a cell prints is a function of the cells up to it; those after it may be written first.
            Some(Shown::Output(cell, output)) => {
                sum.add(2, &[&[*cell], output.as_bytes()].concat());
            }
            Some(Shown::Fresh) => sum.add(3, &[]),
        }
        for fact in state.known.iter() {
            sum.add(4, &(fact as u64).to_le_bytes());
        }
        for (cell, code) in &state.cells {
            sum.add(5, &[&[*cell], code.as_bytes()].concat());
        }
        if let Some(right) = state.ended {
            sum.add(6, &[right.into()]);
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

impl Menu for Analyst {
    type Class = (FactSet, Cells, Option<bool>);

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        rules::menu(def, state, out);
    }

    fn class(_: &Def, state: &State) -> Self::Class {
        // What is shown decides nothing that comes after.
        (state.known, state.cells.clone(), state.ended)
    }
}

impl Truth for Analyst {
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
        // The names of facts say what matters, and the second folder is nobody's to see.
        out.extend(def.goal.evidence.iter().cloned());
        out.extend(
            def.folders[1]
                .events
                .iter()
                .map(|line| line.join(","))
                .find(|line| {
                    !def.files()
                        .iter()
                        .any(|(_, text)| text.contains(line.as_str()))
                }),
        );
    }
}

impl Planner for Analyst {
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
        // No program need be run to know which entries are on a shortest path.
        let nearer = menu.iter().enumerate();
        let nearer = nearer.filter(|(_, entry)| planner::is_nearer(def, state, &entry.action));
        out.extend(nearer.map(|(place, _)| place as u32));
        Best::Listed
    }

    fn best_outcome(_: &Def, state: &State) -> Option<Rational> {
        // Until it is submitted every notebook can be put right.
        Some(Rational::from_integer((state.ended != Some(false)).into()))
    }
}

impl Render for Analyst {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), _: ViewKind, out: &mut String) {
        text::view(def, state, out);
    }
}

impl Model for Analyst {
    type Planner = Self;
}
