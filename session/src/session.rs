//! A session: who sits where.

use crate::{
    Failure, MAX_REQUEST_BYTES, Method, PROTOCOL,
    request::{Shown, Slots},
    response::{Closed, Environment, Hello, List},
    tasks::Selection,
};
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::forms::act_tool;
use truestep_core::{
    host::{HostError, Shard},
    registry::{Prepared, Registry},
};

/// The environments of one client, all in one shard.
#[allow(
    missing_debug_implementations,
    reason = "holds a shard and trait objects"
)]
pub struct Session {
    pub(crate) registry: Registry,
    pub(crate) shard: Shard,
    pub(crate) seats: Vec<Option<Seat>>,
    pub(crate) selection: Option<Selection>,
}

/// What is known of a slot in use.
#[derive(Clone)]
pub(crate) struct Seat {
    pub(crate) prepared: Arc<dyn Prepared>,
    pub(crate) rollout: u32,
    pub(crate) shown: Shown,
    pub(crate) auto_reset: bool,
}

impl Session {
    /// A session over `registry` with that many slots, all empty.
    #[must_use]
    pub fn new(registry: Registry, slots: usize) -> Self {
        Self {
            shard: registry.shard_builder().build(slots),
            registry,
            seats: vec![None; slots],
            selection: None,
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
            self.shard.unload(slot)?;
            self.seats[slot] = None;
        }
        Ok(Closed { closed })
    }

    pub(crate) fn seat_of(&self, slot: usize) -> Result<&Seat, Failure> {
        self.shard.entity(slot)?;
        Ok(self.seats[slot]
            .as_ref()
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
