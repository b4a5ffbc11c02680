//! Starting episodes.

use crate::{
    Failure, Session,
    frames::budget,
    record::Recording,
    request::{Reset, Shown},
    response::{SlotFrame, Slots},
    rewards::{MAX_COMPARED, Pricing},
    session::Seat,
    tasks::{Assignment, assign},
};
use std::sync::Arc;
use truestep_core::{
    host::{Capabilities, HostError, Recorder, TruthLevel},
    registry::Prepared,
    trajectory::AgentInfo,
    view,
};

/// How episodes are played, the same for all of a request and for those that follow by themselves.
#[derive(Clone)]
pub(crate) struct Manner {
    pub(crate) shown: Shown,
    pub(crate) agent: Arc<AgentInfo>,
    pub(crate) record: bool,
    pub(crate) pricing: Option<Arc<Pricing>>,
}

impl Manner {
    /// Frames and nothing else.
    pub(crate) fn shown(shown: Shown) -> Self {
        Self {
            shown,
            agent: Arc::new(crate::request::Agent::default().into()),
            record: false,
            pricing: None,
        }
    }

    /// That a task can be played so.
    pub(crate) fn check(&self, prepared: &dyn Prepared) -> Result<(), Failure> {
        check_views(prepared, &self.shown)?;
        match &self.pricing {
            Some(pricing) => pricing.check(prepared),
            None => Ok(()),
        }
    }
}

impl Session {
    /// Start an episode in each slot named.
    ///
    /// # Errors
    /// If a slot does not exist or is named twice, a task cannot be made, or has no such view or channel of truth.
    pub fn reset(&mut self, reset: &Reset) -> Result<Slots<SlotFrame>, Failure> {
        self.check_slots(&reset.slots)?;
        let manner = Manner {
            shown: reset.shown.clone(),
            agent: Arc::new(reset.agent.clone().into()),
            record: reset.record,
            pricing: Pricing::parse(&reset.rewards)?.map(Arc::new),
        };
        check_name(&reset.agent.name)?;
        if (self.is_taken)(&reset.agent.name) {
            return Err(Failure::bad_params(format!(
                "agent `{}` goes by the name of an agent of truestep, which a replay would ask what it does: give it another, such as `my-{}`",
                reset.agent.name, reset.agent.name
            )));
        }
        let compares = manner.pricing.as_ref().is_some_and(|p| p.compares());
        if compares && reset.select.is_some() && reset.group > MAX_COMPARED {
            return Err(Failure::bad_params(format!(
                "`rewards` compare the {} episodes of a `group`, which are held in memory: at most {MAX_COMPARED}; give a smaller `group`, or `record` and score the file",
                reset.group
            )));
        }
        // Everything that can fail comes before the first slot is touched.
        let (assignments, selection) = assign(&self.registry, reset)?;
        for assignment in &assignments {
            manner.check(&*assignment.prepared)?;
        }
        for (&slot, assignment) in reset.slots.iter().zip(assignments) {
            self.last[slot] = None;
            self.seat(slot, assignment, manner.clone())?;
            self.seat_mut(slot)?.selection.clone_from(&selection);
        }
        Ok(self.first_frames(&reset.slots))
    }

    /// Start an episode in a slot.
    pub(crate) fn seat(
        &mut self,
        slot: usize,
        assignment: Assignment,
        manner: Manner,
    ) -> Result<(), Failure> {
        let Assignment {
            prepared,
            group,
            rollout,
            party,
        } = assignment;
        self.leave(slot);
        let records = manner.record || manner.pricing.is_some();
        let capabilities = Capabilities {
            max_steps: Some(budget(&*prepared, &manner.shown)),
            // What is written down or priced carries the truth, whether or not the client is told.
            truth: match manner.shown.truth || records {
                true => TruthLevel::Basic,
                false => TruthLevel::Off,
            },
            views: manner.shown.views.clone(),
            record: records,
            plugins: vec![],
        };
        prepared.load(&mut self.shard, slot, rollout, &capabilities)?;
        let mut memories = vec![];
        if let (Some(pricing), Some(recorder)) = (
            &manner.pricing,
            self.shard.parts::<Option<&Recorder>>(slot)?,
        ) {
            memories = pricing.memories(recorder)?;
        }
        let recording = records.then(|| Recording {
            agent: Arc::clone(&manner.agent),
            kept: manner.record,
            bytes: 0,
        });
        self.seats[slot] = Some(Seat {
            prepared,
            group,
            rollout,
            manner,
            recording,
            memories,
            party,
            selection: None,
        });
        Ok(())
    }
}

/// That an agent has a name: a record without one says nothing of who acted, and is not read back.
fn check_name(name: &str) -> Result<(), Failure> {
    match name.trim().is_empty() {
        false => Ok(()),
        true => Err(Failure::bad_params(
            "`agent` has an empty `name`: give one, such as `my-agent`, or leave `agent` out",
        )),
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
