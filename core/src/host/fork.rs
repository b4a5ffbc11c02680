//! Moments of a slot: taking them, going back to them, branching from them.

use super::{
    components::{Body, Recorder},
    error::HostError,
    shard::{Occupant, Shard},
    slot::{put, take},
    snapshot::{Moment, Snapshot},
};
use crate::model::Model;
use bevy_ecs::prelude::*;

impl Shard {
    /// The moment a slot is in.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`].
    pub fn snapshot(&self, slot: usize) -> Result<Snapshot, HostError> {
        let Occupant { entity, model } = self.occupant(slot)?;
        Ok(self.models.get(model).snapshot(&self.world, entity))
    }

    /// Put a slot that plays the same task into a moment. `branch`: `None` keeps the chance to come, a number re-draws it.
    ///
    /// Whether the budget has run out is decided by the slot's own budget. A recording is cut back to the moment; one that
    /// never passed through it starts anew there.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::WrongModel`], [`HostError::WrongTask`];
    /// [`HostError::Fault`] if the truth of the moment cannot be stated, which the slot is then in without truth.
    pub fn restore(
        &mut self,
        slot: usize,
        snapshot: &Snapshot,
        branch: Option<u64>,
    ) -> Result<(), HostError> {
        let occupant = self.occupant(slot)?;
        let ops = self.models.get(occupant.model);
        ops.restore(&mut self.world, occupant.entity, snapshot, branch)?;
        self.show_moment(occupant)
    }

    /// Truth, views and the start of a recording for a moment just restored.
    fn show_moment(&mut self, Occupant { entity, model }: Occupant) -> Result<(), HostError> {
        let ops = self.models.get(model);
        ops.judge(&mut self.world, entity)?;
        ops.render(&mut self.world, entity);
        let frame = self.frame_of(entity);
        if let Some(mut recorder) = self.world.get_mut::<Recorder>(entity) {
            recorder.start.get_or_insert(frame);
            self.keep_images_of(entity);
        }
        Ok(())
    }

    /// Read a snapshot written by [`Snapshot::to_json`] for the model that `slot` plays.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::BadSnapshot`].
    pub fn read_snapshot(&self, slot: usize, json: &str) -> Result<Snapshot, HostError> {
        let occupant = self.occupant(slot)?;
        self.models.get(occupant.model).restore_json(json)
    }

    /// The moment a slot of model `M` is in, as a plain value.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::WrongModel`].
    pub fn moment<M: Model>(&self, slot: usize) -> Result<Moment<M>, HostError> {
        let entity = self.entity(slot)?;
        self.check_model::<M>(entity)?;
        Ok(take::<M>(&self.world, entity))
    }

    /// Put a slot of model `M` into a moment; truth and views follow at its next step. The fast path of tree searches, for
    /// slots that record nothing.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::WrongModel`], [`HostError::WrongTask`].
    pub fn put<M: Model>(
        &mut self,
        slot: usize,
        snap: &Moment<M>,
        branch: Option<u64>,
    ) -> Result<(), HostError> {
        let occupant = self.occupant(slot)?;
        self.check_model::<M>(occupant.entity)?;
        put::<M>(&mut self.world, occupant.entity, snap, branch)?;
        if self.world.get::<Recorder>(occupant.entity).is_some() {
            self.show_moment(occupant)?;
        }
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

    /// Fork `from` into `to`, which plays the same task: `to` continues from where `from` is. If both record, the child's
    /// recording begins with its parent's, and the trace digests of their frames say where they part.
    ///
    /// # Errors
    /// [`HostError::NoSuchSlot`], [`HostError::NotReset`], [`HostError::WrongModel`], [`HostError::WrongTask`].
    pub fn fork(&mut self, from: usize, to: usize, branch: Option<u64>) -> Result<(), HostError> {
        let (parent, child) = (self.entity(from)?, self.entity(to)?);
        let snapshot = self.snapshot(from)?;
        self.restore(to, &snapshot, branch)?;
        if parent == child {
            return Ok(());
        }
        if self.world.get::<Recorder>(child).is_some()
            && let Some(past) = self.world.get::<Recorder>(parent).cloned()
        {
            self.world.entity_mut(child).insert(past);
        }
        Ok(())
    }
}
