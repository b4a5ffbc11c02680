//! What options of different size cost.

use super::draws::Draws;
use super::vocabulary::Kind;
use crate::shop::product::OptionGroup;

/// What a step in size adds, percent of what its cost would: large packs are cheaper by the piece. Inclusive range.
const SURCHARGE_PERCENT: (u32, u32) = (30, 85);
/// Surcharges are multiples of so many cents.
const SURCHARGE_STEP: u32 = 10;
/// Chance in a thousand that sizes are listed from the last to the first.
const LARGE_FIRST: u64 = 250;

/// Prices values of different size, and lists them in the order of the family; `draws` must be opened on the family.
pub(super) fn price_options(
    kind: &Kind,
    low_cents: u32,
    options: &mut [OptionGroup],
    draws: &mut Draws,
) {
    for group in options {
        let percent = draws.between(SURCHARGE_PERCENT.0, SURCHARGE_PERCENT.1);
        let is_large_first = draws.chance(LARGE_FIRST);
        let mut pools = kind.options.iter();
        let Some(pool) = pools.find(|p| p.name == group.name) else {
            continue;
        };
        if pool.costs.is_empty() {
            continue;
        }
        let cost = |value: &String| {
            let place = pool.values.iter().position(|v| v == value);
            place.map_or(1, |place| pool.costs[place])
        };
        if is_large_first {
            group.values.reverse();
        }
        let costs: Vec<u32> = group.values.iter().map(cost).collect();
        group.surcharges_cents = surcharges(&costs, low_cents, percent);
    }
}

/// What values of these costs add to the price of the least one, which is `low_cents`: strictly more for a higher cost.
fn surcharges(costs: &[u32], low_cents: u32, percent: u32) -> Vec<u32> {
    let mut ranked: Vec<usize> = (0..costs.len()).collect();
    ranked.sort_by_key(|&place| costs[place]);
    let mut added = vec![0; costs.len()];
    let Some((&first, larger)) = ranked.split_first() else {
        return added;
    };
    let least = u64::from(costs[first].max(1));
    let mut last = 0;
    for &place in larger {
        let more = u64::from(costs[place]) - u64::from(costs[first]);
        let cents = u64::from(low_cents) * u64::from(percent) * more / (100 * least);
        let rounded =
            u32::try_from(cents).unwrap_or(u32::MAX / 4) / SURCHARGE_STEP * SURCHARGE_STEP;
        last = rounded.max(last + SURCHARGE_STEP);
        added[place] = last;
    }
    added
}
