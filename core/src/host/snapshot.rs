//! Snapshots: a moment of an episode as a plain value.

use crate::{
    chance::RngRef,
    digest::Digest,
    model::Model,
    trajectory::End,
    truth::{Digests, Effect},
};
use serde::{Deserialize, Serialize};
use std::{any::Any, fmt::Debug, sync::Arc};

/// A moment of an episode of model `M`: restore it into any slot of any shard that plays the same task.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Moment<M: Model> {
    /// Digest of the task it is a moment of.
    pub task: Digest,
    /// Where the next step draws from.
    pub at: RngRef,
    /// Actions taken so far.
    pub step: u32,
    /// How the episode ended, if it has. A budget that ran out belongs to the slot, not to the moment: a restore asks the
    /// slot's own budget.
    pub end: Option<End>,
    /// What the last action did; `None` before the first.
    pub effect: Option<Effect>,
    /// Digests of the frame.
    pub digests: Digests,
    /// What the dynamics depend on.
    pub state: M::State,
    /// What only rendering depends on.
    pub view: M::View,
    /// States visited so far, for `redundant`; empty without truth.
    pub visited: Vec<Digest>,
}

impl<M: Model> Clone for Moment<M> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            view: self.view.clone(),
            visited: self.visited.clone(),
            effect: self.effect.clone(),
            ..*self
        }
    }
}

impl<M: Model> std::fmt::Debug for Moment<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Moment")
            .field("model", &M::NAME)
            .field("step", &self.step)
            .field("end", &self.end)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// A moment of an environment whose model is not named; cheap to clone.
#[derive(Clone, Debug)]
pub struct Snapshot {
    model: &'static str,
    state: Digest,
    value: Arc<dyn AnySnap>,
}

trait AnySnap: Any + Send + Sync + Debug {
    fn to_json(&self) -> serde_json::Result<String>;
}

impl<T: Any + Send + Sync + Debug + Serialize> AnySnap for T {
    fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl Snapshot {
    /// The moment `value` of an environment of `model`, in the state of that digest.
    pub fn new<T: Any + Send + Sync + Debug + Serialize>(
        model: &'static str,
        state: Digest,
        value: T,
    ) -> Self {
        Self {
            model,
            state,
            value: Arc::new(value),
        }
    }

    /// Name of the model it is a moment of.
    #[must_use]
    pub fn model(&self) -> &'static str {
        self.model
    }

    /// Digest of the state it is in.
    #[must_use]
    pub fn state_digest(&self) -> Digest {
        self.state
    }

    /// The moment itself, if it is a `T`.
    #[must_use]
    pub fn downcast<T: Any>(&self) -> Option<&T> {
        (&*self.value as &dyn Any).downcast_ref()
    }

    /// The snapshot as JSON.
    ///
    /// # Errors
    /// If the model's state cannot be written as JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        self.value.to_json()
    }
}
