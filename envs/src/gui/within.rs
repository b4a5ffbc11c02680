//! What a screen leads to, so that plans need not go where nothing is to be found or done.
//!
//! Whoever opens a screen comes back to where they were, or goes home or to another app, which they could have done from there.
//! So a shortest way opens only screens that show something still to be read, or on which something still to be done can be
//! done - on them or on those that they open.

use super::{
    author::Then,
    bake::{BakedAct, BakedGiven, BakedScreen, BakedSubmit, BakedWidget, Phone, ScreenId},
    def::Def,
    elements::Element,
    rows::{Row, RowId},
    state::{NO_ROW, State},
    value::Value,
    wish::Piece,
};
use std::{collections::BTreeSet, sync::Arc};

/// What can be read or changed on a screen and on those that it opens, beside the record that it shows itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Within {
    /// The tables of which records are there.
    tables: BTreeSet<u8>,
    /// The tables of which records are written there.
    saved: BTreeSet<u8>,
    /// The records that buttons make.
    made: Vec<Made>,
    /// The screens that are opened.
    screens: BTreeSet<ScreenId>,
}

/// A record that a button makes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    /// Its table.
    of: u8,
    /// What the record that the first screen shows puts into it: `(field there, field of that record)`.
    own: Vec<(u8, u8)>,
    /// Choices that are always the same.
    same: Vec<(u8, i32)>,
}

/// What is still to be read, to be done or to be made good.
#[derive(Debug, Default)]
pub(super) struct Needed {
    /// Tables of which any record may be meant.
    tables: BTreeSet<u8>,
    /// Records.
    rows: BTreeSet<(u8, RowId)>,
    /// Records that are not there yet.
    made: Vec<(u8, Row)>,
}

/// What lies within every screen, by number.
pub(super) fn all(phone: &Phone) -> Vec<Within> {
    let screens = 0..phone.screens.len() as ScreenId;
    screens.map(|screen| within(phone, screen)).collect()
}

fn within(phone: &Phone, from: ScreenId) -> Within {
    let Within {
        mut tables,
        mut saved,
        mut made,
        mut screens,
    } = Within::default();
    // Screens, each with whether it shows the record that the first one shows.
    let (mut met, mut open) = (BTreeSet::from([(from, true)]), vec![(from, true)]);
    while let Some((number, is_own)) = open.pop() {
        let screen = phone.screen(number);
        tables.extend(screen.of.filter(|_| !is_own));
        // What a draft comes to, a button makes or saves.
        let is_saved = |widget: &BakedWidget| {
            matches!(
                widget,
                BakedWidget::Button(_, _, BakedAct::Save | BakedAct::Submit(_))
            )
        };
        if (!is_own || screen.drafts != screen.of) && screen.widgets.iter().any(is_saved) {
            tables.extend(screen.drafts);
            saved.extend(screen.drafts);
        }
        for widget in &screen.widgets {
            touched(phone, screen, widget, &mut tables);
            made.extend(makes(widget, is_own));
            if let BakedWidget::Adds {
                to,
                then: Then::Stay,
                ..
            } = widget
            {
                saved.insert(*to);
            }
            if let Some((to, keeps)) = opened(widget)
                && met.insert((to, is_own && keeps))
            {
                screens.insert(to);
                open.push((to, is_own && keeps));
            }
        }
    }
    Within {
        tables,
        saved,
        made,
        screens,
    }
}

/// The record that a widget makes, on a screen that shows the record of the first one or another.
fn makes(widget: &BakedWidget, is_own: bool) -> Option<Made> {
    if let BakedWidget::Adds {
        to,
        from,
        then: Then::Leave(_),
        ..
    } = widget
    {
        return Some(Made {
            of: *to,
            own: if is_own { from.clone() } else { vec![] },
            same: vec![],
        });
    }
    let BakedWidget::Button(_, _, BakedAct::Make { of, with, .. }) = widget else {
        return None;
    };
    let own = with.iter().filter_map(|(there, given)| match given {
        BakedGiven::Of(here) if is_own => Some((*there, *here)),
        _ => None,
    });
    let same = with.iter().filter_map(|(there, given)| match given {
        BakedGiven::Is(number) => Some((*there, *number)),
        _ => None,
    });
    Some(Made {
        of: *of,
        own: own.collect(),
        same: same.collect(),
    })
}

impl Within {
    /// Whether records of a table are there.
    pub(super) fn holds(&self, table: u8) -> bool {
        self.tables.contains(&table)
    }

    /// The tables of which records are there, or are made there.
    pub(super) fn tables(&self) -> impl Iterator<Item = u8> {
        let made = self.made.iter().map(|made| made.of);
        let there = self.tables.iter().chain(&self.saved).copied();
        there.chain(made)
    }

    /// The tables of which records are made or written there.
    pub(super) fn written(&self) -> impl Iterator<Item = u8> {
        let made = self.made.iter().map(|made| made.of);
        self.saved.iter().copied().chain(made)
    }

    /// The screens that are opened from there.
    pub(super) fn screens(&self) -> impl Iterator<Item = ScreenId> {
        self.screens.iter().copied()
    }
}

impl Needed {
    /// Whether a record of a table is meant, or may be.
    fn has(&self, table: u8) -> bool {
        self.tables.contains(&table) || self.rows.iter().any(|(of, _)| *of == table)
    }
}

impl Made {
    /// Whether it can come to this, made from a record.
    fn can_be(&self, wanted: &Row, from: Option<&Row>) -> bool {
        let is_own = |&(there, here): &(u8, u8)| {
            from.is_none_or(|from| wanted[usize::from(there)] == from[usize::from(here)])
        };
        let is_same =
            |&(there, number): &(u8, i32)| wanted[usize::from(there)] == Value::Number(number);
        self.own.iter().all(is_own) && self.same.iter().all(is_same)
    }
}

/// The screens that a widget opens, each with whether it shows the same record.
pub(super) fn opened(widget: &BakedWidget) -> Option<(ScreenId, bool)> {
    match widget {
        BakedWidget::Link(_, to) => Some((*to, false)),
        BakedWidget::List { opens, .. } => opens.map(|to| (to, false)),
        BakedWidget::Button(_, _, act) => match act {
            BakedAct::Edit(to) => Some((*to, true)),
            BakedAct::New(to) | BakedAct::Find(to, ..) => Some((*to, false)),
            _ => None,
        },
        _ => None,
    }
}

/// The tables of which a widget shows or changes records beside that of its screen.
fn touched(phone: &Phone, screen: &BakedScreen, widget: &BakedWidget, out: &mut BTreeSet<u8>) {
    match widget {
        BakedWidget::List { of, .. } => out.extend([*of]),
        BakedWidget::Adds {
            of,
            to,
            then: Then::Stay,
            ..
        } => out.extend([*of, *to]),
        BakedWidget::Adds { of, .. } => out.extend([*of]),
        BakedWidget::Total(_, plus, minus) => {
            out.extend(plus.iter().chain(minus).map(|sum| sum.of));
        }
        BakedWidget::Button(_, _, act) => match act {
            BakedAct::Delete(others) => out.extend(others.iter().map(|(table, ..)| *table)),
            // Others of its group move as well.
            BakedAct::Move(_) => out.extend(screen.of),
            BakedAct::Submit(submit) => {
                let BakedSubmit { spends, takes, .. } = &**submit;
                out.extend(takes.map(|takes| takes.of));
                out.extend(spends.and_then(|(_, limit)| limit).map(|(table, _)| table));
            }
            BakedAct::Make { .. }
            | BakedAct::New(_)
            | BakedAct::Edit(_)
            | BakedAct::Save
            | BakedAct::Set(..)
            | BakedAct::Find(..) => {}
        },
        BakedWidget::Link(..)
        | BakedWidget::Show(_)
        | BakedWidget::Fill(_)
        | BakedWidget::Live(_) => {}
    }
    // Records with places move when others of their group do.
    if let Some(of) = screen.of
        && phone.tables[usize::from(of)].rank.is_some()
    {
        out.insert(of);
    }
}

impl Def {
    /// What is still needed in a state.
    pub(super) fn needed(&self, state: &State) -> Needed {
        let mut needed = Needed::default();
        for (number, sight) in self.wish.sights.iter().enumerate() {
            if !self.wish.was_read(state.known, number) {
                needed.rows.insert((sight.table, sight.row));
            }
        }
        for piece in &self.plan.pieces {
            if self.holds(state, piece) {
                continue;
            }
            match piece {
                Piece::Made(table, row, _) => needed.made.push((*table, Arc::clone(row))),
                Piece::Field(table, row, ..) | Piece::Gone(table, row) => {
                    needed.rows.insert((*table, *row));
                    let is_ranked = self.phone.tables[usize::from(*table)].rank.is_some();
                    needed.tables.extend(is_ranked.then_some(*table));
                    // What it is to become may be made, and it be deleted.
                    let wanted = self.wish.wanted.get(&self.base, *table, *row);
                    let wanted = wanted.map(|wanted| (*table, Arc::clone(wanted)));
                    needed.made.extend(wanted);
                }
            }
            let passing = self.wish.passing.iter().map(|(table, _)| *table);
            needed.tables.extend(passing);
        }
        for change in state.changes.list() {
            // What was only to pass may stand there again when all is done, and has to go.
            let passes = |(table, row): &(u8, Row)| {
                *table == change.table && change.now.as_ref() == Some(row)
            };
            let is_wrong = self.wrong(&state.changes, change) > 0
                || self.is_misplaced(&state.changes, change)
                || self.wish.passing.iter().any(passes);
            if is_wrong {
                needed.tables.insert(change.table);
            }
        }
        needed
    }

    /// Whether a tap on an element leads to where something needed is; true if it does not open a screen.
    pub(super) fn leads_on(&self, state: &State, element: Element, needed: &Needed) -> bool {
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        // Leaving a draft drops it: that may be what is wanted. And what is to come in the way may come where it costs less.
        let is_disturbed = usize::from(state.disturbed.over) < self.schedule.list.len();
        if screen.drafts.is_some() || is_disturbed {
            return true;
        }
        let (widget, line) = match element {
            Element::Button(widget) | Element::Link(widget) => (widget, NO_ROW),
            Element::Line(widget, row) => (widget, row),
            _ => return true,
        };
        let Some((to, keeps)) = opened(&screen.widgets[usize::from(widget)]) else {
            return true;
        };
        let row = if keeps { frame.row } else { line };
        let of = self.screen(to).of;
        let within = &self.phone.within[usize::from(to)];
        let is_own = of.is_some_and(|of| match row {
            // A page of the only record of its table, one that is looked for, or a form for a new one.
            NO_ROW => needed.has(of) || needed.made.iter().any(|(table, _)| *table == of),
            row => needed.tables.contains(&of) || self.is_needed(needed, of, row),
        });
        let own = of.and_then(|of| self.row(&state.changes, of, row));
        let can_be_made = |(of, row): &(u8, Row)| {
            let mut made = within.made.iter().filter(|made| made.of == *of);
            within.saved.contains(of) || made.any(|made| made.can_be(row, own))
        };
        is_own
            || within.tables.iter().any(|table| needed.has(*table))
            || needed.made.iter().any(can_be_made)
    }

    /// Whether a record is needed, or one that is like it.
    fn is_needed(&self, needed: &Needed, table: u8, row: RowId) -> bool {
        let rows = &self.base[usize::from(table)];
        let own = rows.get(usize::from(row));
        needed.rows.iter().any(|&(of, other)| {
            of == table && (other == row || rows.get(usize::from(other)) == own && own.is_some())
        })
    }

    /// Whether a record that is to be gone was changed otherwise: that is no mistake, and leads nowhere.
    pub(super) fn is_idle(&self, state: &State, next: &State) -> bool {
        next.changes.list().iter().any(|change| {
            let (table, row) = (change.table, change.row);
            let Some(now) = &change.now else {
                return false;
            };
            let held = self.row(&state.changes, table, row);
            // Places in a group are given anew when others go.
            let is_changed = held.is_none_or(|held| !self.is_alike(table, held, now));
            is_changed && self.plan.pieces.contains(&Piece::Gone(table, row))
        })
    }
}
