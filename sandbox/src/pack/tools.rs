//! A pack's tools as MCP lists them.

use crate::error::{BadTools, SandboxError};
use crate::tables::shortened;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A tool as MCP's `tools/list` writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tool {
    /// Name, unique in its pack: 1 to 64 of `a-z A-Z 0-9 _ - .`.
    pub name: String,
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it does, for the agent.
    pub description: String,
    /// JSON Schema of the arguments: an object.
    pub input_schema: Value,
    /// JSON Schema of the structured reply: an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_schema: Option<Value>,
    /// What it says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotations: Option<Annotations>,
}

/// What a tool says of itself. [`read_only_hint`](Self::read_only_hint) is more than a hint here: a tool that says so may
/// read the tables it was granted and write none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Annotations {
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// It changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only_hint: Option<bool>,
    /// It may take away what was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destructive_hint: Option<bool>,
    /// Calling it twice with the same arguments is calling it once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotent_hint: Option<bool>,
    /// It deals with things outside; no pack can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_world_hint: Option<bool>,
}

impl Tool {
    /// Whether the tool says that it changes nothing.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        let hint = self.annotations.as_ref().and_then(|a| a.read_only_hint);
        hint == Some(true)
    }

    fn check(&self) -> Result<(), &'static str> {
        let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        if !(1..=64).contains(&self.name.len()) || !self.name.bytes().all(letters) {
            return Err("its name must be 1 to 64 of `a-z A-Z 0-9 _ - .`");
        }
        if self.description.trim().is_empty() {
            return Err("it has no description; an agent needs one");
        }
        let of_object = |schema: &Value| schema.get("type") == Some(&Value::from("object"));
        if !of_object(&self.input_schema) {
            return Err("its inputSchema must be a JSON Schema of `\"type\": \"object\"`");
        }
        if !self.output_schema.as_ref().is_none_or(of_object) {
            return Err("its outputSchema must be a JSON Schema of `\"type\": \"object\"`");
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    tools: Vec<Tool>,
}

/// The tool of this name among a pack's.
pub(crate) fn find<'a>(
    pack: &str,
    tools: &'a [Tool],
    name: &str,
) -> Result<&'a Tool, SandboxError> {
    let found = tools.iter().find(|tool| tool.name == name);
    found.ok_or_else(|| SandboxError::UnknownTool {
        pack: pack.to_owned(),
        tool: shortened(name),
        tools: tools.iter().map(|tool| tool.name.clone()).collect(),
    })
}

/// Reads what `pack_list` gave.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Tool>, BadTools> {
    let list: List = serde_json::from_slice(bytes).map_err(|error| BadTools::Malformed {
        reason: error.to_string(),
    })?;
    check(&list.tools)?;
    Ok(list.tools)
}

/// Holds each tool of a list to what an agent needs of it, and the list to names that differ.
pub(super) fn check(tools: &[Tool]) -> Result<(), BadTools> {
    for (place, tool) in tools.iter().enumerate() {
        let twice = tools[..place].iter().any(|t| t.name == tool.name);
        let checked = if twice {
            Err("there are two of this name")
        } else {
            tool.check()
        };
        checked.map_err(|reason| BadTools::Tool {
            tool: shortened(&tool.name),
            reason,
        })?;
    }
    Ok(())
}
