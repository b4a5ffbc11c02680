//! Everything that can go wrong with a user's copy of tau2's data, by cause.

use super::model::Misfit;
use std::path::PathBuf;
use truestep_sandbox::{SandboxError, tables::BadTable};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Tau2Error {
    /// There are no tools of this domain.
    #[error(
        "{} tools of a domain `{name}`; expected {}",
        if *known { "tau2 has a domain of this name, and there are no" } else { "there are no" },
        domains.join(" or ")
    )]
    NoDomain {
        /// The name asked for.
        name: String,
        /// Whether tau2 has it.
        known: bool,
        /// The domains there are.
        domains: Vec<&'static str>,
    },
    /// There is no data of tau2's.
    #[error(
        "no domain of tau2's in `{}`; expected its folder `data/tau2/domains`, in which {} are folders",
        path.display(), domains.join(", ")
    )]
    NoData {
        /// Where it was looked for.
        path: PathBuf,
        /// The domains there could be.
        domains: Vec<&'static str>,
    },
    /// A file cannot be read.
    #[error("{}: {reason}; expected {expected}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system or the reader says.
        reason: String,
        /// What should be there.
        expected: &'static str,
    },
    /// A file is too large.
    #[error("{}: {bytes} bytes; expected at most {most}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The most.
        most: u64,
    },
    /// A database is not of its domain's shape.
    #[error("{what}: {misfit}")]
    Misfit {
        /// Which database.
        what: String,
        /// Where and why.
        misfit: Misfit,
    },
    /// A database does not fit tables.
    #[error("{what}: {cause}")]
    Table {
        /// Which database.
        what: String,
        /// Why.
        cause: BadTable,
    },
    /// There is no task of this id.
    #[error("no task `{id}` in {domain}; it has {tasks}")]
    NoTask {
        /// The id asked for.
        id: String,
        /// The domain.
        domain: String,
        /// How many it has.
        tasks: usize,
    },
    /// There is no split of this name.
    #[error("no split `{name}` of the tasks; expected {}", splits.join(" or "))]
    NoSplit {
        /// The name asked for.
        name: String,
        /// The splits there are.
        splits: Vec<String>,
    },
    /// The policy is not among the files.
    #[error("the policy of {domain} needs {missing}")]
    NoPolicy {
        /// The domain.
        domain: &'static str,
        /// What is missing.
        missing: String,
    },
    /// The domain's agent needs a user.
    #[error("{domain} has no mode without a user")]
    NoSolo {
        /// The domain.
        domain: &'static str,
    },
    /// A task's world cannot be set up.
    #[error("the task cannot start: {step}: {reason}")]
    Start {
        /// What was being done.
        step: String,
        /// What went wrong, in Python's words where it is an exception of tau2's.
        reason: String,
    },
    /// Messages cannot be replayed.
    #[error("message {place}: {reason}")]
    Replay {
        /// Its place, from 0.
        place: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The sandbox, or a pack in it, failed: nobody's mistake in the task.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
}
