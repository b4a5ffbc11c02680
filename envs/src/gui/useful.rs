//! What a planner need try of a menu: no mistakes and no idle turns. It plans from them, never through them.

use super::{
    bake::{BakedAct, BakedWidget, ScreenId},
    def::Def,
    elements::{Element, Holder},
    plan::{Evidence, Here},
    state::{Frame, NO_ROW, State},
    value::Value,
    verb::{Text, Verb},
    wish::Piece,
};

impl Def {
    /// Whether a shortest way could have this verb in it.
    pub(super) fn is_useful(&self, state: &State, verb: &Verb, here: &Here) -> bool {
        let frame = state.front.top();
        let element = |number: u8| here.elements.get(usize::from(number)).copied();
        if self.is_desktop()
            && let Some(told) = self.is_useful_on_desk(state, verb, here)
        {
            return told;
        }
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
                let is_aim = || {
                    let value = self.read_into(state, table, field, self.letters(text));
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
                if let Element::Button(widget) = element
                    && let BakedWidget::Button(_, _, BakedAct::New(form)) =
                        &screen.widgets[usize::from(widget)]
                    && here.evidence == Evidence::Required
                    && self.is_early(state, *form)
                {
                    return false;
                }
                if !self.leads_on(state, element, &here.needed) {
                    return false;
                }
                let deletes = self.asks_to_delete(state, element);
                if deletes.is_some_and(|frame| self.goes_with_another(state, frame)) {
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
            || element.is_some_and(|element| self.is_save_of_wanted(state, frame, element))
    }

    /// The frame of the record that an element asks to delete. Whoever is asked already is a step from having it done.
    fn asks_to_delete(&self, state: &State, element: Element) -> Option<Frame> {
        let frame = state.front.top();
        let (frame, act) = match element {
            Element::Button(widget) => {
                match self.screen(frame.screen).widgets.get(usize::from(widget)) {
                    Some(BakedWidget::Button(_, _, act)) => (frame, act),
                    _ => return None,
                }
            }
            Element::Action(widget) => {
                let (frame, _, act) = self.action(state, widget)?;
                (frame, act)
            }
            _ => return None,
        };
        matches!(act, BakedAct::Delete(_)).then_some(frame)
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
    /// step where going back takes two, and the change that is wanted makes it good. Likewise a new one of which something is
    /// still to be read elsewhere: what was typed is kept, and the rest is typed later.
    fn is_save_of_wanted(&self, state: &State, frame: Frame, element: Element) -> bool {
        let screen = self.screen(frame.screen);
        let is_save = matches!(element, Element::Button(widget) if matches!(
            screen.widgets[usize::from(widget)],
            BakedWidget::Button(_, _, BakedAct::Save)
        ));
        let is_of = |piece: &Piece| matches!(piece, Piece::Field(table, row, ..) if Some(*table) == screen.of && *row == frame.row);
        let is_waiting = || {
            let table = screen.drafts.filter(|_| frame.row == NO_ROW);
            table.is_some_and(|table| self.waits(state, table))
        };
        is_save && (self.plan.pieces.iter().any(is_of) || is_waiting())
    }

    /// Whether of a record that is still to be made something is to be read first.
    fn waits(&self, state: &State, table: u8) -> bool {
        self.wish.needs.iter().any(|(piece, needs)| {
            let is_made = matches!(piece, Piece::Made(of, ..) if *of == table);
            is_made && needs & !state.known != 0 && !self.holds(state, piece)
        })
    }

    /// Whether nothing that a form for a new record could come to is known yet: whoever opens it now opens it again.
    fn is_early(&self, state: &State, form: ScreenId) -> bool {
        let Some(table) = self.screen(form).drafts else {
            return false;
        };
        let mut others = self.plan.pieces.iter().filter(|piece| {
            let is_made = matches!(piece, Piece::Made(of, ..) if *of == table);
            let mut needs = self.wish.needs.iter();
            let is_known = needs.all(|(of, needs)| of != *piece || needs & !state.known == 0);
            is_made && is_known && !self.holds(state, piece)
        });
        self.waits(state, table) && others.next().is_none()
    }

    /// Whether a draft could end up with this value: as a record is to be, or as it was.
    pub(super) fn is_right_value(&self, frame: Frame, table: u8, field: u8, value: &Value) -> bool {
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
