//! The published table is the one the shell runs by.

use super::super::{COMMANDS, document};
use std::{fs, path::Path};

#[test]
fn the_published_table_is_the_shells_own() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/swe-shell.md");
    let wanted = document();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&page, &wanted).unwrap();
    }
    let is = fs::read_to_string(&page).unwrap_or_default();
    assert!(
        is == wanted,
        "docs/swe-shell.md: look at the change, then bless it with BLESS=1"
    );
}

#[test]
fn commands_are_sorted_and_named_once() {
    let names: Vec<&str> = COMMANDS.iter().map(|c| c.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
}

#[test]
fn what_is_not_there_says_what_is() {
    let outcome = super::run(&mut super::shell(&[]), "vim x");
    assert_eq!(outcome.status, 127);
    assert!(
        outcome
            .stderr()
            .contains("vim: command not found; supported here: . : [ awk"),
        "{}",
        outcome.stderr()
    );
    let outcome = super::run(&mut super::shell(&[]), "ls --zebra");
    assert_eq!(outcome.status, 2);
    assert!(
        outcome
            .stderr()
            .contains("option '--zebra' is not supported here; supported options: -a, --all"),
        "{}",
        outcome.stderr()
    );
}
