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

/// Products by their id, and ids in order, for ids that do not encode their position.
#[derive(Debug, Default)]
pub(super) struct AsinTable {
    /// All ids, one after the other.
    text: String,
    /// Where each id ends in `text`.
    ends: Vec<u32>,
    /// Positions by id in byte order; made by [`AsinTable::finish`].
    sorted: Vec<u32>,
    /// Place of each position in `sorted`.
    ranks: Vec<u32>,
}

impl AsinTable {
    /// Adds the id of the next product.
    pub(super) fn push(&mut self, asin: &str) {
        self.text.push_str(asin);
        let end = u32::try_from(self.text.len());
        self.ends
            .push(end.expect("invariant: ids of ten characters fit four gigabytes"));
    }

    /// Puts the ids in order.
    pub(super) fn finish(&mut self) {
        let mut sorted: Vec<u32> = (0..self.ends.len() as u32).collect();
        sorted.sort_unstable_by_key(|&position| self.asin(position));
        self.ranks = vec![0; sorted.len()];
        for (rank, &position) in (0u32..).zip(&sorted) {
            self.ranks[position as usize] = rank;
        }
        self.sorted = sorted;
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn asin(&self, position: u32) -> &str {
        let place = position as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[place] as usize]
    }

    /// The product with this id.
    pub(super) fn find(&self, asin: &str) -> Option<ProductId> {
        let place = self
            .sorted
            .binary_search_by_key(&asin, |&position| self.asin(position))
            .ok()?;
        Some(ProductId(self.sorted[place]))
    }

    /// Where the id of a position stands among all ids.
    pub(super) fn rank(&self, position: u32) -> u32 {
        self.ranks[position as usize]
    }
}
