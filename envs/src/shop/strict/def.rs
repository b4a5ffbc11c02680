//! A task of the strict shop made concrete: what is sold, what is asked, what counts as seen, what the menu offers.

use super::{
    oracle::Plans,
    types::{
        Coupon, Filters, HITS, Line, Listing, Order, Page, Query, ROWS, Sort, Tab, Unit, Value,
        Variant, price_cents,
    },
    wares::Market,
};
use crate::shop::product::{Product, ProductId};
use std::sync::{Arc, OnceLock};
use truestep_core::{model::Goal, rational::Rational, truth::FactSet};

/// Most slots a purchase has.
pub const MAX_SLOTS: usize = 4;
/// Most products that fill one slot.
pub const MAX_CHOICES: usize = 3;

/// Where a fact of the task is shown; reaching such a page makes it known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the item page of one of these products, or on a page of results that lists it: title, price, rating.
    Row(Vec<ProductId>),
    /// On the item page of one of these products: stock and options.
    Item(Vec<ProductId>),
    /// On one tab of a product's item page.
    Tab(ProductId, Tab),
    /// On one page of one list of results.
    Results(Listing, u8),
    /// On the page of an order.
    Order(u8),
    /// On the page of coupons.
    Coupons,
}

impl Place {
    /// Whether `page` shows it. `rows` are the products a page of results lists.
    #[must_use]
    pub fn is_shown(&self, page: &Page, rows: &[ProductId]) -> bool {
        match (self, page) {
            (Place::Row(products), Page::Results { .. }) => {
                products.iter().any(|p| rows.contains(p))
            }
            (Place::Row(products) | Place::Item(products), Page::Item { product, .. }) => {
                products.contains(product)
            }
            (Place::Tab(wanted, wanted_tab), Page::Item { product, tab, .. }) => {
                wanted == product && wanted_tab == tab
            }
            (Place::Results(wanted, number), Page::Results { listing, page }) => {
                number == page && wanted == listing
            }
            (Place::Order(wanted), Page::Order(order)) => wanted == order,
            (Place::Coupons, Page::Coupons) => true,
            _ => false,
        }
    }
}

/// A product that fills a slot of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The product.
    pub product: ProductId,
    /// The options it must have; `None`: any.
    pub options: [Option<u8>; super::types::MAX_GROUPS],
    /// Facts that must be known before buying it is supported.
    pub needs: FactSet,
}

impl Choice {
    /// Whether a line's options are right.
    #[must_use]
    pub fn suits(&self, variant: &Variant) -> bool {
        self.wrong(variant) == 0
    }

    /// Number of option groups that are chosen wrong.
    #[must_use]
    pub fn wrong(&self, variant: &Variant) -> usize {
        let pairs = self.options.iter().zip(variant);
        pairs
            .filter(|(wanted, chosen)| wanted.is_some_and(|w| w != **chosen))
            .count()
    }
}

/// One thing to buy: one of a few products, in a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Products that fill it; no product fills two slots.
    pub choices: Vec<Choice>,
    /// How many units.
    pub quantity: u8,
}

/// What is to be bought, and how. `None` in a setting: any.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Purchase {
    /// What.
    pub slots: Vec<Slot>,
    /// Most that the slots' lines may cost together, before coupons, cents.
    pub budget_cents: Option<u32>,
    /// The coupon to use.
    pub coupon: Option<u8>,
    /// Where to send it.
    pub address: Option<u8>,
    /// How to wrap it.
    pub wrap: Option<u8>,
    /// An attribute nothing bought may have.
    pub forbidden: Option<String>,
    /// Facts that must be known before any purchase is supported.
    pub needs: FactSet,
}

/// The answers a menu offers: each value once its facts are known, and as many of the decoys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Values and what must be known for them; the right one is among them.
    pub values: Vec<(FactSet, Value)>,
    /// Wrong values; at least as many as `values`.
    pub decoys: Vec<Value>,
}

/// What the episode must end with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The right answer.
    Answer {
        /// It.
        correct: Value,
        /// How answers are written.
        unit: Unit,
        /// Facts it rests on.
        needs: FactSet,
        /// What the menu offers.
        pool: Pool,
        /// Grades of answers that are nearly right, below 1.
        partial: Vec<(Value, Rational)>,
    },
    /// The right purchase.
    Purchase(Purchase),
    /// These orders cancelled and no other, then `finish`.
    Cancel {
        /// Bit `i`: order `i` is to be cancelled.
        targets: u16,
        /// Facts that must be known.
        needs: FactSet,
    },
    /// One line of one order returned.
    Return {
        /// The order.
        order: u8,
        /// Its line.
        line: u8,
        /// The reason, position in [`super::types::REASONS`].
        reason: u8,
        /// The refund, position in [`super::types::REFUNDS`].
        refund: u8,
        /// Facts that must be known.
        needs: FactSet,
    },
    /// The report that it cannot be done.
    Report {
        /// Facts that show it.
        needs: FactSet,
    },
}

/// What the menu offers beside searching and walking through lists. All actions execute whether offered or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Offers(u32);

impl Offers {
    /// `add_to_cart` on item pages.
    pub const BUY: Offers = Offers(1);
    /// The cart, with `remove` and `checkout`.
    pub const CART: Offers = Offers(1 << 1);
    /// Quantities on cart lines.
    pub const QUANTITIES: Offers = Offers(1 << 2);
    /// Opening a product from its cart line.
    pub const CART_LINKS: Offers = Offers(1 << 3);
    /// Coupons in the cart.
    pub const COUPONS: Offers = Offers(1 << 4);
    /// The page of coupons.
    pub const COUPON_PAGE: Offers = Offers(1 << 5);
    /// Addresses in the cart.
    pub const ADDRESSES: Offers = Offers(1 << 6);
    /// Wrapping in the cart.
    pub const WRAPS: Offers = Offers(1 << 7);
    /// The order list.
    pub const ORDERS: Offers = Offers(1 << 8);
    /// Cancelling, and `finish`.
    pub const CANCEL: Offers = Offers(1 << 9);
    /// Returning.
    pub const RETURN: Offers = Offers(1 << 10);
    /// Reordering.
    pub const REORDER: Offers = Offers(1 << 11);
    /// Opening a product from an order.
    pub const ORDER_LINKS: Offers = Offers(1 << 12);
    /// `report[infeasible]`.
    pub const REPORT: Offers = Offers(1 << 13);
    /// Options on item pages.
    pub const OPTIONS: Offers = Offers(1 << 14);

    /// Both.
    #[must_use]
    pub const fn and(self, other: Offers) -> Offers {
        Offers(self.0 | other.0)
    }

    /// Whether `other` is offered.
    #[must_use]
    pub const fn has(self, other: Offers) -> bool {
        self.0 & other.0 == other.0
    }
}

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
    /// Lines the cart holds at most, up to [`super::types::MAX_LINES`].
    pub cart_limit: u8,
    /// Where each fact of the task is shown. Facts that a commit's support depends on come first.
    pub facts: Vec<Place>,
    /// How many of the facts support depends on; the others are implied by being able to commit at all.
    pub decisive_facts: u8,
    /// What the episode must end with.
    pub aim: Aim,
    /// What the menu offers.
    pub offers: Offers,
    /// Sort orders the menu offers.
    pub sorts: Vec<Sort>,
    /// Filters the menu offers.
    pub filters: Filters,
    pub(super) plans: Plans,
    pub(super) relevant: Vec<ProductId>,
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
    pub(super) fn keep_arrangements(&mut self) {
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
        self.orders.len().div_ceil(super::types::ORDER_ROWS).max(1) as u8
    }

    /// Position of a product among those the task is about.
    #[must_use]
    pub(super) fn relevance(&self, product: ProductId) -> Option<usize> {
        self.relevant.iter().position(|&p| p == product)
    }

    /// The slot and choice a product fills.
    #[must_use]
    pub(super) fn choice(&self, product: ProductId) -> Option<(usize, usize)> {
        let Aim::Purchase(purchase) = &self.aim else {
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
pub(super) fn search_with_ads(market: &Market, text: &str) -> Vec<ProductId> {
    let hits = market.search(text, HITS);
    let is_ad = |id: &ProductId| market.product(*id).details.sponsored;
    let (mut ads, rest): (Vec<_>, Vec<_>) = hits.into_iter().partition(is_ad);
    ads.extend(rest);
    ads
}

/// Filter and sort hits; equal keys keep their order.
#[must_use]
pub(super) fn arrange(
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
                Sort::PriceUp => i64::from(price_cents(&p)),
                Sort::PriceDown => -i64::from(price_cents(&p)),
                Sort::Rating => -i64::from(p.details.rating_tenths),
                Sort::Reviews => -i64::from(p.details.review_count),
            };
            (key, id)
        })
        .collect();
    kept.sort_by_key(|(key, _)| *key);
    kept.into_iter().map(|(_, id)| id).collect()
}
