//! What can go wrong on the way to a task.

use crate::shop::product::ProductId;

use super::super::goals::GoalKind;
use super::super::reward::RewardError;
use super::super::types::MAX_OPTIONS;

/// Why a goal is not a task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GoalError {
    /// The product has no such instruction.
    #[error("product {} has no such instruction; list the goals first", product.0)]
    NoInstruction {
        /// The product.
        product: ProductId,
    },
    /// WebShop could not score it.
    #[error(transparent)]
    Unscorable(#[from] RewardError),
    /// No goal has this number.
    #[error("no goal {place}: {}", there(*.kind, *.goals))]
    NoGoal {
        /// The number asked for.
        place: usize,
        /// Which goals were asked for.
        kind: GoalKind,
        /// How many goals there are.
        goals: usize,
    },
    /// No goal can be solved over its menu.
    #[error("none of {tried} goals can be solved over its menu")]
    NothingSolvable {
        /// How many were tried.
        tried: usize,
    },
    /// More options than sub-goals can tell apart.
    #[error("the goal asks for {0} options; at most {MAX_OPTIONS} can be told apart as sub-goals")]
    TooManyOptions(usize),
}

/// Which goals there are.
fn there(kind: GoalKind, goals: usize) -> String {
    let kind = match kind {
        GoalKind::Human => "human",
        GoalKind::Synthetic => "synthetic",
        GoalKind::Given => "given",
    };
    match goals {
        0 => format!("the catalogue has no {kind} goals"),
        _ => format!("there are {goals} {kind} ones, counted from 0"),
    }
}
