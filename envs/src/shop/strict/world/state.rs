//! The state of an episode: a page, a cart, a few settings, what is known. Setters keep the digest.

use crate::shop::{
    product::ProductId,
    strict::world::{
        bytes::{line_bytes, with_page_bytes},
        cart::Cart,
        def::Def,
        page::Page,
        records::Line,
    },
};
use serde::{Deserialize, Serialize};
use truestep_core::{
    digest::{CellSum, Digest},
    rational::Rational,
    truth::FactSet,
};

/// How an episode ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ending {
    /// Its grade; 1 is success.
    pub grade: Rational,
}

/// Stable keys of the cells a digest is the sum of.
mod cell {
    pub(crate) const PAGE: u64 = 1;
    pub(crate) const CART: u64 = 2;
    pub(crate) const COUPON: u64 = 3;
    pub(crate) const ADDRESS: u64 = 4;
    pub(crate) const WRAP: u64 = 5;
    pub(crate) const CANCELLED: u64 = 6;
    pub(crate) const KNOWN: u64 = 7;
    pub(crate) const ENDING: u64 = 8;
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

    /// Units of a product in the cart, all its lines together.
    #[must_use]
    pub fn units(&self, product: ProductId) -> u16 {
        let lines = self.lines().iter().filter(|l| l.product == product);
        lines.map(|l| u16::from(l.quantity)).sum()
    }

    /// Of what lay in the cart at the start, the lines that were removed: none of the same product and options lies there.
    pub fn removed<'a>(&'a self, def: &'a Def) -> impl Iterator<Item = &'a Line> + 'a {
        let is_there = |line: &&Line| {
            let same = |l: &Line| (l.product, l.variant) == (line.product, line.variant);
            self.lines().iter().any(same)
        };
        def.cart.iter().filter(move |line| !is_there(line))
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

    pub(crate) fn set_page(&mut self, page: Page) {
        let sum = &mut self.sum;
        with_page_bytes(&self.page, |bytes| sum.remove(cell::PAGE, bytes));
        with_page_bytes(&page, |bytes| sum.add(cell::PAGE, bytes));
        self.page = page;
    }

    pub(crate) fn add_line(&mut self, line: Line) {
        self.cart.insert(line);
        self.sum.add(cell::CART, &line_bytes(&line));
    }

    pub(crate) fn remove_line(&mut self, place: usize) {
        self.sum
            .remove(cell::CART, &line_bytes(&self.lines()[place]));
        self.cart.remove(place);
    }

    /// The line may move: the order of lines must not remember how they came about.
    pub(crate) fn set_quantity(&mut self, place: usize, quantity: u8) {
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

    pub(crate) fn set_coupon(&mut self, coupon: Option<u8>) {
        self.replace(
            cell::COUPON,
            coupon_value(self.coupon),
            coupon_value(coupon),
        );
        self.coupon = coupon;
    }

    pub(crate) fn set_address(&mut self, address: u8) {
        self.replace(cell::ADDRESS, u64::from(self.address), u64::from(address));
        self.address = address;
    }

    pub(crate) fn set_wrap(&mut self, wrap: u8) {
        self.replace(cell::WRAP, u64::from(self.wrap), u64::from(wrap));
        self.wrap = wrap;
    }

    pub(crate) fn cancel(&mut self, order: u8) {
        let cancelled = self.cancelled | 1 << order;
        self.replace(
            cell::CANCELLED,
            u64::from(self.cancelled),
            u64::from(cancelled),
        );
        self.cancelled = cancelled;
    }

    pub(crate) fn set_known(&mut self, known: FactSet) {
        self.replace(cell::KNOWN, self.known.bits(), known.bits());
        self.known = known;
    }

    pub(crate) fn end(&mut self, ending: Ending) {
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
