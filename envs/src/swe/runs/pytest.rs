//! What `pytest` tells in a shell.

use super::super::{
    files,
    guest::ROOT,
    shell::Request,
    types::{Def, relative},
};
use std::collections::BTreeSet;

/// Options of its that are followed by a word of their own.
const VALUED: [&str; 9] = [
    "--maxfail",
    "--tb",
    "--capture",
    "-r",
    "-W",
    "-p",
    "--color",
    "--rootdir",
    "--import-mode",
];

/// The test of the project that a line says does not pass: of the summary, or with `-v` its own.
pub(super) fn failing(def: &Def, line: &str) -> Option<String> {
    let words = ["FAILED", "ERROR"];
    let in_summary = words
        .iter()
        .find_map(|word| line.strip_prefix(word)?.strip_prefix(' '));
    let node = match in_summary {
        Some(rest) => rest.split(" - ").next()?,
        None => {
            let (node, said) = line
                .rsplit_once(".py::")
                .and_then(|_| line.split_once(' '))?;
            words.iter().find(|word| said.starts_with(*word))?;
            node
        }
    };
    let (path, inner) = node.split_once("::")?;
    let module = path.strip_suffix(".py")?.replace('/', ".");
    let id = format!("{module}.{}", inner.replace("::", "."));
    def.ids.contains(&id).then_some(id)
}

/// Whether the last line says that all tests of the project passed, and nothing else.
pub(super) fn all_passed(def: &Def, last: &str) -> bool {
    let said = last.trim_matches(['=', ' ']);
    let counts = said
        .rsplit_once(" in ")
        .map_or("", |(counts, _)| counts)
        .split(", ");
    let mut passed = 0;
    for count in counts {
        match count.split_once(' ') {
            Some((count, "passed")) => passed = count.parse::<usize>().unwrap_or_default(),
            Some((_, "warning" | "warnings")) => {}
            _ => return false,
        }
    }
    passed >= def.ids.len()
}

/// Whether a call asks for all tests of the project: its folder or that of its tests is named, or all their files are.
pub(super) fn asks_all(def: &Def, request: &Request) -> bool {
    let (mut places, mut words) = (BTreeSet::new(), request.arguments.iter());
    let mut names_parts = false;
    while let Some(word) = words.next() {
        match word.as_str() {
            word if VALUED.contains(&word) => {
                words.next();
            }
            // What an expression leaves out is counted in the last line.
            "-k" => {
                words.next();
            }
            "--" => {
                places.extend(words.map(|word| files::absolute(&request.cwd, word)));
                break;
            }
            // A part of a file adds nothing to files that are asked for beside it.
            word if word.contains("::") => names_parts = true,
            word if word.starts_with('-') => {}
            word => {
                places.insert(files::absolute(&request.cwd, word));
            }
        }
    }
    if places.is_empty() && !names_parts {
        places.insert(request.cwd.clone());
    }
    let is_whole = |place: &String| *place == ROOT || *place == format!("{ROOT}/tests");
    let file = |id: &String| {
        let module = id.rsplitn(3, '.').nth(2).unwrap_or_default();
        format!("{}.py", module.replace('.', "/"))
    };
    let named: BTreeSet<&str> = places.iter().map(|place| relative(place)).collect();
    places.iter().any(is_whole) || def.ids.iter().all(|id| named.contains(file(id).as_str()))
}
