//! Milestones: what a plan has achieved, as bits of a number.

use crate::shop::{
    product::ProductId,
    strict::world::{
        def::Def,
        listing::Listing,
        objective::{MAX_SLOTS, Objective},
        page::Tab,
    },
};

/// Bits of a set of milestones at most.
pub(crate) const MAX_MILESTONE_BITS: u32 = 16;

/// What a walk has to do in the cart before its end. Everything else there is done where the purchase is made anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detour {
    /// Nothing.
    None,
    /// Remove lines, as the cart is too full to take what is missing.
    MakeRoom,
    /// Change back what the task, which asks for no purchase, does not ask for.
    Tidy,
}

/// What a plan is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// A list outside the menu that the agent stands on.
    pub(crate) extra: Option<Listing>,
    /// Decisive facts that the cart, as it is now, would show and that are not known yet.
    pub(crate) in_cart: u64,
    /// What has to be done in the cart first.
    pub(crate) detour: Detour,
}

/// Where the parts of a set of milestones lie.
#[derive(Debug)]
pub(crate) struct MilestoneLayout {
    pub(crate) facts: u32,
    /// First bit and width of each slot's field: 0, or the choice that fills it plus one.
    pub(crate) slots: [(u32, u32); MAX_SLOTS],
    /// First bit of the orders to cancel, in order.
    pub(crate) cancelled: u32,
    /// First bit of the number of free lines; only in tight plans.
    pub(crate) free: Option<u32>,
    /// The bit that says that everything was changed back; only in plans that must do so.
    pub(crate) tidied: Option<u32>,
    pub(crate) bits: u32,
}

impl MilestoneLayout {
    pub(crate) fn new(def: &Def, detour: Detour) -> Self {
        let mut bits = u32::from(def.decisive_facts);
        let facts = bits;
        let mut slots = [(0, 0); MAX_SLOTS];
        if let Objective::Purchase(purchase) = &def.objective {
            for (field, slot) in slots.iter_mut().zip(&purchase.slots) {
                let width = usize::BITS - slot.choices.len().leading_zeros();
                *field = (bits, width);
                bits += width;
            }
        }
        let cancelled = bits;
        if let Objective::Cancel { targets, .. } = def.objective {
            bits += targets.count_ones();
        }
        let free = (detour == Detour::MakeRoom).then_some(bits);
        let tidied = (detour == Detour::Tidy).then_some(bits);
        bits += match detour {
            Detour::None => 0,
            Detour::MakeRoom => 3,
            Detour::Tidy => 1,
        };
        Self {
            facts,
            slots,
            cancelled,
            free,
            tidied,
            bits,
        }
    }

    pub(crate) fn slot(&self, milestones: usize, slot: usize) -> usize {
        let (first, width) = self.slots[slot];
        milestones >> first & ((1 << width) - 1)
    }

    pub(crate) fn free(&self, milestones: usize) -> Option<usize> {
        self.free.map(|first| milestones >> first & 7)
    }

    /// Whether nothing is left to be changed back.
    pub(crate) fn is_tidy(&self, milestones: usize) -> bool {
        self.tidied.is_none_or(|bit| milestones >> bit & 1 == 1)
    }

    /// The decisive facts on a tab of an item page.
    pub(crate) fn shown_by_tab(&self, def: &Def, product: ProductId, tab: Tab) -> usize {
        let decisive = def.facts.iter().take(self.facts as usize);
        decisive
            .enumerate()
            .filter(|(_, place)| place.is_on_tab(product, tab))
            .fold(0, |mask, (i, _)| mask | 1 << i)
    }

    pub(crate) fn facts(&self, milestones: usize) -> u64 {
        milestones as u64 & ((1 << self.facts) - 1)
    }
}
