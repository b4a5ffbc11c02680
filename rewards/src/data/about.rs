//! Where a line of training data comes from, and what its numbers are exact with respect to.

use super::scores::{StepScores, carried};
use serde::Serialize;
use std::collections::BTreeMap;
use truestep_core::{
    digest::Digest,
    task::{Split, Task},
    trajectory::Episode,
    truth::AdvantageKind,
};

/// The schema of the `truth` object of every line.
pub const SCHEMA: &str = "truestep.data/1";

/// Where a line comes from; part of its `truth` object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct About {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The task; its template's version fixes the menu that everything is exact with respect to.
    pub task: Task,
    /// The part of the instances it belongs to.
    pub split: Split,
    /// Digest of the world behind the task.
    pub world: Digest,
    /// Its group.
    pub group: u64,
    /// Its rollout.
    pub rollout: u32,
    /// Who acted.
    pub agent: String,
    /// What everything in the line is exact with respect to.
    pub exact_for: ExactFor,
    /// What schemes gave the steps of the episode, by scheme, if it was scored: not exact but what they are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub scores: BTreeMap<String, StepScores>,
}

/// What truth is exact with respect to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExactFor {
    /// The menu: that of this template at this version.
    pub menu: String,
    /// Steps in all; at step t, t fewer are left. `null` without a budget.
    pub horizon: Option<u32>,
    /// The policy of values and advantages (`"eps-optimal(3/10)"`); `null` if the line holds none.
    pub policy: Option<String>,
    /// Whether that policy is the one that acted.
    pub advantage: Option<AdvantageKind>,
}

impl About {
    /// Of an episode, with the policy of its graph channels if it has them.
    #[must_use]
    pub fn of(episode: &Episode) -> Self {
        let note = episode.graph.as_ref();
        Self {
            schema: SCHEMA,
            task: episode.task.clone(),
            split: episode.split,
            world: episode.world.digest,
            group: episode.group,
            rollout: episode.rollout,
            agent: episode.agent.name.clone(),
            exact_for: ExactFor {
                menu: episode.task.template.to_string(),
                horizon: episode.max_steps,
                policy: note.map(|n| n.policy.clone()),
                advantage: note.map(|n| n.advantage),
            },
            scores: carried(episode),
        }
    }

    /// The same with values under `policy`.
    #[must_use]
    pub fn under(mut self, policy: String, episode: &Episode) -> Self {
        let acted = episode.agent.policy.as_deref() == Some(&policy);
        self.exact_for.advantage = Some(match acted {
            true => AdvantageKind::Behaviour,
            false => AdvantageKind::Reference,
        });
        self.exact_for.policy = Some(policy);
        self
    }
}

/// An episode in a message: its task, seed, group and rollout.
pub(crate) fn named(episode: &Episode) -> String {
    format!(
        "{} seed {} group {} rollout {}",
        episode.task.template, episode.task.seed.0, episode.group, episode.rollout
    )
}
