//! The compat shop: WebShop's pages, grammar, observations and reward, held to its own bytes.

pub mod address;
pub mod amount;
pub mod checks;
pub mod colors;
mod cover;
mod difflib;
pub mod fuzzy;
pub mod generate;
pub mod goals;
pub mod judge;
#[cfg(test)]
mod laws;
pub mod moves;
pub mod nouns;
pub mod oracle;
pub mod pages;
pub mod parse;
pub mod python;
pub mod render;
pub mod reward;
pub mod step;
pub mod stock;
mod tables;
#[cfg(test)]
mod testing;
pub mod types;
pub mod view;

use truestep_core::chance::Chance;
use truestep_core::digest::Digest;
use truestep_core::model::{Applied, Facts, Goal, HostFault, MenuEntry, Model, Status, ViewKind};
use truestep_core::rational::Rational;
use truestep_core::truth::{Detail, Distance, FactSet, Rejection};

use generate::Def;
use oracle::Class;
use step::Statement;
use types::{Action, State};
use view::View;

/// PLACEHOLDER CARD
#[derive(Clone, Copy, Debug)]
pub enum Compat {}

impl Model for Compat {
    const NAME: &'static str = "shop/compat";
    const VIEWS: &'static [ViewKind] = &[ViewKind::Text, ViewKind::TextRich, ViewKind::Html];

    type Def = Def;
    type Host = ();
    type State = State;
    type View = View;
    type Action = Action;
    type Fact = Statement;
    type Class = Class;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(_: &Def, _: &mut impl Chance) -> State {
        State::Search
    }

    fn decode(def: &Def, state: &State, text: &str) -> Result<Action, Rejection> {
        step::decode(def, state, text)
    }

    fn encode(def: &Def, action: &Action, out: &mut String) {
        step::encode(def, action, out);
    }

    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        step::admit(def, state, action)
    }

    fn step(
        def: &Def,
        (): &mut (),
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        facts: &mut impl Facts<Statement>,
    ) -> Result<Applied, HostFault> {
        Ok(step::step(def, state, action, facts))
    }

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        step::menu(def, state, out);
    }

    fn class(def: &Def, state: &State) -> Class {
        oracle::class(def, state)
    }

    fn digest(state: &State) -> Digest {
        step::digest(state)
    }

    fn recompute_digest(state: &State) -> Digest {
        step::digest(state)
    }

    fn status(def: &Def, state: &State) -> Status {
        checks::status(def, state)
    }

    fn subgoals(def: &Def, state: &State) -> FactSet {
        checks::subgoals(def, state)
    }

    fn distance(def: &Def, state: &State) -> Distance {
        oracle::distance(def, state)
    }

    fn best_actions(def: &Def, state: &State, menu: &[MenuEntry<Action>], out: &mut Vec<u32>) {
        oracle::best_actions(def, state, menu, out);
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        Some(oracle::best_outcome(def, state))
    }

    fn observe(def: &Def, state: &State, view: &View, kind: ViewKind, out: &mut String) {
        view::observe(def, state, view, kind, out);
    }

    fn remember(_: &Def, _: &State, action: &Action, after: &State, view: &mut View) {
        view::remember(action, after, view);
    }

    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        checks::state_details(def, state, out);
    }

    fn step_details(def: &Def, before: &State, _: &Action, after: &State, out: &mut Vec<Detail>) {
        checks::step_details(def, before, after, out);
    }
}
