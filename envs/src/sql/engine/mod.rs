//! The engine: SQLite in memory, held to reading.
//!
//! SQLite, because agents write its dialect and the published data sets are in it; by `rusqlite`, which builds one version
//! from source (MIT, Rust 1.89, about a minute of C on one core). Of the engines in pure Rust, GlueSQL and DataFusion speak
//! other dialects, and Turso, which means to speak this one, is before its first release and runs on an asynchronous file
//! layer: answers would depend on how far it has come.
//!
//! A statement may read our tables and call the functions of a list; anything else is refused by name. What it costs is
//! bounded by the engine's own limits and by one count: of the steps of its virtual machine, and of the bytes that functions
//! on texts work on, which are ours for that. Before the engine sees a statement it is looked at for names that are put in
//! place of one another so often that reading alone would take for ever. All of it depends on the statement and the rows
//! alone, so that a query that is stopped is stopped everywhere.

mod functions;
mod guard;
mod lexis;
mod link;
mod order;
mod value;

pub(super) use functions::{number as calendar_days, read as read_day, written as written_day};
pub use guard::Refusal;
pub use value::{Cell, Same};

use super::schema::{ColumnId, Table, Theme};
use link::Link;
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// Most bytes of a statement.
pub const MOST_SQL_BYTES: usize = 2_000;
/// Most rows of a result.
pub const MOST_ROWS: usize = 5_000;
/// Most bytes of a result, of texts alone.
const MOST_BYTES: usize = 400_000;

/// What a statement came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Its rows.
    Rows(Rows),
    /// It is read and does not come to an end, or takes too long: the message.
    Failed(String),
    /// The engine cannot read it: the message.
    Unread(String),
}

/// The rows of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// The rows, in the order the statement asks for; where it asks for none, sorted by value.
    pub rows: Vec<Vec<Cell>>,
}

/// What a statement reads, as the engine tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Tables.
    pub tables: BTreeSet<usize>,
    /// Columns.
    pub columns: BTreeSet<ColumnId>,
}

impl Reads {
    /// Of the names the engine tells.
    fn of(theme: &Theme, read: &BTreeSet<(String, String)>) -> Self {
        let mut reads = Self::default();
        for (table, column) in read {
            let Some(number) = theme.table(table) else {
                continue;
            };
            reads.tables.insert(number);
            let column = theme.tables[number].column(column);
            reads.columns.extend(column.map(|column| (number, column)));
        }
        reads
    }
}

/// One database: its rows, and connections to it.
pub struct Database {
    /// What it looks like.
    pub theme: &'static Theme,
    /// The rows of each table.
    pub rows: Vec<Vec<Vec<Cell>>>,
    links: Mutex<Vec<Link>>,
    /// Statements that were run.
    #[cfg(test)]
    pub(super) runs: std::sync::atomic::AtomicU32,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Database({})", self.theme.name)
    }
}

impl Database {
    /// A database of these rows.
    #[must_use]
    pub fn new(theme: &'static Theme, rows: Vec<Vec<Vec<Cell>>>) -> Self {
        Self {
            theme,
            rows,
            links: Mutex::default(),
            #[cfg(test)]
            runs: std::sync::atomic::AtomicU32::new(0),
        }
    }

    /// Run a statement: what it came to, and what it read.
    ///
    /// # Errors
    /// A [`Refusal`] of what is no reading of tables, and of what asks for the present day.
    pub fn run(&self, sql: &str) -> Result<(Outcome, Reads), Refusal> {
        #[cfg(test)]
        self.runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.lend(|link| link.run(self.theme, sql))
    }

    /// Lend a connection; as many come to be as are busy at once.
    fn lend<R>(&self, use_it: impl FnOnce(&Link) -> R) -> R {
        let links = || self.links.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = links().pop();
        let link = waiting.unwrap_or_else(|| {
            Link::open(self).expect("invariant: a generated database is well-formed SQL")
        });
        let result = use_it(&link);
        links().push(link);
        result
    }
}

/// The statement that makes a table.
#[must_use]
pub fn created(theme: &Theme, table: &Table) -> String {
    use super::schema::Kind;
    let columns = table.columns.iter().map(|column| {
        let rest = match column.kind {
            Kind::Key => " PRIMARY KEY".to_owned(),
            Kind::Ref(to) => {
                let to = &theme.tables[to];
                format!(" REFERENCES {}({})", to.name, to.key())
            }
            _ => String::new(),
        };
        format!("{} {}{rest}", column.name, column.kind.declared())
    });
    let columns: Vec<String> = columns.collect();
    format!("CREATE TABLE {} ({});", table.name, columns.join(", "))
}

#[cfg(test)]
mod tests;
