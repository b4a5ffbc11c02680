//! What is on the screen: the elements that can be seen, numbered from the top. Nothing here makes a string.

use super::{
    author::{Kind, Place},
    bake::{BakedOnly, BakedTitle, BakedWidget},
    def::Def,
    desk::Control,
    disturb::Shape,
    rows::{Changes, Row, RowId},
    state::{Frame, Over, State},
    value::Value,
};
use smallvec::SmallVec;
use std::cmp::Ordering;

/// Lines of content a screen shows at once.
pub const PAGE: usize = 9;

/// Something on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// The icon of an app.
    Icon(u8),
    /// A button, by widget.
    Button(u8),
    /// A line that opens a screen, by widget.
    Link(u8),
    /// A record in a list, by widget.
    Line(u8, RowId),
    /// The switch in the line of a record, by widget.
    Turn(u8, RowId),
    /// A record in a list of which a tap adds something, by widget.
    Add(u8, RowId),
    /// What stands in the place of a list, by widget.
    Empty(u8),
    /// A number to be read, by widget.
    Total(u8),
    /// A field to be read.
    Show(u8),
    /// A field of the draft to be typed.
    Fill(u8),
    /// A choice, of the draft or of the record.
    Pick(u8, Holder),
    /// A flag, of the draft or of the record.
    Check(u8, Holder),
    /// An option of a choice.
    Option(u8, i32),
    /// Yes, delete it.
    Yes,
    /// No, do not.
    No,
    /// A line of a disturbance, to be read.
    Say(u8),
    /// The field for the code of an account.
    Code,
    /// An answer to a disturbance.
    Reply(u8),
    /// A button of a window's frame.
    Control(Control),
    /// What is seen of another window, by its app.
    Window(u8),
    /// The entry of a window in the task bar, by its app.
    Task(u8),
    /// What can be done with a record in a list, by widget of the record's screen.
    Action(u8),
}

/// What holds a field on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The draft: nothing is stored before it is saved.
    Draft,
    /// The record: a tap changes it at once.
    Record,
}

/// The elements of a screen, in order.
pub type Elements = SmallVec<[Element; 32]>;
/// The records of a list.
pub type Ids = SmallVec<[RowId; 32]>;

impl Def {
    /// What can be seen.
    #[must_use]
    pub fn elements(&self, state: &State) -> Elements {
        let mut out = Elements::new();
        if let Some(desk) = &state.desk {
            self.desk_elements(state, desk, &mut out);
            return out;
        }
        let frame = state.front.top();
        let shape = self.disturbing(state).map(|page| page.shape);
        if shape.is_some_and(Shape::is_modal) {
            self.disturbing_elements(state, &mut out);
            return out;
        }
        if shape == Some(Shape::Banner) {
            self.disturbing_elements(state, &mut out);
        }
        if state.front.is_launcher() {
            out.extend(self.apps.iter().map(|&app| Element::Icon(app)));
            if shape == Some(Shape::Toast) {
                self.disturbing_elements(state, &mut out);
            }
            return out;
        }
        let screen = self.screen(frame.screen);
        match frame.over {
            Over::Nothing => {}
            Over::Sure => {
                out.extend([Element::No, Element::Yes]);
                return out;
            }
            Over::Options(field) => {
                let table = screen.drafts.or(screen.of).unwrap_or_default();
                if let Kind::Choice(options) = self.kind(table, field) {
                    out.extend((0..options.len() as i32).map(|n| Element::Option(field, n)));
                }
                return out;
            }
            // Phones have no such menus.
            Over::Menu(_) => {}
        }
        if shape != Some(Shape::Banner) {
            self.buttons(state, frame, Place::Bar, &mut out);
        }
        self.body(state, frame, &mut out);
        match shape {
            Some(Shape::Toast) => self.disturbing_elements(state, &mut out),
            _ => self.buttons(state, frame, Place::Floating, &mut out),
        }
        out
    }

    /// What a disturbance shows.
    fn disturbing_elements(&self, state: &State, out: &mut Elements) {
        if let Some(page) = self.disturbing(state) {
            out.extend((0..page.lines.len() as u8).map(Element::Say));
            out.extend(page.field.map(|_| Element::Code));
            out.extend((0..page.replies.len() as u8).map(Element::Reply));
        }
    }

    pub(super) fn buttons(&self, state: &State, frame: Frame, at: Place, out: &mut Elements) {
        for (number, widget) in self.screen(frame.screen).widgets.iter().enumerate() {
            if let BakedWidget::Button(_, place, act) = widget
                && *place == at
                && !self.is_settled(state, frame, act)
                && !(self.is_desktop() && self.is_void(state, frame, act))
            {
                out.push(Element::Button(number as u8));
            }
        }
    }

    /// The lines of the page that is seen.
    pub(super) fn body(&self, state: &State, frame: Frame, out: &mut Elements) {
        let screen = self.screen(frame.screen);
        let (mut line, first) = (0, usize::from(frame.scroll) * PAGE);
        let mut place = |element: Element, beside: Option<Element>| {
            if (first..first + PAGE).contains(&line) {
                out.push(element);
                out.extend(beside);
            }
            line += 1;
        };
        for (number, widget) in screen.widgets.iter().enumerate() {
            let number = number as u8;
            match widget {
                BakedWidget::Link(..) => place(Element::Link(number), None),
                BakedWidget::Show(field) => place(Element::Show(*field), None),
                BakedWidget::Fill(field) => {
                    place(self.filled(screen.drafts, *field, Holder::Draft), None)
                }
                BakedWidget::Live(field) => {
                    place(self.filled(screen.of, *field, Holder::Record), None)
                }
                BakedWidget::List { turns, .. } => {
                    let rows = self.listed(state, frame, widget);
                    if rows.is_empty() {
                        place(Element::Empty(number), None);
                    }
                    for row in rows {
                        let switch = turns.map(|_| Element::Turn(number, row));
                        place(Element::Line(number, row), switch);
                    }
                }
                BakedWidget::Adds { .. } => {
                    let rows = self.listed(state, frame, widget);
                    if rows.is_empty() {
                        place(Element::Empty(number), None);
                    }
                    for row in rows {
                        place(Element::Add(number, row), None);
                    }
                }
                BakedWidget::Total(..) => place(Element::Total(number), None),
                BakedWidget::Button(..) => {}
            }
        }
    }

    fn filled(&self, table: Option<u8>, field: u8, holder: Holder) -> Element {
        match self.kind(table.unwrap_or_default(), field) {
            Kind::Choice(_) => Element::Pick(field, holder),
            Kind::Flag => Element::Check(field, holder),
            Kind::Text | Kind::Time | Kind::Date | Kind::Amount(_) | Kind::Length => match holder {
                Holder::Draft => Element::Fill(field),
                Holder::Record => Element::Show(field),
            },
        }
    }

    /// How many lines of content a screen has.
    pub(super) fn lines(&self, state: &State, frame: Frame) -> usize {
        let count = |widget: &BakedWidget| match widget {
            BakedWidget::Button(..) => 0,
            BakedWidget::List { .. } | BakedWidget::Adds { .. } => {
                self.listed(state, frame, widget).len().max(1)
            }
            _ => 1,
        };
        self.screen(frame.screen).widgets.iter().map(count).sum()
    }

    /// The last page of a screen, from 0.
    pub(super) fn last_page(&self, state: &State, frame: Frame) -> u8 {
        (self.lines(state, frame).saturating_sub(1) / PAGE) as u8
    }

    /// The records of a list, in its order.
    pub(super) fn listed(&self, state: &State, frame: Frame, list: &BakedWidget) -> Ids {
        match list {
            BakedWidget::List { of, only, .. } | BakedWidget::Adds { of, only, .. } => {
                self.chosen(state, frame, *of, only)
            }
            _ => Ids::new(),
        }
    }

    /// The records of a table that belong on a screen, in the order of lists.
    pub(super) fn chosen(&self, state: &State, frame: Frame, of: u8, only: &BakedOnly) -> Ids {
        let own = self.record(state, frame).map(|(_, row)| row);
        let get = |id: RowId| self.row(&state.changes, of, id);
        let all = state.changes.rows(&self.base, of);
        let belongs = |id: &RowId| get(*id).is_some_and(|row| only.holds(row, own));
        let mut rows: Ids = all.filter(belongs).collect();
        // The records of a task stand in order; only what was changed or made can be out of it.
        if state.changes.touches(of) {
            rows.sort_by(|&a, &b| self.order(&state.changes, of, a, b));
        }
        rows
    }

    /// The order of two records in lists.
    pub(super) fn order(&self, changes: &Changes, table: u8, a: RowId, b: RowId) -> Ordering {
        let (Some(left), Some(right)) = (self.row(changes, table, a), self.row(changes, table, b))
        else {
            return a.cmp(&b);
        };
        self.order_of(table, left, right).then(a.cmp(&b))
    }

    /// The order of two contents in lists.
    pub(super) fn order_of(&self, table: u8, left: &Row, right: &Row) -> Ordering {
        self.words
            .compare(&self.phone.tables[usize::from(table)].order, left, right)
    }

    /// Every field of a record that can be read on the screen.
    pub(super) fn sights(&self, state: &State, mut see: impl FnMut(u8, RowId, u8)) {
        let frame = state.front.top();
        let shape = self.disturbing(state).map(|page| page.shape);
        if state.front.is_launcher()
            || frame.over != Over::Nothing
            || shape.is_some_and(Shape::is_modal)
        {
            return;
        }
        let screen = self.screen(frame.screen);
        let of = screen.of.filter(|_| frame.row != super::state::NO_ROW);
        if let (BakedTitle::Of(field), Some(of)) = (screen.title, of)
            && shape != Some(Shape::Banner)
        {
            see(of, frame.row, field);
        }
        for element in self.elements(state) {
            match element {
                Element::Line(widget, row) | Element::Turn(widget, row) => {
                    if let BakedWidget::List {
                        of,
                        only,
                        shows,
                        turns,
                        ..
                    } = &screen.widgets[usize::from(widget)]
                    {
                        // What tells a list which records are its own, its title tells the reader.
                        only.tells(&mut |field| see(*of, row, field));
                        shows
                            .iter()
                            .chain(turns)
                            .for_each(|&field| see(*of, row, field));
                    }
                }
                Element::Add(widget, row) => {
                    if let BakedWidget::Adds { of, shows, .. } =
                        &screen.widgets[usize::from(widget)]
                    {
                        shows.iter().for_each(|&field| see(*of, row, field));
                    }
                }
                Element::Total(widget) => {
                    if let BakedWidget::Total(_, plus, minus) = &screen.widgets[usize::from(widget)]
                        && let ([sum], []) = (&plus[..], &minus[..])
                        && let Some(field) = sum.field
                    {
                        let rows = self.chosen(state, frame, sum.of, &sum.only);
                        // A sum tells of the records that are to be added up, if it is theirs and no others'.
                        if rows
                            .iter()
                            .all(|&row| self.wish.adds_up(sum.of, row, field))
                        {
                            rows.iter().for_each(|&row| see(sum.of, row, field));
                        }
                    }
                }
                Element::Show(field)
                | Element::Pick(field, Holder::Record)
                | Element::Check(field, Holder::Record) => {
                    if let Some(of) = of {
                        see(of, frame.row, field);
                    }
                }
                _ => {}
            }
        }
    }
}

impl BakedOnly {
    /// The fields that are known of every record there.
    fn tells(&self, see: &mut dyn FnMut(u8)) {
        match self {
            BakedOnly::Number(field, _) => see(*field),
            BakedOnly::Each(all) => all.iter().for_each(|only| only.tells(see)),
            BakedOnly::All | BakedOnly::Same(..) => {}
        }
    }

    /// Whether records belong there by a field.
    pub(super) fn has(&self, field: u8) -> bool {
        match self {
            BakedOnly::All => false,
            BakedOnly::Number(own, _) | BakedOnly::Same(own, _) => *own == field,
            BakedOnly::Each(all) => all.iter().any(|only| only.has(field)),
        }
    }

    /// Whether a record belongs there, beside the record of the screen.
    fn holds(&self, row: &Row, own: Option<&Row>) -> bool {
        match self {
            BakedOnly::All => true,
            BakedOnly::Number(field, number) => row[usize::from(*field)] == Value::Number(*number),
            BakedOnly::Same(there, here) => {
                own.is_some_and(|own| row.get(usize::from(*there)) == own.get(usize::from(*here)))
            }
            BakedOnly::Each(all) => all.iter().all(|only| only.holds(row, own)),
        }
    }
}
