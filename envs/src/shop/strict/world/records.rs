//! What a customer of the shop has: cart lines, past orders, coupons, addresses.

use crate::shop::{product::ProductId, strict::world::variant::Variant};
use serde::{Deserialize, Serialize};

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
    /// How many, 1..=`MAX_QUANTITY`.
    pub quantity: u8,
}

/// Days after it was placed in which an order can be returned.
pub const RETURN_DAYS: u16 = 60;

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderStatus {
    /// Not shipped: it can be cancelled.
    Pending,
    /// On its way: neither cancelled nor returned.
    Shipped,
    /// Arrived: its lines can be returned.
    Delivered,
    /// Arrived, and placed more than [`RETURN_DAYS`] ago: the time for returns is over.
    Closed,
}

impl OrderStatus {
    /// Of an order that has arrived, by when it was placed.
    #[must_use]
    pub fn arrived(days_ago: u16) -> Self {
        match days_ago > RETURN_DAYS {
            true => OrderStatus::Closed,
            false => OrderStatus::Delivered,
        }
    }

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
