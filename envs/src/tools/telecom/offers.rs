//! What a company sells: plans and roaming packs.

use super::names::{COUNTRIES, PLANS};
use truestep_core::chance::Chance;

/// Cents by which an offer is cheaper: other prices are multiples of 50, so that no two are alike.
const OFFER: i64 = 375;

/// A plan.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) gb: i64,
    pub(super) cents: i64,
}

/// A roaming pack.
#[derive(Clone, Debug)]
pub(super) struct Pack {
    pub(super) id: String,
    pub(super) country: &'static str,
    pub(super) days: i64,
    pub(super) cents: i64,
}

/// The plans: more data costs more, unless one is on offer.
pub(super) fn plans(chance: &mut impl Chance) -> Vec<Plan> {
    let mut cents = 600;
    let offer = 1 + chance.below(PLANS.len() as u32 - 1) as usize;
    let all = PLANS.iter().enumerate().map(|(place, &(name, gb))| {
        cents += 250 + 50 * i64::from(chance.below(10));
        Plan {
            id: format!("p{}", 10 + place),
            name,
            gb,
            cents: if place == offer { cents - OFFER } else { cents },
        }
    });
    all.collect()
}

/// The roaming packs of each country: longer ones cost more, unless they are on offer.
pub(super) fn packs(chance: &mut impl Chance) -> Vec<Pack> {
    let mut all = vec![];
    for country in COUNTRIES {
        let mut cents = 400;
        for days in [3, 7, 10, 14, 30] {
            cents += 200 + 50 * i64::from(chance.below(12));
            let id = format!("r{}", 10 + all.len());
            // Some are on offer: a longer one may cost less than a shorter one.
            let is_on_offer = chance.below(4) == 0;
            all.push(Pack {
                id,
                country,
                days,
                cents: if is_on_offer { cents - OFFER } else { cents },
            });
        }
    }
    all
}
