//! Why a pack was stopped.

use crate::limits::Limit;
use crate::tables::{Access, BadRow};

/// Why a pack was stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// Its fuel is spent.
    #[error("its fuel of {most} is spent; it loops, or needs a larger limit `fuel`")]
    Fuel {
        /// The limit.
        most: u64,
    },
    /// It asked for more memory than it may have.
    #[error("it asked for {bytes} bytes of memory; expected at most {most} (limit `memory_bytes`)")]
    Memory {
        /// Bytes asked for.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// It asked for a larger table of functions than it may have.
    #[error("it asked for a table of {elements} elements; expected at most {most}")]
    TableElements {
        /// Elements asked for.
        elements: usize,
        /// The most.
        most: usize,
    },
    /// Its stack is full.
    #[error(
        "its stack is full; it calls itself without end, or needs a larger limit `stack_bytes`"
    )]
    StackOverflow,
    /// It gave up: a panic or an abort.
    #[error("it gave up (`unreachable`): a panic or an abort of its own")]
    Unreachable,
    /// It reached outside its memory.
    #[error("it reached outside its memory")]
    OutOfBounds,
    /// It divided by zero, or a number did not fit.
    #[error("{0}")]
    Arithmetic(&'static str),
    /// It called through a bad entry of its table of functions.
    #[error("it called through an empty, missing or mistyped entry of its table of functions")]
    IndirectCall,
    /// Another trap of the engine.
    #[error("{0}")]
    Trap(String),
    /// It gave an import a range outside its memory.
    #[error("it gave `{import}` {bytes} bytes at {at}, outside its memory of {memory} bytes")]
    BadPointer {
        /// Which import.
        import: &'static str,
        /// Address.
        at: u32,
        /// Length.
        bytes: u32,
        /// Size of the memory.
        memory: usize,
    },
    /// It gave an import a name or key that is not UTF-8.
    #[error("it gave `{import}` a text that is not UTF-8")]
    NotUtf8 {
        /// Which import.
        import: &'static str,
    },
    /// It used an import where there is nothing to use it on.
    #[error(
        "it used `{import}` outside `pack_call`; tables, clock and randomness belong to a call"
    )]
    NotNow {
        /// Which import.
        import: &'static str,
    },
    /// It named a table there is not, or that it was not granted at all.
    #[error("it named the table `{table}`, which it was not granted")]
    NoTable {
        /// The table, shortened to 80 characters.
        table: String,
    },
    /// It was not granted enough of a table.
    #[error(
        "it wants to {needed} the table `{table}` and may only {granted} it; a read-only tool may write nothing"
    )]
    NoAccess {
        /// The table.
        table: String,
        /// What it needs.
        needed: Access,
        /// What it has.
        granted: Access,
    },
    /// A key or a value does not fit its table.
    #[error("a row of the table `{table}`: {cause}")]
    Row {
        /// The table.
        table: String,
        /// Why.
        cause: BadRow,
    },
    /// It ended itself from within.
    #[error(
        "it ended itself ({}); end a program by its last line or by `sys.exit`",
        if *failed { "as failed" } else { "as done" }
    )]
    Exit {
        /// Whether it said that it failed.
        failed: bool,
    },
    /// It holds too many things open.
    #[error("it holds more than {most} files, streams and waits open; close what is not used")]
    Handles {
        /// The most.
        most: usize,
    },
    /// It waits for longer than anything lasts.
    #[error("it waits for more than a hundred years of virtual time")]
    Time,
    /// It used more of something than a call may.
    #[error("it went past the limit `{limit}` of {most}")]
    Quota {
        /// Which limit.
        limit: Limit,
        /// Its value.
        most: u64,
    },
}

impl Cause {
    /// A short name of the cause, such as `fuel`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Fuel { .. } => "fuel",
            Self::Memory { .. } => "memory",
            Self::TableElements { .. } => "table_elements",
            Self::StackOverflow => "stack_overflow",
            Self::Unreachable => "unreachable",
            Self::OutOfBounds => "out_of_bounds",
            Self::Arithmetic(_) => "arithmetic",
            Self::IndirectCall => "indirect_call",
            Self::Trap(_) => "trap",
            Self::BadPointer { .. } => "bad_pointer",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::NotNow { .. } => "not_now",
            Self::NoTable { .. } => "no_table",
            Self::NoAccess { .. } => "no_access",
            Self::Row { .. } => "bad_row",
            Self::Exit { .. } => "exit",
            Self::Handles { .. } => "handles",
            Self::Time => "time",
            Self::Quota { .. } => "quota",
        }
    }
}
