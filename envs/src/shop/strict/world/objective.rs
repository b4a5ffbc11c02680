//! What a task asks for: what must be seen, bought, answered.

use crate::shop::{
    product::{Product, ProductId},
    strict::world::{
        action::{Unit, Value},
        limits::MAX_GROUPS,
        listing::Listing,
        page::{Page, Tab},
        records::Line,
        variant::{Variant, price_cents},
    },
};
use truestep_core::{rational::Rational, truth::FactSet};

/// Most slots a purchase has.
pub const MAX_SLOTS: usize = 4;
/// Most products that fill one slot.
pub const MAX_CHOICES: usize = 3;

/// Where a fact of the task is shown; reaching such a page makes it known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownAt {
    /// On the item page of one of these products, or on a page of results that lists it: title, rating, the lowest price,
    /// which is the price where options do not change it.
    Row(Vec<ProductId>),
    /// What a product costs with these options: on its item page, in a cart that holds it so, and on a page of results where
    /// the options do not change it.
    Price {
        /// The product.
        product: ProductId,
        /// The options.
        variant: Variant,
        /// Whether another price is asked with other options.
        is_priced: bool,
    },
    /// On the item page of one of these products: stock, options, what each of them costs.
    Item(Vec<ProductId>),
    /// On one tab of a product's item page.
    Tab(ProductId, Tab),
    /// On either of two tabs of a product's item page.
    EitherTab(ProductId, [Tab; 2]),
    /// On one page of one list of results.
    Results(Listing, u8),
    /// On one page of the order list, from 0.
    Orders(u8),
    /// On the page of an order.
    Order(u8),
    /// On the page of coupons.
    Coupons,
}

impl ShownAt {
    /// Whether a tab of a product's item page shows it.
    #[must_use]
    pub fn is_on_tab(&self, product: ProductId, tab: Tab) -> bool {
        match self {
            ShownAt::Tab(wanted, on) => *wanted == product && *on == tab,
            ShownAt::EitherTab(wanted, on) => *wanted == product && on.contains(&tab),
            _ => false,
        }
    }

    /// Whether `page` shows it. `rows` are the products a page of results lists, `lines` those of the cart.
    #[must_use]
    pub fn is_shown(&self, page: &Page, rows: &[ProductId], lines: &[Line]) -> bool {
        match (self, page) {
            (ShownAt::Row(products), Page::Results { .. }) => {
                products.iter().any(|p| rows.contains(p))
            }
            (ShownAt::Row(products) | ShownAt::Item(products), Page::Item { product, .. }) => {
                products.contains(product)
            }
            (_, Page::Item { product, tab, .. }) if self.is_on_tab(*product, *tab) => true,
            (ShownAt::Price { product: of, .. }, Page::Item { product, .. }) => of == product,
            (
                ShownAt::Price {
                    product, is_priced, ..
                },
                Page::Results { .. },
            ) => !is_priced && rows.contains(product),
            (
                ShownAt::Price {
                    product, variant, ..
                },
                Page::Cart,
            ) => {
                let is_it = |l: &Line| (l.product, l.variant) == (*product, *variant);
                lines.iter().any(is_it)
            }
            (ShownAt::Results(wanted, number), Page::Results { listing, page }) => {
                number == page && wanted == listing
            }
            (ShownAt::Orders(wanted), Page::Orders(page)) => wanted == page,
            (ShownAt::Order(wanted), Page::Order(order)) => wanted == order,
            (ShownAt::Coupons, Page::Coupons) => true,
            _ => false,
        }
    }
}

/// A product that fills a slot of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The product.
    pub product: ProductId,
    /// The options it must have, those that the task does not name as they are preselected; `None`: a group there is no
    /// choice in.
    pub options: [Option<u8>; MAX_GROUPS],
    /// What a unit with these options costs, cents.
    pub price_cents: u32,
    /// Facts that must be known before buying it is supported.
    pub needs: FactSet,
}

impl Choice {
    /// The product `id`, which is `product`, with these options.
    #[must_use]
    pub fn new(
        id: ProductId,
        product: &Product,
        options: [Option<u8>; MAX_GROUPS],
        needs: FactSet,
    ) -> Self {
        let variant = options.map(Option::unwrap_or_default);
        Self {
            product: id,
            options,
            price_cents: price_cents(product, &variant),
            needs,
        }
    }

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

/// What is to be bought, and how. `None` in a setting: as it is at the start, which is no coupon, the first address and no
/// wrapping.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Purchase {
    /// What.
    pub slots: Vec<Slot>,
    /// Most that the slots' lines may cost together, before coupons, cents.
    pub budget_cents: Option<u32>,
    /// Most that one unit may cost, cents.
    pub unit_cap_cents: Option<u32>,
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

impl Objective {
    /// The purchase it asks for, if it does.
    #[must_use]
    pub fn purchase(&self) -> Option<&Purchase> {
        match self {
            Objective::Purchase(purchase) => Some(purchase),
            _ => None,
        }
    }
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
pub enum Objective {
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
        /// The reason, position in `REASONS`.
        reason: u8,
        /// The refund, position in `REFUNDS`.
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
