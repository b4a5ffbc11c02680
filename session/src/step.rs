//! Taking actions.

use crate::{
    Failure, Session,
    request::{Action, Step},
    response::{Entry, SlotFrame, SlotStep, Slots},
    room::{Room, response_full},
};
use serde_json::Value;
use std::sync::Arc;
use truestep_core::{
    forms::written_call,
    host::{Clock, Input, Judged, Recorder},
    trajectory::{End, Frame},
};

impl Session {
    /// Take one action in each slot named. What one slot refuses - its episode has ended, its menu has no such position -
    /// stands in its own entry, and the others go on.
    ///
    /// # Errors
    /// If a slot does not exist or is named twice, or an action has no shape: then nothing has changed.
    pub fn step(&mut self, step: Step) -> Result<Slots<SlotStep>, Failure> {
        let slots: Vec<usize> = step.actions.iter().map(|a| a.slot).collect();
        self.check_slots(&slots)?;
        step.actions.iter().try_for_each(check_shape)?;
        // Once for all of them: to add up what every slot holds takes as long as a small step.
        let texts = step.actions.iter().map(|a| a.action.as_ref());
        let room = self.check_recordings(texts.flatten().map(String::len).sum());
        let actions = step.actions.into_iter();
        let taken: Vec<Result<String, Failure>> = actions
            .map(|action| self.submit(action, step.menu, &room))
            .collect();
        if taken.iter().any(Result::is_ok) {
            self.shard.run();
        }
        let mut room = Room::for_slots(slots.len());
        let mut entries = vec![];
        for (slot, taken) in slots.into_iter().zip(taken) {
            entries.push(match taken {
                Ok(said) => self.stepped(slot, &said, &mut room),
                Err(failure) => Entry::refused(slot, failure),
            });
        }
        Ok(Slots { slots: entries })
    }

    /// Leave an action for the next run; what was said, where chat has use for it.
    fn submit(
        &mut self,
        action: Action,
        menu: Option<bool>,
        room: &Result<(), Failure>,
    ) -> Result<String, Failure> {
        let slot = action.slot;
        let probability = action.probability;
        let (input, said) = self.input_of(action)?;
        if let Some(recording) = &self.seat_of(slot)?.recording {
            room.clone()?;
            if let Input::Text(text) = &input {
                recording.check(text.len())?;
            }
        }
        self.shard.submit(slot, input, probability)?;
        let shown = &mut self.seat_mut(slot)?.manner.shown;
        shown.menu = menu.unwrap_or(shown.menu);
        Ok(said)
    }

    /// What is submitted for an action, and its text where chat has use for it. A call that is no action goes in as it was
    /// written: it costs a step, is rejected with what was wrong, and is in the record.
    fn input_of(&mut self, action: Action) -> Result<(Input, String), Failure> {
        let slot = action.slot;
        let chat = self.seat_of(slot)?.manner.shown.chat;
        let text = match (action.action, action.tool) {
            (Some(text), _) => text,
            (None, Some(tool)) => {
                let arguments = action.arguments.unwrap_or(Value::Null);
                let forms = self.seat_of(slot)?.prepared.forms();
                let read = forms.action_of_call(&tool, &arguments);
                read.unwrap_or_else(|_| written_call(&tool, &arguments))
            }
            (None, None) => {
                let index = action.menu.unwrap_or_default();
                let text = self.shard.with_menu(slot, |_, _, menu| {
                    let is_there = (index as usize) < menu.len();
                    (chat && is_there).then(|| menu.text(index as usize))
                })?;
                return Ok((Input::Menu(index), text.unwrap_or_default()));
            }
        };
        let said = match chat {
            true => text.clone(),
            false => String::new(),
        };
        Ok((Input::Text(text), said))
    }

    fn stepped(&mut self, slot: usize, said: &str, room: &mut Room) -> Entry<SlotStep> {
        match self.step_of(slot, said, room.is_full()) {
            Ok(step) => {
                let entry = match step {
                    Some(step) => room.entry(slot, || Ok(step)),
                    None => Entry::refused(slot, response_full()),
                };
                self.go_on(slot, entry, room)
            }
            Err(failure) => Entry::refused(slot, failure),
        }
    }

    /// What the last step of a slot came to; `None` if there is no room to say it.
    fn step_of(
        &mut self,
        slot: usize,
        said: &str,
        is_full: bool,
    ) -> Result<Option<SlotStep>, Failure> {
        let outcome = self.shard.outcome(slot)?;
        if is_full {
            // What the step means for recordings and groups is done all the same.
            if outcome.fault.is_none() {
                self.price(slot, outcome.end)?;
            }
            if outcome.end.is_some() {
                self.ended(slot)?;
            }
            return Ok(None);
        }
        let seat = self.seat_of(slot)?.clone();
        let truth = match seat.manner.shown.truth {
            true => self.shard.parts::<Option<&Judged>>(slot)?,
            false => None,
        };
        let truth = truth.and_then(|j| j.step.clone());
        let number = self.shard.parts::<&Clock>(slot)?.step.saturating_sub(1) as usize;
        let chat = seat.chat();
        let messages = |frame: &Frame| vec![chat.after(number, said, &outcome.effect, frame)];
        let frame = self.see(slot, &seat, &messages)?;
        // A host that failed leaves no transition behind.
        let rewards = match outcome.fault {
            None => self.price(slot, outcome.end)?,
            Some(_) => None,
        };
        let scores = match outcome.end {
            Some(_) => self.ended(slot)?,
            None => vec![],
        };
        Ok(Some(SlotStep {
            slot,
            effect: outcome.effect.clone(),
            truth,
            rewards,
            end: outcome.end,
            terminated: outcome.end == Some(End::Terminated),
            truncated: outcome.end == Some(End::Truncated),
            fault: outcome.fault.as_ref().map(ToString::to_string),
            scores,
            frame,
            next_frame: None,
        }))
    }

    /// Count the last step into the recording and price it.
    fn price(
        &mut self,
        slot: usize,
        end: Option<End>,
    ) -> Result<Option<crate::response::Rewards>, Failure> {
        let Some(recorder) = self.shard.parts::<Option<&Recorder>>(slot)? else {
            return Ok(None);
        };
        let seat = self.seats[slot].as_mut();
        let seat = seat.expect("invariant: a loaded slot has a seat");
        let (Some(last), Some(recording)) = (recorder.transitions.last(), &mut seat.recording)
        else {
            return Ok(None);
        };
        recording.count(last.action.len(), &last.after);
        let Some(pricing) = &seat.manner.pricing else {
            return Ok(None);
        };
        let t = recorder.transitions.len() - 1;
        pricing
            .price(recorder, t, end, &mut seat.memories)
            .map(Some)
    }

    /// Keep the episode of a slot that has just ended; what the schemes gave it, and its group if it was the last.
    fn ended(&mut self, slot: usize) -> Result<Vec<crate::response::Scores>, Failure> {
        let seat = self.seat_of(slot)?.clone();
        let Some(recording) = &seat.recording else {
            return Ok(vec![]);
        };
        let bytes = recording.bytes;
        let episode = Arc::new(self.episode(slot)?);
        let mut scores = vec![];
        if let Some(pricing) = &seat.manner.pricing {
            scores.extend(pricing.episode(slot, &episode));
            // A slot that goes back to an earlier moment ends more than once; its group counts it once.
            if let Some(party) = self.seat_mut(slot)?.party.take()
                && pricing.compares()
                && let Some(group) = party.end(slot, (*episode).clone(), bytes, &self.waiting)
            {
                scores.extend(pricing.group(&group));
            }
        }
        if recording.kept {
            self.keep(slot, episode, bytes);
        }
        Ok(scores)
    }

    /// Start the next task in a slot whose episode has ended, where that was asked for.
    fn go_on(
        &mut self,
        slot: usize,
        mut entry: Entry<SlotStep>,
        room: &mut Room,
    ) -> Entry<SlotStep> {
        let next = match self.seat_of(slot) {
            Ok(seat) if self.shard.end(slot).is_ok_and(|end| end.is_some()) => {
                seat.selection.clone().map(|s| (s, seat.manner.clone()))
            }
            _ => None,
        };
        let Some((selection, manner)) = next else {
            return entry;
        };
        let assignment = match selection.lock() {
            Ok(mut selection) => selection.next(),
            Err(poisoned) => poisoned.into_inner().next(),
        };
        let seated = assignment.and_then(|assignment| {
            self.seat(slot, assignment, manner)?;
            self.seat_mut(slot)?.selection = Some(selection);
            Ok(())
        });
        if let Entry::Done(step) = &mut entry {
            let next: Entry<SlotFrame> =
                room.entry(slot, || seated.and_then(|()| self.first_frame(slot)));
            step.next_frame = Some(next);
        }
        entry
    }
}

/// That an action is text or a position, and its probability one.
fn check_shape(action: &Action) -> Result<(), Failure> {
    let slot = action.slot;
    let given = [
        action.action.is_some(),
        action.menu.is_some(),
        action.tool.is_some(),
    ];
    if given.iter().filter(|&&given| given).count() != 1 {
        return Err(Failure::bad_params(format!(
            "slot {slot}: give one of `action` (text), `menu` (a position) and `tool` (with `arguments`)"
        )));
    }
    if action.arguments.is_some() && action.tool.is_none() {
        let message = format!("slot {slot}: `arguments` belong to a `tool`");
        return Err(Failure::bad_params(message));
    }
    match action.probability {
        Some(p) if !(0.0..=1.0).contains(&p) => Err(Failure::bad_params(format!(
            "slot {slot}: {p} is no probability: it lies between 0 and 1"
        ))),
        _ => Ok(()),
    }
}
