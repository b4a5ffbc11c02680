//! Records: tables that never change, and the few rows of a state that differ from them.
//!
//! The form is canonical: a row that was edited back is no change, a record made again as one that was deleted is that
//! one or as one was that has changed is that one, and records that were made stand in the order of what they hold. Equal changes
//! are equal records; the same records can be reached as different changes, where one was deleted and another made in the place of
//! a change or where one was edited into what another held (`wish` compares the records).

use super::value::{Bytes, Value};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::{collections::BTreeSet, sync::Arc};

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

    /// The changes of some tables.
    pub(super) fn only(&self, is_one: impl Fn(u8) -> bool) -> Self {
        let own = self.0.iter().filter(|change| is_one(change.table));
        Self(own.cloned().collect())
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
            let made = self.made_numbers(base, table);
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
            let mut moves = self.settle(base, table, made);
            self.sort_twins(base, table, &mut moves);
            return moves;
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
            let made = self.made_numbers(base, table);
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
            // One that was made alike takes its place.
            let mut moves = self.settle(base, table, made);
            self.sort_twins(base, table, &mut moves);
            return moves;
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
        self.swap_back(own, table, &mut contents, &mut moves);
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

    /// A record that was made as another was before it changed is that other, and what that one became was made.
    fn swap_back(
        &mut self,
        own: &[Row],
        table: u8,
        contents: &mut [(Row, RowId)],
        moves: &mut Moves,
    ) {
        let is_other = |change: &Change, content: &Row| {
            change.table == table
                && change.now.is_some()
                && own[usize::from(change.row)] == *content
        };
        loop {
            let places = contents
                .iter()
                .enumerate()
                .find_map(|(made, (content, _))| {
                    let changed = self.0.iter().position(|c| is_other(c, content))?;
                    Some((made, changed))
                });
            let Some((made, changed)) = places else {
                return;
            };
            let Change { row, now, .. } = self.0.remove(changed);
            let (content, number) = &mut contents[made];
            moves.push((*number, row));
            if let Some(now) = now {
                (*content, *number) = (now, row);
            }
        }
    }

    /// Records of a task that held the same from the first cannot be told apart by what was done to them: those that are as
    /// they were come first, those that are gone last. `moves` gets the numbers that change.
    fn sort_twins(&mut self, base: &Base, table: u8, moves: &mut Moves) {
        let own = &base[usize::from(table)];
        let changed = self.0.iter().filter(|change| change.table == table);
        let originals: BTreeSet<&Row> = changed
            .filter_map(|change| own.get(usize::from(change.row)))
            .collect();
        for original in originals {
            let twins = (0..own.len()).filter(|&row| own[row] == *original);
            let twins: Vec<RowId> = twins.map(|row| row as RowId).collect();
            if twins.len() > 1 {
                self.sort_group(original, table, &twins, moves);
            }
        }
    }

    fn sort_group(&mut self, original: &Row, table: u8, twins: &[RowId], moves: &mut Moves) {
        let now = |row: RowId| match self.find(table, row) {
            Ok(at) => self.0[at].now.clone(),
            Err(_) => Some(Arc::clone(original)),
        };
        let rank = |now: &Option<Row>| match now {
            Some(now) if now == original => 0,
            Some(_) => 1,
            None => 2,
        };
        let mut held: Vec<(u8, Option<Row>, RowId)> = twins
            .iter()
            .map(|&row| (now(row), row))
            .map(|(now, row)| (rank(&now), now, row))
            .collect();
        held.sort();
        self.0
            .retain(|change| change.table != table || !twins.contains(&change.row));
        let mut own = Moves::new();
        for (&row, (rank, now, before)) in twins.iter().zip(held) {
            if before != row {
                own.push((before, row));
            }
            if rank > 0
                && let Err(at) = self.find(table, row)
            {
                self.0.insert(at, Change { table, row, now });
            }
        }
        follow(moves, &own);
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

/// Add later moves to earlier ones.
fn follow(moves: &mut Moves, later: &Moves) {
    let met: Vec<RowId> = moves.iter().map(|(_, after)| *after).collect();
    for (_, after) in moves.iter_mut() {
        if let Some((_, last)) = later.iter().find(|(before, _)| before == after) {
            *after = *last;
        }
    }
    let others = later.iter().filter(|(before, _)| !met.contains(before));
    moves.extend(others.copied());
}
