//! Tables: the data that tools work on. It is the host's; a pack holds none of it between calls.
//!
//! A task's tables are a [`Base`] that every environment of the task shares, and for each environment the rows that
//! differ from it. A fork copies two pointers. Every write is a [`Change`], so that what a call did can be listed, judged
//! and undone. The digest is a sum over rows that each write keeps up to date: it does not depend on the order of the
//! writes, and "edited back" equals "never edited".

mod base;
mod row;

pub use base::{Access, BadTable, Base, BaseBuilder, MAX_TABLES, TableId, TableSpec};
pub use row::{BadRow, Key, KeyKind, MAX_KEY_BYTES, Value, ValueKind};

pub(crate) use row::shortened;

use std::{
    collections::{BTreeMap, btree_map},
    iter::Peekable,
    ops::Bound,
    slice,
    sync::{Arc, LazyLock},
};

/// A row that was written or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its table.
    pub table: TableId,
    /// Its key.
    pub key: Key,
    /// Its value before, if there was one.
    pub before: Option<Value>,
    /// Its value after, if there is one.
    pub after: Option<Value>,
}

/// Rows that differ from the base; `None` is a row of the base that was deleted.
type Overlay = BTreeMap<(TableId, Key), Option<Value>>;

/// The tables of one environment.
#[derive(Clone, Debug)]
pub struct Tables {
    base: Arc<Base>,
    overlay: Arc<Overlay>,
    /// Bytes of keys and values in the overlay.
    changed_bytes: u64,
    sum: u128,
}

impl Default for Tables {
    /// No tables.
    fn default() -> Self {
        static NONE: LazyLock<Tables> = LazyLock::new(|| Tables::new(Base::builder().build()));
        NONE.clone()
    }
}

impl Tables {
    /// The tables as the task starts.
    #[must_use]
    pub fn new(base: Arc<Base>) -> Self {
        Self {
            sum: base.sum,
            overlay: Arc::default(),
            changed_bytes: 0,
            base,
        }
    }

    /// What they began with.
    #[must_use]
    pub fn base(&self) -> &Arc<Base> {
        &self.base
    }

    /// Digest of all rows of all tables, kept up to date by every write.
    #[must_use]
    pub fn digest(&self) -> u128 {
        self.sum
    }

    /// The same digest, computed from the rows.
    #[must_use]
    pub fn recomputed_digest(&self) -> u128 {
        let ids = (0..self.base.tables.len()).map(|i| TableId(i as u16));
        let cells = ids.flat_map(|id| {
            let seed = self.base.at(id).seed;
            self.scan(id, "", None)
                .map(move |(key, value)| value.cell(key.seed(seed)))
        });
        cells.fold(0, u128::wrapping_add)
    }

    /// Bytes of keys and values that differ from the base.
    #[must_use]
    pub fn changed_bytes(&self) -> u64 {
        self.changed_bytes
    }

    /// Rows that differ from the base: how many.
    #[must_use]
    pub fn changed_rows(&self) -> usize {
        self.overlay.len()
    }

    /// Rows that differ from the base, in order of table and key.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let change = |((table, key), after): (&(TableId, Key), &Option<Value>)| Change {
            before: self.of_base(*table, key).cloned(),
            after: after.clone(),
            table: *table,
            key: key.clone(),
        };
        self.overlay.iter().map(change).collect()
    }

    fn of_base(&self, table: TableId, key: &Key) -> Option<&Value> {
        let rows = &self.base.at(table).rows;
        let place = rows.binary_search_by(|(k, _)| k.cmp(key)).ok()?;
        Some(&rows[place].1)
    }

    /// The value of a row.
    #[must_use]
    pub fn get(&self, table: TableId, key: &Key) -> Option<&Value> {
        if self.overlay.is_empty() {
            return self.of_base(table, key);
        }
        match self.overlay.get(&(table, key.clone())) {
            Some(value) => value.as_ref(),
            None => self.of_base(table, key),
        }
    }

    /// Write a row, or delete it; says what changed, if anything did.
    pub fn set(&mut self, table: TableId, key: Key, after: Option<Value>) -> Option<Change> {
        let before = self.get(table, &key).cloned();
        if before == after {
            return None;
        }
        let seed = key.seed(self.base.at(table).seed);
        let cell = |value: &Option<Value>| value.as_ref().map_or(0, |v| v.cell(seed));
        self.sum = self
            .sum
            .wrapping_sub(cell(&before))
            .wrapping_add(cell(&after));
        self.place(table, key.clone(), after.clone());
        Some(Change {
            table,
            key,
            before,
            after,
        })
    }

    /// Keep the overlay as small as it can be: a row equal to the base is not in it.
    fn place(&mut self, table: TableId, key: Key, after: Option<Value>) {
        let bytes = |key: &Key, value: &Option<Value>| {
            (key.bytes() + value.as_ref().map_or(0, |v| v.as_bytes().len())) as u64
        };
        let as_in_base = self.of_base(table, &key) == after.as_ref();
        let overlay = Arc::make_mut(&mut self.overlay);
        let place = (table, key);
        let old = if as_in_base {
            overlay.remove(&place)
        } else {
            self.changed_bytes += bytes(&place.1, &after);
            overlay.insert(place.clone(), after)
        };
        self.changed_bytes -= old.map_or(0, |old| bytes(&place.1, &old));
    }

    /// Take changes back, the last one first.
    pub fn undo(&mut self, changes: Vec<Change>) {
        for change in changes.into_iter().rev() {
            self.set(change.table, change.key, change.before);
        }
    }

    /// Rows of a table whose keys begin with `prefix`, after the key `after`, in order of their keys.
    pub fn scan<'a>(
        &'a self,
        table: TableId,
        prefix: &'a str,
        after: Option<&Key>,
    ) -> impl Iterator<Item = (&'a Key, &'a Value)> + 'a {
        let from = match after {
            Some(key) => Bound::Excluded(key.clone()),
            None if prefix.is_empty() => Bound::Included(Key::Integer(i64::MIN)),
            None => Bound::Included(Key::Text(prefix.into())),
        };
        // A cursor before the prefix must not make the scan walk to it.
        let from = match from {
            Bound::Excluded(Key::Text(text)) if &*text < prefix => {
                Bound::Included(Key::Text(prefix.into()))
            }
            other => other,
        };
        let rows = &self.base.at(table).rows;
        let first = rows.partition_point(|(key, _)| match &from {
            Bound::Included(from) => key < from,
            Bound::Excluded(from) => key <= from,
            Bound::Unbounded => false,
        });
        let overlay = self
            .overlay
            .range((from.map(|key| (table, key)), Bound::Unbounded));
        let merged = Merged {
            table,
            base: rows[first..].iter().peekable(),
            overlay: overlay.peekable(),
        };
        merged.take_while(move |(key, _)| key.starts_with(prefix))
    }
}

/// The base's rows and the overlay's, in order of their keys; a row of the overlay stands for the base's.
struct Merged<'a> {
    table: TableId,
    base: Peekable<slice::Iter<'a, (Key, Value)>>,
    overlay: Peekable<btree_map::Range<'a, (TableId, Key), Option<Value>>>,
}

impl<'a> Iterator for Merged<'a> {
    type Item = (&'a Key, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let base = self.base.peek().map(|(key, _)| key);
            let table = self.table;
            let next = self
                .overlay
                .next_if(|((of, key), _)| *of == table && base.is_none_or(|base| key <= base));
            let Some(((_, key), value)) = next else {
                return self.base.next().map(|(key, value)| (key, value));
            };
            self.base.next_if(|(base, _)| base == key);
            if let Some(value) = value {
                return Some((key, value));
            }
        }
    }
}
