//! The state of a corridor; every setter keeps the digest.

use super::{Def, Defect};
use serde::{Deserialize, Serialize};
use truestep_core::digest::{CellSum, Digest};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    position: u8,
    key: Key,
    /// Which lamps were taken, one bit each.
    lamps: u8,
    read: bool,
    /// The grade in halves, once the door has opened.
    ended: Option<u8>,
    jammed: bool,
    /// Only with [`Defect::HiddenState`]: the next step to the right fails.
    limps: bool,
    sum: CellSum,
}

/// Whether the key is held.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(from = "bool")]
struct Key {
    held: bool,
    /// Only with [`Defect::LossyState`].
    lost_in_writing: bool,
}

impl From<bool> for Key {
    fn from(held: bool) -> Self {
        Self {
            held,
            lost_in_writing: false,
        }
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(self.held && !self.lost_in_writing)
    }
}

impl State {
    pub fn new(def: &Def) -> Self {
        let mut state = Self {
            position: def.start,
            key: Key {
                held: false,
                lost_in_writing: def.defect == Defect::LossyState,
            },
            lamps: 0,
            read: false,
            ended: None,
            jammed: false,
            limps: false,
            sum: CellSum::default(),
        };
        state.sum = state.full_sum();
        state
    }

    fn cells(&self) -> [(u64, u8); 5] {
        [
            (0, self.position),
            (1, u8::from(self.key.held)),
            (2, self.lamps),
            (3, u8::from(self.read) | u8::from(self.jammed) << 1),
            (4, self.ended.map_or(0, |grade| grade + 1)),
        ]
    }

    fn full_sum(&self) -> CellSum {
        let mut sum = CellSum::default();
        self.cells()
            .iter()
            .for_each(|&(key, value)| sum.add(key, &[value]));
        sum
    }

    /// Change something, and the digest with it: only the cells that differ are touched.
    fn set(&mut self, change: impl FnOnce(&mut Self)) {
        let before = self.cells();
        change(self);
        for ((key, old), (_, new)) in before.into_iter().zip(self.cells()) {
            if old != new {
                self.sum.remove(key, &[old]);
                self.sum.add(key, &[new]);
            }
        }
    }

    pub fn digest(&self) -> Digest {
        self.sum.digest()
    }

    pub fn recompute_digest(&self) -> Digest {
        self.full_sum().digest()
    }

    pub fn position(&self) -> u8 {
        self.position
    }

    pub fn go(&mut self, position: u8) {
        self.set(|s| s.position = position);
    }

    pub fn has_key(&self) -> bool {
        self.key.held
    }

    pub fn take_key(&mut self, def: &Def) {
        if def.defect == Defect::StaleDigest {
            self.key.held = true;
        } else {
            self.set(|s| s.key.held = true);
        }
    }

    pub fn lamps(&self) -> u8 {
        self.lamps
    }

    pub fn take_lamp(&mut self, which: u8) {
        self.set(|s| s.lamps |= 1 << which);
    }

    pub fn has_read(&self) -> bool {
        self.read
    }

    pub fn read(&mut self) {
        self.set(|s| s.read = true);
    }

    pub fn ended(&self) -> Option<u8> {
        self.ended
    }

    pub fn end(&mut self, grade_in_halves: u8) {
        self.set(|s| s.ended = Some(grade_in_halves));
    }

    pub fn jammed(&self) -> bool {
        self.jammed
    }

    pub fn jam(&mut self) {
        self.set(|s| s.jammed = true);
    }

    pub fn limps(&self) -> bool {
        self.limps
    }

    pub fn limp(&mut self, limps: bool) {
        self.limps = limps;
    }
}
