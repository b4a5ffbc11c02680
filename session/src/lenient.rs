//! Parameters of a request from their text: read strictly, but for what only one slot has to answer for.
//!
//! A model's call often carries arguments that are no JSON anybody can use: a key twice, `1e999`, half a surrogate, brackets
//! upon brackets. That is a bad action of the slot it was given for, and no fault of the others in the request. So where
//! the parameters of `step` cannot be read because of `arguments`, those stand as the text of a call in their place: the
//! world rejects it, says why, and it is in the record as it was written.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Value, value::RawValue};
use std::fmt;
use truestep_core::{forms::call_text, json};

/// The parameters of a request of `method`, from their text.
///
/// # Errors
/// If the text is no JSON, an object has a key twice or there are too many values, outside of a call's arguments.
pub fn params(method: &str, text: &str) -> Result<Value, serde_json::Error> {
    let strict = json::read(text);
    match strict {
        Err(error) if method == crate::Method::Step.name() => {
            relieved(text).map_or(Err(error), |text| json::read(&text))
        }
        read => read,
    }
}

/// The parameters of `step` with the text of a call for each whose arguments cannot be read; `None` if there is none.
fn relieved(text: &str) -> Option<String> {
    let Entries(params) = serde_json::from_str(text).ok()?;
    let mut changed = false;
    let written = params.iter().map(|(key, raw)| {
        let list = (key == "actions").then(|| actions(raw)).flatten();
        changed |= list.is_some();
        entry(key, list.as_deref().unwrap_or(raw.get()))
    });
    let written: Vec<String> = written.collect();
    changed.then(|| format!("{{{}}}", written.join(",")))
}

/// The list of actions with what was replaced in it; `None` if nothing was.
fn actions(raw: &RawValue) -> Option<String> {
    let actions: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
    let replaced: Vec<Option<String>> = actions.iter().map(|action| as_text(action)).collect();
    if replaced.iter().all(Option::is_none) {
        return None;
    }
    let each = actions.iter().zip(&replaced);
    let each: Vec<&str> = each
        .map(|(action, text)| text.as_deref().unwrap_or(action.get()))
        .collect();
    Some(format!("[{}]", each.join(",")))
}

/// A call whose arguments cannot be read as the action of its text; `None` of any other action, and of what has no shape.
fn as_text(action: &RawValue) -> Option<String> {
    let Entries(fields) = serde_json::from_str(action.get()).ok()?;
    let one = |name: &str| {
        let mut found = fields.iter().filter(|(key, _)| key == name);
        found.next().filter(|_| found.next().is_none())
    };
    let (_, arguments) = one("arguments")?;
    let tool: String = serde_json::from_str(one("tool")?.1.get()).ok()?;
    // As deep as it stands in the request: in the parameters, the list and the action.
    let within = format!("[[[{}]]]", arguments.get());
    if json::read(&within).is_ok() || fields.iter().any(|(key, _)| key == "action") {
        return None;
    }
    let text = serde_json::to_string(&call_text(&tool, arguments.get())).ok()?;
    let kept = fields
        .iter()
        .filter(|(key, _)| key != "arguments" && key != "tool")
        .map(|(key, raw)| entry(key, raw.get()));
    let written: Vec<String> = kept
        .chain(std::iter::once(entry("action", &text)))
        .collect();
    Some(format!("{{{}}}", written.join(",")))
}

fn entry(key: &str, raw: &str) -> String {
    format!("{}:{raw}", Value::from(key))
}

/// The entries of an object in their order, those of one key as often as they are there.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(AllEntries)
    }
}

struct AllEntries;

impl<'de> Visitor<'de> for AllEntries {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Entries<'de>, A::Error> {
        let mut all = vec![];
        while let Some(entry) = entries.next_entry()? {
            all.push(entry);
        }
        Ok(Entries(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn arguments_that_cannot_be_read_become_the_text_of_their_call() {
        let deep = format!("{}{}", "[".repeat(126), "]".repeat(126));
        for bad in [
            r#"{"a":1,"a":2}"#,
            "1e999",
            r#""\ud800""#,
            &*deep,
            r#"{"x":{"y":1,"y":1}}"#,
        ] {
            let text = format!(
                r#"{{"menu":true,"actions":[{{"slot":1,"tool":"t\"1","arguments":{bad},"probability":0.5}},{{"menu":0}}]}}"#
            );
            let read = params("step", &text).unwrap();
            let call = format!(r#"{{"tool":"t\"1","arguments":{bad}}}"#);
            let expected = json!({"menu": true, "actions": [
                {"slot": 1, "action": call, "probability": 0.5}, {"menu": 0},
            ]});
            assert_eq!(read, expected);
            assert!(params("reset", &text).is_err());
        }
    }

    #[test]
    fn what_is_wrong_elsewhere_is_refused_as_before() {
        for text in [
            r#"{"actions":[{"slot":0,"slot":1,"tool":"t","arguments":{"a":1,"a":1}}]}"#,
            r#"{"actions":[{"tool":"t","arguments":{"a":1,"a":1},"arguments":{}}]}"#,
            r#"{"actions":[{"tool":"t","action":"x","arguments":{"a":1,"a":1}}]}"#,
            r#"{"actions":[{"arguments":{"a":1,"a":1}}]}"#,
            r#"{"actions":[{"tool":3,"arguments":1e999}]}"#,
            r#"{"actions":[],"actions":[{"tool":"t","arguments":1e999}]}"#,
            r#"{"actions":[{"probability":1e999}]}"#,
            r#"{"actions":{"tool":"t","arguments":1e999}}"#,
            r#"[1e999]"#,
            "{",
        ] {
            assert!(params("step", text).is_err(), "{text}");
        }
    }
}
