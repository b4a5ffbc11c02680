//! From a seed to a task: draws, and the checks every drawn task must pass.

use crate::shop::{
    product::ProductId,
    strict::{
        planner::{cache::Planned, distance::distance},
        rules::{menu::QUANTITIES, subgoals::subgoals_of},
        tasks::{self, draft::Draft, draw::Draw, template::Template},
        world::{
            def::{Def, TaskQuery},
            limits::{MAX_GROUPS, MAX_LINES},
            market::Market,
            objective::{Choice, MAX_CHOICES, MAX_SLOTS, Objective, ShownAt, Slot},
            offers::Offers,
            state::State,
            variant::stock_needed,
        },
    },
};
use std::sync::Arc;
use truestep_core::{graph::Evidence, model::Goal, task::Task, truth::Distance};

/// Draws of an instance before giving up.
const ATTEMPTS: usize = 64;
/// Steps allowed are at least so many times the distance.
pub(crate) const BUDGET_FACTOR: u32 = 2;
/// Fewest steps an instance takes.
const MIN_DISTANCE: u32 = 3;

/// Why a seed gives no task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoInstance {
    /// The template is not one of the strict shop.
    #[error("`{0}` is no template of the strict shop")]
    UnknownTemplate(String),
    /// The template takes no such parameter.
    #[error("`{0}` is no parameter of this template; it takes none")]
    UnknownParameter(String),
    /// No draw from this catalogue met the template's conditions.
    #[error("{ATTEMPTS} draws from a catalogue of {products} products gave no instance")]
    NoneFound {
        /// Size of the catalogue.
        products: u32,
    },
}

/// Make a task of the strict shop concrete. The same task and catalogue give the same definition.
///
/// # Errors
/// [`NoInstance`].
pub(crate) fn instantiate(market: &Arc<Market>, task: &Task) -> Result<Planned, NoInstance> {
    if let Some(name) = task.parameters.keys().next() {
        return Err(NoInstance::UnknownParameter(name.clone()));
    }
    let template = tasks::find(&task.template)
        .ok_or_else(|| NoInstance::UnknownTemplate(task.template.to_string()))?;
    // A twin draws what its feasible task draws, so that the pair differs only in what makes it infeasible.
    let at = Task::new(template.drawn_as(), task.seed).stream("instance");
    let mut draw = Draw {
        market,
        chance: at.sampled(),
    };
    for _ in 0..ATTEMPTS {
        let found = (template.draft)(&mut draw, template.is_feasible);
        if let Some(def) = found.and_then(|draft| build(market, template, draft)) {
            return Ok(def);
        }
    }
    Err(NoInstance::NoneFound {
        products: market.len(),
    })
}

/// Check a draft and turn it into a definition; `None` if it does not hold what a task must.
fn build(market: &Arc<Market>, template: &Template, draft: Draft) -> Option<Planned> {
    let mut queries: Vec<String> = vec![];
    for query in draft.queries {
        if !query.is_empty() && !queries.contains(&query) {
            queries.push(query);
        }
    }
    let decisive = draft.facts.len();
    let (names, facts): (Vec<String>, Vec<ShownAt>) =
        draft.facts.into_iter().chain(draft.implied).unzip();
    let evidence = names.iter().map(|name| format!("seen: {name}")).collect();
    let mut def = Def {
        goal: Goal {
            instruction: draft.instruction,
            subgoals: vec![],
            evidence,
            max_steps: template.budget.steps(draft.named),
            feasible: template.is_feasible,
        },
        market: market.clone(),
        queries: queries.into_iter().map(TaskQuery::new).collect(),
        orders: draft.orders,
        coupons: draft.coupons,
        cart: draft.cart,
        cart_limit: draft.cart_limit,
        relevant: relevant(&facts, &draft.objective),
        facts,
        decisive_facts: decisive as u8,
        objective: draft.objective,
        offers: draft.offers,
        sorts: draft.sorts,
        filters: draft.filters,
    };
    if !def.sorts.is_empty() || def.filters.0 != 0 {
        def.keep_arrangements();
    }
    def.goal.subgoals = subgoals_of(&def);
    if !is_sound(&def) {
        return None;
    }
    let planned = Planned::new(def);
    let start = State::start(&planned);
    let Distance::Steps(steps) = distance(&planned, &start, Evidence::Required) else {
        return None;
    };
    let is_long_enough = steps >= MIN_DISTANCE;
    let is_allowed = planned.goal.max_steps >= BUDGET_FACTOR * steps;
    (is_long_enough && is_allowed).then_some(planned)
}

/// The products the task is about: those whose pages show facts, and those to buy.
fn relevant(facts: &[ShownAt], objective: &Objective) -> Vec<ProductId> {
    let mut found: Vec<ProductId> = facts
        .iter()
        .flat_map(|place| match place {
            ShownAt::Row(products) | ShownAt::Item(products) => products.clone(),
            ShownAt::Price { product, .. }
            | ShownAt::Tab(product, _)
            | ShownAt::EitherTab(product, _) => vec![*product],
            ShownAt::Results(..) | ShownAt::Orders(_) | ShownAt::Order(_) | ShownAt::Coupons => {
                vec![]
            }
        })
        .collect();
    if let Objective::Purchase(purchase) = objective {
        let choices = purchase.slots.iter().flat_map(|s| &s.choices);
        found.extend(choices.map(|c| c.product));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What the planner and the lumping rely on.
fn is_sound(def: &Def) -> bool {
    let has = |offer| def.offers.has(offer);
    let fits = def.cart.len() <= usize::from(def.cart_limit)
        && usize::from(def.cart_limit) <= MAX_LINES
        && def.orders.len() <= 16
        && def.decisive_facts <= 8
        && (!has(Offers::CART_LINKS) || def.relevant.len() <= MAX_LINES)
        && !(has(Offers::CART_LINKS) && (has(Offers::BUY) || has(Offers::OPTIONS)))
        && (def.cart.is_empty() || has(Offers::CART_LINKS));
    let Objective::Purchase(purchase) = &def.objective else {
        return fits;
    };
    let mut products: Vec<ProductId> = purchase
        .slots
        .iter()
        .flat_map(|s| s.choices.iter().map(|c| c.product))
        .collect();
    let count = products.len();
    products.sort_unstable();
    products.dedup();
    let slots = purchase.slots.len() <= MAX_SLOTS
        && purchase.slots.len() <= usize::from(def.cart_limit)
        && purchase.slots.iter().all(|slot| {
            slot.choices.len() <= MAX_CHOICES
                && (has(Offers::OPTIONS)
                    || !has(Offers::BUY)
                    || slot.choices.iter().all(needs_no_selecting))
                && slot
                    .choices
                    .iter()
                    .all(|choice| is_stocked(def, slot, choice))
                && (slot.quantity == 1
                    || has(Offers::QUANTITIES) && QUANTITIES.contains(&slot.quantity))
        });
    fits && slots && products.len() == count
}

/// Whether a product can be bought in the quantity wanted from every cart there can be.
fn is_stocked(def: &Def, slot: &Slot, choice: &Choice) -> bool {
    let can_add = def.offers.has(Offers::BUY) || def.offers.has(Offers::REORDER);
    let lines = if can_add { def.cart_limit } else { 1 };
    let needed = stock_needed(&def.product(choice.product), slot.quantity, lines);
    def.market.brief(choice.product).stock_units >= needed
}

/// Whether the options that a product page preselects are right.
fn needs_no_selecting(choice: &Choice) -> bool {
    choice.suits(&[0; MAX_GROUPS])
}
