//! Draws for one instance.

use crate::shop::{
    product::{Product, ProductId},
    strict::{
        text::words::{as_query, product_name},
        world::{
            def::search_with_ads,
            market::{Kind, Market},
        },
    },
};
use std::sync::Arc;
use truestep_core::chance::{Chance, Sampled};

/// Draws for one instance.
pub(crate) struct Draw<'a> {
    pub(crate) market: &'a Arc<Market>,
    pub(crate) chance: Sampled,
}

impl Draw<'_> {
    /// A number in `0..n`; `n` is positive.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.chance.below(n as u32) as usize
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// An entry of a list, each as likely as its weight.
    pub(crate) fn weighted<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let weights: Vec<u32> = list.iter().map(|(_, w)| *w).collect();
        list[self.chance.pick(&weights)].0
    }

    /// One entry, all equally likely; `None` of an empty list.
    pub(crate) fn pick<'b, T>(&mut self, list: &'b [T]) -> Option<&'b T> {
        (!list.is_empty()).then(|| &list[self.below(list.len())])
    }

    /// `count` different entries in drawn order; `None` if there are fewer.
    pub(crate) fn sample<T: Clone>(&mut self, list: &[T], count: usize) -> Option<Vec<T>> {
        if list.len() < count {
            return None;
        }
        let mut places: Vec<usize> = (0..list.len()).collect();
        for i in 0..count {
            let j = self.between(i, list.len() - 1);
            places.swap(i, j);
        }
        Some(places[..count].iter().map(|&i| list[i].clone()).collect())
    }

    /// Put a list in a drawn order.
    pub(crate) fn shuffle<T: Clone>(&mut self, list: &mut Vec<T>) {
        if let Some(shuffled) = self.sample(list, list.len()) {
            *list = shuffled;
        }
    }

    /// A kind with at least `members` products.
    pub(crate) fn kind(&mut self, members: usize) -> Option<Kind> {
        let kinds = self.market.kinds().iter();
        let fitting: Vec<&Kind> = kinds.filter(|k| k.members.len() >= members).collect();
        self.pick(&fitting).map(|k| (*k).clone())
    }

    /// `count` different kinds with at least `members` products each.
    pub(crate) fn kinds(&mut self, count: usize, members: usize) -> Option<Vec<Kind>> {
        let kinds = self.market.kinds().iter();
        let fitting: Vec<&Kind> = kinds.filter(|k| k.members.len() >= members).collect();
        let chosen = self.sample(&fitting, count)?;
        Some(chosen.into_iter().cloned().collect())
    }

    /// Any product.
    pub(crate) fn product(&mut self) -> Option<ProductId> {
        let count = self.market.len() as usize;
        (count > 0).then(|| ProductId(self.below(count) as u32))
    }

    /// A product.
    pub(crate) fn open(&self, id: ProductId) -> Arc<Product> {
        self.market.product(id)
    }

    /// How an instruction names a product.
    pub(crate) fn name(&self, id: ProductId) -> String {
        product_name(&self.open(id))
    }

    /// The query that is a product's title.
    pub(crate) fn title_query(&self, id: ProductId) -> String {
        as_query(&self.open(id).title)
    }

    /// Whether a text lists a product.
    pub(crate) fn lists(&self, query: &str, id: ProductId) -> bool {
        search_with_ads(self.market, query).contains(&id)
    }
}
