//! Equal numbers by number: a large graph has few distinct rewards and values, and fractions are slow to add and compare.

use super::price::AuditScalar;
use std::{
    cmp::Ordering,
    collections::HashMap,
    hash::{Hash, Hasher},
};

/// A list with every distinct number named once.
pub(crate) struct Interned<S> {
    /// The name of each entry of the list.
    pub(crate) ids: Vec<u32>,
    /// The distinct numbers, in the order they come first.
    pub(crate) values: Vec<S>,
}

/// A number by its parts: exact numbers are in lowest terms, so that equal ones have equal parts.
struct Parts<'a, S>(&'a S);

impl<S: AuditScalar> Hash for Parts<'_, S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash_parts(state);
    }
}

impl<S: AuditScalar> PartialEq for Parts<'_, S> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<S: AuditScalar> Eq for Parts<'_, S> {}

impl<S: AuditScalar> Interned<S> {
    /// The numbers of `list`. Used for exact numbers only.
    pub(crate) fn of<'a>(list: impl Iterator<Item = &'a S>) -> Self {
        // Looked up, never walked.
        let mut known: HashMap<Parts<'a, S>, u32> = HashMap::new();
        let (mut ids, mut values): (Vec<u32>, Vec<S>) = (vec![], vec![]);
        for number in list {
            let next = values.len() as u32;
            let id = *known.entry(Parts(number)).or_insert(next);
            if id == next {
                values.push(number.clone());
            }
            ids.push(id);
        }
        Self { ids, values }
    }

    /// The rank of each entry among the distinct numbers, the smallest first.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.values.len() as u32).collect();
        let value = |id: &u32| &self.values[*id as usize];
        order.sort_by(|a, b| value(a).partial_cmp(value(b)).unwrap_or(Ordering::Equal));
        let mut rank = vec![0; order.len()];
        for (place, id) in order.into_iter().enumerate() {
            rank[id as usize] = place as u32;
        }
        self.ids.iter().map(|&id| rank[id as usize]).collect()
    }
}
