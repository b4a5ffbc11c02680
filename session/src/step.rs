//! Taking actions.

use crate::{
    Failure, Session,
    request::{Action, Step},
    response::{SlotStep, Slots},
};
use truestep_core::{
    host::{HostError, Input, Judged},
    trajectory::{End, Frame},
};
use truestep_rewards::data::chat;

impl Session {
    /// Take one action in each slot named.
    ///
    /// # Errors
    /// If a slot does not exist, is empty or named twice, its episode has ended, or the menu has no such position.
    pub fn step(&mut self, step: Step) -> Result<Slots<SlotStep>, Failure> {
        let slots: Vec<usize> = step.actions.iter().map(|a| a.slot).collect();
        self.check_slots(&slots)?;
        // All inputs are checked before the first is submitted: a request is done as a whole or not at all.
        for action in &step.actions {
            self.check_action(action)?;
        }
        for Action { slot, action, menu } in step.actions {
            let input = match (action, menu) {
                (Some(text), _) => Input::Text(text),
                (None, menu) => Input::Menu(menu.unwrap_or_default()),
            };
            self.shard.submit(slot, input, None)?;
        }
        self.shard.run();
        let steps = slots.into_iter().map(|slot| self.stepped(slot));
        let slots = steps.collect::<Result<_, _>>()?;
        Ok(Slots { slots })
    }

    fn check_action(&mut self, action: &Action) -> Result<(), Failure> {
        let slot = action.slot;
        if self.shard.end(slot)?.is_some() {
            return Err(HostError::EpisodeOver { slot }.into());
        }
        match (&action.action, action.menu) {
            (Some(_), None) => Ok(()),
            (None, Some(index)) => {
                let len = self.shard.with_menu(slot, |_, _, menu| menu.len())?;
                if (index as usize) < len {
                    return Ok(());
                }
                Err(HostError::NoSuchMenuEntry { slot, index, len }.into())
            }
            _ => Err(Failure::bad_params(format!(
                "slot {slot}: give either `action` (text) or `menu` (a position)"
            ))),
        }
    }

    /// What the last step of a slot came to; goes on with the next task where that was asked for.
    fn stepped(&mut self, slot: usize) -> Result<SlotStep, Failure> {
        let outcome = self.shard.outcome(slot)?;
        let judged = self.shard.parts::<Option<&Judged>>(slot)?;
        let truth = judged.and_then(|j| j.step.clone());
        let seat = self.seat_of(slot)?.clone();
        let messages = |frame: &Frame| chat::after(&outcome.effect, frame);
        let frame = self.see(slot, &seat, &messages)?;
        let next = match &mut self.selection {
            Some(selection) if outcome.end.is_some() && seat.auto_reset => Some(selection.next()?),
            _ => None,
        };
        let next_frame = match next {
            None => None,
            Some(assignment) => {
                self.seat(slot, assignment, &seat.shown, true)?;
                Some(self.first_frame(slot)?)
            }
        };
        Ok(SlotStep {
            slot,
            effect: outcome.effect.clone(),
            truth,
            end: outcome.end,
            terminated: outcome.end == Some(End::Terminated),
            truncated: outcome.end == Some(End::Truncated),
            fault: outcome.fault.as_ref().map(ToString::to_string),
            frame,
            next_frame,
        })
    }
}
