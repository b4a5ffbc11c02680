//! The tables of `SECURITY.md`, which list every case with its result.

#![allow(
    clippy::unwrap_used,
    reason = "what cannot be read fails the test that reads it"
)]

use std::{collections::BTreeSet, fs, path::Path};

/// Hold the table between two marks against these cases, each with its result; `BLESS=1` writes it.
pub(crate) fn lists(begin: &str, end: &str, cases: &[(&str, &str)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("SECURITY.md");
    let text = fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(begin).unwrap();
    let (_, tail) = rest.split_once(end).unwrap();
    let mut table = String::from("| attack | result |\n|---|---|\n");
    for (name, result) in cases {
        table.push_str(&format!("| {name} | `{result}` |\n"));
    }
    let expected = format!("{head}{begin}{table}{end}{tail}");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == expected,
        "run with BLESS=1"
    );
}

/// Hold cases to different names, and to be so many at least.
pub(crate) fn are_different(cases: &[(&str, &str)], least: usize) {
    let names: BTreeSet<&str> = cases.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), cases.len());
    assert!(cases.len() >= least, "{}", cases.len());
}
