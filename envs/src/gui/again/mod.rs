//! Records that are gone and can be made again: which are, and what is still to be done about the next of them.
//!
//! A record that was deleted though it was to stay is made good by making one that holds the same. What makes a record is a
//! form for a new one, a form on the screen of another record (what is put into a cart, a row of a sheet), or a button (a copy).
//! Fields that none of these gives may be set on the record once it is there: a switch in its line, its own form. Where a field
//! can be given in neither way, or the record has a place in an order, it is lost for good.

mod makers;
mod menu;
#[cfg(test)]
pub(super) mod tests;

use super::{
    author::Rows,
    bake::{BakedAct, BakedScreen, BakedWidget},
    def::Def,
    rows::{Changes, Row, RowId},
    state::{Frame, NO_ROW, State},
    value::Value,
};
use makers::{Maker, fills, holds};
use std::sync::Arc;

/// What is to be done next about a record that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Again {
    /// Its table.
    pub(super) table: u8,
    /// What it held.
    pub(super) row: Row,
    /// How it is done.
    pub(super) how: How,
}

/// How a record is made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// On one of these screens.
    Make(Vec<Maker>),
    /// Out of this one, which was made and is not asked for: in these fields it differs.
    Set(RowId, Vec<u8>),
}

/// What can be done about records that are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// None is gone that was to stay.
    None,
    /// They can be made again, this one first.
    Mendable(Again),
    /// Not all of them can be made again, or something stands in a log where nobody asked for it.
    Final,
}

impl Def {
    /// What is to be done about records that are gone though they were to stay.
    pub(super) fn loss(&self, changes: &Changes) -> Loss {
        let is_harm = |table: u8, is_gone: bool| {
            is_gone || self.phone.tables[usize::from(table)].rows == Rows::Log
        };
        let mut harms = changes
            .list()
            .iter()
            .filter(|change| is_harm(change.table, change.now.is_none()))
            .filter(|change| self.wrong(changes, change) > 0)
            .peekable();
        if harms.peek().is_none() || self.is_fulfilled(changes) {
            return Loss::None;
        }
        let mut gone = vec![];
        for change in harms {
            let own = self.base[usize::from(change.table)].get(usize::from(change.row));
            match (own, &change.now) {
                (Some(own), None) => gone.push((change.table, own)),
                _ => return Loss::Final,
            }
        }
        let mut first = None;
        for (table, row) in &gone {
            match self.how(changes, &gone, *table, row) {
                None => return Loss::Final,
                Some(How::Make(makers)) if makers.is_empty() => {}
                Some(how) => {
                    first = first.or_else(|| {
                        Some(Again {
                            table: *table,
                            row: Arc::clone(row),
                            how,
                        })
                    });
                }
            }
        }
        // What has taken its name goes first: that is made good as any other mistake.
        let is_taken = |again: &Again| {
            matches!(again.how, How::Make(_))
                && self.has_namesake(changes, again.table, NO_ROW, &again.row)
        };
        match first {
            Some(again) if is_taken(&again) => Loss::None,
            first => first.map_or(Loss::Final, Loss::Mendable),
        }
    }

    /// Whether something was done that the menu cannot make good: a record is gone that was to stay and cannot be made again, or
    /// one stands in a log where nobody asked for it.
    pub(super) fn is_lost(&self, changes: &Changes) -> bool {
        self.loss(changes) == Loss::Final
    }

    /// How a record is made again; by no maker yet if what it is made of has to be made again first; none if it cannot be.
    fn how(&self, changes: &Changes, gone: &[(u8, &Row)], table: u8, row: &Row) -> Option<How> {
        if self.phone.tables[usize::from(table)].rank.is_some() {
            return None;
        }
        let begun = changes.list().iter().find_map(|change| {
            let now = change.now.as_ref().filter(|_| change.table == table)?;
            let is_made = usize::from(change.row) >= self.base[usize::from(table)].len();
            if !is_made || self.wrong(changes, change) == 0 {
                return None;
            }
            let fields = (0..).zip(now.iter().zip(row.iter()));
            let differ: Vec<u8> = fields
                .filter(|(_, (now, row))| now != row)
                .map(|(field, _)| field)
                .collect();
            let can_be = differ
                .iter()
                .all(|&field| self.is_settable(table, field, row));
            can_be.then_some(How::Set(change.row, differ))
        });
        if begun.is_some() {
            return begun;
        }
        let makers: Vec<Maker> = self.makers(table, row).collect();
        let has = |of: u8, is: &dyn Fn(&Row) -> bool| {
            let mut rows = changes.rows(&self.base, of);
            rows.any(|id| self.row(changes, of, id).is_some_and(is))
        };
        let had = |of: u8, is: &dyn Fn(&Row) -> bool| {
            gone.iter().any(|(table, row)| *table == of && is(row))
        };
        let can = |maker: &Maker, has: &dyn Fn(u8, &dyn Fn(&Row) -> bool) -> bool| {
            let mut of = self.sources_of(maker).into_iter();
            of.all(|(of, own)| has(of, &|source| holds(source, &own, row)))
        };
        let (now, others): (Vec<Maker>, Vec<Maker>) =
            makers.into_iter().partition(|maker| can(maker, &has));
        let later = || {
            others
                .iter()
                .any(|maker| can(maker, &|of, is| has(of, is) || had(of, is)))
        };
        (!now.is_empty() || later()).then_some(How::Make(now))
    }

    /// What a form is to hold so that its button makes a record again, or sets what it lacks; none if it is no such form.
    pub(super) fn draft_again(&self, state: &State, again: &Again) -> Option<Vec<Value>> {
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        if screen.drafts != Some(again.table) {
            return None;
        }
        let mut draft = match self.edited(frame, again.table) {
            NO_ROW => self.blank(again.table),
            row => self.row(&state.changes, again.table, row)?.to_vec(),
        };
        for (field, value) in (0..).zip(again.row.iter()) {
            if fills(screen, field) {
                draft[usize::from(field)] = value.clone();
            }
        }
        let is_it = match &again.how {
            How::Make(_) => {
                let acts = buttons(screen);
                acts.into_iter()
                    .any(|act| self.makes_again(state, frame, again, act, &draft))
            }
            How::Set(row, differ) => {
                self.edited(frame, again.table) == *row
                    && differ.iter().any(|&field| {
                        fills(screen, field) && self.sets(screen, again.table, field, &again.row)
                    })
            }
        };
        is_it.then_some(draft)
    }

    /// Whether a button makes a record again of a draft, but for fields that are set later.
    pub(super) fn makes_again(
        &self,
        state: &State,
        frame: Frame,
        again: &Again,
        act: &BakedAct,
        draft: &[Value],
    ) -> bool {
        let screen = self.screen(frame.screen);
        let How::Make(makers) = &again.how else {
            return false;
        };
        let is_form = screen.drafts == Some(again.table);
        let is_made = !is_form || self.edited(frame, again.table) == NO_ROW;
        if !is_made || !makers.iter().any(|maker| maker.screen == frame.screen) {
            return false;
        }
        let Some(given) = self.given_by(act, again.table, is_form) else {
            return false;
        };
        (0..).zip(again.row.iter()).all(|(field, value)| {
            let gives = given.iter().find(|(there, _)| *there == field);
            let put = gives.and_then(|(_, given)| self.given(state, frame, *given));
            put.as_ref().unwrap_or(&draft[usize::from(field)]) == value
                || self.is_settable(again.table, field, &again.row)
        })
    }
}

fn buttons(screen: &BakedScreen) -> Vec<&BakedAct> {
    let acts = screen.widgets.iter().filter_map(|widget| match widget {
        BakedWidget::Button(_, _, act) => Some(act),
        _ => None,
    });
    acts.collect()
}
