//! Anthropic's `str_replace_editor`.

use super::{Answer, lines};
use crate::swe::files::{Blob, Tree, absolute, parent};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// Lines around an edit that are shown.
const SNIPPET: usize = 4;
/// Characters of a file that are shown.
const MAX_RESPONSE: usize = 16_000;
const CLIPPED: &str = "<response clipped><NOTE>To save on context only part of this file has been shown to you. You should retry this tool after you have searched inside the file with `grep -n` in order to find the line numbers of what you are looking for.</NOTE>";
/// Versions of one file that are kept.
const MAX_HISTORY: usize = 64;

/// One call, with the names of the published tool.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditCall {
    /// `view`, `create`, `str_replace`, `insert` or `undo_edit`.
    pub command: String,
    /// An absolute path.
    pub path: String,
    /// The content of a new file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_text: Option<String>,
    /// First and last line to view, from 1; -1 for the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view_range: Option<Vec<i64>>,
    /// What is replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_str: Option<String>,
    /// What takes its place, or is inserted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_str: Option<String>,
    /// The line behind which it is inserted; 0 for the front.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insert_line: Option<i64>,
}

/// The editor's state: what files were before each edit. Contents are shared with the trees that had them; at most 64
/// versions of a file are kept.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Replacing {
    history: Arc<BTreeMap<String, Vec<Arc<Blob>>>>,
}

impl Serialize for Replacing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.history.iter().map(|(path, blobs)| {
            let texts: Vec<_> = blobs
                .iter()
                .map(|b| String::from_utf8_lossy(b.bytes()))
                .collect();
            (path, texts)
        }))
    }
}

impl<'de> Deserialize<'de> for Replacing {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = BTreeMap::<String, Vec<String>>::deserialize(deserializer)?;
        let blobs = |list: Vec<String>| {
            list.into_iter()
                .map(|t| Arc::new(Blob::new(t.into_bytes())))
                .collect()
        };
        let history = texts
            .into_iter()
            .map(|(path, list)| (path, blobs(list)))
            .collect();
        Ok(Self {
            history: Arc::new(history),
        })
    }
}

type Reply = Result<String, String>;

impl Replacing {
    /// What stands for the state in a digest: paths with the digests of what they were.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = vec![];
        for (path, blobs) in self.history.iter() {
            out.extend_from_slice(path.as_bytes());
            out.push(0);
            blobs
                .iter()
                .for_each(|b| out.extend_from_slice(&b.digest().0.to_le_bytes()));
            out.push(0);
        }
        out
    }

    /// Carry out one call.
    pub fn call(&mut self, tree: &mut Tree, call: &EditCall) -> Answer {
        match self.reply(tree, call) {
            Ok(text) => Answer::done(text),
            Err(text) => Answer::refused(text),
        }
    }

    fn reply(&mut self, tree: &mut Tree, call: &EditCall) -> Reply {
        let shown = validate(tree, call)?;
        let path = absolute("/", &call.path);
        let needs = |what: &str| {
            format!(
                "Parameter `{what}` is required for command: {}",
                call.command
            )
        };
        match call.command.as_str() {
            "view" => view(tree, &path, &shown, call.view_range.as_deref()),
            "create" => {
                let text = call.file_text.as_ref().ok_or_else(|| needs("file_text"))?;
                self.create(tree, &path, &shown, text)
            }
            "str_replace" => {
                let old = call.old_str.as_ref().ok_or_else(|| needs("old_str"))?;
                self.replace(
                    tree,
                    &path,
                    &shown,
                    old,
                    call.new_str.as_deref().unwrap_or_default(),
                )
            }
            "insert" => {
                let line = call.insert_line.ok_or_else(|| needs("insert_line"))?;
                let text = call.new_str.as_ref().ok_or_else(|| needs("new_str"))?;
                self.insert(tree, &path, &shown, line, text)
            }
            "undo_edit" => self.undo(tree, &path, &shown),
            other => Err(format!(
                "Unrecognized command {other}. The allowed commands for the str_replace_editor tool are: view, create, str_replace, insert, undo_edit"
            )),
        }
    }

    fn keep(&mut self, path: &str, text: &str) {
        let versions = Arc::make_mut(&mut self.history)
            .entry(path.to_owned())
            .or_default();
        if versions.len() >= MAX_HISTORY {
            versions.remove(0);
        }
        versions.push(Arc::new(Blob::new(text.as_bytes())));
    }

    fn create(&mut self, tree: &mut Tree, path: &str, shown: &str, text: &str) -> Reply {
        if !tree.is_folder(parent(path)) {
            return Err(format!(
                "The parent directory {} does not exist. Please create it first.",
                parent(path)
            ));
        }
        write(tree, path, shown, text)?;
        self.keep(path, text);
        Ok(format!("File created successfully at: {shown}"))
    }

    fn replace(&mut self, tree: &mut Tree, path: &str, shown: &str, old: &str, new: &str) -> Reply {
        let content = lines::expand_tabs(&read(tree, path, shown)?);
        let (old, new) = (lines::expand_tabs(old), lines::expand_tabs(new));
        if old.is_empty() {
            // Python finds the empty text everywhere.
            return Err(format!(
                "No replacement was performed. Multiple occurrences of old_str `` in lines {}. Please ensure it is unique",
                numbers(1..=content.split('\n').count())
            ));
        }
        match content.matches(&old).count() {
            0 => {
                return Err(format!(
                    "No replacement was performed, old_str `{old}` did not appear verbatim in {shown}."
                ));
            }
            1 => {}
            _ => {
                let hits = content
                    .split('\n')
                    .enumerate()
                    .filter(|(_, l)| l.contains(&old))
                    .map(|(i, _)| i + 1);
                return Err(format!(
                    "No replacement was performed. Multiple occurrences of old_str `{old}` in lines {}. Please ensure it is unique",
                    numbers(hits)
                ));
            }
        }
        let edited = content.replacen(&old, &new, 1);
        write(tree, path, shown, &edited)?;
        self.keep(path, &content);
        let line = content
            .split(&old)
            .next()
            .unwrap_or_default()
            .matches('\n')
            .count();
        let start = line.saturating_sub(SNIPPET);
        let end = line + SNIPPET + new.matches('\n').count();
        let snippet: Vec<&str> = edited
            .split('\n')
            .skip(start)
            .take(end + 1 - start)
            .collect();
        let text = output(
            &snippet.join("\n"),
            &format!("a snippet of {shown}"),
            start + 1,
        );
        Ok(format!(
            "The file {shown} has been edited. {text}Review the changes and make sure they are as expected. Edit the file again if necessary."
        ))
    }

    fn insert(&mut self, tree: &mut Tree, path: &str, shown: &str, line: i64, text: &str) -> Reply {
        let content = lines::expand_tabs(&read(tree, path, shown)?);
        let text = lines::expand_tabs(text);
        let old: Vec<&str> = content.split('\n').collect();
        let count = old.len();
        let Some(at) = usize::try_from(line).ok().filter(|at| *at <= count) else {
            return Err(format!(
                "Invalid `insert_line` parameter: {line}. It should be within the range of lines of the file: [0, {count}]"
            ));
        };
        let new: Vec<&str> = text.split('\n').collect();
        let edited = [&old[..at], &new, &old[at..]].concat().join("\n");
        write(tree, path, shown, &edited)?;
        self.keep(path, &content);
        let snippet = [
            &old[at.saturating_sub(SNIPPET)..at],
            &new,
            &old[at..(at + SNIPPET).min(count)],
        ]
        .concat()
        .join("\n");
        let text = output(
            &snippet,
            "a snippet of the edited file",
            (at + 1).saturating_sub(SNIPPET).max(1),
        );
        Ok(format!(
            "The file {shown} has been edited. {text}Review the changes and make sure they are as expected (correct indentation, no duplicate lines, etc). Edit the file again if necessary."
        ))
    }

    fn undo(&mut self, tree: &mut Tree, path: &str, shown: &str) -> Reply {
        let last = self.history.get(path).and_then(|v| v.last()).cloned();
        let Some(last) = last else {
            return Err(format!("No edit history found for {shown}."));
        };
        let text = String::from_utf8_lossy(last.bytes()).into_owned();
        write(tree, path, shown, &text)?;
        let history = Arc::make_mut(&mut self.history);
        if let Some(versions) = history.get_mut(path) {
            versions.pop();
            if versions.is_empty() {
                history.remove(path);
            }
        }
        Ok(format!(
            "Last edit to {shown} undone successfully. {}",
            output(&text, shown, 1)
        ))
    }
}

/// Check path and command together; the path as it is shown, without a slash behind it.
fn validate(tree: &Tree, call: &EditCall) -> Reply {
    let path = &call.path;
    if !path.starts_with('/') {
        return Err(format!(
            "The path {path} is not an absolute path, it should start with `/`. Maybe you meant {}?",
            absolute("/", path)
        ));
    }
    let trimmed = path.trim_end_matches('/');
    let shown = if trimmed.is_empty() { "/" } else { trimmed };
    let whole = absolute("/", path);
    let there = tree.get(&whole).is_some();
    if !there && call.command != "create" {
        return Err(format!(
            "The path {shown} does not exist. Please provide a valid path."
        ));
    }
    if there && call.command == "create" {
        return Err(format!(
            "File already exists at: {shown}. Cannot overwrite files using command `create`."
        ));
    }
    if tree.is_folder(&whole) && call.command != "view" {
        return Err(format!(
            "The path {shown} is a directory and only the `view` command can be used on directories"
        ));
    }
    Ok(shown.to_owned())
}

fn read(tree: &Tree, path: &str, shown: &str) -> Reply {
    tree.read_text(path)
        .map(str::to_owned)
        .map_err(|e| format!("Ran into {e} while trying to read {shown}"))
}

fn write(tree: &mut Tree, path: &str, shown: &str, text: &str) -> Result<(), String> {
    tree.write(path, text)
        .map_err(|e| format!("Ran into {e} while trying to write to {shown}"))
}

/// Numbers as Python writes a list.
fn numbers(list: impl IntoIterator<Item = usize>) -> String {
    let list: Vec<String> = list.into_iter().map(|n| n.to_string()).collect();
    format!("[{}]", list.join(", "))
}

/// A text with numbered lines.
fn output(text: &str, name: &str, first: usize) -> String {
    let mut text = text.to_owned();
    if let Some((at, _)) = text.char_indices().nth(MAX_RESPONSE) {
        text.truncate(at);
        text.push_str(CLIPPED);
    }
    let text = lines::expand_tabs(&text);
    let rows: Vec<String> = text
        .split('\n')
        .enumerate()
        .map(|(i, line)| format!("{:6}\t{line}", i + first))
        .collect();
    format!(
        "Here's the result of running `cat -n` on {name}:\n{}\n",
        rows.join("\n")
    )
}

fn view(tree: &Tree, path: &str, shown: &str, range: Option<&[i64]>) -> Reply {
    if tree.is_folder(path) {
        if range.is_some_and(|r| !r.is_empty()) {
            return Err(
                "The `view_range` parameter is not allowed when `path` points to a directory."
                    .into(),
            );
        }
        return Ok(format!(
            "Here's the files and directories up to 2 levels deep in {shown}, excluding hidden items:\n{}\n",
            two_levels(tree, path, shown)
        ));
    }
    let text = read(tree, path, shown)?;
    let Some(range) = range.filter(|r| !r.is_empty()) else {
        return Ok(output(&text, shown, 1));
    };
    let &[first, last] = range else {
        return Err("Invalid `view_range`. It should be a list of two integers.".into());
    };
    let all: Vec<&str> = text.split('\n').collect();
    let count = all.len() as i64;
    let bad = |what: String| Err(format!("Invalid `view_range`: [{first}, {last}]. {what}"));
    if first < 1 || first > count {
        return bad(format!(
            "Its first element `{first}` should be within the range of lines of the file: [1, {count}]"
        ));
    }
    if last > count {
        return bad(format!(
            "Its second element `{last}` should be smaller than the number of lines in the file: `{count}`"
        ));
    }
    if last != -1 && last < first {
        return bad(format!(
            "Its second element `{last}` should be larger or equal than its first `{first}`"
        ));
    }
    let end = if last == -1 { count } else { last };
    let first = first as usize;
    Ok(output(
        &all[first - 1..end as usize].join("\n"),
        shown,
        first,
    ))
}

/// What `find PATH -maxdepth 2 -not -path '*/\.*'` shows, in order.
fn two_levels(tree: &Tree, path: &str, shown: &str) -> String {
    let mut rows = vec![];
    if !shown.contains("/.") {
        rows.push(format!("{shown}\n"));
        let prefix = if shown == "/" { "" } else { shown };
        for entry in tree.list(path).filter(|e| !e.name.starts_with('.')) {
            rows.push(format!("{prefix}/{}\n", entry.name));
            let inner = tree.list(entry.path).filter(|e| !e.name.starts_with('.'));
            rows.extend(inner.map(|i| format!("{prefix}/{}/{}\n", entry.name, i.name)));
        }
    }
    rows.concat()
}
