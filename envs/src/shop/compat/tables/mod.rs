//! What the planner knows of the products that some searches found.
//!
//! Per product only what the future depends on is kept: how well its kind, attributes and price fit, and, per option value,
//! the mask of the wanted options that value matches. Values of a group with equal masks form a *class* (class 0: mask 0 or
//! nothing chosen). Products with equal fit and equal classes share a *profile*; a profile and one class per group, packed
//! into a *code*, decide everything that can still happen on a product's page. That is the exact lumping of the state graph,
//! and it makes the clicks still needed a table look-up.

mod build;

use truestep_core::rational::Rational;

use crate::shop::product::ProductId;

use super::cover::{Group as CoverGroup, clicks_needed};
use super::judge::Judge;
use super::reward::ProductMatch;
use super::types::{Chosen, PAGE_LEN};

/// Not reachable.
pub(super) const NEVER: u32 = u32::MAX;
/// Set in a value's code if the menu offers it.
const ON_MENU: u16 = 1 << 15;
/// Largest table of clicks needed a profile gets; beyond it they are computed at each call.
const MAX_TABLE: u64 = 4_096;
/// The factors of the type reward, by code.
const TYPE_FACTORS: [(i64, i64); 4] = [(0, 1), (1, 10), (1, 2), (1, 1)];

/// A product's fit, options aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// Index into the factors of the type reward.
    type_code: u8,
    /// Attributes that hit.
    pub(super) attribute_hits: u8,
    /// Whether the price is within the limit.
    pub(super) price_ok: bool,
}

impl Fit {
    pub(super) fn of(matched: &ProductMatch) -> Self {
        let r_type = matched.kind.r_type;
        let type_code = TYPE_FACTORS
            .iter()
            .position(|(n, d)| r_type == Rational::new(*n, *d))
            .unwrap_or(0);
        Self {
            type_code: type_code as u8,
            attribute_hits: matched.attribute_hits as u8,
            price_ok: matched.price_ok,
        }
    }

    /// The factor of the type reward.
    pub(super) fn r_type(self) -> Rational {
        let (n, d) = TYPE_FACTORS[self.type_code as usize];
        Rational::new(n, d)
    }

    /// The reward with this many options matched.
    pub(super) fn grade(self, judge: &Judge, options_hit: u32) -> Rational {
        let hits = u32::from(self.attribute_hits) + options_hit + u32::from(self.price_ok);
        self.r_type() * Rational::new(i64::from(hits), i64::from(judge.counted()))
    }

    /// Whether everything but the options is right.
    fn is_full(self, judge: &Judge) -> bool {
        self.type_code == 3
            && u32::from(self.attribute_hits) == judge.attributes_asked()
            && self.price_ok
    }
}

/// One product.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) product: ProductId,
    pub(super) fit: Fit,
    /// Whether full marks can be had for it.
    pub(super) solvable: bool,
    first_group: u32,
    groups: u16,
    pub(super) profile: u32,
}

impl Item {
    /// Number of option groups.
    pub(super) fn groups(&self) -> usize {
        self.groups.into()
    }
}

#[derive(Clone, Copy, Debug)]
struct Group {
    first_code: u32,
    values: u16,
    first_mask: u32,
    classes: u16,
    /// How many of the classes, the first ones, the menu can reach.
    offered: u16,
    /// Step of the code per class.
    stride: u64,
}

#[derive(Clone, Copy, Debug)]
struct Profile {
    first_need: u32,
    codes: u64,
    /// Any item of this profile, for what the table leaves out.
    example: u32,
}

/// What one search found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Places in the items, best hit first.
    items: Vec<u32>,
    /// Fewest steps to success from results page `p + 1` without leaving the search, up to the first empty page.
    from_page: Vec<u32>,
}

/// What is known of some searches.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    items: Vec<Item>,
    groups: Vec<Group>,
    codes: Vec<u16>,
    masks: Vec<u64>,
    profiles: Vec<Profile>,
    needs: Vec<u8>,
    searches: Vec<Found>,
    /// The best grade any of the products can get.
    pub(super) best: Rational,
}

impl Tables {
    fn found(&self, hits: &[ProductId], ids: &[ProductId]) -> Found {
        let items: Vec<u32> = hits
            .iter()
            .filter_map(|id| ids.binary_search(id).ok())
            .map(|place| place as u32)
            .collect();
        let fresh = |item: &u32| {
            self.needed_at(&self.items[*item as usize], 0)
                .map_or(NEVER, |clicks| clicks + 2)
        };
        let mut from_page: Vec<u32> = items
            .chunks(PAGE_LEN)
            .map(|page| page.iter().map(fresh).min().unwrap_or(NEVER))
            .collect();
        from_page.push(NEVER);
        for place in 1..from_page.len() {
            from_page[place] = from_page[place].min(from_page[place - 1].saturating_add(1));
        }
        for place in (0..from_page.len() - 1).rev() {
            from_page[place] = from_page[place].min(from_page[place + 1].saturating_add(1));
        }
        Found { items, from_page }
    }

    fn shrink(&mut self) {
        self.items.shrink_to_fit();
        self.groups.shrink_to_fit();
        self.codes.shrink_to_fit();
        self.masks.shrink_to_fit();
        self.profiles.shrink_to_fit();
        self.needs.shrink_to_fit();
    }

    /// Bytes of the tables on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        let searches: usize = self
            .searches
            .iter()
            .map(|found| 4 * (found.items.capacity() + found.from_page.capacity()))
            .sum();
        self.items.capacity() * size_of::<Item>()
            + self.groups.capacity() * size_of::<Group>()
            + self.codes.capacity() * size_of::<u16>()
            + self.masks.capacity() * size_of::<u64>()
            + self.profiles.capacity() * size_of::<Profile>()
            + self.needs.capacity()
            + self.searches.capacity() * size_of::<Found>()
            + searches
    }

    /// Hits of a search.
    pub(super) fn hits(&self, search: usize) -> usize {
        self.searches[search].items.len()
    }

    /// The item at a rank of a search.
    pub(super) fn at_rank(&self, search: usize, rank: u32) -> Option<&Item> {
        let place = *self.searches.get(search)?.items.get(rank as usize)?;
        self.items.get(place as usize)
    }

    /// The item of a product, if a search found it.
    pub(super) fn of_product(&self, product: ProductId) -> Option<&Item> {
        let place = self
            .items
            .binary_search_by_key(&product, |item| item.product)
            .ok()?;
        self.items.get(place)
    }

    /// Fewest steps to success from a results page without leaving the search.
    pub(super) fn steps_from_results(&self, search: usize, page: u32) -> u32 {
        let pages = &self.searches[search].from_page;
        let last = pages.len() as u32;
        match page {
            0 => NEVER,
            page if page <= last => pages[page as usize - 1],
            page => pages[last as usize - 1].saturating_add(page - last),
        }
    }

    /// Fewest steps to success from the search page.
    pub(super) fn steps_from_search_page(&self) -> u32 {
        let first = |place: usize| self.steps_from_results(place, 1).saturating_add(1);
        (0..self.searches.len()).map(first).min().unwrap_or(NEVER)
    }

    /// Whether a search lists a product that full marks can be had for.
    pub(super) fn lists_solution(&self, search: usize) -> bool {
        self.steps_from_results(search, 1) != NEVER
    }

    fn groups(&self, item: &Item) -> &[Group] {
        &self.groups[item.first_group as usize..][..item.groups.into()]
    }

    fn class(&self, group: &Group, value: usize) -> u16 {
        self.codes
            .get(group.first_code as usize + value)
            .map_or(0, |code| code & !ON_MENU)
    }

    /// The code of what is chosen.
    pub(super) fn code(&self, item: &Item, chosen: &Chosen) -> u64 {
        let groups = self.groups(item);
        let part = |(group, value): (usize, usize)| {
            groups.get(group).map_or(0, |group| {
                u64::from(self.class(group, value)) * group.stride
            })
        };
        chosen.iter().map(part).sum()
    }

    /// The code after choosing another value.
    pub(super) fn code_after(
        &self,
        item: &Item,
        code: u64,
        chosen: &Chosen,
        group: usize,
        value: usize,
    ) -> u64 {
        let Some(facts) = self.groups(item).get(group) else {
            return code;
        };
        let old = chosen.get(group).map_or(0, |old| self.class(facts, old));
        code - u64::from(old) * facts.stride + u64::from(self.class(facts, value)) * facts.stride
    }

    /// Whether the menu offers a value.
    pub(super) fn offers(&self, item: &Item, group: usize, value: usize) -> bool {
        let Some(group) = self
            .groups(item)
            .get(group)
            .filter(|group| value < group.values.into())
        else {
            return false;
        };
        self.codes
            .get(group.first_code as usize + value)
            .is_some_and(|code| code & ON_MENU != 0)
    }

    /// (group, value) places the menu offers, in page order.
    pub(super) fn offered<'t>(&'t self, item: &'t Item) -> impl Iterator<Item = (u16, u16)> + 't {
        self.groups(item)
            .iter()
            .enumerate()
            .flat_map(move |(place, group)| {
                let codes = &self.codes[group.first_code as usize..][..group.values.into()];
                let offered = codes
                    .iter()
                    .enumerate()
                    .filter(|(_, code)| **code & ON_MENU != 0);
                offered.map(move |(value, _)| (place as u16, value as u16))
            })
    }

    /// The mask of wanted options that what is chosen matches.
    pub(super) fn mask(&self, item: &Item, chosen: &Chosen) -> u64 {
        let groups = self.groups(item);
        let part = |(group, value): (usize, usize)| {
            groups.get(group).map_or(0, |group| {
                self.masks[group.first_mask as usize + usize::from(self.class(group, value))]
            })
        };
        chosen.iter().fold(0, |mask, place| mask | part(place))
    }

    /// Fewest option clicks until everything wanted is chosen; `None` if full marks cannot be had for the product.
    pub(super) fn needed_at(&self, item: &Item, code: u64) -> Option<u32> {
        if !item.solvable {
            return None;
        }
        let profile = &self.profiles[item.profile as usize];
        if profile.codes > MAX_TABLE {
            return self.compute_needed(&self.items[profile.example as usize], code);
        }
        self.needs
            .get(profile.first_need as usize + code as usize)
            .filter(|need| **need < u8::MAX)
            .map(|need| u32::from(*need))
    }

    fn compute_needed(&self, item: &Item, code: u64) -> Option<u32> {
        let all = self.offered_masks(item);
        let groups: Vec<CoverGroup<'_>> = self
            .groups(item)
            .iter()
            .map(|group| {
                let masks = &self.masks[group.first_mask as usize..][..group.classes.into()];
                let now = masks[(code / group.stride) as usize % masks.len()];
                CoverGroup {
                    masks: &masks[..group.offered.into()],
                    now,
                }
            })
            .collect();
        clicks_needed(&groups, all)
    }

    /// Every wanted option that some value on the menu matches; for a solvable item these are all.
    fn offered_masks(&self, item: &Item) -> u64 {
        self.groups(item).iter().fold(0, |mask, group| {
            self.masks[group.first_mask as usize..][..group.offered.into()]
                .iter()
                .fold(mask, |mask, class| mask | class)
        })
    }
}
