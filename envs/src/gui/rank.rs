//! Records with places: songs of a playlist, stops of a tour. Whatever happens to a group, its places are 1, 2, 3 and so on.

use super::{
    def::Def,
    rows::{Change, Changes, Row, RowId},
    state::{Frame, State},
    value::Value,
    verb::Way,
};
use std::sync::Arc;

impl Def {
    /// Give a record that is to be made the last place of its group.
    pub(super) fn ranked_last(&self, changes: &Changes, table: u8, content: &mut [Value]) {
        let Some((group, place)) = self.phone.tables[usize::from(table)].rank else {
            return;
        };
        let count = self
            .group(changes, table, &content[usize::from(group)])
            .len();
        content[usize::from(place)] = Value::Number(count as i32 + 1);
    }

    /// The records of a group, in the order of their places.
    fn group(&self, changes: &Changes, table: u8, of: &Value) -> Vec<RowId> {
        let Some((group, place)) = self.phone.tables[usize::from(table)].rank else {
            return vec![];
        };
        let mut places: Vec<(Value, RowId)> = changes
            .rows(&self.base, table)
            .filter_map(|id| {
                let row = self.row(changes, table, id)?;
                (row[usize::from(group)] == *of).then(|| (row[usize::from(place)].clone(), id))
            })
            .collect();
        places.sort();
        places.into_iter().map(|(_, id)| id).collect()
    }

    /// After a record of a group is gone: those behind it move up.
    pub(super) fn close_ranks(&self, state: &mut State, table: u8, gone: &Row) {
        let Some((group, place)) = self.phone.tables[usize::from(table)].rank else {
            return;
        };
        // A place given may give other numbers to records that were made, so that they are looked up anew.
        let count = self
            .group(&state.changes, table, &gone[usize::from(group)])
            .len();
        for at in 0..count {
            let rows = self.group(&state.changes, table, &gone[usize::from(group)]);
            if let Some(&row) = rows.get(at) {
                self.give(state, table, row, place, at as i32 + 1);
            }
        }
    }

    fn give(&self, state: &mut State, table: u8, row: RowId, field: u8, number: i32) {
        self.set(state, table, row, field, Value::Number(number));
    }

    /// The record that a move changes places with.
    pub(super) fn neighbour_of(
        &self,
        changes: &Changes,
        table: u8,
        row: RowId,
        way: Way,
    ) -> Option<RowId> {
        let (group, _) = self.phone.tables[usize::from(table)].rank?;
        let own = self.row(changes, table, row)?;
        let rows = self.group(changes, table, &own[usize::from(group)]);
        let at = rows.iter().position(|id| *id == row)?;
        match way {
            Way::Up => at.checked_sub(1).map(|before| rows[before]),
            Way::Down => rows.get(at + 1).copied(),
        }
    }

    /// Change places with a neighbour.
    pub(super) fn shift(&self, state: &mut State, table: u8, row: RowId, way: Way) {
        let rank = self.phone.tables[usize::from(table)].rank;
        let other = self.neighbour_of(&state.changes, table, row, way);
        let (Some((_, place)), Some(other)) = (rank, other) else {
            return;
        };
        let held = |id| self.row(&state.changes, table, id).map(Arc::clone);
        let (Some(own), Some(theirs)) = (held(row), held(other)) else {
            return;
        };
        let at = usize::from(place);
        let with = |row: &Row, number: &Value| {
            let mut content = row.to_vec();
            content[at] = number.clone();
            Row::from(content)
        };
        let content = with(&own, &theirs[at]);
        self.refresh_drafts(state, table, row, &content);
        let moves = state.changes.write(&self.base, table, row, content);
        let moved = moves.iter().find(|(before, _)| *before == other);
        let other = moved.map_or(other, |(_, after)| *after);
        self.follow(state, &moves, table);
        self.put(state, table, other, with(&theirs, &own[at]));
    }

    /// Whether a move brings two records into the order in which they are to be. One that does not would have to be taken
    /// back, and those that are to go can go from any place.
    pub(super) fn is_move_useful(&self, state: &State, frame: Frame, way: Way) -> bool {
        let Some(table) = self.screen(frame.screen).of else {
            return false;
        };
        let changes = &state.changes;
        let Some(other) = self.neighbour_of(changes, table, frame.row, way) else {
            return false;
        };
        let places = (
            self.place_wanted(changes, table, frame.row),
            self.place_wanted(changes, table, other),
        );
        match (places, way) {
            ((Some(own), Some(other)), Way::Up) => own < other,
            ((Some(own), Some(other)), Way::Down) => own > other,
            _ => false,
        }
    }

    /// The place that a record is to have; none if it is to be gone.
    fn place_wanted(&self, changes: &Changes, table: u8, row: RowId) -> Option<Value> {
        let (_, place) = self.phone.tables[usize::from(table)].rank?;
        let base = &self.base[usize::from(table)];
        let wanted = &self.wish.wanted;
        let at = usize::from(place);
        if usize::from(row) < base.len() {
            return wanted
                .get(&self.base, table, row)
                .map(|row| row[at].clone());
        }
        let own = self.row(changes, table, row)?;
        let mut made = wanted.made(&self.base, table);
        made.find(|wanted| self.is_alike(table, own, wanted))
            .map(|row| row[at].clone())
    }

    /// Whether a record that is to stay or be made has another place in its group than it is to have.
    pub(super) fn is_misplaced(&self, changes: &Changes, change: &Change) -> bool {
        let Some((_, place)) = self.phone.tables[usize::from(change.table)].rank else {
            return false;
        };
        let held = change.now.as_ref().map(|row| &row[usize::from(place)]);
        let wanted = self.place_wanted(changes, change.table, change.row);
        held.is_some() && wanted.is_some_and(|wanted| held != Some(&wanted))
    }

    /// Whether the places in a group are for the task to change: then none of them is wrong on the way.
    pub(super) fn is_group_wanted(&self, table: u8, row: &Row) -> bool {
        let Some((group, _)) = self.phone.tables[usize::from(table)].rank else {
            return false;
        };
        let group = usize::from(group);
        let of = |content: &Row| content[group] == row[group];
        self.wish.wanted.list().iter().any(|change| {
            let own = self.base[usize::from(table)].get(usize::from(change.row));
            change.table == table && (own.is_some_and(of) || change.now.as_ref().is_some_and(of))
        })
    }

    /// Whether two contents are alike in everything that counts on the way.
    pub(super) fn is_alike(&self, table: u8, one: &Row, other: &Row) -> bool {
        let Some((_, place)) = self.phone.tables[usize::from(table)].rank else {
            return one == other;
        };
        let fields = one.iter().zip(other.iter()).enumerate();
        fields
            .filter(|(at, _)| *at != usize::from(place))
            .all(|(_, (one, other))| one == other)
    }
}
