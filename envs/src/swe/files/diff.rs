//! How two texts differ, line by line: unified as `diff -u` and git write it, and in diff's normal form.
//!
//! The edit script is Myers' (by `imara-diff`). Where a run of changed lines could slide up or down, GNU diff and git
//! choose differently; [`Slide`] says whose choice is made.

use imara_diff::{Algorithm, Diff, InternedInput, sources::byte_lines};
use std::ops::Range;

/// Where a run of changed lines is put if it could slide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slide {
    /// As far down as it goes, as GNU diff has it.
    Down,
    /// Where the indentation looks best, as git has it.
    Indent,
}

/// Lines of one text that stand where lines of the other stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Lines of the first text, from 0.
    pub before: Range<usize>,
    /// Lines of the second text, from 0.
    pub after: Range<usize>,
}

/// What follows a last line that has no end.
const NO_NEWLINE: &[u8] = b"\n\\ No newline at end of file\n";

/// The changes from one text to the other, in order.
#[must_use]
pub fn changes(before: &[u8], after: &[u8], slide: Slide) -> Vec<Change> {
    let input = InternedInput::new(byte_lines(before), byte_lines(after));
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    match slide {
        Slide::Down => diff.postprocess_no_heuristic(&input),
        Slide::Indent => diff.postprocess_lines(&input),
    }
    let range = |r: Range<u32>| r.start as usize..r.end as usize;
    let change = |hunk: imara_diff::Hunk| Change {
        before: range(hunk.before),
        after: range(hunk.after),
    };
    diff.hunks().map(change).collect()
}

/// The hunks of a unified diff with so many lines around each change; empty if the texts are equal.
#[must_use]
pub fn unified(before: &[u8], after: &[u8], context: usize, slide: Slide) -> Vec<u8> {
    let changes = changes(before, after, slide);
    let groups = grouped(&changes, context);
    hunks(before, after, &groups, context, slide == Slide::Indent)
}

/// The hunks for changes that are known, one for each group; with `heading`, each names the last line before it that begins
/// a function or a class, as git does.
#[must_use]
pub fn hunks(
    before: &[u8],
    after: &[u8],
    groups: &[&[Change]],
    context: usize,
    heading: bool,
) -> Vec<u8> {
    let old: Vec<&[u8]> = before.split_inclusive(|b| *b == b'\n').collect();
    let new: Vec<&[u8]> = after.split_inclusive(|b| *b == b'\n').collect();
    let mut out = vec![];
    for group in groups {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let lead = context.min(first.before.start).min(first.after.start);
        let tail = context.min(old.len().saturating_sub(last.before.end));
        let before = first.before.start - lead..last.before.end + tail;
        let after = first.after.start - lead..last.after.end + tail;
        let title = if heading {
            title(&old, before.start)
        } else {
            vec![]
        };
        out.extend_from_slice(format!("@@ -{} +{} @@", span(&before), span(&after)).as_bytes());
        out.extend_from_slice(&title);
        out.push(b'\n');
        let mut at = before.start;
        for change in *group {
            old[at..change.before.start]
                .iter()
                .for_each(|l| put(&mut out, b' ', l));
            old[change.before.clone()]
                .iter()
                .for_each(|l| put(&mut out, b'-', l));
            new[change.after.clone()]
                .iter()
                .for_each(|l| put(&mut out, b'+', l));
            at = change.before.end;
        }
        old[at..before.end]
            .iter()
            .for_each(|l| put(&mut out, b' ', l));
    }
    out
}

/// Changes that are known in diff's normal form: `2c2`, `< old`, `---`, `> new`.
#[must_use]
pub fn normal<'c>(
    before: &[u8],
    after: &[u8],
    changes: impl IntoIterator<Item = &'c Change>,
) -> Vec<u8> {
    let old: Vec<&[u8]> = before.split_inclusive(|b| *b == b'\n').collect();
    let new: Vec<&[u8]> = after.split_inclusive(|b| *b == b'\n').collect();
    let mut out = vec![];
    for Change { before, after } in changes {
        let range = |r: &Range<usize>| match r.len() {
            0 => r.start.to_string(),
            1 => (r.start + 1).to_string(),
            _ => format!("{},{}", r.start + 1, r.end),
        };
        let kind = match (before.is_empty(), after.is_empty()) {
            (true, _) => 'a',
            (_, true) => 'd',
            _ => 'c',
        };
        out.extend_from_slice(format!("{}{kind}{}\n", range(before), range(after)).as_bytes());
        old[before.clone()]
            .iter()
            .for_each(|line| quote(&mut out, b"< ", line));
        if kind == 'c' {
            out.extend_from_slice(b"---\n");
        }
        new[after.clone()]
            .iter()
            .for_each(|line| quote(&mut out, b"> ", line));
    }
    out
}

/// Changes whose surroundings of so many lines touch, together.
#[must_use]
pub fn grouped(changes: &[Change], context: usize) -> Vec<&[Change]> {
    let mut groups = vec![];
    let mut from = 0;
    for i in 1..=changes.len() {
        let apart = |i: usize| changes[i].before.start - changes[i - 1].before.end > 2 * context;
        if i == changes.len() || apart(i) {
            groups.push(&changes[from..i]);
            from = i;
        }
    }
    groups
}

/// `START,COUNT` as unified diffs count: from 1, without a count of 1, and the line before for none.
fn span(range: &Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => (range.start + 1).to_string(),
        count => format!("{},{count}", range.start + 1),
    }
}

/// A line behind its sign.
fn put(out: &mut Vec<u8>, sign: u8, line: &[u8]) {
    quote(out, &[sign], line);
}

fn quote(out: &mut Vec<u8>, sign: &[u8], line: &[u8]) {
    out.extend_from_slice(sign);
    out.extend_from_slice(line);
    if !line.ends_with(b"\n") {
        out.extend_from_slice(NO_NEWLINE);
    }
}

/// A space and the last line before `from` that begins with a letter, `_` or `$`: at most 80 bytes of it.
fn title(lines: &[&[u8]], from: usize) -> Vec<u8> {
    let begins = |line: &&&[u8]| {
        line.first()
            .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_' || *b == b'$')
    };
    let Some(line) = lines[..from].iter().rev().find(begins) else {
        return vec![];
    };
    let mut title = vec![b' '];
    title.extend_from_slice(line[..line.len().min(80)].trim_ascii_end());
    title
}
