//! A session: who sits where.

use crate::{
    Failure, MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES, Method, PROTOCOL,
    record::Recording,
    request::Slots,
    response::{Closed, Environment, Hello, List},
    rewards::Party,
    start::Manner,
    tasks::Selection,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, atomic::AtomicUsize},
};
use truestep_core::{
    forms::act_tool,
    host::{HostError, Shard},
    registry::{Prepared, Registry},
    trajectory::Episode,
    view::KeepImages,
};
use truestep_rewards::stage::Memory;

/// The environments of one client, all in one shard.
#[allow(
    missing_debug_implementations,
    reason = "holds a shard and trait objects"
)]
pub struct Session {
    pub(crate) registry: Registry,
    pub(crate) shard: Shard,
    /// One slot beside the client's, where a moment is tried before it replaces anything.
    pub(crate) trial: Shard,
    pub(crate) seats: Vec<Option<Seat>>,
    /// The last recorded episode of every slot with its size in bytes, `[slots]`.
    pub(crate) last: Vec<Option<(Arc<Episode>, usize)>>,
    /// Recorded episodes that have ended and were not taken yet.
    pub(crate) ended: Vec<Arc<Episode>>,
    pub(crate) hands_over: bool,
    /// What episodes take that wait for the rest of their group, in bytes.
    pub(crate) waiting: Arc<AtomicUsize>,
    /// Names that no agent of the client may go by.
    pub(crate) is_taken: fn(&str) -> bool,
}

/// What is known of a slot in use.
#[derive(Clone)]
pub(crate) struct Seat {
    pub(crate) prepared: Arc<dyn Prepared>,
    pub(crate) group: u64,
    pub(crate) rollout: u32,
    pub(crate) manner: Manner,
    pub(crate) recording: Option<Recording>,
    /// What the schemes that price each step remember, in their order.
    pub(crate) memories: Vec<Memory>,
    /// Its group, until its episode has ended.
    pub(crate) party: Option<Arc<Party>>,
    /// What it plays next, shared by the slots of one request.
    pub(crate) selection: Option<Arc<Mutex<Selection>>>,
}

impl Session {
    /// A session over `registry` with that many slots, all empty.
    #[must_use]
    pub fn new(registry: Registry, slots: usize) -> Self {
        Self {
            shard: registry.shard_builder().build(slots),
            trial: registry.shard_builder().build(1),
            registry,
            seats: vec![None; slots],
            last: vec![None; slots],
            ended: vec![],
            hands_over: false,
            waiting: Arc::default(),
            is_taken: |_| false,
        }
    }

    /// The same, refusing agents whose name `is_taken` by those that a replay would ask again. For a session whose slots are
    /// empty.
    #[must_use]
    pub fn refusing_names(self, is_taken: fn(&str) -> bool) -> Self {
        Self { is_taken, ..self }
    }

    /// The same, keeping recorded episodes that have ended until [`Session::take_ended`] takes them, and their images in
    /// `images`. For a session whose slots are empty.
    #[must_use]
    pub fn handing_over(self, images: Arc<dyn KeepImages>) -> Self {
        let mut builder = self.registry.shard_builder();
        builder.keep_images(images);
        Self {
            shard: builder.build(self.seats.len()),
            hands_over: true,
            ..self
        }
    }

    /// Who is spoken to.
    #[must_use]
    pub fn hello(&self) -> Hello {
        Hello {
            name: "truestep",
            version: env!("CARGO_PKG_VERSION"),
            protocol: PROTOCOL,
            methods: Method::ALL.iter().map(|m| m.name()).collect(),
            environments: self.seats.len(),
            max_line_bytes: MAX_REQUEST_BYTES,
            max_response_bytes: MAX_RESPONSE_BYTES,
            records_to_file: self.hands_over,
            tools: act_tool(),
        }
    }

    /// What there is to play.
    #[must_use]
    pub fn list(&self) -> List {
        let families = self.registry.families().iter();
        let environments = families.map(|family| Environment {
            name: family.env().to_owned(),
            world: family.world(),
            tasks: family.templates(),
        });
        List {
            environments: environments.collect(),
        }
    }

    /// Empty slots; all that are in use, if none is named.
    ///
    /// # Errors
    /// If a slot does not exist or is empty.
    pub fn close(&mut self, asked: &Slots) -> Result<Closed, Failure> {
        let closed = self.slots_asked(asked)?;
        for &slot in &closed {
            self.leave(slot);
            self.shard.unload(slot)?;
        }
        Ok(Closed { closed })
    }

    pub(crate) fn seat_of(&self, slot: usize) -> Result<&Seat, Failure> {
        self.shard.entity(slot)?;
        Ok(self.seats[slot]
            .as_ref()
            .expect("invariant: a loaded slot has a seat"))
    }

    pub(crate) fn seat_mut(&mut self, slot: usize) -> Result<&mut Seat, Failure> {
        self.shard.entity(slot)?;
        Ok(self.seats[slot]
            .as_mut()
            .expect("invariant: a loaded slot has a seat"))
    }

    pub(crate) fn slots_asked(&self, asked: &Slots) -> Result<Vec<usize>, Failure> {
        match &asked.slots {
            None => Ok((0..self.seats.len())
                .filter(|&s| self.seats[s].is_some())
                .collect()),
            Some(slots) => {
                self.check_slots(slots)?;
                slots.iter().try_for_each(|&s| self.seat_of(s).map(drop))?;
                Ok(slots.clone())
            }
        }
    }

    /// That slots exist and none is named twice.
    pub(crate) fn check_slots(&self, slots: &[usize]) -> Result<(), Failure> {
        let mut seen = BTreeSet::new();
        for &slot in slots {
            if slot >= self.seats.len() {
                let slots = self.seats.len();
                return Err(HostError::NoSuchSlot { slot, slots }.into());
            }
            if !seen.insert(slot) {
                return Err(Failure::bad_params(format!("slot {slot} is named twice")));
            }
        }
        Ok(())
    }
}
