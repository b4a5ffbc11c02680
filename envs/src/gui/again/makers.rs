//! What makes a record again: forms and buttons of screens, and what each needs.

use super::{Again, How};
use crate::gui::{
    author::{Kind, Then},
    bake::{BakedAct, BakedGiven, BakedScreen, BakedWidget, ScreenId},
    def::Def,
    rows::{Row, RowId},
    state::{Frame, State},
    value::{MAX_TEXT_BYTES, Value},
};

/// A screen on which a record can be made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui) struct Maker {
    /// The screen with the button.
    pub(super) screen: ScreenId,
    /// The screens from which it is opened with an empty form; empty if it is opened with a record.
    pub(super) hosts: Vec<ScreenId>,
    /// What the record of a screen has to hold: `(its table, its field, field of the record that is made)`. Those without a
    /// table are of the screen's own record.
    pub(super) sources: Vec<(Option<u8>, u8, u8)>,
    /// What records its fields name: `(their table, the field they are called by, field of the record that is made)`.
    pub(super) names: Vec<(u8, u8, u8)>,
    /// What the line of a list holds that makes it: its table, `(its field, field of the record that is made)`.
    pub(super) line: Option<(u8, Vec<(u8, u8)>)>,
}

impl Def {
    /// The tables of the records that a maker needs, each with `(its field, field of the record that is made)`.
    pub(super) fn sources_of(&self, maker: &Maker) -> Vec<(u8, Vec<(u8, u8)>)> {
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
        let names = maker.names.iter();
        all.extend(names.map(|(of, here, there)| (*of, vec![(*here, *there)])));
        all.extend(maker.line.clone());
        all
    }

    /// The screens on which a record can be made that holds this, but for fields that are set later.
    pub(super) fn makers(&self, table: u8, row: &Row) -> impl Iterator<Item = Maker> {
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
            names: vec![],
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
        let (mut sources, mut names) = (vec![], vec![]);
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
                None if is_form && fills(screen, field) => {
                    names.extend(self.name_in(table, field, value));
                    self.can_be_filled(table, field, value)
                }
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
            names,
            line: None,
        })
    }

    /// The record that a field's value names, as a maker needs it; none if it names none.
    fn name_in(&self, table: u8, field: u8, value: &Value) -> Option<(u8, u8, u8)> {
        let names = self.phone.tables[usize::from(table)].names_in(field)?;
        let by = *names.by.first()?;
        (*value != Value::Nothing).then_some((names.of, by, field))
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
    pub(super) fn given_by(
        &self,
        act: &BakedAct,
        table: u8,
        is_form: bool,
    ) -> Option<Vec<(u8, BakedGiven)>> {
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
    pub(super) fn is_settable(&self, table: u8, field: u8, to: &Row) -> bool {
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
            && self.is_opened_to_edit(screen)
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

    /// Whether a form is opened with a record that is there: others are for new ones alone.
    fn is_opened_to_edit(&self, form: &BakedScreen) -> bool {
        let is_it = |to: ScreenId| std::ptr::eq(self.screen(to), form);
        let mut widgets = self.phone.screens.iter().flat_map(|screen| &screen.widgets);
        widgets.any(|widget| match widget {
            BakedWidget::Button(_, _, BakedAct::Edit(to) | BakedAct::Find(to, ..)) => is_it(*to),
            BakedWidget::List { opens, .. } => opens.is_some_and(is_it),
            _ => false,
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
