//! The nouns of the strict shop: pages, listings, actions, facts, rejections.

use crate::shop::product::{Product, ProductId};
use serde::{Deserialize, Serialize};
use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};
use truestep_core::{
    model::{Fact, FactKind},
    rational::Rational,
};

/// Hits a search keeps; the rest of the catalogue is not listed for that query.
pub const HITS: usize = 30;
/// Products on one page of results.
pub const ROWS: usize = 10;
/// Orders on one page of the order list.
pub const ORDER_ROWS: usize = 5;
/// Option groups of a product that can be chosen; further groups keep their first value.
pub const MAX_GROUPS: usize = 4;
/// Lines a cart can hold at most; a task may set a lower limit.
pub const MAX_LINES: usize = 8;
/// Units a cart line can hold at most.
pub const MAX_QUANTITY: u8 = 9;
/// Length of a search text, bytes.
pub const MAX_QUERY_BYTES: usize = 160;

/// One chosen value per option group, by position; 0 (the first value) is preselected.
pub type Variant = [u8; MAX_GROUPS];

/// The number of groups of `product` that can be chosen, and of values of a group.
#[must_use]
pub fn choosable(product: &Product) -> impl Iterator<Item = (usize, usize)> + '_ {
    let groups = product.options.iter().take(MAX_GROUPS).enumerate();
    groups.map(|(group, g)| (group, g.values.len().min(usize::from(u8::MAX))))
}

/// The price the shop shows and charges, cents.
#[must_use]
pub fn price_cents(product: &Product) -> u32 {
    product.price.low_cents
}

/// Orders of a results list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sort {
    /// Best match first, sponsored products above all others.
    Relevance,
    /// Cheapest first.
    PriceUp,
    /// Dearest first.
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
    /// Costs less than $25.
    Under25,
    /// Costs less than $50.
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
            Filter::Under25 => price_cents(product) < 2_500,
            Filter::Under50 => price_cents(product) < 5_000,
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

/// What an item page shows below its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tab {
    /// Nothing more: head and options.
    Main,
    /// Weight, warranty, attributes, category.
    Specs,
    /// Text and bullet points.
    Description,
    /// Number of reviews by stars.
    Reviews,
}

impl Tab {
    /// The tabs there are actions for.
    pub const ALL: [Tab; 3] = [Tab::Specs, Tab::Description, Tab::Reviews];

    /// As written in actions.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Tab::Main => "main",
            Tab::Specs => "specs",
            Tab::Description => "description",
            Tab::Reviews => "reviews",
        }
    }
}

/// Where an item page was opened from, and `back` leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// A page of results.
    Results {
        /// The list.
        listing: Listing,
        /// Page of the list, from 0.
        page: u8,
    },
    /// The cart.
    Cart,
    /// An order.
    Order(u8),
}

/// The page the agent looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    /// The start page.
    Home,
    /// A page of results.
    Results {
        /// The list.
        listing: Listing,
        /// Page of the list, from 0.
        page: u8,
    },
    /// A product.
    Item {
        /// Which.
        product: ProductId,
        /// What is shown below the head.
        tab: Tab,
        /// The options chosen.
        chosen: Variant,
        /// Where `back` leads.
        from: Origin,
    },
    /// The cart.
    Cart,
    /// The coupons there are, with their terms.
    Coupons,
    /// A page of the order list, from 0.
    Orders(u8),
    /// An order.
    Order(u8),
    /// The form to return a line of an order.
    Form {
        /// Which order.
        order: u8,
        /// Which of its lines.
        line: u8,
        /// Reason chosen, position in [`REASONS`].
        reason: Option<u8>,
        /// Refund chosen, position in [`REFUNDS`].
        refund: Option<u8>,
    },
}

/// Reasons for a return.
pub const REASONS: [&str; 4] = [
    "damaged",
    "wrong item",
    "no longer needed",
    "arrived too late",
];
/// Ways to be refunded.
pub const REFUNDS: [&str; 3] = ["card", "store credit", "exchange"];
/// Addresses on file; an order goes to the first unless told otherwise.
pub const ADDRESSES: [&str; 4] = ["home", "office", "parents", "neighbour"];
/// Ways to wrap; an order is not wrapped unless told otherwise.
pub const WRAPS: [&str; 4] = ["none", "birthday", "wedding", "plain"];

/// A line of a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Line {
    /// What.
    pub product: ProductId,
    /// Which of its options.
    pub variant: Variant,
    /// How many, 1..=[`MAX_QUANTITY`].
    pub quantity: u8,
}

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderStatus {
    /// Not shipped: it can be cancelled.
    Pending,
    /// On its way: neither cancelled nor returned.
    Shipped,
    /// Arrived: its lines can be returned.
    Delivered,
    /// Arrived long ago: the time for returns is over.
    Closed,
}

impl OrderStatus {
    /// As written on pages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            OrderStatus::Pending => "pending",
            OrderStatus::Shipped => "shipped",
            OrderStatus::Delivered => "delivered",
            OrderStatus::Closed => "delivered, return window closed",
        }
    }
}

/// A line of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// What was bought.
    pub line: Line,
    /// What one unit cost then, cents.
    pub paid_cents: u32,
}

/// An order of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id as shown (`"R-4821"`).
    pub id: String,
    /// Day it was placed, counted back from today.
    pub days_ago: u16,
    /// How it stands.
    pub status: OrderStatus,
    /// Where it was sent, position in [`ADDRESSES`].
    pub address: u8,
    /// What was bought.
    pub lines: Vec<OrderLine>,
}

impl Order {
    /// What it cost, cents.
    #[must_use]
    pub fn total_cents(&self) -> u32 {
        let lines = self.lines.iter();
        lines
            .map(|l| l.paid_cents * u32::from(l.line.quantity))
            .sum()
    }
}

/// A coupon: so much off the total if the total is high enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupon {
    /// Its code, upper case.
    pub code: String,
    /// What it takes off.
    pub discount: Discount,
    /// Smallest total it works for, cents.
    pub minimum_cents: u32,
}

/// What a coupon takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discount {
    /// A percentage, rounded down to a cent.
    Percent(u8),
    /// An amount, cents.
    Cents(u32),
}

impl Coupon {
    /// What it takes off a total, cents.
    #[must_use]
    pub fn saving(&self, total_cents: u32) -> u32 {
        match self.discount {
            _ if total_cents < self.minimum_cents => 0,
            Discount::Percent(p) => (u64::from(total_cents) * u64::from(p) / 100) as u32,
            Discount::Cents(cents) => cents.min(total_cents),
        }
    }
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The id of a product.
    Asin,
    /// Money, in cents; written `$12.34`.
    Money,
    /// Weight; written `350 g`.
    Grams,
    /// Time; written `12 months`.
    Months,
    /// A plain number.
    Count,
}

/// The value of an answer: a product for [`Unit::Asin`], else a number in the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Value {
    /// A product.
    Product(ProductId),
    /// A number.
    Number(i64),
}

/// An action of the strict shop; see [`super::grammar`] for how each is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Search the catalogue.
    Search(Query),
    /// Open a product shown on this page.
    Open(ProductId),
    /// The next page of a list.
    Next,
    /// The page before.
    Prev,
    /// Up: from an item to where it was opened, from an order to the list.
    Back,
    /// Sort the results.
    Sort(Sort),
    /// Filter the results further.
    Filter(Filter),
    /// Drop all filters.
    ClearFilters,
    /// Show a part of the item page.
    Tab(Tab),
    /// Of the product shown, `.0`, choose value `.2` of option group `.1`.
    Select(ProductId, u8, u8),
    /// Put the item into the cart.
    AddToCart,
    /// Go to the cart.
    Cart,
    /// Go to the coupons.
    Coupons,
    /// Go to the order list.
    Orders,
    /// Open an order shown on this page.
    Order(u8),
    /// Remove cart line `i`.
    Remove(u8),
    /// Set the quantity of cart line `.0`.
    SetQuantity(u8, u8),
    /// Use coupon `i`.
    ApplyCoupon(u8),
    /// Send to address `i`.
    Address(u8),
    /// Wrap in manner `i`.
    Wrap(u8),
    /// Buy what is in the cart; ends the episode.
    Checkout,
    /// Cancel the order shown.
    CancelOrder,
    /// Start to return line `i` of the order shown.
    Return(u8),
    /// Put line `i` of the order shown into the cart again.
    Reorder(u8),
    /// Choose a reason for the return.
    Reason(u8),
    /// Choose how to be refunded.
    Refund(u8),
    /// Send the return; ends the episode.
    Submit,
    /// Answer the question; ends the episode.
    Answer(Value),
    /// Say that the task cannot be done; ends the episode.
    Report,
    /// Say that all is done; ends the episode.
    Finish,
}

/// How an episode ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ending {
    /// Its grade; 1 is success.
    pub grade: Rational,
}

/// What a step states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShopFact {
    /// Money was taken, cents.
    Charged(u32),
    /// Fact `i` of the task was shown for the first time.
    Learned(u8),
    /// The purchase costs more than allowed: total and limit, cents.
    OverBudget(u32, u32),
    /// The product bought has the attribute the task forbids.
    ForbiddenAttribute(String),
    /// A product was bought that the task does not ask for.
    ExtraBought(String),
    /// An order was cancelled that the task does not ask for.
    ExtraCancelled(String),
    /// A line was returned that the task does not ask for.
    ExtraReturned(String),
    /// Something was bought although the task asks for no purchase.
    NeedlessPurchase,
}

impl Fact for ShopFact {
    fn kind(&self) -> FactKind {
        match self {
            ShopFact::Charged(_) | ShopFact::Learned(_) => FactKind::Info,
            ShopFact::OverBudget(..) | ShopFact::ForbiddenAttribute(_) => FactKind::Violation,
            ShopFact::ExtraBought(_)
            | ShopFact::ExtraCancelled(_)
            | ShopFact::ExtraReturned(_)
            | ShopFact::NeedlessPurchase => FactKind::SideEffect,
        }
    }

    fn write(&self, out: &mut String) {
        use std::fmt::Write as _;
        let written = match self {
            ShopFact::Charged(cents) => write!(out, "charged {cents} cents"),
            ShopFact::Learned(fact) => write!(out, "learned fact {fact}"),
            ShopFact::OverBudget(total, limit) => {
                write!(out, "spent {total} cents of {limit} allowed")
            }
            ShopFact::ForbiddenAttribute(name) => write!(out, "bought with forbidden `{name}`"),
            ShopFact::ExtraBought(asin) => write!(out, "bought {asin}, which was not asked for"),
            ShopFact::ExtraCancelled(id) => write!(out, "cancelled {id}, which was not asked for"),
            ShopFact::ExtraReturned(id) => write!(out, "returned {id}, which was not asked for"),
            ShopFact::NeedlessPurchase => {
                write!(out, "bought something where nothing was to be bought")
            }
        };
        written.expect("invariant: writing to a string cannot fail");
    }
}
