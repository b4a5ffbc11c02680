//! Texts that name records - a person, a folder -, and records of which there is to be one of a name.

use super::{
    bake::{BakedAct, BakedGiven, BakedNames, BakedWidget},
    def::Def,
    elements::Element,
    rows::{Changes, Row, RowId},
    state::{Frame, NO_ROW, State},
    value::Value,
    verb::Verb,
};
use truestep_core::truth::Rejection;

impl Def {
    /// What a text comes to in a field of a draft; none if it is no value of the field. The name of a record comes to what
    /// the record is called: a person's address to the person.
    pub(super) fn read_into(
        &self,
        state: &State,
        table: u8,
        field: u8,
        text: &str,
    ) -> Option<Value> {
        if text.is_empty() {
            let is_needed = self.phone.field_of(table, field).required;
            return (!is_needed).then_some(Value::Nothing);
        }
        let read = self.read_value(self.kind(table, field), text)?;
        match self.phone.tables[usize::from(table)].names_in(field) {
            Some(names) => self.named(state, names, names.has, &read, text),
            None => Some(read),
        }
    }

    /// Whether a verb types the name of a record, in which case does not count.
    pub(super) fn types_a_name(&self, state: &State, verb: &Verb) -> bool {
        let Verb::Type(number, _) = verb else {
            return false;
        };
        let element = self.elements(state).get(usize::from(*number)).copied();
        let drafts = self.screen(state.front.top().screen).drafts;
        let (Some(Element::Fill(field)), Some(table)) = (element, drafts) else {
            return false;
        };
        let table = &self.phone.tables[usize::from(table)];
        table.names_in(field).is_some()
    }

    /// The first of the fields of the record that a text names, one with this field filled in.
    fn named(
        &self,
        state: &State,
        BakedNames { of, by, .. }: &BakedNames,
        has: Option<u8>,
        read: &Value,
        text: &str,
    ) -> Option<Value> {
        let (of, first) = (*of, usize::from(*by.first()?));
        let is_reached = |row: &&Row| has.is_none_or(|has| row[usize::from(has)] != Value::Nothing);
        let rows = || {
            let rows = state.changes.rows(&self.base, of);
            let rows = rows.filter_map(move |row| self.row(&state.changes, of, row));
            rows.filter(is_reached)
        };
        if rows().any(|row| row[first] == *read) {
            return Some(read.clone());
        }
        let wanted = text.to_lowercase();
        let is_it = |field: u8, value: &Value| {
            value == read || self.words.shown(self.kind(of, field), value).to_lowercase() == wanted
        };
        // What one is called counts before what another's address is.
        by.iter().find_map(|&field| {
            let mut rows = rows();
            let row = rows.find(|row| is_it(field, &row[usize::from(field)]))?;
            Some(row[first].clone())
        })
    }

    /// Why a text names nothing, where it is to.
    pub(super) fn names_nothing(
        &self,
        state: &State,
        table: u8,
        field: u8,
        text: &str,
    ) -> Option<String> {
        let names = self.phone.tables[usize::from(table)].names_in(field)?;
        let noun = self.phone.tables[usize::from(names.of)].noun();
        if let Some(has) = names.has {
            let read = self.words.value(text);
            if let Some(name) = self.named(state, names, None, &read, text) {
                let name = self.words.shown(self.kind(table, field), &name);
                let label = self.tongue().label(self, names.of, has);
                let why = format!("{name} has no `{label}`: expected a {noun} that has one");
                return Some(why);
            }
        }
        let ways: Vec<String> = (names.by.iter())
            .map(|&field| format!("`{}`", self.tongue().label(self, names.of, field)))
            .collect();
        let label = self.tongue().label(self, table, field);
        Some(format!(
            "there is no {noun} `{text}`: expected the {} of one in `{label}`",
            ways.join(" or ")
        ))
    }

    /// Whether another record is called as this content where names differ.
    pub(super) fn has_namesake(
        &self,
        changes: &Changes,
        table: u8,
        own: RowId,
        content: &[Value],
    ) -> bool {
        let unique = &self.phone.tables[usize::from(table)].unique;
        let is_alike = |held: &Row| {
            let mut fields = unique.iter().map(|field| usize::from(*field));
            fields.all(|at| self.words.is_same(&held[at], &content[at]))
        };
        let mut others = changes.rows(&self.base, table).filter(|row| *row != own);
        !unique.is_empty() && others.any(|row| self.row(changes, table, row).is_some_and(is_alike))
    }

    /// Whether a record may come to this: no other one may be called the same where names differ.
    pub(super) fn admits_content(
        &self,
        state: &State,
        table: u8,
        own: RowId,
        content: &[Value],
    ) -> Result<(), Rejection> {
        if !self.has_namesake(&state.changes, table, own, content) {
            return Ok(());
        }
        let unique = &self.phone.tables[usize::from(table)].unique;
        let noun = self.phone.tables[usize::from(table)].noun();
        let called: Vec<String> = unique
            .iter()
            .map(|&field| {
                let label = self.tongue().label(self, table, field);
                let value = &content[usize::from(field)];
                let kind = self.kind(table, field);
                format!(
                    "`{label}` {}",
                    self.tongue().value(&self.words, kind, value)
                )
            })
            .collect();
        let message = format!(
            "there is a {noun} with {} already; choose another",
            called.join(" and ")
        );
        Err(Rejection::new("name_taken", message))
    }

    /// The same of a draft that a button would save or make a record of.
    pub(super) fn admits_draft(
        &self,
        state: &State,
        frame: Frame,
        act: &BakedAct,
    ) -> Result<(), Rejection> {
        let screen = self.screen(frame.screen);
        let (table, with): (u8, &[(u8, BakedGiven)]) = match (act, screen.drafts) {
            (BakedAct::Save, Some(table)) => (table, &[][..]),
            (BakedAct::Make { of, with, .. }, _) => (*of, &with[..]),
            _ => return Ok(()),
        };
        if self.phone.tables[usize::from(table)].unique.is_empty() {
            return Ok(());
        }
        let mut content = match screen.drafts == Some(table) {
            true => state.front.draft.clone(),
            false => self.blank(table),
        };
        for (field, given) in with {
            if let Some(value) = self.given(state, frame, *given) {
                content[usize::from(*field)] = value;
            }
        }
        let own = match act {
            BakedAct::Save if screen.of == Some(table) => frame.row,
            _ => NO_ROW,
        };
        self.admits_content(state, table, own, &content)
    }

    /// The same of a tap on a line of a list that puts something into a record or makes one.
    pub(super) fn admits_line(
        &self,
        state: &State,
        frame: Frame,
        list: &BakedWidget,
        row: RowId,
    ) -> Result<(), Rejection> {
        match list {
            BakedWidget::List {
                of,
                sets: Some((here, there)),
                ..
            } => {
                let line = self.row(&state.changes, *of, row);
                let (Some((table, own)), Some(line)) = (self.record(state, frame), line) else {
                    return Ok(());
                };
                let mut content = own.to_vec();
                content[usize::from(*here)] = line[usize::from(*there)].clone();
                self.admits_content(state, table, frame.row, &content)
            }
            BakedWidget::Adds { .. } => match self.addition(state, frame, list, row) {
                Some((table, content)) => self.admits_content(state, table, NO_ROW, &content),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}
