#![doc = include_str!("CARD.md")]

mod ends;
mod family;
pub mod grade;
mod index;
pub mod options;
mod planner;
pub mod question;
mod reveal;
mod rules;
pub mod tasks;
#[cfg(test)]
mod tests;
mod text;
mod types;
pub mod world;

pub use family::Search;
pub use index::{Found, Index};
pub use types::{Action, Commit, Def, MenuQuery, Offer, Open, Results, Showing, State};

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

/// What a search finds as Search-R1 writes it: `<information>` with one `Doc` a line.
pub const SEARCH_R1: ViewKind = ViewKind::text("search_r1");

/// A reader of the wiki, as a model.
#[derive(Debug)]
pub enum Reader {}

impl Dynamics for Reader {
    const NAME: &'static str = "search/reader";
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

    fn decode(def: &Def, state: &State, text: &str) -> Result<Action, Rejection> {
        rules::decode(def, state, text)
    }

    fn encode(_: &Def, action: &Action, out: &mut String) {
        text::encode(action, out);
    }

    fn kind(def: &Def, _: &State, action: &Action) -> Cow<'static, str> {
        Cow::Borrowed(match action {
            Action::Search(query) => match def.by_text.get(query) {
                Some(&number) => def.queries[number].kind,
                None => "search",
            },
            Action::Open(_) => "open",
            Action::Find(_) => "find",
            Action::Answer(_) => match def.commit {
                Commit::Read => "answer",
                Commit::Compared => "answer compared",
                Commit::Counted => "answer counted",
                Commit::Dated => "answer dated",
            },
        })
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
        // What a query finds is a function of the query.
        if let Some(results) = &state.results {
            sum.add(0, results.query.as_bytes());
        }
        if let Some(open) = &state.open {
            sum.add(1, &open.page.to_le_bytes());
            if let Some(words) = &open.find {
                sum.add(2, words.as_bytes());
            }
        }
        for fact in state.known.iter() {
            sum.add(3, &(fact as u64).to_le_bytes());
        }
        if let Some(right) = state.ended {
            sum.add(4, &[right.into()]);
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

impl Menu for Reader {
    type Class = State;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        rules::menu(def, state, out);
    }

    fn class(_: &Def, state: &State) -> State {
        state.clone()
    }
}

impl Truth for Reader {
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
        // The names of facts say what matters; no page does.
        out.extend(def.goal.evidence.iter().cloned());
    }
}

impl Planner for Reader {
    fn distance(def: &Def, state: &State) -> Distance {
        match state.ended {
            Some(true) => Distance::Steps(0),
            Some(false) => Distance::Never,
            None => planner::distance(&def.plan, state),
        }
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        match state.ended {
            Some(true) => Distance::Steps(0),
            Some(false) => Distance::Never,
            None => planner::distance(&def.clairvoyant, state),
        }
    }

    fn best_outcome(_: &Def, state: &State) -> Option<Rational> {
        // Until it is answered every question can be: whatever is known, its pages can be searched for again.
        Some(Rational::from_integer((state.ended != Some(false)).into()))
    }
}

impl Render for Reader {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT, SEARCH_R1];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), kind: ViewKind, out: &mut String) {
        match kind == SEARCH_R1 {
            true => text::information(def, state, out),
            false => text::view(def, state, out),
        }
    }
}

impl Model for Reader {
    type Planner = Self;
}
