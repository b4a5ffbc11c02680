//! Where a line of training data comes from, and what its numbers are exact with respect to.

use serde::Serialize;
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
    /// What values and advantages are exact with respect to; `null` if the line holds none.
    pub values: Option<Reference>,
}

/// What values and advantages are exact with respect to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reference {
    /// The policy (`"eps-optimal(3/10)"`).
    pub policy: String,
    /// Whether it is the one that acted.
    pub advantage: AdvantageKind,
    /// The horizon: steps from the start; at step t, t fewer are left.
    pub horizon: u32,
    /// The menu: that of this template at this version.
    pub menu: String,
}

impl About {
    /// Of an episode, with the reference of its graph channels if it has them.
    #[must_use]
    pub fn of(episode: &Episode) -> Self {
        let reference = episode.graph.as_ref().map(|note| Reference {
            policy: note.policy.clone(),
            advantage: note.advantage,
            horizon: note.horizon,
            menu: episode.task.template.to_string(),
        });
        Self {
            schema: SCHEMA,
            task: episode.task.clone(),
            split: episode.split,
            world: episode.world.digest,
            group: episode.group,
            rollout: episode.rollout,
            agent: episode.agent.name.clone(),
            values: reference,
        }
    }
}

/// An episode in a message: its task, seed, group and rollout.
pub(crate) fn named(episode: &Episode) -> String {
    format!(
        "{} seed {} group {} rollout {}",
        episode.task.template, episode.task.seed.0, episode.group, episode.rollout
    )
}
