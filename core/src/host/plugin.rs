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

/// What a plug-in does to an episode; truth depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Influence {
    /// It watches: the states and their order are as they would be without it.
    Observes,
    /// It refuses actions, or otherwise decides what comes next. The model does not know of it, so that of environments
    /// it takes part in nothing is said about what can still be reached: distances, best actions and the best outcome are
    /// *not computed*, and no graph is annotated.
    Acts,
}

/// A capability brought by a third party: a signal, a statistic, a scripted nuisance.
///
/// `build` adds its systems, each to one phase, after those already there; `attach` puts its component on an environment
/// whose [`super::Capabilities::plugins`] name it. See `examples/06_step_plugin.rs`.
///
/// A disturbance that should have exact truth does not belong here but in the model's
/// [`State`](crate::model::Dynamics::State): drawn at reset or keyed by state, it is then part of distances, values and
/// graphs. What acts from here is honest about what it costs: see [`Influence::Acts`].
///
/// Its component is not part of a snapshot: what must come back after a restore is keyed by the state digest or by
/// [`super::Clock`], not by what the plug-in remembers.
pub trait StepPlugin: Send + Sync {
    /// The name capabilities refer to.
    fn name(&self) -> &str;
    /// Whether it watches or acts. One that says it watches and refuses an action aborts the episode.
    fn influence(&self) -> Influence;
    /// Add systems to a shard that is being built.
    fn build(&self, shard: &mut ShardBuilder);
    /// Put the component on an environment that starts an episode of `task`.
    fn attach(&self, environment: &mut EntityWorldMut<'_>, task: &Task);
}
