//! Taking actions.

use crate::{
    Failure, Session,
    request::{Action, Step},
    response::{SlotStep, Slots},
};
use serde_json::Value;
use truestep_core::{
    forms::written_call,
    host::{Clock, HostError, Input, Judged},
    trajectory::{End, Frame},
};

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
        let mut said = Vec::with_capacity(step.actions.len());
        for action in step.actions {
            let slot = action.slot;
            if let (Some(menu), Some(seat)) = (step.menu, &mut self.seats[slot]) {
                seat.shown.menu = menu;
            }
            let (input, text) = self.input_of(action)?;
            said.push(text);
            self.shard.submit(slot, input, None)?;
        }
        self.shard.run();
        let steps = slots
            .into_iter()
            .zip(said)
            .map(|(slot, text)| self.stepped(slot, &text));
        let slots = steps.collect::<Result<_, _>>()?;
        Ok(Slots { slots })
    }

    /// What is submitted for an action, and its text. A call that is no action goes in as it was written: it costs a step,
    /// is rejected with what was wrong, and is in the record.
    fn input_of(&mut self, action: Action) -> Result<(Input, String), Failure> {
        let Action {
            slot,
            action,
            menu,
            tool,
            arguments,
        } = action;
        if let Some(text) = action {
            return Ok((Input::Text(text.clone()), text));
        }
        let Some(tool) = tool else {
            let index = menu.unwrap_or_default();
            // Only chat has use for the text.
            let text = match self.seat_of(slot)?.shown.chat {
                true => (self.shard).with_menu(slot, |_, _, menu| menu.text(index as usize))?,
                false => String::new(),
            };
            return Ok((Input::Menu(index), text));
        };
        let arguments = arguments.unwrap_or(Value::Null);
        let forms = self.seat_of(slot)?.prepared.forms();
        let text = match forms.action_of_call(&tool, &arguments) {
            Ok(text) => text,
            Err(_) => written_call(&tool, &arguments),
        };
        Ok((Input::Text(text.clone()), text))
    }

    fn check_action(&mut self, action: &Action) -> Result<(), Failure> {
        let slot = action.slot;
        if self.shard.end(slot)?.is_some() {
            return Err(HostError::EpisodeOver { slot }.into());
        }
        if action.arguments.is_some() && action.tool.is_none() {
            let message = format!("slot {slot}: `arguments` belong to a `tool`");
            return Err(Failure::bad_params(message));
        }
        match (&action.action, action.menu, &action.tool) {
            (Some(_), None, None) | (None, None, Some(_)) => Ok(()),
            (None, Some(index), None) => {
                let len = self.shard.with_menu(slot, |_, _, menu| menu.len())?;
                if (index as usize) < len {
                    return Ok(());
                }
                Err(HostError::NoSuchMenuEntry { slot, index, len }.into())
            }
            _ => Err(Failure::bad_params(format!(
                "slot {slot}: give one of `action` (text), `menu` (a position) and `tool` (with `arguments`)"
            ))),
        }
    }

    /// What the last step of a slot came to; goes on with the next task where that was asked for.
    fn stepped(&mut self, slot: usize, action: &str) -> Result<SlotStep, Failure> {
        let outcome = self.shard.outcome(slot)?;
        let judged = self.shard.parts::<Option<&Judged>>(slot)?;
        let truth = judged.and_then(|j| j.step.clone());
        let seat = self.seat_of(slot)?.clone();
        let number = self.shard.parts::<&Clock>(slot)?.step.saturating_sub(1) as usize;
        let chat = seat.chat();
        let messages = |frame: &Frame| vec![chat.after(number, action, &outcome.effect, frame)];
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
