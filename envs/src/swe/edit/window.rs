//! SWE-agent's editor: one open file, seen through a window of a hundred lines.

use super::{
    Answer, lines,
    syntax::{Syntax, new_findings},
};
use crate::swe::files::{Tree, absolute, parent};
use serde::{Deserialize, Serialize};

/// Lines of the window.
const WINDOW: i64 = 100;
/// Lines that stay in sight when it is scrolled.
const OVERLAP: i64 = 2;

/// What `submit` prints.
pub const SUBMISSION: &str = "<<SWE_AGENT_SUBMISSION>>";

const USAGE: &str = "Usage: edit <start_line>:<end_line>\n<replacement_text>\nend_of_edit";
const EDITED: &str = "File updated. Please review the changes and make sure they are correct\n(correct indentation, no duplicate lines, etc). Edit the file again if necessary.";
const RULE: &str = "------------------------------------------------";

/// The editor's state: the open file and the first line that is seen, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Windowed {
    file: Option<String>,
    first: usize,
}

/// An open file.
struct View<'t> {
    path: &'t str,
    text: &'t str,
    count: i64,
}

impl Windowed {
    /// The open file.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// What stands for the state in a digest.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = (self.first as u64).to_le_bytes().to_vec();
        out.extend_from_slice(self.file.as_deref().unwrap_or_default().as_bytes());
        out
    }

    fn view<'t>(&'t self, tree: &'t Tree) -> Result<View<'t>, Answer> {
        let Some(path) = &self.file else {
            return Err(Answer::refused("No file open. Use the open command first."));
        };
        if tree.is_folder(path) {
            return Err(Answer::refused(format!(
                "Error: {path} is a directory. You can only open files. Use cd or ls to navigate directories."
            )));
        }
        if !tree.is_file(path) {
            return Err(Answer::refused(format!("Error: File {path} not found")));
        }
        let Ok(text) = tree.read_text(path) else {
            return Err(Answer::refused(format!(
                "Error: File {path} is not text in UTF-8"
            )));
        };
        let count = lines::count(text) as i64;
        Ok(View { path, text, count })
    }

    /// Put the window's first line as near to `line` as the file allows.
    fn place(&mut self, line: i64, count: i64) {
        self.first = line.min(count - WINDOW).max(0) as usize;
    }

    /// Put the window so that a line (from 0) stands a sixth below its top.
    fn go(&mut self, line: i64, count: i64) {
        self.place((line.saturating_mul(6).saturating_sub(WINDOW)) / 6, count);
    }

    fn show(&self, view: &View<'_>) -> String {
        let first = (self.first as i64).min(view.count - WINDOW).max(0);
        let last = (first + WINDOW - 1).min(view.count - 1);
        let mut out = vec![format!(
            "[File: {} ({} lines total)]",
            view.path, view.count
        )];
        if first > 0 {
            out.push(format!("({first} more lines above)"));
        }
        let shown = view
            .text
            .split('\n')
            .enumerate()
            .skip(first as usize)
            .take((last + 1 - first).max(0) as usize);
        out.extend(shown.map(|(i, line)| format!("{}:{line}", i + 1)));
        if last < view.count - 1 {
            out.push(format!("({} more lines below)", view.count - last - 1));
        }
        out.join("\n")
    }

    /// The window as it is.
    fn answer(&self, tree: &Tree) -> Answer {
        match self.view(tree) {
            Ok(view) => Answer::done(self.show(&view)),
            Err(answer) => answer,
        }
    }

    /// `open`: another file, or the open one again; `line` counts from 1.
    pub fn open(
        &mut self,
        tree: &Tree,
        cwd: &str,
        path: Option<&str>,
        line: Option<i64>,
    ) -> Answer {
        let Some(path) = path else {
            return if self.file.is_some() {
                self.answer(tree)
            } else {
                Answer::refused("Usage: open \"<file>\"")
            };
        };
        let mut next = Self {
            file: Some(absolute(cwd, path)),
            first: self.first,
        };
        let count = match next.view(tree) {
            Ok(view) => view.count,
            Err(answer) => {
                let shown = absolute(cwd, path);
                return Answer {
                    text: answer.text.replacen(&shown, path, 1),
                    ..answer
                };
            }
        };
        next.place(self.first as i64, count);
        let mut warning = String::new();
        let line = match line {
            Some(line) if line > count => {
                warning = format!(
                    "Warning: <line_number> ({line}) is greater than the number of lines in the file ({count})\nWarning: Setting <line_number> to {count}\n"
                );
                count
            }
            Some(line) if line < 1 => {
                warning = format!(
                    "Warning: <line_number> ({line}) is less than 1\nWarning: Setting <line_number> to 1\n"
                );
                1
            }
            Some(line) => line,
            None => next.first as i64,
        };
        next.go(line - 1, count);
        *self = next;
        let answer = self.answer(tree);
        Answer {
            text: warning + &answer.text,
            ..answer
        }
    }

    /// `goto`: a line, from 1.
    pub fn goto(&mut self, tree: &Tree, line: i64) -> Answer {
        let count = match self.view(tree) {
            Ok(view) => view.count,
            Err(answer) => return answer,
        };
        if line > count {
            return Answer::refused(format!(
                "Error: <line> must be less than or equal to {count}"
            ));
        }
        self.go(line.saturating_sub(1), count);
        self.answer(tree)
    }

    /// `scroll_up`.
    pub fn scroll_up(&mut self, tree: &Tree) -> Answer {
        self.scroll(tree, OVERLAP - WINDOW)
    }

    /// `scroll_down`.
    pub fn scroll_down(&mut self, tree: &Tree) -> Answer {
        self.scroll(tree, WINDOW - OVERLAP)
    }

    fn scroll(&mut self, tree: &Tree, by: i64) -> Answer {
        let count = match self.view(tree) {
            Ok(view) => view.count,
            Err(answer) => return answer,
        };
        self.place(self.first as i64 + by, count);
        self.answer(tree)
    }

    /// `create`: an empty file, which is opened.
    pub fn create(&mut self, tree: &mut Tree, cwd: &str, name: &str) -> Answer {
        if name.is_empty() {
            return Answer::refused("Usage: create <filename>");
        }
        let path = absolute(cwd, name);
        if tree.get(&path).is_some() {
            return Answer::refused(format!("Warning: File '{name}' already exists."));
        }
        let made = tree
            .create_folders(parent(&path))
            .and_then(|()| tree.write(&path, ""));
        if let Err(error) = made {
            return Answer::refused(format!("Error: File '{name}' cannot be created: {error}"));
        }
        *self = Self {
            file: Some(path),
            first: 0,
        };
        self.answer(tree)
    }

    /// `edit START:END`: other lines for these, counted from 1 with both ends, unless something new would be wrong with the
    /// file. Lines before the first are refused, where the published tool counts from the end; so is an edit that begins more
    /// than one line behind the last, which would add where nobody asked for it. One behind the last line adds there, and of
    /// lines to be replaced those are meant that the file has.
    pub fn edit(
        &mut self,
        tree: &mut Tree,
        range: &str,
        replacement: &str,
        syntax: &dyn Syntax,
    ) -> Answer {
        if self.file.is_none() {
            return Answer::refused("No file opened. Use the `open` command first.");
        }
        let numbers = range.split_once(':').and_then(|(a, b)| {
            Some((
                a.trim().parse::<usize>().ok()?,
                b.trim().parse::<usize>().ok()?,
            ))
        });
        let Some((start, end)) = numbers else {
            return Answer::refused(USAGE);
        };
        if start < 1 {
            return Answer::refused(format!("{USAGE}\nError: lines are counted from 1"));
        }
        let (path, old, new) = match self.view(tree) {
            Ok(view) if start > held(view.text) + 1 => {
                let count = held(view.text);
                let plural = if count == 1 { "line" } else { "lines" };
                return Answer::refused(format!(
                    "Error: {} has {count} {plural}: there is no line {start} to edit; lines are added at its end by an edit of line {}",
                    view.path,
                    count + 1
                ));
            }
            Ok(view) => (
                view.path.to_owned(),
                view.text.to_owned(),
                replaced(view.text, start, end, replacement),
            ),
            Err(answer) => return answer,
        };
        let replacement = replacement.strip_suffix('\n').unwrap_or(replacement);
        let before = syntax.findings(&path, &old);
        let window = (start - 1, end.saturating_sub(1));
        let findings = new_findings(
            &before,
            syntax.findings(&path, &new),
            window,
            lines::count(replacement),
        );
        if !findings.is_empty() {
            let shown = |text: &str| {
                self.show(&View {
                    path: &path,
                    text,
                    count: lines::count(text) as i64,
                })
            };
            let errors: Vec<String> = findings
                .iter()
                .map(|f| format!("- {}", f.problem))
                .collect();
            return Answer::refused(refusal(&errors.join("\n"), &shown(&new), &shown(&old)));
        }
        if let Err(error) = tree.write(&path, &new) {
            return Answer::refused(format!("Error: File {path} cannot be written: {error}"));
        }
        self.go(start as i64 - 1, lines::count(&new) as i64);
        let answer = self.answer(tree);
        Answer::done(format!("{EDITED}\n{}", answer.text))
    }
}

/// How many lines of a text can be edited.
pub(in crate::swe) fn held(text: &str) -> usize {
    text.split_inclusive('\n').count()
}

/// A text with other lines for those from `start` to `end`, from 1. Its last line ends as it did; what is put behind a text
/// without an end of its last line begins a line all the same.
fn replaced(text: &str, start: usize, end: usize, replacement: &str) -> String {
    let ended = text.is_empty() || text.ends_with('\n');
    let mut all: Vec<&str> = text
        .split_inclusive('\n')
        .map(|l| l.trim_end_matches('\n'))
        .collect();
    let replacement = replacement.strip_suffix('\n').unwrap_or(replacement);
    let new: Vec<&str> = if replacement.is_empty() {
        vec![]
    } else {
        replacement.split('\n').collect()
    };
    let from = (start - 1).min(all.len());
    let to = end.clamp(from, all.len());
    all.splice(from..to, new);
    let mut out = all.join("\n");
    if ended && !all.is_empty() {
        out.push('\n');
    }
    out
}

/// What is said about an edit that was not carried out.
fn refusal(errors: &str, applied: &str, original: &str) -> String {
    format!(
        "Your proposed edit has introduced new syntax error(s). Please read this error message carefully and then retry editing the file.\n\nERRORS:\n{errors}\n\nThis is how your edit would have looked if applied\n{RULE}\n{applied}\n{RULE}\n\nThis is the original code before your edit\n{RULE}\n{original}\n{RULE}\n\nYour changes have NOT been applied. Please fix your edit command and try again.\nDO NOT re-run the same failed edit command. Running it again will lead to the same error."
    )
}
