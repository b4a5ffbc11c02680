//! What the methods take.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use truestep_core::{model::ViewKind, task::Task};

/// Nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Slots, or all that are in use.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slots {
    pub(super) slots: Option<Vec<usize>>,
}

/// Parameters of `reset`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reset {
    /// The slots, [0] by default.
    #[serde(default = "first_slot")]
    pub(super) slots: Vec<usize>,
    /// One task for all of them; they become rollouts of one group.
    pub(super) task: Option<String>,
    /// Tasks chosen as `run` chooses them.
    pub(super) select: Option<String>,
    /// Seed of the instance, or of the selection.
    #[serde(default)]
    pub(super) seed: u64,
    /// Parameters of the task.
    #[serde(default)]
    pub(super) parameters: BTreeMap<String, String>,
    /// Number of the first rollout of `task`.
    #[serde(default)]
    pub(super) rollout: u32,
    /// Rollouts of each task of `select`.
    #[serde(default = "one")]
    pub(super) group: u32,
    /// Whether a slot whose episode ends goes on with the next task of `select`.
    #[serde(default)]
    pub(super) auto_reset: bool,
    #[serde(flatten)]
    pub(super) shown: Shown,
}

fn first_slot() -> Vec<usize> {
    vec![0]
}

fn one() -> u32 {
    1
}

/// What frames carry.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Shown {
    /// The views.
    #[serde(default = "text")]
    pub(super) views: Vec<ViewKind>,
    /// Whether the truth is told.
    #[serde(default = "yes")]
    pub(super) truth: bool,
    /// Length of the action mask; none without it.
    pub(super) mask: Option<u16>,
    /// Whether chat messages are made.
    #[serde(default)]
    pub(super) chat: bool,
    /// Step budget; the task's own without it.
    pub(super) max_steps: Option<std::num::NonZeroU32>,
}

fn text() -> Vec<ViewKind> {
    vec![ViewKind::Text]
}

fn yes() -> bool {
    true
}

/// Parameters of `step`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) actions: Vec<Action>,
}

/// One action: text, or a position in the menu.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    #[serde(default)]
    pub(super) slot: usize,
    pub(super) action: Option<String>,
    pub(super) menu: Option<u32>,
}

/// Parameters of `fork`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fork {
    pub(super) from: usize,
    pub(super) to: Vec<usize>,
    /// Re-draws the chance to come, differently for each number; child `i` gets `branch + i`.
    pub(super) branch: Option<u64>,
}

/// Parameters of `snapshot`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Snapshot {
    #[serde(default)]
    pub(super) slot: usize,
}

/// Parameters of `restore`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Restore {
    #[serde(default)]
    pub(super) slot: usize,
    pub(super) snapshot: Moment,
    pub(super) branch: Option<u64>,
    #[serde(flatten)]
    pub(super) shown: Shown,
}

/// A moment of an episode, as it travels to the client and back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Moment {
    pub(super) task: Task,
    pub(super) rollout: u32,
    /// The state and all that belongs to it, as JSON text.
    pub(super) moment: String,
    /// Digest of the other fields: a moment that was changed on its way is refused.
    pub(super) seal: truestep_core::digest::Digest,
}
