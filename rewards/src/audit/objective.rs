//! What an audit is made with respect to.

use super::{AuditError, TransitionNumbers};
use serde::Serialize;
use std::{fmt, sync::Arc};
use truestep_core::{
    graph::{Evidence, Limits, Mode},
    policy::Policy,
    rational::{Rational, rational_to_f64},
};

/// How far a discount must be below 1.
const NEAREST: f64 = 1e-9;

/// Under which objective policies are best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// The sum of rewards discounted by this factor a step, without end. Below 1.
    Discounted(Rational),
    /// The plain sum over this many steps; what is optimal may depend on the steps left.
    Horizon(u32),
}

impl Default for Objective {
    /// Discount 99/100.
    fn default() -> Self {
        Self::Discounted(Rational::new(99, 100))
    }
}

impl Objective {
    pub(crate) fn check(self) -> Result<(), AuditError> {
        let (zero, one) = (Rational::from_integer(0), Rational::from_integer(1));
        match self {
            Objective::Discounted(discount) if discount < zero || discount >= one => {
                Err(AuditError::Undiscounted {
                    discount: discount.to_string(),
                })
            }
            // Doubles point to best play, and with this one they would never stop.
            Objective::Discounted(discount) if 1.0 - rational_to_f64(discount) < NEAREST => {
                Err(AuditError::TooNearOne {
                    discount: discount.to_string(),
                })
            }
            Objective::Horizon(0) => Err(AuditError::NoHorizon),
            Objective::Discounted(_) | Objective::Horizon(_) => Ok(()),
        }
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Objective::Discounted(discount) => write!(f, "discount {discount}, no horizon"),
            Objective::Horizon(steps) => write!(f, "no discount, horizon {steps}"),
        }
    }
}

/// What the reward is to the learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// All it gets.
    #[default]
    Whole,
    /// An addition to the outcome: what is audited is the sum of both.
    Added,
}

impl Role {
    /// The other reading.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Role::Whole => Role::Added,
            Role::Added => Role::Whole,
        }
    }

    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Whole => "the reward alone",
            Role::Added => "outcome + reward",
        }
    }
}

/// Everything an audit can be told.
#[derive(Clone, Debug)]
pub struct Options {
    /// The objective.
    pub objective: Objective,
    /// What the reward is to the learner.
    pub role: Role,
    /// Which actions count: only those whose evidence is known, or (the default) those and, beside them, the whole menu as it
    /// is graded.
    pub evidence: Evidence,
    /// The policy under which success probability, advantage and pivot are stated, for schemes that need them.
    pub policy: Policy,
    /// The rollout whose start is audited, where starts are drawn.
    pub rollout: u32,
    /// Lumped or raw states. In a lumped graph the reward is asked about the first state of each class only.
    pub mode: Mode,
    /// How large the graph, and the graph times the scheme's memory, may grow. Capped graphs are refused.
    pub limits: Limits,
    /// How many trajectories are listed for schemes that must see whole ones.
    pub max_trajectories: u64,
    /// Numbers from outside, a file each, which the schemes that name it read.
    pub numbers: Arc<[TransitionNumbers]>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            objective: Objective::default(),
            role: Role::default(),
            evidence: Evidence::Ignored,
            policy: Policy::eps_optimal(Rational::new(3, 10)).unwrap_or_else(|_| Policy::uniform()),
            rollout: 0,
            mode: Mode::Lumped,
            limits: Limits::states(200_000),
            max_trajectories: 200_000,
            numbers: Arc::default(),
        }
    }
}

impl From<Objective> for Options {
    fn from(objective: Objective) -> Self {
        Self {
            objective,
            ..Self::default()
        }
    }
}
