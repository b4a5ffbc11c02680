//! The components of an environment's entity.

use crate::{
    chance::RngRef,
    digest::Digest,
    model::{HostFault, MenuEntry, Model, StatementKind, Worker},
    task::Task,
    trajectory::{End, Frame, Transition},
    truth::{Digests, Effect, Rejection, StateTruth, StepTruth},
    view::{KeepImages, View},
};
use bevy_ecs::prelude::*;
use std::{fmt::Debug, sync::Arc};

pub(super) const LIVE: &str =
    "invariant: a slot's entity carries the components every environment has";

/// The task this environment plays.
#[derive(Component, Clone, Debug)]
pub struct TaskOf(pub Arc<Task>);

/// The name of a task in snapshots and at the start of a trace: template, seed and parameters.
pub(crate) fn task_digest(task: &Task) -> Digest {
    let id = Digest::of(task.template.to_string().as_bytes()).chain(&task.seed.0.to_le_bytes());
    let link = |digest: Digest, (name, value): (&String, &String)| {
        digest.chain(name.as_bytes()).chain(value.as_bytes())
    };
    task.parameters.iter().fold(id, link)
}

/// Where in its episode an environment is.
#[derive(Component, Clone, Copy, Debug)]
pub struct Clock {
    /// Actions taken so far.
    pub step: u32,
    /// Where the next step draws from.
    pub at: RngRef,
    /// How the episode ended, once it has.
    pub end: Option<End>,
}

/// Capability: the episode is truncated after this many steps.
#[derive(Component, Clone, Copy, Debug)]
pub struct Budget {
    /// Steps in all.
    pub max_steps: u32,
}

/// What the agent submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The menu's entry at this position.
    Menu(u32),
    /// Free text.
    Text(String),
}

/// The input waiting for the next step.
#[derive(Component, Clone, Debug, Default)]
pub struct Pending(pub Option<Input>);

/// What happened to this environment in the step that is running, or ran last. Plug-ins read it, and write it in Admit.
#[derive(Component, Clone, Debug)]
pub struct RunningStep {
    /// Whether this environment takes part in the step; all phases skip it otherwise. A fault of the host takes it out.
    pub active: bool,
    /// The action as the agent gave it.
    pub action: String,
    /// Set by Decode or Admit: the action will not be executed.
    pub rejection: Option<Rejection>,
    /// What it did, once Apply has run.
    pub effect: Effect,
    /// Position of the action in the menu; `None` if it is off the menu or was not found out.
    pub menu_index: Option<u32>,
    /// Entries of the menu it was chosen from; 0 if no menu was made.
    pub menu_size: u32,
    /// The call repeated an earlier one without new information.
    pub repeated: bool,
    /// Statements of the step, in causal order.
    pub statements: Vec<(StatementKind, String)>,
    /// The host failed: the action was not taken, and the episode is aborted.
    pub fault: Option<HostFault>,
    /// The views show another moment: the environment was put into this one and nothing has been rendered since.
    pub(crate) unshown: bool,
}

impl Default for RunningStep {
    fn default() -> Self {
        Self {
            active: false,
            action: String::new(),
            rejection: None,
            effect: Effect::NoEffect,
            menu_index: None,
            menu_size: 0,
            repeated: false,
            statements: vec![],
            fault: None,
            unshown: false,
        }
    }
}

impl RunningStep {
    /// Refuse the action, unless an earlier system already has: the first reason stands.
    pub fn reject(&mut self, rejection: Rejection) {
        self.rejection.get_or_insert(rejection);
    }

    /// The host failed: the step did not take place.
    pub(crate) fn fail(&mut self, fault: HostFault) {
        self.active = false;
        self.rejection = None;
        self.effect = Effect::NoEffect;
        self.repeated = false;
        self.statements.clear();
        self.fault = Some(fault);
    }

    pub(crate) fn begin(&mut self) {
        self.active = true;
        self.action.clear();
        self.rejection = None;
        self.effect = Effect::NoEffect;
        self.menu_index = None;
        self.menu_size = 0;
        self.repeated = false;
        self.statements.clear();
        self.fault = None;
        self.unshown = false;
    }
}

/// Digests of the present frame.
#[derive(Component, Clone, Copy, Debug)]
pub struct DigestsOf(pub Digests);

/// Capability: ground truth of the present state and the last step.
#[derive(Component, Clone, Debug)]
pub struct Judged {
    /// Truth of the present state.
    pub state: StateTruth,
    /// Truth of the last step; `None` before the first.
    pub step: Option<StepTruth>,
    /// Menu positions of the best actions of the present state; `None` if they are not computed.
    pub best: Option<Vec<u32>>,
    /// States visited in this episode, oldest first.
    pub(crate) visited: Vec<Digest>,
    /// Whether `state` and `best` must be computed anew (after a restore).
    pub(crate) stale: bool,
}

impl Judged {
    /// The present state has been judged.
    pub(crate) fn now(&mut self, state: StateTruth, best: Option<Vec<u32>>) {
        self.state = state;
        self.best = best;
        self.stale = false;
    }
}

/// On an environment in which a plug-in that acts takes part: what the model says about what can still be reached does
/// not hold of it.
#[derive(Component, Clone, Copy, Debug)]
pub(crate) struct Disturbed;

/// Capability: the episode so far, as it goes to a trajectory.
#[derive(Component, Clone, Debug, Default)]
pub struct Recorder {
    /// The frame before the first action.
    pub start: Option<Frame>,
    /// The transitions so far.
    pub transitions: Vec<Transition>,
    /// The probability the agent gave for the pending action.
    pub probability: Option<f64>,
}

impl Recorder {
    /// Go back to the moment with this trace digest: what came after it is cut off. A recording that never passed through
    /// that moment is emptied and has to start anew.
    pub(crate) fn rewind(&mut self, trace: Digest) {
        let is_there = |frame: &Frame| frame.digests.trace == trace;
        self.probability = None;
        if let Some(last) = self.transitions.iter().rposition(|t| is_there(&t.after)) {
            self.transitions.truncate(last + 1);
        } else {
            self.transitions.clear();
            if !self.start.as_ref().is_some_and(is_there) {
                self.start = None;
            }
        }
    }
}

/// Capability: views of the present state, rendered in Show, in the order of the model.
#[derive(Component, Clone, Debug, Default)]
pub struct Shown(pub(crate) Vec<View>);

impl Shown {
    /// The views.
    #[must_use]
    pub fn views(&self) -> &[View] {
        &self.0
    }
}

/// Where the images of recorded frames go, if anywhere.
#[derive(Resource, Clone)]
pub(crate) struct ImagesGoTo(pub(crate) Arc<dyn KeepImages>);

/// The world of an environment.
#[derive(Component)]
pub(crate) struct Body<M: Model> {
    /// Digest of the task.
    pub(crate) task: Digest,
    pub(crate) def: Arc<M::Def>,
    pub(crate) state: M::State,
    /// The state before the last step.
    pub(crate) before: M::State,
    /// Clock and digests before the last step, for one that has to be taken back.
    pub(crate) was: Option<(Clock, Digests)>,
    pub(crate) view: M::View,
    /// The decoded action of the running step.
    pub(crate) action: Option<M::Action>,
    /// The menu of the present state, if `menu_fresh`.
    pub(crate) menu: Vec<MenuEntry<M::Action>>,
    pub(crate) menu_fresh: bool,
}

impl<M: Model> Body<M> {
    pub(crate) fn new(task: Digest, def: Arc<M::Def>, state: M::State) -> Self {
        Self {
            task,
            def,
            before: state.clone(),
            was: None,
            state,
            view: M::View::default(),
            action: None,
            menu: vec![],
            menu_fresh: false,
        }
    }

    /// Undo the step that is running: the host failed, which says nothing about the agent's action.
    pub(crate) fn take_back(
        &mut self,
        report: &mut RunningStep,
        clock: &mut Clock,
        digests: &mut DigestsOf,
        fault: HostFault,
    ) {
        self.state.clone_from(&self.before);
        self.menu_fresh = false;
        if let Some((was, frame)) = self.was.take() {
            *clock = was;
            digests.0 = frame;
        }
        clock.end = Some(End::Aborted);
        report.fail(fault);
    }

    pub(crate) fn ensure_menu(&mut self) {
        if !self.menu_fresh {
            self.menu.clear();
            M::menu(&self.def, &self.state, &mut self.menu);
            self.menu_fresh = true;
        }
    }
}

/// The host of a model, one per shard.
#[derive(Resource)]
pub(crate) struct HostOf<M: Model>(pub(crate) Worker<M>);
