//! The names of policies, and how they are read.

use super::PolicyError;
use crate::rational::{Rational, parse_unsigned};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, num::NonZeroU32, str::FromStr};

/// Default ε of `eps-optimal`: 3/10.
const DEFAULT_EPSILON: (i64, i64) = (3, 10);

/// The name of a policy that acts step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepName {
    /// Proportional to the menu's weights.
    Uniform,
    /// On a shortest path with probability 1 − ε, anything with ε.
    EpsOptimal(Rational),
    /// A user's table, by file.
    Table(String),
}

/// The name of a policy; text and JSON form are the same string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyName {
    /// What acts.
    pub steps: StepName,
    /// Of how many rollouts the best counts; `None` for one.
    pub best_of: Option<NonZeroU32>,
}

impl Default for PolicyName {
    /// `eps-optimal(3/10)`.
    fn default() -> Self {
        let (n, d) = DEFAULT_EPSILON;
        Self {
            steps: StepName::EpsOptimal(Rational::new(n, d)),
            best_of: None,
        }
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StepName::Uniform => f.write_str("uniform"),
            StepName::EpsOptimal(e) => write!(f, "eps-optimal({}/{})", e.numer(), e.denom()),
            StepName::Table(path) => write!(f, "table({path})"),
        }
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.best_of {
            None => self.steps.fmt(f),
            Some(k) => write!(f, "best-of-{k}({})", self.steps),
        }
    }
}

impl FromStr for StepName {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let inside = |name: &str| {
            text.strip_prefix(name)?
                .strip_prefix('(')?
                .strip_suffix(')')
        };
        if text == "uniform" {
            Ok(StepName::Uniform)
        } else if let Some(epsilon) = inside("eps-optimal") {
            parse_probability(epsilon).map(StepName::EpsOptimal)
        } else if let Some(path) = inside("table").filter(|path| !path.is_empty()) {
            Ok(StepName::Table(path.into()))
        } else {
            Err(PolicyError::Unknown { text: text.into() })
        }
    }
}

impl FromStr for PolicyName {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let Some(rest) = text.strip_prefix("best-of-") else {
            let steps = text.parse()?;
            return Ok(Self {
                steps,
                best_of: None,
            });
        };
        let bad = || PolicyError::BadBestOf { text: text.into() };
        let (count, inner) = rest
            .strip_suffix(')')
            .and_then(|rest| rest.split_once('('))
            .ok_or_else(bad)?;
        let k: NonZeroU32 = count.parse().map_err(|_| bad())?;
        if k.get() < 2 || count.starts_with(['+', '0']) || inner.starts_with("best-of-") {
            return Err(bad());
        }
        Ok(Self {
            steps: inner.parse()?,
            best_of: Some(k),
        })
    }
}

impl Serialize for PolicyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PolicyName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

fn parse_probability(text: &str) -> Result<Rational, PolicyError> {
    let unit = |p: &Rational| *p <= Rational::from_integer(1);
    let read = parse_unsigned(text).filter(unit);
    read.ok_or_else(|| PolicyError::BadEpsilon { text: text.into() })
}
