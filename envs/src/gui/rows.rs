//! Records: tables that never change, and the few rows of a state that differ from them.
//!
//! The form is canonical: a row that was edited back is no change, a record made again as one that was deleted is that
//! one, and records that were made stand in the order of what they hold. Equal changes are equal records; the same records can
//! be reached as different changes where one record was edited into what another held (`wish` compares the records).

use super::value::{Bytes, Value};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::sync::Arc;

/// What a record holds, field by field.
pub(super) type Row = Arc<[Value]>;
/// A record of a table; those that were made come after those of the task.
pub type RowId = u16;
/// Records of a task, by table.
pub(super) type Base = Vec<Vec<Row>>;
/// Records that got other numbers: `(before, after)`.
pub(super) type Moves = SmallVec<[(RowId, RowId); 4]>;

/// One row that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Change {
    /// Its table.
    pub table: u8,
    /// Its number there.
    pub row: RowId,
    /// What it holds now; nothing if it was deleted.
    pub now: Option<Row>,
}

/// The rows that differ, by table and number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Changes(Vec<Change>);

impl Changes {
    /// Most records that can be made in one table of an episode; a form that would make another is refused.
    pub const MOST_MADE: usize = 64;

    /// The changes, in order.
    #[must_use]
    pub fn list(&self) -> &[Change] {
        &self.0
    }

    fn find(&self, table: u8, row: RowId) -> Result<usize, usize> {
        self.0
            .binary_search_by_key(&(table, row), |change| (change.table, change.row))
    }

    /// What a record holds; none if there is no such record.
    #[must_use]
    pub fn get<'a>(&'a self, base: &'a Base, table: u8, row: RowId) -> Option<&'a Row> {
        match self.find(table, row) {
            Ok(at) => self.0[at].now.as_ref(),
            Err(_) => base.get(usize::from(table))?.get(usize::from(row)),
        }
    }

    /// Whether rows of a table differ.
    #[must_use]
    pub fn touches(&self, table: u8) -> bool {
        self.0.iter().any(|change| change.table == table)
    }

    /// The records that were made in a table, in order.
    pub fn made<'a>(&'a self, base: &Base, table: u8) -> impl Iterator<Item = &'a Row> + use<'a> {
        let first = base[usize::from(table)].len() as RowId;
        let of = move |change: &&Change| change.table == table && change.row >= first;
        self.0
            .iter()
            .filter(of)
            .filter_map(|change| change.now.as_ref())
    }

    /// The numbers of a table's records.
    pub fn rows<'a>(&'a self, base: &'a Base, table: u8) -> impl Iterator<Item = RowId> + use<'a> {
        let own = base[usize::from(table)].len() as RowId;
        let made = self.made(base, table).count() as RowId;
        (0..own + made).filter(move |&row| row >= own || self.get(base, table, row).is_some())
    }

    /// Write a record. The numbers that changed: one that was made moves to its place among its like.
    pub fn write(&mut self, base: &Base, table: u8, row: RowId, now: Row) -> Moves {
        if let Some(original) = base[usize::from(table)].get(usize::from(row)) {
            let is_back = *original == now;
            match (self.find(table, row), is_back) {
                (Ok(at), true) => drop(self.0.remove(at)),
                (Ok(at), false) => self.0[at].now = Some(now),
                (Err(_), true) => {}
                (Err(at), false) => {
                    let now = Some(now);
                    self.0.insert(at, Change { table, row, now });
                }
            }
            return Moves::new();
        }
        let mut contents = self.made_numbers(base, table);
        for (content, number) in &mut contents {
            if *number == row {
                *content = Arc::clone(&now);
            }
        }
        self.settle(base, table, contents)
    }

    /// Delete a record. The numbers that changed.
    pub fn delete(&mut self, base: &Base, table: u8, row: RowId) -> Moves {
        if usize::from(row) < base[usize::from(table)].len() {
            match self.find(table, row) {
                Ok(at) => self.0[at].now = None,
                Err(at) => self.0.insert(
                    at,
                    Change {
                        table,
                        row,
                        now: None,
                    },
                ),
            }
            return Moves::new();
        }
        let mut contents = self.made_numbers(base, table);
        contents.retain(|(_, number)| *number != row);
        self.settle(base, table, contents)
    }

    /// Make a record. The numbers that changed.
    pub fn make(&mut self, base: &Base, table: u8, content: Row) -> Moves {
        let mut contents = self.made_numbers(base, table);
        contents.push((content, RowId::MAX));
        self.settle(base, table, contents)
    }

    /// The records that were made, with their numbers.
    fn made_numbers(&self, base: &Base, table: u8) -> Vec<(Row, RowId)> {
        let first = base[usize::from(table)].len() as RowId;
        self.made(base, table).cloned().zip(first..).collect()
    }

    /// Put the records that were made into their order, and give those back that were deleted and are wanted again.
    fn settle(&mut self, base: &Base, table: u8, mut contents: Vec<(Row, RowId)>) -> Moves {
        let own = &base[usize::from(table)];
        let first = own.len() as RowId;
        self.0
            .retain(|change| change.table != table || change.row < first);
        let mut moves = Moves::new();
        contents.sort();
        contents.retain(|(content, number)| {
            let gone = self.0.iter().position(|change| {
                let is_gone = change.table == table && change.now.is_none();
                is_gone && own[usize::from(change.row)] == *content
            });
            if let Some(at) = gone {
                moves.push((*number, self.0.remove(at).row));
            }
            gone.is_none()
        });
        let at = self.0.partition_point(|change| change.table <= table);
        for (place, (content, number)) in contents.into_iter().enumerate() {
            let row = first + place as RowId;
            if number != row {
                moves.push((number, row));
            }
            let now = Some(content);
            self.0.insert(at + place, Change { table, row, now });
        }
        moves
    }

    /// Append canonical bytes.
    pub(super) fn canon(&self, out: &mut Bytes) {
        out.push(self.0.len() as u8);
        for change in &self.0 {
            out.push(change.table);
            out.extend_from_slice(&change.row.to_le_bytes());
            match &change.now {
                None => out.push(u8::MAX),
                Some(row) => {
                    out.push(row.len() as u8);
                    row.iter().for_each(|value| value.canon(out));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(number: i32) -> Row {
        Arc::new([Value::Number(number)])
    }

    fn base() -> Base {
        vec![vec![row(0)], vec![row(10), row(20), row(30)]]
    }

    fn contents(changes: &Changes, base: &Base) -> Vec<Row> {
        let rows = changes
            .rows(base, 1)
            .map(|id| changes.get(base, 1, id).unwrap().clone());
        let mut rows: Vec<Row> = rows.collect();
        rows.sort();
        rows
    }

    #[test]
    fn edited_back_and_made_again_are_no_change() {
        let base = base();
        let mut changes = Changes::default();
        changes.write(&base, 1, 1, row(21));
        assert_eq!(changes.list().len(), 1);
        changes.write(&base, 1, 1, row(20));
        assert_eq!(changes, Changes::default());
        changes.delete(&base, 1, 2);
        let moves = changes.make(&base, 1, row(30));
        assert_eq!(changes, Changes::default());
        assert_eq!(moves.as_slice(), [(RowId::MAX, 2)]);
    }

    #[test]
    fn order_of_making_does_not_count_and_moves_tell_new_numbers() {
        let base = base();
        let (mut one, mut other) = (Changes::default(), Changes::default());
        one.make(&base, 1, row(5));
        one.make(&base, 1, row(7));
        other.make(&base, 1, row(7));
        let moves = other.make(&base, 1, row(5));
        assert_eq!(one, other);
        assert!(moves.contains(&(3, 4)), "{moves:?}");
        let moves = one.write(&base, 1, 3, row(9));
        assert!(
            moves.contains(&(3, 4)) && moves.contains(&(4, 3)),
            "{moves:?}"
        );
        one.delete(&base, 1, 4);
        assert_eq!(one.made(&base, 1).collect::<Vec<_>>(), [&row(7)]);
    }

    proptest! {
        /// Whatever is done, the records are those a plain list would hold.
        #[test]
        fn records_are_those_a_plain_list_would_hold(deeds in proptest::collection::vec((0_u8..3, 0_usize..6, 0_i32..4), 0..20)) {
            let base = base();
            let mut changes = Changes::default();
            let mut plain: Vec<Row> = base[1].clone();
            for (deed, place, number) in deeds {
                let ids: Vec<RowId> = changes.rows(&base, 1).collect();
                let content = row(number * 10);
                if deed == 0 || ids.is_empty() {
                    changes.make(&base, 1, content.clone());
                    plain.push(content);
                    continue;
                }
                let id = ids[place % ids.len()];
                let held = changes.get(&base, 1, id).unwrap().clone();
                let at = plain.iter().position(|row| *row == held).unwrap();
                plain.remove(at);
                if deed == 1 {
                    changes.delete(&base, 1, id);
                } else {
                    changes.write(&base, 1, id, content.clone());
                    plain.push(content);
                }
            }
            plain.sort();
            prop_assert_eq!(contents(&changes, &base), plain);
        }
    }
}
