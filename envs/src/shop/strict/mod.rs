//! The strict shop: typed options, exact values, price shown = price judged.
//!
//! One model, [`StrictShop`], carries all templates. A template ([`tasks`]) draws a [`Def`]: an instruction, an [`Aim`]
//! (what the episode must end with), the [`Place`]s where the facts it rests on are shown, and what the menu offers.
//! Everything else follows from these: judging, support, sub-goals, distances. The way of a step: [`grammar`] (text to
//! action) → `admit` and `step` (apply, learn) → `checks` and `subgoals` (judge) → `menu`, `view`. `nav` (places), `ledger` and `plan` (tables over them)
//! and `oracle` (distances, best actions) are the planner, `class` the lumping, `generate` the way from seed to task.
//!
//! The environment's card, `envs/src/shop/CARD.md`, says what an agent can do and how it is graded. To add a template: one
//! file in `tasks/`, one line in [`tasks::ALL`], one line in the card.

mod acts;
mod admit;
mod aim;
mod checks;
mod class;
mod def;
pub mod forms;
mod generate;
pub mod grammar;
mod ledger;
mod menu;
mod nav;
mod oracle;
mod plan;
mod records;
mod section;
mod state;
mod step;
mod subgoals;
pub mod tasks;
#[cfg(test)]
mod tests;
pub mod types;
mod view;
pub mod wares;

pub use class::Class;
pub use def::{
    Aim, Choice, Def, MAX_CHOICES, MAX_SLOTS, Offers, Place, Pool, Purchase, Slot, TaskQuery,
};
pub use generate::{NoInstance, instantiate};
pub use section::Strict;
pub use state::{Cart, State};

use truestep_core::{
    chance::Chance,
    digest::Digest,
    forms::ActionForms,
    model::{
        Applied, Best, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, Planner, Render,
        Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Detail, DetailValue, Distance, FactSet, Rejection},
};
use types::{Action, ShopFact};

/// The strict shop as a model.
#[derive(Debug)]
pub enum StrictShop {}

impl Dynamics for StrictShop {
    const NAME: &'static str = "shop/strict";
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = ShopFact;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, _: &mut impl Chance) -> State {
        State::start(def)
    }

    fn forms(def: &Def) -> &ActionForms {
        forms::forms(def)
    }

    fn decode(def: &Def, state: &State, text: &str) -> Result<Action, Rejection> {
        grammar::decode(def, state, text)
    }

    fn encode(def: &Def, action: &Action, out: &mut String) {
        grammar::encode(def, action, out);
    }

    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        admit::admit(def, state, action)
    }

    fn step(
        def: &Def,
        (): &mut (),
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        facts: &mut impl Statements<ShopFact>,
    ) -> Result<Applied, HostFault> {
        Ok(step::step(def, state, action, facts))
    }

    fn digest(state: &State) -> Digest {
        state.digest()
    }

    fn recompute_digest(state: &State) -> Digest {
        state.recompute_digest()
    }

    fn status(_: &Def, state: &State) -> Status {
        state
            .ending()
            .map_or(Status::Running, |e| Status::Ended(e.grade))
    }
}

impl Menu for StrictShop {
    type Class = Class;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        menu::menu(def, state, out);
    }

    fn class(def: &Def, state: &State) -> Class {
        class::class(def, state)
    }
}

impl Truth for StrictShop {
    fn subgoals(def: &Def, state: &State) -> FactSet {
        subgoals::subgoals(def, state)
    }

    fn known(_: &Def, state: &State) -> FactSet {
        state.known()
    }

    fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
        checks::supported(def, state, action)
    }

    fn canaries(def: &Def, out: &mut Vec<String>) {
        // The names of facts say what matters; no page does.
        out.extend(def.goal.evidence.iter().cloned());
    }

    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        checks::details(def, state, out);
    }

    fn step_details(def: &Def, before: &State, _: &Action, after: &State, out: &mut Vec<Detail>) {
        let regret = checks::best_outcome(def, before) - checks::best_outcome(def, after);
        if regret != Rational::from_integer(0) {
            out.push(Detail {
                name: "regret".into(),
                value: DetailValue::Fraction(regret),
            });
        }
    }
}

impl Planner for StrictShop {
    fn distance(def: &Def, state: &State) -> Distance {
        oracle::distance(def, state, oracle::Sight::Honest)
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        oracle::distance(def, state, oracle::Sight::Clairvoyant)
    }

    fn best_actions(
        def: &Def,
        state: &State,
        menu: &[MenuEntry<Action>],
        out: &mut Vec<u32>,
    ) -> Best {
        oracle::best_actions(def, state, menu, out);
        Best::Listed
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        Some(checks::best_outcome(def, state))
    }
}

impl Render for StrictShop {
    const VIEWS: &'static [ViewKind] = &[ViewKind::Text];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), _: ViewKind, out: &mut String) {
        view::text(def, state, out);
    }
}

impl Model for StrictShop {
    type Planner = Self;
}
