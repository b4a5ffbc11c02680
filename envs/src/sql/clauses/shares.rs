//! Shares: how much of one set of pieces is in another.

use std::collections::{BTreeMap, BTreeSet};
use truestep_core::rational::Rational;

/// How many pieces of a clause are shared, of those given and of those that are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Shared pieces.
    pub both: u32,
    /// Pieces of the query that is judged.
    pub given: u32,
    /// Pieces of the right one.
    pub right: u32,
}

impl Shared {
    /// Share of the given ones that are right; 1 of none.
    #[must_use]
    pub fn precision(self) -> Rational {
        share(self.both, self.given)
    }

    /// Share of the right ones that are given; 1 of none.
    #[must_use]
    pub fn recall(self) -> Rational {
        share(self.both, self.right)
    }

    /// Their harmonic mean.
    #[must_use]
    pub fn f1(self) -> Rational {
        share(2 * self.both, self.given + self.right)
    }
}

/// Part of a whole; 1 of nothing.
pub(super) fn share(part: u32, whole: u32) -> Rational {
    match whole {
        0 => Rational::from_integer(1),
        _ => Rational::new(part.into(), whole.into()),
    }
}

/// Pieces in common, each as often as it is in both.
pub(super) fn shared(given: &[String], right: &[String]) -> Shared {
    let mut left: BTreeMap<&String, u32> = BTreeMap::new();
    for piece in right {
        *left.entry(piece).or_default() += 1;
    }
    let mut both = 0;
    for piece in given {
        if let Some(count) = left.get_mut(piece)
            && *count > 0
        {
            *count -= 1;
            both += 1;
        }
    }
    Shared {
        both,
        given: given.len() as u32,
        right: right.len() as u32,
    }
}

/// What is in both, and what is in either.
pub(super) fn jaccard<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> (u32, u32) {
    let both = one.intersection(other).count() as u32;
    (both, one.union(other).count() as u32)
}
