//! What a draft is to become: of the records that are still to be made, those it is nearest to. Everything else that could be
//! written into it would only have to be written over, and makes plans large.

use super::{
    bake::{BakedAct, BakedWidget},
    def::Def,
    plan::Evidence,
    rows::Row,
    state::{NO_ROW, Over, State},
    wish::Piece,
};
use std::sync::Arc;

/// A record that is still to be made, and that a draft is near to.
#[derive(Clone, Copy)]
struct Near<'a> {
    /// The field that would have to be written over.
    stray: Option<u8>,
    row: &'a Row,
}

/// The first of those that are alike. Where options of a field are open, by which a blank record is given too, one leaves them by
/// choosing: that serves a record which has something else there than a blank one, and is lost for any other. Then a record
/// with a field to be written over is worth as much as one without: its option is chosen now, and the options need not be opened once
/// more.
fn of_each<'a>(near: &[Near<'a>], open: Option<(u8, &Row)>) -> Vec<Near<'a>> {
    let is_served = |one: &Near<'_>| {
        open.is_none_or(|(field, blank)| one.row[usize::from(field)] != blank[usize::from(field)])
    };
    if let Some(begun) = near
        .iter()
        .find(|one| one.stray.is_none() && is_served(one))
    {
        return vec![*begun];
    }
    let mut found: Vec<Near<'_>> = vec![];
    for one in near {
        let is_first = found.iter().all(|other| other.stray != one.stray);
        if is_first && (one.stray.is_none() || is_served(one)) {
            found.push(*one);
        }
    }
    found
}

impl Def {
    /// Records that are still to be made, and can be, and that the draft is nearest to: those of which it has some fields and no
    /// others beside those it began with, else those of which one field alone would have to be written over. Who has
    /// chosen another record's option may take two steps less by going over to that one: such distances are too large. Of a new draft the first of those alike is enough ([`of_each`]): all have
    /// to be made, and what the draft has already it has of each, so that their order does not count; but a record that was made
    /// wrongly is nearer to some than to others. Who guesses may begin with any.
    pub(super) fn aims(&self, state: &State, evidence: Evidence) -> Vec<Row> {
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        let has = |is: fn(&BakedAct) -> bool| {
            let mut widgets = screen.widgets.iter();
            widgets.any(|widget| matches!(widget, BakedWidget::Button(_, _, act) if is(act)))
        };
        let is_plain = has(|act| matches!(act, BakedAct::Save))
            && !has(|act| matches!(act, BakedAct::Make { .. } | BakedAct::Submit(_)));
        let (true, Some(table)) = (is_plain, screen.drafts) else {
            return vec![];
        };
        let first = match frame.row {
            NO_ROW => self.blank(table).into(),
            row if usize::from(row) < self.base[usize::from(table)].len() => return vec![],
            row => match self.row(&state.changes, table, row) {
                Some(made) if screen.of == Some(table) => Arc::clone(made),
                _ => return vec![],
            },
        };
        // A form has not every field of a record that was made: what stands in the others stays.
        let is_filled = |field: u8| {
            let mut widgets = screen.widgets.iter();
            frame.row == NO_ROW
                || self.phone.tables[usize::from(table)].rank.is_some()
                || widgets.any(|widget| matches!(widget, BakedWidget::Fill(of) if *of == field))
        };
        let chosen = match frame.over {
            Over::Options(field) => Some(field),
            _ => None,
        };
        // The field, if there is one, that would have to be written over; none if there are more, or it cannot be.
        let stray = |row: &Row| {
            let fields = state.front.draft.iter().zip(row.iter()).zip(first.iter());
            let mut others = (0..)
                .zip(fields)
                .filter(|(field, ((held, wanted), _))| held != wanted && chosen != Some(*field));
            others.try_fold(None, |found, (field, ((held, _), first))| {
                let is_more = held != first && found.is_some();
                let stray = if held == first { found } else { Some(field) };
                (is_filled(field) && !is_more).then_some(stray)
            })
        };
        let is_known = |piece: &Piece| {
            let mut needs = self.wish.needs.iter();
            needs.all(|(of, needs)| of != piece || needs & !state.known == 0)
        };
        let mut near: Vec<Near<'_>> = vec![];
        let mut is_guess = false;
        for piece in &self.plan.pieces {
            if let Piece::Made(of, row, _) = piece
                && *of == table
                && let Some(stray) = stray(row)
                && !self.holds(state, piece)
            {
                let is_known = is_known(piece);
                if is_known || evidence == Evidence::Ignored {
                    is_guess |= !is_known;
                    near.push(Near { stray, row });
                }
            }
        }
        if chosen.is_none() && near.iter().any(|one| one.stray.is_none()) {
            near.retain(|one| one.stray.is_none());
        }
        if frame.row == NO_ROW && !is_guess && self.wrongs(&state.changes) == 0 {
            near = of_each(&near, chosen.map(|field| (field, &first)));
        }
        near.into_iter().map(|one| Arc::clone(one.row)).collect()
    }
}
