//! What a template makes of a seed.

use crate::shop::strict::world::{
    limits::MAX_LINES,
    listing::{Filters, Sort},
    objective::{Objective, ShownAt},
    offers::Offers,
    records::{Coupon, Line, Order},
};
use truestep_core::truth::FactSet;

/// What a template makes of a seed.
pub(crate) struct Draft {
    pub(crate) instruction: String,
    /// Products the instruction lists, for the steps allowed.
    pub(crate) named: usize,
    pub(crate) queries: Vec<String>,
    pub(crate) orders: Vec<Order>,
    pub(crate) coupons: Vec<Coupon>,
    pub(crate) cart: Vec<Line>,
    pub(crate) cart_limit: u8,
    /// Facts that support depends on, with their names.
    pub(crate) facts: Vec<(String, ShownAt)>,
    /// Facts that being able to commit implies.
    pub(crate) implied: Vec<(String, ShownAt)>,
    pub(crate) objective: Objective,
    pub(crate) offers: Offers,
    pub(crate) sorts: Vec<Sort>,
    pub(crate) filters: Filters,
}

impl Draft {
    /// A draft with nothing but an objective; templates fill in the rest.
    pub(crate) fn new(instruction: String, objective: Objective) -> Self {
        Self {
            instruction,
            named: 0,
            queries: vec![],
            orders: vec![],
            coupons: vec![],
            cart: vec![],
            cart_limit: MAX_LINES as u8,
            facts: vec![],
            implied: vec![],
            objective,
            offers: Offers::default(),
            sorts: vec![],
            filters: Filters::default(),
        }
    }

    /// Every decisive fact.
    pub(crate) fn all_facts(count: usize) -> FactSet {
        FactSet::first(count)
    }
}
