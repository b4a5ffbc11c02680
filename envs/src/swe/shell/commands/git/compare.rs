//! How two sets of files differ, and how git shows it.

use super::store::{Id, Item, Items, Store};
use crate::swe::files::{Tree, diff};
use std::{borrow::Cow, collections::BTreeSet};

/// One file that differs.
#[derive(Clone, Debug)]
pub(super) struct Delta {
    /// Its path; after a renaming, the new one.
    pub(super) path: String,
    /// The path before a renaming.
    pub(super) from: Option<String>,
    pub(super) old: Option<Item>,
    pub(super) new: Option<Item>,
}

impl Delta {
    /// `A`, `D`, `M` or `R`.
    pub(super) fn letter(&self) -> char {
        match (self.old, self.new) {
            _ if self.from.is_some() => 'R',
            (None, _) => 'A',
            (_, None) => 'D',
            _ => 'M',
        }
    }
}

/// Which paths are asked for: files, or folders with what is below; none: all.
pub(super) fn asked(paths: &[String], path: &str) -> bool {
    paths.is_empty()
        || paths.iter().any(|p| {
            p.is_empty()
                || path == p
                || path
                    .strip_prefix(p.as_str())
                    .is_some_and(|r| r.starts_with('/'))
                || (super::super::super::glob::is_pattern(p)
                    && super::super::super::glob::matches(p, path))
        })
}

/// The files that differ, by path. A file that went and one of the same content that came are one that was renamed.
pub(super) fn deltas(old: &Items, new: &Items, paths: &[String]) -> Vec<Delta> {
    let all: BTreeSet<&String> = old
        .keys()
        .chain(new.keys())
        .filter(|p| asked(paths, p))
        .collect();
    let mut list = vec![];
    for path in all {
        let (a, b) = (old.get(path).copied(), new.get(path).copied());
        if a != b {
            list.push(Delta {
                path: path.clone(),
                from: None,
                old: a,
                new: b,
            });
        }
    }
    renamed(list)
}

fn renamed(mut list: Vec<Delta>) -> Vec<Delta> {
    let empty = Id::of("blob", b"");
    for i in 0..list.len() {
        let Some(new) = list[i]
            .new
            .filter(|new| list[i].old.is_none() && new.id != empty)
        else {
            continue;
        };
        let gone = list.iter().position(|d| {
            d.new.is_none() && d.from.is_none() && d.old.is_some_and(|o| o.id == new.id)
        });
        if let Some(gone) = gone {
            list[i].from = Some(list[gone].path.clone());
            list[i].old = list[gone].old;
            // It is taken out below: it has neither an old nor a new side any more.
            list[gone].old = None;
        }
    }
    list.retain(|d| d.old.is_some() || d.new.is_some());
    list
}

/// Where the content of one side comes from.
#[derive(Clone, Copy)]
pub(super) enum Side {
    /// Objects of the store.
    Stored,
    /// The files that are there.
    Working,
}

fn content<'t>(
    store: &Store,
    tree: &'t Tree,
    path: &str,
    item: Option<Item>,
    side: Side,
) -> Cow<'t, [u8]> {
    match (item, side) {
        (None, _) => Cow::Borrowed(&[]),
        (Some(item), Side::Stored) => Cow::Owned(store.blob(tree, item.id)),
        (Some(_), Side::Working) => {
            let found = tree.read(&store.working(path)).map(|b| b.bytes());
            Cow::Borrowed(found.unwrap_or_default())
        }
    }
}

fn is_binary(text: &[u8]) -> bool {
    text[..text.len().min(8_000)].contains(&0)
}

/// A path as git writes it in a diff: in quotes if it holds what has a meaning.
pub(super) fn path_quoted(path: &str) -> String {
    if path
        .bytes()
        .all(|b| (0x20..0x7f).contains(&b) && b != b'"' && b != b'\\')
    {
        return path.to_owned();
    }
    let mut out = String::from("\"");
    for byte in path.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            0x20..0x7f => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\{byte:03o}")),
        }
    }
    out.push('"');
    out
}

/// One file's part of a diff.
pub(super) fn patch(
    store: &Store,
    tree: &Tree,
    delta: &Delta,
    side: Side,
    context: usize,
) -> Vec<u8> {
    let old_path = delta.from.as_ref().unwrap_or(&delta.path);
    let old = content(store, tree, old_path, delta.old, Side::Stored);
    let new = content(store, tree, &delta.path, delta.new, side);
    let (a, b) = (
        path_quoted(&format!("a/{old_path}")),
        path_quoted(&format!("b/{}", delta.path)),
    );
    let mut out = format!("diff --git {a} {b}\n");
    let mut mode = "";
    match (delta.old, delta.new) {
        (None, Some(new)) => out.push_str(&format!("new file mode {}\n", new.mode())),
        (Some(old), None) => out.push_str(&format!("deleted file mode {}\n", old.mode())),
        (Some(old), Some(new)) if old.mode() != new.mode() => {
            out.push_str(&format!(
                "old mode {}\nnew mode {}\n",
                old.mode(),
                new.mode()
            ));
        }
        (Some(old), _) => mode = old.mode(),
        _ => {}
    }
    if let Some(from) = &delta.from {
        out.push_str(&format!(
            "similarity index 100%\nrename from {}\nrename to {}\n",
            path_quoted(from),
            path_quoted(&delta.path)
        ));
    }
    let id = |item: Option<Item>| item.map_or_else(|| "0000000".to_owned(), |i| i.id.short());
    if delta.old.map(|i| i.id) == delta.new.map(|i| i.id) {
        return out.into_bytes();
    }
    let mode = if mode.is_empty() {
        String::new()
    } else {
        format!(" {mode}")
    };
    out.push_str(&format!(
        "index {}..{}{mode}\n",
        id(delta.old),
        id(delta.new)
    ));
    let left = if delta.old.is_none() {
        "/dev/null".into()
    } else {
        a
    };
    let right = if delta.new.is_none() {
        "/dev/null".into()
    } else {
        b
    };
    if is_binary(&old) || is_binary(&new) {
        out.push_str(&format!("Binary files {left} and {right} differ\n"));
        return out.into_bytes();
    }
    let hunks = diff::unified(&old, &new, context, diff::Slide::Indent);
    let mut bytes = out.into_bytes();
    if !hunks.is_empty() {
        bytes.extend_from_slice(format!("--- {left}\n+++ {right}\n").as_bytes());
        bytes.extend(hunks);
    }
    bytes
}

/// Lines that came and went; `None` for a file that is no text.
pub(super) fn counts(
    store: &Store,
    tree: &Tree,
    delta: &Delta,
    side: Side,
) -> Option<(usize, usize)> {
    let old_path = delta.from.as_ref().unwrap_or(&delta.path);
    let old = content(store, tree, old_path, delta.old, Side::Stored);
    let new = content(store, tree, &delta.path, delta.new, side);
    if is_binary(&old) || is_binary(&new) {
        return None;
    }
    let changes = diff::changes(&old, &new, diff::Slide::Indent);
    Some(
        changes
            .iter()
            .fold((0, 0), |(a, d), c| (a + c.after.len(), d + c.before.len())),
    )
}

/// A name for the table of changes: `old => new` after a renaming, with what both share outside of braces.
fn stat_name(delta: &Delta) -> String {
    let Some(from) = &delta.from else {
        return path_quoted(&delta.path);
    };
    let (a, b) = (from.as_str(), delta.path.as_str());
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let head = a
        .get(..shared)
        .and_then(|s| s.rfind('/'))
        .map_or(0, |i| i + 1);
    let most = a.len().min(b.len()) - head;
    let mut same = a
        .bytes()
        .rev()
        .zip(b.bytes().rev())
        .take(most)
        .take_while(|(x, y)| x == y)
        .count();
    while !a.is_char_boundary(a.len() - same) {
        same -= 1;
    }
    let tail_text = &a[a.len() - same..];
    let tail = tail_text.find('/').map_or(0, |i| same - i);
    if head == 0 && tail == 0 {
        return format!("{a} => {b}");
    }
    let (left, right) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    format!(
        "{}{{{left} => {right}}}{}",
        &a[..head],
        &a[a.len() - tail..]
    )
}

/// Columns of the table of changes.
const WIDTH: usize = 80;

/// The table of changes of `--stat`.
pub(super) fn stat(store: &Store, tree: &Tree, list: &[Delta], side: Side) -> String {
    let rows: Vec<(String, Option<(usize, usize)>)> = list
        .iter()
        .map(|d| (stat_name(d), counts(store, tree, d, side)))
        .collect();
    let most = rows
        .iter()
        .filter_map(|(_, c)| c.map(|(a, d)| a + d))
        .max()
        .unwrap_or(0);
    let binary = rows.iter().any(|(_, c)| c.is_none());
    let number = most.to_string().len().max(if binary { 3 } else { 0 });
    let longest = rows
        .iter()
        .map(|(n, _)| n.chars().count())
        .max()
        .unwrap_or(0);
    let (mut name_width, mut graph) = (longest, most);
    if name_width + number + 6 + graph > WIDTH {
        if graph > WIDTH * 3 / 8 - number - 6 {
            graph = (WIDTH * 3 / 8 - number - 6).max(6);
        }
        if name_width > WIDTH - number - 6 - graph {
            name_width = WIDTH - number - 6 - graph;
        } else {
            graph = WIDTH - number - 6 - name_width;
        }
    }
    let mut out = String::new();
    for (name, count) in &rows {
        let name = shortened(name, name_width);
        let Some((added, deleted)) = count else {
            out.push_str(&format!(" {name:<name_width$} | {:>number$}\n", "Bin"));
            continue;
        };
        let (plus, minus) = scaled(*added, *deleted, graph, most);
        let bars = format!("{}{}", "+".repeat(plus), "-".repeat(minus));
        let gap = if bars.is_empty() { "" } else { " " };
        out.push_str(&format!(
            " {name:<name_width$} | {:>number$}{gap}{bars}\n",
            added + deleted
        ));
    }
    out.push_str(&totals(
        &rows
            .iter()
            .map(|(_, c)| c.unwrap_or((0, 0)))
            .collect::<Vec<_>>(),
    ));
    out
}

/// A path that is too long loses its front.
pub(super) fn shortened(name: &str, width: usize) -> String {
    let length = name.chars().count();
    if length <= width {
        return name.to_owned();
    }
    let tail: String = name.chars().skip(length + 3 - width.max(3)).collect();
    let tail = tail
        .find('/')
        .map_or(tail.as_str(), |i| &tail[i..])
        .to_owned();
    format!("...{tail}")
}

/// How many signs stand for so many lines (git's `show_stats`).
fn scaled(added: usize, deleted: usize, width: usize, most: usize) -> (usize, usize) {
    if width > most {
        return (added, deleted);
    }
    let linear = |n: usize| {
        if n == 0 {
            0
        } else {
            1 + n * (width - 1) / most.max(1)
        }
    };
    let mut total = linear(added + deleted);
    if total < 2 && added > 0 && deleted > 0 {
        total = 2;
    }
    if added < deleted {
        let plus = linear(added);
        (plus, total.saturating_sub(plus))
    } else {
        let minus = linear(deleted);
        (total.saturating_sub(minus), minus)
    }
}

/// ` 2 files changed, 3 insertions(+), 1 deletion(-)`.
pub(super) fn totals(counts: &[(usize, usize)]) -> String {
    if counts.is_empty() {
        return String::new();
    }
    let (added, deleted) = counts.iter().fold((0, 0), |(a, d), (x, y)| (a + x, d + y));
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let mut out = format!(" {} file{} changed", counts.len(), plural(counts.len()));
    if added > 0 || deleted == 0 {
        out.push_str(&format!(", {added} insertion{}(+)", plural(added)));
    }
    if deleted > 0 || added == 0 {
        out.push_str(&format!(", {deleted} deletion{}(-)", plural(deleted)));
    }
    out.push('\n');
    out
}
