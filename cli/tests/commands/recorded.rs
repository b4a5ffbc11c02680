//! Recorded episodes of the toy, and files beside them.

use crate::toy::{Said, truestep};
use serde_json::Value;
use std::fs;
use truestep_cli::Exit;

/// A folder with recorded episodes in it.
pub(crate) struct Recorded {
    folder: tempfile::TempDir,
}

impl Recorded {
    /// Twelve episodes in groups of three, with values.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let recorded = Self { folder };
        let episodes = recorded.path("f.jsonl");
        let run = [
            "run",
            "toy",
            "--agent",
            "noisy:0.3",
            "--episodes",
            "12",
            "--group",
            "3",
            "--seed",
            "1",
            "--truth",
            "graph",
            "--out",
            &episodes,
        ];
        let said = truestep(&run);
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        recorded
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: &str, lines: impl IntoIterator<Item = Value>) -> String {
        let path = self.path(name);
        let lines: Vec<String> = lines.into_iter().map(|line| line.to_string()).collect();
        fs::write(&path, lines.join("\n")).unwrap();
        path
    }

    pub(crate) fn episodes(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.path("f.jsonl")).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    pub(crate) fn score(&self, more: &[&str]) -> Said {
        let episodes = self.path("f.jsonl");
        truestep(&[&["score", &episodes], more].concat())
    }

    /// The rewards, or the advantages, that a scheme gives, `[episode][step]`.
    pub(crate) fn numbers(&self, scheme: &str, what: &str) -> Vec<Vec<Value>> {
        let out = self.path("out.jsonl");
        let said = self.score(&["--scheme", scheme, "--out", &out]);
        assert_eq!(said.exit, Exit::Done, "{scheme}: {said:?}");
        let line: Value = serde_json::from_str(&fs::read_to_string(&out).unwrap()).unwrap();
        serde_json::from_value(line[what].clone()).unwrap()
    }
}

/// That a command could not run, with one error that says so.
pub(crate) fn refused(said: &Said, words: &str) {
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    let errors: Vec<&str> = said
        .err
        .lines()
        .filter(|l| l.starts_with("error"))
        .collect();
    assert_eq!(errors.len(), 1, "{}", said.err);
    assert!(errors[0].contains(words), "{words}: {}", errors[0]);
}
