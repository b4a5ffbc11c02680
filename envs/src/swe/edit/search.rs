//! SWE-agent's searches. Patterns are grep's basic ones, as there.

use super::{super::shell::search_regex, Answer};
use crate::swe::files::{Tree, absolute, base_name};

/// Files or lines above which a search is too wide.
const MANY: usize = 100;

/// Where a search begins: the folder given, else the working one.
fn place(tree: &Tree, cwd: &str, folder: Option<&str>) -> Result<String, Answer> {
    let path = absolute(cwd, folder.unwrap_or("."));
    match folder {
        Some(folder) if !tree.is_folder(&path) => {
            Err(Answer::refused(format!("Directory {folder} not found")))
        }
        _ => Ok(path),
    }
}

/// The numbers of lines of a text that match; binary files have none.
fn hits(text: &[u8], regex: &regex::bytes::Regex) -> Vec<usize> {
    if text.contains(&0) {
        return vec![];
    }
    let lines = text.split_inclusive(|b| *b == b'\n').enumerate();
    let matched = lines.filter(|(_, l)| regex.is_match(l.strip_suffix(b"\n").unwrap_or(l)));
    matched.map(|(i, _)| i + 1).collect()
}

/// `search_dir TERM [FOLDER]`: files below a folder with how many of their lines match.
#[must_use]
pub fn search_dir(tree: &Tree, cwd: &str, term: &str, folder: Option<&str>) -> Answer {
    let dir = match place(tree, cwd, folder) {
        Ok(dir) => dir,
        Err(answer) => return answer,
    };
    let regex = match search_regex(term) {
        Ok(regex) => regex,
        Err(problem) => return Answer::refused(format!("grep: {problem}")),
    };
    let (mut found, mut total) = (vec![], 0);
    for (path, _) in tree
        .walk(&dir)
        .filter(|(p, n)| !n.is_folder() && !p.contains("/."))
    {
        let count = tree
            .read(path)
            .map_or(0, |blob| hits(blob.bytes(), &regex).len());
        if count > 0 {
            found.push(format!("{path} ({count} matches)\n"));
            total += count;
        }
    }
    if found.is_empty() {
        return Answer::done(format!("No matches found for \"{term}\" in {dir}"));
    }
    if found.len() > MANY {
        let count = found.len();
        return Answer::done(format!(
            "More than {count} files matched for \"{term}\" in {dir}. Please narrow your search."
        ));
    }
    Answer::done(format!(
        "Found {total} matches for \"{term}\" in {dir}:\n{}End of matches for \"{term}\" in {dir}",
        found.concat()
    ))
}

/// `search_file TERM [FILE]`: lines of a file, by default the open one, that match. More than a hundred are too many, as the
/// published tool means it (it counts names of files there, and so never says so).
#[must_use]
pub fn search_file(
    tree: &Tree,
    cwd: &str,
    open: Option<&str>,
    term: &str,
    file: Option<&str>,
) -> Answer {
    const USAGE: &str = "Usage: search_file <search_term> [<file>]";
    if term.is_empty() {
        return Answer::refused(USAGE);
    }
    let path = match (file, open) {
        (Some(file), _) => {
            let path = absolute(cwd, file);
            if !tree.is_file(&path) {
                return Answer::refused(format!(
                    "{USAGE}\nError: File name {file} not found. Please provide a valid file name."
                ));
            }
            path
        }
        (None, Some(open)) => open.to_owned(),
        (None, None) => return Answer::refused("No file open. Use the open command first."),
    };
    let regex = match search_regex(term) {
        Ok(regex) => regex,
        Err(problem) => return Answer::refused(format!("grep: {problem}")),
    };
    let bytes = tree
        .read(&path)
        .map(|blob| blob.bytes())
        .unwrap_or_default();
    let found = hits(bytes, &regex);
    if found.is_empty() {
        return Answer::done(format!("No matches found for \"{term}\" in {path}"));
    }
    let count = found.len();
    if count > MANY {
        return Answer::done(format!(
            "More than {count} lines matched for \"{term}\" in {path}. Please narrow your search."
        ));
    }
    let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    let rows = found
        .iter()
        .map(|n| format!("Line {n}:{}\n", String::from_utf8_lossy(lines[n - 1])));
    Answer::done(format!(
        "Found {count} matches for \"{term}\" in {path}:\n{}End of matches for \"{term}\" in {path}",
        rows.collect::<String>()
    ))
}

/// `find_file NAME [FOLDER]`: files below a folder whose name matches a pattern of the shell.
#[must_use]
pub fn find_file(tree: &Tree, cwd: &str, name: &str, folder: Option<&str>) -> Answer {
    let dir = match place(tree, cwd, folder) {
        Ok(dir) => dir,
        Err(answer) => return answer,
    };
    let matches = |path: &str| super::super::shell::glob::matches(name, base_name(path));
    let found: Vec<&str> = tree
        .walk(&dir)
        .filter(|(p, n)| !n.is_folder() && matches(p))
        .map(|(p, _)| p)
        .collect();
    if found.is_empty() {
        return Answer::done(format!("No matches found for \"{name}\" in {dir}"));
    }
    Answer::done(format!(
        "Found {} matches for \"{name}\" in {dir}:\n{}",
        found.len(),
        found.join("\n")
    ))
}
