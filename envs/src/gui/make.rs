//! Records that a button makes or deletes, and fields that a tap on a line takes over.

use super::{
    author::Then,
    bake::{BakedAct, BakedGiven, BakedOnly, BakedWidget},
    def::Def,
    rows::{Row, RowId},
    state::{Frame, NO_FOCUS, State},
    value::Value,
};
use std::sync::Arc;
use truestep_core::truth::Rejection;

impl Def {
    /// Make a record with what a button gives it, and lead on.
    pub(super) fn make(
        &self,
        state: &mut State,
        frame: Frame,
        of: u8,
        with: &[(u8, BakedGiven)],
        then: Then,
    ) {
        let mut content = match self.screen(frame.screen).drafts == Some(of) {
            true => std::mem::take(&mut state.front.draft),
            false => self.blank(of),
        };
        for (field, given) in with {
            if let Some(value) = self.given(state, frame, *given) {
                content[usize::from(*field)] = value;
            }
        }
        self.add(state, of, content);
        match then {
            Then::Stay => {
                state.front.focus = NO_FOCUS;
                self.start_draft(state);
            }
            Then::Leave(screens) => (0..screens).for_each(|_| state.front.pop()),
        }
    }

    /// What a button puts into a field.
    pub(super) fn given(&self, state: &State, frame: Frame, given: BakedGiven) -> Option<Value> {
        let field_of = |row: &Row, field: u8| row.get(usize::from(field)).cloned();
        match given {
            BakedGiven::Of(here) => field_of(self.record(state, frame)?.1, here),
            BakedGiven::Below(table, there) => {
                let (_, below) = state.front.frames().split_last()?;
                let mut records = below.iter().rev().filter_map(|f| self.record(state, *f));
                let (_, row) = records.find(|(of, _)| *of == table)?;
                field_of(row, there)
            }
            BakedGiven::Is(number) => Some(Value::Number(number)),
            BakedGiven::Today => Some(Value::Number(self.today)),
            BakedGiven::Now => Some(Value::Number(self.now)),
        }
    }

    /// Put a field of a line's record into one of the screen's record, and go back.
    pub(super) fn take_over(
        &self,
        state: &mut State,
        frame: Frame,
        of: u8,
        row: RowId,
        (here, there): (u8, u8),
    ) {
        let held = self.row(&state.changes, of, row);
        let value = held.and_then(|row| row.get(usize::from(there)).cloned());
        if let (Some(value), Some(table)) = (value, self.screen(frame.screen).of) {
            state.front.pop();
            self.set(state, table, frame.row, here, value);
        }
    }

    /// Delete the record of a screen with what goes along, and go back.
    pub(super) fn delete(&self, state: &mut State, frame: Frame) {
        let screen = self.screen(frame.screen);
        let held = self.record(state, frame).map(|(_, row)| Arc::clone(row));
        let (Some(table), Some(held)) = (screen.of, held) else {
            return;
        };
        let others = screen.widgets.iter().find_map(|widget| match widget {
            BakedWidget::Button(_, _, BakedAct::Delete(others)) => Some(&others[..]),
            _ => None,
        });
        state.front.pop();
        let moves = state.changes.delete(&self.base, table, frame.row);
        self.follow(state, &moves, table);
        self.close_ranks(state, table, &held);
        for &(other, there, here) in others.unwrap_or_default() {
            let is_own = |id: &RowId| {
                let row = self.row(&state.changes, other, *id);
                row.is_some_and(|row| row[usize::from(there)] == held[usize::from(here)])
            };
            let mut rows: Vec<RowId> = state
                .changes
                .rows(&self.base, other)
                .filter(is_own)
                .collect();
            // From the last one, so that the numbers of those before it stay.
            while let Some(row) = rows.pop() {
                let moves = state.changes.delete(&self.base, other, row);
                self.follow(state, &moves, other);
            }
        }
    }

    /// What something belongs to stays, unless that goes with it: it would be nowhere.
    pub(super) fn admits_delete(&self, state: &State, frame: Frame) -> Result<(), Rejection> {
        let belongs = |list: &BakedWidget| {
            let is_own = |only: &BakedOnly| matches!(only, BakedOnly::Same(..));
            matches!(list, BakedWidget::List { only, .. } if is_own(only))
                && !self.listed(state, frame, list).is_empty()
        };
        match self.screen(frame.screen).widgets.iter().any(belongs) {
            true => Err(Rejection::new(
                "not_empty",
                "something is in it; move or delete that first",
            )),
            false => Ok(()),
        }
    }

    /// Whether a button of a screen makes records of a table without anything filled in.
    pub(super) fn is_made_bare(&self, frame: Frame, act: &BakedAct) -> bool {
        matches!(act, BakedAct::Make { of, .. } if self.screen(frame.screen).drafts != Some(*of))
    }
}
