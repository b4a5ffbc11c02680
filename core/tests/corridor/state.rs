//! The state of a corridor; every setter keeps the digest.

use super::defect;
use serde::{Deserialize, Serialize};
use truestep_core::digest::{CellSum, Digest};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State<const D: u8> {
    position: u8,
    #[serde(default, skip_serializing_if = "is_dropped::<D>")]
    key: bool,
    /// Which lamps were taken, one bit each.
    lamps: u8,
    read: bool,
    /// The grade in halves, once the door has opened.
    ended: Option<u8>,
    jammed: bool,
    /// Only with [`defect::HIDDEN_STATE`]: the next step to the right fails.
    limps: bool,
    sum: CellSum,
}

fn is_dropped<const D: u8>(_: &bool) -> bool {
    D == defect::LOSSY_STATE
}

impl<const D: u8> State<D> {
    pub fn new(position: u8) -> Self {
        let mut state = Self {
            position,
            key: false,
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
            (1, u8::from(self.key)),
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
        self.key
    }

    pub fn take_key(&mut self) {
        if D == defect::STALE_DIGEST {
            self.key = true;
        } else {
            self.set(|s| s.key = true);
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
