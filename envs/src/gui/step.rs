//! What a verb comes to.

use super::{
    author::Rows,
    bake::{BakedAct, BakedWidget, ScreenId},
    def::Def,
    elements::{Element, Holder},
    rows::{Moves, Row, RowId},
    state::{Ended, Frame, NO_FOCUS, NO_ROW, Over, State, Surface},
    value::Value,
    verb::{Text, Verb, Way},
};
use std::sync::Arc;

impl Def {
    /// Do an admitted verb.
    pub(super) fn act(&self, state: &mut State, verb: &Verb) {
        let passing = self.passing(state);
        self.unselect(state, verb);
        match verb {
            Verb::Home | Verb::Recents | Verb::Open(_) => self.turn_away(state),
            _ => {}
        }
        match verb {
            Verb::Tap(number) => {
                if let Some(&element) = self.elements(state).get(usize::from(*number)) {
                    self.tap(state, element);
                }
            }
            Verb::Double(number) => self.double(state, *number),
            Verb::Context(number) => self.context(state, *number),
            Verb::Type(number, text) => match self.elements(state).get(usize::from(*number)) {
                Some(&Element::Fill(field)) => self.fill(state, field, text),
                Some(Element::Code) => self.fill_code(state, text),
                _ => {}
            },
            Verb::Write(text) if self.types_code(state) => self.fill_code(state, text),
            Verb::Write(text) => self.fill(state, state.front.focus, text),
            Verb::Scroll(way) => {
                if let Some(frame) = state.front.top_mut() {
                    frame.scroll = match way {
                        Way::Up => frame.scroll.saturating_sub(1),
                        Way::Down => frame.scroll + 1,
                    };
                }
            }
            Verb::Back if self.modal(state).is_some() => self.leave_page(state),
            Verb::Back if state.desk.is_some() => self.leave(state),
            Verb::Back => self.back(state),
            Verb::Home if state.desk.is_some() => self.show_desktop(state),
            Verb::Recents if state.desk.is_some() => self.last_window(state),
            Verb::Enter if state.desk.is_some() => self.enter(state),
            Verb::Home => park(state, Surface::default()),
            Verb::Recents => self.recents(state),
            Verb::Enter if self.types_code(state) => self.focus_code(state, false),
            Verb::Enter => state.front.focus = NO_FOCUS,
            Verb::Open(app) => self.launch(state, *app),
            Verb::Wait => {}
            Verb::Answer(text) => {
                let is_right =
                    self.is_right(self.letters(text)) && self.is_fulfilled(&state.changes);
                end(state, is_right);
            }
            Verb::Report => end(
                state,
                self.wish.is_infeasible && state.changes.list().is_empty(),
            ),
            Verb::Done => {
                let is_asked = self.wish.answer.is_none() && !self.wish.is_infeasible;
                end(state, is_asked && self.is_fulfilled(&state.changes));
            }
        }
        self.disturb(state, passing);
        self.settle(state);
    }

    /// After a step: no page beyond the last, and what can be read now has been read.
    fn settle(&self, state: &mut State) {
        self.close_what_is_gone(state);
        let frame = state.front.top();
        if frame.scroll > 0 {
            let last = self.last_page(state, frame);
            if let Some(frame) = state.front.top_mut() {
                frame.scroll = frame.scroll.min(last);
            }
        }
        let missing = self.wish.evidence() & !state.known;
        if missing == 0 {
            return;
        }
        // What one screen shows may be what makes another thing on it worth reading: again until nothing is added.
        loop {
            let mut known = state.known;
            self.sights(state, |table, row, field| {
                for (number, sight) in self.wish.sights.iter().enumerate() {
                    let is_it = (sight.table, sight.row, sight.field) == (table, row, field);
                    if is_it && sight.after & !state.known == 0 {
                        known = self.wish.with_read(known, number);
                    }
                }
            });
            if known == state.known {
                return;
            }
            state.known = known;
        }
    }

    fn fill(&self, state: &mut State, field: u8, text: &Text) {
        let Some(table) = self.screen(state.front.top().screen).drafts else {
            return;
        };
        let value = self.read_into(state, table, field, self.letters(text));
        if let (Some(value), Some(slot)) = (value, state.front.draft.get_mut(usize::from(field))) {
            *slot = value;
            state.front.focus = field;
        }
    }

    fn back(&self, state: &mut State) {
        let front = &mut state.front;
        if let Some(frame) = front.top_mut()
            && frame.over != Over::Nothing
        {
            frame.over = Over::Nothing;
        } else if front.focus != NO_FOCUS {
            front.focus = NO_FOCUS;
        } else if front.frames().len() == 1 {
            park(state, Surface::default());
        } else {
            front.pop();
        }
    }

    /// Open an app at its first screen. What was open of it before is gone.
    pub(super) fn launch(&self, state: &mut State, app: u8) {
        let root = self.phone.apps[usize::from(app)].root;
        let is_same =
            |surface: &Surface| surface.frames().first().map(|frame| frame.screen) == Some(root);
        if is_same(&state.front) {
            state.front = Surface::at(root);
        } else {
            park(state, Surface::at(root));
        }
        if state.parked.as_deref().is_some_and(is_same) {
            state.parked = None;
        }
        self.start_draft(state);
    }

    /// Swap what is seen and what was left last. Screens of records that are gone by now are closed.
    fn recents(&self, state: &mut State) {
        let Some(parked) = state.parked.take() else {
            return;
        };
        let left = std::mem::replace(&mut state.front, *parked);
        state.parked = (!left.is_launcher()).then(|| Box::new(left));
        let is_gone = |frame: &Frame| frame.row != NO_ROW && self.record(state, *frame).is_none();
        let kept = state
            .front
            .frames()
            .iter()
            .take_while(|frame| !is_gone(frame))
            .count();
        while state.front.frames().len() > kept.max(1) {
            state.front.pop();
        }
    }

    pub(super) fn tap(&self, state: &mut State, element: Element) {
        if state.desk.is_some() && self.tap_on_desk(state, element) {
            return;
        }
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        match element {
            Element::Icon(app) => self.launch(state, app),
            Element::Button(number) if self.comes_between(state, number) => {}
            Element::Button(number) => {
                if let BakedWidget::Button(_, _, act) = &screen.widgets[usize::from(number)] {
                    self.press(state, frame, act);
                }
            }
            Element::Link(number) => {
                if let BakedWidget::Link(_, to) = screen.widgets[usize::from(number)] {
                    self.link(state, to);
                }
            }
            Element::Line(number, row) => match screen.widgets[usize::from(number)] {
                BakedWidget::List {
                    opens: Some(to), ..
                } => self.open(state, to, row),
                BakedWidget::List {
                    of,
                    sets: Some(sets),
                    ..
                } => self.take_over(state, frame, of, row, sets),
                _ => {}
            },
            Element::Turn(number, row) => {
                if let BakedWidget::List {
                    of,
                    turns: Some(field),
                    ..
                } = screen.widgets[usize::from(number)]
                {
                    self.turn(state, of, row, field);
                }
            }
            Element::Add(number, row) => {
                let list = &screen.widgets[usize::from(number)];
                if let Some((table, content)) = self.addition(state, frame, list, row) {
                    self.leave_list(state, list);
                    self.add(state, table, content);
                }
            }
            Element::Fill(field) => state.front.focus = field,
            Element::Pick(field, _) => cover(state, Over::Options(field)),
            Element::Check(field, Holder::Draft) => {
                if let Some(value) = state.front.draft.get_mut(usize::from(field)) {
                    *value = Value::flag(!value.is_on());
                }
            }
            Element::Check(field, Holder::Record) => {
                if let Some(table) = screen.of {
                    self.turn(state, table, frame.row, field);
                }
            }
            Element::Option(field, option) => {
                self.choose(state, frame, field, Value::Number(option))
            }
            Element::No => cover(state, Over::Nothing),
            Element::Yes => self.delete(state, frame),
            Element::Reply(number) => self.reply(state, number),
            Element::Code => self.focus_code(state, true),
            Element::Empty(_) | Element::Show(_) | Element::Total(_) | Element::Say(_) => {}
            // Met above: phones have no windows.
            Element::Control(_) | Element::Window(_) | Element::Task(_) | Element::Action(_) => {}
        }
    }

    /// A line that leads to a page: of a table with one record, it shows that one.
    fn link(&self, state: &mut State, to: ScreenId) {
        let of = self.screen(to).of;
        let is_one =
            of.is_some_and(|table| self.phone.tables[usize::from(table)].rows == Rows::One);
        self.open(state, to, if is_one { 0 } else { NO_ROW });
    }

    pub(super) fn press(&self, state: &mut State, frame: Frame, act: &BakedAct) {
        match act {
            BakedAct::New(form) => self.open(state, *form, NO_ROW),
            BakedAct::Edit(form) => self.open(state, *form, frame.row),
            BakedAct::Delete(_) => cover(state, Over::Sure),
            BakedAct::Move(way) => {
                if let Some(table) = self.screen(frame.screen).of {
                    self.shift(state, table, frame.row, *way);
                }
            }
            BakedAct::Submit(submit) => self.submit(state, frame, submit),
            BakedAct::Find(to, there, here) => {
                if let Some(row) = self.found(state, frame, *to, *there, *here) {
                    self.open(state, *to, row);
                }
            }
            BakedAct::Set(field, option) => {
                self.choose(state, frame, *field, Value::Number(*option));
                state.front.pop();
            }
            BakedAct::Save => {
                let Some(table) = self.screen(frame.screen).drafts else {
                    return;
                };
                let content = std::mem::take(&mut state.front.draft);
                state.front.pop();
                if frame.row == NO_ROW {
                    self.add(state, table, content);
                } else {
                    self.put(state, table, frame.row, content.into());
                }
            }
            BakedAct::Make { of, with, then } => self.make(state, frame, *of, with, *then),
        }
    }

    /// Choose an option: of the draft if the screen has one, else of the record.
    fn choose(&self, state: &mut State, frame: Frame, field: u8, value: Value) {
        cover(state, Over::Nothing);
        let screen = self.screen(frame.screen);
        match (screen.drafts, screen.of) {
            (Some(_), _) => {
                if let Some(slot) = state.front.draft.get_mut(usize::from(field)) {
                    *slot = value;
                }
            }
            (None, Some(table)) => self.set(state, table, frame.row, field, value),
            (None, None) => {}
        }
    }

    fn turn(&self, state: &mut State, table: u8, row: RowId, field: u8) {
        let held = self
            .row(&state.changes, table, row)
            .map(|row| row[usize::from(field)].is_on());
        if let Some(is_on) = held {
            self.set(state, table, row, field, Value::flag(!is_on));
        }
    }

    /// Set one field of a record.
    pub(super) fn set(&self, state: &mut State, table: u8, row: RowId, field: u8, value: Value) {
        let Some(held) = self.row(&state.changes, table, row) else {
            return;
        };
        if held[usize::from(field)] == value {
            return;
        }
        let mut content = held.to_vec();
        content[usize::from(field)] = value;
        self.put(state, table, row, Arc::from(content));
    }

    pub(super) fn put(&self, state: &mut State, table: u8, row: RowId, content: Row) {
        self.refresh_drafts(state, table, row, &content);
        let moves = state.changes.write(&self.base, table, row, content);
        self.follow(state, &moves, table);
    }

    pub(super) fn follow(&self, state: &mut State, moves: &Moves, table: u8) {
        state.follow(moves, |screen| self.screen(screen).of, table);
        state.known = self.wish.known_after(state.known, moves, table);
    }

    /// The record that an intent leads to.
    pub(super) fn found(
        &self,
        state: &State,
        frame: Frame,
        to: ScreenId,
        there: u8,
        here: u8,
    ) -> Option<RowId> {
        let (_, own) = self.record(state, frame)?;
        let wanted = &own[usize::from(here)];
        let table = self.screen(to).of?;
        let is = |id: &RowId| {
            let row = self.row(&state.changes, table, *id);
            row.is_some_and(|row| row[usize::from(there)] == *wanted)
        };
        state.changes.rows(&self.base, table).find(is)
    }
}

/// Leave what is seen for something else, and keep it for going back.
pub(super) fn park(state: &mut State, next: Surface) {
    let left = std::mem::replace(&mut state.front, next);
    if !left.is_launcher() {
        state.parked = Some(Box::new(left));
    }
}

pub(super) fn cover(state: &mut State, over: Over) {
    if let Some(frame) = state.front.top_mut() {
        frame.over = over;
    }
}

fn end(state: &mut State, is_right: bool) {
    state.ended = if is_right {
        Ended::Solved
    } else {
        Ended::Failed
    };
}
