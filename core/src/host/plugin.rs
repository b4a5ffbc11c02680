//! Phases, and what a third party adds to them.

use super::builder::ShardBuilder;
use crate::task::Task;
use bevy_ecs::{prelude::*, world::EntityWorldMut};

/// The phases of a step, in order.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Input becomes an action, or a rejection.
    Decode,
    /// Whatever may refuse the action does so.
    Admit,
    /// Models step.
    Apply,
    /// Ground truth is stated.
    Judge,
    /// Views are rendered, digests taken, transitions recorded.
    Show,
}

impl Phase {
    /// All phases, in order.
    pub const ALL: [Phase; 5] = [
        Phase::Decode,
        Phase::Admit,
        Phase::Apply,
        Phase::Judge,
        Phase::Show,
    ];
}

/// A capability brought by a third party: a signal, a disturbance or a statistic.
///
/// `build` adds its systems, each to one phase, after those already there; `attach` puts its component on an environment
/// whose [`super::Capabilities::plugins`] name it. See `examples/06_step_plugin.rs`.
///
/// Its component is not part of a snapshot: a disturbance that must come back after a restore is keyed by the state
/// digest or by [`super::Clock`], not by what the plug-in remembers.
pub trait StepPlugin: Send + Sync {
    /// The name capabilities refer to.
    fn name(&self) -> &str;
    /// Add systems to a shard that is being built.
    fn build(&self, shard: &mut ShardBuilder);
    /// Put the component on an environment that starts an episode of `task`.
    fn attach(&self, environment: &mut EntityWorldMut<'_>, task: &Task);
}
