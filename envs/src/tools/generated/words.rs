//! Phrases.

use super::theme::What;
use crate::tools::kernel::deed::money;
pub(super) use crate::tools::words::listed;
use truestep_core::contract::language::article;

/// A name in words.
pub(super) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// A noun with its article.
pub(super) fn a(noun: &str) -> String {
    format!("{} {noun}", article(noun))
}

/// A sentence with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A number of a column as it is shown.
pub(super) fn amount(what: &What, number: i64) -> String {
    match what {
        What::Money { .. } => money(number),
        What::Day { .. } => format!("day {number}"),
        _ => number.to_string(),
    }
}
