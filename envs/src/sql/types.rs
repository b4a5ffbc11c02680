//! What a task is made of, the state of an episode, and what an agent can do.

use super::{
    clauses::Pieces,
    engine::{Database, Outcome, Reads, Refusal},
    facts,
    grade::Answer,
    recent::Recent,
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

/// What is known of a query.
#[derive(Clone, Debug)]
pub struct Worked {
    /// What it comes to on the shown database, as it is shown.
    pub output: Arc<str>,
    /// Why it is not executed, if it is not.
    pub refused: Option<Refusal>,
    /// Whether the engine reads it.
    pub parses: bool,
    /// What is wrong with it on the shown database, if it gives no rows there.
    pub wrong: Option<Arc<str>>,
    /// The facts it shows by running.
    pub shows: FactSet,
    /// The facts it rests on.
    pub needs: FactSet,
    /// Whether it gives what is right, on each database; nothing where no query does.
    pub matches: Vec<bool>,
    /// Its pieces, if they can be told.
    pub pieces: Option<Box<Pieces>>,
}

impl Worked {
    /// Whether it gives rows on the shown database.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.refused.is_none() && self.wrong.is_none()
    }

    /// Whether it gives what is right, on every database.
    #[must_use]
    pub fn is_right(&self) -> bool {
        !self.matches.is_empty() && self.matches.iter().all(|is| *is)
    }

    /// What it is made of, in words.
    #[must_use]
    pub fn skeleton(&self) -> &str {
        self.pieces.as_ref().map_or("?", |pieces| &pieces.skeleton)
    }
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
    pub(super) worked: FxHashMap<Arc<str>, Arc<Worked>>,
    /// What is known of others.
    pub(super) recent: Recent,
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
    pub(super) fn worked(&self, sql: &str) -> Arc<Worked> {
        match self.worked.get(sql) {
            Some(worked) => worked.clone(),
            None => self.recent.get(sql, || self.work_out(sql)),
        }
    }

    /// Run a query on the shown database and, if it gives rows there, on the others. Whether it is refused depends on the
    /// shown one alone: rows nobody sees are not to be found out by it.
    fn work_out(&self, sql: &str) -> Worked {
        let (refused, outcome, reads) = match self.shown().run(sql) {
            Ok((outcome, reads)) => (None, outcome, reads),
            Err(refusal) => {
                let message = Outcome::Unread(refusal.to_string());
                (Some(refusal), message, Reads::default())
            }
        };
        let (rows, wrong) = match &outcome {
            Outcome::Rows(rows) => (Some(rows), None),
            Outcome::Failed(message) | Outcome::Unread(message) => (None, Some(message.as_str())),
        };
        let is = |(database, answer): (&Arc<Database>, &Answer)| match database.run(sql) {
            Ok((Outcome::Rows(rows), _)) => answer.is(&rows),
            _ => false,
        };
        let matches = match (&self.right, rows) {
            (Right::Query { answers, .. }, Some(rows)) => {
                let further = self.databases.iter().zip(answers).skip(1).map(is);
                std::iter::once(answers[0].is(rows))
                    .chain(further)
                    .collect()
            }
            (Right::Query { answers, .. }, None) => vec![false; answers.len()],
            (Right::Nothing { .. }, _) => vec![],
        };
        Worked {
            output: super::page::output(&outcome).into(),
            refused,
            parses: !matches!(outcome, Outcome::Unread(_)),
            wrong: wrong.map(Arc::from),
            shows: match rows {
                Some(_) => facts::read(self.theme, &reads),
                None => FactSet::default(),
            },
            needs: facts::needed(self.theme, sql, &reads),
            matches,
            pieces: Pieces::of(self.theme, sql).map(Box::new),
        }
    }

    /// Whether submitting a query is right: it gives what the right one gives, on every database.
    pub(super) fn is_right(&self, sql: &str) -> bool {
        self.worked(sql).is_right()
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
