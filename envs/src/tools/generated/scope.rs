//! Which rows a request means: those that a tool lists, those of them that are so, the first of them by a column.

use super::{
    blueprint::{Act, Blueprint},
    data::{Cell, Row, World, shuffled},
    theme::What,
    words::{amount, spaced},
};
use truestep_core::chance::{Chance, Sampled};

/// Rows that a list has, at least and at most: all are looked at.
const LISTED: std::ops::RangeInclusive<usize> = 2..=5;

/// Rows that a tool lists.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) kind: usize,
    /// The column by which they are listed.
    pub(super) by: usize,
    pub(super) value: Cell,
    pub(super) rows: Vec<usize>,
}

/// Rows of a scope that are so.
#[derive(Clone, Debug)]
pub(super) struct Matched {
    pub(super) scope: Scope,
    pub(super) rows: Vec<usize>,
    /// What they are, after their noun: ` that is `open``.
    pub(super) words: String,
}

/// The first row of a scope by a column.
#[derive(Clone, Debug)]
pub(super) struct Best {
    pub(super) among: Matched,
    pub(super) row: usize,
    /// `the lowest fee`.
    pub(super) words: String,
}

/// The kind and the row by which a scope is listed, if it is a row.
pub(super) fn anchor(print: &Blueprint, scope: &Scope) -> Option<(usize, usize)> {
    match (
        &print.kinds[scope.kind].columns[scope.by].what,
        &scope.value,
    ) {
        (What::Row(kind), Cell::Row(row)) => Some((*kind, *row)),
        _ => None,
    }
}

impl Scope {
    /// Every list of rows of a kind that has neither too few nor too many, in the order of tools and rows.
    pub(super) fn all(world: &World, kind: usize) -> Vec<Self> {
        let print = world.print;
        let mut all = vec![];
        for tool in print.tools.iter().filter(|tool| tool.kind == kind) {
            let Act::List(by) = tool.act else { continue };
            let values: Vec<Cell> = match &print.kinds[kind].columns[by].what {
                // Only who or what has a name can be named.
                What::Row(other) if print.kinds[*other].called.is_some() => {
                    (0..world.rows[*other].len()).map(Cell::Row).collect()
                }
                What::Word(words) => words.iter().copied().map(Cell::Word).collect(),
                _ => vec![],
            };
            for value in values {
                let rows = world.rows[kind].iter().enumerate();
                let rows = rows.filter(|(_, row)| row.cells[by] == value);
                let rows: Vec<usize> = rows.map(|(number, _)| number).collect();
                if LISTED.contains(&rows.len()) {
                    all.push(Self {
                        kind,
                        by,
                        value,
                        rows,
                    });
                }
            }
        }
        all
    }

    /// Its rows in the states there are, each with a further condition or none, in an order that is drawn.
    pub(super) fn matched(&self, world: &World, chance: &mut Sampled) -> Vec<Matched> {
        let entity = &world.print.kinds[self.kind];
        let rows = &world.rows[self.kind];
        let mut all = vec![];
        let mut states: Vec<Option<&Cell>> = vec![None];
        if let Some(status) = entity.status() {
            for &row in &self.rows {
                let state = Some(&rows[row].cells[status]);
                if !states.contains(&state) {
                    states.push(state);
                }
            }
        }
        for state in states {
            let is_so = |row: &&usize| match (state, entity.status()) {
                (Some(state), Some(status)) => rows[**row].cells[status] == *state,
                _ => true,
            };
            let of_state: Vec<usize> = self.rows.iter().filter(is_so).copied().collect();
            let words = match state {
                Some(Cell::Word(state)) => format!(" that is `{state}`"),
                _ => String::new(),
            };
            for (place, column) in entity.columns.iter().enumerate() {
                let bounds = of_state.iter().map(|&row| &rows[row].cells[place]);
                for bound in bounds {
                    let Cell::Number(bound) = *bound else {
                        continue;
                    };
                    for is_more in [true, false] {
                        let is_beyond = |row: &&usize| match rows[**row].cells[place] {
                            Cell::Number(number) if is_more => number > bound,
                            Cell::Number(number) => number < bound,
                            _ => false,
                        };
                        let found: Vec<usize> =
                            of_state.iter().filter(is_beyond).copied().collect();
                        let and = if words.is_empty() { "" } else { " and" };
                        let than = match (&column.what, is_more) {
                            (What::Day { .. }, true) => "after",
                            (What::Day { .. }, false) => "before",
                            (_, true) => "more than",
                            (_, false) => "less than",
                        };
                        let (name, bound) = (spaced(column.name), amount(&column.what, bound));
                        all.push(Matched {
                            scope: self.clone(),
                            rows: found,
                            words: format!("{words}{and} whose {name} is {than} {bound}"),
                        });
                    }
                }
            }
            all.push(Matched {
                scope: self.clone(),
                rows: of_state,
                words,
            });
        }
        let mut all = shuffled(all, chance);
        // Half of the time the plain ones come first.
        if chance.below(2) == 0 {
            all.sort_by_key(|matched| matched.words.contains(" whose "));
        }
        all
    }

    /// What its rows are, after their noun: ` of the member Ada Berg`.
    pub(super) fn words(&self, world: &World) -> String {
        let column = &world.print.kinds[self.kind].columns[self.by];
        match (anchor(world.print, self), &self.value) {
            (Some((kind, row)), _) => format!(" of {}", named(world, kind, row)),
            (None, Cell::Word(word)) => format!(" with the {} `{word}`", spaced(column.name)),
            _ => String::new(),
        }
    }
}

/// What a row is called: `the member Ada Berg`, `the book "Winter Light"`.
pub(super) fn named(world: &World, kind: usize, row: usize) -> String {
    let entity = &world.print.kinds[kind];
    let is_person = entity.called.as_ref().is_some_and(|c| c.pool.is_none());
    let one = spaced(entity.one);
    match &world.rows[kind][row].label {
        Some(label) if is_person => format!("the {one} {label}"),
        Some(label) => format!("the {one} \"{label}\""),
        None => format!("the {one} {}", world.rows[kind][row].id),
    }
}

impl Matched {
    /// What they are, each: `loan of the member Ada Berg that is `active``.
    pub(super) fn noun(&self, world: &World) -> String {
        let one = spaced(world.print.kinds[self.scope.kind].one);
        format!("{one}{}{}", self.scope.words(world), self.words)
    }

    pub(super) fn row<'w>(&self, world: &'w World, row: usize) -> &'w Row {
        &world.rows[self.scope.kind][row]
    }

    /// The first of them by each column by which one is.
    pub(super) fn bests(&self, world: &World) -> Vec<Best> {
        let entity = &world.print.kinds[self.scope.kind];
        let mut all: Vec<(usize, String)> = vec![];
        if self.rows.len() < 2 {
            return vec![];
        }
        for (place, column) in entity.columns.iter().enumerate() {
            let number = |&row: &usize| match self.row(world, row).cells[place] {
                Cell::Number(number) => Some((number, row)),
                _ => None,
            };
            let mut numbers: Vec<(i64, usize)> = self.rows.iter().filter_map(number).collect();
            numbers.sort_unstable();
            let (first, last) = match column.what {
                What::Day { .. } => ("earliest", "latest"),
                _ => ("lowest", "highest"),
            };
            let name = spaced(column.name);
            if let [(least, row), (next, _), ..] = numbers[..]
                && least < next
            {
                all.push((row, format!("the {first} {name}")));
            }
            if let [.., (before, _), (most, row)] = numbers[..]
                && before < most
            {
                all.push((row, format!("the {last} {name}")));
            }
        }
        let best = |(row, words)| Best {
            among: self.clone(),
            row,
            words,
        };
        all.into_iter().map(best).collect()
    }
}

impl Best {
    /// The other rows of its scope.
    pub(super) fn others(&self) -> Vec<usize> {
        let rows = self.among.scope.rows.iter().copied();
        rows.filter(|row| *row != self.row).collect()
    }

    /// Which it is: `the loan of the member Ada Berg with the lowest fee`.
    pub(super) fn noun(&self, world: &World) -> String {
        let scope = &self.among.scope;
        let one = spaced(world.print.kinds[scope.kind].one);
        let by = scope.words(world);
        let words = &self.among.words;
        match (anchor(world.print, scope), words.is_empty()) {
            (Some(_), true) => format!("the {one}{by} with {}", self.words),
            (Some(_), false) => format!(
                "the {one}{by} with {}, looking only at {}",
                self.words,
                each(&spaced(world.print.kinds[scope.kind].many), words)
            ),
            (None, _) => format!(
                "the {one} with {}, looking only at {}",
                self.words,
                each(
                    &spaced(world.print.kinds[scope.kind].many),
                    &format!("{by}{words}")
                )
            ),
        }
    }
}

/// A plural with a condition that is written of one.
fn each(many: &str, words: &str) -> String {
    format!("{many}{}", words.replace(" that is ", " that are "))
}
