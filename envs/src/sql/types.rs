//! What a task is made of, the state of an episode, and what an agent can do.

use super::{
    clauses::Pieces,
    engine::{Database, Outcome, Reads},
    facts,
    grade::Answer,
    schema::Theme,
};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use truestep_core::{forms::ActionForms, model::Goal, truth::FactSet};

/// Rows of a result that are shown.
pub(super) const SHOWN_ROWS: usize = 20;
/// Different values of a column that are shown.
pub(super) const SHOWN_VALUES: usize = 12;
/// Letters of a cell that are shown.
pub(super) const SHOWN_LETTERS: usize = 60;
/// Most bytes of a reason.
pub(super) const MOST_REASON_BYTES: u32 = 200;
/// Databases of the same schema a submitted query is judged on, beside the one that is shown.
pub(super) const FURTHER: usize = 4;

/// What is right.
#[derive(Debug)]
pub enum Right {
    /// What this query gives.
    Query {
        /// The query.
        sql: Arc<str>,
        /// Its pieces.
        pieces: Box<Pieces>,
        /// What it gives on each database, the shown one first.
        answers: Vec<Answer>,
    },
    /// That there is no answer, because no table holds this.
    Nothing {
        /// What is missing, as the question says it.
        what: String,
        /// Words that may stand beside it.
        beside: Vec<String>,
    },
}

/// What is known of a query before anybody writes it.
#[derive(Clone, Debug)]
pub struct Worked {
    /// What it comes to on the shown database, as it is shown.
    pub output: Arc<str>,
    /// Whether it runs there.
    pub runs: bool,
    /// The facts it shows by running.
    pub shows: FactSet,
    /// The facts it rests on.
    pub needs: FactSet,
    /// Whether it gives what is right, on each database; nothing where no query does.
    pub matches: Vec<bool>,
    /// What it is made of, in words.
    pub skeleton: Arc<str>,
}

/// One task.
#[derive(Debug)]
pub struct Def {
    pub(super) goal: Goal,
    pub(super) forms: ActionForms,
    pub(super) theme: &'static Theme,
    /// The database that is shown, then those that are not.
    pub(super) databases: Vec<Arc<Database>>,
    pub(super) right: Right,
    /// What the right end rests on.
    pub(super) evidence: FactSet,
    /// Queries of the menu.
    pub(super) queries: Vec<Arc<str>>,
    /// Queries the menu offers to submit, the right one first.
    pub(super) submits: Vec<Arc<str>>,
    /// Reasons the menu offers.
    pub(super) reasons: Vec<Arc<str>>,
    /// Queries beside the right one, all told from it by the databases.
    pub(super) wrong: Vec<String>,
    /// Queries that mean the same as the right one.
    pub(super) same: Vec<String>,
    /// What is known of the queries above.
    pub(super) worked: FxHashMap<Arc<str>, Worked>,
}

/// What was asked for last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shown {
    /// The list of tables.
    Tables,
    /// A table's columns.
    Table(usize),
    /// Values of a column.
    Values(usize, usize),
    /// What a query came to.
    Result {
        /// The query.
        sql: Arc<str>,
        /// Its rows, or what is wrong with it.
        output: Arc<str>,
    },
}

/// What the dynamics depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct State {
    pub(super) shown: Option<Shown>,
    pub(super) known: FactSet,
    /// Set by the end: whether it was right.
    pub(super) ended: Option<bool>,
}

/// What an agent does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// List the tables.
    ListTables,
    /// Show a table's columns.
    Describe(usize),
    /// Show values of a column.
    Sample(usize, usize),
    /// Run a query and show what it gives.
    Query(Arc<str>),
    /// End with this query.
    Submit(Arc<str>),
    /// End, because the tables do not hold this.
    NoAnswer(Arc<str>),
}

impl Def {
    /// The database that is shown.
    #[must_use]
    pub fn shown(&self) -> &Database {
        &self.databases[0]
    }

    /// The right query; none where there is no answer.
    #[must_use]
    pub fn gold(&self) -> Option<&str> {
        match &self.right {
            Right::Query { sql, .. } => Some(sql),
            Right::Nothing { .. } => None,
        }
    }

    /// Queries one change away from the right one; the databases tell every one of them from it.
    #[must_use]
    pub fn wrong(&self) -> &[String] {
        &self.wrong
    }

    /// Queries that mean the same as the right one.
    #[must_use]
    pub fn same(&self) -> &[String] {
        &self.same
    }

    /// The databases, the shown one first.
    #[must_use]
    pub fn databases(&self) -> &[Arc<Database>] {
        &self.databases
    }

    /// What is known of a query: looked up, or worked out.
    pub(super) fn worked(&self, sql: &str) -> Worked {
        match self.worked.get(sql) {
            Some(worked) => worked.clone(),
            None => self.work_out(sql),
        }
    }

    /// Run a query on every database. One that is refused was rejected before it came here, and runs nowhere.
    pub(super) fn work_out(&self, sql: &str) -> Worked {
        let refused = |_| (Outcome::Failed("refused".into()), Reads::default());
        let (outcome, reads) = self.shown().run(sql).unwrap_or_else(refused);
        let runs = matches!(outcome, Outcome::Rows(_));
        let needs = facts::needed(self.theme, sql, &reads);
        let matches = match &self.right {
            Right::Query { answers, .. } => {
                let run = |database: &Arc<Database>| database.run(sql).map(|(outcome, _)| outcome);
                let further = self.databases[1..].iter().map(run);
                let all = std::iter::once(Ok(outcome.clone())).chain(further);
                let is = |(answer, outcome): (&Answer, Result<Outcome, _>)| matches!(outcome, Ok(Outcome::Rows(rows)) if answer.is(&rows));
                answers.iter().zip(all).map(is).collect()
            }
            Right::Nothing { .. } => vec![],
        };
        let skeleton = Pieces::of(self.theme, sql).map_or_else(|| "?".into(), |p| p.skeleton);
        Worked {
            output: super::text::output(&outcome).into(),
            runs,
            shows: match runs {
                true => facts::read(self.theme, &reads),
                false => FactSet::default(),
            },
            needs,
            matches,
            skeleton: skeleton.into(),
        }
    }

    /// Whether submitting a query is right: it gives what the right one gives, on every database.
    pub(super) fn is_right(&self, sql: &str) -> bool {
        let matches = self.worked(sql).matches;
        !matches.is_empty() && matches.into_iter().all(|is| is)
    }

    /// Whether a reason names what is missing, and nothing else.
    pub(super) fn is_reason(&self, reason: &str) -> bool {
        let Right::Nothing { what, beside } = &self.right else {
            return false;
        };
        let (said, what) = (plain_words(reason), plain_words(what));
        what.iter().all(|word| said.contains(word))
            && said
                .iter()
                .all(|word| what.contains(word) || beside.contains(word))
    }
}

/// Words in small letters without the s of a plural.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words
        .map(|word| {
            let word = word.to_lowercase();
            word.strip_suffix('s').map_or(word.clone(), str::to_owned)
        })
        .collect()
}
