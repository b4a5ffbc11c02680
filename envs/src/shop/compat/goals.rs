//! Goals: which product is asked for, with what attributes, options and price limit, in which words.
//!
//! As in WebShop (`goal.py`), human instructions give one goal each and synthetic instructions one goal per combination of
//! option values; a price limit is drawn from the grid of ten dollars. Their order is WebShop's: catalogue order, shuffled by
//! Python's generator ([`super::twister`]) from the seed. Unlike WebShop, which draws hidden prices and limits before it sets
//! its seed, everything here follows the seed, each draw from a stream of its own, so a goal does not depend on how many
//! others were made.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use truestep_core::chance::{Chance, Seed};

use crate::shop::product::{Instruction, Price, Product, ProductId};

use super::amount::Amount;
use super::reward::GoalOptions;
use super::twister::PythonRandom;

/// Step and end of the grid of price limits: 10, 20, … 990 dollars.
const LIMIT_STEP_DOLLARS: u32 = 10;
const LIMIT_LAST_DOLLARS: u32 = 990;
/// How many grid values above the price a limit is drawn from.
const LIMITS_DRAWN_FROM: u32 = 4;
/// The limit of a goal without a price phrase.
const NO_LIMIT_DOLLARS: u32 = 1_000_000;
/// The weight of a human goal, and the unit of weights.
pub const WEIGHT_UNIT: u32 = 1_000_000;

/// Which instructions goals are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GoalKind {
    /// Written by people.
    Human,
    /// Made from a product's attributes and options.
    Synthetic,
    /// Given in a file, in the file's order.
    Given,
}

/// A goal before it is worded: which instruction of which product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GoalRef {
    /// The product asked for.
    pub product: ProductId,
    /// Human: place of the instruction. Given: place in the file. Synthetic: number of the combination of option values, the last group fastest.
    pub part: u32,
    /// Weight in millionths with which WebShop draws the goal: 1 for human goals, for synthetic ones the mean over the
    /// attributes of 1 / (goals that ask for the attribute), at least 1.
    pub weight: u32,
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The product asked for.
    pub product: ProductId,
    /// Attributes asked for, at least one.
    pub attributes: Vec<String>,
    /// Options asked for.
    pub options: GoalOptions,
    /// Highest accepted price.
    pub price_upper: Amount,
    /// The instruction with its price phrase.
    pub instruction: String,
}

/// All goals of a kind that a set of products gives, in catalogue order; given goals are no product's.
///
/// Instructions without attributes are left out, as in WebShop. A product with an empty group of options gives no synthetic
/// goal. Combinations beyond `u32::MAX` of one product are cut.
pub fn list<P: Borrow<Product>>(
    kind: GoalKind,
    products: impl Iterator<Item = (ProductId, P)>,
) -> Vec<GoalRef> {
    match kind {
        GoalKind::Human => list_human(products),
        GoalKind::Synthetic => list_synthetic(products),
        GoalKind::Given => Vec::new(),
    }
}

fn list_human<P: Borrow<Product>>(products: impl Iterator<Item = (ProductId, P)>) -> Vec<GoalRef> {
    let mut goals = Vec::new();
    for (product, item) in products {
        for (part, instruction) in item.borrow().human.iter().enumerate() {
            if !instruction.attributes.is_empty() {
                goals.push(GoalRef {
                    product,
                    part: part as u32,
                    weight: WEIGHT_UNIT,
                });
            }
        }
    }
    goals
}

fn list_synthetic<P: Borrow<Product>>(
    products: impl Iterator<Item = (ProductId, P)>,
) -> Vec<GoalRef> {
    let mut asked: BTreeMap<String, u64> = BTreeMap::new();
    let mut found: Vec<(ProductId, u32, Vec<String>)> = Vec::new();
    for (product, item) in products {
        let item: &Product = item.borrow();
        let combinations = synthetic_goals(item);
        let Some(instruction) = item.synthetic.as_ref().filter(|_| combinations > 0) else {
            continue;
        };
        for attribute in &instruction.attributes {
            *asked.entry(attribute.clone()).or_default() += u64::from(combinations);
        }
        found.push((product, combinations, instruction.attributes.clone()));
    }
    let mut goals = Vec::new();
    for (product, combinations, attributes) in found {
        let share: u64 = attributes
            .iter()
            .map(|attribute| u64::from(WEIGHT_UNIT) / asked[attribute].max(1))
            .sum();
        let weight = (share / attributes.len() as u64).max(1) as u32;
        goals.extend((0..combinations).map(|part| GoalRef {
            product,
            part,
            weight,
        }));
    }
    goals
}

/// How many synthetic goals a product gives: one per combination of option values, one without options, none without an
/// instruction that asks for attributes.
pub fn synthetic_goals(product: &Product) -> u32 {
    let asks = |made: &Instruction| !made.attributes.is_empty();
    if !product.synthetic.as_ref().is_some_and(asks) {
        return 0;
    }
    if product.options.iter().any(|group| group.values.is_empty()) {
        return 0;
    }
    product.options.iter().fold(1u32, |count, group| {
        count.saturating_mul(group.values.len() as u32)
    })
}

/// The hidden price a product is sold for, in cents: its figure, or one drawn from its range.
///
/// It depends on the seed and the product only, so every goal over a catalogue sees the same price.
pub fn hidden_price_cents(seed: Seed, product: ProductId, listed: Price) -> u32 {
    let Some(span) = listed
        .high_cents
        .checked_sub(listed.low_cents)
        .filter(|span| *span > 0)
    else {
        return listed.low_cents;
    };
    let mut chance = seed
        .derive("shop/compat price", u64::from(product.0))
        .stream("cents")
        .sampled();
    listed.low_cents + chance.below(span.saturating_add(1))
}

/// A price limit in dollars above `price_cents`: of the first four grid values above it two are drawn and the larger kept;
/// `None` if fewer than two are left.
pub fn draw_limit_dollars(chance: &mut impl Chance, price_cents: u32) -> Option<u32> {
    let first = price_cents / 100 / LIMIT_STEP_DOLLARS + 1;
    let last = LIMIT_LAST_DOLLARS / LIMIT_STEP_DOLLARS;
    let count = (last + 1).checked_sub(first)?.min(LIMITS_DRAWN_FROM);
    if count < 2 {
        return None;
    }
    let one = chance.below(count);
    let other = (one + 1 + chance.below(count - 1)) % count;
    Some((first + one.max(other)) * LIMIT_STEP_DOLLARS)
}

/// Words a goal for a product sold for `price`. The instruction and the seed decide everything that is drawn: all synthetic
/// goals of a product have one limit, as in WebShop.
///
/// `None` if the product has no such instruction; given goals are worded already.
pub fn build(
    kind: GoalKind,
    product: &Product,
    goal: GoalRef,
    price: Amount,
    seed: Seed,
) -> Option<Goal> {
    // A limit is above the price where it is above the price's whole cents.
    let cents = price.cents_above(Amount::ZERO);
    let price_cents = u32::try_from(cents.max(0)).unwrap_or(u32::MAX);
    let part = match kind {
        GoalKind::Human | GoalKind::Given => goal.part,
        GoalKind::Synthetic => 0,
    };
    let place = (u64::from(goal.product.0) << 32) | u64::from(part);
    let mut chance = seed
        .derive("shop/compat limit", place)
        .stream("dollars")
        .sampled();
    let limit = draw_limit_dollars(&mut chance, price_cents);
    let phrase = limit.map_or_else(String::new, |dollars| {
        format!(", and price lower than {dollars}.00 dollars")
    });
    let price_upper = Amount::from_dollars(limit.unwrap_or(NO_LIMIT_DOLLARS));
    let (attributes, options, text) = match kind {
        GoalKind::Human => {
            let made = product.human.get(goal.part as usize)?;
            let text = made.text.trim_matches('.').to_owned();
            (
                &made.attributes,
                GoalOptions::List(made.options.clone()),
                text,
            )
        }
        GoalKind::Synthetic => {
            let made = product.synthetic.as_ref()?;
            let pairs = combination(product, goal.part)?;
            let text = made.text.clone() + &option_phrase(&pairs);
            (&made.attributes, GoalOptions::Dict(pairs), text)
        }
        GoalKind::Given => return None,
    };
    Some(Goal {
        product: goal.product,
        attributes: attributes.clone(),
        options,
        price_upper,
        instruction: text + &phrase,
    })
}

/// The (group, value) pairs of a combination, groups sorted by name, the last one changing fastest.
fn combination(product: &Product, number: u32) -> Option<Vec<(String, String)>> {
    let mut groups: Vec<_> = product.options.iter().collect();
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    let mut rest = number as usize;
    let mut pairs = Vec::with_capacity(groups.len());
    for group in groups.iter().rev() {
        let count = group.values.len();
        let value = group.values.get(rest.checked_rem(count)?)?;
        pairs.push((group.name.clone(), value.clone()));
        rest /= count;
    }
    pairs.reverse();
    (rest == 0).then_some(pairs)
}

fn option_phrase(pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = pairs
        .iter()
        .map(|(group, value)| format!("{group}: {value}"))
        .collect();
    format!(" with {}", parts.join(", and "))
}

/// WebShop's order of `count` goals: a permutation of `0..count`, as `random.seed(seed)` and `random.shuffle` make it.
pub fn shuffled(seed: Seed, count: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    PythonRandom::seeded(seed.0).shuffle(&mut order);
    order
}

/// Ends of the parts of a shuffled list of goals: test is `0..test_end`, dev `test_end..dev_end`, train the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// End of the test part.
    pub test_end: usize,
    /// End of the dev part.
    pub dev_end: usize,
}

impl Parts {
    /// WebShop's split, whatever the number of goals: the first 500 are test, the next 1,000 dev.
    pub fn of(count: usize) -> Self {
        Self {
            test_end: count.min(500),
            dev_end: count.min(1_500),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits_over_seeds(price_cents: u32) -> Vec<Option<u32>> {
        let mut seen: Vec<_> = (0..300)
            .map(|n| draw_limit_dollars(&mut Seed(n).stream("t").sampled(), price_cents))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        seen
    }

    #[test]
    fn limits_are_the_larger_of_two_of_the_first_four_above_the_price() {
        assert_eq!(limits_over_seeds(10_000), [Some(120), Some(130), Some(140)]);
        assert_eq!(limits_over_seeds(9_999), [Some(110), Some(120), Some(130)]);
        assert_eq!(limits_over_seeds(97_000), [Some(990)]);
        assert_eq!(limits_over_seeds(98_000), [None]);
        assert_eq!(limits_over_seeds(500_000), [None]);
    }

    #[test]
    fn larger_limits_are_drawn_as_often_as_two_of_four_without_replacement_makes_them() {
        let mut counts = [0u32; 3];
        for n in 0..6_000 {
            let limit = draw_limit_dollars(&mut Seed(n).stream("t").sampled(), 0).unwrap();
            counts[(limit / 10 - 2) as usize] += 1;
        }
        // Shares 1/6, 2/6, 3/6; six standard deviations are below 240.
        for (count, expected) in counts.iter().zip([1_000u32, 2_000, 3_000]) {
            assert!(count.abs_diff(expected) < 240, "{counts:?}");
        }
    }

    #[test]
    fn hidden_prices_stay_in_their_range_and_follow_the_seed() {
        let listed = Price {
            low_cents: 500,
            high_cents: 503,
        };
        let mut seen: Vec<u32> = (0..200)
            .map(|n| hidden_price_cents(Seed(1), ProductId(n), listed))
            .collect();
        assert_eq!(seen[7], hidden_price_cents(Seed(1), ProductId(7), listed));
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, [500, 501, 502, 503]);
    }

    #[test]
    fn orders_are_permutations_and_parts_do_not_scale() {
        let mut order = shuffled(Seed(3), 1_000);
        assert_ne!(order, shuffled(Seed(4), 1_000));
        order.sort_unstable();
        assert!(
            order
                .iter()
                .enumerate()
                .all(|(place, goal)| place as u32 == *goal)
        );
        let ends = |count| (Parts::of(count).test_end, Parts::of(count).dev_end);
        assert_eq!(ends(12_087), (500, 1_500));
        assert_eq!(ends(1_000), (500, 1_000));
        assert_eq!(ends(60), (60, 60));
    }
}
