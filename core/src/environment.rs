//! One environment at a time: text in, views and truth out.
//!
//! [`Environment`] is the object-safe face every world has. [`Hosted`] gives it to the tasks of a registry; a third party
//! may implement it directly. A step has no reward in it: the environment states facts, a scheme prices them.

use crate::{
    channels::Channels,
    forms::ActionForms,
    host::{Capabilities, HostError, Input, Judged, Shard, Snapshot},
    model::{Goal, HostFault},
    registry::{Prepared, Registry, TaskError},
    task::Task,
    trajectory::{End, Frame},
    truth::{Effect, StepTruth},
    view::{View, ViewName},
};
use serde::Serialize;
use std::sync::Arc;

/// A caller's mistake, or the host's failure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnvironmentError {
    /// The task cannot be made.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// A call out of order, or a snapshot that does not fit.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The environment's host failed; the episode is aborted.
    #[error(transparent)]
    Fault(#[from] HostFault),
}

/// What one step came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What the action did.
    pub effect: Effect,
    /// What is the case about the step; `null` without truth.
    pub truth: Option<StepTruth>,
    /// The frame after it.
    pub after: Frame,
    /// How the episode ended, if it has; terminated and truncated are told apart.
    pub end: Option<End>,
}

/// One entry of a menu, spelled out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MenuItem {
    /// Canonical text of the action.
    pub action: String,
    /// Its weight, at least 1.
    pub weight: u32,
}

/// A world that plays one episode at a time.
pub trait Environment: Send {
    /// Start an episode of `task`; rollouts of one task with different numbers draw different chance.
    ///
    /// # Errors
    /// [`EnvironmentError::Task`] if the task cannot be made.
    fn reset(&mut self, task: &Task, rollout: u32) -> Result<Frame, EnvironmentError>;
    /// Take an action. A bad action is data in the [`Step`], not an error.
    ///
    /// # Errors
    /// [`EnvironmentError::Host`] before the first reset or after the end; [`EnvironmentError::Fault`].
    fn step(&mut self, action: &str) -> Result<Step, EnvironmentError>;
    /// The menu of the present state; empty once the episode has ended.
    ///
    /// # Errors
    /// [`EnvironmentError::Host`] before the first reset.
    fn actions(&mut self) -> Result<Vec<MenuItem>, EnvironmentError>;
    /// What the task asks for; `None` before the first reset.
    fn goal(&self) -> Option<&Goal>;
    /// How an agent may act in the task; `None` before the first reset.
    fn forms(&self) -> Option<&ActionForms>;
    /// The present moment as a value.
    ///
    /// # Errors
    /// [`EnvironmentError::Host`] before the first reset.
    fn snapshot(&self) -> Result<Snapshot, EnvironmentError>;
    /// Go to a moment of the same task. `branch`: `None` keeps the chance to come, a number re-draws it.
    ///
    /// # Errors
    /// [`EnvironmentError::Host`] before the first reset, or for a snapshot of another model.
    fn restore(
        &mut self,
        snapshot: &Snapshot,
        branch: Option<u64>,
    ) -> Result<Frame, EnvironmentError>;
    /// Render one view of the present state, pixels included, whether or not the frames carry it.
    ///
    /// # Errors
    /// [`EnvironmentError::Host`] before the first reset, and for a view there is not.
    fn observe(&self, name: ViewName) -> Result<View, EnvironmentError>;
    /// The channels of truth its steps carry; empty before the first reset.
    fn provides(&self) -> Channels;
}

/// Any task of a registry as an [`Environment`].
#[allow(missing_debug_implementations, reason = "holds a shard")]
pub struct Hosted {
    registry: Registry,
    shard: Shard,
    prepared: Option<Arc<dyn Prepared>>,
    capabilities: Capabilities,
    default_budget: bool,
}

const SLOT: usize = 0;

impl Hosted {
    /// An environment for the tasks of `registry`. `capabilities.max_steps` of `None` means each task's own budget.
    #[must_use]
    pub fn new(registry: Registry, capabilities: Capabilities) -> Self {
        let shard = registry.shard_builder().build(1);
        Self {
            registry,
            shard,
            prepared: None,
            default_budget: capabilities.max_steps.is_none(),
            capabilities,
        }
    }
}

impl Environment for Hosted {
    fn reset(&mut self, task: &Task, rollout: u32) -> Result<Frame, EnvironmentError> {
        let prepared = match &self.prepared {
            Some(built) if **built.task() == *task => Arc::clone(built),
            _ => self.registry.prepare(task)?,
        };
        if self.default_budget {
            self.capabilities.max_steps = Some(prepared.goal().max_steps);
        }
        prepared.load(&mut self.shard, SLOT, rollout, &self.capabilities)?;
        self.prepared = Some(prepared);
        Ok(self.shard.frame(SLOT)?)
    }

    fn step(&mut self, action: &str) -> Result<Step, EnvironmentError> {
        self.shard
            .submit(SLOT, Input::Text(action.to_owned()), None)?;
        self.shard.run();
        let outcome = self.shard.outcome(SLOT)?;
        if let Some(fault) = outcome.fault {
            return Err(fault.into());
        }
        // Before the frame is taken: spelling out best actions leaves the step's truth alone.
        let truth = self
            .shard
            .parts::<Option<&Judged>>(SLOT)?
            .and_then(|j| j.step.clone());
        Ok(Step {
            effect: outcome.effect,
            truth,
            after: self.shard.frame(SLOT)?,
            end: outcome.end,
        })
    }

    fn actions(&mut self) -> Result<Vec<MenuItem>, EnvironmentError> {
        let items = self.shard.with_menu(SLOT, |_, _, menu| {
            let item = |i| MenuItem {
                action: menu.text(i),
                weight: menu.weight(i),
            };
            (0..menu.len()).map(item).collect()
        })?;
        Ok(items)
    }

    fn goal(&self) -> Option<&Goal> {
        self.prepared.as_ref().map(|p| p.goal())
    }

    fn forms(&self) -> Option<&ActionForms> {
        self.prepared.as_ref().map(|p| p.forms())
    }

    fn snapshot(&self) -> Result<Snapshot, EnvironmentError> {
        Ok(self.shard.snapshot(SLOT)?)
    }

    fn restore(
        &mut self,
        snapshot: &Snapshot,
        branch: Option<u64>,
    ) -> Result<Frame, EnvironmentError> {
        self.shard.restore(SLOT, snapshot, branch)?;
        Ok(self.shard.frame(SLOT)?)
    }

    fn observe(&self, name: ViewName) -> Result<View, EnvironmentError> {
        Ok(self.shard.observe(SLOT, name)?)
    }

    fn provides(&self) -> Channels {
        self.prepared
            .as_ref()
            .map(|p| p.provides())
            .unwrap_or_default()
    }
}
