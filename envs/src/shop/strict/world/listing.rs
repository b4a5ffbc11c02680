//! Searches and the lists of results they show: queries, filters, sort orders.

use crate::shop::{
    product::{Product, ProductId},
    strict::world::variant::from_cents,
};
use serde::{Deserialize, Serialize};
use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

/// Orders of a results list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sort {
    /// Best match first, sponsored products above all others.
    Relevance,
    /// Cheapest first, by the lowest price each can be had for.
    PriceUp,
    /// Dearest first, by the same price.
    PriceDown,
    /// Best rated first.
    Rating,
    /// Most reviewed first.
    Reviews,
}

impl Sort {
    /// All orders.
    pub const ALL: [Sort; 5] = [
        Sort::Relevance,
        Sort::PriceUp,
        Sort::PriceDown,
        Sort::Rating,
        Sort::Reviews,
    ];

    /// As written on pages and in actions.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::PriceUp => "price low to high",
            Sort::PriceDown => "price high to low",
            Sort::Rating => "best rated",
            Sort::Reviews => "most reviewed",
        }
    }
}

/// One filter of a results list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Filter {
    /// At least one unit in stock.
    InStock,
    /// Rated 4.0 or better.
    FourStars,
    /// Can be had for less than $25.
    Under25,
    /// Can be had for less than $50.
    Under50,
    /// Not a paid placement.
    NoAds,
}

impl Filter {
    /// All filters; filter `i` is bit `i` of [`Filters`].
    pub const ALL: [Filter; 5] = [
        Filter::InStock,
        Filter::FourStars,
        Filter::Under25,
        Filter::Under50,
        Filter::NoAds,
    ];

    /// As written on pages and in actions.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Filter::InStock => "in stock",
            Filter::FourStars => "4 stars or more",
            Filter::Under25 => "under $25",
            Filter::Under50 => "under $50",
            Filter::NoAds => "no ads",
        }
    }

    /// Whether a product passes.
    #[must_use]
    pub fn passes(self, product: &Product) -> bool {
        match self {
            Filter::InStock => product.details.stock_units > 0,
            Filter::FourStars => product.details.rating_tenths >= 40,
            Filter::Under25 => from_cents(product) < 2_500,
            Filter::Under50 => from_cents(product) < 5_000,
            Filter::NoAds => !product.details.sponsored,
        }
    }
}

/// A set of filters; a product must pass all of them.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub struct Filters(pub u8);

impl Filters {
    /// Number of sets of filters.
    pub const SETS: usize = 1 << Filter::ALL.len();

    /// The set with `filter`.
    #[must_use]
    pub fn with(self, filter: Filter) -> Self {
        Self(self.0 | 1 << filter as u8)
    }

    /// Whether `filter` is in the set.
    #[must_use]
    pub fn contains(self, filter: Filter) -> bool {
        self.0 >> (filter as u8) & 1 == 1
    }

    /// The filters of the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Filter> {
        Filter::ALL.into_iter().filter(move |&f| self.contains(f))
    }
}

/// Hits of a text that is not among the task's queries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeHits {
    /// The text, trimmed, lower case.
    pub text: String,
    /// Its hits, best first.
    pub hits: Vec<ProductId>,
}

/// What was searched for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Query {
    /// Query `i` of the task.
    Listed(u8),
    /// Free text, with its hits.
    Free(Arc<FreeHits>),
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Query::Listed(a), Query::Listed(b)) => a == b,
            // The hits follow from the text.
            (Query::Free(a), Query::Free(b)) => a.text == b.text,
            _ => false,
        }
    }
}

impl Eq for Query {}

impl Hash for Query {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Query::Listed(i) => i.hash(state),
            Query::Free(free) => free.text.hash(state),
        }
    }
}

/// A list of results: a query, filtered and sorted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Listing {
    /// What was searched for.
    pub query: Query,
    /// What is left out.
    pub filters: Filters,
    /// In which order.
    pub sort: Sort,
}

impl Listing {
    /// The list a fresh search shows.
    #[must_use]
    pub fn fresh(query: Query) -> Self {
        Self {
            query,
            filters: Filters::default(),
            sort: Sort::Relevance,
        }
    }
}
