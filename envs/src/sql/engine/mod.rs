//! The engine: SQLite in memory, held to reading.
//!
//! SQLite, because agents write its dialect and the published data sets are in it; by `rusqlite`, which builds one version
//! from source (MIT, Rust 1.89, about a minute of C on one core). Of the engines in pure Rust, GlueSQL and DataFusion speak
//! other dialects, and Turso, which means to speak this one, is before its first release and runs on an asynchronous file
//! layer: answers would depend on how far it has come.
//!
//! A statement may read our tables and call the functions of a list; anything else is refused when it is prepared, by name.
//! What it costs is bounded by the engine's own limits and by a count of the steps of its virtual machine, which depends on
//! the statement and the rows alone, so that a query that is stopped is stopped everywhere.

mod functions;
mod value;

pub(super) use functions::{number as calendar_days, read as read_day, written as written_day};
pub use value::{Cell, Same};

use super::schema::{ColumnId, Theme};
use rusqlite::{
    Connection,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
    limits::Limit,
    types::ValueRef,
};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Most bytes of a statement.
pub const MOST_SQL_BYTES: usize = 2_000;
/// Most rows of a result.
pub const MOST_ROWS: usize = 5_000;
/// Most bytes of a result, of texts alone.
const MOST_BYTES: usize = 400_000;
/// Steps of the virtual machine a statement may take. A join of three tables of 300 rows without a condition takes more.
const MOST_STEPS: u64 = 3_000_000;
/// Steps between two looks at their number.
const STEPS_A_LOOK: i32 = 1_000;
/// Most bytes of one text or row: with the steps, what a statement can hold in memory at once.
const MOST_ROW_BYTES: i32 = 1_000;

/// Functions a statement may call: those whose value depends on their arguments alone, and that make no long text of a short one.
const FUNCTIONS: &[&str] = &[
    "abs",
    "avg",
    "coalesce",
    "concat",
    "count",
    "date",
    "dense_rank",
    "first_value",
    "group_concat",
    "ifnull",
    "iif",
    "instr",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "lower",
    "ltrim",
    "max",
    "min",
    "ntile",
    "nullif",
    "percent_rank",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "total",
    "trim",
    "typeof",
    "upper",
];

/// What a statement came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Its rows.
    Rows(Rows),
    /// It is wrong, or takes too long: the message.
    Failed(String),
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

/// Why a statement is not executed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It would change something.
    #[error("the database can only be read: write a SELECT")]
    Writes,
    /// It asks the engine about itself.
    #[error("`{0}` is no table here: list_tables and describe tell what there is")]
    NoTable(String),
    /// A function that is not on the list.
    #[error(
        "the function `{0}` cannot be called here; there are {functions}",
        functions = FUNCTIONS.join(", ")
    )]
    Function(String),
    /// Something else that is no reading of tables.
    #[error("only tables can be read here: no {0}")]
    Other(&'static str),
}

/// What is watched while a statement is prepared and runs.
#[derive(Debug, Default)]
struct Watch {
    refused: Option<Refusal>,
    read: Vec<(String, String)>,
}

/// A connection to one database.
struct Link {
    connection: Connection,
    watch: Arc<Mutex<Watch>>,
    steps: Arc<AtomicU64>,
}

/// One database: its rows, and connections to it.
pub struct Database {
    /// What it looks like.
    pub theme: &'static Theme,
    /// The rows of each table.
    pub rows: Vec<Vec<Vec<Cell>>>,
    links: Mutex<Vec<Link>>,
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
        }
    }

    /// Run a statement: what it came to, and what it read.
    ///
    /// # Errors
    /// A [`Refusal`] of what is no reading of tables.
    pub fn run(&self, sql: &str) -> Result<(Outcome, Reads), Refusal> {
        self.lend(|link| link.run(self.theme, sql))
    }

    /// Whether a statement would be refused, and what it would read; nothing is run.
    ///
    /// # Errors
    /// A [`Refusal`].
    pub fn admit(&self, sql: &str) -> Result<(), Refusal> {
        self.lend(|link| {
            let prepared = link.connection.prepare(sql);
            link.refused()?;
            match prepared {
                Ok(statement) if !is_reading(&statement) => Err(Refusal::Writes),
                // One that is wrong is not refused: what is wrong is told when it is run.
                _ => Ok(()),
            }
        })
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

impl Link {
    fn open(database: &Database) -> rusqlite::Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        fill(&connection, database)?;
        functions::define(&connection)?;
        limit(&connection)?;
        let watch: Arc<Mutex<Watch>> = Arc::default();
        let steps: Arc<AtomicU64> = Arc::default();
        let looked = steps.clone();
        connection.progress_handler(
            STEPS_A_LOOK,
            Some(move || {
                let taken = looked.fetch_add(STEPS_A_LOOK as u64, Ordering::Relaxed);
                taken + STEPS_A_LOOK as u64 >= MOST_STEPS
            }),
        )?;
        let (told, theme) = (watch.clone(), database.theme);
        connection.authorizer(Some(move |context: AuthContext<'_>| {
            let mut watch = told.lock().unwrap_or_else(PoisonError::into_inner);
            match judge(theme, &context.action) {
                Ok(read) => {
                    watch.read.extend(read);
                    Authorization::Allow
                }
                Err(refusal) => {
                    watch.refused.get_or_insert(refusal);
                    Authorization::Deny
                }
            }
        }))?;
        Ok(Self {
            connection,
            watch,
            steps,
        })
    }

    fn watch(&self) -> std::sync::MutexGuard<'_, Watch> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was refused since this was asked last.
    fn refused(&self) -> Result<(), Refusal> {
        let watch = std::mem::take(&mut *self.watch());
        watch.refused.map_or(Ok(()), Err)
    }

    fn run(&self, theme: &Theme, sql: &str) -> Result<(Outcome, Reads), Refusal> {
        *self.watch() = Watch::default();
        self.steps.store(0, Ordering::Relaxed);
        let outcome = match self.rows(sql) {
            Ok(outcome) => outcome,
            Err(error) => Some(Outcome::Failed(message(&error))),
        };
        let watch = std::mem::take(&mut *self.watch());
        match watch.refused {
            Some(refusal) => Err(refusal),
            None => Ok((outcome.ok_or(Refusal::Writes)?, reads(theme, &watch.read))),
        }
    }

    /// The rows of a statement; nothing of one that is no reading.
    fn rows(&self, sql: &str) -> rusqlite::Result<Option<Outcome>> {
        let mut statement = self.connection.prepare(sql)?;
        if !is_reading(&statement) {
            return Ok(None);
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let (mut rows, mut bytes) = (vec![], 0);
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let mut cells = Vec::with_capacity(columns.len());
            for column in 0..columns.len() {
                let cell = match row.get_ref(column)? {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(number) => Cell::Int(number),
                    ValueRef::Real(number) => Cell::Real(number),
                    ValueRef::Text(text) | ValueRef::Blob(text) => {
                        Cell::Text(String::from_utf8_lossy(text).into_owned())
                    }
                };
                if let Cell::Text(text) = &cell {
                    bytes += text.len();
                }
                cells.push(cell);
            }
            rows.push(cells);
            if rows.len() > MOST_ROWS || bytes > MOST_BYTES {
                let message = format!(
                    "the result has more than {MOST_ROWS} rows or {MOST_BYTES} bytes: add a condition or a LIMIT"
                );
                return Ok(Some(Outcome::Failed(message)));
            }
        }
        if !asks_for_an_order(sql) {
            rows.sort_by_cached_key(|row| row.iter().map(Cell::same).collect::<Vec<_>>());
        }
        Ok(Some(Outcome::Rows(Rows { columns, rows })))
    }
}

/// Whether a statement gives rows of tables: REINDEX, say, asks for no permission where there is no index.
fn is_reading(statement: &rusqlite::Statement<'_>) -> bool {
    statement.readonly() && statement.column_count() > 0 && statement.is_explain() == 0
}

/// Whether the outermost statement has an ORDER BY.
fn asks_for_an_order(sql: &str) -> bool {
    let (mut depth, mut quote, mut outer) = (0_i32, None, String::new());
    for letter in sql.chars() {
        match (quote, letter) {
            (Some(mark), _) => {
                if letter == mark {
                    quote = None;
                }
                continue;
            }
            (None, '\'' | '"' | '`') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, _) => {}
        }
        outer.push(if depth == 0 {
            letter.to_ascii_lowercase()
        } else {
            ' '
        });
    }
    let words: Vec<&str> = outer.split_whitespace().collect();
    words.windows(2).any(|pair| pair == ["order", "by"])
}

/// What the engine says of an error, without the statement it repeats.
fn message(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode;
    let code = error.sqlite_error_code();
    match error {
        _ if code == Some(ErrorCode::OperationInterrupted) => format!(
            "the query takes more than {MOST_STEPS} steps of the engine: join on keys or add a condition"
        ),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether something may be done, and what it reads.
fn judge(theme: &Theme, action: &AuthAction<'_>) -> Result<Option<(String, String)>, Refusal> {
    use AuthAction as A;
    match action {
        A::Select | A::Recursive => Ok(None),
        A::Read {
            table_name,
            column_name,
        } => match theme.table(table_name) {
            Some(_) => Ok(Some(((*table_name).into(), (*column_name).into()))),
            // Of what a WITH clause or a subquery makes no column is read, but that it is there may be.
            None if column_name.is_empty() && !is_of_the_engine(table_name) => Ok(None),
            None => Err(Refusal::NoTable((*table_name).into())),
        },
        A::Function { function_name } => {
            let name = function_name.to_ascii_lowercase();
            match FUNCTIONS.contains(&name.as_str()) {
                true => Ok(None),
                false => Err(Refusal::Function(name)),
            }
        }
        A::Pragma { .. } => Err(Refusal::Other("PRAGMA")),
        A::Attach { .. } | A::Detach { .. } => Err(Refusal::Other("ATTACH")),
        A::Transaction { .. } | A::Savepoint { .. } => Err(Refusal::Other("transaction")),
        _ => Err(Refusal::Writes),
    }
}

/// Whether a name is that of a table in which the engine keeps what it knows.
fn is_of_the_engine(table: &str) -> bool {
    let name = table.to_ascii_lowercase();
    ["sqlite_", "pragma_", "json_"]
        .iter()
        .any(|own| name.starts_with(own))
}

fn reads(theme: &Theme, read: &[(String, String)]) -> Reads {
    let mut reads = Reads::default();
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

/// The limits of a connection.
fn limit(connection: &Connection) -> rusqlite::Result<()> {
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, MOST_ROW_BYTES),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, MOST_SQL_BYTES as i32),
        (Limit::SQLITE_LIMIT_COLUMN, 60),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 60),
        (Limit::SQLITE_LIMIT_PARSER_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
        (Limit::SQLITE_LIMIT_VDBE_OP, 20_000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 10),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 60),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    // A text in double quotation marks is a name, and never a text: a column that is misspelled is an error.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(())
}

/// Make the tables and write the rows.
fn fill(connection: &Connection, database: &Database) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA temp_store = MEMORY; BEGIN;")?;
    for (table, rows) in database.theme.tables.iter().zip(&database.rows) {
        connection.execute_batch(&created(database.theme, table))?;
        let marks = vec!["?"; table.columns.len()].join(", ");
        let insert = format!("INSERT INTO {} VALUES ({marks})", table.name);
        let mut insert = connection.prepare(&insert)?;
        for row in rows {
            insert.execute(rusqlite::params_from_iter(row.iter().map(value)))?;
        }
    }
    connection.execute_batch("COMMIT; PRAGMA query_only = ON;")
}

fn value(cell: &Cell) -> rusqlite::types::Value {
    use rusqlite::types::Value;
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => Value::Integer(*number),
        Cell::Real(number) => Value::Real(*number),
        Cell::Text(text) => Value::Text(text.clone()),
    }
}

/// The statement that makes a table.
#[must_use]
pub fn created(theme: &Theme, table: &super::schema::Table) -> String {
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
