//! Moments of a slot: taking them, going back to them, letting other slots go on from them.

use crate::{
    Failure, Session,
    record::recorded_bytes,
    request::{Fork, Moment, Restore, Shown, TakeSnapshot},
    response::{SlotFrame, Slots, Snapshot},
    room::{Room, response_full},
    session::Seat,
    start::Manner,
    tasks::Assignment,
};
use std::sync::Arc;
use truestep_core::{
    batch::world_of,
    digest::Digest,
    host::{self, Capabilities, Recorder},
    registry::Prepared,
    task::Task,
};

const TRIAL: usize = 0;

impl Session {
    /// The moment a slot is in.
    ///
    /// # Errors
    /// If the slot does not exist or is empty.
    pub fn snapshot(&mut self, asked: &TakeSnapshot) -> Result<Snapshot, Failure> {
        let seat = self.seat_of(asked.slot)?;
        let (task, rollout) = ((**seat.prepared.task()).clone(), seat.rollout);
        let moment = self
            .shard
            .snapshot(asked.slot)?
            .to_json()
            .map_err(|e| Failure::new("host", format!("the state cannot be written: {e}")))?;
        let seal = self.seal(&task, rollout, &moment)?;
        let snapshot = Moment {
            task,
            rollout,
            moment,
            seal,
        };
        if !Room::for_slots(1).take(&snapshot) {
            return Err(response_full());
        }
        Ok(Snapshot { snapshot })
    }

    /// Put a slot into a moment.
    ///
    /// # Errors
    /// If the slot does not exist, or the moment is none of this session's world; the slot is then as it was.
    pub fn restore(&mut self, asked: Restore) -> Result<Slots<SlotFrame>, Failure> {
        let Restore {
            slot,
            snapshot: written,
            branch,
            record,
            shown,
        } = asked;
        self.check_slots(&[slot])?;
        if self.seal(&written.task, written.rollout, &written.moment)? != written.seal {
            return Err(Failure::new(
                "bad_snapshot",
                "the snapshot was changed or is one of another world: give it back as `snapshot` gave it, to a server with the same world",
            ));
        }
        let prepared = match &self.seats[slot] {
            Some(seat) if **seat.prepared.task() == written.task => Arc::clone(&seat.prepared),
            _ => self.registry.prepare(&written.task)?,
        };
        let moment = self.try_moment(&*prepared, &written)?;
        if record {
            self.go_back(slot, &written, &moment, branch, shown)?;
        } else {
            let manner = Manner::shown(shown);
            manner.check(&*prepared)?;
            let assignment = Assignment {
                prepared,
                group: 0,
                rollout: written.rollout,
                party: None,
            };
            self.seat(slot, assignment, manner)?;
            self.shard.restore(slot, &moment, branch)?;
        }
        Ok(self.first_frames(&[slot]))
    }

    /// Read a moment and go there in a slot of its own, so that a bad one is found before it replaces anything.
    fn try_moment(
        &mut self,
        prepared: &dyn Prepared,
        written: &Moment,
    ) -> Result<host::Snapshot, Failure> {
        let bare = Capabilities::bare();
        prepared.load(&mut self.trial, TRIAL, written.rollout, &bare)?;
        let moment = self.trial.read_snapshot(TRIAL, &written.moment)?;
        self.trial.restore(TRIAL, &moment, None)?;
        Ok(moment)
    }

    /// Go back to a moment of the recording a slot makes: what came after it is cut off.
    fn go_back(
        &mut self,
        slot: usize,
        written: &Moment,
        moment: &host::Snapshot,
        branch: Option<u64>,
        shown: Shown,
    ) -> Result<(), Failure> {
        let trace = self.trial.now(TRIAL)?.1.trace;
        let seat = self.seat_of(slot)?;
        let own = seat.recording.is_some()
            && **seat.prepared.task() == written.task
            && seat.rollout == written.rollout
            && shown.views == seat.manner.shown.views
            && shown.max_steps == seat.manner.shown.max_steps;
        let passed = self
            .shard
            .parts::<Option<&Recorder>>(slot)?
            .is_some_and(|r| {
                let after = r.transitions.iter().map(|t| &t.after);
                let mut frames = r.start.iter().chain(after);
                frames.any(|frame| frame.digests.trace == trace)
            });
        if !own || !passed {
            return Err(Failure::bad_params(format!(
                "slot {slot} cannot go on recording from there: with `record` the moment is one that its own recording passed through, with the same views and budget"
            )));
        }
        replayable(&*seat.prepared, branch)?;
        self.shard.restore(slot, moment, branch)?;
        self.take_stock(slot)?;
        self.seat_mut(slot)?.manner.shown = shown;
        Ok(())
    }

    /// Let other slots go on from where one is.
    ///
    /// # Errors
    /// If a slot does not exist, is named twice, or the parent is empty or, with `record`, does not record.
    pub fn fork(&mut self, asked: &Fork) -> Result<Slots<SlotFrame>, Failure> {
        self.check_slots(&asked.to)?;
        if asked.to.contains(&asked.from) {
            return Err(Failure::bad_params("a slot cannot be forked into itself"));
        }
        let mut seat: Seat = self.seat_of(asked.from)?.clone();
        let shown = &mut seat.manner.shown;
        shown.menu = asked.menu.unwrap_or(shown.menu);
        if asked.record {
            if !seat.recording.as_ref().is_some_and(|r| r.kept) {
                return Err(Failure::bad_params(format!(
                    "slot {} does not record: reset it with `record`, so that its forks can",
                    asked.from
                )));
            }
            replayable(&*seat.prepared, asked.branch)?;
        }
        if asked.record || seat.manner.pricing.is_some() {
            let bytes = seat.recording.as_ref().map_or(0, |r| r.bytes);
            self.check_recordings(bytes.saturating_mul(asked.to.len()))?;
        }
        for (i, &slot) in asked.to.iter().enumerate() {
            let assignment = Assignment {
                prepared: Arc::clone(&seat.prepared),
                group: seat.group,
                rollout: seat.rollout,
                party: None,
            };
            let manner = Manner {
                record: asked.record,
                ..seat.manner.clone()
            };
            self.last[slot] = None;
            self.seat(slot, assignment, manner)?;
            let branch = asked.branch.map(|b| b.wrapping_add(i as u64));
            self.shard.fork(asked.from, slot, branch)?;
            self.take_stock(slot)?;
            self.seat_mut(slot)?.selection.clone_from(&seat.selection);
        }
        Ok(self.first_frames(&asked.to))
    }

    /// Size and memories of a recording that has jumped.
    fn take_stock(&mut self, slot: usize) -> Result<(), Failure> {
        let Some(recorder) = self.shard.parts::<Option<&Recorder>>(slot)? else {
            return Ok(());
        };
        let seat = self.seats[slot].as_mut();
        let seat = seat.expect("invariant: a loaded slot has a seat");
        if let Some(recording) = &mut seat.recording {
            recording.bytes = recorded_bytes(recorder);
        }
        if let Some(pricing) = &seat.manner.pricing {
            seat.memories = pricing.memories(recorder)?;
        }
        Ok(())
    }

    /// Digest of a moment and of the world it is in.
    fn seal(&self, task: &Task, rollout: u32, moment: &str) -> Result<Digest, Failure> {
        let world = world_of(&self.registry, task)?;
        let task = serde_json::to_string(task).unwrap_or_default();
        Ok(Digest::of(task.as_bytes())
            .chain(&world.digest.0.to_le_bytes())
            .chain(&rollout.to_le_bytes())
            .chain(moment.as_bytes()))
    }
}

/// That what comes can be played again from the task and the rollout alone.
fn replayable(prepared: &dyn Prepared, branch: Option<u64>) -> Result<(), Failure> {
    if branch.is_none() || !prepared.draws().in_step() {
        return Ok(());
    }
    Err(Failure::bad_params(
        "a branch draws chance that no rollout number names, so a recording of it could not be replayed: leave out `branch` or `record`",
    ))
}
