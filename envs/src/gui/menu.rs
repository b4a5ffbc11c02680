//! What a menu offers: every element that can be tapped, the texts somebody with this task might type, the ways round the
//! phone and the ways to end.
//!
//! So that graphs stay finite and small, some things are left out. Forms are offered in the apps that the task is about. While
//! something wrong stands, nothing that would add to it is offered, and of other records, forms and apps only what the task
//! needs: it can be made good, and the rest of the task gone on with. After a record was deleted that was to stay, what makes it
//! again is offered and what leads there ([`super::again`]); after something that cannot be made good one can only end. A text field is offered with the texts that could go there, not with a tap for its own sake. All of these are
//! possible nevertheless: free-form actions outside the menu execute as well.

use super::{
    again::Loss,
    bake::{BakedAct, BakedWidget, ScreenId},
    def::Def,
    elements::Element,
    rows::{Change, RowId},
    state::{Ended, Frame, NO_ROW, Over, State},
    value::Value,
    verb::{Text, Verb, Way},
    wish::{Offer, On},
};

impl Def {
    /// The verbs of the menu, in order.
    pub(super) fn offered(&self, state: &State, out: &mut Vec<Verb>) {
        if state.ended != Ended::No {
            return;
        }
        match self.loss(&state.changes) {
            Loss::None => {}
            Loss::Final => {
                if !state.front.is_launcher() && !self.is_desktop() {
                    out.push(Verb::Home);
                }
                out.extend([Verb::Report, Verb::Done]);
                return;
            }
            Loss::Mendable(again) if self.parts.is_empty() => {
                return self.offered_again(state, &again, out);
            }
            Loss::Mendable(_) => {}
        }
        if !self.parts.is_empty() {
            return self.offered_by_parts(state, out);
        }
        let wrongs = self.wrongs(&state.changes);
        for (number, element) in self.elements(state).into_iter().enumerate() {
            match element {
                Element::Fill(field) => self.offer_texts(state, number as u8, field, wrongs, out),
                Element::Code => {
                    let codes = self.codes(state);
                    out.extend(codes.map(|code| Verb::Type(number as u8, code)));
                }
                _ if self.is_desktop() => {
                    self.offer_on_desk(state, (number as u8, element), wrongs, out);
                }
                _ => {
                    let verb = Verb::Tap(number as u8);
                    if self.is_offered(state, element, &verb, wrongs) {
                        out.push(verb);
                    }
                }
            }
        }
        if self.is_desktop() {
            let ways = self.ways_on_desk(state);
            out.extend(ways.filter(|way| self.admits(state, way).is_ok()));
            self.offer_ends(state, out);
            return;
        }
        let ways = [
            Verb::Scroll(Way::Up),
            Verb::Scroll(Way::Down),
            Verb::Back,
            Verb::Home,
        ];
        out.extend(
            ways.into_iter()
                .filter(|way| self.admits(state, way).is_ok()),
        );
        if self.passing(state).is_some() {
            out.push(Verb::Wait);
        }
        let apps = self.apps.iter().copied();
        let apps = apps.filter(|&app| self.is_app_offered(state, app, wrongs));
        out.extend(apps.map(Verb::Open));
        self.offer_ends(state, out);
    }

    /// The answers that can be known, and the two ends.
    pub(super) fn offer_ends(&self, state: &State, out: &mut Vec<Verb>) {
        if let Some(answer) = &self.wish.answer {
            let known = answer
                .offers
                .iter()
                .filter(|(_, needs)| needs & !state.known == 0);
            out.extend(known.map(|(word, _)| Verb::Answer(Text::Word(*word))));
        }
        out.extend([Verb::Report, Verb::Done]);
    }

    /// Whether it is offered to open an app.
    pub(super) fn is_app_offered(&self, state: &State, app: u8, wrongs: usize) -> bool {
        self.leads_elsewhere(state, app) && (wrongs == 0 || self.is_on_the_way(state, app))
    }

    /// Whether opening an app shows something else than what is seen.
    pub(super) fn leads_elsewhere(&self, state: &State, app: u8) -> bool {
        let frame = state.front.top();
        let is_there = state.front.frames().len() == 1
            && frame.screen == self.phone.apps[usize::from(app)].root
            && (frame.scroll, frame.over) == (0, Over::Nothing)
            && state.front.draft.is_empty();
        !is_there
    }

    pub(super) fn is_offered(
        &self,
        state: &State,
        element: Element,
        verb: &Verb,
        wrongs: usize,
    ) -> bool {
        self.admits(state, verb).is_ok() && self.is_sensible(state, element, verb, wrongs)
    }

    /// The same of what is possible.
    pub(super) fn is_sensible(
        &self,
        state: &State,
        element: Element,
        verb: &Verb,
        wrongs: usize,
    ) -> bool {
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        if let Element::Button(widget) = element
            && let BakedWidget::Button(_, _, act) = &screen.widgets[usize::from(widget)]
            && !self.is_form_offered(state, frame, act, wrongs)
        {
            return false;
        }
        if let Element::Action(widget) = element
            && let Some((frame, _, act)) = self.action(state, widget)
            && !self.is_form_offered(state, frame, act, wrongs)
        {
            return false;
        }
        let is_add = matches!(element, Element::Add(..));
        if is_add && !self.wish.apps.contains(&screen.app) {
            return false;
        }
        if wrongs == 0 {
            return true;
        }
        match element {
            Element::Icon(app) => self.is_on_the_way(state, app),
            Element::Line(widget, row) => match &screen.widgets[usize::from(widget)] {
                BakedWidget::List {
                    sets: None,
                    of,
                    opens,
                    ..
                } => {
                    let leads = |to: &ScreenId| self.leads_to_wrong(state, *to);
                    self.is_wrong(state, *of, row) || opens.as_ref().is_some_and(leads)
                }
                _ => self.wrongs_after(state, verb) <= wrongs,
            },
            _ => self.wrongs_after(state, verb) <= wrongs,
        }
    }

    /// Whether a screen, or one that it opens, holds records of a table in which something is wrong.
    fn leads_to_wrong(&self, state: &State, to: ScreenId) -> bool {
        let within = &self.phone.within[usize::from(to)];
        let mut changes = state.changes.list().iter();
        changes.any(|change| within.holds(change.table) && self.wrong(&state.changes, change) > 0)
    }

    /// Whether a button that opens a form is offered: in an app that the task is about, and while something wrong stands only
    /// for the record that is.
    fn is_form_offered(&self, state: &State, frame: Frame, act: &BakedAct, wrongs: usize) -> bool {
        let screen = self.screen(frame.screen);
        match act {
            BakedAct::New(_) if wrongs > 0 => false,
            BakedAct::Edit(_) if wrongs > 0 => {
                let is_it = |table| self.is_wrong(state, table, frame.row);
                screen.of.is_some_and(is_it)
            }
            BakedAct::New(_) | BakedAct::Edit(_) | BakedAct::Submit(_) => {
                self.wish.apps.contains(&screen.app)
            }
            act => !self.is_made_bare(frame, act) || self.wish.apps.contains(&screen.app),
        }
    }

    /// Whether an app is one that the task is about, or has something wrong in it.
    pub(super) fn is_on_the_way(&self, state: &State, app: u8) -> bool {
        let has_wrong = |change: &Change| {
            let of = self.phone.tables[usize::from(change.table)].app;
            of == app && self.wrong(&state.changes, change) > 0
        };
        self.wish.apps.contains(&app) || state.changes.list().iter().any(has_wrong)
    }

    /// Whether a record is neither as it was nor as it is to be.
    fn is_wrong(&self, state: &State, table: u8, row: RowId) -> bool {
        let mut own = state
            .changes
            .list()
            .iter()
            .filter(|c| (c.table, c.row) == (table, row));
        own.next()
            .is_some_and(|change| self.wrong(&state.changes, change) > 0)
    }

    /// How much is wrong after a verb.
    pub(super) fn wrongs_after(&self, state: &State, verb: &Verb) -> usize {
        let mut next = state.clone();
        self.act(&mut next, verb);
        if next.changes == state.changes {
            return self.wrongs(&state.changes);
        }
        self.wrongs(&next.changes)
    }

    /// The texts that somebody might type into a field.
    fn offer_texts(
        &self,
        state: &State,
        number: u8,
        field: u8,
        wrongs: usize,
        out: &mut Vec<Verb>,
    ) {
        let frame = state.front.top();
        let Some(table) = self.screen(frame.screen).drafts else {
            return;
        };
        let held = state.front.draft.get(usize::from(field));
        let first = out.len();
        let mut push = |text: Text| {
            let value = self.read_into(state, table, field, self.letters(&text));
            let verb = Verb::Type(number, text);
            if value.is_some() && value.as_ref() != held && !out[first..].contains(&verb) {
                out.push(verb);
            }
        };
        for offer in self.offers_of(state, frame, table, field) {
            push(Text::Word(offer.text));
        }
        if wrongs > 0
            && self.is_wrong(state, table, frame.row)
            && let Some(own) = self.base[usize::from(table)].get(usize::from(frame.row))
            && own[usize::from(field)] != Value::Nothing
        {
            push(self.text_of(&self.text(table, field, own)));
        }
        if self.is_to_be_emptied(state, frame, table, field) {
            push(self.text_of(""));
        }
    }

    /// The offers for a field of a form.
    pub(super) fn offers_of<'a>(
        &'a self,
        state: &'a State,
        frame: Frame,
        table: u8,
        field: u8,
    ) -> impl Iterator<Item = &'a Offer> {
        let row = self.edited(frame, table);
        // A record that was made is mended with what new ones are made of.
        let is_made = row != NO_ROW && usize::from(row) >= self.base[usize::from(table)].len();
        self.wish.offers.iter().filter(move |offer| {
            let here = match offer.on {
                On::New => row == NO_ROW || is_made,
                On::Row(wanted) => row == wanted,
            };
            here && (offer.table, offer.field) == (table, field) && offer.needs & !state.known == 0
        })
    }

    /// The record that a draft of a frame is about, or none.
    pub(super) fn edited(&self, frame: Frame, table: u8) -> RowId {
        match self.screen(frame.screen).of == Some(table) {
            true => frame.row,
            false => NO_ROW,
        }
    }
}
