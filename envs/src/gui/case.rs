//! Drawing a task: a phone, what is asked of it in words, and the same as records - both from one object.

use super::{
    author::Kind,
    bake::Phone,
    rows::{Base, Row, RowId},
    value::{Value, Words, days},
    wish::Wish,
};
use std::sync::Arc;
use truestep_core::chance::{Chance as _, Sampled};

/// The first day that can be today, and how many there are from there.
const FIRST_DAY: (i32, i32, i32) = (2026, 1, 5);
const DAYS: usize = 300;

/// A record, by table and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ref {
    pub(super) table: u8,
    pub(super) row: RowId,
}

/// A task while it is drawn.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) phone: Arc<Phone>,
    chance: Sampled,
    pub(super) words: Words,
    pub(super) base: Base,
    pub(super) today: i32,
    pub(super) now: i32,
    pub(super) wish: Wish,
    pub(super) evidence: Vec<String>,
    pub(super) apps: Vec<u8>,
}

impl Desk {
    /// An empty phone, and luck.
    pub(super) fn new(phone: Arc<Phone>, chance: Sampled) -> Self {
        let base = phone.tables.iter().map(|_| vec![]).collect();
        let (year, month, day) = FIRST_DAY;
        let mut this = Self {
            phone,
            chance,
            words: Words::default(),
            base,
            today: days(year, month, day),
            now: 0,
            wish: Wish::default(),
            evidence: vec![],
            apps: vec![],
        };
        this.today += this.below(DAYS) as i32;
        this.now = (7 * 60 + this.below(14 * 60)) as i32;
        this
    }

    /// Draw with other luck: what is drawn so moves nothing else.
    pub(super) fn with(&mut self, luck: Sampled, draw: impl FnOnce(&mut Self)) {
        let own = std::mem::replace(&mut self.chance, luck);
        draw(self);
        self.chance = own;
    }

    /// A number below `n`, at least 1.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.chance.below(n.max(1) as u32) as usize
    }

    /// One of a list that is not empty.
    pub(super) fn one<T: Copy>(&mut self, list: &[T]) -> T {
        let at = self.below(list.len());
        list[at]
    }

    /// So many of a list, none twice, in the order drawn; all if there are fewer.
    pub(super) fn some<T: Copy>(&mut self, list: &[T], count: usize) -> Vec<T> {
        let mut left = list.to_vec();
        let mut drawn = vec![];
        while drawn.len() < count && !left.is_empty() {
            let at = self.below(left.len());
            drawn.push(left.remove(at));
        }
        drawn
    }

    /// The same of texts.
    pub(super) fn some_of(&mut self, list: &[String], count: usize) -> Vec<String> {
        let places: Vec<usize> = (0..list.len()).collect();
        self.some(&places, count)
            .into_iter()
            .map(|at| list[at].clone())
            .collect()
    }

    /// A telephone number.
    pub(super) fn phone_number(&mut self) -> String {
        format!("555-{:04}", self.below(10_000))
    }

    /// A day after today, within so many.
    pub(super) fn day(&mut self, within: usize) -> String {
        let day = self.today + 1 + self.below(within) as i32;
        self.words.shown(Kind::Date, &Value::Number(day))
    }

    /// What time it is, as it stands on screens.
    pub(super) fn clock(&self) -> String {
        self.words.shown(Kind::Time, &Value::Number(self.now))
    }

    /// A time in the hours of the day, at a quarter of an hour.
    pub(super) fn time(&mut self) -> String {
        let minutes = (8 * 60 + 15 * self.below(48)) as i32;
        self.words.shown(Kind::Time, &Value::Number(minutes))
    }

    /// # Panics
    /// If a template names a table that no app declares; a test draws every template.
    pub(super) fn table(&self, name: &str) -> u8 {
        self.phone
            .table(name)
            .unwrap_or_else(|| panic!("invariant: there is a table `{name}`"))
    }

    pub(super) fn field(&self, table: u8, name: &str) -> u8 {
        self.phone
            .field(table, name)
            .unwrap_or_else(|| panic!("invariant: there is a field `{name}`"))
    }

    /// The value of a text in a field; its words are added to the task's.
    pub(super) fn value(&mut self, table: u8, field: u8, text: &str) -> Value {
        if text.is_empty() {
            return Value::Nothing;
        }
        self.words.add(text);
        let kind = self.phone.field_of(table, field).kind;
        self.words.read(kind, text).unwrap_or_default()
    }

    pub(super) fn content(&mut self, table: u8, fields: &[(&str, &str)]) -> Row {
        let kinds = self.phone.tables[usize::from(table)]
            .fields
            .iter()
            .map(|field| field.kind);
        let mut content: Vec<Value> = kinds.map(blank).collect();
        for (name, text) in fields {
            let field = self.field(table, name);
            content[usize::from(field)] = self.value(table, field, text);
        }
        content.into()
    }

    /// Put a record on the phone, in its place among its like.
    pub(super) fn add(&mut self, table: &str, fields: &[(&str, &str)]) -> Ref {
        let table = self.table(table);
        // What is asked for names records by number, which later ones would shift.
        debug_assert!(
            !self.wish.wanted.touches(table),
            "invariant: records come before what is asked of them"
        );
        let content = self.content(table, fields);
        let order = self.phone.tables[usize::from(table)].order.clone();
        let comes_before = |row: &Row| self.words.compare(&order, row, &content).is_le();
        let at = self.base[usize::from(table)].partition_point(comes_before);
        self.base[usize::from(table)].insert(at, content);
        Ref {
            table,
            row: at as RowId,
        }
    }

    /// Put the one record of a table on the phone, every field of it drawn.
    pub(super) fn add_drawn(&mut self, table: &str) {
        let number = self.table(table);
        let fields = self.phone.tables[usize::from(number)].fields.clone();
        let drawn = fields.iter().map(|field| match field.kind {
            Kind::Choice(options) => Value::Number(self.below(options.len()) as i32),
            Kind::Flag => Value::flag(self.below(2) == 1),
            _ => Value::Nothing,
        });
        let row: Vec<Value> = drawn.collect();
        self.base[usize::from(number)] = vec![row.into()];
    }

    /// The app that declares a table.
    pub(super) fn app_of(&self, table: &str) -> &'static str {
        let app = self.phone.tables[usize::from(self.table(table))].app;
        self.phone.apps[usize::from(app)].name
    }

    /// All records of a table.
    pub(super) fn all(&self, table: &str) -> Vec<Ref> {
        let table = self.table(table);
        let rows = 0..self.base[usize::from(table)].len() as RowId;
        rows.map(|row| Ref { table, row }).collect()
    }

    /// The records of a table whose field reads so.
    pub(super) fn those(&self, table: &str, field: &str, text: &str) -> Vec<Ref> {
        let all = self.all(table).into_iter();
        all.filter(|&at| self.text(at, field) == text).collect()
    }

    /// Of records that hold the same as another, all but the first of each.
    pub(super) fn twins(&self, table: &str) -> Vec<Ref> {
        let all = self.all(table);
        let rows = &self.base[usize::from(self.table(table))];
        let is_twin = |at: &Ref| rows[..usize::from(at.row)].contains(&rows[usize::from(at.row)]);
        all.into_iter().filter(is_twin).collect()
    }

    /// The records that hold the same as one, that one among them.
    pub(super) fn alike(&self, at: Ref) -> Vec<Ref> {
        let rows = &self.base[usize::from(at.table)];
        let numbers = 0..rows.len() as RowId;
        let is_alike = |row: &RowId| rows[usize::from(*row)] == rows[usize::from(at.row)];
        let alike = numbers.filter(is_alike);
        alike.map(|row| Ref { row, ..at }).collect()
    }

    /// What a field of all records of a table reads.
    pub(super) fn column(&self, table: &str, field: &str) -> Vec<String> {
        self.all(table)
            .into_iter()
            .map(|at| self.text(at, field))
            .collect()
    }

    /// What a field of a record reads.
    pub(super) fn text(&self, at: Ref, field: &str) -> String {
        let number = self.field(at.table, field);
        let value = &self.base[usize::from(at.table)][usize::from(at.row)][usize::from(number)];
        self.words
            .shown(self.phone.field_of(at.table, number).kind, value)
    }

    /// The number that a field of a record holds, 0 if it holds none.
    pub(super) fn number(&self, at: Ref, field: &str) -> i32 {
        let field = self.field(at.table, field);
        let row = &self.base[usize::from(at.table)][usize::from(at.row)];
        match row[usize::from(field)] {
            Value::Number(number) => number,
            _ => 0,
        }
    }

    /// A number as it stands on screens.
    pub(super) fn written(&self, kind: Kind, number: i32) -> String {
        self.words.shown(kind, &Value::Number(number))
    }

    /// The label of a field.
    pub(super) fn label(&self, table: &str, field: &str) -> &'static str {
        let table = self.table(table);
        self.phone.field_of(table, self.field(table, field)).label
    }

    /// The options of a choice that a record does not have now.
    pub(super) fn other_options(&self, at: Ref, field: &str) -> Vec<&'static str> {
        let number = self.field(at.table, field);
        let now = self.text(at, field);
        match self.phone.field_of(at.table, number).kind {
            Kind::Choice(options) => options.iter().copied().filter(|o| *o != now).collect(),
            _ => vec![],
        }
    }
}

fn blank(kind: Kind) -> Value {
    match kind {
        Kind::Choice(_) | Kind::Flag => Value::Number(0),
        _ => Value::Nothing,
    }
}
