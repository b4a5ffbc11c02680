//! Requests, responses and failures.

use super::lines::MAX_LINE_BYTES;
use crate::complaint::one_line;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use truestep_core::{host::HostError, registry::TaskError};

/// Version of the protocol; it rises when a client of the old one would misunderstand.
pub(super) const PROTOCOL: u32 = 1;

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

    /// The parameters, as the method takes them.
    pub(super) fn params<T: DeserializeOwned>(&mut self) -> Result<T, Failure> {
        let params = match self.params.take() {
            Value::Null => Value::Object(serde_json::Map::new()),
            params => params,
        };
        let method = &self.method;
        serde_json::from_value(params)
            .map_err(|e| Failure::new("bad_params", format!("parameters of `{method}`: {e}")))
    }
}

/// A response: a result or an error, never both.
#[derive(Debug, Serialize)]
pub(super) struct Response {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

impl Response {
    pub(super) fn of(id: Value, result: Result<Value, Failure>) -> Self {
        let (result, error) = match result {
            Ok(result) => (Some(result), None),
            Err(failure) => (None, Some(failure)),
        };
        Self { id, result, error }
    }

    /// To what could not even be read.
    pub(super) fn failed(failure: Failure) -> Self {
        Self::of(Value::Null, Err(failure))
    }
}

/// Why a request was not done; nothing has changed then.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Failure {
    /// Stable name of the cause.
    code: &'static str,
    /// What was wrong, and what to do.
    message: String,
}

impl Failure {
    pub(super) fn new(code: &'static str, message: impl AsRef<str>) -> Self {
        Self {
            code,
            message: one_line(message.as_ref()),
        }
    }

    pub(super) fn too_long() -> Self {
        Self::new(
            "too_long",
            format!("a request is at most {MAX_LINE_BYTES} bytes"),
        )
    }
}

impl From<TaskError> for Failure {
    fn from(error: TaskError) -> Self {
        let code = match &error {
            TaskError::UnknownEnvironment { .. } | TaskError::UnknownTemplate { .. } => {
                "unknown_task"
            }
            TaskError::OtherVersion { .. } => "other_version",
            TaskError::NoInstance { .. } => "no_instance",
            _ => "bad_task",
        };
        Self::new(code, error.to_string())
    }
}

impl From<HostError> for Failure {
    fn from(error: HostError) -> Self {
        let code = match &error {
            HostError::NoSuchSlot { .. } => "no_such_slot",
            HostError::NotReset { .. } => "not_reset",
            HostError::EpisodeOver { .. } => "episode_over",
            HostError::NoSuchMenuEntry { .. } => "no_such_menu_entry",
            HostError::WrongModel { .. } | HostError::BadSnapshot { .. } => "bad_snapshot",
            _ => "host",
        };
        Self::new(code, error.to_string())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<TaskError>() {
            Ok(error) => error.into(),
            Err(error) => Self::new("bad_task", format!("{error:#}")),
        }
    }
}
