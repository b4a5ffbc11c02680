//! Conditions on a whole episode, for gates: `outcome >= 1`, `violations == 0`.

use crate::{
    error::{SchemeError, nearest},
    number::Number,
};
use num_rational::Ratio;
use std::fmt;
use truestep_core::{
    channels::{Channel, Channels},
    trajectory::Episode,
};

/// A number that an episode has as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The grade at the end.
    Outcome,
    /// 1 if the task was solved, else 0.
    Success,
    /// Sub-goals that hold at the end over all sub-goals.
    Progress,
    /// Number of actions.
    Steps,
    /// Rules broken over the episode.
    Violations,
    /// Actions that were rejected.
    Rejections,
}

impl Quantity {
    const ALL: [Quantity; 6] = [
        Quantity::Outcome,
        Quantity::Success,
        Quantity::Progress,
        Quantity::Steps,
        Quantity::Violations,
        Quantity::Rejections,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Quantity::Outcome => "outcome",
            Quantity::Success => "success",
            Quantity::Progress => "progress",
            Quantity::Steps => "steps",
            Quantity::Violations => "violations",
            Quantity::Rejections => "rejections",
        }
    }

    /// The channels it needs.
    #[must_use]
    pub fn needs(self) -> Channels {
        match self {
            Quantity::Outcome | Quantity::Success => Channels::of(&[Channel::Outcome]),
            Quantity::Progress => Channels::of(&[Channel::Subgoals]),
            Quantity::Steps => Channels::of(&[]),
            Quantity::Violations => Channels::of(&[Channel::Violations]),
            Quantity::Rejections => Channels::of(&[Channel::Effect]),
        }
    }

    /// Its value; `None` without truth.
    #[must_use]
    pub fn of(self, episode: &Episode) -> Option<Ratio<i128>> {
        let wide = |r: truestep_core::rational::Rational| {
            Ratio::new(i128::from(*r.numer()), i128::from(*r.denom()))
        };
        let count = |n: usize| Some(Ratio::from_integer(n as i128));
        match self {
            Quantity::Outcome => episode.outcome().map(wide),
            Quantity::Success => count(usize::from(episode.success()?)),
            Quantity::Progress => episode.last().truth.as_ref().map(|t| wide(t.progress)),
            Quantity::Steps => count(episode.steps()),
            Quantity::Violations => {
                let steps = episode.transitions.iter().map(|t| t.truth.as_ref());
                count(
                    steps
                        .map(|t| t.map(|t| t.violations.len()))
                        .sum::<Option<usize>>()?,
                )
            }
            Quantity::Rejections => {
                let rejected = |t: &&truestep_core::trajectory::Transition| t.effect.is_rejected();
                count(episode.transitions.iter().filter(rejected).count())
            }
        }
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `==`
    Equal,
}

impl Compare {
    /// All comparisons.
    pub const ALL: [Compare; 5] = [
        Compare::AtLeast,
        Compare::Above,
        Compare::AtMost,
        Compare::Below,
        Compare::Equal,
    ];

    /// How it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Compare::AtLeast => ">=",
            Compare::Above => ">",
            Compare::AtMost => "<=",
            Compare::Below => "<",
            Compare::Equal => "==",
        }
    }

    /// Whether `a` compares so with `b`.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, a: &T, b: &T) -> bool {
        match self {
            Compare::AtLeast => a >= b,
            Compare::Above => a > b,
            Compare::AtMost => a <= b,
            Compare::Below => a < b,
            Compare::Equal => a == b,
        }
    }
}

/// A quantity of an episode compared with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    quantity: Quantity,
    compare: Compare,
    bound: Number,
}

impl Condition {
    /// The condition on the quantity named `name`, which stands at `column`.
    ///
    /// # Errors
    /// [`SchemeError::Syntax`] when there is no such quantity.
    pub fn new(
        name: &str,
        column: usize,
        compare: Compare,
        bound: Number,
    ) -> Result<Self, SchemeError> {
        let names = || Quantity::ALL.iter().map(|q| q.name());
        let quantity = Quantity::ALL.into_iter().find(|q| q.name() == name);
        let quantity = quantity.ok_or_else(|| SchemeError::Syntax {
            text: format!("{name} {} {bound}", compare.symbol()),
            column,
            expected: "outcome, success, progress, steps, violations or rejections",
            found: match nearest(name, names()) {
                Some(near) => format!("`{name}`; did you mean `{near}`?"),
                None => format!("`{name}`"),
            },
        })?;
        Ok(Self {
            quantity,
            compare,
            bound,
        })
    }

    /// The channels it needs.
    #[must_use]
    pub fn needs(&self) -> Channels {
        self.quantity.needs()
    }

    /// Whether the episode meets it; `None` without truth.
    #[must_use]
    pub fn holds(&self, episode: &Episode) -> Option<bool> {
        let value = self.quantity.of(episode)?;
        Some(self.compare.holds(&value, &self.bound.value()))
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            quantity,
            compare,
            bound,
        } = self;
        write!(f, "{} {} {bound}", quantity.name(), compare.symbol())
    }
}
