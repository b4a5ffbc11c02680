//! The rows of a domain: who and what there is, from a seed.

use super::{
    blueprint::{Act, Becomes, Blueprint, Change, Entity, Need, STATUS, Shape, Test, pick},
    policy::{Law, Subject},
    theme::{Text, What},
    tools::encode,
};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use truestep_core::chance::{Chance, Sampled, Seed};
use truestep_sandbox::{Base, KeyKind, TableSpec, ValueKind, tables::BadTable};

/// Rows of a kind whose members have names, at most.
const NAMED: u32 = 13;
/// Rows of a kind whose members have none, at least, and how many more there may be.
const UNNAMED: (u32, u32) = (20, 7);
/// The table of what tools do, which the pack reads.
pub(super) const TOOLS: &str = "tools";

const FIRST: [&str; 24] = [
    "Adam", "Bella", "Carl", "Dora", "Emil", "Fiona", "Glen", "Hanna", "Igor", "Julia", "Karim",
    "Lena", "Marco", "Nadia", "Oscar", "Petra", "Quentin", "Rosa", "Samir", "Tilda", "Ugo", "Vera",
    "Wanda", "Yusuf",
];
const LAST: [&str; 24] = [
    "Abel", "Berg", "Costa", "Dahl", "Evans", "Frank", "Gomez", "Hahn", "Ito", "Joshi", "Kane",
    "Lopez", "Meyer", "North", "Olsen", "Price", "Quist", "Rossi", "Stone", "Turner", "Umber",
    "Voss", "Weiss", "Young",
];
const STREETS: [&str; 8] = [
    "Mill Lane",
    "Harbour Road",
    "Station Street",
    "Elm Walk",
    "Castle Hill",
    "Market Street",
    "Orchard Way",
    "River Close",
];

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// A row of the kind that the column refers to, by number.
    Row(usize),
    Word(&'static str),
    Text(String),
    Number(i64),
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) label: Option<String>,
    pub(super) cells: Vec<Cell>,
}

/// Who and what there is in a domain.
#[derive(Debug)]
pub(super) struct World {
    pub(super) print: &'static Blueprint,
    /// By kind.
    pub(super) rows: Vec<Vec<Row>>,
    pub(super) base: Arc<Base>,
}

impl World {
    /// The rows of a domain by a seed.
    ///
    /// # Errors
    /// If its tables cannot be built, which would be a fault of this file.
    pub(super) fn generate(print: &'static Blueprint, seed: Seed) -> Result<Self, String> {
        let chance = &mut seed.stream("generated rows").sampled();
        let mut names = shuffled((0..FIRST.len() * LAST.len()).collect(), chance).into_iter();
        let mut rows: Vec<Vec<Row>> = print
            .kinds
            .iter()
            .map(|entity| labels(entity, &mut names, chance))
            .collect();
        let counts: Vec<usize> = rows.iter().map(Vec::len).collect();
        for (entity, rows) in print.kinds.iter().zip(&mut rows) {
            for (place, column) in entity.columns.iter().enumerate() {
                let mut used = vec![];
                for row in rows.iter_mut() {
                    let cell = cell(&column.what, row, &counts, &mut used, chance);
                    debug_assert_eq!(row.cells.len(), place);
                    row.cells.push(cell);
                }
            }
        }
        settle(print, &mut rows, chance);
        let base = tables(print, &rows).map_err(|error| error.to_string())?;
        Ok(Self { print, rows, base })
    }

    /// Whether a value of a row, or of the one it refers to, is so.
    pub(super) fn is(
        &self,
        kind: usize,
        row: &[Cell],
        of: Option<usize>,
        column: usize,
        test: &Test,
    ) -> bool {
        let cell = match of {
            None => row.get(column),
            Some(of) => match (&self.print.kinds[kind].columns[of].what, row.get(of)) {
                (What::Row(other), Some(Cell::Row(number))) => {
                    self.rows[*other][*number].cells.get(column)
                }
                _ => None,
            },
        };
        match (cell, test) {
            (Some(Cell::Word(word)), Test::In(words)) => words.contains(word),
            (Some(Cell::Number(number)), Test::Most(most)) => number <= most,
            (Some(Cell::Number(number)), Test::Least(least)) => number >= least,
            _ => false,
        }
    }

    /// Whether the tools would carry a change of a row out.
    pub(super) fn allows(&self, kind: usize, number: usize, change: &Change) -> bool {
        let row = &self.rows[kind][number].cells;
        self.meets(kind, row, Some(number), change)
    }

    /// Whether a row, which is there by that number or is to be made, is as a change needs it.
    pub(super) fn meets(
        &self,
        kind: usize,
        row: &[Cell],
        number: Option<usize>,
        change: &Change,
    ) -> bool {
        change.needs.iter().all(|need| match need {
            Need::Is { of, column, test } => self.is(kind, row, *of, *column, test),
            Need::Alone { kind, by, states } => {
                let status = self.print.kinds[*kind].status();
                let stands = |other: &Row| {
                    let refers = number.is_some_and(|number| other.cells[*by] == Cell::Row(number));
                    let state = status.map(|status| &other.cells[status]);
                    refers && matches!(state, Some(Cell::Word(state)) if states.contains(state))
                };
                !self.rows[*kind].iter().any(stands)
            }
        })
    }

    /// Whether a rule forbids a change of a row.
    pub(super) fn forbids(&self, law: &Law, kind: usize, row: &[Cell]) -> bool {
        match law.subject {
            Subject::Own(column) | Subject::Given(column) => {
                self.is(kind, row, None, column, &law.test)
            }
            Subject::Other { of, column } => self.is(kind, row, Some(of), column, &law.test),
        }
    }

    /// The rules about a tool.
    pub(super) fn laws(&self, tool: usize) -> impl Iterator<Item = &'static Law> {
        self.print.laws.iter().filter(move |law| law.tool == tool)
    }

    /// Whether any rule about a tool forbids it for a row.
    pub(super) fn is_forbidden(&self, tool: usize, row: &[Cell]) -> bool {
        let kind = self.print.tools[tool].kind;
        self.laws(tool).any(|law| self.forbids(law, kind, row))
    }
}

pub(super) fn shuffled<T>(mut all: Vec<T>, chance: &mut Sampled) -> Vec<T> {
    for at in (1..all.len()).rev() {
        all.swap(at, chance.below(at as u32 + 1) as usize);
    }
    all
}

/// The rows of a kind with their ids and what they are called, and nothing else.
fn labels(
    entity: &Entity,
    names: &mut impl Iterator<Item = usize>,
    chance: &mut Sampled,
) -> Vec<Row> {
    let labels: Vec<Option<String>> = match &entity.called {
        None => vec![None; (UNNAMED.0 + chance.below(UNNAMED.1)) as usize],
        Some(called) => match &called.pool {
            Some(pool) => shuffled(pool.clone(), chance)
                .into_iter()
                .take(NAMED as usize)
                .map(|label| Some(label.to_owned()))
                .collect(),
            None => names
                .take(NAMED as usize)
                .map(|name| {
                    let (first, last) = (FIRST[name % FIRST.len()], LAST[name / FIRST.len()]);
                    Some(format!("{first} {last}"))
                })
                .collect(),
        },
    };
    let (first, step) = (101 + chance.below(40), 2 + chance.below(5));
    let row = |(number, label)| Row {
        id: format!("{}-{}", entity.prefix, first + step * number),
        label,
        cells: vec![],
    };
    (0..).zip(labels).map(row).collect()
}

/// A value of a column, of which those that differ are `used` already.
fn cell(
    what: &What,
    row: &Row,
    counts: &[usize],
    used: &mut Vec<i64>,
    chance: &mut Sampled,
) -> Cell {
    /// Draws before a value is taken that another row has.
    const TRIES: u32 = 20;
    let mut number = |least: i64, most: i64, step: i64, differs: bool| {
        let mut draw =
            || least + step * i64::from(chance.below(((most - least) / step) as u32 + 1));
        let mut value = draw();
        for _ in 0..TRIES {
            if !differs || !used.contains(&value) {
                break;
            }
            value = draw();
        }
        used.push(value);
        Cell::Number(value)
    };
    match what {
        // Few are referred to, and those by several.
        What::Row(kind) => {
            let few = (counts[*kind] * 3).div_ceil(5).max(1);
            Cell::Row(chance.below(few as u32) as usize)
        }
        What::Word(words) | What::State(words) => Cell::Word(pick(chance, words)),
        What::Money { least, most, step } => number(*least, *most, *step, true),
        What::Day { least, most } => number(*least, *most, 1, true),
        What::Number { least, most } => number(*least, *most, 1, false),
        What::Text(text) => Cell::Text(words_of(*text, row.label.as_deref(), chance)),
    }
}

/// A text of a sort, for somebody or something called so.
pub(super) fn words_of(text: Text, label: Option<&str>, chance: &mut Sampled) -> String {
    match text {
        Text::Email => {
            let name = label.unwrap_or("desk").to_lowercase().replace(' ', ".");
            let house = pick(chance, &["example.org", "example.net", "mail.example"]);
            format!("{name}{}@{house}", 10 + chance.below(90))
        }
        Text::Phone => format!("555-{:04}", 100 + chance.below(9_900)),
        Text::Address => format!("{} {}", 1 + chance.below(90), pick(chance, &STREETS)),
    }
}

/// Rows that others refer to are in the state that these put them in when they were made.
fn settle(print: &Blueprint, rows: &mut [Vec<Row>], chance: &mut Sampled) {
    for tool in &print.tools {
        let Act::Do(change) = &tool.act else { continue };
        let (Shape::Make, Some(made)) = (change.shape, change.to) else {
            continue;
        };
        for effect in &change.effects {
            let (Some(of), Becomes::Word(taken)) = (effect.of, &effect.becomes) else {
                continue;
            };
            let What::Row(other) = print.kinds[tool.kind].columns[of].what else {
                continue;
            };
            let free = change.needs.iter().find_map(|need| match need {
                Need::Is {
                    of: Some(by),
                    column,
                    test: Test::In(words),
                } if (*by, *column) == (of, effect.column) => words.first().copied(),
                _ => None,
            });
            let Some(status) = print.kinds[tool.kind].status() else {
                continue;
            };
            // Each that is taken is taken once.
            let mut left = shuffled((0..rows[other].len()).collect::<Vec<_>>(), chance);
            left.truncate(rows[other].len().div_ceil(2));
            let mut now = vec![];
            let states = match &print.kinds[tool.kind].columns[status].what {
                What::State(states) => states.clone(),
                _ => vec![],
            };
            let others: Vec<&'static str> =
                states.into_iter().filter(|state| *state != made).collect();
            for row in &mut rows[tool.kind] {
                if row.cells[status] != Cell::Word(made) {
                    continue;
                }
                match left.pop() {
                    Some(number) => {
                        row.cells[of] = Cell::Row(number);
                        now.push(number);
                    }
                    None if others.is_empty() => {}
                    None => row.cells[status] = Cell::Word(pick(chance, &others)),
                }
            }
            for (number, row) in rows[other].iter_mut().enumerate() {
                let is_taken = row.cells[effect.column] == Cell::Word(taken);
                match (now.contains(&number), is_taken, free) {
                    (true, ..) => row.cells[effect.column] = Cell::Word(taken),
                    (false, true, Some(free)) => row.cells[effect.column] = Cell::Word(free),
                    _ => {}
                }
            }
        }
    }
}

fn tables(print: &'static Blueprint, rows: &[Vec<Row>]) -> Result<Arc<Base>, BadTable> {
    let mut base = Base::builder();
    let spec = |name| TableSpec::new(name, KeyKind::Text, ValueKind::Json);
    for (entity, of_kind) in print.kinds.iter().zip(rows) {
        let table = base.table(spec(entity.many))?;
        for row in of_kind {
            base.row(
                table,
                &row.id,
                json_of(entity, row, rows).to_string().as_bytes(),
            )?;
        }
    }
    let tools = base.table(spec(TOOLS))?;
    for tool in &print.tools {
        base.row(
            tools,
            &tool.name,
            encode(print, tool).to_string().as_bytes(),
        )?;
    }
    Ok(base.build())
}

fn json_of(entity: &Entity, row: &Row, rows: &[Vec<Row>]) -> Value {
    let mut object = Map::new();
    if let (Some(called), Some(label)) = (&entity.called, &row.label) {
        object.insert(called.label.to_owned(), json!(label));
    }
    for (column, cell) in entity.columns.iter().zip(&row.cells) {
        let value = match (cell, &column.what) {
            (Cell::Row(number), What::Row(kind)) => json!(rows[*kind][*number].id),
            (Cell::Row(_), _) => Value::Null,
            (Cell::Word(word), _) => json!(word),
            (Cell::Text(text), _) => json!(text),
            (Cell::Number(number), _) => json!(number),
        };
        object.insert(column.name.to_owned(), value);
    }
    debug_assert!(entity.status().is_none() || object.contains_key(STATUS));
    Value::Object(object)
}
