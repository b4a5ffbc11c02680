//! The phases of a step, and what a plug-in may do in them.

use bevy_ecs::prelude::*;

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
