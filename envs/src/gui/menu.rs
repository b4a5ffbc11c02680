//! What a menu offers: every element that can be tapped, the texts somebody with this task might type, the ways round the
//! phone and the ways to end.
//!
//! So that graphs stay finite and small, some things are left out. Forms are offered in the apps that the task is about. While
//! something wrong stands, nothing that would add to it is offered, and of other records, forms and apps only what the task
//! needs: it can be made good, and the rest of the task gone on with. After something that cannot be made good one can only
//! end. A text field is offered with the texts that could go there, not with a tap for its own sake. All of these are
//! possible nevertheless: free-form actions outside the menu execute as well.

use super::{
    bake::{BakedAct, BakedWidget},
    def::Def,
    elements::{Element, Holder},
    plan::Here,
    rows::{Change, RowId},
    state::{Ended, Frame, NO_ROW, Over, State},
    value::Value,
    verb::{Text, Verb, Way},
    wish::{Offer, On, Piece},
};

impl Def {
    /// The verbs of the menu, in order.
    pub(super) fn offered(&self, state: &State, out: &mut Vec<Verb>) {
        if state.ended != Ended::No {
            return;
        }
        if self.is_lost(&state.changes) {
            if !state.front.is_launcher() {
                out.push(Verb::Home);
            }
            out.extend([Verb::Report, Verb::Done]);
            return;
        }
        let wrongs = self.wrongs(&state.changes);
        for (number, element) in self.elements(state).into_iter().enumerate() {
            match element {
                Element::Fill(field) => self.offer_texts(state, number as u8, field, wrongs, out),
                Element::Code => {
                    let codes = self.codes(state);
                    out.extend(codes.map(|code| Verb::Type(number as u8, code)));
                }
                _ if self.is_offered(state, element, number as u8, wrongs) => {
                    out.push(Verb::Tap(number as u8))
                }
                _ => {}
            }
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
        let is_offered = |app: u8| {
            self.leads_elsewhere(state, app) && (wrongs == 0 || self.is_on_the_way(state, app))
        };
        let apps = self.apps.iter().copied().filter(|&app| is_offered(app));
        out.extend(apps.map(Verb::Open));
        if let Some(answer) = &self.wish.answer {
            let known = answer
                .offers
                .iter()
                .filter(|(_, needs)| needs & !state.known == 0);
            out.extend(known.map(|(word, _)| Verb::Answer(Text::Word(*word))));
        }
        out.extend([Verb::Report, Verb::Done]);
    }

    /// Whether opening an app shows something else than what is seen.
    fn leads_elsewhere(&self, state: &State, app: u8) -> bool {
        let frame = state.front.top();
        let is_there = state.front.frames().len() == 1
            && frame.screen == self.phone.apps[usize::from(app)].root
            && (frame.scroll, frame.over) == (0, Over::Nothing)
            && state.front.draft.is_empty();
        !is_there
    }

    fn is_offered(&self, state: &State, element: Element, number: u8, wrongs: usize) -> bool {
        let verb = Verb::Tap(number);
        if self.admits(state, &verb).is_err() {
            return false;
        }
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        if let Element::Button(widget) = element
            && let BakedWidget::Button(_, _, act) = &screen.widgets[usize::from(widget)]
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
                BakedWidget::List { sets: None, of, .. } => self.is_wrong(state, *of, row),
                _ => self.wrongs_after(state, &verb) <= wrongs,
            },
            _ => self.wrongs_after(state, &verb) <= wrongs,
        }
    }

    /// Whether a button that opens a form is offered: in an app that the task is about, and while something wrong stands only
    /// for the record that is. One that was made wrongly is deleted and made again.
    fn is_form_offered(&self, state: &State, frame: Frame, act: &BakedAct, wrongs: usize) -> bool {
        let screen = self.screen(frame.screen);
        match act {
            BakedAct::New(_) if wrongs > 0 => false,
            BakedAct::Edit(_) if wrongs > 0 => screen.of.is_some_and(|table| {
                let is_own = usize::from(frame.row) < self.base[usize::from(table)].len();
                is_own && self.is_wrong(state, table, frame.row)
            }),
            BakedAct::New(_) | BakedAct::Edit(_) | BakedAct::Submit(_) => {
                self.wish.apps.contains(&screen.app)
            }
            act => !self.is_made_bare(frame, act) || self.wish.apps.contains(&screen.app),
        }
    }

    /// Whether an app is one that the task is about, or has something wrong in it.
    fn is_on_the_way(&self, state: &State, app: u8) -> bool {
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
            let value = self
                .words
                .read(self.kind(table, field), self.letters(&text));
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
    }

    /// The offers for a field of a form.
    fn offers_of<'a>(
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
    fn edited(&self, frame: Frame, table: u8) -> RowId {
        match self.screen(frame.screen).of == Some(table) {
            true => frame.row,
            false => NO_ROW,
        }
    }

    /// Whether a shortest way could have this verb in it: the planner leaves mistakes and idle turns out. It plans from
    /// them, never through them.
    pub(super) fn is_useful(&self, state: &State, verb: &Verb, here: &Here) -> bool {
        let frame = state.front.top();
        let element = |number: u8| here.elements.get(usize::from(number)).copied();
        match verb {
            Verb::Open(app) => self.is_on_the_way(state, *app),
            Verb::Answer(text) => self.is_right(self.letters(text)),
            Verb::Report => self.wish.is_infeasible,
            Verb::Done => {
                self.wish.answer.is_none()
                    && !self.wish.is_infeasible
                    && self.is_fulfilled(&state.changes)
            }
            Verb::Type(number, text) => {
                let field = match element(*number) {
                    Some(Element::Fill(field)) => field,
                    Some(Element::Code) => return self.is_code(text),
                    _ => return false,
                };
                let Some(table) = self.screen(frame.screen).drafts else {
                    return false;
                };
                let mut offers = self
                    .offers_of(state, frame, table, field)
                    .filter(|o| Text::Word(o.text) == *text);
                let kind = self.kind(table, field);
                let is_aim = || {
                    let value = self.words.read(kind, self.letters(text));
                    value.is_some_and(|value| here.goes_with(field, &value))
                };
                offers.next().is_none_or(|offer| offer.is_right) && is_aim()
            }
            Verb::Tap(number) => {
                let Some(element) = element(*number) else {
                    return false;
                };
                let screen = self.screen(frame.screen);
                if let Element::Button(widget) = element
                    && let BakedWidget::Button(_, _, BakedAct::Move(way)) =
                        &screen.widgets[usize::from(widget)]
                    && !self.is_move_useful(state, frame, *way)
                {
                    return false;
                }
                if !self.leads_on(state, element, &here.needed)
                    || (element == Element::Yes && self.goes_with_another(state, frame))
                {
                    return false;
                }
                match (element, screen.drafts) {
                    (Element::Icon(app), _) => self.is_on_the_way(state, app),
                    (Element::Option(field, option), Some(table)) => {
                        let value = Value::Number(option);
                        here.goes_with(field, &value)
                            && self.is_right_value(frame, table, field, &value)
                    }
                    (Element::Check(field, Holder::Draft), Some(table)) => {
                        let is_on = state
                            .front
                            .draft
                            .get(usize::from(field))
                            .is_some_and(Value::is_on);
                        let value = Value::flag(!is_on);
                        here.goes_with(field, &value)
                            && self.is_right_value(frame, table, field, &value)
                    }
                    _ => true,
                }
            }
            _ => true,
        }
    }

    /// The same of what a verb leads to: no mistake, and nothing left behind.
    pub(super) fn is_forward(&self, state: &State, verb: &Verb, next: &State, here: &Here) -> bool {
        let Verb::Tap(number) = verb else {
            return true;
        };
        if next.changes == state.changes {
            return true;
        }
        let frame = state.front.top();
        let element = here.elements.get(usize::from(*number)).copied();
        // What came in the way of a button taps it again.
        let element = element.map(|element| self.retried(state, element).unwrap_or(element));
        if let Some(Element::Button(widget)) = element
            && let BakedWidget::Button(_, _, BakedAct::Submit(submit)) =
                &self.screen(frame.screen).widgets[usize::from(widget)]
            && let Some(takes) = submit.takes
        {
            // What does not go along now is left behind: there is one order to a task.
            let mut pieces = self.plan.pieces.iter();
            let is_left = |piece: &Piece| piece.table() == takes.of && !self.holds(next, piece);
            if pieces.any(is_left) {
                return false;
            }
        }
        if self.is_idle(state, next) {
            return false;
        }
        self.wrongs(&next.changes) <= here.wrongs
            || element.is_some_and(|element| self.is_save_of_wanted(frame, element))
    }

    /// Whether the record of a frame is deleted together with another one that is still to be deleted.
    fn goes_with_another(&self, state: &State, frame: Frame) -> bool {
        let Some((table, own)) = self.record(state, frame) else {
            return false;
        };
        self.plan.pieces.iter().any(|piece| {
            let Piece::Gone(of, row) = piece else {
                return false;
            };
            let Some(other) = self.row(&state.changes, *of, *row) else {
                return false;
            };
            let screens = self.phone.screens.iter();
            let widgets = screens
                .filter(|screen| screen.of == Some(*of))
                .flat_map(|screen| &screen.widgets);
            widgets.into_iter().any(|widget| match widget {
                BakedWidget::Button(_, _, BakedAct::Delete(others)) => {
                    others.iter().any(|&(with, there, here)| {
                        with == table && own[usize::from(there)] == other[usize::from(here)]
                    })
                }
                _ => false,
            })
        })
    }

    /// Whether an element saves a record that has to be changed anyway. Saved with a mistake in it, it leaves the form in one
    /// step where going back takes two, and the change that is wanted makes it good.
    fn is_save_of_wanted(&self, frame: Frame, element: Element) -> bool {
        let screen = self.screen(frame.screen);
        let is_save = matches!(element, Element::Button(widget) if matches!(
            screen.widgets[usize::from(widget)],
            BakedWidget::Button(_, _, BakedAct::Save)
        ));
        let is_of = |piece: &Piece| matches!(piece, Piece::Field(table, row, ..) if Some(*table) == screen.of && *row == frame.row);
        is_save && self.plan.pieces.iter().any(is_of)
    }

    /// Whether a draft could end up with this value: as a record is to be, or as it was.
    fn is_right_value(&self, frame: Frame, table: u8, field: u8, value: &Value) -> bool {
        let row = self.edited(frame, table);
        let own = self.base[usize::from(table)].get(usize::from(row));
        let is_new = own.is_none();
        let as_before = match own {
            Some(own) => own[usize::from(field)] == *value,
            None => self.blank(table)[usize::from(field)] == *value,
        };
        as_before
            || self.plan.pieces.iter().any(|piece| match piece {
                Piece::Made(of, wanted, _) => {
                    is_new && *of == table && wanted[usize::from(field)] == *value
                }
                Piece::Field(of, number, place, wanted) => {
                    (*of, *number, *place) == (table, row, field) && wanted == value
                }
                Piece::Gone(..) => false,
            })
    }
}
