//! The state of an episode: a page, a cart, a few settings, what is known. Setters keep the digest.

use super::{
    def::Def,
    types::{Ending, Line, Listing, MAX_LINES, Origin, Page, Query},
};
use crate::shop::product::ProductId;
use serde::{Deserialize, Serialize};
use truestep_core::{
    digest::{CellSum, Digest},
    truth::FactSet,
};

/// Stable keys of the cells a digest is the sum of.
mod cell {
    pub(super) const PAGE: u64 = 1;
    pub(super) const CART: u64 = 2;
    pub(super) const COUPON: u64 = 3;
    pub(super) const ADDRESS: u64 = 4;
    pub(super) const WRAP: u64 = 5;
    pub(super) const CANCELLED: u64 = 6;
    pub(super) const KNOWN: u64 = 7;
    pub(super) const ENDING: u64 = 8;
}

/// The lines of a cart, sorted by product, options and quantity. Adding the same product twice makes two lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    len: u8,
    lines: [Line; MAX_LINES],
}

const NO_LINE: Line = Line {
    product: ProductId(0),
    variant: [0; super::types::MAX_GROUPS],
    quantity: 0,
};

impl Default for Cart {
    fn default() -> Self {
        Self {
            len: 0,
            lines: [NO_LINE; MAX_LINES],
        }
    }
}

impl Cart {
    /// The lines, in order.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        // A snapshot from outside may claim more lines than there are.
        &self.lines[..usize::from(self.len).min(MAX_LINES)]
    }

    /// Put a line in its place; ignored if there is no room.
    pub fn insert(&mut self, line: Line) {
        let len = self.lines().len();
        if len == MAX_LINES {
            return;
        }
        let place = self.lines().iter().take_while(|&l| *l <= line).count();
        self.lines.copy_within(place..len, place + 1);
        self.lines[place] = line;
        self.len = len as u8 + 1;
    }

    fn remove(&mut self, place: usize) {
        let len = self.lines().len();
        self.lines.copy_within(place + 1..len, place);
        self.lines[len - 1] = NO_LINE;
        self.len = len as u8 - 1;
    }
}

/// What the dynamics of a strict-shop task depend on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    page: Page,
    cart: Cart,
    coupon: Option<u8>,
    address: u8,
    wrap: u8,
    cancelled: u16,
    known: FactSet,
    ending: Option<Ending>,
    sum: CellSum,
}

impl State {
    /// The state a task starts in.
    #[must_use]
    pub fn start(def: &Def) -> Self {
        let mut cart = Cart::default();
        for line in &def.cart {
            cart.insert(*line);
        }
        let mut state = Self {
            page: Page::Home,
            cart,
            coupon: None,
            address: 0,
            wrap: 0,
            cancelled: 0,
            known: FactSet::default(),
            ending: None,
            sum: CellSum::default(),
        };
        state.sum = state.cells();
        state
    }

    /// The page shown.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The lines in the cart.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        self.cart.lines()
    }

    /// The coupon in use.
    #[must_use]
    pub fn coupon(&self) -> Option<u8> {
        self.coupon
    }

    /// Where the purchase goes.
    #[must_use]
    pub fn address(&self) -> u8 {
        self.address
    }

    /// How the purchase is wrapped.
    #[must_use]
    pub fn wrap(&self) -> u8 {
        self.wrap
    }

    /// Bit `i`: order `i` was cancelled in this episode.
    #[must_use]
    pub fn cancelled(&self) -> u16 {
        self.cancelled
    }

    /// What was shown so far of what the task needs.
    #[must_use]
    pub fn known(&self) -> FactSet {
        self.known
    }

    /// How the episode ended, if it did.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// The digest, kept by the setters.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.sum.digest()
    }

    /// The digest of all cells, computed anew.
    #[must_use]
    pub fn recompute_digest(&self) -> Digest {
        self.cells().digest()
    }

    fn cells(&self) -> CellSum {
        let mut sum = CellSum::default();
        with_page_bytes(&self.page, |bytes| sum.add(cell::PAGE, bytes));
        for line in self.lines() {
            sum.add(cell::CART, &line_bytes(line));
        }
        for (key, value) in [
            (cell::COUPON, coupon_value(self.coupon)),
            (cell::ADDRESS, u64::from(self.address)),
            (cell::WRAP, u64::from(self.wrap)),
            (cell::CANCELLED, u64::from(self.cancelled)),
            (cell::KNOWN, self.known.bits()),
            (cell::ENDING, ending_value(self.ending)),
        ] {
            if value != 0 {
                sum.add(key, &value.to_le_bytes());
            }
        }
        sum
    }

    pub(super) fn set_page(&mut self, page: Page) {
        let sum = &mut self.sum;
        with_page_bytes(&self.page, |bytes| sum.remove(cell::PAGE, bytes));
        with_page_bytes(&page, |bytes| sum.add(cell::PAGE, bytes));
        self.page = page;
    }

    pub(super) fn add_line(&mut self, line: Line) {
        self.cart.insert(line);
        self.sum.add(cell::CART, &line_bytes(&line));
    }

    pub(super) fn remove_line(&mut self, place: usize) {
        self.sum
            .remove(cell::CART, &line_bytes(&self.lines()[place]));
        self.cart.remove(place);
    }

    /// The line may move: the order of lines must not remember how they came about.
    pub(super) fn set_quantity(&mut self, place: usize, quantity: u8) {
        let line = self.lines()[place];
        self.remove_line(place);
        self.add_line(Line { quantity, ..line });
    }

    fn replace(&mut self, key: u64, old: u64, new: u64) {
        if old != 0 {
            self.sum.remove(key, &old.to_le_bytes());
        }
        if new != 0 {
            self.sum.add(key, &new.to_le_bytes());
        }
    }

    pub(super) fn set_coupon(&mut self, coupon: u8) {
        self.replace(
            cell::COUPON,
            coupon_value(self.coupon),
            coupon_value(Some(coupon)),
        );
        self.coupon = Some(coupon);
    }

    pub(super) fn set_address(&mut self, address: u8) {
        self.replace(cell::ADDRESS, u64::from(self.address), u64::from(address));
        self.address = address;
    }

    pub(super) fn set_wrap(&mut self, wrap: u8) {
        self.replace(cell::WRAP, u64::from(self.wrap), u64::from(wrap));
        self.wrap = wrap;
    }

    pub(super) fn cancel(&mut self, order: u8) {
        let cancelled = self.cancelled | 1 << order;
        self.replace(
            cell::CANCELLED,
            u64::from(self.cancelled),
            u64::from(cancelled),
        );
        self.cancelled = cancelled;
    }

    pub(super) fn set_known(&mut self, known: FactSet) {
        self.replace(cell::KNOWN, self.known.bits(), known.bits());
        self.known = known;
    }

    pub(super) fn end(&mut self, ending: Ending) {
        self.replace(
            cell::ENDING,
            ending_value(self.ending),
            ending_value(Some(ending)),
        );
        self.ending = Some(ending);
    }
}

fn coupon_value(coupon: Option<u8>) -> u64 {
    coupon.map_or(0, |c| u64::from(c) + 1)
}

/// Grades are small fractions: numerator and denominator share a word, and the denominator is never 0.
fn ending_value(ending: Option<Ending>) -> u64 {
    ending.map_or(0, |e| {
        (*e.grade.numer() as u64) << 32 | *e.grade.denom() as u64
    })
}

fn line_bytes(line: &Line) -> [u8; 9] {
    let mut bytes = [0; 9];
    bytes[..4].copy_from_slice(&line.product.0.to_le_bytes());
    bytes[4..8].copy_from_slice(&line.variant);
    bytes[8] = line.quantity;
    bytes
}

/// The canonical bytes of a page: a tag per form, fixed fields, then the text of a free query.
fn with_page_bytes(page: &Page, use_bytes: impl FnOnce(&[u8])) {
    let mut fixed = [0u8; 20];
    let mut text = None;
    fixed[0] = match page {
        Page::Home => 0,
        Page::Results {
            listing,
            page: number,
        } => {
            text = put_listing(&mut fixed, listing, *number);
            1
        }
        Page::Item {
            product,
            tab,
            chosen,
            from,
        } => {
            fixed[8..12].copy_from_slice(&product.0.to_le_bytes());
            fixed[12] = *tab as u8;
            fixed[13..17].copy_from_slice(chosen);
            match from {
                Origin::Results { listing, page } => {
                    text = put_listing(&mut fixed, listing, *page);
                    2
                }
                Origin::Cart => 3,
                Origin::Order(order) => {
                    fixed[1] = *order;
                    4
                }
            }
        }
        Page::Cart => 5,
        Page::Coupons => 6,
        Page::Orders(number) => {
            fixed[1] = *number;
            7
        }
        Page::Order(order) => {
            fixed[1] = *order;
            8
        }
        Page::Form {
            order,
            line,
            reason,
            refund,
        } => {
            fixed[1] = *order;
            fixed[2] = *line;
            fixed[3] = reason.map_or(0, |r| r + 1);
            fixed[4] = refund.map_or(0, |r| r + 1);
            9
        }
    };
    match text {
        None => use_bytes(&fixed),
        Some(text) => use_bytes(&[&fixed, text.as_bytes()].concat()),
    }
}

fn put_listing<'a>(fixed: &mut [u8; 20], listing: &'a Listing, page: u8) -> Option<&'a str> {
    fixed[1] = page;
    fixed[2] = listing.filters.0;
    fixed[3] = listing.sort as u8;
    match &listing.query {
        Query::Listed(i) => {
            fixed[4] = *i;
            None
        }
        Query::Free(free) => {
            fixed[4] = u8::MAX;
            Some(&free.text)
        }
    }
}
