//! Functions in place of the engine's: those of dates, which can tell what day it is, and those on texts whose work the
//! engine does not count.

mod days;
mod like;
#[cfg(test)]
mod tests;
mod texts;

pub(crate) use days::{number, read, written};

use super::guard::Watched;
use rusqlite::{Connection, functions::FunctionFlags};

/// All of them depend on their arguments alone.
const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC);

/// Put them in place.
pub(super) fn define(connection: &Connection, watch: &Watched) -> rusqlite::Result<()> {
    days::define(connection, watch)?;
    texts::define(connection, watch)
}
