//! Prices of transitions, and what gives them.

use crate::{
    edge::Edge,
    number::{Fraction, Scalar},
    scheme::Pricer,
    stage::Memory,
    value::{Undefined, Value},
};
use num_bigint::BigInt;
use num_rational::Ratio;
use std::{
    hash::{Hash, Hasher},
    ops::Deref,
};
use truestep_core::{digest::Digest, graph::NodeId, truth::StateTruth};

/// One transition of a task's graph, with its truth: what a reward function is asked about.
///
/// It is an [`Edge`]: `before`, `action`, `effect`, `step`, `after` and `end` are read as its fields.
#[derive(Clone, Copy, Debug)]
pub struct Transition<'a> {
    pub(crate) edge: Edge<'a>,
    /// Its number in the order of the edges file.
    pub index: u32,
    /// The node before.
    pub from: NodeId,
    /// The node after.
    pub to: NodeId,
    /// Digest of the state before.
    pub state: Digest,
    /// Digest of the state after.
    pub next_state: Digest,
}

impl<'a> Deref for Transition<'a> {
    type Target = Edge<'a>;

    fn deref(&self) -> &Edge<'a> {
        &self.edge
    }
}

/// A scalar an audit can compute with.
pub trait AuditScalar: Scalar {
    /// Whether equal numbers are equal.
    const EXACT: bool;
    /// A probability.
    fn ratio(numerator: u64, denominator: u64) -> Self;
    /// A fraction, or the double nearest to it.
    fn from_fraction(fraction: &Fraction) -> Self;
    /// The fraction as text, of exact numbers.
    fn fraction_text(&self) -> Option<String>;
    /// Numbers nearer to each other than this share of the larger (of 1, if both are smaller) count as equal.
    const TOLERANCE: f64;
    /// Whether it is larger, and not equal within the tolerance.
    fn exceeds(&self, other: &Self) -> bool;
    /// Hash the parts; equal numbers have equal parts.
    fn hash_parts<H: Hasher>(&self, state: &mut H);
}

impl AuditScalar for f64 {
    const EXACT: bool = false;
    fn from_fraction(fraction: &Fraction) -> Self {
        fraction.to_f64()
    }
    fn fraction_text(&self) -> Option<String> {
        None
    }
    const TOLERANCE: f64 = 1e-9;
    fn exceeds(&self, other: &Self) -> bool {
        self - other > Self::TOLERANCE * self.abs().max(other.abs()).max(1.0)
    }
    fn hash_parts<H: Hasher>(&self, state: &mut H) {
        // Both zeros are equal and must be alike here.
        (*self + 0.0).to_bits().hash(state);
    }
    fn ratio(numerator: u64, denominator: u64) -> Self {
        numerator as f64 / denominator as f64
    }
}

impl AuditScalar for Fraction {
    const EXACT: bool = true;
    fn from_fraction(fraction: &Fraction) -> Self {
        fraction.clone()
    }
    fn fraction_text(&self) -> Option<String> {
        Some(self.to_string())
    }
    const TOLERANCE: f64 = 0.0;
    fn exceeds(&self, other: &Self) -> bool {
        // Fractions in lowest terms are equal at a glance; which is larger takes a product.
        self != other && self > other
    }
    fn hash_parts<H: Hasher>(&self, state: &mut H) {
        self.numer().hash(state);
        self.denom().hash(state);
    }
    fn ratio(numerator: u64, denominator: u64) -> Self {
        Fraction::new(BigInt::from(numerator), BigInt::from(denominator))
    }
}

/// What a reward function may return. Whole numbers and fractions are audited exactly, doubles with a tolerance.
pub trait Price {
    /// What is computed with.
    type Scalar: AuditScalar;
    /// The number.
    fn scalar(self) -> Self::Scalar;
}

macro_rules! exact_prices {
    ($($number:ty),*) => {
        $(impl Price for $number {
            type Scalar = Fraction;
            fn scalar(self) -> Fraction {
                Fraction::from_integer(BigInt::from(self))
            }
        })*
    };
}

exact_prices!(i32, i64, u32, u64);

impl Price for Ratio<i64> {
    type Scalar = Fraction;
    fn scalar(self) -> Fraction {
        Fraction::from_rational(self)
    }
}

impl Price for Fraction {
    type Scalar = Fraction;
    fn scalar(self) -> Fraction {
        self
    }
}

impl Price for f64 {
    type Scalar = f64;
    fn scalar(self) -> f64 {
        self
    }
}

/// What prices the transitions of a graph.
pub(crate) trait Pricing<S> {
    /// The memory at the start.
    fn start(&self, _first: &StateTruth) -> Memory {
        Memory::default()
    }
    /// Whether the memory can change.
    fn remembers(&self) -> bool {
        false
    }
    /// The price, updating the memory.
    fn price(&self, memory: &mut Memory, transition: &Transition<'_>) -> Value<S>;
}

/// A scheme.
pub(crate) struct SchemePricing<'a, S> {
    pub(crate) pricer: Pricer<'a, S>,
    pub(crate) remembers: bool,
}

impl<S: Scalar> Pricing<S> for SchemePricing<'_, S> {
    fn start(&self, first: &StateTruth) -> Memory {
        self.pricer.start(first)
    }

    fn remembers(&self) -> bool {
        self.remembers
    }

    fn price(&self, memory: &mut Memory, transition: &Transition<'_>) -> Value<S> {
        self.pricer.price(memory, transition)
    }
}

/// A function.
pub(crate) struct FunctionPricing<F>(pub(crate) F);

impl<P: Price, F: Fn(&Transition<'_>) -> P> Pricing<P::Scalar> for FunctionPricing<F> {
    fn price(&self, _: &mut Memory, transition: &Transition<'_>) -> Value<P::Scalar> {
        Value::checked(self.0(transition).scalar())
    }
}

/// One price per transition.
pub(crate) struct ListPricing<'a, S>(pub(crate) &'a [S]);

impl<S: Scalar> Pricing<S> for ListPricing<'_, S> {
    fn price(&self, _: &mut Memory, transition: &Transition<'_>) -> Value<S> {
        match self.0.get(transition.index as usize) {
            Some(price) => Value::checked(price.clone()),
            None => Undefined::NotScored.into(),
        }
    }
}

/// Exact prices, rounded.
pub(crate) struct InDoubles<'a, S>(pub(crate) &'a dyn Pricing<S>);

impl<S: Scalar> Pricing<f64> for InDoubles<'_, S> {
    fn start(&self, first: &StateTruth) -> Memory {
        self.0.start(first)
    }

    fn remembers(&self) -> bool {
        self.0.remembers()
    }

    fn price(&self, memory: &mut Memory, transition: &Transition<'_>) -> Value<f64> {
        self.0.price(memory, transition).to_f64()
    }
}
