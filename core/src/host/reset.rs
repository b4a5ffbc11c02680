//! Resets: what goes onto an environment's entity, and what comes off.

use super::{
    builder::StepPlugin,
    capabilities::{Capabilities, TruthLevel},
    components::{
        Body, Budget, Clock, DigestsOf, Disturbed, HostOf, Judged, Pending, Recorder, RunningStep,
        Shown, TaskOf, task_digest,
    },
    error::HostError,
    judge::{Asked, judge_state},
    models::ModelId,
    phase::Influence,
    shard::{Occupant, Shard},
};
use crate::{
    digest::Digest,
    model::{Model, Status},
    task::Task,
    trajectory::End,
    truth::Digests,
    view::{self, View},
};
use bevy_ecs::prelude::*;
use std::sync::Arc;

/// Resets after which the world's notes about removed components are let go even without a run.
const RESETS_WITHOUT_A_RUN: u32 = 1024;

/// The plug-ins that take part.
fn named<'a>(
    plugins: &'a [Arc<dyn StepPlugin>],
    capabilities: &'a Capabilities,
) -> impl Iterator<Item = &'a Arc<dyn StepPlugin>> {
    let takes_part = |p: &&Arc<dyn StepPlugin>| capabilities.plugins.iter().any(|n| n == p.name());
    plugins.iter().filter(takes_part)
}

fn is_disturbed(plugins: &[Arc<dyn StepPlugin>], capabilities: &Capabilities) -> bool {
    named(plugins, capabilities).any(|plugin| plugin.influence() == Influence::Acts)
}

impl Shard {
    /// Start an episode of `task` in `slot`, whatever was there before. `rollout` tells rollouts of one task apart: each
    /// draws its own chance.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::ModelNotInstalled`], [`HostError::NoSuchView`], [`HostError::NoSuchPlugin`]; [`HostError::Fault`] if the
    /// truth of the start cannot be stated. The slot is then as it was.
    pub fn load<M: Model>(
        &mut self,
        slot: usize,
        task: &Arc<Task>,
        def: &Arc<M::Def>,
        rollout: u32,
        capabilities: &Capabilities,
    ) -> Result<(), HostError> {
        let model = self.check_load::<M>(slot, capabilities)?;
        let at = task.dynamics(rollout);
        let state = M::initial(def, &mut at.sampled());
        let digest = M::digest(&state);
        let end = match M::status(def, &state) {
            Status::Ended(_) => Some(End::Terminated),
            Status::Running => (capabilities.max_steps == Some(0)).then_some(End::Truncated),
        };
        let name = task_digest(task);
        let start = name.chain(&digest.0.to_le_bytes());
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
        let mut body = Body::<M>::new(name, Arc::clone(def), state);
        let judged = self.judge_start(&mut body, digest, capabilities)?;
        self.clear(slot);
        let core = (
            TaskOf(Arc::clone(task)),
            clock,
            Pending::default(),
            RunningStep::default(),
            DigestsOf(digests),
            body,
        );
        let entity = self.world.spawn(core).id();
        self.slots[slot] = Some(Occupant { entity, model });
        if let Some(judged) = judged {
            self.world.entity_mut(entity).insert(judged);
        }
        self.attach::<M>(entity, task, capabilities);
        self.models.get(model).render(&mut self.world, entity);
        if capabilities.record {
            let start = Some(self.frame_of(entity));
            self.keep_images_of(entity);
            self.world.entity_mut(entity).insert(Recorder {
                start,
                ..Default::default()
            });
        }
        self.now.update(&self.world);
        Ok(())
    }

    fn check_load<M: Model>(
        &self,
        slot: usize,
        capabilities: &Capabilities,
    ) -> Result<ModelId, HostError> {
        let slots = self.slots.len();
        if slot >= slots {
            return Err(HostError::NoSuchSlot { slot, slots });
        }
        let Some(model) = self.models.number::<M>() else {
            return Err(HostError::ModelNotInstalled { model: M::NAME });
        };
        view::check(&capabilities.views, M::NAME, M::VIEWS)?;
        match capabilities
            .plugins
            .iter()
            .find(|name| !self.plugins.iter().any(|p| p.name() == *name))
        {
            Some(name) => Err(HostError::NoSuchPlugin { name: name.clone() }),
            None => Ok(model),
        }
    }

    /// Put the capabilities' components on a fresh environment.
    fn attach<M: Model>(&mut self, entity: Entity, task: &Task, capabilities: &Capabilities) {
        let mut environment = self.world.entity_mut(entity);
        if let Some(max_steps) = capabilities.max_steps {
            environment.insert(Budget { max_steps });
        }
        let asked = M::VIEWS
            .iter()
            .filter(|kind| capabilities.views.contains(&kind.name()));
        let views: Vec<View> = asked.map(|&kind| View::empty(kind)).collect();
        if !views.is_empty() {
            environment.insert(Shown(views));
        }
        for plugin in named(&self.plugins, capabilities) {
            plugin.attach(&mut environment, task);
        }
        if is_disturbed(&self.plugins, capabilities) {
            environment.insert(Disturbed);
        }
    }

    /// The truth of a start, if it is asked for.
    fn judge_start<M: Model>(
        &mut self,
        body: &mut Body<M>,
        digest: Digest,
        capabilities: &Capabilities,
    ) -> Result<Option<Judged>, HostError> {
        if capabilities.truth == TruthLevel::Off {
            return Ok(None);
        }
        let asked = Asked {
            steps_left: capabilities.max_steps,
            disturbed: is_disturbed(&self.plugins, capabilities),
            texts: true,
        };
        let mut host = self.world.resource_mut::<HostOf<M>>();
        let (state, best) = judge_state(body, &mut host.0, asked)?;
        Ok(Some(Judged {
            state,
            step: None,
            best,
            visited: vec![digest],
            stale: false,
        }))
    }

    /// Empty a slot.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn unload(&mut self, slot: usize) -> Result<(), HostError> {
        self.entity(slot)?;
        self.clear(slot);
        Ok(())
    }

    fn clear(&mut self, slot: usize) {
        if let Some(Occupant { entity, .. }) = self.slots[slot].take() {
            self.world.despawn(entity);
            self.resets += 1;
            if self.resets >= RESETS_WITHOUT_A_RUN {
                self.forget_removals();
            }
        }
    }
}
