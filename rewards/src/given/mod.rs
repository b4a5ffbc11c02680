//! Numbers from outside: what a program in any language says of recorded episodes, read from a file of lines.
//!
//! ```text
//! [0.1, 0.4, 1]                                             one list an episode, in the order of the episodes
//! {"episode": 0, "reward": [0.1, 0.4, 1]}                   columns by name; a list of one cell a step
//! {"episode": 0, "confidence": 0.9}                         a number alone is of the whole episode
//! {"episode": 0, "step": 2, "logprob": -1.5, "q": null}     one line a step
//! ```
//! A cell is a number, `"-inf"`, `null` where there is none, or a list of numbers: of the tokens of a step, or of several
//! references. A file keeps to one of these shapes and to one set of columns, names no place twice and leaves none out; what
//! does not fit is one error, with its line or its episode.
//!
//! [`Table::read`] reads a file, [`Table::give`] hands an episode what is its own; the signal `file:F` and the schemes with a
//! parameter `file` price by it.

mod paid;
mod table;

pub(crate) use paid::{each, paid, paid_by_batch};

pub use table::{GivenError, Table};
pub(crate) use table::{UNNAMED, cell};

use crate::{
    info::{Domain, Parameter},
    value::{Undefined, Value},
};
use std::{cell::RefCell, collections::BTreeMap};
use truestep_core::{
    given::{Cell, Column},
    trajectory::Episode,
};

/// The parameter that names a file of numbers.
pub(crate) const FILE: Parameter =
    Parameter::new("file", "", Domain::Name, "the file of numbers from outside");

/// The parameter that names a column of a scheme that takes any.
pub(crate) const ANY_COLUMN: Parameter = column(
    "column",
    "",
    "the column to read; the only one of the file, unless named",
);

/// A parameter that names a column of it.
pub(crate) const fn column(
    name: &'static str,
    default: &'static str,
    meaning: &'static str,
) -> Parameter {
    Parameter::new(name, default, Domain::Name, meaning)
}

/// A column that a scheme reads of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Want {
    /// The file, as the scheme names it.
    pub file: String,
    /// The column; the only one there is, if none is named.
    pub column: Option<String>,
}

/// What the schemes of a pipeline want, as they are built.
#[derive(Debug, Default)]
pub(crate) struct Wants(RefCell<Vec<Want>>);

impl Wants {
    /// Note a column, and give back what reads it.
    pub(crate) fn note(&self, file: &str, column: Option<&str>) -> Want {
        let want = Want {
            file: file.to_owned(),
            column: column.map(str::to_owned),
        };
        self.0.borrow_mut().push(want.clone());
        want
    }

    /// Everything that was noted, each once.
    pub(crate) fn all(self) -> Vec<Want> {
        let mut all = self.0.into_inner();
        all.sort();
        all.dedup();
        all
    }
}

impl Want {
    /// What `columns` hold under its name, or the only one of them if it has none.
    pub(crate) fn pick<'c, C>(&self, columns: &'c BTreeMap<String, C>) -> Option<&'c C> {
        match &self.column {
            Some(name) => columns.get(name),
            None if columns.len() == 1 => columns.values().next(),
            None => None,
        }
    }

    /// The column of an episode; `None` if it was not given, which is looked at before anything is priced.
    pub(crate) fn of<'e>(&self, episode: &'e Episode) -> Option<&'e Column> {
        self.pick(episode.given.columns(&self.file)?)
    }

    /// The numbers of an episode, `[steps]`. A list of the tokens of a step is their sum.
    pub(crate) fn steps(&self, episode: &Episode) -> Vec<Value<f64>> {
        let steps = episode.steps();
        match self.of(episode) {
            None => vec![Undefined::NotScored.into(); steps],
            Some(column) => (0..steps).map(|t| number(column.at(t, steps))).collect(),
        }
    }

    /// The same where a number of the whole episode is a reward that is paid at its last step, and nothing before.
    pub(crate) fn rewards(&self, episode: &Episode) -> Vec<Value<f64>> {
        let mut values = self.steps(episode);
        if let Some(Column::Episode(_)) = self.of(episode) {
            let before = values.len().saturating_sub(1);
            values[..before].fill(Value::zero());
        }
        values
    }

    /// The number of the whole episode: that of its last step.
    pub(crate) fn last(&self, episode: &Episode) -> Value<f64> {
        let last = self.steps(episode).pop();
        last.unwrap_or(Undefined::NotScored.into())
    }

    /// The list that stands at the last step; a number alone is a list of one.
    pub(crate) fn last_list(&self, episode: &Episode) -> Option<Vec<f64>> {
        let steps = episode.steps();
        match self.of(episode)?.at(steps.checked_sub(1)?, steps) {
            Cell::Nothing => None,
            Cell::Number(x) => Some(vec![*x]),
            Cell::Numbers(all) => Some(all.clone()),
        }
    }
}

/// The number of a cell.
fn number(cell: &Cell) -> Value<f64> {
    let one = |x: f64| match x {
        f64::NEG_INFINITY => Value::MinusInfinity,
        x => Value::checked(x),
    };
    match cell {
        Cell::Nothing => Undefined::NotScored.into(),
        Cell::Number(x) => one(*x),
        Cell::Numbers(all) => one(crate::number::sum(all.iter().copied())),
    }
}
