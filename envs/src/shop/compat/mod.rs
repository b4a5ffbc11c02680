//! The compat shop: WebShop's pages, grammar, observations and reward, held to its own bytes.
//!
//! [`Compat`] is the model and its card. Read the parts along the way of a step: [`parse`] (action text) → [`moves`] (what a
//! click does) → [`pages`] (what a page shows) → [`render`] (observations) → [`reward`] and [`judge`] (what a purchase pays).
//! [`goals`], [`generate`] and [`def`] make tasks; `tables` and [`planner`] know the way. [`python`], [`fuzzy`], [`colors`] and
//! [`address`] are the rules of WebShop's libraries on which its bytes depend, [`twister`] those of its shuffle. [`inputs`] are what
//! a user brings along.

pub mod address;
pub mod amount;
pub mod checks;
pub mod colors;
mod cover;
pub mod def;
mod difflib;
mod digest;
mod forms;
pub mod fuzzy;
pub mod generate;
pub mod goals;
#[cfg(test)]
mod golden;
mod html;
pub mod inputs;
pub mod judge;
#[cfg(test)]
mod laws;
pub mod moves;
pub mod nouns;
pub mod pages;
pub mod parse;
pub mod planner;
pub mod python;
mod queries;
pub mod render;
pub mod reward;
mod section;
pub mod state;
pub mod step;
pub mod stock;
mod tables;
#[cfg(test)]
mod testing;
pub mod twister;
pub mod types;
pub mod view;

use truestep_core::chance::Chance;
use truestep_core::digest::Digest;
use truestep_core::forms::ActionForms;
use truestep_core::model::{
    Applied, Best, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, Planner, Render, Statements,
    Status, Truth, ViewKind,
};
use truestep_core::rational::Rational;
use truestep_core::truth::{Detail, Distance, FactSet, Rejection};

pub use section::Webshop;

use def::Def;
use planner::Class;
use state::{Action, State};
use step::Statement;
use view::View;

/// WebShop (Yao et al. 2022, <https://arxiv.org/abs/2207.01206>): buy the product an instruction describes.
///
/// # Goal
/// The instruction names a kind of product, attributes, option values and a price limit. The purchase pays
/// `r_type * (attributes hit + options hit + [price within limit]) / (attributes + options + 1)`, exactly as WebShop's code
/// computes it ([`reward`]); success is a reward of 1.
///
/// # Action
/// `search[words]` on every page, `click[text]` of a button, a product id or an option value, read by WebShop's grammar with
/// its surprises ([`parse`]). What the page does not offer is rejected: state and observation stay as they are, no text says
/// so, a step is spent.
///
/// # Observation
/// `text` (pieces joined by ` [SEP] `), `text_rich` (marked buttons), `html` and `url`, byte for byte as WebShop gives them
/// (its pages rendered by Flask with Werkzeug 3).
///
/// # Dynamics
/// [`State`]: search page, page of results, item, page behind an item, bought. Fifty hits, ten to a page. Choosing an option
/// overwrites the one chosen in its group; leaving the item forgets them. The menu holds up to eight search texts made from
/// the goal (good, partial and distracting ones) on the search page and everything that can be clicked elsewhere, weight 1
/// each; it leaves out `Next >` on a page without hits, option values that WebShop cannot tell from a button, and products
/// whose link WebShop cannot follow because their id is not in capitals. With `menu=clickables` it holds all that WebShop lists
/// as clickable and that a click can do, `Next >` on every page of results among it. Searches
/// beside the menu execute and count as off the menu.
///
/// # Ground truth
/// Distance and shortest-path actions over the menu, the best reward still reachable, sub-goals (`listed`, `opened`, one per
/// option, `bought`), and per state with a product `price_slack_cents`, `attributes_missing`, `options_missing`,
/// `type_factor`, `reward_if_bought`; per step `regret`, the best reachable reward it gave away. There is nothing to find
/// out before buying, so no evidence: everything judged stands in the instruction.
///
/// # Episode end
/// Buying ends it (WebShop itself lets one go on). [`def::MAX_STEPS`] steps unless told otherwise.
///
/// # Tasks
/// `shop/webshop`. The goals are WebShop's: a synthetic one per product and combination of option values, in catalogue order,
/// then shuffled as `random.seed(233)` and `random.shuffle` do. The split of the seed names the part of the goals (the first
/// 500 test, the next 1,000 dev, the rest train, whatever their number; all goals where a part is empty), the seed a goal in it.
/// Goals whose best reward over the menu is below 1 are passed over; [`generate::Storefront::census`] counts and names them:
/// 1,014 of the 16,163 synthetic goals of the default catalogue. There WebShop's colour normaliser turns what is bought into a
/// colour it happens to contain (`standalone`: `tan`), but not the (group, value) pair of the goal, so the two never match.
/// A shortest path has 3 to 7 steps plus one per option asked for. WebShop shows fifty hits, ten a page, so it cannot be
/// longer; on the default catalogue the median is 5 and the longest 6. A uniformly random agent succeeds in 0.6 % of episodes.
///
/// # Arguments
/// `goals` = `synthetic` (default, as in WebShop), `human`, or `given` (default where `--goals` brings some, [`inputs`]);
/// `goal` = place in the list, taken even if it cannot be solved; `thefuzz` = `0.22` (default) or `0.19`; `attributes` = `off`
/// (default) or `on`; `menu` = `closed` (default) or `clickables`.
///
/// # Deviations
/// Hidden prices and price limits follow the seed (WebShop draws them before it seeds), in whole cents where they are drawn.
/// `search[<r>]` draws the same products each time. What WebShop raises at is rejected: `search[<a> …]`, `search[<c>]`, more
/// than 1,024 distinct words, the link of a product whose id is not in capitals. Reviews are
/// empty, as WebShop's are. Noun lists are an input ([`nouns`]); by default a rule tagger stands in for spaCy.
///
/// # Version history
/// 1: first. 2, 3: menus, prices. 4: WebShop's goals in its order, synthetic by default; results of equal score by id; `html`
/// and `url` are WebShop's.
#[derive(Clone, Copy, Debug)]
pub enum Compat {}

impl Dynamics for Compat {
    const NAME: &'static str = "shop/webshop";
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = Statement;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(_: &Def, _: &mut impl Chance) -> State {
        State::Search
    }

    fn forms(_: &Def) -> &ActionForms {
        forms::forms()
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
        facts: &mut impl Statements<Statement>,
    ) -> Result<Applied, HostFault> {
        Ok(step::step(def, state, action, facts))
    }

    fn digest(state: &State) -> Digest {
        digest::digest(state)
    }

    fn recompute_digest(state: &State) -> Digest {
        digest::digest(state)
    }

    fn status(def: &Def, state: &State) -> Status {
        checks::status(def, state)
    }
}

impl Menu for Compat {
    type Class = Class;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        step::menu(def, state, out);
    }

    fn class(def: &Def, state: &State) -> Class {
        planner::class(def, state)
    }
}

impl Truth for Compat {
    fn subgoals(def: &Def, state: &State) -> FactSet {
        checks::subgoals(def, state)
    }

    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        checks::state_details(def, state, out);
    }

    fn step_details(def: &Def, before: &State, _: &Action, after: &State, out: &mut Vec<Detail>) {
        planner::step_details(def, before, after, out);
    }
}

impl Planner for Compat {
    fn distance(def: &Def, state: &State) -> Distance {
        planner::distance(def, state)
    }

    fn best_actions(
        def: &Def,
        state: &State,
        menu: &[MenuEntry<Action>],
        out: &mut Vec<u32>,
    ) -> Best {
        planner::best_actions(def, state, menu, out);
        Best::Listed
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        Some(planner::best_outcome(def, state))
    }
}

impl Render for Compat {
    const VIEWS: &'static [ViewKind] = &[
        ViewKind::TEXT,
        ViewKind::TEXT_RICH,
        ViewKind::HTML,
        view::URL,
    ];
    type View = View;

    fn observe(def: &Def, state: &State, view: &View, kind: ViewKind, out: &mut String) {
        view::observe(def, state, view, kind, out);
    }

    fn remember(_: &Def, _: &State, action: &Action, after: &State, view: &mut View) {
        view::remember(action, after, view);
    }
}

impl Model for Compat {
    type Planner = Self;
}
