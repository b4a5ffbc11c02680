//! What a statement may do, and what it may cost.

use super::super::schema::Theme;
use rusqlite::hooks::AuthAction;
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Steps of the virtual machine a statement may take. A join of three tables of 300 rows without a condition takes more.
pub(super) const MOST_STEPS: u64 = 1_000_000;
/// Steps between two looks at their number.
pub(super) const STEPS_A_LOOK: i32 = 1_000;
/// Bytes a function on texts compares or writes that cost as much as one step.
const BYTES_A_STEP: u64 = 16;

/// Functions a statement may call: those whose value depends on their arguments alone, and that make no long text of a short one.
pub(super) const FUNCTIONS: &[&str] = &[
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
    /// It asks for the present day, or writes or changes a day as is not done here.
    #[error("{0}")]
    Day(&'static str),
    /// Something else that is no reading of tables.
    #[error("only tables can be read here: no {0}")]
    Other(&'static str),
}

/// What was seen of a statement.
#[derive(Debug, Default)]
struct Seen {
    refused: Option<Refusal>,
    read: BTreeSet<(String, String)>,
}

/// What is watched while a statement is prepared and runs: what it reads, whether it is refused, and what it costs.
///
/// All parts of the engine that can be asked for work charge one count, so that it is stopped at the same place everywhere.
#[derive(Debug, Default)]
pub(super) struct Watch {
    seen: Mutex<Seen>,
    steps: AtomicU64,
}

impl Watch {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forget the statement before.
    pub(super) fn begin(&self) {
        *self.seen() = Seen::default();
        self.steps.store(0, Ordering::Relaxed);
    }

    /// What the statement read.
    ///
    /// # Errors
    /// Why it is refused, if it is.
    pub(super) fn end(&self) -> Result<BTreeSet<(String, String)>, Refusal> {
        let seen = std::mem::take(&mut *self.seen());
        seen.refused.map_or(Ok(seen.read), Err)
    }

    /// Refuse the statement; the first reason counts.
    pub(super) fn refuse(&self, refusal: Refusal) {
        self.seen().refused.get_or_insert(refusal);
    }

    /// Whether the engine may do something; what it reads by it is noted.
    pub(super) fn allows(&self, theme: &Theme, action: &AuthAction<'_>) -> bool {
        match judge(theme, action) {
            Ok(read) => {
                self.seen().read.extend(read);
                true
            }
            Err(refusal) => {
                self.refuse(refusal);
                false
            }
        }
    }

    /// Charge steps of the engine: whether there are still some left.
    pub(super) fn steps(&self, steps: u64) -> bool {
        self.steps.fetch_add(steps, Ordering::Relaxed) + steps < MOST_STEPS
    }

    /// Charge how far two texts were compared, whether or not there are steps left: a comparison cannot fail.
    pub(super) fn compared(&self, bytes: u64) -> bool {
        self.steps(bytes / BYTES_A_STEP)
    }

    /// Whether the statement has taken more than it may.
    pub(super) fn is_spent(&self) -> bool {
        self.steps.load(Ordering::Relaxed) >= MOST_STEPS
    }

    /// Charge what a function compared and wrote.
    ///
    /// # Errors
    /// That the statement takes too long.
    pub(super) fn bytes(&self, bytes: u64) -> rusqlite::Result<()> {
        match self.steps(bytes / BYTES_A_STEP) {
            true => Ok(()),
            false => Err(rusqlite::Error::UserFunctionError(too_long().into())),
        }
    }
}

/// The watch of a connection, shared with what the engine calls.
pub(super) type Watched = Arc<Watch>;

/// What is said of a statement that takes too long.
pub(super) fn too_long() -> String {
    format!(
        "the query takes more than {MOST_STEPS} steps of the engine: join on keys or add a condition"
    )
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
