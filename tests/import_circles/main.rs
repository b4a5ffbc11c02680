//! No circle of files inside a folder: whoever reads one file must not need another that needs it back.
//!
//! A file imports another if a `use` outside its tests names something that is defined there. What a `mod.rs` passes on
//! with `pub use` counts as imported from where it is defined; the list a `mod.rs` makes of its parts is no import.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod graph;
mod source;

use graph::{Name, circle, imports, modules, shown};
use source::{Source, read};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The folders without circles: the crate's sources, and the module below them.
const FOLDERS: &[(&str, &str)] = &[
    ("core/src", "host"),
    ("core/src", "contract"),
    ("envs/src", "shop"),
];

#[test]
fn no_file_of_host_contract_and_shop_imports_one_that_imports_it_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (sources, folder) in FOLDERS {
        let mut found = BTreeMap::new();
        let name = vec![(*folder).to_owned()];
        modules(&root.join(sources).join(folder), &name, &mut found);
        assert!(found.len() > 5, "{folder} has {} files", found.len());
        let imports = imports(&found);
        let edges: usize = imports.values().map(BTreeSet::len).sum();
        assert!(edges >= found.len(), "{folder}: {edges} imports were read");
        let circle = circle(&imports).map(|circle| shown(&circle));
        assert_eq!(circle, None, "a circle of files in {folder}");
    }
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
