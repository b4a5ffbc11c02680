//! What a task asks for: what must be seen, bought, answered; and what its menu offers.

use super::types::{Listing, MAX_GROUPS, Page, Tab, Unit, Value, Variant};
use crate::shop::product::ProductId;
use truestep_core::{rational::Rational, truth::FactSet};

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
    pub options: [Option<u8>; MAX_GROUPS],
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
