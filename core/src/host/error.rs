//! What a caller can do wrong.

use crate::{digest::Digest, model::HostFault, view::NoSuchView};

/// A caller's mistake, or a host's failure; an agent's bad action is never one of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// The environment's host failed where nothing is recorded: at a reset, a restore, or a look ahead.
    #[error(transparent)]
    Fault(#[from] HostFault),
    /// The slot number is not below the number of slots.
    #[error("slot {slot} does not exist: this shard has {slots} slots")]
    NoSuchSlot {
        /// The slot asked for.
        slot: usize,
        /// How many there are.
        slots: usize,
    },
    /// Nothing was loaded into the slot.
    #[error("slot {slot} is empty: load a task into it before stepping")]
    NotReset {
        /// The slot.
        slot: usize,
    },
    /// The episode in the slot has ended.
    #[error("the episode in slot {slot} has ended: reset it before stepping again")]
    EpisodeOver {
        /// The slot.
        slot: usize,
    },
    /// A menu position that does not exist.
    #[error("menu position {index} does not exist: the menu of slot {slot} has {len} entries")]
    NoSuchMenuEntry {
        /// The slot.
        slot: usize,
        /// The position asked for.
        index: u32,
        /// How many entries there are.
        len: usize,
    },
    /// A snapshot of another model.
    #[error("a snapshot of `{found}` cannot be restored into an environment of `{expected}`")]
    WrongModel {
        /// The snapshot's model.
        found: &'static str,
        /// The environment's model.
        expected: &'static str,
    },
    /// A snapshot that cannot be read.
    #[error("not a snapshot of `{expected}`: {message}")]
    BadSnapshot {
        /// The environment's model.
        expected: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// The shard was built without the model of the task.
    #[error("the shard was built without the model `{model}`: add its family to the builder")]
    ModelNotInstalled {
        /// The model.
        model: &'static str,
    },
    /// A moment of another task.
    #[error(
        "a snapshot of task {found} cannot be restored into an environment that plays task {expected}: load its task first"
    )]
    WrongTask {
        /// Digest of the snapshot's task.
        found: Digest,
        /// Digest of the environment's task.
        expected: Digest,
    },
    /// Systems that touch the same data in no stated order, or in a circle.
    #[error("the systems of the shard have no order: {message}")]
    UnorderedSystems {
        /// Which systems, as the scheduler names them.
        message: String,
    },
    /// A view was asked for that the model does not render.
    #[error(transparent)]
    NoSuchView(#[from] NoSuchView),
    /// A capability names a plug-in the shard does not have.
    #[error("the shard has no plug-in `{name}`: add it to the builder")]
    NoSuchPlugin {
        /// The plug-in asked for.
        name: String,
    },
}
