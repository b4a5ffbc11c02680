//! Requests and responses as lines.

use serde::{Deserialize, Serialize};
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};
use std::fmt::Display;
use truestep_core::json;
use truestep_session::{Failure, MAX_REQUEST_BYTES, params, response::Answer};

/// A request.
#[derive(Debug)]
pub(super) struct Request {
    /// Given back with the response.
    pub(super) id: Id,
    /// What to do.
    pub(super) method: String,
    /// With what.
    pub(super) params: Value,
}

/// A request as it stands on its line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    method: String,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
}

/// The id alone, whatever else is wrong with the line.
#[derive(Deserialize)]
struct OnlyId<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

/// Longest text or number a request's id may be.
const MAX_ID_CHARS: usize = 200;

/// The id of a request, as the client wrote it: a number of thirty digits comes back with all of them.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Id(Box<RawValue>);

impl Id {
    pub(super) fn none() -> Self {
        Self(to_raw_value(&()).expect("invariant: `null` is JSON"))
    }

    fn read(written: Option<&RawValue>) -> Result<Self, Failure> {
        let Some(raw) = written else {
            return Ok(Self::none());
        };
        let text = raw.get();
        let is_short = text.chars().nth(MAX_ID_CHARS + 2).is_none();
        let is_good = match text.as_bytes().first() {
            Some(b'"') => serde_json::from_str::<String>(text)
                .is_ok_and(|id| id.chars().nth(MAX_ID_CHARS).is_none()),
            Some(b'n' | b'-' | b'0'..=b'9') => is_short,
            _ => false,
        };
        if is_good {
            return Ok(Self(raw.to_owned()));
        }
        Err(malformed(format!(
            "an id is a number or a text of at most {MAX_ID_CHARS} characters"
        )))
    }
}

fn malformed(why: impl AsRef<str>) -> Failure {
    Failure::new("malformed", why)
}

impl Request {
    /// Read a request; a failure comes with the id, if there was one to be read.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, (Id, Failure)> {
        let shape = r#"{"id": 1, "method": "…", "params": {…}}"#;
        let unlike =
            |why: &dyn Display| malformed(format!("a request is a line like {shape}: {why}"));
        // An array would be taken for the fields in their order.
        if bytes.trim_ascii_start().first() == Some(&b'[') {
            return Err((Id::none(), unlike(&"expected an object")));
        }
        let written: Written<'_> = serde_json::from_slice(bytes).map_err(|e| {
            let only = serde_json::from_slice::<OnlyId<'_>>(bytes).ok();
            let id = only.and_then(|only| Id::read(only.id).ok());
            (id.unwrap_or_else(Id::none), unlike(&json::why(&e)))
        })?;
        let id = Id::read(written.id).map_err(|why| (Id::none(), why))?;
        let method = written.method;
        let params = written.params.map(|raw| params(&method, raw.get()));
        match params.transpose() {
            Ok(params) => Ok(Self {
                id,
                method,
                params: params.unwrap_or_default(),
            }),
            Err(e) => Err((
                id,
                malformed(format!("the parameters cannot be read: {}", json::why(&e))),
            )),
        }
    }
}

/// A response: a result or an error, never both.
#[derive(Debug, Serialize)]
pub(super) struct Response {
    id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

impl Response {
    pub(super) fn of(id: Id, result: Result<Answer, Failure>) -> Self {
        let (result, error) = match result {
            Ok(result) => (Some(result), None),
            Err(failure) => (None, Some(failure)),
        };
        Self { id, result, error }
    }

    /// To a line too long to be read.
    pub(super) fn too_long() -> Self {
        let why = format!("a request is at most {MAX_REQUEST_BYTES} bytes");
        Self::of(Id::none(), Err(Failure::new("too_long", why)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_of(line: &str) -> String {
        let id = match Request::read(line.as_bytes()) {
            Ok(request) => request.id,
            Err((id, _)) => id,
        };
        id.0.get().to_owned()
    }

    #[test]
    fn an_id_comes_back_as_it_was_written() {
        for id in [
            "123456789012345678901234567890",
            "1.50",
            "\"\\u0061\"",
            "null",
        ] {
            assert_eq!(id_of(&format!(r#"{{"id": {id}, "method": "hello"}}"#)), id);
            assert_eq!(id_of(&format!(r#"{{"id": {id}, "mehtod": "hello"}}"#)), id);
        }
        for bad in ["[1]", "true", "\"\\ud800\""] {
            assert_eq!(
                id_of(&format!(r#"{{"id": {bad}, "method": "hello"}}"#)),
                "null"
            );
        }
        assert_eq!(id_of(r#"{"method": "hello"}"#), "null");
        assert_eq!(
            id_of(&format!(
                r#"{{"id": {}, "method": "hello"}}"#,
                "1".repeat(400)
            )),
            "null"
        );
    }

    #[test]
    fn a_key_that_is_there_twice_is_refused_wherever_it_stands() {
        for line in [
            r#"{"id": 1, "method": "hello", "method": "list"}"#,
            r#"{"id": 1, "method": "reset", "params": {"seed": 1, "seed": 2}}"#,
            r#"{"id": 1, "method": "step", "params": {"actions": [{"slot": 0, "slot": 1}]}}"#,
        ] {
            let (id, failure) = Request::read(line.as_bytes()).unwrap_err();
            assert_eq!((id.0.get(), failure.code), ("1", "malformed"), "{line}");
        }
    }
}
