//! Judging everything some searches found.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use truestep_core::rational::Rational;

use crate::shop::product::{Product, ProductId};

use super::super::cover::widest;
use super::super::generate::Storefront;
use super::super::judge::Judge;
use super::super::moves::{
    is_chosen_by_its_text, is_opened_by_its_link, is_plain_choice, says_page_kind,
};
use super::super::reward::{Listing, ProductMatch};
use super::{Fit, Group, Item, MAX_TABLE, ON_MENU, Profile, Tables};

/// Groups of a profile: fit, then per group the (mask, values on the menu) of each class.
type ProfileKey = (Fit, Vec<Vec<(u64, u32)>>);

impl Tables {
    /// Judges everything the searches found.
    pub(in crate::shop::compat) fn build(
        shop: &Storefront,
        judge: &Judge,
        searches: &[Vec<ProductId>],
    ) -> Self {
        let mut ids: Vec<ProductId> = searches.iter().flatten().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let products: Vec<Arc<Product>> = ids.iter().map(|id| shop.stock().product(*id)).collect();
        let mut builder = Builder {
            shop,
            judge,
            attributes: FxHashMap::default(),
            options: FxHashMap::default(),
            profiles: BTreeMap::new(),
            known_codes: FxHashMap::default(),
            known_masks: FxHashMap::default(),
            tables: Self {
                best: Rational::from_integer(0),
                ..Self::default()
            },
        };
        for (id, product) in ids.iter().zip(&products) {
            builder.add(*id, product);
        }
        let mut tables = builder.tables;
        tables.searches = searches
            .iter()
            .map(|hits| tables.found(hits, &ids))
            .collect();
        tables.shrink();
        tables
    }
}

struct Builder<'a> {
    shop: &'a Storefront,
    judge: &'a Judge,
    /// Masks of attributes and option values met before: products share most of them.
    attributes: FxHashMap<&'a str, u64>,
    options: FxHashMap<&'a str, (u64, bool)>,
    profiles: BTreeMap<ProfileKey, u32>,
    /// Where equal lists of codes and masks are kept: groups share most of them too.
    known_codes: FxHashMap<Vec<u16>, u32>,
    known_masks: FxHashMap<Vec<u64>, u32>,
    tables: Tables,
}

/// Keeps a list once; returns where it starts.
fn keep<T: Copy + Eq + Hash>(
    known: &mut FxHashMap<Vec<T>, u32>,
    all: &mut Vec<T>,
    list: Vec<T>,
) -> u32 {
    if let Some(start) = known.get(&list) {
        return *start;
    }
    let start = all.len() as u32;
    all.extend_from_slice(&list);
    known.insert(list, start);
    start
}

impl<'a> Builder<'a> {
    fn add(&mut self, id: ProductId, product: &'a Product) {
        let fit = self.fit(id, product);
        let first_group = self.tables.groups.len() as u32;
        let mut classes: Vec<Vec<(u64, u32)>> = Vec::with_capacity(product.options.len());
        for place in 0..product.options.len() {
            classes.push(self.add_group(product, place));
        }
        self.set_strides(first_group, &classes);
        let on_menu = |group: &Vec<(u64, u32)>| {
            group
                .iter()
                .filter(|(_, offered)| *offered > 0)
                .map(|(mask, _)| *mask)
                .collect()
        };
        let choices: Vec<Vec<u64>> = classes.iter().map(on_menu).collect();
        let widest = widest(&choices);
        let opens = is_opened_by_its_link(&product.asin);
        let full = opens && fit.is_full(self.judge) && widest == self.judge.all_options();
        if opens {
            let grade = fit.grade(self.judge, widest.count_ones());
            self.tables.best = self.tables.best.max(grade);
        }
        let mut item = Item {
            product: id,
            fit,
            solvable: full,
            first_group,
            groups: product.options.len() as u16,
            profile: 0,
        };
        item.profile = self.profile(&item, classes);
        self.tables.items.push(item);
    }

    fn fit(&mut self, id: ProductId, product: &'a Product) -> Fit {
        let judge = self.judge;
        let shared = self.shop.nouns().shared(&product.title, judge.nouns());
        let own = product.attributes.iter();
        let found = own.fold(0, |mask, own| {
            mask | *self
                .attributes
                .entry(own)
                .or_insert_with(|| judge.attributes_like(own))
        });
        let listing = Listing::of(product, &[]);
        Fit::of(&ProductMatch {
            kind: judge.kind_sharing(&product.query, &product.product_category, shared),
            attribute_hits: judge.attributes_in_text(found, listing).count_ones(),
            price_ok: self.shop.price(id, product) <= judge.price_upper(),
        })
    }

    /// Adds a group's values; returns its classes, those on the menu first.
    fn add_group(&mut self, product: &'a Product, place: usize) -> Vec<(u64, u32)> {
        let judge = self.judge;
        let speakable = !says_page_kind(&product.options[place].name);
        let values: Vec<(u64, bool)> = product.options[place]
            .values
            .iter()
            .enumerate()
            .map(|(value, text)| {
                let (mask, plain) = *self
                    .options
                    .entry(text)
                    .or_insert_with(|| (judge.option_mask(text), is_plain_choice(text)));
                (
                    mask,
                    plain && speakable && is_chosen_by_its_text(product, place, value),
                )
            })
            .collect();
        let mut classes: Vec<(u64, u32)> = vec![(0, 0)];
        for on_menu in [true, false] {
            let known = classes.len();
            for (mask, _) in values.iter().filter(|(_, offered)| *offered == on_menu) {
                if !classes.iter().any(|(class, _)| class == mask) {
                    classes.push((*mask, 0));
                }
            }
            classes[known..].sort_unstable();
        }
        let mut codes = Vec::with_capacity(values.len());
        for (mask, offered) in &values {
            let class = classes
                .iter()
                .position(|(class, _)| class == mask)
                .unwrap_or(0);
            classes[class].1 += u32::from(*offered);
            codes.push(class as u16 | if *offered { ON_MENU } else { 0 });
        }
        let off_menu = classes
            .iter()
            .skip(1)
            .filter(|(_, offered)| *offered == 0)
            .count();
        let masks: Vec<u64> = classes.iter().map(|(mask, _)| *mask).collect();
        let group = Group {
            values: values.len() as u16,
            classes: classes.len() as u16,
            offered: (classes.len() - off_menu) as u16,
            first_code: keep(&mut self.known_codes, &mut self.tables.codes, codes),
            first_mask: keep(&mut self.known_masks, &mut self.tables.masks, masks),
            stride: 0,
        };
        self.tables.groups.push(group);
        classes
    }

    /// Gives each group its place in the code: groups with equal classes are interchangeable, so they are sorted by them.
    fn set_strides(&mut self, first_group: u32, classes: &[Vec<(u64, u32)>]) {
        let mut order: Vec<usize> = (0..classes.len()).collect();
        order.sort_by(|a, b| classes[*a].cmp(&classes[*b]));
        let mut stride = 1u64;
        for place in order {
            self.tables.groups[first_group as usize + place].stride = stride;
            stride = stride.saturating_mul(classes[place].len() as u64);
        }
    }

    fn profile(&mut self, item: &Item, mut classes: Vec<Vec<(u64, u32)>>) -> u32 {
        classes.sort();
        let codes = classes.iter().fold(1u64, |codes, group| {
            codes.saturating_mul(group.len() as u64)
        });
        let tables = &mut self.tables;
        let fresh = tables.profiles.len() as u32;
        let number = *self.profiles.entry((item.fit, classes)).or_insert(fresh);
        if number == fresh {
            let first_need = tables.needs.len() as u32;
            tables.profiles.push(Profile {
                first_need,
                codes,
                example: tables.items.len() as u32,
            });
            if item.solvable && codes <= MAX_TABLE {
                for code in 0..codes {
                    let need = tables
                        .compute_needed(item, code)
                        .and_then(|need| u8::try_from(need).ok());
                    tables.needs.push(need.unwrap_or(u8::MAX));
                }
            }
        }
        number
    }
}
