//! What is judged of a state: outcome, sub-goals, and the facts of this environment about it.

use truestep_core::model::Status;
use truestep_core::rational::Rational;
use truestep_core::truth::{Detail, DetailValue, FactSet};

use crate::shop::product::ProductId;

use super::def::Def;
use super::reward::Reward;
use super::state::State;
use super::types::Chosen;

/// The reward of a purchase with its parts; `None` before one.
pub fn reward(def: &Def, state: &State) -> Option<Reward> {
    let State::Done { product, chosen } = state else {
        return None;
    };
    Some(
        def.judge
            .reward(def.judge_product(*product), mask_of(def, *product, chosen)),
    )
}

/// Which wanted options the chosen values of a product match.
fn mask_of(def: &Def, product: ProductId, chosen: &Chosen) -> u64 {
    if let Some(item) = def.tables.of_product(product) {
        return def.tables.mask(item, chosen);
    }
    let product = def.shop.stock().product(product);
    chosen.iter().fold(0, |mask, (group, value)| {
        let value = product
            .options
            .get(group)
            .and_then(|group| group.values.get(value));
        mask | value.map_or(0, |value| def.judge.option_mask(value))
    })
}

/// The grade of a purchase, 0 before one.
pub(super) fn outcome(def: &Def, state: &State) -> Rational {
    let State::Done { product, chosen } = state else {
        return Rational::from_integer(0);
    };
    let mask = mask_of(def, *product, chosen);
    match def.tables.of_product(*product) {
        Some(item) => item.fit.grade(&def.judge, mask.count_ones()),
        None => def.judge.total(def.judge_product(*product), mask),
    }
}

/// Whether the episode goes on.
pub(super) fn status(def: &Def, state: &State) -> Status {
    match state {
        State::Done { .. } => Status::Ended(outcome(def, state)),
        _ => Status::Running,
    }
}

/// The sub-goals that hold: a search lists a product that full marks can be had for; such a product is open; per wanted
/// option, a chosen value of it matches; it was bought with all of them.
pub(super) fn subgoals(def: &Def, state: &State) -> FactSet {
    let options = def.judge.all_options().count_ones() as usize;
    let none = FactSet::default();
    match state {
        State::Search => none,
        State::Results { query, .. } => {
            let (tables, search) = def.located(query);
            if tables.lists_solution(search) {
                none.with(0)
            } else {
                none
            }
        }
        State::Item {
            query,
            rank,
            chosen,
        }
        | State::Sub {
            query,
            rank,
            chosen,
            ..
        } => {
            let (tables, search) = def.located(query);
            let listed = if tables.lists_solution(search) {
                none.with(0)
            } else {
                none
            };
            match tables.at_rank(search, *rank) {
                Some(item) if item.solvable => {
                    with_options(listed.with(1), tables.mask(item, chosen))
                }
                _ => listed,
            }
        }
        State::Done { product, chosen } => {
            let mask = mask_of(def, *product, chosen);
            if outcome(def, state) == Rational::from_integer(1) {
                FactSet::first(options + 3)
            } else if def
                .tables
                .of_product(*product)
                .is_some_and(|item| item.solvable)
            {
                with_options(none.with(0).with(1), mask)
            } else {
                none
            }
        }
    }
}

/// Sub-goal `2 + i` for every wanted option `i` that is matched.
fn with_options(set: FactSet, mask: u64) -> FactSet {
    let options = (0..62).filter(|i| mask >> i & 1 == 1);
    options.fold(set, |set, i| set.with(i + 2))
}

/// Facts about a state with a product: slack of price, attributes, options and type, and what buying now would pay.
pub(super) fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
    let (id, chosen) = match state {
        State::Search | State::Results { .. } => return,
        State::Item {
            query,
            rank,
            chosen,
        }
        | State::Sub {
            query,
            rank,
            chosen,
            ..
        } => match def.product_at(query, *rank) {
            Some(id) => (id, chosen),
            None => return,
        },
        State::Done { product, chosen } => (*product, chosen),
    };
    let (tables, item) = match state {
        State::Item { query, rank, .. } | State::Sub { query, rank, .. } => {
            let (tables, search) = def.located(query);
            (tables, tables.at_rank(search, *rank).copied())
        }
        _ => (&def.tables, def.tables.of_product(id).copied()),
    };
    let (fit, mask) = match item {
        Some(item) => (item.fit, tables.mask(&item, chosen)),
        None => (
            super::tables::Fit::of(&def.judge_product(id)),
            mask_of(def, id, chosen),
        ),
    };
    let product = def.shop.stock().product(id);
    let missing = |asked: u32, hit: u32| DetailValue::Integer(i64::from(asked.saturating_sub(hit)));
    let mut add = |name: &'static str, value: DetailValue| out.push(Detail::new(name, value));
    let slack = def
        .judge
        .price_upper()
        .cents_above(def.shop.price(id, &product));
    add("price_slack_cents", DetailValue::Integer(slack));
    add(
        "attributes_missing",
        missing(def.judge.attributes_asked(), fit.attribute_hits.into()),
    );
    add(
        "options_missing",
        missing(def.judge.all_options().count_ones(), mask.count_ones()),
    );
    add("type_factor", DetailValue::Fraction(fit.r_type()));
    add(
        "reward_if_bought",
        DetailValue::Fraction(fit.grade(&def.judge, mask.count_ones())),
    );
}
