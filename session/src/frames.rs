//! What a client sees of a slot.

use crate::{
    Failure, Session,
    request::{self, Observe, Shown},
    response::{Content, Entry, Opening, SentImage, SlotFrame, SlotMenu, SlotView, Slots},
    room::{Room, response_full},
    session::Seat,
};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::sync::Arc;
use truestep_core::{
    batch::world_of,
    environment::MenuItem,
    host::Clock,
    registry::Prepared,
    trajectory::Frame,
    view::{self, png},
};
use truestep_rewards::data::chat::{Chat, Message};

impl Session {
    /// The menus of slots.
    ///
    /// # Errors
    /// If a slot does not exist or is empty.
    pub fn menu(&mut self, asked: &request::Slots) -> Result<Slots<SlotMenu>, Failure> {
        let slots = self.slots_asked(asked)?;
        let mut room = Room::for_slots(slots.len());
        let entry = |slot| -> Entry<SlotMenu> { room.entry(slot, || self.slot_menu(slot)) };
        Ok(Slots {
            slots: slots.into_iter().map(entry).collect(),
        })
    }

    /// The frames slots are in, each as the first the client sees of it.
    ///
    /// # Errors
    /// If a slot does not exist or is empty.
    pub fn frames(&mut self, asked: &request::Slots) -> Result<Slots<SlotFrame>, Failure> {
        let slots = self.slots_asked(asked)?;
        Ok(self.first_frames(&slots))
    }

    fn slot_menu(&mut self, slot: usize) -> Result<SlotMenu, Failure> {
        let mask = self.seat_of(slot)?.manner.shown.mask;
        let menu = self.menu_of(slot)?;
        Ok(SlotMenu {
            slot,
            action_mask: mask.map(|size| action_mask(size, menu.len())),
            menu_truncated: is_cut(mask, menu.len()),
            menu,
        })
    }

    fn menu_of(&mut self, slot: usize) -> Result<Vec<MenuItem>, Failure> {
        Ok(self.shard.with_menu(slot, |_, _, menu| {
            let item = |i| MenuItem {
                action: menu.text(i),
                weight: menu.weight(i),
            };
            (0..menu.len()).map(item).collect()
        })?)
    }

    /// One view of a slot, whether or not its frames carry it.
    ///
    /// # Errors
    /// If the slot does not exist or is empty, or its world has no such view.
    pub fn observe(&mut self, asked: &Observe) -> Result<SlotView, Failure> {
        let &Observe { slot, view: kind } = asked;
        let view = self.shard.observe(slot, kind)?;
        let content = match view.content() {
            view::Content::Text(text) => Content::Text(text.clone()),
            view::Content::Image(image) => {
                let png = png(image).map_err(|e| Failure::new("host", e.to_string()))?;
                Content::Image(SentImage {
                    name: image.digest(),
                    png: BASE64_STANDARD.encode(png),
                })
            }
        };
        let view = SlotView {
            slot,
            kind,
            content,
        };
        match Room::for_slots(1).take(&view) {
            true => Ok(view),
            false => Err(response_full()),
        }
    }

    /// The first frames of slots.
    pub(crate) fn first_frames(&mut self, slots: &[usize]) -> Slots<SlotFrame> {
        let mut room = Room::for_slots(slots.len());
        let entry =
            |&slot: &usize| -> Entry<SlotFrame> { room.entry(slot, || self.first_frame(slot)) };
        Slots {
            slots: slots.iter().map(entry).collect(),
        }
    }

    /// The frame a slot is in, as the first the client sees of it.
    pub(crate) fn first_frame(&mut self, slot: usize) -> Result<SlotFrame, Failure> {
        let seat = self.seat_of(slot)?.clone();
        let instruction = &seat.prepared.goal().instruction;
        let shown = &seat.manner.shown;
        let chat = seat.chat();
        let mut frame = self.see(slot, &seat, &|frame| chat.opening(frame))?;
        let told = shown.truth.then(|| seat.prepared.goal());
        frame.opening = Some(Opening {
            task: Arc::clone(seat.prepared.task()),
            group: seat.group,
            rollout: seat.rollout,
            instruction: instruction.clone(),
            max_steps: budget(&*seat.prepared, shown),
            world: world_of(&self.registry, seat.prepared.task())?,
            forms: shown.forms.then(|| seat.prepared.forms().clone()),
            tools: shown.chat.then(|| chat.tools()).flatten(),
            subgoals: told.map(|goal| goal.subgoals.iter().map(|s| s.name.clone()).collect()),
            evidence: told.map(|goal| goal.evidence.len()),
            record: seat.recording.as_ref().is_some_and(|r| r.kept),
        });
        Ok(frame)
    }

    /// The frame a slot is in.
    pub(crate) fn see(
        &mut self,
        slot: usize,
        seat: &Seat,
        messages: &dyn Fn(&Frame) -> Vec<Message>,
    ) -> Result<SlotFrame, Failure> {
        let shown = &seat.manner.shown;
        let frame = self.shard.frame(slot)?;
        let step = self.shard.parts::<&Clock>(slot)?.step;
        let menu_size = self.shard.with_menu(slot, |_, _, menu| menu.len())?;
        Ok(SlotFrame {
            slot,
            step,
            opening: None,
            messages: shown.chat.then(|| messages(&frame)),
            observation: frame.observation,
            menu_size,
            menu: shown.menu.then(|| self.menu_of(slot)).transpose()?,
            action_mask: shown.mask.map(|size| action_mask(size, menu_size)),
            menu_truncated: is_cut(shown.mask, menu_size),
            truth: frame.truth.filter(|_| shown.truth),
            digests: frame.digests,
        })
    }
}

impl Seat {
    /// The task told as chat, as the client wants it.
    pub(crate) fn chat(&self) -> Chat<'_> {
        let prepared = &self.prepared;
        Chat::new(
            prepared.forms(),
            &prepared.goal().instruction,
            self.manner.shown.chat_options(),
        )
    }
}

/// The step budget of an episode.
pub(crate) fn budget(prepared: &dyn Prepared, shown: &Shown) -> u32 {
    let own = prepared.goal().max_steps;
    shown.max_steps.map_or(own, std::num::NonZeroU32::get)
}

/// Whether a mask of that size leaves out actions of the menu.
fn is_cut(mask: Option<u16>, menu: usize) -> Option<bool> {
    mask.map(|size| menu > usize::from(size))
}

fn action_mask(size: u16, menu: usize) -> Vec<u8> {
    (0..usize::from(size)).map(|i| u8::from(i < menu)).collect()
}
