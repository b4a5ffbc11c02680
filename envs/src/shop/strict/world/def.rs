//! A task of the strict shop made concrete: what is sold, what is asked, what counts as seen, what the menu offers.

use crate::shop::{
    product::{Product, ProductId},
    strict::world::{
        limits::{HITS, ORDER_ROWS, ROWS},
        listing::{Filters, Listing, Query, Sort},
        market::Market,
        objective::{Objective, ShownAt},
        offers::Offers,
        records::{Coupon, Line, Order},
        variant::{Variant, from_cents},
    },
};
use std::sync::{Arc, OnceLock};
use truestep_core::model::Goal;

/// A query of the task and its hits, searched for when first needed.
#[derive(Debug)]
pub struct TaskQuery {
    /// The text, trimmed, lower case.
    pub text: String,
    hits: OnceLock<Vec<ProductId>>,
    orders: Vec<OnceLock<Vec<ProductId>>>,
}

impl TaskQuery {
    /// A query; `text` must be trimmed and lower case.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self {
            text,
            hits: OnceLock::new(),
            orders: vec![],
        }
    }
}

/// A task of the strict shop, immutable.
#[derive(Debug)]
pub struct Def {
    /// What it asks for.
    pub goal: Goal,
    /// What is sold.
    pub market: Arc<Market>,
    /// Queries the menu offers.
    pub queries: Vec<TaskQuery>,
    /// Orders of the past, newest first.
    pub orders: Vec<Order>,
    /// Coupons there are.
    pub coupons: Vec<Coupon>,
    /// What lies in the cart at the start.
    pub cart: Vec<Line>,
    /// Lines the cart holds at most, up to `MAX_LINES`.
    pub cart_limit: u8,
    /// Where each fact of the task is shown. Facts that a commit's support depends on come first.
    pub facts: Vec<ShownAt>,
    /// How many of the facts support depends on; the others are implied by being able to commit at all.
    pub decisive_facts: u8,
    /// What the episode must end with.
    pub objective: Objective,
    /// What the menu offers.
    pub offers: Offers,
    /// Sort orders the menu offers.
    pub sorts: Vec<Sort>,
    /// Filters the menu offers.
    pub filters: Filters,
    pub(crate) relevant: Vec<ProductId>,
}

/// One list of results, filtered and sorted.
#[derive(Debug)]
pub enum Hits<'a> {
    /// Kept with the task.
    Kept(&'a [ProductId]),
    /// Made for this call.
    Made(Vec<ProductId>),
}

impl std::ops::Deref for Hits<'_> {
    type Target = [ProductId];
    fn deref(&self) -> &[ProductId] {
        match self {
            Hits::Kept(hits) => hits,
            Hits::Made(hits) => hits,
        }
    }
}

impl Def {
    /// A product.
    #[must_use]
    pub fn product(&self, id: ProductId) -> Arc<Product> {
        self.market.product(id)
    }

    /// The hits of a query, best first.
    fn raw_hits<'a>(&'a self, query: &'a Query) -> &'a [ProductId] {
        match query {
            Query::Listed(i) => self
                .queries
                .get(usize::from(*i))
                .map_or(&[], |q| q.hits.get_or_init(|| self.search(&q.text))),
            Query::Free(free) => &free.hits,
        }
    }

    /// Search, with sponsored products first.
    #[must_use]
    pub fn search(&self, text: &str) -> Vec<ProductId> {
        search_with_ads(&self.market, text)
    }

    /// The products of a list, in order.
    #[must_use]
    pub fn hits<'a>(&'a self, listing: &'a Listing) -> Hits<'a> {
        let raw = self.raw_hits(&listing.query);
        if listing.filters.0 == 0 && listing.sort == Sort::Relevance {
            return Hits::Kept(raw);
        }
        let arrange = || arrange(&self.market, raw, listing.filters, listing.sort);
        let kept = match listing.query {
            Query::Listed(i) => self
                .queries
                .get(usize::from(i))
                .and_then(|q| q.orders.get(arrangement(listing.filters, listing.sort))),
            Query::Free(_) => None,
        };
        match kept {
            Some(cell) => Hits::Kept(cell.get_or_init(arrange)),
            None => Hits::Made(arrange()),
        }
    }

    /// Keep filtered and sorted lists of the task's queries: worth it where the menu offers them.
    pub(crate) fn keep_arrangements(&mut self) {
        for query in &mut self.queries {
            query.orders = (0..Filters::SETS * Sort::ALL.len())
                .map(|_| OnceLock::new())
                .collect();
        }
    }

    /// Pages of a list, at least 1.
    #[must_use]
    pub fn pages(&self, listing: &Listing) -> u8 {
        self.hits(listing).len().div_ceil(ROWS).max(1) as u8
    }

    /// The products on a page of a list.
    #[must_use]
    pub fn rows<'a>(&'a self, hits: &'a Hits<'a>, page: u8) -> &'a [ProductId] {
        let start = (usize::from(page) * ROWS).min(hits.len());
        &hits[start..(start + ROWS).min(hits.len())]
    }

    /// Pages of the order list, at least 1.
    #[must_use]
    pub fn order_pages(&self) -> u8 {
        self.orders.len().div_ceil(ORDER_ROWS).max(1) as u8
    }

    /// Position of a product among those the task is about.
    #[must_use]
    pub(crate) fn relevance(&self, product: ProductId) -> Option<usize> {
        self.relevant.iter().position(|&p| p == product)
    }

    /// The slot and choice a product fills.
    #[must_use]
    pub(crate) fn choice(&self, product: ProductId) -> Option<(usize, usize)> {
        let Objective::Purchase(purchase) = &self.objective else {
            return None;
        };
        let slots = purchase.slots.iter().enumerate();
        slots
            .filter_map(|(s, slot)| {
                let found = slot.choices.iter().position(|c| c.product == product);
                found.map(|c| (s, c))
            })
            .next()
    }
}

fn arrangement(filters: Filters, sort: Sort) -> usize {
    usize::from(filters.0) * Sort::ALL.len() + sort as usize
}

/// The hits of a text, sponsored products above all others, both by relevance.
#[must_use]
pub(crate) fn search_with_ads(market: &Market, text: &str) -> Vec<ProductId> {
    let hits = market.search(text, HITS);
    let is_ad = |id: &ProductId| market.product(*id).details.sponsored;
    let (mut ads, rest): (Vec<_>, Vec<_>) = hits.into_iter().partition(is_ad);
    ads.extend(rest);
    ads
}

/// Filter and sort hits; equal keys keep their order.
#[must_use]
pub(crate) fn arrange(
    market: &Market,
    hits: &[ProductId],
    filters: Filters,
    sort: Sort,
) -> Vec<ProductId> {
    let mut kept: Vec<(i64, ProductId)> = hits
        .iter()
        .map(|&id| (id, market.product(id)))
        .filter(|(_, p)| filters.iter().all(|f| f.passes(p)))
        .map(|(id, p)| {
            let key = match sort {
                Sort::Relevance => 0,
                Sort::PriceUp => i64::from(from_cents(&p)),
                Sort::PriceDown => -i64::from(from_cents(&p)),
                Sort::Rating => -i64::from(p.details.rating_tenths),
                Sort::Reviews => -i64::from(p.details.review_count),
            };
            (key, id)
        })
        .collect();
    kept.sort_by_key(|(key, _)| *key);
    kept.into_iter().map(|(_, id)| id).collect()
}

/// Number of options of a product that are chosen wrong for the slot it fills.
pub(crate) fn wrong_options(def: &Def, product: ProductId, chosen: &Variant) -> u8 {
    match (&def.objective, def.choice(product)) {
        (Objective::Purchase(purchase), Some((s, c))) => {
            purchase.slots[s].choices[c].wrong(chosen) as u8
        }
        _ => 0,
    }
}
