//! The ECS host: many environments stepped together, each one entity of a bevy world.
//!
//! A [`Shard`] is one `World` with up to a few hundred environments, possibly of several families. A step runs five
//! ordered phases over all of them:
//!
//! ```text
//!              Decode        Admit          Apply           Judge          Show
//! the model    text →        may it         the state       truth of the   the views
//!              action, or    run here?      changes         step and of
//!              a rejection                                  the state
//! capability                                                Budget         digests, Recorder
//! a plug-in    -             refuse it      -               count, weigh   render, log
//!              ───────────────────────────────────────────────────────────────────────────▶
//!              RunningStep.rejection        .effect         Judged         Frame, Transition
//!                                           .statements
//!              a fault of the host in Apply or Judge: the step is taken back, the rest of it skipped,
//!              the episode Aborted
//! ```
//!
//! Every optional capability - budget, truth, the views, the recorder, anything a [`StepPlugin`] brings - is a
//! component on the environment's entity with one system in one phase: what is on the entity decides what runs, and no
//! model branches on it.
//!
//! Everything observable is addressed by slot number. Entity ids and query order never reach a result: each system
//! touches only the components of the entity it visits, and systems are totally ordered at build time.

mod builder;
mod capabilities;
mod components;
mod error;
mod fork;
mod judge;
mod models;
mod phase;
mod reset;
mod shard;
mod slot;
mod snapshot;
mod successors;
mod systems;

pub(crate) use components::Body;
pub(crate) use judge::{Asked, judge_state, judge_step};

pub use builder::{ShardBuilder, StepPlugin};
pub use capabilities::{Capabilities, TruthLevel};
pub use components::{
    Budget, Clock, DigestsOf, Input, Judged, Pending, Recorder, RunningStep, Shown, TaskOf,
};
pub use error::HostError;
pub use phase::{Influence, Phase};
pub use shard::{Shard, StepOutcome};
pub use snapshot::{Moment, Snapshot};
pub use successors::{MAX_OUTCOMES, Reached, Successor};
