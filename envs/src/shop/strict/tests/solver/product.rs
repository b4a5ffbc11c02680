//! What a reader has written down of a product, and what follows for its price.

use super::notes::money;
use std::collections::BTreeMap;

/// What is said of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Price {
    /// The lowest, cents.
    pub(super) low: u32,
    /// Whether it depends on the options.
    pub(super) depends: bool,
}

impl Price {
    /// `$3.00`, `from $3.00` or `$5.00 as chosen, from $3.00`.
    pub(super) fn read(text: &str) -> Option<Self> {
        Some(match text.split_once("from ") {
            Some((_, low)) => Price {
                low: money(low)?,
                depends: true,
            },
            None => Price {
                low: money(text)?,
                depends: false,
            },
        })
    }
}

impl Product {
    /// What it costs with the options named, the others as they are preselected; nothing if that was not told.
    pub(super) fn cents(&self, named: &[(String, String)]) -> Option<u32> {
        if let Some(cents) = self.today.get(named) {
            return Some(*cents);
        }
        let price = self.price?;
        if !price.depends {
            return Some(price.low);
        }
        let added = self.options.as_ref()?.iter().map(|(name, values)| {
            let value = named.iter().find(|(n, _)| n == name).map(|(_, v)| v);
            let found = match value {
                Some(value) => values.iter().find(|(v, _)| v == value),
                None => values.first(),
            };
            found.map(|(_, cents)| *cents)
        });
        Some(price.low + added.sum::<Option<u32>>()?)
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Product {
    pub(super) title: Option<String>,
    pub(super) price: Option<Price>,
    pub(super) rating: Option<u32>,
    pub(super) stock: Option<u32>,
    /// Groups with all their values and what each adds to the lowest price; the first is preselected.
    pub(super) options: Option<Vec<(String, Vec<(String, u32)>)>>,
    pub(super) kind: Option<String>,
    pub(super) grams: Option<u32>,
    pub(super) attributes: Option<Vec<String>>,
    pub(super) months: Option<u32>,
    pub(super) description: Option<String>,
    pub(super) reviews: Option<u32>,
    /// What a cart said of its price with these options.
    pub(super) today: BTreeMap<Vec<(String, String)>, u32>,
}

/// `pack of 2 (+$3.00)` → the value and what it adds.
pub(super) fn with_surcharge(text: &str) -> (&str, u32) {
    let told = text.strip_suffix(')').and_then(|t| t.split_once(" (+"));
    match told.and_then(|(value, cents)| Some((value, money(cents)?))) {
        Some(found) => found,
        None => (text, 0),
    }
}
