//! What stands in a domain's file.

use super::error::Wrong;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt};
use truestep_core::json::words;

/// A domain.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Its name: a-z, 0-9 and `-`, a letter first.
    pub(super) name: String,
    /// Rises whenever tasks, tables or tools change.
    #[serde(default = "first")]
    pub(super) version: u32,
    /// The tools' file, in the same folder.
    pub(super) tools: Option<String>,
    /// What holds for every task, as agents read it.
    #[serde(default)]
    pub(super) policy: String,
    /// Rules whose breaking loses a task.
    #[serde(default)]
    pub(super) rules: Vec<RuleSpec>,
    #[serde(default)]
    pub(super) tables: Vec<TableOf>,
    /// As they stand: cases are filled in before they are read.
    #[serde(default)]
    pub(super) tasks: Vec<Value>,
}

fn first() -> u32 {
    1
}

/// A table as tasks start.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableOf {
    pub(super) name: String,
    #[serde(default)]
    pub(super) keys: Keys,
    #[serde(default)]
    pub(super) values: Values,
    /// What each row has, and of which type: `string`, `integer`, `number`, `boolean`, `list`, `object`, or one of these with a
    /// `?` behind it where it may be missing.
    pub(super) columns: Option<BTreeMap<String, String>>,
    #[serde(default)]
    pub(super) rows: Rows,
    /// A file with the rows, as `rows` would hold them.
    pub(super) rows_file: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Keys {
    #[default]
    Text,
    Integer,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Values {
    #[default]
    Json,
    Text,
}

/// Rows by key, in the order of the file; of two with one key both are here.
#[derive(Debug, Default)]
pub(super) struct Rows(pub(super) Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> serde::de::Visitor<'de> for All {
            type Value = Rows;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of rows by their keys")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Rows, A::Error> {
                let mut all = vec![];
                while let Some(row) = map.next_entry()? {
                    all.push(row);
                }
                Ok(Rows(all))
            }
        }
        deserializer.deserialize_map(All)
    }
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSpec {
    pub(super) name: String,
    /// In words, as agents read it.
    pub(super) text: String,
    /// Calls that break it; none if only told.
    pub(super) forbids: Option<Forbids>,
    /// Tools that may be called before the customer is identified; no other may.
    pub(super) identify_before_all_but: Option<Vec<String>>,
}

/// Calls for which all of this holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forbids {
    #[serde(default)]
    pub(super) tools: Vec<String>,
    #[serde(default)]
    pub(super) arguments: Map<String, Value>,
    pub(super) row: Option<RowSpec>,
}

/// How a row is before the call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowSpec {
    pub(super) table: String,
    /// The argument that holds the key.
    pub(super) key_from: String,
    pub(super) column: Option<String>,
    pub(super) is: Option<Vec<Value>>,
    pub(super) is_not: Option<Vec<Value>>,
}

/// A task, its cases filled in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskSpec {
    pub(super) name: String,
    pub(super) summary: String,
    pub(super) instruction: String,
    /// What is shown before the first call.
    pub(super) opening: Option<String>,
    #[serde(default = "usual_steps")]
    pub(super) max_steps: u32,
    /// How often random play succeeds, at most, in percent.
    #[serde(default = "usual_percent")]
    pub(super) random_percent: u32,
    /// What there is to find out.
    #[serde(default)]
    pub(super) facts: Vec<FactSpec>,
    /// Calls that find out.
    #[serde(default)]
    pub(super) reads: Vec<CallSpec>,
    /// Calls that are asked for.
    #[serde(default)]
    pub(super) gold: Vec<CallSpec>,
    /// Calls that lie near and are mistakes.
    #[serde(default)]
    pub(super) wrong: Vec<CallSpec>,
    /// What is to be told.
    #[serde(default)]
    pub(super) tell: Vec<TellSpec>,
    /// What the customer says when asked; a customer is there if there is something to ask.
    #[serde(default)]
    pub(super) ask: Vec<AskSpec>,
    /// Facts of which one identifies the customer.
    #[serde(default)]
    pub(super) identified_by: Vec<String>,
    /// First calls that do not go as they should.
    #[serde(default)]
    pub(super) disturbances: Vec<Disturbance>,
    /// The right end, if it is to hand over and not `done`.
    pub(super) hand_over: Option<HandOver>,
    /// Other ends by handing over, which are mistakes.
    #[serde(default)]
    pub(super) wrong_hand_overs: Vec<HandOver>,
    /// Rules of this task alone.
    #[serde(default)]
    pub(super) rules: Vec<RuleSpec>,
}

fn usual_steps() -> u32 {
    30
}

fn usual_percent() -> u32 {
    10
}

/// A fact: an answer that holds all of these texts shows it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactSpec {
    pub(super) name: String,
    #[serde(default)]
    pub(super) shown_by: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallSpec {
    pub(super) tool: String,
    #[serde(default)]
    pub(super) arguments: Map<String, Value>,
    /// Facts that must be known for it to be offered.
    #[serde(default)]
    pub(super) after: Vec<String>,
    /// Facts it rests on, beside those.
    #[serde(default)]
    pub(super) evidence: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TellSpec {
    /// What it is the value of.
    pub(super) what: String,
    pub(super) value: String,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
    /// Values that are wrong.
    #[serde(default)]
    pub(super) wrong: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskSpec {
    pub(super) about: String,
    pub(super) answer: String,
    /// Facts that the answer tells.
    #[serde(default)]
    pub(super) tells: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Disturbance {
    pub(super) tool: String,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Transient,
    RateLimited,
    Timeout,
    PartialPage,
    StaleRead,
    WrongType,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HandOver {
    pub(super) reason: String,
    /// The id it is about.
    pub(super) about: String,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
}

/// Read something from JSON text; what is wrong is said with its place.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Wrong> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| Wrong::new(error.path().to_string(), words(&error.inner().to_string())))?;
    reader
        .end()
        .map_err(|error| Wrong::new(".", words(&error.to_string())))?;
    Ok(read)
}

/// The same from JSON that was read before.
pub(super) fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Wrong> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| Wrong::new(error.path().to_string(), words(&error.inner().to_string())))
}
