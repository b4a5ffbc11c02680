//! Fields that an environment says of a state or a step beside what every environment says.

use crate::rational::Rational;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A named fact of one environment, beyond the fields every environment has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// Name of the field, stable within the environment (`"price_slack_cents"`).
    pub name: Cow<'static, str>,
    /// Its value.
    pub value: DetailValue,
}

impl Detail {
    /// Name of the text that says what an action was done to, where the action itself does not (`"button: Save"` of `tap[3]`).
    /// Reports show it beside the action.
    pub const HIT: &str = "hit";

    /// A field with its value.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, value: impl Into<DetailValue>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

/// The value of a [`Detail`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DetailValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// An exact fraction.
    Fraction(#[serde(deserialize_with = "crate::rational::read_fraction")] Rational),
    /// A word.
    Text(String),
}

impl From<bool> for DetailValue {
    fn from(is: bool) -> Self {
        Self::Bool(is)
    }
}

impl From<i64> for DetailValue {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for DetailValue {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<usize> for DetailValue {
    /// A count; one above what an `i64` holds is that.
    fn from(count: usize) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<Rational> for DetailValue {
    fn from(fraction: Rational) -> Self {
        Self::Fraction(fraction)
    }
}

impl From<String> for DetailValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for DetailValue {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
