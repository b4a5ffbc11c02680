//! Moments of a slot: taking them, going back to them, letting other slots go on from them.

use crate::{
    Failure, Session,
    request::{Fork, Moment, Restore, TakeSnapshot},
    response::{SlotFrame, Slots, Snapshot},
    tasks::Assignment,
};
use std::sync::Arc;
use truestep_core::{digest::Digest, task::Task};

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
        let seal = seal(&task, rollout, &moment);
        let snapshot = Moment {
            task,
            rollout,
            moment,
            seal,
        };
        Ok(Snapshot { snapshot })
    }

    /// Put a slot into a moment.
    ///
    /// # Errors
    /// If the slot does not exist, or the moment is none of this session's world.
    pub fn restore(&mut self, asked: Restore) -> Result<Slots<SlotFrame>, Failure> {
        let Restore {
            slot,
            snapshot,
            branch,
            shown,
        } = asked;
        self.check_slots(&[slot])?;
        let Moment {
            task,
            rollout,
            moment,
            seal: sealed,
        } = snapshot;
        if seal(&task, rollout, &moment) != sealed {
            return Err(Failure::new(
                "bad_snapshot",
                "the snapshot was changed: give it back as `snapshot` gave it",
            ));
        }
        let prepared = match &self.seats[slot] {
            Some(seat) if **seat.prepared.task() == task => Arc::clone(&seat.prepared),
            _ => self.registry.prepare(&task)?,
        };
        let assignment = Assignment {
            prepared,
            group: 0,
            rollout,
        };
        self.seat(slot, assignment, &shown, false)?;
        let moment = self.shard.read_snapshot(slot, &moment)?;
        self.shard.restore(slot, &moment, branch)?;
        self.first_frames(&[slot])
    }

    /// Let other slots go on from where one is.
    ///
    /// # Errors
    /// If a slot does not exist, is named twice, or the parent is empty.
    pub fn fork(&mut self, asked: &Fork) -> Result<Slots<SlotFrame>, Failure> {
        self.check_slots(&asked.to)?;
        if asked.to.contains(&asked.from) {
            return Err(Failure::bad_params("a slot cannot be forked into itself"));
        }
        let mut seat = self.seat_of(asked.from)?.clone();
        seat.shown.menu = asked.menu.unwrap_or(seat.shown.menu);
        for (i, &slot) in asked.to.iter().enumerate() {
            let assignment = Assignment {
                prepared: Arc::clone(&seat.prepared),
                group: 0,
                rollout: seat.rollout,
            };
            self.seat(slot, assignment, &seat.shown, seat.auto_reset)?;
            let branch = asked.branch.map(|b| b.wrapping_add(i as u64));
            self.shard.fork(asked.from, slot, branch)?;
        }
        self.first_frames(&asked.to)
    }
}

fn seal(task: &Task, rollout: u32, moment: &str) -> Digest {
    let task = serde_json::to_string(task).unwrap_or_default();
    Digest::of(task.as_bytes())
        .chain(&rollout.to_le_bytes())
        .chain(moment.as_bytes())
}
