//! What a rule forbids, as data: a domain that is read from a file has no functions.

use super::rule::Scene;
use serde_json::{Map, Value};
use std::sync::Arc;
use truestep_sandbox::{Key, KeyKind, ValueKind};

/// Calls that are forbidden: those for which everything here holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forbidden {
    /// They are of one of these tools; of any, if there are none.
    pub tools: Vec<String>,
    /// They have these arguments, perhaps among others.
    pub arguments: Map<String, Value>,
    /// A row is so before the call.
    pub row: Option<RowIs>,
}

/// What a row is before a call. A row that is not there is nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct RowIs {
    /// Its table.
    pub table: String,
    /// How the table's keys are written.
    pub keys: KeyKind,
    /// What its values are; bytes are held against texts.
    pub values: ValueKind,
    /// The argument that holds its key.
    pub key_from: String,
    /// Which of its fields, if not the whole.
    pub column: Option<String>,
    /// What it is, or is not.
    pub test: Test,
}

/// How a value is held against another.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It is one of these.
    OneOf(Vec<Value>),
    /// It is none of these.
    NoneOf(Vec<Value>),
}

impl Forbidden {
    pub(super) fn is_broken(&self, scene: &Scene<'_>) -> bool {
        let tool = self.tools.is_empty() || self.tools.iter().any(|tool| tool == scene.tool);
        let given = &scene.call.arguments;
        let mut arguments = self.arguments.iter();
        tool && arguments.all(|(name, value)| given.get(name) == Some(value))
            && self.row.as_ref().is_none_or(|row| row.is_so(scene))
    }
}

impl RowIs {
    fn is_so(&self, scene: &Scene<'_>) -> bool {
        let key = match &scene.call.arguments[&self.key_from] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let key = Key::parse(self.keys, &key).ok();
        let Some(value) = key.and_then(|key| scene.value(&self.table, &key)) else {
            return false;
        };
        let whole = match self.values {
            ValueKind::Json => value.json().unwrap_or_default(),
            ValueKind::Bytes => Arc::new(String::from_utf8_lossy(value.as_bytes()).into()),
        };
        let found = match &self.column {
            Some(column) => &whole[column],
            None => &whole,
        };
        match &self.test {
            Test::OneOf(values) => values.contains(found),
            Test::NoneOf(values) => !values.contains(found),
        }
    }
}
