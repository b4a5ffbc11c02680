//! What real tools said to the corpus, byte for byte: see `corpus/record.py`. Streams and status are equal; messages of the
//! second stream agree in whether there is one and in the reason it gives.

use super::super::{Budget, NoPython, Shell, commands::git};
use crate::swe::files::{Limits, Tree};
use serde::Deserialize;
use std::collections::BTreeMap;

const TREE: &str = include_str!("../corpus/tree.txt");
const RECORDED: &str = include_str!("../corpus/recorded.jsonl");
const DEVIATIONS: &str = include_str!("../corpus/deviations.txt");
const ROOT: &str = "/tmp/swe-corpus";

#[derive(Deserialize)]
struct Record {
    line: String,
    status: u8,
    stdout: String,
    stderr: String,
}

/// Reasons that a message may give, in the words of Unix.
const REASONS: [&str; 9] = [
    "No such file or directory",
    "Is a directory",
    "Not a directory",
    "File exists",
    "Directory not empty",
    "command not found",
    "Permission denied",
    "did not match any file",
    "missing operand",
];

/// The tree of the corpus with its two commits, as `record.py` builds it.
fn tree() -> Tree {
    let mut tree = Tree::empty(Limits::default());
    tree.create_folders(ROOT).unwrap();
    tree.create_folders("/root").unwrap();
    let author = |days: i64| git::Author {
        name: "Ada Example".into(),
        mail: "ada@example.org".into(),
        seconds: 1_704_067_200 + days * 86_400,
    };
    for (revision, message) in [
        ("1", "Start the inventory"),
        ("2", "Say what an item is\n\nAnd compare counts anew."),
    ] {
        for section in TREE.split("%%% ").skip(1) {
            let (head, text) = section.split_once('\n').unwrap();
            let (kind, path) = head.split_once(' ').unwrap();
            if kind == revision || (kind == "x" && revision == "1") {
                let path = format!("{ROOT}/{path}");
                tree.create_folders(crate::swe::files::parent(&path))
                    .unwrap();
                tree.write(&path, text).unwrap();
                tree.set_executable(&path, kind == "x").unwrap();
            }
        }
        git::record(
            &mut tree,
            ROOT,
            &author(i64::from(revision == "2")),
            message,
        )
        .unwrap();
    }
    tree.sealed()
}

fn ready(tree: &Tree) -> Shell {
    let mut shell = Shell::new(tree.clone(), ROOT);
    let mut line = String::new();
    for role in ["AUTHOR", "COMMITTER"] {
        line.push_str(&format!("export GIT_{role}_NAME='Ada Example' GIT_{role}_EMAIL=ada@example.org GIT_{role}_DATE='1704240000 +0000'\n"));
    }
    shell.run(&line, &mut NoPython, &Budget::default());
    shell
}

/// The reasons that a text gives.
fn reasons(text: &str) -> Vec<&'static str> {
    REASONS.into_iter().filter(|r| text.contains(r)).collect()
}

#[test]
fn real_tools_said_the_same() {
    let tree = tree();
    let deviations: BTreeMap<&str, &str> = DEVIATIONS
        .lines()
        .filter_map(|l| l.split_once('\t'))
        .collect();
    let (mut wrong, mut count, mut needless) = (vec![], 0, vec![]);
    for record in RECORDED.lines().skip(1) {
        let record: Record = serde_json::from_str(record).unwrap();
        let mut shell = ready(&tree);
        let outcome = shell.run(&record.line, &mut NoPython, &Budget::default());
        assert_eq!(
            shell.tree.digest(),
            shell.tree.recompute_digest(),
            "{}",
            record.line
        );
        count += 1;
        let (stdout, stderr) = (outcome.stdout(), outcome.stderr());
        let same = stdout == record.stdout
            && outcome.status == record.status
            && stderr.is_empty() == record.stderr.is_empty()
            && reasons(&stderr) == reasons(&record.stderr);
        let excused = deviations.contains_key(record.line.lines().next().unwrap_or_default());
        if same && excused {
            needless.push(record.line.clone());
        }
        if !same && !excused {
            wrong.push(format!(
                "=== {}\n--- status {} (real {})\n--- ours\n{stdout}--- real\n{}--- our messages\n{stderr}--- real messages\n{}",
                record.line, outcome.status, record.status, record.stdout, record.stderr
            ));
        }
    }
    assert!(count >= 300, "only {count} lines are recorded");
    assert!(
        wrong.is_empty(),
        "{} of {count} differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        needless.is_empty(),
        "these no longer deviate: {needless:#?}"
    );
}
