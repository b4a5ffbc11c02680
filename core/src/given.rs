//! Numbers from outside that go with an episode: a reward model's, log-probabilities, confidences, an estimator's advantages.
//!
//! They come from files that somebody's program wrote, a file a name, with named columns. They are no part of a record: an
//! episode that is written is written without them, and nothing here says that they are true.

use std::{collections::BTreeMap, sync::Arc};

/// What stands in one place of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// No number.
    Nothing,
    /// A number, or minus infinity.
    Number(f64),
    /// Several, of the tokens of a step or of the references of an answer.
    Numbers(Vec<f64>),
}

/// A column of an episode.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// One cell a step, `[steps]`.
    Steps(Vec<Cell>),
    /// One number of the whole episode.
    Episode(Cell),
}

impl Column {
    /// The cell of a step; that of the whole episode counts at its last step alone, of which it has `steps`.
    #[must_use]
    pub fn at(&self, step: usize, steps: usize) -> &Cell {
        match self {
            Self::Steps(cells) => cells.get(step).unwrap_or(&Cell::Nothing),
            Self::Episode(cell) if step + 1 == steps => cell,
            Self::Episode(_) => &Cell::Nothing,
        }
    }
}

/// The columns of an episode, by name.
pub type Columns = BTreeMap<String, Column>;

/// The numbers that go with an episode, by the file they stand in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given(BTreeMap<Arc<str>, Arc<Columns>>);

impl Given {
    /// Take in what `file` holds of the episode.
    pub fn put(&mut self, file: &Arc<str>, columns: Arc<Columns>) {
        self.0.insert(Arc::clone(file), columns);
    }

    /// What `file` holds of it; `None` if it was not read.
    #[must_use]
    pub fn columns(&self, file: &str) -> Option<&Columns> {
        self.0.get(file).map(|columns| &**columns)
    }

    /// Every file with what it holds, by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Columns)> {
        self.0.iter().map(|(file, columns)| (&**file, &**columns))
    }
}
