//! The cart.

use crate::shop::{
    product::ProductId,
    strict::world::{
        limits::{MAX_GROUPS, MAX_LINES},
        records::Line,
    },
};
use serde::{Deserialize, Serialize};

/// The lines of a cart, sorted by product, options and quantity. Adding the same product twice makes two lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    len: u8,
    lines: [Line; MAX_LINES],
}

const NO_LINE: Line = Line {
    product: ProductId(0),
    variant: [0; MAX_GROUPS],
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

    pub(crate) fn remove(&mut self, place: usize) {
        let len = self.lines().len();
        self.lines.copy_within(place + 1..len, place);
        self.lines[len - 1] = NO_LINE;
        self.len = len as u8 - 1;
    }
}
