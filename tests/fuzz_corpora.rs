//! What fuzzing started from and what it found, played again.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "../fuzz/src/lib.rs"]
#[allow(
    unreachable_pub,
    reason = "the same file is the library of the fuzz targets"
)]
mod targets;

use std::{fs, path::Path};

fn replay_corpus(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 3, "the corpus of `{name}` is missing");
    for file in files {
        eprintln!("{}", file.display());
        target(&fs::read(&file).unwrap());
    }
}

#[test]
fn the_corpus_of_actions_plays() {
    replay_corpus("actions", targets::actions);
}

#[test]
fn the_corpus_of_trajectory_lines_reads() {
    replay_corpus("trajectory_lines", targets::trajectory_lines);
}

#[test]
fn the_corpus_of_the_stdio_protocol_is_answered() {
    replay_corpus("stdio", targets::stdio);
}
