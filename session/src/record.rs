//! Writing episodes down: what an outside player did becomes a trajectory like any other.

use crate::{
    Failure, Session,
    request::Slots as Asked,
    response::{Entry, EpisodeOf, Slots},
    room::Room,
};
use std::sync::{Arc, atomic::Ordering};
use truestep_core::task::Split;
use truestep_core::{
    batch::{versions, world_of},
    host::{Budget, Recorder},
    trajectory::{AgentInfo, End, Episode, Frame, RecordedContent, RecordedView, SCHEMA},
};

/// Most text of one recording, in bytes: written as JSON it stays below the longest line that trajectory files hold.
pub const MAX_RECORDING_BYTES: usize = 1 << 25;
/// What a step takes beside its texts, roughly.
const STEP_BYTES: usize = 1 << 10;

/// Most text of all recordings of a session, in bytes: 1 GiB, or so much a slot if that is more.
const MAX_SESSION_BYTES: usize = 1 << 30;
/// What is granted to every slot of a large session.
const SLOT_BYTES: usize = 1 << 17;

/// What is written down of a slot.
#[derive(Clone)]
pub(crate) struct Recording {
    /// Who acts.
    pub(crate) agent: Arc<AgentInfo>,
    /// Whether the client asked for the episode, or only for rewards, which are made from it.
    pub(crate) kept: bool,
    /// Text so far, in bytes.
    pub(crate) bytes: usize,
}

impl Recording {
    /// That an action still fits.
    pub(crate) fn check(&self, action: usize) -> Result<(), Failure> {
        if self.bytes.saturating_add(action) <= MAX_RECORDING_BYTES {
            return Ok(());
        }
        Err(Failure::new(
            "recording_full",
            format!(
                "the recording of this slot would hold more than {MAX_RECORDING_BYTES} bytes: reset it, or play without `record` and `rewards`"
            ),
        ))
    }

    /// Count a step in.
    pub(crate) fn count(&mut self, action: usize, frame: &Frame) {
        self.bytes += STEP_BYTES + action + shown_bytes(frame);
    }
}

fn shown_bytes(frame: &Frame) -> usize {
    let bytes = |view: &RecordedView| match &view.content {
        RecordedContent::Text(text) => text.len(),
        // Images are named, and kept elsewhere.
        RecordedContent::Image(_) => 0,
    };
    frame.observation.iter().map(bytes).sum()
}

/// The size of what was recorded so far.
pub(crate) fn recorded_bytes(recorder: &Recorder) -> usize {
    let steps = recorder.transitions.iter();
    let steps = steps.map(|t| STEP_BYTES + t.action.len() + shown_bytes(&t.after));
    steps.sum::<usize>() + recorder.start.as_ref().map_or(0, shown_bytes)
}

impl Session {
    /// That recordings have room for `more` bytes. What they hold is counted by the step, so that a request may go beyond by
    /// what its own frames show.
    pub(crate) fn check_recordings(&self, more: usize) -> Result<(), Failure> {
        let seats = self.seats.iter().flatten();
        let running = seats
            .filter_map(|seat| seat.recording.as_ref())
            .map(|r| r.bytes);
        let last = self.last.iter().flatten().map(|(_, bytes)| *bytes);
        let waiting = self.waiting.load(Ordering::Relaxed);
        let limit = MAX_SESSION_BYTES.max(self.seats.len() * SLOT_BYTES);
        let held = running.chain(last).fold(waiting, usize::saturating_add);
        if held.saturating_add(more) <= limit {
            return Ok(());
        }
        Err(Failure::new(
            "recording_full",
            format!(
                "the recordings of all slots would hold more than {limit} bytes: start slots anew that are done, which forgets what they recorded last, or play without `record` and `rewards`"
            ),
        ))
    }

    /// The recorded episodes of slots: of each the one that runs, as if it were stopped here, or the last that ended.
    ///
    /// # Errors
    /// If a slot does not exist. A slot without a recorded episode is refused in its own entry.
    pub fn episodes(&mut self, asked: &Asked) -> Result<Slots<EpisodeOf>, Failure> {
        let slots = match &asked.slots {
            Some(slots) => {
                self.check_slots(slots)?;
                slots.clone()
            }
            None => (0..self.seats.len())
                .filter(|&s| self.seats[s].is_some() || self.last[s].is_some())
                .collect(),
        };
        let mut room = Room::for_slots(slots.len());
        let entry = |slot| -> Entry<EpisodeOf> {
            room.entry(slot, || {
                let episode = self.recorded(slot)?;
                Ok(EpisodeOf { slot, episode })
            })
        };
        Ok(Slots {
            slots: slots.into_iter().map(entry).collect(),
        })
    }

    /// The recorded episodes that have ended since this was last asked, in order; kept only for a session that
    /// [hands them over](Session::handing_over).
    pub fn take_ended(&mut self) -> Vec<Arc<Episode>> {
        std::mem::take(&mut self.ended)
    }

    /// Empty every slot, as at the end of a client: episodes that were recorded and still run end here, aborted.
    pub fn leave_all(&mut self) {
        for slot in 0..self.seats.len() {
            self.leave(slot);
        }
    }

    /// What is lost when a slot gets another episode or none: a recorded one that still runs ends here, aborted.
    pub(crate) fn leave(&mut self, slot: usize) {
        let Some(seat) = self.seats[slot].take() else {
            return;
        };
        if let Some(party) = &seat.party {
            party.leave();
        }
        let kept = seat.recording.as_ref().is_some_and(|r| r.kept);
        let bytes = seat.recording.as_ref().map_or(0, |r| r.bytes);
        self.seats[slot] = Some(seat);
        let runs = self.shard.end(slot).is_ok_and(|end| end.is_none());
        if kept
            && runs
            && let Ok(episode) = self.episode(slot)
            && episode.steps() > 0
        {
            self.keep(slot, Arc::new(episode), bytes);
        }
        self.seats[slot] = None;
    }

    /// Keep an episode that has ended, of that size.
    pub(crate) fn keep(&mut self, slot: usize, episode: Arc<Episode>, bytes: usize) {
        if self.hands_over {
            self.ended.push(Arc::clone(&episode));
        }
        self.last[slot] = Some((episode, bytes));
    }

    fn recorded(&mut self, slot: usize) -> Result<Arc<Episode>, Failure> {
        let kept = |seat: &crate::session::Seat| seat.recording.as_ref().is_some_and(|r| r.kept);
        if self.seats[slot].as_ref().is_some_and(kept) && self.shard.end(slot)?.is_none() {
            return self.episode(slot).map(Arc::new);
        }
        let last = self.last[slot].as_ref();
        last.map(|(episode, _)| Arc::clone(episode)).ok_or_else(|| {
            Failure::new(
                "not_recorded",
                format!("no episode of slot {slot} was recorded: reset it with `record`"),
            )
        })
    }

    /// The episode of a slot that records, up to now.
    pub(crate) fn episode(&mut self, slot: usize) -> Result<Episode, Failure> {
        let last = self.shard.frame(slot)?;
        let end = self.shard.end(slot)?.unwrap_or(End::Aborted);
        let recorder = self.shard.parts::<Option<&Recorder>>(slot)?.cloned();
        let fault = self.shard.outcome(slot)?.fault.map(|fault| fault.message);
        let budget = self.shard.parts::<Option<&Budget>>(slot)?;
        let max_steps = budget.map(|b| b.max_steps);
        let recorder = recorder.unwrap_or_default();
        let seat = self.seat_of(slot)?;
        let (task, goal) = (seat.prepared.task(), seat.prepared.goal());
        let agent = seat.recording.as_ref().map(|r| (*r.agent).clone());
        Ok(Episode {
            schema: SCHEMA.into(),
            task: (**task).clone(),
            split: Split::of(task.seed),
            instruction: goal.instruction.clone(),
            versions: versions(),
            world: world_of(&self.registry, task)?,
            group: seat.group,
            rollout: seat.rollout,
            agent: agent.unwrap_or_else(|| crate::request::Agent::default().into()),
            max_steps,
            subgoals: goal.subgoals.clone(),
            evidence: goal.evidence.clone(),
            plugins: vec![],
            graph: None,
            trace: last.digests.trace,
            given: truestep_core::given::Given::default(),
            start: recorder.start.unwrap_or(last),
            transitions: recorder.transitions,
            end,
            fault: fault.filter(|_| end == End::Aborted),
        })
    }
}
