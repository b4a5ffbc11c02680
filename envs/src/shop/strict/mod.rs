//! The strict shop: typed options, exact values, price shown = price judged.
//!
//! One model, [`StrictShop`], carries all templates. A template ([`tasks`]) draws a [`Def`]: an instruction, an
//! [`Objective`] (what the episode must end with), where the facts it rests on are shown ([`ShownAt`]), and what the menu
//! offers. Everything else follows from these: judging, support, sub-goals, distances.
//!
//! The folders in the order of a step: [`world`] (what there is), [`text`](self) (text to action, page to text), `rules`
//! (apply, judge, offer), `planner` (distances, best actions), `ends` (near misses and equivalents), [`tasks`] (from seed to task).
//!
//! The environment's card, `envs/src/shop/CARD.md`, says what an agent can do and how it is graded. To add a template: one
//! file in `tasks/`, one line in [`tasks::ALL`], one line in the card.
//!
//! [`Def`]: world::def::Def
//! [`Objective`]: world::objective::Objective
//! [`ShownAt`]: world::objective::ShownAt

mod ends;
mod planner;
mod rules;
pub mod section;
pub mod tasks;
#[cfg(test)]
mod tests;
mod text;
pub mod world;

pub(crate) use text::forms::all as all_forms;

use ends::{equal, near};
use planner::{
    cache::Planned,
    distance::{best_actions, distance},
    lumping::{Class, class},
};
use rules::{admit::admit, apply, grade, menu, report, subgoals, support};
use text::{decode, encode, forms, pages};
use truestep_core::{
    chance::Chance,
    digest::Digest,
    forms::ActionForms,
    graph::Evidence,
    model::{
        Applied, Best, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, Planner, Render,
        Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Detail, Distance, FactSet, Rejection},
};
use world::{action::Action, fact::ShopFact, state::State};

/// The strict shop as a model.
#[derive(Debug)]
pub enum StrictShop {}

impl Dynamics for StrictShop {
    const NAME: &'static str = "shop/strict";
    type Def = Planned;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = ShopFact;

    fn goal(def: &Planned) -> &Goal {
        &def.goal
    }

    fn initial(def: &Planned, _: &mut impl Chance) -> State {
        State::start(def)
    }

    fn forms(def: &Planned) -> &ActionForms {
        forms::forms(def)
    }

    fn decode(def: &Planned, state: &State, text: &str) -> Result<Action, Rejection> {
        decode::decode(def, state, text)
    }

    fn encode(def: &Planned, action: &Action, out: &mut String) {
        encode::encode(def, action, out);
    }

    fn admit(def: &Planned, state: &State, action: &Action) -> Result<(), Rejection> {
        admit(def, state, action)
    }

    fn step(
        def: &Planned,
        (): &mut (),
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        facts: &mut impl Statements<ShopFact>,
    ) -> Result<Applied, HostFault> {
        Ok(apply::step(def, state, action, facts))
    }

    fn digest(state: &State) -> Digest {
        state.digest()
    }

    fn recompute_digest(state: &State) -> Digest {
        state.recompute_digest()
    }

    fn status(_: &Planned, state: &State) -> Status {
        state
            .ending()
            .map_or(Status::Running, |e| Status::Ended(e.grade))
    }
}

impl Menu for StrictShop {
    type Class = Class;

    fn menu(def: &Planned, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        menu::menu(def, state, out);
    }

    fn class(def: &Planned, state: &State) -> Class {
        class(def, state)
    }
}

impl Truth for StrictShop {
    fn subgoals(def: &Planned, state: &State) -> FactSet {
        subgoals::subgoals(def, state)
    }

    fn known(_: &Planned, state: &State) -> FactSet {
        state.known()
    }

    fn supported(def: &Planned, state: &State, action: &Action) -> Option<bool> {
        support::supported(def, state, action)
    }

    fn near_misses(def: &Planned, _: &State) -> Vec<Vec<String>> {
        near::near_misses(def)
    }

    fn equivalents(def: &Planned, _: &State) -> Vec<Vec<String>> {
        equal::equivalents(def)
    }

    fn canaries(def: &Planned, out: &mut Vec<String>) {
        // The names of facts say what matters; no page does.
        out.extend(def.goal.evidence.iter().cloned());
    }

    fn state_details(def: &Planned, state: &State, out: &mut Vec<Detail>) {
        report::details(def, state, out);
    }

    fn step_details(
        def: &Planned,
        before: &State,
        _: &Action,
        after: &State,
        out: &mut Vec<Detail>,
    ) {
        let regret = grade::best_outcome(def, before) - grade::best_outcome(def, after);
        if regret != Rational::from_integer(0) {
            out.push(Detail::new("regret", regret));
        }
    }
}

impl Planner for StrictShop {
    fn distance(def: &Planned, state: &State) -> Distance {
        distance(def, state, Evidence::Required)
    }

    fn distance_clairvoyant(def: &Planned, state: &State) -> Distance {
        distance(def, state, Evidence::Ignored)
    }

    fn best_actions(
        def: &Planned,
        state: &State,
        menu: &[MenuEntry<Action>],
        out: &mut Vec<u32>,
    ) -> Best {
        best_actions(def, state, menu, out);
        Best::Listed
    }

    fn best_outcome(def: &Planned, state: &State) -> Option<Rational> {
        Some(grade::best_outcome(def, state))
    }
}

impl Render for StrictShop {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(def: &Planned, state: &State, (): &(), _: ViewKind, out: &mut String) {
        pages::text(def, state, out);
    }
}

impl Model for StrictShop {
    type Planner = Self;
}
