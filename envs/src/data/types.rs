//! What a task is made of, the state of an episode, and what an agent can do.

use super::{
    answer::Answer,
    folder::{Folder, Manner, README},
    guest::Remembered,
    schema::{TABLES, Table},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{forms::ActionForms, model::Goal, truth::FactSet};

/// Cells a notebook has room for.
pub(super) const MOST_CELLS: u8 = 9;
/// Most bytes of a cell.
pub(super) const MOST_CODE_BYTES: usize = 6_000;
/// Lines of a table that are shown, its header among them.
pub(super) const SHOWN_LINES: usize = 9;
/// Letters of what a cell prints that are shown.
pub(super) const SHOWN_LETTERS: usize = 2_500;

/// The cells of a notebook by their numbers.
pub type Cells = BTreeMap<u8, Arc<str>>;

/// One task.
#[derive(Debug)]
pub struct Def {
    pub(super) goal: Goal,
    pub(super) forms: ActionForms,
    pub(super) manner: Manner,
    /// The folder that is shown, and the one that is not.
    pub(super) folders: [Folder; 2],
    /// The right answer on each.
    pub(super) answers: [Answer; 2],
    /// What each cell of the plan can be; where one stands says nothing of it.
    pub(super) stages: Vec<Stage>,
    /// The one choice of a way for each stage that comes to the right answer on both folders.
    pub(super) right: Vec<usize>,
    /// The notebook at the start.
    pub(super) start: Cells,
    /// What the right end rests on.
    pub(super) evidence: FactSet,
    /// What has been run before.
    pub(super) remembered: Remembered,
}

/// One cell of the plan.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// What it is for.
    pub(super) name: &'static str,
    /// The ways it is written.
    pub(super) ways: Vec<Arc<str>>,
}

/// What was asked for last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shown {
    /// A file, by its number.
    File(usize),
    /// The code of a cell.
    Code(u8),
    /// What a cell printed.
    Output(u8, Arc<str>),
    /// That the notebook is as it was at the start.
    Fresh,
}

/// What the dynamics depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct State {
    pub(super) shown: Option<Shown>,
    pub(super) cells: Cells,
    pub(super) known: FactSet,
    /// Whether the notebook's answer is right on both folders; a function of its cells.
    pub(super) right: bool,
    /// Set by the end: whether it was right.
    pub(super) ended: Option<bool>,
}

/// What an agent does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Show a file.
    Read(usize),
    /// Show the code of a cell.
    Show(u8),
    /// Write a cell and run the notebook up to it.
    Run(u8, Arc<str>),
    /// Put the notebook back.
    Restart,
    /// End.
    Submit,
}

/// The fact that the names of the files were shown.
pub(super) const NAMES: usize = 0;

/// The fact that it was shown what the columns of a table mean.
pub(super) fn meaning(table: Table) -> usize {
    1 + TABLES
        .iter()
        .position(|&other| other == table)
        .unwrap_or_default()
}

/// The fact that the code of a cell was shown that the notebook held at the start.
pub(super) fn code(cell: u8) -> usize {
    TABLES.len() + usize::from(cell)
}

/// The file of a table that says what its columns mean.
pub(super) fn meaning_file(table: Table) -> usize {
    2 * meaning(table)
}

impl Def {
    /// The names of all facts, by number.
    pub(super) fn fact_names(manner: Manner, given: u8) -> Vec<String> {
        let meanings = TABLES.map(|table| format!("known:meaning:{}", manner.theme.file(table)));
        let codes = (1..=given).map(|cell| format!("known:cell:{cell}"));
        ["known:files".to_owned()]
            .into_iter()
            .chain(meanings)
            .chain(codes)
            .collect()
    }

    /// The files that are shown.
    pub(super) fn files(&self) -> &[(String, String)] {
        &self.folders[0].files
    }

    /// The facts a text shows that stands on the page: the names of all files, or every line of what columns mean.
    pub(super) fn shown_by(&self, text: &str) -> FactSet {
        let mut facts = FactSet::default();
        if self
            .files()
            .iter()
            .all(|(name, _)| text.contains(name.as_str()) || name == README)
        {
            facts = facts.with(NAMES);
        }
        for table in TABLES {
            let (_, lines) = &self.files()[meaning_file(table)];
            if lines.lines().all(|line| text.contains(line)) {
                facts = facts.with(meaning(table));
            }
        }
        facts
    }

    /// The way each stage is written in a notebook of the plan's cells alone; nothing where a cell is the agent's own.
    pub(super) fn ways(&self, cells: &Cells) -> Option<Vec<Option<usize>>> {
        let mut ways = vec![None; self.stages.len()];
        for (&cell, code) in cells {
            let place = usize::from(cell).checked_sub(1)?;
            let stage = self.stages.get(place)?;
            ways[place] = Some(stage.ways.iter().position(|way| way == code)?);
        }
        Some(ways)
    }

    /// Whether these ways come to the right answer.
    pub(super) fn is_right(&self, ways: &[Option<usize>]) -> bool {
        let mut each = self.right.iter().zip(ways);
        each.all(|(right, way)| Some(*right) == *way)
    }
}
