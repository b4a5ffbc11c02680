//! A file of instances, entry by entry.

use serde_json::Value;

/// Longest id of an instance.
const LONGEST_ID: usize = 200;

/// One instance as its file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: String,
    /// The repository: `owner/name`, or SWE-smith's `swesmith/owner__name.commit`.
    pub(super) repo: String,
    pub(super) base_commit: Option<String>,
    /// The bug, or where there is a `test_patch` the repair.
    pub(super) patch: String,
    pub(super) test_patch: Option<String>,
    /// Ids of tests, as pytest writes them.
    pub(super) fail_to_pass: Vec<String>,
    pub(super) pass_to_pass: Vec<String>,
    /// The issue; empty where nobody filed one.
    pub(super) problem_statement: String,
}

/// An entry, or its id as far as it is known and what is wrong with it.
pub(super) type Read = Result<Entry, (String, String)>;

/// The entries of a file, one JSON object a line or all in one list, each with where it stands.
pub(super) fn read(text: &[u8]) -> Vec<(String, Read)> {
    if text.trim_ascii_start().starts_with(b"[") {
        let all: Result<Vec<Value>, _> = serde_json::from_slice(text);
        return match all {
            Ok(all) => {
                let entries = all.iter().enumerate();
                entries
                    .map(|(at, value)| (format!("entry {}", at + 1), Entry::of(value)))
                    .collect()
            }
            Err(error) => vec![("the list".into(), Err(bad(&error)))],
        };
    }
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    lines
        .map(|(at, line)| {
            let value: Result<Value, _> = serde_json::from_slice(line);
            let entry = value.map_or_else(|error| Err(bad(&error)), |value| Entry::of(&value));
            (format!("line {}", at + 1), entry)
        })
        .collect()
}

fn bad(error: &serde_json::Error) -> (String, String) {
    (String::new(), format!("is no JSON: {error}"))
}

impl Entry {
    fn of(value: &Value) -> Read {
        let id = value["instance_id"].as_str().unwrap_or_default();
        let id: String = id
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST_ID)
            .collect();
        Self::named(value, id.clone()).map_err(|reason| (id, reason))
    }

    fn named(value: &Value, id: String) -> Result<Self, String> {
        if !value.is_object() {
            return Err("is no JSON object".into());
        }
        if id.is_empty() {
            return Err("has no `instance_id`".into());
        }
        let text = |name: &str| match &value[name] {
            Value::Null => Ok(None),
            Value::String(text) if text.trim().is_empty() => Ok(None),
            Value::String(text) => Ok(Some(text.clone())),
            _ => Err(format!("its `{name}` is no text")),
        };
        let needed = |name: &str| text(name)?.ok_or_else(|| format!("has no `{name}`"));
        let entry = Self {
            repo: needed("repo")?,
            patch: needed("patch")?,
            base_commit: text("base_commit")?,
            test_patch: text("test_patch")?,
            fail_to_pass: names(value, "FAIL_TO_PASS")?,
            pass_to_pass: names(value, "PASS_TO_PASS")?,
            problem_statement: text("problem_statement")?.unwrap_or_default(),
            id,
        };
        match entry.fail_to_pass.is_empty() {
            true => Err("its `FAIL_TO_PASS` names no test".into()),
            false => Ok(entry),
        }
    }

    /// All tests that it names, those that fail first.
    pub(super) fn tests(&self) -> impl Iterator<Item = &String> {
        self.fail_to_pass.iter().chain(&self.pass_to_pass)
    }
}

/// Ids of tests: a list, or as SWE-bench has it the JSON of one in a text.
fn names(value: &Value, name: &str) -> Result<Vec<String>, String> {
    let wrong = || format!("its `{name}` is no list of texts");
    let list = match &value[name] {
        Value::Null => return Err(format!("has no `{name}`")),
        Value::String(json) => serde_json::from_str(json).map_err(|_| wrong())?,
        other => other.clone(),
    };
    serde_json::from_value(list).map_err(|_| wrong())
}
