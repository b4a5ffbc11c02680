//! What a scheme returns for a step: a number, or a typed statement that there is none.

use crate::number::{Fraction, Scalar};
use serde::{Serialize, Serializer};
use std::fmt;
use truestep_core::channels::Channel;

/// Why there is no number. Written to files as `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Undefined {
    /// The item was compared with nothing: a group, state or prefix of one.
    Singleton,
    /// All items compared are equal and the scheme divides by their spread.
    ZeroSpread,
    /// A `-inf` entered a sum or a comparison.
    Infinite,
    /// The arithmetic left the range of doubles.
    NotFinite,
    /// The episode was cut off, and `truncation=bootstrap` leaves cut episodes out of comparisons.
    Truncated,
    /// The host failed in this episode: it says nothing about the agent, and is compared with nothing.
    Faulted,
    /// The truth of this step lacks a channel.
    Missing(Channel),
    /// The truth carries this number only as a double, and an exact one was asked for.
    TooLong,
    /// The scheme gives this step no number (a filtered sample, a call that was not scored).
    NotScored,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Undefined::Singleton => f.write_str("compared with nothing"),
            Undefined::ZeroSpread => f.write_str("all compared items are equal"),
            Undefined::Infinite => f.write_str("-inf entered a sum"),
            Undefined::NotFinite => f.write_str("outside the range of doubles"),
            Undefined::Truncated => f.write_str("the episode was cut off"),
            Undefined::Faulted => f.write_str("the host failed"),
            Undefined::Missing(channel) => write!(f, "channel `{}` is missing", channel.name()),
            Undefined::TooLong => f.write_str("the exact fraction is too long to carry"),
            Undefined::NotScored => f.write_str("not scored"),
        }
    }
}

/// A reward or an advantage of one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<S> {
    /// A finite number.
    Number(S),
    /// Minus infinity, as the logarithm of a probability that fell to 0. Written to files as `"-inf"`.
    MinusInfinity,
    /// No number, and why.
    Undefined(Undefined),
}

/// Values of a batch, `[episode][step]`.
pub type Rows<S> = Vec<Vec<Value<S>>>;

impl<S: Scalar> Value<S> {
    /// A number, or `Undefined` if it is infinite or NaN.
    pub fn checked(number: S) -> Self {
        if number.is_finite() {
            Value::Number(number)
        } else {
            Value::Undefined(Undefined::NotFinite)
        }
    }

    /// A number of the truth, in the scalar asked for.
    #[must_use]
    pub fn from_exact(exact: &truestep_core::rational::Exact) -> Self {
        S::from_exact(exact).map_or(Value::Undefined(Undefined::TooLong), Value::checked)
    }

    /// 0.
    #[must_use]
    pub fn zero() -> Self {
        Value::Number(S::zero())
    }

    /// The number, if there is one.
    #[must_use]
    pub fn number(&self) -> Option<&S> {
        match self {
            Value::Number(x) => Some(x),
            Value::MinusInfinity | Value::Undefined(_) => None,
        }
    }

    /// The number through `f`; anything else stays as it is.
    #[must_use]
    pub fn map<T: Scalar>(self, f: impl FnOnce(S) -> T) -> Value<T> {
        match self {
            Value::Number(x) => Value::checked(f(x)),
            Value::MinusInfinity => Value::MinusInfinity,
            Value::Undefined(why) => Value::Undefined(why),
        }
    }

    /// Both numbers through `f`. `Undefined` wins over `-inf`, which wins over numbers.
    #[must_use]
    pub fn join(self, other: Self, f: impl FnOnce(S, S) -> S) -> Self {
        match (self, other) {
            (Value::Undefined(why), _) | (_, Value::Undefined(why)) => Value::Undefined(why),
            (Value::MinusInfinity, _) | (_, Value::MinusInfinity) => Value::MinusInfinity,
            (Value::Number(a), Value::Number(b)) => Value::checked(f(a, b)),
        }
    }

    /// The sum. `-inf` plus anything defined is `-inf`.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.join(other, |a, b| a + b)
    }

    /// The nearest double of the number.
    #[must_use]
    pub fn to_f64(&self) -> Value<f64> {
        match self {
            Value::Number(x) => Value::checked(x.to_f64()),
            Value::MinusInfinity => Value::MinusInfinity,
            Value::Undefined(why) => Value::Undefined(*why),
        }
    }
}

impl<S> From<Undefined> for Value<S> {
    fn from(why: Undefined) -> Self {
        Value::Undefined(why)
    }
}

/// The numbers of a row, or why there are none: `-inf` counts as [`Undefined::Infinite`].
///
/// # Errors
/// The first reason in the row.
pub fn numbers<S: Clone>(row: &[Value<S>]) -> Result<Vec<S>, Undefined> {
    row.iter()
        .map(|value| match value {
            Value::Number(x) => Ok(x.clone()),
            Value::MinusInfinity => Err(Undefined::Infinite),
            Value::Undefined(why) => Err(*why),
        })
        .collect()
}

/// A row of values from computed numbers, each checked to be finite.
#[must_use]
pub fn row<S: Scalar>(numbers: Vec<S>) -> Vec<Value<S>> {
    numbers.into_iter().map(Value::checked).collect()
}

/// The discounted sum `sum gamma^t r_t` of an episode's values; 0 of an empty episode.
#[must_use]
pub fn discounted<S: Scalar>(values: &[Value<S>], gamma: &S) -> Value<S> {
    values.iter().rev().fold(Value::zero(), |later, now| {
        now.clone().plus(later.map(|x| gamma.clone() * x))
    })
}

/// The sum from every step on, `[steps]`, without a discount.
pub(crate) fn to_go<S: Scalar>(rewards: &[S]) -> Vec<S> {
    let mut out = rewards.to_vec();
    for t in (0..out.len().saturating_sub(1)).rev() {
        out[t] = out[t].clone() + out[t + 1].clone();
    }
    out
}

/// The discounted sum from every step on, `[steps]`.
#[must_use]
pub fn returns_to_go<S: Scalar>(values: &[Value<S>], gamma: &S) -> Vec<Value<S>> {
    let mut out = values.to_vec();
    for t in (0..out.len().saturating_sub(1)).rev() {
        let later = out[t + 1].clone().map(|x| gamma.clone() * x);
        out[t] = out[t].clone().plus(later);
    }
    out
}

impl Serialize for Value<f64> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        match self {
            Value::Number(x) => serializer.serialize_f64(*x),
            Value::MinusInfinity => serializer.serialize_str("-inf"),
            Value::Undefined(_) => serializer.serialize_none(),
        }
    }
}

impl Serialize for Value<Fraction> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        match self {
            Value::Number(x) => serializer.collect_str(x),
            Value::MinusInfinity => serializer.serialize_str("-inf"),
            Value::Undefined(_) => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_wins_over_minus_infinity_which_wins_over_numbers() {
        let (one, low) = (Value::Number(1.0), Value::MinusInfinity);
        let none = Value::Undefined(Undefined::Singleton);
        assert_eq!(one.plus(one), Value::Number(2.0));
        assert_eq!(one.plus(low), low);
        assert_eq!(low.plus(none), none);
    }

    #[test]
    fn numbers_beyond_doubles_are_typed_not_infinite() {
        let big = Value::Number(f64::MAX);
        assert_eq!(big.plus(big), Value::Undefined(Undefined::NotFinite));
        assert_eq!(
            Value::checked(f64::NAN),
            Value::Undefined(Undefined::NotFinite)
        );
    }

    #[test]
    fn files_hold_null_for_undefined_and_text_for_minus_infinity() {
        let row = [
            Value::Number(0.5),
            Value::MinusInfinity,
            Value::Undefined(Undefined::ZeroSpread),
        ];
        assert_eq!(serde_json::to_string(&row).unwrap(), r#"[0.5,"-inf",null]"#);
    }

    #[test]
    fn returns_to_go_start_with_the_discounted_sum() {
        let row = [1.0, 2.0, 4.0].map(Value::Number);
        assert_eq!(discounted(&row, &0.5), Value::Number(3.0));
        assert_eq!(
            returns_to_go(&row, &0.5),
            [3.0, 4.0, 4.0].map(Value::Number)
        );
    }
}
