//! How far a credit is from the exact advantage: per step, and as a policy gradient.
//!
//! [`identification`] compares a scheme's number of every sampled step with A = Q − V of that step; [`gradient`] compares
//! the policy gradient a batch of credits makes with the exact one; [`population`] has the former in expectation. None of
//! them says whether the optimal policy survives (the audit does); they say how much of the credit is noise, bias, or paid
//! to steps that decided nothing.
//!
//! Definitions follow AgentCreditBench 0.5 (hectopascal/agent-credit-bench, MIT). A metric that does not exist is a typed
//! [`Undefined`](Metric::Undefined), `null` in files, never NaN. The exact side is exact with respect to the menu, the policy
//! and the horizon the truth names, and rounded once to a double; sums run in doubles in the order of the steps.

mod error;
pub mod gradient;
pub mod identification;
pub mod population;

pub use error::MetricError;
pub use gradient::{Alignment, Gradient, GradientMetrics, Moments, Tabular};
pub use identification::{Identification, Sample, Step, TurnStats};
pub use population::{Expected, Kind, expected};

use serde::{Serialize, Serializer};
use std::fmt;

/// Advantages and gradient norms below this count as zero, and it is added to the denominator of the leakage ratio.
pub const NEGLIGIBLE: f64 = 1e-8;

/// Why a metric has no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoMetric {
    /// No step has both an estimate and an exact advantage.
    NoSteps,
    /// No step has an exact advantage of at least [`NEGLIGIBLE`].
    NothingDecides,
    /// Every step has an exact advantage of at least [`NEGLIGIBLE`].
    EverythingDecides,
    /// Every estimate is 0.
    NothingCredited,
    /// No (task, turn, state) was visited twice, so that nothing within a state can be compared.
    NothingRevisited,
    /// Within every state visited twice, the estimates or the exact advantages are all alike.
    NothingVaries,
    /// A gradient is zero, so it has no direction and nothing is relative to it.
    ZeroGradient,
    /// The arithmetic left the range of doubles.
    NotFinite,
}

impl fmt::Display for NoMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoMetric::NoSteps => "no step could be compared",
            NoMetric::NothingDecides => "every exact advantage is zero",
            NoMetric::EverythingDecides => "no exact advantage is zero",
            NoMetric::NothingCredited => "nothing is credited",
            NoMetric::NothingRevisited => "no state was visited twice",
            NoMetric::NothingVaries => "nothing varies within a state",
            NoMetric::ZeroGradient => "a gradient is zero",
            NoMetric::NotFinite => "outside the range of doubles",
        })
    }
}

/// A metric, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Metric {
    /// A finite number.
    Number(f64),
    /// No number. Written to files as `null`.
    Undefined(NoMetric),
}

impl Metric {
    /// A number, or `Undefined` if it is infinite or NaN.
    #[must_use]
    pub fn checked(number: f64) -> Self {
        if number.is_finite() {
            Metric::Number(number)
        } else {
            Metric::Undefined(NoMetric::NotFinite)
        }
    }

    /// The number, if there is one.
    #[must_use]
    pub fn number(self) -> Option<f64> {
        match self {
            Metric::Number(x) => Some(x),
            Metric::Undefined(_) => None,
        }
    }

    /// `sum / count`, or `Undefined(why)` of nothing.
    pub(crate) fn mean(sum: f64, count: usize, why: NoMetric) -> Self {
        match count {
            0 => Metric::Undefined(why),
            n => Self::checked(sum / n as f64),
        }
    }

    /// The number through `f`.
    pub(crate) fn map(self, f: impl FnOnce(f64) -> f64) -> Self {
        match self {
            Metric::Number(x) => Self::checked(f(x)),
            none => none,
        }
    }
}

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.number().serialize(serializer)
    }
}
