//! Starting episodes.

use crate::{
    Failure, Session,
    frames::budget,
    request::{Reset, Shown},
    response::{SlotFrame, Slots},
    session::Seat,
    tasks::{Assignment, assign},
};
use truestep_core::{
    host::{Capabilities, HostError, TruthLevel},
    registry::Prepared,
    view,
};

impl Session {
    /// Start an episode in each slot named.
    ///
    /// # Errors
    /// If a slot does not exist or is named twice, a task cannot be made, or its world lacks a view asked for.
    pub fn reset(&mut self, reset: &Reset) -> Result<Slots<SlotFrame>, Failure> {
        self.check_slots(&reset.slots)?;
        let (assignments, selection) = assign(&self.registry, reset)?;
        // Before the first slot is emptied: a request is done as a whole or not at all.
        for assignment in &assignments {
            check_views(&*assignment.prepared, &reset.shown)?;
        }
        for (&slot, assignment) in reset.slots.iter().zip(assignments) {
            self.seat(slot, assignment, &reset.shown, reset.auto_reset)?;
        }
        if reset.auto_reset {
            self.selection = selection;
        }
        self.first_frames(&reset.slots)
    }

    /// Start an episode in a slot.
    pub(crate) fn seat(
        &mut self,
        slot: usize,
        assignment: Assignment,
        shown: &Shown,
        auto_reset: bool,
    ) -> Result<(), Failure> {
        let Assignment {
            prepared,
            group,
            rollout,
        } = assignment;
        let capabilities = Capabilities {
            max_steps: Some(budget(&*prepared, shown)),
            truth: match shown.truth {
                true => TruthLevel::Basic,
                false => TruthLevel::Off,
            },
            views: shown.views.clone(),
            record: false,
            plugins: vec![],
        };
        prepared.load(&mut self.shard, slot, rollout, &capabilities)?;
        self.shard.join_group(slot, group)?;
        self.seats[slot] = Some(Seat {
            prepared,
            rollout,
            shown: shown.clone(),
            auto_reset,
        });
        Ok(())
    }
}

/// That a task has the views asked for.
pub(crate) fn check_views(prepared: &dyn Prepared, shown: &Shown) -> Result<(), Failure> {
    // A world that does not say which views it has refuses when it is loaded.
    if prepared.views().is_empty() {
        return Ok(());
    }
    let template = prepared.task().template.to_string();
    Ok(view::check(&shown.views, &template, prepared.views()).map_err(HostError::from)?)
}
