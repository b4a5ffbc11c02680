//! What a file imports and defines, read from its text.

use std::collections::BTreeSet;

/// One `use`, written out: its path, whether it is passed on, and the name it goes by here (`*` for all).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    pub(crate) passed_on: bool,
    pub(crate) known_as: String,
}

/// What matters of a file.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) imports: Vec<Import>,
    pub(crate) defines: BTreeSet<String>,
}

/// The code before its tests, without comments and without what stands between quotation marks.
fn bare(text: &str) -> String {
    let mut lines = vec![];
    let mut cut_next = false;
    for line in text.lines() {
        let code = line.trim_start();
        if cut_next && code.starts_with("mod tests") {
            break;
        }
        cut_next = code.starts_with("#[cfg(test)]");
        lines.push(match code.starts_with("//") {
            true => "",
            false => line,
        });
    }
    lines.join("\n")
}

/// Write a tree of imports out: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn write_out(prefix: &[String], tree: &str, passed_on: bool, out: &mut Vec<Import>) {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
        let mut path: Vec<String> = prefix
            .iter()
            .cloned()
            .chain(path.split("::").map(|part| part.trim().to_owned()))
            .filter(|part| !part.is_empty())
            .collect();
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let Some(last) = path.last().cloned() else {
            return;
        };
        let known_as = if alias.is_empty() {
            last
        } else {
            alias.trim().to_owned()
        };
        out.push(Import {
            path,
            passed_on,
            known_as,
        });
        return;
    };
    let head = tree[..open].split("::").map(|part| part.trim().to_owned());
    let prefix: Vec<String> = prefix
        .iter()
        .cloned()
        .chain(head.filter(|part| !part.is_empty()))
        .collect();
    let inside = &tree[open + 1..tree.rfind('}').unwrap()];
    let (mut depth, mut from) = (0, 0);
    for (i, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                write_out(&prefix, &inside[from..i], passed_on, out);
                from = i + 1;
            }
            _ => {}
        }
    }
    if !inside[from..].trim().is_empty() {
        write_out(&prefix, &inside[from..], passed_on, out);
    }
}

/// Reads a file's text.
pub(crate) fn read(text: &str) -> Source {
    let code = bare(text);
    let mut source = Source::default();
    // Statements that import start a line; what follows up to the semicolon is the tree.
    let mut rest = code.as_str();
    while !rest.is_empty() {
        let line = rest.lines().next().unwrap_or_default();
        let words = line.trim_start();
        let (passed_on, words) = match words.strip_prefix("pub") {
            Some(after) if after.starts_with('(') => (
                true,
                after
                    .split_once(')')
                    .map_or("", |(_, after)| after)
                    .trim_start(),
            ),
            Some(after) if after.starts_with(' ') => (true, after.trim_start()),
            _ => (false, words),
        };
        let mut taken = line.len() + 1;
        if let Some(first) = words.strip_prefix("use ") {
            let start = first.as_ptr() as usize - rest.as_ptr() as usize;
            let end = start + rest[start..].find(';').unwrap_or(first.len());
            write_out(&[], &rest[start..end], passed_on, &mut source.imports);
            taken = end + 1;
        } else if !line.starts_with(' ') {
            let words: Vec<&str> = words
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|word| !["const", "unsafe", "async"].contains(word))
                .collect();
            // `const NAME`, `fn name`, `struct Name` and so on; `const` was taken out so that `const fn` is a `fn`.
            let kinds = [
                "fn",
                "struct",
                "enum",
                "trait",
                "type",
                "static",
                "union",
                "macro_rules",
            ];
            let name = match words.as_slice() {
                [kind, name, ..] if kinds.contains(kind) => Some(*name),
                [name, ..] if line.contains("const ") && !name.is_empty() => Some(*name),
                _ => None,
            };
            source.defines.extend(name.map(str::to_owned));
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    source
}
