//! Runs suites with the machine's own Python, where there is one.

use super::repos::{Repository, SourceFile};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// What one run of a suite said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Whether it came to its end.
    pub(super) ended: bool,
    /// Each test with the message of its failure, or none.
    pub(super) tests: Vec<(String, Option<String>)>,
}

impl Run {
    fn of(answer: &Value) -> Self {
        let tests = answer["tests"].as_object().cloned().unwrap_or_default();
        let mut tests: Vec<(String, Option<String>)> = tests
            .into_iter()
            .map(|(id, message)| (id, message.as_str().map(str::to_owned)))
            .collect();
        tests.sort();
        Self {
            ended: answer["state"] == "ran",
            tests,
        }
    }

    /// The ids of all tests.
    pub(super) fn ids(&self) -> Vec<String> {
        self.tests.iter().map(|(id, _)| id.clone()).collect()
    }

    /// Each test with whether it passed.
    pub(super) fn passed(&self) -> Vec<(String, bool)> {
        let one = |(id, message): &(String, Option<String>)| (id.clone(), message.is_none());
        self.tests.iter().map(one).collect()
    }
}

/// A project with versions of it that have bugs.
pub(super) struct Request<'a> {
    pub(super) repository: &'a Repository,
    pub(super) coverage: bool,
    pub(super) mutants: Vec<Vec<SourceFile>>,
}

/// What Python said about a project and its mutants.
pub(super) struct Answer {
    pub(super) gold: Run,
    /// Lines reached and all lines.
    pub(super) coverage: Option<(u64, u64)>,
    pub(super) mutants: Vec<Run>,
}

fn files(files: &[SourceFile]) -> Value {
    let all = files
        .iter()
        .map(|file| (file.path.clone(), json!(file.text)));
    Value::Object(all.collect::<Map<_, _>>())
}

/// Runs everything; none, with a message, where there is no Python.
pub(super) fn run(requests: &[Request<'_>], hash_seed: u32) -> Option<Vec<Answer>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/swe/validate.py");
    let child = Command::new("python3")
        .args(["-B", script])
        .env("PYTHONHASHSEED", hash_seed.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("skipped: there is no python3");
        return None;
    };
    let asked: Vec<Value> = requests
        .iter()
        .map(|request| {
            json!({
                "files": files(&request.repository.files),
                "coverage": request.coverage,
                "mutants": request.mutants.iter().map(|mutant| files(mutant)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let asked = json!({ "repositories": asked }).to_string();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(asked.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "validate.py failed");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let answers = answer["repositories"].as_array().unwrap();
    Some(answers.iter().map(one).collect())
}

fn one(answer: &Value) -> Answer {
    Answer {
        gold: Run::of(&answer["gold"]),
        coverage: answer["coverage"]
            .as_array()
            .map(|counts| (counts[0].as_u64().unwrap(), counts[1].as_u64().unwrap())),
        mutants: answer["mutants"]
            .as_array()
            .unwrap()
            .iter()
            .map(Run::of)
            .collect(),
    }
}
