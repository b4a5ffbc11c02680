//! Products grouped by a name, such as their query noun.

use crate::shop::product::ProductId;

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
