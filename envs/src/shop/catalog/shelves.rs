//! Products grouped by a name, such as their query noun, and found by their id.

use crate::shop::product::ProductId;
use rustc_hash::FxHashMap;

/// Groups of products: names in byte order, members in catalogue order.
#[derive(Debug, Default)]
pub(super) struct Shelves {
    names: Vec<String>,
    ends: Vec<u32>,
    members: Vec<ProductId>,
}

impl Shelves {
    /// Groups products by `numbers[product]`, which points into `names`; names without a product are left out and equal
    /// names are joined.
    pub(super) fn new(names: &[&str], numbers: &[u32]) -> Shelves {
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|&number| names[number]);
        let mut rank = vec![0usize; names.len()];
        let mut distinct: Vec<&str> = Vec::new();
        for number in order {
            if distinct.last() != Some(&names[number]) {
                distinct.push(names[number]);
            }
            rank[number] = distinct.len() - 1;
        }
        let mut groups: Vec<Vec<ProductId>> = vec![Vec::new(); distinct.len()];
        for (product, &number) in (0u32..).zip(numbers) {
            groups[rank[number as usize]].push(ProductId(product));
        }
        let mut shelves = Shelves::default();
        for (name, group) in distinct.iter().zip(groups) {
            if !group.is_empty() {
                shelves.names.push((*name).to_owned());
                shelves.members.extend(group);
                shelves.ends.push(shelves.members.len() as u32);
            }
        }
        shelves
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Members of `name`, none if it is unknown.
    pub(super) fn members(&self, name: &str) -> &[ProductId] {
        let Ok(number) = self
            .names
            .binary_search_by(|known| known.as_str().cmp(name))
        else {
            return &[];
        };
        let start = if number == 0 {
            0
        } else {
            self.ends[number - 1] as usize
        };
        &self.members[start..self.ends[number] as usize]
    }
}

/// Collects one name a product, in catalogue order.
#[derive(Default)]
pub(super) struct Names {
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
    of_products: Vec<u32>,
}

impl Names {
    pub(super) fn push(&mut self, name: &str) {
        let number = match self.numbers.get(name) {
            Some(&number) => number,
            None => {
                let number = self.names.len() as u32;
                self.names.push(name.to_owned());
                self.numbers.insert(name.to_owned(), number);
                number
            }
        };
        self.of_products.push(number);
    }

    pub(super) fn into_shelves(self) -> Shelves {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        Shelves::new(&names, &self.of_products)
    }
}

/// Positions by product id, for ids that do not encode them.
#[derive(Debug, Default)]
pub(super) struct AsinTable {
    /// Ids padded with zeros, and positions; sorted by [`AsinTable::finish`].
    entries: Vec<([u8; 10], u32)>,
}

impl AsinTable {
    /// Adds the id of the next product, at most ten bytes.
    pub(super) fn push(&mut self, asin: &str) {
        let position = self.entries.len() as u32;
        self.entries
            .push((padded(asin).unwrap_or_default(), position));
    }

    pub(super) fn finish(&mut self) {
        self.entries.sort_unstable();
        self.entries.shrink_to_fit();
    }

    pub(super) fn find(&self, asin: &str) -> Option<ProductId> {
        let key = padded(asin)?;
        let place = self
            .entries
            .binary_search_by(|(known, _)| known.cmp(&key))
            .ok()?;
        Some(ProductId(self.entries[place].1))
    }
}

/// `None` for what can be no id: too long, or with the padding in it.
fn padded(asin: &str) -> Option<[u8; 10]> {
    if asin.contains('\0') {
        return None;
    }
    let mut key = [0; 10];
    key.get_mut(..asin.len())?.copy_from_slice(asin.as_bytes());
    Some(key)
}
