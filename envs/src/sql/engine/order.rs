//! The order of texts, in place of the engine's: the same, and counted.
//!
//! Sorting, grouping and telling different texts apart compare them within one step of the virtual machine, as many as there
//! are. Texts that begin alike are read as far as they do, which for some hundred thousand of them takes a second or more.

use super::guard::Watched;
use rusqlite::Connection;
use std::cmp::Ordering;

/// Put it in place.
pub(super) fn define(connection: &Connection, watch: &Watched) -> rusqlite::Result<()> {
    let watched = watch.clone();
    connection.create_collation("BINARY", move |a, b| {
        // What is left of a sorting is of no account once the statement is to be stopped.
        if watched.is_spent() {
            return Ordering::Equal;
        }
        let pairs = a.bytes().zip(b.bytes());
        let alike = pairs.take_while(|(a, b)| a == b).count();
        watched.compared(alike as u64);
        a.as_bytes()[alike..].cmp(&b.as_bytes()[alike..])
    })
}
