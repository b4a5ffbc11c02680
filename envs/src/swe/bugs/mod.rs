//! Bugs: small edits of a project's sources, with exact inverses.
//!
//! An [`Operator`] is a kind of mistake that people make; [`candidates`] asks all of them at every place of a project and
//! gives them in an order that a seed decides: single ones, several together in one file or across files, and functions
//! without their bodies. A [`Candidate`] is no instance yet: whether any test fails is for the tests to say, so whoever
//! makes instances runs the suite on [`Candidate::buggy`] and takes the first candidate that fails some tests and not too
//! many ([`Verdict`]).
//!
//! Edits act on spans of the text, so formatting, comments and everything else stay as they were written, and
//! [`Candidate::gold`] knows to the byte what repairs it: files, functions, lines, hunks.

mod across;
mod choose;
mod edit;
mod expressions;
mod gold;
mod issue;
mod names;
mod operator;
pub mod python;
mod security;
mod sites;
mod statements;
#[cfg(test)]
mod tests;
mod verdict;

pub use choose::{Mistakes, Shape, candidates};
pub use edit::{Edit, Hunk, apply, hunks, inverse, lines_around};
pub use gold::{FileGold, Gold};
pub use issue::{Issue, Observed, Vagueness};
pub use operator::{Category, Operator};
pub use verdict::{Invalid, MAX_FAILING_PERCENT, Verdict};

use super::repos::{Repository, SourceFile};

/// The edits of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdits {
    /// The file.
    pub path: String,
    /// Edits of the right text, in the order of their places.
    pub edits: Vec<Edit>,
}

/// Edits that may make a bug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The operators at work, one for each mistake.
    pub operators: Vec<Operator>,
    /// Where they were at work: path and qualified name; an empty name is the module itself.
    pub functions: Vec<(String, String)>,
    /// What they edit, in the order of paths.
    pub files: Vec<FileEdits>,
}

impl Candidate {
    /// The files of `repository` that are changed, as they are with the bug.
    ///
    /// `repository` is the one the candidate came from; of another one, files that do not fit are left out.
    #[must_use]
    pub fn buggy(&self, repository: &Repository) -> Vec<SourceFile> {
        self.files
            .iter()
            .filter_map(|file| {
                Some(SourceFile {
                    path: file.path.clone(),
                    text: apply(repository.file(&file.path)?, &file.edits)?,
                })
            })
            .collect()
    }

    /// What repairs it.
    #[must_use]
    pub fn gold(&self, repository: &Repository) -> Gold {
        gold::of(self, repository)
    }
}
