//! A shard: one world with a fixed number of slots, and its schedule.

use super::{
    capabilities::{Capabilities, TruthLevel},
    components::{
        Body, Budget, Clock, DigestsOf, HostOf, Input, Judged, Pending, Recorder, Report, Shown,
        TaskOf, view,
    },
    judge::judge_state,
    plugin::{Phase, StepPlugin},
    relations::{ForkOf, RolloutGroup, RolloutOf, Rollouts},
    slot::{Ops, OpsOf, put, take},
    snapshot::{Snap, Snapshot},
    systems::{self, Views},
};
use crate::{
    agent::MenuView,
    digest::Digest,
    model::{HostFault, Model, Status, ViewKind},
    task::Task,
    trajectory::{End, Frame},
    truth::{Digests, Effect},
};
use bevy_ecs::{
    prelude::*,
    schedule::{LogLevel, ScheduleBuildSettings, ScheduleConfigs, SingleThreadedExecutor},
    system::ScheduleSystem,
};
use std::{any::TypeId, collections::BTreeMap, collections::BTreeSet, sync::Arc};

/// A caller's mistake, or a host's failure; an agent's bad action is never one of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
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
    /// A capability names a plug-in the shard does not have.
    #[error("the shard has no plug-in `{name}`: add it to the builder")]
    NoSuchPlugin {
        /// The plug-in asked for.
        name: String,
    },
}

#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place(Phase, u32);

/// Collects the families and plug-ins of a shard; the order of the calls is the order within each phase.
#[allow(
    missing_debug_implementations,
    reason = "holds a schedule, which has no Debug form"
)]
pub struct ShardBuilder {
    world: World,
    schedule: Schedule,
    count: BTreeMap<Phase, u32>,
    models: BTreeSet<TypeId>,
    plugins: Vec<Arc<dyn StepPlugin>>,
}

impl Default for ShardBuilder {
    fn default() -> Self {
        let mut schedule = Schedule::default();
        // Set by hand: another crate's features could otherwise switch the default executor to several threads.
        schedule.set_executor(SingleThreadedExecutor::new());
        schedule.set_build_settings(ScheduleBuildSettings {
            ambiguity_detection: LogLevel::Error,
            ..Default::default()
        });
        schedule.configure_sets(
            (
                Phase::Decode,
                Phase::Admit,
                Phase::Apply,
                Phase::Judge,
                Phase::Show,
            )
                .chain(),
        );
        Self {
            world: world_with_host_components(),
            schedule,
            count: BTreeMap::new(),
            models: BTreeSet::new(),
            plugins: vec![],
        }
    }
}

/// A world that knows every component the host asks for: asking even for an `Option` of an unknown one fails, and a
/// capability that no environment has used yet would be unknown.
fn world_with_host_components() -> World {
    let mut world = World::new();
    world.register_component::<TaskOf>();
    world.register_component::<Clock>();
    world.register_component::<Pending>();
    world.register_component::<Report>();
    world.register_component::<DigestsOf>();
    world.register_component::<Ops>();
    world.register_component::<Budget>();
    world.register_component::<Judged>();
    world.register_component::<Recorder>();
    world.register_component::<Shown<view::Text>>();
    world.register_component::<Shown<view::TextRich>>();
    world.register_component::<Shown<view::Html>>();
    world.register_component::<Shown<view::Tree>>();
    world
}

impl ShardBuilder {
    /// Add a system to a phase, after every system already there.
    pub fn add_system<Marker>(
        &mut self,
        phase: Phase,
        system: impl IntoScheduleConfigs<ScheduleSystem, Marker>,
    ) -> &mut Self {
        let number = self.count.entry(phase).or_default();
        let mut configs: ScheduleConfigs<ScheduleSystem> = system
            .into_configs()
            .in_set(phase)
            .in_set(Place(phase, *number));
        // Total order by construction: no two systems of a phase are ever ambiguous.
        if *number > 0 {
            configs = configs.after(Place(phase, *number - 1));
        }
        *number += 1;
        self.schedule.add_systems(configs);
        self
    }

    /// Add what plays model `M`; adding it again changes nothing.
    pub fn model<M: Model>(&mut self) -> &mut Self {
        if !self.models.insert(TypeId::of::<M>()) {
            return self;
        }
        self.world.insert_resource(HostOf::<M>(M::Host::default()));
        self.add_system(Phase::Decode, systems::decode::<M>);
        self.add_system(Phase::Admit, systems::admit::<M>);
        self.add_system(Phase::Apply, systems::apply::<M>);
        self.add_system(Phase::Judge, systems::judge::<M>);
        for kind in M::VIEWS {
            match kind {
                ViewKind::Text => self.add_system(Phase::Show, systems::show::<M, view::Text>),
                ViewKind::TextRich => {
                    self.add_system(Phase::Show, systems::show::<M, view::TextRich>)
                }
                ViewKind::Html => self.add_system(Phase::Show, systems::show::<M, view::Html>),
                ViewKind::Tree => self.add_system(Phase::Show, systems::show::<M, view::Tree>),
            };
        }
        self
    }

    /// Add a plug-in's systems.
    pub fn plugin(&mut self, plugin: Arc<dyn StepPlugin>) -> &mut Self {
        plugin.build(self);
        self.plugins.push(plugin);
        self
    }

    /// The shard, with `slots` empty slots.
    #[must_use]
    pub fn build(mut self, slots: usize) -> Shard {
        self.add_system(Phase::Judge, systems::count_budget);
        self.add_system(Phase::Show, systems::digest_observation);
        self.add_system(Phase::Show, systems::record);
        Shard {
            world: self.world,
            schedule: self.schedule,
            slots: vec![None; slots],
            groups: BTreeMap::new(),
            models: self.models,
            plugins: self.plugins,
        }
    }
}

/// What a step of one slot came to, without copying its frame.
#[derive(Clone, Debug, PartialEq)]
pub struct StepOutcome {
    /// What the action did.
    pub effect: Effect,
    /// How the episode ended, if it has.
    pub end: Option<End>,
    /// Digests of the frame after the step.
    pub digests: Digests,
    /// The host's failure, if it failed.
    pub fault: Option<HostFault>,
}

/// One world of environments in numbered slots.
#[allow(missing_debug_implementations, reason = "holds a world and a schedule")]
pub struct Shard {
    world: World,
    schedule: Schedule,
    slots: Vec<Option<Entity>>,
    groups: BTreeMap<u64, Entity>,
    models: BTreeSet<TypeId>,
    plugins: Vec<Arc<dyn StepPlugin>>,
}

const LIVE: &str = "invariant: a slot's entity carries the components every environment has";

impl Shard {
    /// Number of slots.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether it has no slots.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The world, for queries over plug-in components and relationships.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world, for plug-ins that set their own components; the host's components are not to be written from outside.
    pub fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// The entity of a slot.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn entity(&self, slot: usize) -> Result<Entity, HostError> {
        let slots = self.slots.len();
        let entity = self
            .slots
            .get(slot)
            .ok_or(HostError::NoSuchSlot { slot, slots })?;
        entity.ok_or(HostError::NotReset { slot })
    }

    /// Start an episode of `task` in `slot`, whatever was there before. `rollout` tells rollouts of one task apart: each
    /// draws its own chance.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::ModelNotInstalled`], [`HostError::NoSuchPlugin`].
    pub fn load<M: Model>(
        &mut self,
        slot: usize,
        task: &Arc<Task>,
        def: &Arc<M::Def>,
        rollout: u32,
        capabilities: &Capabilities,
    ) -> Result<(), HostError> {
        self.check_load::<M>(slot, capabilities)?;
        if let Some(old) = self.slots[slot].take() {
            self.world.despawn(old);
        }
        let at = task.dynamics(rollout);
        let state = M::initial(def, &mut at.sampled());
        let digest = M::digest(&state);
        let end = matches!(M::status(def, &state), Status::Ended(_)).then_some(End::Terminated);
        let start = Digest::of(task.template.to_string().as_bytes()).chain(&digest.0.to_le_bytes());
        let digests = Digests {
            state: digest,
            observation: Digest::default(),
            trace: start,
        };
        let clock = Clock {
            step: 0,
            at: at.next(),
            end,
        };
        let body = Body::<M>::new(Arc::clone(def), state);
        let core = (
            TaskOf(Arc::clone(task)),
            clock,
            Pending::default(),
            Report::default(),
            DigestsOf(digests),
            Ops(OpsOf::<M>::STATIC),
            body,
        );
        let entity = self.world.spawn(core).id();
        self.slots[slot] = Some(entity);
        self.attach::<M>(entity, task, digest, capabilities);
        Ok(())
    }

    fn check_load<M: Model>(
        &self,
        slot: usize,
        capabilities: &Capabilities,
    ) -> Result<(), HostError> {
        let slots = self.slots.len();
        if slot >= slots {
            return Err(HostError::NoSuchSlot { slot, slots });
        }
        if !self.models.contains(&TypeId::of::<M>()) {
            return Err(HostError::ModelNotInstalled { model: M::NAME });
        }
        match capabilities
            .plugins
            .iter()
            .find(|name| !self.plugins.iter().any(|p| p.name() == *name))
        {
            Some(name) => Err(HostError::NoSuchPlugin { name: name.clone() }),
            None => Ok(()),
        }
    }

    /// Put the capabilities' components on a fresh environment and show its first frame.
    fn attach<M: Model>(
        &mut self,
        entity: Entity,
        task: &Task,
        digest: Digest,
        capabilities: &Capabilities,
    ) {
        let mut environment = self.world.entity_mut(entity);
        if let Some(max_steps) = capabilities.max_steps {
            environment.insert(Budget { max_steps });
        }
        if capabilities.truth == TruthLevel::Basic {
            let mut best = vec![];
            let mut body = environment.get_mut::<Body<M>>().expect(LIVE);
            let state = judge_state(&mut body, capabilities.max_steps, &mut best, true);
            environment.insert(Judged {
                state,
                step: None,
                best,
                visited: vec![digest],
                stale: false,
            });
        }
        for kind in capabilities.views.iter().filter(|k| M::VIEWS.contains(k)) {
            match kind {
                ViewKind::Text => environment.insert(Shown::<view::Text>::new()),
                ViewKind::TextRich => environment.insert(Shown::<view::TextRich>::new()),
                ViewKind::Html => environment.insert(Shown::<view::Html>::new()),
                ViewKind::Tree => environment.insert(Shown::<view::Tree>::new()),
            };
        }
        for plugin in self
            .plugins
            .iter()
            .filter(|p| capabilities.plugins.iter().any(|n| n == p.name()))
        {
            plugin.attach(&mut environment, task);
        }
        if capabilities.views.is_empty() {
            let empty = systems::observation_digest(
                &environment.get_components::<Views<'_>>().expect(LIVE),
            );
            environment
                .get_mut::<DigestsOf>()
                .expect(LIVE)
                .0
                .observation = empty;
        } else {
            crate::host::slot::SlotOps::refresh(OpsOf::<M>::STATIC, &mut self.world, entity, true);
        }
        if capabilities.record {
            let start = Some(self.frame_of(entity));
            self.world.entity_mut(entity).insert(Recorder {
                start,
                ..Default::default()
            });
        }
    }

    /// Empty a slot.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn unload(&mut self, slot: usize) -> Result<(), HostError> {
        let entity = self.entity(slot)?;
        self.world.despawn(entity);
        self.slots[slot] = None;
        Ok(())
    }

    /// Make `slot` a member of rollout group `group`.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn join_group(&mut self, slot: usize, group: u64) -> Result<(), HostError> {
        let entity = self.entity(slot)?;
        let world = &mut self.world;
        let leader = *self
            .groups
            .entry(group)
            .or_insert_with(|| world.spawn(RolloutGroup(group)).id());
        self.world.entity_mut(entity).insert(RolloutOf(leader));
        Ok(())
    }

    /// The slots of rollout group `group`, ascending.
    #[must_use]
    pub fn group_slots(&self, group: u64) -> Vec<usize> {
        let members = self
            .groups
            .get(&group)
            .and_then(|&leader| self.world.get::<Rollouts>(leader));
        let is_member = |entity: Entity| members.is_some_and(|m| m.iter().any(|e| e == entity));
        (0..self.slots.len())
            .filter(|&s| self.slots[s].is_some_and(is_member))
            .collect()
    }

    /// Submit what `slot` does in the next [`Shard::run`].
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::EpisodeOver`], [`HostError::NoSuchMenuEntry`].
    pub fn submit(
        &mut self,
        slot: usize,
        input: Input,
        probability: Option<f64>,
    ) -> Result<(), HostError> {
        let entity = self.entity(slot)?;
        let environment = self.world.entity(entity);
        if environment.get::<Clock>().expect(LIVE).end.is_some() {
            return Err(HostError::EpisodeOver { slot });
        }
        if let Input::Menu(index) = input {
            let len = self.with_menu(slot, |_, _, menu| menu.len())?;
            if index as usize >= len {
                return Err(HostError::NoSuchMenuEntry { slot, index, len });
            }
        }
        let mut environment = self.world.entity_mut(entity);
        environment.get_mut::<Pending>().expect(LIVE).0 = Some(input);
        if let Some(mut recorder) = environment.get_mut::<Recorder>() {
            recorder.probability = probability;
        }
        Ok(())
    }

    /// Step every slot that has an input.
    pub fn run(&mut self) {
        self.schedule.run(&mut self.world);
    }

    /// What the last step of `slot` came to.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn outcome(&self, slot: usize) -> Result<StepOutcome, HostError> {
        let (report, clock, digests) = self.parts::<(&Report, &Clock, &DigestsOf)>(slot)?;
        Ok(StepOutcome {
            effect: report.effect.clone(),
            end: clock.end,
            digests: digests.0,
            fault: report.fault.clone(),
        })
    }

    /// Components of a slot's entity.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    ///
    /// # Panics
    /// If the environment lacks one of the components; ask with `Option<&T>` for those that are capabilities.
    pub fn parts<
        'w,
        Q: bevy_ecs::query::ReadOnlyQueryData
            + bevy_ecs::query::ReleaseStateQueryData
            + bevy_ecs::query::SingleEntityQueryData,
    >(
        &'w self,
        slot: usize,
    ) -> Result<Q::Item<'w, 'static>, HostError> {
        Ok(self
            .world
            .entity(self.entity(slot)?)
            .get_components::<Q>()
            .expect(LIVE))
    }

    /// The present frame of a slot, with the best actions spelled out.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn frame(&mut self, slot: usize) -> Result<Frame, HostError> {
        let entity = self.entity(slot)?;
        let ops = *self.world.get::<Ops>(entity).expect(LIVE);
        if self
            .world
            .get::<Judged>(entity)
            .is_some_and(|j| j.stale || j.state.best_actions.is_none())
        {
            ops.0.refresh(&mut self.world, entity, true);
        }
        Ok(self.frame_of(entity))
    }

    fn frame_of(&self, entity: Entity) -> Frame {
        let environment = self.world.entity(entity);
        let (views, judged, digests) = environment
            .get_components::<(Views<'_>, Option<&Judged>, &DigestsOf)>()
            .expect(LIVE);
        systems::frame(&views, judged, digests.0)
    }

    /// Lend the menu of a slot's present state, with the world beside it.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn with_menu<R>(
        &mut self,
        slot: usize,
        use_it: impl FnOnce(&World, Entity, &dyn MenuView) -> R,
    ) -> Result<R, HostError> {
        let entity = self.entity(slot)?;
        let ops = *self.world.get::<Ops>(entity).expect(LIVE);
        let (mut once, mut result) = (Some(use_it), None);
        ops.0
            .with_menu(&mut self.world, entity, &mut |world, menu| {
                if let Some(use_it) = once.take() {
                    result = Some(use_it(world, entity, menu));
                }
            });
        Ok(result.expect("invariant: with_menu calls back exactly once"))
    }

    /// Render one view of a slot's present state; `None` if its model does not have that kind.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn observe(&self, slot: usize, kind: ViewKind) -> Result<Option<String>, HostError> {
        let entity = self.entity(slot)?;
        Ok(self
            .world
            .get::<Ops>(entity)
            .expect(LIVE)
            .0
            .observe(&self.world, entity, kind))
    }

    /// The kept digest of a slot's state, and the same computed anew: equal unless a model's setters are wrong.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn digest_pair(&self, slot: usize) -> Result<(Digest, Digest), HostError> {
        let entity = self.entity(slot)?;
        Ok(self
            .world
            .get::<Ops>(entity)
            .expect(LIVE)
            .0
            .digest_pair(&self.world, entity))
    }

    /// The moment a slot is in.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn snapshot(&self, slot: usize) -> Result<Snapshot, HostError> {
        let entity = self.entity(slot)?;
        Ok(self
            .world
            .get::<Ops>(entity)
            .expect(LIVE)
            .0
            .snapshot(&self.world, entity))
    }

    /// Put a slot that plays the same task into a moment. `branch`: `None` keeps the chance to come, a number re-draws it.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::WrongModel`].
    pub fn restore(
        &mut self,
        slot: usize,
        snapshot: &Snapshot,
        branch: Option<u64>,
    ) -> Result<(), HostError> {
        let entity = self.entity(slot)?;
        let ops = *self.world.get::<Ops>(entity).expect(LIVE);
        ops.0.restore(&mut self.world, entity, snapshot, branch)?;
        ops.0.refresh(&mut self.world, entity, true);
        Ok(())
    }

    /// Read a snapshot written by [`Snapshot::to_json`] for the model that `slot` plays.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::BadSnapshot`].
    pub fn read_snapshot(&self, slot: usize, json: &str) -> Result<Snapshot, HostError> {
        let entity = self.entity(slot)?;
        self.world
            .get::<Ops>(entity)
            .expect(LIVE)
            .0
            .restore_json(json)
    }

    /// The moment a slot of model `M` is in, as a plain value.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::WrongModel`].
    pub fn snap<M: Model>(&self, slot: usize) -> Result<Snap<M>, HostError> {
        let entity = self.entity(slot)?;
        self.check_model::<M>(entity)?;
        Ok(take::<M>(&self.world, entity))
    }

    /// Put a slot of model `M` into a moment; truth and views follow at its next step. The fast path of tree searches.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::WrongModel`].
    pub fn put<M: Model>(
        &mut self,
        slot: usize,
        snap: &Snap<M>,
        branch: Option<u64>,
    ) -> Result<(), HostError> {
        let entity = self.entity(slot)?;
        self.check_model::<M>(entity)?;
        put::<M>(&mut self.world, entity, snap, branch);
        Ok(())
    }

    fn check_model<M: Model>(&self, entity: Entity) -> Result<(), HostError> {
        if self.world.get::<Body<M>>(entity).is_some() {
            return Ok(());
        }
        Err(HostError::WrongModel {
            found: M::NAME,
            expected: "another model",
        })
    }

    /// Fork `from` into `to`, which plays the same task: `to` continues from where `from` is, as a child of it.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::WrongModel`].
    pub fn fork(&mut self, from: usize, to: usize, branch: Option<u64>) -> Result<(), HostError> {
        let (parent, child) = (self.entity(from)?, self.entity(to)?);
        let snapshot = self.snapshot(from)?;
        self.restore(to, &snapshot, branch)?;
        self.world.entity_mut(child).insert(ForkOf(parent));
        Ok(())
    }

    /// Take the recording of a slot: its start frame and transitions. The slot records no further.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn take_recording(&mut self, slot: usize) -> Result<Option<Recorder>, HostError> {
        let entity = self.entity(slot)?;
        Ok(self.world.entity_mut(entity).take::<Recorder>())
    }

    /// How the episode in a slot ended, if it has.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn end(&self, slot: usize) -> Result<Option<End>, HostError> {
        Ok(self.parts::<&Clock>(slot)?.end)
    }
}
