//! A connection to one database: how it is opened, bounded and asked.

use super::{
    Cell, Database, MOST_BYTES, MOST_ROWS, MOST_SQL_BYTES, Outcome, Reads, Refusal, Rows, created,
    functions,
    guard::{STEPS_A_LOOK, Watched, too_long},
    lexis, order,
};
use crate::sql::schema::Theme;
use rusqlite::{
    Connection, ErrorCode,
    config::DbConfig,
    hooks::{AuthContext, Authorization},
    limits::Limit,
    types::ValueRef,
};

/// Most bytes of one text or row: with the steps, what a statement can hold in memory at once.
const MOST_VALUE_BYTES: i32 = 600;
/// Most bytes of what a column is called.
const MOST_NAME_BYTES: i32 = 2 * MOST_SQL_BYTES as i32;
/// Most instructions of a statement's program.
const MOST_INSTRUCTIONS: i32 = 20_000;

/// A connection to one database.
pub(super) struct Link {
    connection: Connection,
    watch: Watched,
}

impl Link {
    /// Make the tables, and let nothing be done but reading them.
    pub(super) fn open(database: &Database) -> rusqlite::Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        let watch = Watched::default();
        fill(&connection, database)?;
        functions::define(&connection, &watch)?;
        order::define(&connection, &watch)?;
        limit(&connection)?;
        let looked = watch.clone();
        let look = move || !looked.steps(STEPS_A_LOOK as u64);
        connection.progress_handler(STEPS_A_LOOK, Some(look))?;
        let (told, theme) = (watch.clone(), database.theme);
        connection.authorizer(Some(move |context: AuthContext<'_>| {
            match told.allows(theme, &context.action) {
                true => Authorization::Allow,
                false => Authorization::Deny,
            }
        }))?;
        Ok(Self { connection, watch })
    }

    /// Run a statement: what it came to, and what it read.
    pub(super) fn run(&self, theme: &Theme, sql: &str) -> Result<(Outcome, Reads), Refusal> {
        self.watch.begin();
        let outcome = match lexis::unreadable(sql) {
            None => self.outcome(sql),
            Some(why) => Some(Outcome::Unread(why.into())),
        };
        let read = self.watch.end()?;
        Ok((outcome.ok_or(Refusal::Writes)?, Reads::of(theme, &read)))
    }

    /// What a statement comes to; nothing of one that is no reading.
    fn outcome(&self, sql: &str) -> Option<Outcome> {
        let limit = |most| {
            let set = self.connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, most);
            set.map(|_| ())
        };
        // A column without a name is called by its whole expression, which is no value.
        let read = limit(MOST_NAME_BYTES).and_then(|()| self.connection.prepare(sql));
        let mut statement = match read {
            Ok(statement) => statement,
            Err(error) => return Some(Outcome::Unread(message(&error))),
        };
        is_reading(&statement).then(|| {
            let rows = limit(MOST_VALUE_BYTES)
                .and_then(|()| rows(&mut statement, lexis::asks_for_an_order(sql)));
            match rows {
                // The last comparisons may have taken more than there was, with no step after them to stop at.
                _ if self.watch.is_spent() => Outcome::Failed(too_long()),
                Ok(outcome) => outcome,
                Err(error) => Outcome::Failed(message(&error)),
            }
        })
    }
}

/// The rows of a statement.
fn rows(statement: &mut rusqlite::Statement<'_>, is_ordered: bool) -> rusqlite::Result<Outcome> {
    let columns: Vec<String> = statement.column_names().map(named).collect();
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
            return Ok(Outcome::Failed(message));
        }
    }
    if !is_ordered {
        rows.sort_by_cached_key(|row| row.iter().map(Cell::same).collect::<Vec<_>>());
    }
    Ok(Outcome::Rows(Rows { columns, rows }))
}

/// A column's name without the number the engine gives to the second of a name (`total:1`), which it draws by chance from
/// the sixth on.
fn named(name: &str) -> String {
    let own = name.rsplit_once(':').filter(|(own, number)| {
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        !own.is_empty() && is_number
    });
    own.map_or(name, |(own, _)| own).to_owned()
}

/// Whether a statement gives rows of tables: REINDEX, say, asks for no permission where there is no index.
fn is_reading(statement: &rusqlite::Statement<'_>) -> bool {
    statement.readonly() && statement.column_count() > 0 && statement.is_explain() == 0
}

/// What the engine says of an error, without the statement it repeats.
fn message(error: &rusqlite::Error) -> String {
    match (error.sqlite_error_code(), error) {
        (Some(ErrorCode::OperationInterrupted), _) => too_long(),
        // The engine says so of every limit it meets where it has no words for it.
        (Some(ErrorCode::OutOfMemory), _) => format!(
            "the query is too long for the engine: it comes to more than {MOST_INSTRUCTIONS} instructions"
        ),
        (Some(ErrorCode::TooBig), _) => {
            format!("a text or a row is longer than {MOST_VALUE_BYTES} bytes")
        }
        (_, rusqlite::Error::SqlInputError { msg, .. }) => msg.clone(),
        (_, rusqlite::Error::SqliteFailure(_, Some(text))) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// The limits of a connection.
fn limit(connection: &Connection) -> rusqlite::Result<()> {
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, MOST_VALUE_BYTES),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, MOST_SQL_BYTES as i32),
        (Limit::SQLITE_LIMIT_COLUMN, 60),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 60),
        (Limit::SQLITE_LIMIT_PARSER_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
        (Limit::SQLITE_LIMIT_VDBE_OP, MOST_INSTRUCTIONS),
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

/// A cell as the engine takes it.
fn value(cell: &Cell) -> rusqlite::types::Value {
    use rusqlite::types::Value;
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => Value::Integer(*number),
        Cell::Real(number) => Value::Real(*number),
        Cell::Text(text) => Value::Text(text.clone()),
    }
}
