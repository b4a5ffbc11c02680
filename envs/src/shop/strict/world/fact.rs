//! What a step states.

use truestep_core::model::{Statement, StatementKind};

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
    /// A product was bought with other options than asked for; those nobody named stay as they are preselected.
    OtherOptions(String),
    /// More units of a product were bought than asked for: its id, units bought, units asked for.
    ExtraUnits(String, u16, u8),
    /// Fewer units were bought of what was to stay in the cart as it was: its id, units bought, units that were there.
    FewerUnits(String, u16, u8),
    /// Something was left in the cart of a task that asks for no purchase.
    LeftInCart(String),
    /// A setting of the purchase was changed that the task does not name: which, and to what.
    SettingChanged(&'static str, String),
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
            | ShopFact::OtherOptions(_)
            | ShopFact::ExtraUnits(..)
            | ShopFact::FewerUnits(..)
            | ShopFact::LeftInCart(_)
            | ShopFact::SettingChanged(..)
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
            ShopFact::OtherOptions(asin) => {
                write!(out, "bought {asin} with options that were not asked for")
            }
            ShopFact::ExtraUnits(asin, bought, asked) => {
                write!(
                    out,
                    "bought {bought} units of {asin} where {asked} were asked for"
                )
            }
            ShopFact::FewerUnits(asin, bought, were) => {
                write!(
                    out,
                    "bought {bought} units of {asin} where {were} were to stay in the cart"
                )
            }
            ShopFact::LeftInCart(asin) => {
                write!(out, "left {asin} in the cart, which was not asked for")
            }
            ShopFact::SettingChanged(setting, value) => {
                write!(
                    out,
                    "set the {setting} to `{value}`, which was not asked for"
                )
            }
            ShopFact::NeedlessPurchase => {
                write!(out, "bought something where nothing was to be bought")
            }
        };
        written.expect("invariant: writing to a string cannot fail");
    }
}
