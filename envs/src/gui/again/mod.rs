//! Records that are gone and can be made again: which are, and what is still to be done about the next of them.
//!
//! A record that was deleted though it was to stay is made good by making one that holds the same. What makes a record is a
//! form for a new one, a form on the screen of another record (what is put into a cart, a row of a sheet), or a button (a copy).
//! Fields that none of these gives may be set on the record once it is there: a switch in its line, its own form. Where a field
//! can be given in neither way, or the record has a place in an order, it is lost for good.

mod menu;
#[cfg(test)]
pub(super) mod tests;

use super::{
    author::{Kind, Rows, Then},
    bake::{BakedAct, BakedGiven, BakedScreen, BakedWidget, ScreenId},
    def::Def,
    rows::{Changes, Row, RowId},
    state::{Frame, NO_ROW, State},
    value::{MAX_TEXT_BYTES, Value},
};
use std::sync::Arc;

/// A screen on which a record can be made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Maker {
    /// The screen with the button.
    pub(super) screen: ScreenId,
    /// The screens from which it is opened with an empty form; empty if it is opened with a record.
    pub(super) hosts: Vec<ScreenId>,
    /// What the record of a screen has to hold: `(its table, its field, field of the record that is made)`. Those without a
    /// table are of the screen's own record.
    pub(super) sources: Vec<(Option<u8>, u8, u8)>,
    /// What the line of a list holds that makes it: its table, `(its field, field of the record that is made)`.
    pub(super) line: Option<(u8, Vec<(u8, u8)>)>,
}

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
        first.map_or(Loss::Final, Loss::Mendable)
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

    /// The tables of the records that a maker needs, each with `(its field, field of the record that is made)`.
    fn sources_of(&self, maker: &Maker) -> Vec<(u8, Vec<(u8, u8)>)> {
        let mut all: Vec<(u8, Vec<(u8, u8)>)> = vec![];
        // The screen of a record needs one, whatever it holds.
        let own = self
            .screen(maker.screen)
            .of
            .filter(|_| maker.hosts.is_empty());
        all.extend(own.map(|own| (own, vec![])));
        for (of, here, there) in &maker.sources {
            let Some(of) = of.or(own) else { continue };
            match all.iter_mut().find(|(met, _)| *met == of) {
                Some((_, fields)) => fields.push((*here, *there)),
                None => all.push((of, vec![(*here, *there)])),
            }
        }
        all.extend(maker.line.clone());
        all
    }

    /// The screens on which a record can be made that holds this, but for fields that are set later.
    fn makers(&self, table: u8, row: &Row) -> impl Iterator<Item = Maker> {
        let all = (0..).zip(&self.phone.screens).skip(1);
        let there = all.filter(|(_, screen)| self.apps.contains(&screen.app));
        there.flat_map(move |(number, screen)| {
            let widgets = screen.widgets.iter();
            widgets.filter_map(move |widget| match widget {
                BakedWidget::Button(_, _, act) => self.maker(number, screen, act, table, row),
                list => self.lister(number, list, table, row),
            })
        })
    }

    /// What a list of a screen needs of which a tap makes a record that holds this, and leads back; none if it cannot.
    fn lister(&self, number: ScreenId, list: &BakedWidget, table: u8, row: &Row) -> Option<Maker> {
        let BakedWidget::Adds {
            of,
            to,
            from,
            line,
            then: Then::Leave(_),
            ..
        } = list
        else {
            return None;
        };
        let is_later = |field: u8| self.is_settable(table, field, row);
        let is_given = |field: u8| from.iter().chain(line).any(|(there, _)| *there == field);
        let blank = self.blank(table);
        let mut others = (0..).zip(row.iter().zip(&blank));
        let is_right = *to == table
            && others.all(|(field, (value, blank))| {
                is_given(field) || value == blank || is_later(field)
            });
        let needed = |pairs: &[(u8, u8)]| {
            let pairs = pairs.iter().filter(|(there, _)| !is_later(*there));
            pairs
                .map(|(there, here)| (*here, *there))
                .collect::<Vec<(u8, u8)>>()
        };
        is_right.then(|| Maker {
            screen: number,
            hosts: vec![],
            sources: needed(from)
                .into_iter()
                .map(|(here, there)| (None, here, there))
                .collect(),
            line: Some((*of, needed(line))),
        })
    }

    /// Whether a tap on a line of a list makes a record again, but for fields that are set later.
    pub(super) fn adds_again(
        &self,
        state: &State,
        frame: Frame,
        again: &Again,
        list: &BakedWidget,
        row: RowId,
    ) -> bool {
        let How::Make(makers) = &again.how else {
            return false;
        };
        let is_maker = makers.iter().any(|maker| maker.screen == frame.screen);
        let added = self.addition(state, frame, list, row);
        let added = added.filter(|(table, _)| is_maker && *table == again.table);
        added.is_some_and(|(table, content)| {
            let mut fields = (0..).zip(content.iter().zip(again.row.iter()));
            fields.all(|(field, (held, wanted))| {
                held == wanted || self.is_settable(table, field, &again.row)
            })
        })
    }

    /// What a button of a screen needs to make a record that holds this; none if it cannot.
    fn maker(
        &self,
        number: ScreenId,
        screen: &BakedScreen,
        act: &BakedAct,
        table: u8,
        row: &Row,
    ) -> Option<Maker> {
        let is_form = screen.drafts == Some(table);
        let is_empty = screen.of.is_none_or(|of| is_form && of == table);
        if matches!(act, BakedAct::Save) && !is_empty {
            return None;
        }
        let given = self.given_by(act, table, is_form)?;
        let mut sources = vec![];
        for (field, value) in (0..).zip(row.iter()) {
            let later = || self.is_settable(table, field, row);
            let gives = given.iter().find(|(there, _)| *there == field);
            let is_number = |number: i32| *value == Value::Number(number);
            let is_right = match gives.map(|(_, given)| *given) {
                Some(BakedGiven::Of(here)) => {
                    later() || {
                        sources.push((None, here, field));
                        true
                    }
                }
                Some(BakedGiven::Below(of, here)) => {
                    later() || {
                        sources.push((Some(of), here, field));
                        true
                    }
                }
                Some(BakedGiven::Is(number)) => is_number(number) || later(),
                Some(BakedGiven::Today) => is_number(self.today) || later(),
                Some(BakedGiven::Now) => is_number(self.now) || later(),
                None if is_form && fills(screen, field) => self.can_be_filled(table, field, value),
                None => self.blank(table)[usize::from(field)] == *value || later(),
            };
            if !is_right {
                return None;
            }
        }
        let is_new = is_form && is_empty;
        let hosts = if is_new { self.hosts(number) } else { vec![] };
        let is_closed = is_new && hosts.is_empty();
        (!is_closed).then_some(Maker {
            screen: number,
            hosts,
            sources,
            line: None,
        })
    }

    /// The screens from which a form is opened empty.
    fn hosts(&self, form: ScreenId) -> Vec<ScreenId> {
        let opens = |widget: &BakedWidget| matches!(widget, BakedWidget::Button(_, _, BakedAct::New(to)) if *to == form);
        let all = (0..).zip(&self.phone.screens).skip(1);
        let hosts = all.filter(|(_, screen)| {
            self.apps.contains(&screen.app) && screen.widgets.iter().any(opens)
        });
        hosts.map(|(number, _)| number).collect()
    }

    /// What a button puts into a record of a table that it makes; none if it makes none.
    fn given_by(&self, act: &BakedAct, table: u8, is_form: bool) -> Option<Vec<(u8, BakedGiven)>> {
        match act {
            BakedAct::Save => is_form.then(Vec::new),
            BakedAct::Make { of, with, .. } => (*of == table).then(|| with.clone()),
            // What takes others along or marks the screen's record does more than make one.
            BakedAct::Submit(submit)
                if is_form && submit.takes.is_none() && submit.marks.is_none() =>
            {
                let from = submit.from.iter();
                let from = from.map(|(there, here)| (*there, BakedGiven::Of(*here)));
                let sets = submit.sets.iter();
                let sets = sets.map(|(there, option)| (*there, BakedGiven::Is(*option)));
                let today = submit.today.map(|field| (field, BakedGiven::Today));
                Some(from.chain(sets).chain(today).collect())
            }
            _ => None,
        }
    }

    /// Whether a field of a new form can come to hold this.
    fn can_be_filled(&self, table: u8, field: u8, value: &Value) -> bool {
        let kind = self.kind(table, field);
        match (kind, value) {
            (Kind::Choice(_) | Kind::Flag, _) => true,
            (_, Value::Nothing) => !self.phone.field_of(table, field).required,
            (kind, value) => {
                let text = self.words.shown(kind, value);
                text.len() <= MAX_TEXT_BYTES && self.words.read(kind, &text).as_ref() == Some(value)
            }
        }
    }

    /// Whether a field of a record that is there can be set to what another holds.
    fn is_settable(&self, table: u8, field: u8, to: &Row) -> bool {
        let screens = self.phone.screens.iter();
        let mut there = screens.filter(|screen| self.apps.contains(&screen.app));
        there.any(|screen| self.sets(screen, table, field, to))
    }

    /// Whether a field of a record can be set on a screen to what another holds.
    pub(super) fn sets(&self, screen: &BakedScreen, table: u8, field: u8, to: &Row) -> bool {
        let is_own = screen.of == Some(table);
        let value = &to[usize::from(field)];
        let is_saved =
            |widget: &BakedWidget| matches!(widget, BakedWidget::Button(_, _, BakedAct::Save));
        let is_form = is_own
            && screen.drafts == Some(table)
            && screen.widgets.iter().any(is_saved)
            && *value != Value::Nothing
            && self.can_be_filled(table, field, value);
        screen.widgets.iter().any(|widget| match widget {
            BakedWidget::List { of, turns, .. } => *of == table && *turns == Some(field),
            BakedWidget::Live(of) => is_own && screen.drafts.is_none() && *of == field,
            BakedWidget::Fill(of) => is_form && *of == field,
            BakedWidget::Button(_, _, BakedAct::Set(of, option)) => {
                is_own && *of == field && *value == Value::Number(*option)
            }
            _ => false,
        })
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

/// Whether a record holds in some of its fields, the first ones, what another holds in the second ones.
pub(super) fn holds(source: &Row, fields: &[(u8, u8)], row: &Row) -> bool {
    let mut fields = fields.iter();
    fields.all(|(here, there)| source[usize::from(*here)] == row[usize::from(*there)])
}

/// Whether a field is filled in on a screen.
pub(super) fn fills(screen: &BakedScreen, field: u8) -> bool {
    let mut widgets = screen.widgets.iter();
    widgets.any(|widget| matches!(widget, BakedWidget::Fill(of) if *of == field))
}

fn buttons(screen: &BakedScreen) -> Vec<&BakedAct> {
    let acts = screen.widgets.iter().filter_map(|widget| match widget {
        BakedWidget::Button(_, _, act) => Some(act),
        _ => None,
    });
    acts.collect()
}
