//! Ground truth: what is exactly the case before and after a step.
//!
//! Truth comes in two parts. [`StateTruth`] belongs to a frame: what holds in a state (outcome, sub-goals, distance,
//! best actions, success probability). [`StepTruth`] belongs to a transition: what the action did (effect, sub-goals
//! gained and lost, shortest path or not, advantage, rules broken). Every number is exact with respect to the menu, the
//! action set and the policy it names; what was not computed says so and is never a default.

mod detail;
mod facts;

pub use detail::{Detail, DetailValue};
pub use facts::FactSet;

use crate::{
    digest::Digest,
    rational::{Exact, Rational},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an action did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Effect {
    /// It executed and changed the state.
    Applied,
    /// It executed and left the state as it was.
    NoEffect,
    /// It was not executed; it cost a step and the state is unchanged.
    Rejected {
        /// Why.
        #[serde(flatten)]
        reason: Rejection,
    },
}

impl Effect {
    /// Whether the action was refused.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        matches!(self, Effect::Rejected { .. })
    }
}

/// Why an action was refused: data for the agent, not an error of the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Stable name of the cause (`"malformed"`, `"not_on_page"`, `"episode_over"` …).
    pub code: std::borrow::Cow<'static, str>,
    /// What was wrong and what was expected, in words.
    pub message: String,
}

impl Rejection {
    /// A rejection with cause `code`.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }
}

/// Fewest further steps to success over the named action set, ignoring the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// This many steps; 0 exactly at success.
    Steps(u32),
    /// Success cannot be reached any more.
    Never,
    /// Not computed: the model has no planner, or a cap was met.
    NotComputed,
}

impl Distance {
    /// The number of steps, if success can be reached.
    #[must_use]
    pub fn steps(self) -> Option<u32> {
        match self {
            Distance::Steps(n) => Some(n),
            Distance::Never | Distance::NotComputed => None,
        }
    }

    /// Whether success can be reached; `None` where that was not computed.
    #[must_use]
    pub fn is_reachable(self) -> Option<bool> {
        match self {
            Distance::Steps(_) => Some(true),
            Distance::Never => Some(false),
            Distance::NotComputed => None,
        }
    }

    /// The distance one step further away.
    #[must_use]
    pub fn plus(self, steps: u32) -> Self {
        match self {
            Distance::Steps(n) => Distance::Steps(n + steps),
            other => other,
        }
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Distance::Steps(n) => write!(f, "{n}"),
            Distance::Never => f.write_str("never"),
            Distance::NotComputed => f.write_str("not computed"),
        }
    }
}

/// Whether success can still be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reachable {
    /// Within the steps left.
    Now,
    /// Only with more steps than are left.
    OutOfBudget,
    /// Not at all.
    Never,
    /// Not computed.
    NotComputed,
}

impl Reachable {
    /// From a distance and the steps left (`None`: no budget).
    #[must_use]
    pub fn from_distance(distance: Distance, steps_left: Option<u32>) -> Self {
        match distance {
            Distance::Never => Reachable::Never,
            Distance::NotComputed => Reachable::NotComputed,
            Distance::Steps(n) if steps_left.is_some_and(|left| n > left) => Reachable::OutOfBudget,
            Distance::Steps(_) => Reachable::Now,
        }
    }
}

/// The menu actions on a shortest path, in menu order.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BestActions {
    /// Canonical texts of the first [`BestActions::CAP`] of them.
    pub actions: Vec<String>,
    /// How many there are in all, including those beyond the cap.
    pub total: u32,
}

impl BestActions {
    /// How many texts are kept.
    pub const CAP: usize = 16;
}

/// Truth of a state, part of every frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateTruth {
    /// Whether the task is solved.
    pub success: bool,
    /// The grade in 0..=1 if the episode ended here.
    #[serde(deserialize_with = "crate::rational::read_share")]
    pub outcome: Rational,
    /// Sub-goals that hold.
    pub subgoals: FactSet,
    /// Sub-goals that hold over all sub-goals.
    #[serde(deserialize_with = "crate::rational::read_share")]
    pub progress: Rational,
    /// Task-relevant facts the agent has been shown so far.
    pub known: FactSet,
    /// Fewest steps to success over supported menu actions, ignoring the budget, for a player who knows the instance.
    pub distance: Distance,
    /// The same with evidence ignored.
    pub distance_clairvoyant: Distance,
    /// Whether success can be reached over supported menu actions within the steps left; with chance, in the best case.
    pub reachable: Reachable,
    /// Steps left before truncation; `null` without a budget.
    pub steps_left: Option<u32>,
    /// Menu actions on a shortest path; `null` if not computed.
    pub best_actions: Option<BestActions>,
    /// The best grade still reachable over the menu, ignoring the budget; `null` if not computed.
    #[serde(default, deserialize_with = "crate::rational::read_some_share")]
    pub best_outcome: Option<Rational>,
    /// V: probability of success within the steps left under the policy of [`crate::trajectory::GraphNote`]; level `graph`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::rational::read_some_probability"
    )]
    pub success_probability: Option<Exact>,
    /// Expected outcome within the steps left under the policy; level `graph`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::rational::read_some_probability"
    )]
    pub expected_outcome: Option<Exact>,
    /// Largest success probability within the steps left of any policy that commits only with evidence (1 or 0 in a world
    /// without chance). It may be below `success_probability`, which counts lucky guesses; level `graph`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::rational::read_some_probability"
    )]
    pub best_success_probability: Option<Exact>,
    /// Facts of this environment about the state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
}

/// How the advantage of a step is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdvantageKind {
    /// The policy is the one that acted: this is the advantage.
    Behaviour,
    /// The policy is a reference, not the one that acted.
    Reference,
}

/// Truth of a step, part of every transition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepTruth {
    /// Not among the menu's actions, whether it was executed or rejected.
    pub off_menu: bool,
    /// Sub-goals that came to hold.
    pub gained: FactSet,
    /// Sub-goals that ceased to hold.
    pub lost: FactSet,
    /// Whether the action lay on a shortest path; `null` if not computed.
    pub on_shortest_path: Option<bool>,
    /// An executed step that leads to a state this episode has been in, or repeats a call without new information, and is
    /// not on a shortest path: [`StepTruth::again_is_in_vain`]. Undoing a detour is a step back that is needed, and so not
    /// redundant; the detour itself leads somewhere new, and is not either.
    pub redundant: bool,
    /// For an action that commits (answer, buy, submit): whether its evidence was known, and it is what that supports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supported: Option<bool>,
    /// Rules broken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<String>,
    /// Changes outside what the task allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub side_effects: Vec<String>,
    /// Seeded disturbances and risk events that showed, and whether they were handled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// A = Q − V of success under the policy; level `graph`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::rational::read_some_difference"
    )]
    pub advantage: Option<Exact>,
    /// A = Q − V of the expected outcome; level `graph`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::rational::read_some_difference"
    )]
    pub outcome_advantage: Option<Exact>,
    /// V(s′) − Q(s, a), what chance did; level `graph`, only where chance had a say.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::rational::read_some_difference"
    )]
    pub luck: Option<Exact>,
    /// Whether |A| ≥ τ, or V(s) > 0 and Q(s, a) = 0: the action, not a draw, leaves no chance; level `graph`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pivot: Option<bool>,
    /// Facts of this environment about the step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
}

impl StepTruth {
    /// Whether a step that leads back, or repeats, is redundant: it was executed, and is not on a shortest path. Where best
    /// actions are not computed it is not known to be on one, so every executed step that leads back counts. A rejected
    /// action did nothing that could be repeated; its effect says so.
    #[must_use]
    pub fn again_is_in_vain(effect: &Effect, on_shortest_path: Option<bool>) -> bool {
        !effect.is_rejected() && on_shortest_path != Some(true)
    }
}

/// The digests of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digests {
    /// Of the state the dynamics depend on.
    pub state: Digest,
    /// Of what was shown.
    pub observation: Digest,
    /// Of the history: state, action, effect and facts, chained.
    pub trace: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reachability_follows_from_distance_and_steps_left() {
        use Reachable::{Never, NotComputed, Now, OutOfBudget};
        let cases = [
            (Distance::Steps(3), Some(3), Now),
            (Distance::Steps(3), Some(2), OutOfBudget),
            (Distance::Steps(3), None, Now),
            (Distance::Never, Some(9), Never),
            (Distance::NotComputed, None, NotComputed),
        ];
        for (distance, left, expected) in cases {
            assert_eq!(Reachable::from_distance(distance, left), expected);
        }
    }
}
