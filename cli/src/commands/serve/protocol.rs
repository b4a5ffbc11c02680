//! Requests and responses as lines.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use truestep_session::{Failure, MAX_REQUEST_BYTES, response::Answer};

/// A request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    /// Given back with the response.
    #[serde(default)]
    pub(super) id: Value,
    /// What to do.
    pub(super) method: String,
    /// With what.
    #[serde(default)]
    pub(super) params: Value,
}

/// Longest text a request's id may be.
const MAX_ID_CHARS: usize = 200;

impl Request {
    /// Read a request; a failure comes with the id, if there was one to be read.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, (Value, Failure)> {
        let malformed = |why: String| Failure::new("malformed", why);
        let value: Value = serde_json::from_slice(bytes)
            .map_err(|e| (Value::Null, malformed(format!("not a line of JSON: {e}"))))?;
        let id = value.get("id").cloned().unwrap_or_default();
        let is_short = match &id {
            Value::Null | Value::Number(_) => true,
            Value::String(text) => text.chars().nth(MAX_ID_CHARS).is_none(),
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
        };
        if !is_short {
            let why = format!("an id is a number or a text of at most {MAX_ID_CHARS} characters");
            return Err((Value::Null, malformed(why)));
        }
        serde_json::from_value(value).map_err(|e| {
            let shape = r#"{"id": 1, "method": "…", "params": {…}}"#;
            (id, malformed(format!("a request looks like {shape}: {e}")))
        })
    }
}

/// A response: a result or an error, never both.
#[derive(Debug, Serialize)]
pub(super) struct Response {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

impl Response {
    pub(super) fn of(id: Value, result: Result<Answer, Failure>) -> Self {
        let (result, error) = match result {
            Ok(result) => (Some(result), None),
            Err(failure) => (None, Some(failure)),
        };
        Self { id, result, error }
    }

    /// To a line too long to be read.
    pub(super) fn too_long() -> Self {
        let why = format!("a request is at most {MAX_REQUEST_BYTES} bytes");
        Self::of(Value::Null, Err(Failure::new("too_long", why)))
    }
}
