//! Exact numbers as the layers give them.

use crate::rational::{Exact, Rational};
use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use std::cmp::Ordering;

/// An exact number, not reduced.
#[derive(Clone, Debug)]
pub struct Fraction {
    numerator: BigInt,
    denominator: BigUint,
}

impl Fraction {
    pub(super) fn new(numerator: BigUint, denominator: BigUint) -> Self {
        Self {
            numerator: numerator.into(),
            denominator,
        }
    }

    /// A small fraction.
    #[must_use]
    pub fn of(rational: Rational) -> Self {
        Self {
            numerator: (*rational.numer()).into(),
            denominator: rational.denom().unsigned_abs().into(),
        }
    }

    /// The number in lowest terms.
    #[must_use]
    pub fn reduced(&self) -> BigRational {
        BigRational::new(self.numerator.clone(), self.denominator.clone().into())
    }

    /// The number as trajectories carry it.
    #[must_use]
    pub fn exact(&self) -> Exact {
        Exact::from_big(&self.numerator, &self.denominator)
    }

    /// This number minus another: an advantage, for Q and V; luck, for V(s′) and Q.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let (mine, theirs) = (&self.denominator, &other.denominator);
        let difference = &self.numerator * BigInt::from(theirs.clone())
            - &other.numerator * BigInt::from(mine.clone());
        Self {
            numerator: difference,
            denominator: mine * theirs,
        }
    }

    /// How this number compares with another; nothing is reduced for it.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        let mine = &self.numerator * BigInt::from(other.denominator.clone());
        mine.cmp(&(&other.numerator * BigInt::from(self.denominator.clone())))
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self {
            numerator: self.numerator.abs(),
            denominator: self.denominator.clone(),
        }
    }

    /// `1 − (1 − p)^k`: the probability that the best of `k` independent tries succeeds.
    #[must_use]
    pub fn best_of(&self, k: u32) -> Self {
        if k == 1 {
            return self.clone();
        }
        let whole = BigInt::from(self.denominator.pow(k));
        let miss = (BigInt::from(self.denominator.clone()) - &self.numerator).pow(k);
        Self {
            numerator: &whole - miss,
            denominator: self.denominator.pow(k),
        }
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.compare(other).is_eq()
    }
}
