//! What the menu of a task offers.

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
