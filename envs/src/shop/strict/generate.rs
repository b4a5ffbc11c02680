//! From a seed to a task: draws, drafts, and the checks every drawn task must pass.

use super::{
    def::{Aim, Choice, Def, MAX_CHOICES, MAX_SLOTS, Offers, Place, TaskQuery, search_with_ads},
    oracle::{self, Plans, Sight},
    state::State,
    subgoals,
    tasks::{self, Template},
    types::{Coupon, Filters, Line, MAX_LINES, MAX_QUERY_BYTES, Order, Sort},
    wares::{Kind, Market},
};
use crate::shop::product::{Product, ProductId};
use std::sync::Arc;
use truestep_core::{
    chance::{Chance, Sampled},
    model::Goal,
    task::Task,
    truth::{Distance, FactSet},
};

/// Draws of an instance before giving up.
const ATTEMPTS: usize = 64;
/// Steps allowed: so many times the distance …
const BUDGET_FACTOR: u32 = 2;
/// … and so many more.
const BUDGET_SLACK: u32 = 10;
/// Fewest steps an instance takes.
const MIN_DISTANCE: u32 = 3;

/// Why a seed gives no task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoInstance {
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

/// What a template makes of a seed.
pub(super) struct Draft {
    pub(super) instruction: String,
    pub(super) queries: Vec<String>,
    pub(super) orders: Vec<Order>,
    pub(super) coupons: Vec<Coupon>,
    pub(super) cart: Vec<Line>,
    pub(super) cart_limit: u8,
    /// Facts that support depends on, with their names.
    pub(super) facts: Vec<(String, Place)>,
    /// Facts that being able to commit implies.
    pub(super) implied: Vec<(String, Place)>,
    pub(super) aim: Aim,
    pub(super) offers: Offers,
    pub(super) sorts: Vec<Sort>,
    pub(super) filters: Filters,
}

impl Draft {
    /// A draft with nothing but an aim; templates fill in the rest.
    pub(super) fn new(instruction: String, aim: Aim) -> Self {
        Self {
            instruction,
            queries: vec![],
            orders: vec![],
            coupons: vec![],
            cart: vec![],
            cart_limit: MAX_LINES as u8,
            facts: vec![],
            implied: vec![],
            aim,
            offers: Offers::default(),
            sorts: vec![],
            filters: Filters::default(),
        }
    }

    /// Every decisive fact.
    pub(super) fn all_facts(count: usize) -> FactSet {
        FactSet::first(count)
    }
}

/// Draws for one instance.
pub(super) struct Draw<'a> {
    pub(super) market: &'a Arc<Market>,
    chance: Sampled,
}

impl Draw<'_> {
    /// A number in `0..n`; `n` is positive.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.chance.below(n as u32) as usize
    }

    /// A number in `low..=high`.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// An entry of a list, each as likely as its weight.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let weights: Vec<u32> = list.iter().map(|(_, w)| *w).collect();
        list[self.chance.pick(&weights)].0
    }

    /// One entry, all equally likely; `None` of an empty list.
    pub(super) fn pick<'b, T>(&mut self, list: &'b [T]) -> Option<&'b T> {
        (!list.is_empty()).then(|| &list[self.below(list.len())])
    }

    /// `count` different entries in drawn order; `None` if there are fewer.
    pub(super) fn sample<T: Clone>(&mut self, list: &[T], count: usize) -> Option<Vec<T>> {
        if list.len() < count {
            return None;
        }
        let mut places: Vec<usize> = (0..list.len()).collect();
        for i in 0..count {
            let j = self.between(i, list.len() - 1);
            places.swap(i, j);
        }
        Some(places[..count].iter().map(|&i| list[i].clone()).collect())
    }

    /// Put a list in a drawn order.
    pub(super) fn shuffle<T: Clone>(&mut self, list: &mut Vec<T>) {
        if let Some(shuffled) = self.sample(list, list.len()) {
            *list = shuffled;
        }
    }

    /// A kind with at least `members` products.
    pub(super) fn kind(&mut self, members: usize) -> Option<Kind> {
        let kinds = self.market.kinds().iter();
        let fitting: Vec<&Kind> = kinds.filter(|k| k.members.len() >= members).collect();
        self.pick(&fitting).map(|k| (*k).clone())
    }

    /// `count` different kinds with at least `members` products each.
    pub(super) fn kinds(&mut self, count: usize, members: usize) -> Option<Vec<Kind>> {
        let kinds = self.market.kinds().iter();
        let fitting: Vec<&Kind> = kinds.filter(|k| k.members.len() >= members).collect();
        let chosen = self.sample(&fitting, count)?;
        Some(chosen.into_iter().cloned().collect())
    }

    /// Any product.
    pub(super) fn product(&mut self) -> Option<ProductId> {
        let count = self.market.len() as usize;
        (count > 0).then(|| ProductId(self.below(count) as u32))
    }

    /// A product.
    pub(super) fn open(&self, id: ProductId) -> Arc<Product> {
        self.market.product(id)
    }

    /// How an instruction names a product.
    pub(super) fn name(&self, id: ProductId) -> String {
        super::view::product_name(&self.open(id))
    }

    /// The query that is a product's title.
    pub(super) fn title_query(&self, id: ProductId) -> String {
        as_query(&self.open(id).title)
    }

    /// Whether a text lists a product.
    pub(super) fn lists(&self, query: &str, id: ProductId) -> bool {
        search_with_ads(self.market, query).contains(&id)
    }
}

/// A text as searches keep it: lower case, single blanks, no brackets, at most [`MAX_QUERY_BYTES`].
pub(super) fn as_query(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '[' | ']' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let mut query = String::new();
    for word in plain.to_lowercase().split_whitespace() {
        let blank = usize::from(!query.is_empty());
        if query.len() + blank + word.len() > MAX_QUERY_BYTES {
            break;
        }
        if blank == 1 {
            query.push(' ');
        }
        query.push_str(word);
    }
    query
}

/// Make a task of the strict shop concrete. The same task and catalogue give the same definition.
///
/// # Errors
/// [`NoInstance`].
pub fn instantiate(market: &Arc<Market>, task: &Task) -> Result<Def, NoInstance> {
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
fn build(market: &Arc<Market>, template: &Template, draft: Draft) -> Option<Def> {
    let mut queries: Vec<String> = vec![];
    for query in draft.queries {
        if !query.is_empty() && !queries.contains(&query) {
            queries.push(query);
        }
    }
    let decisive = draft.facts.len();
    let (names, facts): (Vec<String>, Vec<Place>) =
        draft.facts.into_iter().chain(draft.implied).unzip();
    let evidence = names.iter().map(|name| format!("seen: {name}")).collect();
    let mut def = Def {
        goal: Goal {
            instruction: draft.instruction,
            subgoals: vec![],
            evidence,
            max_steps: 0,
            feasible: template.is_feasible,
        },
        market: market.clone(),
        queries: queries.into_iter().map(TaskQuery::new).collect(),
        orders: draft.orders,
        coupons: draft.coupons,
        cart: draft.cart,
        cart_limit: draft.cart_limit,
        relevant: relevant(&facts, &draft.aim),
        facts,
        decisive_facts: decisive as u8,
        aim: draft.aim,
        offers: draft.offers,
        sorts: draft.sorts,
        filters: draft.filters,
        plans: Plans::new(0),
    };
    if def.offers.has(Offers::CART_LINKS) {
        // A link from the cart counts as long as the product lies there.
        def.plans = Plans::new(def.relevant.len());
    }
    if !def.sorts.is_empty() || def.filters.0 != 0 {
        def.keep_arrangements();
    }
    def.goal.subgoals = subgoals::subgoals_of(&def);
    if !is_sound(&def) {
        return None;
    }
    let start = State::start(&def);
    let Distance::Steps(steps) = oracle::distance(&def, &start, Sight::Honest) else {
        return None;
    };
    def.goal.max_steps = BUDGET_FACTOR * steps + BUDGET_SLACK;
    (steps >= MIN_DISTANCE).then_some(def)
}

/// The products the task is about: those whose pages show facts, and those to buy.
fn relevant(facts: &[Place], aim: &Aim) -> Vec<ProductId> {
    let mut found: Vec<ProductId> = facts
        .iter()
        .flat_map(|place| match place {
            Place::Row(products) | Place::Item(products) => products.clone(),
            Place::Tab(product, _) => vec![*product],
            Place::Results(..) | Place::Order(_) | Place::Coupons => vec![],
        })
        .collect();
    if let Aim::Purchase(purchase) = aim {
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
        && !(has(Offers::CART_LINKS) && (has(Offers::BUY) || has(Offers::OPTIONS)));
    let Aim::Purchase(purchase) = &def.aim else {
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
                && (has(Offers::OPTIONS) || slot.choices.iter().all(needs_no_selecting))
                && (slot.quantity == 1
                    || has(Offers::QUANTITIES) && super::menu::QUANTITIES.contains(&slot.quantity))
        });
    fits && slots && products.len() == count
}

/// Whether the options that a product page preselects are right, or no page is needed.
fn needs_no_selecting(choice: &Choice) -> bool {
    choice.suits(&[0; super::types::MAX_GROUPS]) || choice.options.iter().all(Option::is_some)
}
