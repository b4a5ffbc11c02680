//! What a task asks for, and how an episode of it stands.

use crate::{rational::Rational, truth::FactSet};
use serde::{Deserialize, Serialize};

/// What a task asks for: the instruction and the names of what can be attained and found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The instruction as the agent reads it.
    pub instruction: String,
    /// The sub-goals, at most [`FactSet::CAP`]; sub-goal `i` of a [`FactSet`] is entry `i`.
    pub subgoals: Vec<Subgoal>,
    /// The task-relevant facts an agent can be shown, at most [`FactSet::CAP`]; fact `i` of `known` is entry `i`.
    pub evidence: Vec<String>,
    /// The step budget a run uses unless told otherwise.
    pub max_steps: u32,
    /// Whether success is possible at all; infeasible twins are scored in pairs with their feasible task.
    pub feasible: bool,
}

/// Why a goal cannot be a task's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadGoal {
    /// More than truth can number.
    #[error("it has {count} {what}, and truth numbers at most {most}: merge some", most = FactSet::CAP)]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
    },
    /// A sub-goal requires one that does not exist.
    #[error(
        "sub-goal `{subgoal}` requires number {requires}, and there are {count} sub-goals, from 0"
    )]
    NoSuchSubgoal {
        /// Which sub-goal.
        subgoal: String,
        /// What it requires.
        requires: usize,
        /// How many there are.
        count: usize,
    },
}

impl Goal {
    /// See that truth can number what it names.
    ///
    /// # Errors
    /// [`BadGoal`].
    pub fn check(&self) -> Result<(), BadGoal> {
        let count = self.subgoals.len();
        for (what, count) in [
            ("sub-goals", count),
            ("pieces of evidence", self.evidence.len()),
        ] {
            if count > FactSet::CAP {
                return Err(BadGoal::TooMany { what, count });
            }
        }
        for subgoal in &self.subgoals {
            if let Some(&requires) = subgoal.requires.iter().find(|&&r| r >= count) {
                return Err(BadGoal::NoSuchSubgoal {
                    subgoal: subgoal.name.clone(),
                    requires,
                    count,
                });
            }
        }
        Ok(())
    }
}

/// One sub-goal of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subgoal {
    /// Stable name (`"in_cart"`).
    pub name: String,
    /// Sub-goals that must hold before this one can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<usize>,
}

/// Whether an episode goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It goes on.
    Running,
    /// The world ended it, with this grade in 0..=1; success is grade 1.
    Ended(Rational),
}

impl Status {
    /// Whether the task is solved.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Status::Ended(grade) if grade == Rational::from_integer(1))
    }

    /// The grade, 0 while the episode runs.
    #[must_use]
    pub fn outcome(self) -> Rational {
        match self {
            Status::Running => Rational::from_integer(0),
            Status::Ended(grade) => grade,
        }
    }
}
