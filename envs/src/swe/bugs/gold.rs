//! What repairs a bug, to the byte.

use super::{Candidate, Edit, Hunk, Operator, hunks, inverse};
use crate::swe::{files::diff, repos::Repository};
use serde::{Deserialize, Serialize};

/// The repair of one file, with places in the text that has the bug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGold {
    /// The file.
    pub path: String,
    /// The edits that give the right text back.
    pub edits: Vec<Edit>,
    /// The same as whole lines.
    pub hunks: Vec<Hunk>,
    /// The lines that are wrong, from 1: those that a hunk removes, or the one before which it only adds.
    pub lines: Vec<usize>,
}

/// The truth about a bug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gold {
    /// The operators that made it.
    pub operators: Vec<Operator>,
    /// Path and qualified name of each function that was changed, once each; an empty name is the module itself.
    pub functions: Vec<(String, String)>,
    /// The repair, file by file.
    pub files: Vec<FileGold>,
    /// The repair as a unified difference.
    pub patch: String,
}

/// The truth about a candidate.
pub(super) fn of(candidate: &Candidate, repository: &Repository) -> Gold {
    let (mut files, mut patch) = (vec![], String::new());
    for (changed, buggy) in candidate.files.iter().zip(candidate.buggy(repository)) {
        let right = repository.file(&changed.path).unwrap_or_default();
        let edits = inverse(right, &changed.edits);
        let hunks = hunks(&buggy.text, &edits);
        patch.push_str(&unified(&changed.path, (&buggy.text, right), &hunks));
        files.push(FileGold {
            path: changed.path.clone(),
            edits,
            lines: hunks.iter().flat_map(lines).collect(),
            hunks,
        });
    }
    let mut functions = candidate.functions.clone();
    functions.sort();
    functions.dedup();
    Gold {
        operators: candidate.operators.clone(),
        functions,
        files,
        patch,
    }
}

/// Lines that a unified difference shows around a change.
const CONTEXT: usize = 3;

/// The hunks of one file, before and after, as a unified difference that `patch` and `git apply` take.
pub(super) fn unified(path: &str, (before, after): (&str, &str), hunks: &[Hunk]) -> String {
    let (mut changes, mut grown, mut shrunk) = (vec![], 0, 0);
    for hunk in hunks {
        let start = hunk.first - 1;
        let moved = start + grown - shrunk;
        changes.push(diff::Change {
            before: start..start + hunk.removed.len(),
            after: moved..moved + hunk.added.len(),
        });
        grown += hunk.added.len();
        shrunk += hunk.removed.len();
    }
    let groups = diff::grouped(&changes, CONTEXT);
    let hunks = diff::hunks(before.as_bytes(), after.as_bytes(), &groups, CONTEXT, false);
    let hunks = String::from_utf8(hunks).expect("invariant: lines of texts are texts");
    format!("--- a/{path}\n+++ b/{path}\n{hunks}")
}

/// The lines of a hunk that are wrong.
fn lines(hunk: &Hunk) -> std::ops::Range<usize> {
    hunk.first..hunk.first + hunk.removed.len().max(1)
}
