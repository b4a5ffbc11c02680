//! What an agent can do, and the values it answers with.

use crate::shop::{
    product::ProductId,
    strict::world::{
        listing::{Filter, Query, Sort},
        page::Tab,
    },
};
use serde::{Deserialize, Serialize};

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

/// An action of the strict shop; see `text/verbs.rs` for how each is written.
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
    /// Put back removed line `i` of those that lay in the cart at the start.
    Restore(u8),
    /// Set the quantity of cart line `.0`.
    SetQuantity(u8, u8),
    /// Use coupon `i`.
    ApplyCoupon(u8),
    /// Use no coupon.
    RemoveCoupon,
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
