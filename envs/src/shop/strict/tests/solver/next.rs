//! What a reader may do next, and what it takes to tell who leads.

use super::{
    notes::{ListKey, Notes},
    product::Product,
    wish::{Fact, Named},
};
use std::collections::BTreeSet;

/// A part of what is shown of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Its price and rating, on a list or its page.
    Row,
    /// Its stock and options.
    Head,
    Specs,
    Description,
    Reviews,
}

/// Something to be bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Want {
    pub(super) asin: String,
    pub(super) options: Vec<(String, String)>,
    pub(super) units: u32,
    /// The order and its line, if it is to be ordered again.
    pub(super) again: Option<(String, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) wants: Vec<Want>,
    pub(super) coupon: Option<String>,
    pub(super) address: String,
    pub(super) wrap: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Look(String, Part),
    Results(ListKey, usize),
    Orders(usize),
    Order(String),
    Coupons,
    Cart,
    /// Nothing is left to be looked at: act.
    Buy(Plan),
    Answer(String),
    Return {
        order: String,
        line: usize,
        reason: String,
        refund: String,
    },
    Cancel(BTreeSet<String>),
    Report,
    /// The notes do not say how to go on.
    Stuck,
}

pub(super) fn value(product: &Product, fact: Fact) -> Option<i64> {
    let found = match fact {
        // The lowest price it can be had for.
        Fact::Price => product.price.map(|p| p.low),
        Fact::Rating => product.rating,
        Fact::Weight => product.grams,
        Fact::Warranty => product.months,
        Fact::Reviews => product.reviews,
    };
    found.map(i64::from)
}

pub(super) fn part(fact: Fact) -> Part {
    match fact {
        Fact::Price | Fact::Rating => Part::Row,
        Fact::Weight => Part::Specs,
        Fact::Warranty => Part::Description,
        Fact::Reviews => Part::Reviews,
    }
}

/// The one of `asins` that leads; what is to be looked at first, if it cannot be told.
pub(super) fn leader(
    notes: &Notes,
    asins: &[String],
    fact: Fact,
    largest: bool,
) -> Result<String, Next> {
    let mut best: Option<(i64, &String)> = None;
    for asin in asins {
        let Some(value) = value(&notes.product(asin), fact) else {
            return Err(Next::Look(asin.clone(), part(fact)));
        };
        let value = if largest { -value } else { value };
        if best.is_none_or(|(b, _)| value < b) {
            best = Some((value, asin));
        }
    }
    best.map(|(_, asin)| asin.clone()).ok_or(Next::Stuck)
}

/// The one of `asins` that is cheapest with its options as they are preselected. A lowest price rules out what is dearer.
pub(super) fn cheapest(notes: &Notes, asins: &[String]) -> Result<String, Next> {
    let mut lows = vec![];
    for asin in asins {
        let price = notes.product(asin).price;
        let low = price
            .ok_or_else(|| Next::Look(asin.clone(), Part::Row))?
            .low;
        lows.push((low, asin));
    }
    lows.sort_unstable();
    let exact = |asin: &String| notes.product(asin).cents(&[]);
    let known = lows
        .iter()
        .filter_map(|(_, asin)| Some((exact(asin)?, *asin)));
    let best = known.min();
    let is_open = |low: u32| best.is_none_or(|(cents, _)| low <= cents);
    let open = lows
        .iter()
        .find(|(low, asin)| exact(asin).is_none() && is_open(*low));
    match (open, best) {
        (Some((_, asin)), _) => Err(Next::Look((*asin).clone(), Part::Head)),
        (None, Some((_, asin))) => Ok(asin.clone()),
        (None, None) => Err(Next::Stuck),
    }
}

pub(super) fn ids(named: &[Named]) -> Vec<String> {
    named.iter().map(|(_, asin)| asin.clone()).collect()
}

pub(super) fn written(value: i64, fact: Fact) -> String {
    match fact {
        Fact::Price => format!("${}.{:02}", value / 100, value % 100),
        Fact::Weight => format!("{value} g"),
        Fact::Warranty => format!("{value} months"),
        Fact::Rating | Fact::Reviews => format!("{value}"),
    }
}

pub(super) fn next_orders(notes: &Notes) -> Next {
    let pages = notes.order_pages.unwrap_or(1);
    let missing = (1..=pages).find(|p| !notes.order_pages_seen.contains(p));
    missing.map_or(Next::Stuck, Next::Orders)
}

pub(super) fn to_order(notes: &Notes, id: &str) -> Next {
    match notes.entries.contains_key(id) {
        true => Next::Order(id.to_owned()),
        false => next_orders(notes),
    }
}
