//! The pages there are, and where `back` leads.

use crate::shop::{
    product::ProductId,
    strict::world::{listing::Listing, variant::Variant},
};
use serde::{Deserialize, Serialize};

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
        /// Reason chosen, position in `REASONS`.
        reason: Option<u8>,
        /// Refund chosen, position in `REFUNDS`.
        refund: Option<u8>,
    },
}
