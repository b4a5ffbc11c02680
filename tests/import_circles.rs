//! No circle of files inside a folder: whoever reads one file must not need another that needs it back.
//!
//! A file imports another if a `use` outside its tests names something that is defined there. What a `mod.rs` passes on
//! with `pub use` counts as imported from where it is defined; the list a `mod.rs` makes of its parts is no import.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The folders without circles: the crate's sources, and the module below them.
const FOLDERS: &[(&str, &str)] = &[
    ("core/src", "host"),
    ("core/src", "contract"),
    ("envs/src", "shop"),
];

/// Files that still need each other. None may join them, and a group that has been parted leaves this list.
const TO_BE_PARTED: &[&[&str]] = &[];

/// A module's path below its crate: `["host", "judge"]`.
type Name = Vec<String>;

/// One `use`, written out: its path, whether it is passed on, and the name it goes by here (`*` for all).
#[derive(Clone, Debug, PartialEq)]
struct Import {
    path: Vec<String>,
    passed_on: bool,
    known_as: String,
}

/// What matters of a file.
#[derive(Debug, Default)]
struct Source {
    imports: Vec<Import>,
    defines: BTreeSet<String>,
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

fn read(text: &str) -> Source {
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

/// The modules of a folder with their files read, tests left out.
fn modules(folder: &Path, name: &Name, found: &mut BTreeMap<Name, Source>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if ["tests", "testing"].contains(&stem.as_str()) {
            continue;
        }
        let mut inner = name.clone();
        if stem != "mod" {
            inner.push(stem);
        }
        if path.is_dir() {
            modules(&path, &inner, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.insert(inner, read(&text));
        }
    }
}

/// The path of an import from the crate's root, seen from module `here`; `None` if it leaves the crate.
fn from_root(here: &Name, path: &[String], modules: &BTreeMap<Name, Source>) -> Option<Name> {
    let mut base = here.clone();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => {
            base.clear();
            rest = &path[1..];
        }
        "self" => rest = &path[1..],
        "super" => {
            while rest.first().is_some_and(|first| first == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        first => {
            // Without a prefix it is a part of this module, or another crate.
            base.push(first.to_owned());
            let is_part = modules.contains_key(&base);
            base.pop();
            is_part.then_some(())?;
        }
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

/// The modules in which what `path` names is defined; the path may go through modules that pass it on.
fn homes(path: &Name, modules: &BTreeMap<Name, Source>, depth: usize) -> BTreeSet<Name> {
    let mut at = path.clone();
    while !at.is_empty() && !modules.contains_key(&at) {
        at.pop();
    }
    let Some(source) = modules.get(&at) else {
        return BTreeSet::new();
    };
    let Some(item) = path.get(at.len()) else {
        return BTreeSet::from([at]);
    };
    if source.defines.contains(item) || depth == 0 {
        return BTreeSet::from([at]);
    }
    let mut found = BTreeSet::new();
    for import in source.imports.iter().filter(|i| i.passed_on) {
        let all = import.known_as == "*";
        if *item == "*" || all || import.known_as == *item {
            let mut next = import.path.clone();
            if all {
                next.pop();
                next.push(item.clone());
            }
            if let Some(next) = from_root(&at, &next, modules) {
                let there = homes(&next, modules, depth - 1);
                // A glob passes on only what is defined behind it.
                let defined = |m: &Name| modules[m].defines.contains(item) || item == "*";
                found.extend(there.into_iter().filter(|m| !all || defined(m)));
            }
        }
    }
    if found.is_empty() || *item == "*" {
        found.insert(at);
    }
    found
}

/// Who imports whom.
fn imports(modules: &BTreeMap<Name, Source>) -> Imports<'_> {
    let of = |(here, source): (_, &Source)| {
        let mut others = BTreeSet::new();
        for import in source.imports.iter().filter(|i| !i.passed_on) {
            if let Some(path) = from_root(here, &import.path, modules) {
                others.extend(homes(&path, modules, 8));
            }
        }
        others.remove(here);
        (here, others)
    };
    modules.iter().map(of).collect()
}

type Imports<'a> = BTreeMap<&'a Name, BTreeSet<Name>>;

/// What a file imports, directly or through others.
fn reached<'a>(from: &'a Name, imports: &'a Imports<'_>) -> BTreeSet<&'a Name> {
    let (mut found, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(here) = open.pop() {
        let further = imports.get(here).into_iter().flatten();
        open.extend(further.filter(|next| found.insert(*next)));
    }
    found
}

/// The largest groups of files in which each needs each other.
fn knots(imports: &Imports<'_>) -> BTreeSet<BTreeSet<Name>> {
    let reach: BTreeMap<&Name, BTreeSet<&Name>> = imports
        .keys()
        .map(|name| (*name, reached(name, imports)))
        .collect();
    let knot = |name: &Name| -> BTreeSet<Name> {
        let others = reach[name].iter().copied();
        let back = others.filter(|other| reach.get(other).is_some_and(|r| r.contains(name)));
        back.cloned().collect()
    };
    let all = imports.keys().map(|name| knot(name));
    all.filter(|knot| !knot.is_empty()).collect()
}

/// A circle, each imported by the one before it; none if there is none.
fn circle(imports: &Imports<'_>) -> Option<Vec<Name>> {
    let mut done: BTreeSet<&Name> = BTreeSet::new();
    for &root in imports.keys() {
        let mut way: Vec<(&Name, Vec<&Name>)> = vec![(root, imports[root].iter().collect())];
        while let Some((here, open)) = way.last_mut() {
            let here = *here;
            let Some(next) = open.pop() else {
                done.insert(here);
                way.pop();
                continue;
            };
            if let Some(from) = way.iter().position(|(on_way, _)| *on_way == next) {
                let mut circle: Vec<Name> = way[from..].iter().map(|(n, _)| (*n).clone()).collect();
                circle.push(next.clone());
                return Some(circle);
            }
            if let Some(further) = imports.get(next)
                && !done.contains(next)
            {
                way.push((next, further.iter().collect()));
            }
        }
    }
    None
}

fn shown(circle: &[Name]) -> String {
    let names: Vec<String> = circle.iter().map(|name| name.join("::")).collect();
    names.join(" -> ")
}

/// A group of files as [`TO_BE_PARTED`] writes it.
fn named(knot: &BTreeSet<Name>) -> Vec<String> {
    knot.iter().map(|name| name.join("::")).collect()
}

#[test]
fn no_file_of_host_contract_and_shop_imports_one_that_imports_it_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut known: BTreeSet<Vec<String>> = TO_BE_PARTED
        .iter()
        .map(|knot| knot.iter().map(|&name| name.to_owned()).collect())
        .collect();
    for (sources, folder) in FOLDERS {
        let mut found = BTreeMap::new();
        let name = vec![(*folder).to_owned()];
        modules(&root.join(sources).join(folder), &name, &mut found);
        assert!(found.len() > 5, "{folder} has {} files", found.len());
        let imports = imports(&found);
        let edges: usize = imports.values().map(BTreeSet::len).sum();
        assert!(edges >= found.len(), "{folder}: {edges} imports were read");
        for knot in knots(&imports) {
            if known.remove(&named(&knot)) {
                continue;
            }
            let inside = imports.iter().filter(|(name, _)| knot.contains(**name));
            let inside: Imports<'_> = inside
                .map(|(name, others)| (*name, others.intersection(&knot).cloned().collect()))
                .collect();
            let circle = circle(&inside).unwrap_or_default();
            panic!("a circle of files: {}", shown(&circle));
        }
    }
    assert!(
        known.is_empty(),
        "these files no longer need each other, strike them out: {known:?}"
    );
}

/// Modules of a made-up crate.
fn made_up(files: &[(&str, &str)]) -> BTreeMap<Name, Source> {
    let name = |path: &str| path.split("::").map(str::to_owned).collect();
    files
        .iter()
        .map(|(path, text)| (name(path), read(text)))
        .collect()
}

fn found_circle(files: &[(&str, &str)]) -> Option<String> {
    circle(&imports(&made_up(files))).map(|circle| shown(&circle))
}

#[test]
fn a_circle_is_found_and_named() {
    let found = found_circle(&[
        (
            "h",
            "mod a;\nmod b;\nmod c;\npub use a::A;\npub use c::*;\n",
        ),
        ("h::a", "use super::b::B;\npub struct A;\n"),
        (
            "h::b",
            "use crate::{\n    h::{C, other},\n    task::Task,\n};\npub struct B;\n",
        ),
        ("h::c", "use super::A as First;\npub(crate) struct C;\n"),
    ]);
    assert_eq!(found.as_deref(), Some("h::a -> h::b -> h::c -> h::a"));
}

#[test]
fn what_a_list_of_parts_passes_on_and_what_tests_import_makes_no_circle() {
    let found = found_circle(&[
        (
            "h",
            "mod a;\nmod b;\npub use a::{A, AA};\npub use b::B;\npub const LIMIT: u32 = 3;\n",
        ),
        (
            "h::a",
            "use super::{B, LIMIT};\npub struct A;\npub struct AA;\n",
        ),
        (
            "h::b",
            "// use super::A;\npub struct B;\n#[cfg(test)]\nmod tests {\n    use super::super::A;\n}\n",
        ),
    ]);
    assert_eq!(found, None);
}

#[test]
fn a_part_that_uses_its_list_s_own_item_closes_a_circle_if_the_list_uses_the_part() {
    let found = found_circle(&[
        ("h", "mod a;\nuse a::A;\npub struct Whole(A);\n"),
        ("h::a", "use super::Whole;\npub struct A;\n"),
    ]);
    assert_eq!(found.as_deref(), Some("h -> h::a -> h"));
}
