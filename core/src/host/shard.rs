//! A shard: one world with a fixed number of slots, and its schedule.

use super::{
    builder::{ShardBuilder, StepPlugin},
    components::{Clock, DigestsOf, ImagesGoTo, Input, Judged, LIVE, Recorder, RunningStep, Shown},
    error::HostError,
    models::{ModelId, Models},
    phase::Phase,
    slot::Refused,
    successors::Successor,
    systems,
};
use crate::{
    agent::MenuView,
    digest::Digest,
    model::HostFault,
    trajectory::{End, Frame},
    truth::{Digests, Effect},
    view::{View, ViewName},
};
use bevy_ecs::prelude::*;
use std::sync::Arc;

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

/// What stands in a slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occupant {
    pub(super) entity: Entity,
    pub(super) model: ModelId,
}

/// Where an environment is in its episode, by a query that is kept: every step asks it of every slot.
pub(super) struct Now(QueryState<(&'static Clock, &'static DigestsOf)>);

impl Now {
    pub(super) fn new(world: &mut World) -> Self {
        Self(world.query())
    }

    /// Take note of new kinds of environments.
    pub(super) fn update(&mut self, world: &World) {
        self.0.update_archetypes(world);
    }
}

/// One world of environments in numbered slots.
#[allow(missing_debug_implementations, reason = "holds a world and a schedule")]
pub struct Shard {
    pub(super) world: World,
    pub(super) schedule: Schedule,
    pub(super) slots: Vec<Option<Occupant>>,
    pub(super) now: Now,
    /// Slots cleared since the last run.
    pub(super) resets: u32,
    pub(super) models: Models,
    pub(super) plugins: Vec<Arc<dyn StepPlugin>>,
}

impl ShardBuilder {
    /// The shard, with `slots` empty slots.
    ///
    /// # Panics
    /// Where [`ShardBuilder::try_build`] gives an error. Models alone never do.
    #[must_use]
    pub fn build(self, slots: usize) -> Shard {
        self.try_build(slots)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The shard, with `slots` empty slots.
    ///
    /// # Errors
    /// [`HostError::UnorderedSystems`] if a plug-in added, in one call, systems that conflict and have no order.
    pub fn try_build(mut self, slots: usize) -> Result<Shard, HostError> {
        self.add_system(Phase::Judge, systems::count_budget);
        self.add_system(Phase::Show, systems::digest_observation);
        self.add_system(Phase::Show, systems::record);
        if let Err(error) = self.schedule.initialize(&mut self.world) {
            let message = error.to_string(self.schedule.graph(), &self.world);
            return Err(HostError::UnorderedSystems { message });
        }
        Ok(Shard {
            now: Now::new(&mut self.world),
            world: self.world,
            schedule: self.schedule,
            slots: vec![None; slots],
            resets: 0,
            models: self.models,
            plugins: self.plugins,
        })
    }
}

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

    /// The world, for queries over plug-in components.
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
        Ok(self.occupant(slot)?.entity)
    }

    #[inline]
    pub(super) fn occupant(&self, slot: usize) -> Result<Occupant, HostError> {
        match self.slots.get(slot) {
            Some(&Some(occupant)) => Ok(occupant),
            Some(None) => Err(HostError::NotReset { slot }),
            None => Err(HostError::NoSuchSlot {
                slot,
                slots: self.slots.len(),
            }),
        }
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
        let Occupant { entity, model } = self.occupant(slot)?;
        let ops = self.models.get_mut(model);
        ops.submit(&mut self.world, entity, input, probability)
            .map_err(|refused| match refused {
                Refused::EpisodeOver => HostError::EpisodeOver { slot },
                Refused::NoSuchMenuEntry { index, len } => {
                    HostError::NoSuchMenuEntry { slot, index, len }
                }
            })
    }

    /// Let go of what the world keeps about components that were removed: it would grow with every reset for ever. Systems
    /// have had one run to read it.
    pub(super) fn forget_removals(&mut self) {
        self.resets = 0;
        self.world.clear_trackers();
    }

    /// Step every slot that has an input.
    pub fn run(&mut self) {
        self.schedule.run(&mut self.world);
        self.forget_removals();
    }

    /// What the last step of `slot` came to.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn outcome(&self, slot: usize) -> Result<StepOutcome, HostError> {
        let (report, clock, digests) = self.parts::<(&RunningStep, &Clock, &DigestsOf)>(slot)?;
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
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`]; [`HostError::Fault`] after a [`Shard::put`].
    pub fn frame(&mut self, slot: usize) -> Result<Frame, HostError> {
        let Occupant { entity, model } = self.occupant(slot)?;
        let ops = self.models.get(model);
        let environment = self.world.entity(entity);
        let unshown = environment.get::<RunningStep>().expect(LIVE).unshown;
        let judged = environment.get::<Judged>();
        let stale = judged.is_some_and(|j| j.stale);
        let unspelled = judged.is_some_and(|j| j.best.is_some() && j.state.best_actions.is_none());
        if stale {
            ops.judge(&mut self.world, entity)?;
        } else if unspelled {
            ops.spell(&mut self.world, entity);
        }
        if unshown {
            ops.render(&mut self.world, entity);
        }
        Ok(self.frame_of(entity))
    }

    pub(super) fn frame_of(&self, entity: Entity) -> Frame {
        let environment = self.world.entity(entity);
        let (shown, judged, digests) = environment
            .get_components::<(Option<&Shown>, Option<&Judged>, &DigestsOf)>()
            .expect(LIVE);
        systems::frame(shown, judged, digests.0)
    }

    /// Keep the images of a frame that is recorded outside a step.
    pub(super) fn keep_images_of(&self, entity: Entity) {
        let images = self.world.get_resource::<ImagesGoTo>();
        if let (Some(images), Some(shown)) = (images, self.world.get::<Shown>(entity)) {
            systems::keep_images(shown, images);
        }
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
        let Occupant { entity, model } = self.occupant(slot)?;
        let (mut once, mut result) = (Some(use_it), None);
        let ops = self.models.get_mut(model);
        ops.with_menu(&mut self.world, entity, &mut |world, menu| {
            if let Some(use_it) = once.take() {
                result = Some(use_it(world, entity, menu));
            }
        });
        Ok(result.expect("invariant: with_menu calls back exactly once"))
    }

    /// Render one view of a slot's present state, whether or not its frames carry it.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::NoSuchView`].
    pub fn observe(&self, slot: usize, name: ViewName) -> Result<View, HostError> {
        let Occupant { entity, model } = self.occupant(slot)?;
        Ok(self.models.get(model).observe(&self.world, entity, name)?)
    }

    /// The kept digest of a slot's state, and the same computed anew: equal unless a model's setters are wrong.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn digest_pair(&self, slot: usize) -> Result<(Digest, Digest), HostError> {
        let Occupant { entity, model } = self.occupant(slot)?;
        Ok(self.models.get(model).digest_pair(&self.world, entity))
    }

    /// What each entry of a slot's menu would lead to. The slot stays as it is.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn successors(&mut self, slot: usize) -> Result<Vec<Successor>, HostError> {
        let Occupant { entity, model } = self.occupant(slot)?;
        Ok(self.models.get(model).successors(&mut self.world, entity))
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
        Ok(self.now(slot)?.0)
    }

    /// How the episode in a slot ended, if it has, and the digests of its present frame.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    #[inline]
    pub fn now(&self, slot: usize) -> Result<(Option<End>, Digests), HostError> {
        let entity = self.occupant(slot)?.entity;
        let (clock, digests) = match self.now.0.get_manual(&self.world, entity) {
            Ok(found) => found,
            // A query knows only the sets of components that were there when it was last brought up to date, which `load`
            // and `run` do. Somebody has since put a component on this environment that made a set of its own.
            Err(_) => self.parts::<(&Clock, &DigestsOf)>(slot)?,
        };
        Ok((clock.end, digests.0))
    }
}
