//! A file of numbers, read and held against the episodes it is about.

use crate::error::shortened;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{
    given::{Cell, Column, Columns},
    json,
    trajectory::Episode,
};

/// What is wrong with a file of numbers. Lines count from 1, episodes and steps from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum GivenError {
    /// A line is no JSON.
    #[error("line {line}: {message}")]
    Malformed { line: usize, message: String },
    /// A line has another form.
    #[error(
        "line {line}: expected a list of one number a step, `[0.1, 0.2]`, or named columns, `{{\"episode\": 0, \"reward\": [0.1, 0.2]}}` or `{{\"episode\": 0, \"step\": 1, \"reward\": 0.2}}`, and the same form on every line"
    )]
    Form { line: usize },
    /// A cell is no number.
    #[error(
        "line {line}: `{column}` holds {found}: expected a number, \"-inf\", a list of numbers, or null where there is none"
    )]
    Number {
        line: usize,
        column: String,
        found: String,
    },
    /// A line has other columns than the first.
    #[error("line {line}: it has the columns {found}, and the first line has {expected}")]
    Columns {
        line: usize,
        found: String,
        expected: String,
    },
    /// A place is named twice.
    #[error("line {line}: {place} is there a second time")]
    Twice { line: usize, place: String },
    /// It holds nothing.
    #[error("it holds no numbers: expected one line an episode or a step")]
    Empty,
    /// An episode is not in it.
    #[error(
        "it says nothing of episode {episode}: it needs a line of every episode of the trajectories, counted from 0, and has {given}"
    )]
    Missing { episode: u64, given: usize },
    /// A step is not in it.
    #[error("it says nothing of step {step} of episode {episode}, which has {steps} steps")]
    MissingStep {
        episode: u64,
        step: usize,
        steps: usize,
    },
    /// More or fewer cells than steps.
    #[error(
        "`{column}` of episode {episode} has {given} numbers, and the episode has {steps} steps: expected one a step"
    )]
    Length {
        episode: u64,
        column: String,
        given: usize,
        steps: usize,
    },
    /// It is about an episode that is not there.
    #[error(
        "it speaks of episode {episode}: the trajectories hold {episodes}, counted from 0; numbers belong to the file they were made for"
    )]
    NoEpisode { episode: u64, episodes: u64 },
    /// It is about a step that is not there.
    #[error(
        "it speaks of step {step} of episode {episode}, which has {steps} steps, counted from 0"
    )]
    NoStep {
        episode: u64,
        step: u64,
        steps: usize,
    },
}

/// The column of lines that are lists.
pub(crate) const UNNAMED: &str = "reward";

/// What a file holds of one episode.
#[derive(Clone, Debug)]
enum Row {
    /// Whole columns.
    Whole(Columns),
    /// Cell by cell: by step, in the order of the columns.
    BySteps(BTreeMap<u64, Vec<Cell>>),
}

/// A file of numbers about episodes.
#[derive(Clone, Debug)]
pub struct Table {
    file: Arc<str>,
    columns: Vec<String>,
    rows: BTreeMap<u64, Row>,
}

/// How the lines of a file are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    List,
    Columns { named: bool },
    Steps,
}

/// A line.
struct Line {
    form: Form,
    episode: u64,
    step: Option<u64>,
    cells: BTreeMap<String, Value>,
}

impl Line {
    /// Read the line number `number`, which is of episode `next` if it does not say.
    fn read(text: &str, number: usize, next: u64) -> Result<Self, GivenError> {
        let malformed = |error: serde_json::Error| GivenError::Malformed {
            line: number,
            message: match ["NaN", "Infinity"].iter().any(|word| text.contains(word)) {
                true => format!(
                    "{}; `NaN` and `Infinity` are no numbers in JSON: write null where there is none",
                    json::why(&error)
                ),
                false => json::why(&error),
            },
        };
        let form = || GivenError::Form { line: number };
        match json::read(text).map_err(malformed)? {
            Value::Array(cells) => Ok(Self {
                form: Form::List,
                episode: next,
                step: None,
                cells: BTreeMap::from_iter([(UNNAMED.to_owned(), Value::Array(cells))]),
            }),
            Value::Object(mut cells) => {
                let place = |value: Option<Value>| match value {
                    None => Ok(None),
                    Some(value) => value.as_u64().map(Some).ok_or_else(form),
                };
                let episode = place(cells.remove("episode"))?;
                let step = place(cells.remove("step"))?;
                if cells.is_empty() || (step.is_some() && episode.is_none()) {
                    return Err(form());
                }
                Ok(Self {
                    form: match step {
                        Some(_) => Form::Steps,
                        None => Form::Columns {
                            named: episode.is_some(),
                        },
                    },
                    episode: episode.unwrap_or(next),
                    step,
                    cells: cells.into_iter().collect(),
                })
            }
            _ => Err(form()),
        }
    }
}

/// What a value is as a cell; the value that is no number, if one is not.
pub(crate) fn cell(value: &Value) -> Result<Cell, &Value> {
    fn number(value: &Value) -> Result<f64, &Value> {
        match value {
            Value::String(text) if text == "-inf" => Ok(f64::NEG_INFINITY),
            other => other.as_f64().ok_or(other),
        }
    }
    match value {
        Value::Null => Ok(Cell::Nothing),
        Value::Array(all) => all
            .iter()
            .map(number)
            .collect::<Result<_, _>>()
            .map(Cell::Numbers),
        other => number(other).map(Cell::Number),
    }
}

/// A cell of a column on a line.
fn cell_on(value: &Value, line: usize, column: &str) -> Result<Cell, GivenError> {
    cell(value).map_err(|found| GivenError::Number {
        line,
        column: column.to_owned(),
        found: shortened(found),
    })
}

fn listed(names: impl Iterator<Item = impl AsRef<str>>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{}`", name.as_ref())).collect();
    names.join(", ")
}

impl Table {
    /// Read the text of `file`.
    ///
    /// # Errors
    /// [`GivenError`], with the line that is wrong.
    pub fn read(file: &str, text: &str) -> Result<Self, GivenError> {
        let mut table = Self {
            file: file.into(),
            columns: vec![],
            rows: BTreeMap::new(),
        };
        let (mut form, mut next) = (None, 0);
        for (text, number) in text.lines().zip(1..) {
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let line = Line::read(text, number, next)?;
            if *form.get_or_insert(line.form) != line.form {
                return Err(GivenError::Form { line: number });
            }
            next = next.saturating_add(1);
            table.take(line, number)?;
        }
        match table.rows.is_empty() {
            true => Err(GivenError::Empty),
            false => Ok(table),
        }
    }

    fn take(&mut self, line: Line, number: usize) -> Result<(), GivenError> {
        if self.columns.is_empty() {
            self.columns = line.cells.keys().cloned().collect();
        } else if !line.cells.keys().eq(&self.columns) {
            return Err(GivenError::Columns {
                line: number,
                found: listed(line.cells.keys()),
                expected: listed(self.columns.iter()),
            });
        }
        let Line {
            episode,
            step,
            cells,
            ..
        } = line;
        let twice = || GivenError::Twice {
            line: number,
            place: match step {
                Some(step) => format!("step {step} of episode {episode}"),
                None => format!("episode {episode}"),
            },
        };
        let Some(step) = step else {
            let whole = |(name, value): (String, Value)| {
                let column = match &value {
                    Value::Array(all) => {
                        let each = all.iter().map(|value| cell_on(value, number, &name));
                        Column::Steps(each.collect::<Result<_, _>>()?)
                    }
                    other => Column::Episode(cell_on(other, number, &name)?),
                };
                Ok((name, column))
            };
            let columns = cells
                .into_iter()
                .map(whole)
                .collect::<Result<Columns, _>>()?;
            let before = self.rows.insert(episode, Row::Whole(columns));
            return before.map_or(Ok(()), |_| Err(twice()));
        };
        let each = cells
            .iter()
            .map(|(name, value)| cell_on(value, number, name));
        let cells: Vec<Cell> = each.collect::<Result<_, _>>()?;
        let row = self.rows.entry(episode);
        let before = match row.or_insert_with(|| Row::BySteps(BTreeMap::new())) {
            Row::BySteps(steps) => steps.insert(step, cells),
            // All lines have one form, so this one is by steps as well.
            Row::Whole(_) => return Err(GivenError::Form { line: number }),
        };
        before.map_or(Ok(()), |_| Err(twice()))
    }

    /// The file, as it is named.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Hand the episode number `number` what is its own.
    ///
    /// # Errors
    /// [`GivenError`] if the file says nothing of it, or of more or fewer steps than it has.
    pub fn give(&self, number: u64, episode: &mut Episode) -> Result<(), GivenError> {
        let steps = episode.steps();
        let columns = match self.rows.get(&number) {
            // The host failed before the first step: there is nothing that could be said.
            None if steps == 0 => self
                .columns
                .iter()
                .map(|name| (name.clone(), Column::Steps(vec![])))
                .collect(),
            None => {
                return Err(GivenError::Missing {
                    episode: number,
                    given: self.rows.len(),
                });
            }
            Some(Row::Whole(columns)) => {
                for (name, column) in columns {
                    match column {
                        Column::Steps(cells) if cells.len() != steps => {
                            return Err(GivenError::Length {
                                episode: number,
                                column: name.clone(),
                                given: cells.len(),
                                steps,
                            });
                        }
                        _ => {}
                    }
                }
                columns.clone()
            }
            Some(Row::BySteps(cells)) => self.by_steps(number, cells, steps)?,
        };
        episode.given.put(&self.file, Arc::new(columns));
        Ok(())
    }

    fn by_steps(
        &self,
        episode: u64,
        cells: &BTreeMap<u64, Vec<Cell>>,
        steps: usize,
    ) -> Result<Columns, GivenError> {
        if let Some((&step, _)) = cells.range(steps as u64..).next() {
            return Err(GivenError::NoStep {
                episode,
                step,
                steps,
            });
        }
        if let Some(step) = (0..steps).find(|&t| !cells.contains_key(&(t as u64))) {
            return Err(GivenError::MissingStep {
                episode,
                step,
                steps,
            });
        }
        let column = |(at, name): (usize, &String)| {
            let cells = cells.values().map(|cells| cells[at].clone());
            (name.clone(), Column::Steps(cells.collect()))
        };
        Ok(self.columns.iter().enumerate().map(column).collect())
    }

    /// That it speaks of no episode beyond the first `episodes`, once all were read.
    ///
    /// # Errors
    /// [`GivenError::NoEpisode`].
    pub fn check_end(&self, episodes: u64) -> Result<(), GivenError> {
        match self.rows.range(episodes..).next() {
            None => Ok(()),
            Some((&episode, _)) => Err(GivenError::NoEpisode { episode, episodes }),
        }
    }
}
