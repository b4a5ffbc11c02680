//! The repair of an entry: what it changes, and what is judged.

use super::source::Files;
use crate::swe::{
    bugs::{FileGold, Gold, Hunk},
    files::diff::{self, Slide},
    types::is_test_file,
};
use std::collections::BTreeSet;

/// Lines around a change in the repair as a difference.
const CONTEXT: usize = 3;

/// Python of the project itself that the repair changes: path, before, after.
pub(super) fn changed<'f>(
    start: &'f Files,
    right: &'f Files,
) -> impl Iterator<Item = (&'f str, &'f [u8], &'f [u8])> {
    let paths: BTreeSet<&String> = start.keys().chain(right.keys()).collect();
    let both = paths.into_iter().map(move |path| {
        let of = |files: &'f Files| files.get(path).map_or(&b""[..], |bytes| &**bytes);
        (path.as_str(), of(start), of(right))
    });
    both.filter(|(path, before, after)| {
        before != after && path.ends_with(".py") && !is_test_file(path)
    })
}

/// What is judged: the folder, or the module, that all of the repair lies in.
pub(super) fn package(start: &Files, right: &Files) -> Result<String, String> {
    let mut tops = BTreeSet::new();
    for (path, ..) in changed(start, right) {
        let parts: Vec<&str> = path.split('/').collect();
        let depth = if parts[0] == "src" && parts.len() > 1 {
            2
        } else {
            1
        };
        tops.insert(parts[..depth.min(parts.len())].join("/"));
    }
    let all: Vec<String> = tops.into_iter().collect();
    match all.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err("its repair changes no Python outside of tests".to_owned()),
        several => Err(format!(
            "its repair changes several packages: {}",
            several.join(", ")
        )),
    }
}

/// The repair, file by file.
pub(super) fn gold(start: &Files, right: &Files) -> Gold {
    let mut gold = Gold {
        operators: vec![],
        functions: vec![],
        files: vec![],
        patch: String::new(),
    };
    for (path, before, after) in changed(start, right) {
        let unified = diff::unified(before, after, CONTEXT, Slide::Indent);
        let unified = String::from_utf8_lossy(&unified);
        gold.patch += &format!("--- a/{path}\n+++ b/{path}\n{unified}");
        let hunks = hunks(before, after);
        let lines = |hunk: &Hunk| hunk.first..hunk.first + hunk.removed.len().max(1);
        gold.files.push(FileGold {
            path: path.to_owned(),
            edits: vec![],
            lines: hunks.iter().flat_map(lines).collect(),
            hunks,
        });
    }
    gold
}

fn hunks(before: &[u8], after: &[u8]) -> Vec<Hunk> {
    let lines = |text: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(text);
        text.split_inclusive('\n').map(str::to_owned).collect()
    };
    let (old, new) = (lines(before), lines(after));
    let hunk = |change: diff::Change| Hunk {
        first: change.before.start + 1,
        removed: old[change.before].to_vec(),
        added: new[change.after].to_vec(),
    };
    diff::changes(before, after, Slide::Indent)
        .into_iter()
        .map(hunk)
        .collect()
}
