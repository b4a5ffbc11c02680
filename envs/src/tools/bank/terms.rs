//! The terms of a bank: the numbers that its documents state and its rules check, from one place.

use crate::tools::kernel::rule::Scene;
use serde::{Deserialize, Serialize};
use truestep_core::chance::Chance;

/// The day it is in every bank; days before it are counted from a day 0 that nobody remembers.
pub(super) const TODAY: i64 = 700;
/// Days after its posting within which a card payment can be disputed.
pub(super) const DISPUTE_DAYS: i64 = 60;
/// Days within which fees given back count.
pub(super) const YEAR: i64 = 365;
/// Tiers of customers, from the lowest.
pub(super) const TIERS: [&str; 3] = ["basic", "plus", "premier"];
/// Fees that are charged.
pub(super) const FEES: [&str; 4] = ["overdraft fee", "card fee", "statement fee", "cash fee"];
/// The row that holds the terms.
pub(super) const ROW: (&str, &str) = ("terms", "bank");

/// The terms. What goes by tier is in the order of [`TIERS`], amounts are cents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Terms {
    /// The fees that are waived; the others are refunded.
    pub(super) waived: Vec<String>,
    /// Fees that are given back in a year.
    pub(super) fees_a_year: [i64; 3],
    /// The largest payment that is disputed by the quick procedure.
    pub(super) quick: i64,
    /// Days from which on a new payee can be paid.
    pub(super) cooling: i64,
    /// The largest transfer without a review.
    pub(super) transfer: [i64; 3],
    /// The highest daily limit of a card.
    pub(super) card: [i64; 3],
}

/// The place of a tier among [`TIERS`].
pub(super) fn tier(name: &str) -> usize {
    TIERS.iter().position(|tier| *tier == name).unwrap_or(0)
}

impl Terms {
    pub(super) fn draw(chance: &mut impl Chance) -> Self {
        let mut more = |most: u32| i64::from(chance.below(most));
        let mut fees: Vec<&str> = FEES.to_vec();
        let first = fees.swap_remove(more(4) as usize);
        let second = fees.swap_remove(more(3) as usize);
        let basic = 1 + more(2);
        let plus = basic + 1;
        let (small, card) = (20_000 + 5_000 * more(4), 50_000 + 10_000 * more(4));
        Self {
            waived: vec![first.into(), second.into()],
            fees_a_year: [basic, plus, plus + 1 + more(2)],
            quick: 6_000 + 1_000 * more(8),
            cooling: 4 + more(4),
            transfer: [small, 2 * small + 10_000, 4 * small + 30_000],
            card: [card, 2 * card + 20_000, 4 * card + 50_000],
        }
    }

    /// The terms of the bank that a call is made in.
    pub(super) fn of(scene: &Scene<'_>) -> Option<Self> {
        Self::deserialize(&*scene.row(ROW.0, ROW.1)?).ok()
    }

    /// Whether a fee is waived.
    pub(super) fn is_waived(&self, fee: &str) -> bool {
        self.waived.iter().any(|waived| waived == fee)
    }
}
