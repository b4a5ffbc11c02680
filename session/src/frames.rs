//! What a client sees of a slot.

use crate::{
    Failure, Session,
    request::{self, Observe, Shown},
    response::{Content, Opening, SentImage, SlotFrame, SlotMenu, SlotView, Slots},
    session::Seat,
};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use truestep_core::{
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
        let mut menus = vec![];
        for slot in slots {
            let mask = self.seat_of(slot)?.shown.mask;
            let menu = self.menu_of(slot)?;
            menus.push(SlotMenu {
                slot,
                action_mask: mask.map(|size| action_mask(size, menu.len())),
                menu,
            });
        }
        Ok(Slots { slots: menus })
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
        Ok(SlotView {
            slot,
            kind,
            content,
        })
    }

    /// The first frames of slots.
    pub(crate) fn first_frames(&mut self, slots: &[usize]) -> Result<Slots<SlotFrame>, Failure> {
        let frames = slots.iter().map(|&slot| self.first_frame(slot));
        let slots = frames.collect::<Result<_, _>>()?;
        Ok(Slots { slots })
    }

    /// The frame a slot is in, as the first the client sees of it.
    pub(crate) fn first_frame(&mut self, slot: usize) -> Result<SlotFrame, Failure> {
        let seat = self.seat_of(slot)?.clone();
        let instruction = &seat.prepared.goal().instruction;
        let chat = seat.chat();
        let mut frame = self.see(slot, &seat, &|frame| chat.opening(frame))?;
        frame.opening = Some(Opening {
            task: seat.prepared.task().clone(),
            rollout: seat.rollout,
            instruction: instruction.clone(),
            max_steps: budget(&*seat.prepared, &seat.shown),
            forms: (seat.shown.forms).then(|| seat.prepared.forms().clone()),
            tools: (seat.shown.chat).then(|| chat.tools()).flatten(),
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
        let frame = self.shard.frame(slot)?;
        let step = self.shard.parts::<&Clock>(slot)?.step;
        let menu_size = self.shard.with_menu(slot, |_, _, menu| menu.len())?;
        Ok(SlotFrame {
            slot,
            step,
            opening: None,
            messages: seat.shown.chat.then(|| messages(&frame)),
            observation: frame.observation,
            menu_size,
            menu: seat.shown.menu.then(|| self.menu_of(slot)).transpose()?,
            action_mask: seat.shown.mask.map(|size| action_mask(size, menu_size)),
            truth: frame.truth,
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
            self.shown.chat_options(),
        )
    }
}

/// The step budget of an episode.
pub(crate) fn budget(prepared: &dyn Prepared, shown: &Shown) -> u32 {
    let own = prepared.goal().max_steps;
    shown.max_steps.map_or(own, std::num::NonZeroU32::get)
}

fn action_mask(size: u16, menu: usize) -> Vec<u8> {
    (0..usize::from(size)).map(|i| u8::from(i < menu)).collect()
}
