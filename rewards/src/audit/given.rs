//! Numbers from outside in an audit: one for every transition of the task's graph.
//!
//! A file of recorded episodes says nothing of what was not played. An audit asks about everything that can be, so its
//! numbers are those of transitions, in the order of the edges file: a number a line, or named columns.

use super::{AuditError, Options};
use crate::{
    error::{SchemeError, shortened},
    given::{UNNAMED, Want, cell},
    number::{Number, Scalar as _},
    scheme::Scheme,
};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{
    channels::Channels,
    given::{Cell, Column, Columns, Given},
    graph::{GraphError, edges::finite},
    json,
};

/// What a file holds of the transitions of a graph.
#[derive(Clone, Debug)]
pub struct TransitionNumbers {
    file: Arc<str>,
    columns: BTreeMap<String, Vec<Cell>>,
    lines: usize,
}

fn bad(what: String) -> AuditError {
    AuditError::Graph(GraphError::BadPrices(what))
}

impl TransitionNumbers {
    /// Read the text of `file`: lines of a number, or all lines of an object with the same columns.
    ///
    /// # Errors
    /// [`GraphError::BadPrices`] with the line that is wrong.
    pub fn read(file: &str, text: &str) -> Result<Self, AuditError> {
        let mut numbers = Self {
            file: file.into(),
            columns: BTreeMap::new(),
            lines: 0,
        };
        for (line, at) in text.trim_end().lines().zip(1..) {
            let cells = cells(line.trim(), at)?;
            if numbers.lines > 0 && !cells.keys().eq(numbers.columns.keys()) {
                return Err(bad(format!(
                    "line {at} has other columns than the first, or is of another form"
                )));
            }
            for (name, cell) in cells {
                numbers.columns.entry(name).or_default().push(cell);
            }
            numbers.lines += 1;
        }
        Ok(numbers)
    }

    /// That there is a line for each of `transitions`.
    pub(super) fn check(&self, transitions: usize) -> Result<(), AuditError> {
        match self.lines == transitions {
            true => Ok(()),
            false => Err(bad(format!(
                "`{}` has {} lines for {transitions} transitions; write one per line, in the order of the edges file, rejected actions included; an edges file of another seed, task, world or mode has other transitions",
                self.file, self.lines
            ))),
        }
    }

    /// What is handed to an episode over these transitions.
    pub(super) fn give(&self, transitions: &[u32], given: &mut Given) {
        let column = |(name, cells): (&String, &Vec<Cell>)| {
            let each = transitions
                .iter()
                .map(|&index| cells[index as usize].clone());
            (name.clone(), Column::Steps(each.collect()))
        };
        let columns: Columns = self.columns.iter().map(column).collect();
        given.put(&self.file, Arc::new(columns));
    }

    /// The column that a scheme reads, as prices of the transitions.
    fn prices(&self, want: &Want) -> Option<Result<Vec<f64>, AuditError>> {
        let price = |(cell, at): (&Cell, usize)| match cell {
            Cell::Number(x) if x.is_finite() => Ok(*x),
            _ => Err(bad(format!(
                "line {at} of `{}` holds no finite number, and every transition has a price",
                self.file
            ))),
        };
        Some(
            want.pick(&self.columns)?
                .iter()
                .zip(1..)
                .map(price)
                .collect(),
        )
    }

    /// The columns without any transition, to be asked which there are.
    fn empty(&self) -> Columns {
        let names = self.columns.keys().cloned();
        names.map(|name| (name, Column::Steps(vec![]))).collect()
    }
}

/// The cells of a line.
fn cells(line: &str, at: usize) -> Result<BTreeMap<String, Cell>, AuditError> {
    if !line.starts_with('{') {
        let exact = Number::parse(line).map(|number| f64::from_number(&number));
        let number = exact.or_else(|| finite(line));
        let wrong = || format!("line {at}: `{}` is not a finite number", shortened(line));
        let number = number.ok_or_else(|| bad(wrong()))?;
        return Ok(BTreeMap::from([(UNNAMED.to_owned(), Cell::Number(number))]));
    }
    let read =
        json::read(line).map_err(|error| bad(format!("line {at}: {}", json::why(&error))))?;
    let columns = read.as_object().into_iter().flatten();
    let cell = |(name, value): (&String, &Value)| match cell(value) {
        Ok(cell @ (Cell::Nothing | Cell::Number(_))) => Ok((name.clone(), cell)),
        _ => Err(bad(format!(
            "line {at}: `{name}` holds {}: expected a number, \"-inf\" or null",
            shortened(value)
        ))),
    };
    columns
        .filter(|(name, _)| *name != "index")
        .map(cell)
        .collect()
}

/// The prices of a scheme that is a column and nothing else, which a graph of any length can be audited with.
pub(super) fn prices(scheme: &Scheme, options: &Options) -> Option<Result<Vec<f64>, AuditError>> {
    let want = scheme.is_column()?;
    let mut files = options.numbers.iter();
    files
        .find(|numbers| *numbers.file == *want.file)?
        .prices(want)
}

/// That the numbers a scheme reads are there, and the channels.
pub(super) fn check(
    scheme: &Scheme,
    options: &Options,
    provided: Channels,
    place: &str,
) -> Result<(), SchemeError> {
    for want in scheme.wants() {
        let file = options
            .numbers
            .iter()
            .find(|numbers| *numbers.file == *want.file);
        let columns = file.map(TransitionNumbers::empty);
        if columns.as_ref().and_then(|all| want.pick(all)).is_none() {
            return Err(SchemeError::of_want(want, columns.as_ref()));
        }
    }
    scheme.check_channels(provided, place)
}
