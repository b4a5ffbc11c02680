//! The constants of the compat shop, what can be chosen and what can be clicked.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::shop::product::{OptionGroup, Product};

/// Products listed on one page of results (WebShop `PRODUCT_WINDOW`).
pub const PAGE_LEN: usize = 10;
/// Hits a search returns at most (WebShop `SEARCH_RETURN_N`).
pub const MAX_HITS: usize = 50;
/// Options beyond this leave no room in a set of 64 sub-goals.
pub(super) const MAX_OPTIONS: usize = 60;

/// The pages behind an item's buttons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SubKind {
    /// Long description.
    Description,
    /// Bullet points.
    Features,
    /// Reviews: always empty in WebShop, which does not load them.
    Reviews,
    /// Attributes and categories; only behind a button if the shop shows attributes.
    Attributes,
}

impl SubKind {
    /// All kinds in button order.
    pub const ALL: [Self; 4] = [
        Self::Description,
        Self::Features,
        Self::Reviews,
        Self::Attributes,
    ];

    /// The button's text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Description => "Description",
            Self::Features => "Features",
            Self::Reviews => "Reviews",
            Self::Attributes => "Attributes",
        }
    }

    /// The kind whose button has this lower-cased text.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(label))
    }
}

/// Option groups a [`Chosen`] holds without an allocation.
const INLINE_GROUPS: usize = 8;

/// The value chosen in each option group of one product.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Chosen(Slots);

/// One number per group: 0 for none, else 1 + the value's place in its group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Slots {
    Inline([u16; INLINE_GROUPS]),
    Shared(Arc<[u16]>),
}

impl Chosen {
    /// Nothing chosen yet in a product with `groups` option groups.
    pub fn none(groups: usize) -> Self {
        Self(if groups <= INLINE_GROUPS {
            Slots::Inline([0; INLINE_GROUPS])
        } else {
            Slots::Shared(vec![0; groups].into())
        })
    }

    fn slots(&self) -> &[u16] {
        match &self.0 {
            Slots::Inline(slots) => slots,
            Slots::Shared(slots) => slots,
        }
    }

    /// Place of the value chosen in a group; `None` if none is, or there is no such group.
    pub fn get(&self, group: usize) -> Option<usize> {
        self.slots().get(group)?.checked_sub(1).map(usize::from)
    }

    /// Chooses a value; a group beyond the product's, or a place beyond 65,534, changes nothing.
    pub fn set(&mut self, group: usize, value: usize) {
        let Ok(code) = u16::try_from(value + 1) else {
            return;
        };
        let slot = match &mut self.0 {
            Slots::Inline(slots) => slots.get_mut(group),
            Slots::Shared(slots) => Arc::make_mut(slots).get_mut(group),
        };
        if let Some(slot) = slot {
            *slot = code;
        }
    }

    /// (group, value) places of everything chosen, in group order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.slots()
            .iter()
            .enumerate()
            .filter(|(_, code)| **code > 0)
            .map(|(group, code)| (group, usize::from(*code) - 1))
    }
}

/// The results page on which the hit with this rank is listed.
pub const fn page_of_rank(rank: u32) -> u32 {
    rank / PAGE_LEN as u32 + 1
}

/// What a click does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Click {
    /// To the search page.
    Back,
    /// To the results page with this number.
    Turn(u32),
    /// From an item or one of its pages to the item, unchanged.
    ToItem,
    /// Open the hit with this rank.
    Open(u32),
    /// Choose a value of an option group, both by place.
    Choose {
        /// Place of the group.
        group: u16,
        /// Place of the value in the group.
        value: u16,
    },
    /// Open a page behind the item.
    Show(SubKind),
    /// Buy with the values chosen.
    Buy,
}

/// The chosen options of a product as texts, in the order in which they were first chosen.
#[derive(Clone, Copy, Debug)]
pub struct Picks<'a> {
    /// The product's option groups.
    pub groups: &'a [OptionGroup],
    /// Values chosen.
    pub chosen: &'a Chosen,
    /// Places of groups in the order of first choice; groups not listed follow in page order.
    pub order: &'a [u8],
}

impl<'a> Picks<'a> {
    /// Picks of a product.
    pub fn new(product: &'a Product, chosen: &'a Chosen, order: &'a [u8]) -> Self {
        Self {
            groups: &product.options,
            chosen,
            order,
        }
    }

    /// (group name, value) pairs.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let listed = self.order.iter().map(|group| usize::from(*group));
        let others = (0..self.groups.len())
            .filter(move |group| !self.order.iter().any(|seen| usize::from(*seen) == *group));
        listed.chain(others).filter_map(move |group| {
            let value = self.chosen.get(group)?;
            let group = self.groups.get(group)?;
            Some((group.name.as_str(), group.values.get(value)?.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_keeps_one_value_per_group_whatever_the_number_of_groups() {
        for groups in [0, 1, 8, 9, 40] {
            let mut chosen = Chosen::none(groups);
            for group in 0..groups {
                chosen.set(group, group + 2);
                chosen.set(group, group);
            }
            let expected: Vec<_> = (0..groups).map(|group| (group, group)).collect();
            assert_eq!(chosen.iter().collect::<Vec<_>>(), expected);
            assert_eq!(chosen.get(groups.max(8)), None);
        }
    }
}
