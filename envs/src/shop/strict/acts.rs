//! What an agent does, and what a step states.

use super::types::{Filter, Query, Sort, Tab};
use crate::shop::product::ProductId;
use serde::{Deserialize, Serialize};
use truestep_core::{
    model::{Statement, StatementKind},
    rational::Rational,
};

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
    /// A unit costs more than allowed: price and limit, cents.
    OverPrice(u32, u32),
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

impl Statement for ShopFact {
    fn kind(&self) -> StatementKind {
        match self {
            ShopFact::Charged(_) | ShopFact::Learned(_) => StatementKind::Info,
            ShopFact::OverBudget(..)
            | ShopFact::OverPrice(..)
            | ShopFact::ForbiddenAttribute(_) => StatementKind::Violation,
            ShopFact::ExtraBought(_)
            | ShopFact::ExtraCancelled(_)
            | ShopFact::ExtraReturned(_)
            | ShopFact::NeedlessPurchase => StatementKind::SideEffect,
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
            ShopFact::OverPrice(price, limit) => {
                write!(out, "paid {price} cents a unit of {limit} allowed")
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
