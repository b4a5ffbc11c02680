//! The skeletons there are.

use super::RepoError;

/// A project with holes.
#[derive(Debug)]
pub struct Skeleton {
    /// Its name, by which it is asked for.
    pub name: &'static str,
    /// What the projects drawn from it are about, as their users would say.
    pub theme: &'static str,
    /// What it leaves open.
    pub(super) words: &'static str,
    /// The package, README and configuration.
    pub(super) source: &'static str,
    /// The tests.
    pub(super) tests: &'static str,
}

/// One skeleton of the folder beside this file.
macro_rules! skeleton {
    ($name:literal, $theme:literal) => {
        Skeleton {
            name: $name,
            theme: $theme,
            words: include_str!(concat!("skeletons/", $name, "/words.txt")),
            source: include_str!(concat!("skeletons/", $name, "/source.txt")),
            tests: include_str!(concat!("skeletons/", $name, "/tests.txt")),
        }
    };
}

/// All skeletons. New ones are added at the end: an index is part of what a seed means.
pub static SKELETONS: &[Skeleton] = &[
    skeleton!("inventory", "stock keeping"),
    skeleton!("expressions", "evaluating formulas"),
    skeleton!("ledger", "bookkeeping"),
    skeleton!("permissions", "access control"),
    skeleton!("scheduler", "planning when things run"),
    skeleton!("templates", "filling in text templates"),
    skeleton!("routes", "finding ways through a network"),
    skeleton!("events", "keeping a log of what happened"),
    skeleton!("units", "calculating with units of measure"),
    skeleton!("config", "reading settings"),
    skeleton!("tables", "working with small tables"),
    skeleton!("ratelimit", "limiting requests"),
    skeleton!("recommend", "recommendations"),
    skeleton!("textsearch", "searching texts"),
];

/// Skeletons that guard themselves against what comes from outside: of them are the tasks whose bug is a weakness, and no others.
pub static GUARDED: &[Skeleton] = &[skeleton!(
    "documents",
    "keeping documents that people share"
)];

/// The skeleton of that name.
///
/// # Errors
/// If there is none.
pub fn skeleton(name: &str) -> Result<&'static Skeleton, RepoError> {
    SKELETONS
        .iter()
        .chain(GUARDED)
        .find(|skeleton| skeleton.name == name)
        .ok_or_else(|| RepoError::Unknown(name.to_owned()))
}
