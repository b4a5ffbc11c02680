//! Who imports whom, and the circles in that.

use crate::source::{Source, read};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// A module's path below its crate: `["host", "judge"]`.
pub(crate) type Name = Vec<String>;

/// For each module those it imports.
pub(crate) type Imports<'a> = BTreeMap<&'a Name, BTreeSet<Name>>;

/// The modules of a folder with their files read, tests left out.
pub(crate) fn modules(folder: &Path, name: &Name, found: &mut BTreeMap<Name, Source>) {
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
pub(crate) fn imports(modules: &BTreeMap<Name, Source>) -> Imports<'_> {
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

/// A circle, each imported by the one before it; none if there is none.
pub(crate) fn circle(imports: &Imports<'_>) -> Option<Vec<Name>> {
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

/// A circle in words.
pub(crate) fn shown(circle: &[Name]) -> String {
    let names: Vec<String> = circle.iter().map(|name| name.join("::")).collect();
    names.join(" -> ")
}
