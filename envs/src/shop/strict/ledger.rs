//! The ledger: what the deeds of a plan have achieved, as bits of a number.

use super::{
    def::{Aim, Def, MAX_SLOTS, Place},
    types::Tab,
};
use crate::shop::product::ProductId;

/// Bits of a ledger at most.
pub(super) const MAX_LEDGER_BITS: u32 = 16;

/// Where the parts of a ledger lie.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) facts: u32,
    /// First bit and width of each slot's field: 0, or the choice that fills it plus one.
    pub(super) slots: [(u32, u32); MAX_SLOTS],
    /// First bit of the orders to cancel, in order.
    pub(super) cancelled: u32,
    /// First bit of the number of free lines; only in tight plans.
    pub(super) free: Option<u32>,
    pub(super) bits: u32,
}

impl Layout {
    pub(super) fn new(def: &Def, is_tight: bool) -> Self {
        let mut bits = u32::from(def.decisive_facts);
        let facts = bits;
        let mut slots = [(0, 0); MAX_SLOTS];
        if let Aim::Purchase(purchase) = &def.aim {
            for (field, slot) in slots.iter_mut().zip(&purchase.slots) {
                let width = usize::BITS - slot.choices.len().leading_zeros();
                *field = (bits, width);
                bits += width;
            }
        }
        let cancelled = bits;
        if let Aim::Cancel { targets, .. } = def.aim {
            bits += targets.count_ones();
        }
        let free = is_tight.then_some(bits);
        bits += if is_tight { 3 } else { 0 };
        Self {
            facts,
            slots,
            cancelled,
            free,
            bits,
        }
    }

    pub(super) fn slot(&self, ledger: usize, slot: usize) -> usize {
        let (first, width) = self.slots[slot];
        ledger >> first & ((1 << width) - 1)
    }

    pub(super) fn free(&self, ledger: usize) -> Option<usize> {
        self.free.map(|first| ledger >> first & 7)
    }

    /// The decisive facts on a tab of an item page.
    pub(super) fn shown_by_tab(&self, def: &Def, product: ProductId, tab: Tab) -> usize {
        let decisive = def.facts.iter().take(self.facts as usize);
        decisive
            .enumerate()
            .filter(|(_, place)| **place == Place::Tab(product, tab))
            .fold(0, |mask, (i, _)| mask | 1 << i)
    }

    pub(super) fn facts(&self, ledger: usize) -> u64 {
        ledger as u64 & ((1 << self.facts) - 1)
    }
}
