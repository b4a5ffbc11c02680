//! AndroidWorld's objects as its own helpers take them out of a text and check them.

use super::{ACTIONS, EXPECTED, FIELDS};
use crate::gui::grammar::{
    Direction, Fault, Refusal,
    args::unknown,
    python::{self, Expr, repr_float, strip},
    refuse::clip,
};
use serde_json::{Map, Value};

/// What M3A splits a text into: the action, and the reason where one is given.
fn split(text: &str) -> Result<(&str, Option<String>), Refusal> {
    let Some((_, action)) = text.split_once("Action:") else {
        return Ok((text, None));
    };
    // The reason reaches to the last `Action:`, the action begins behind the first.
    let after = text.split_once("Reason:").map(|(_, after)| after);
    let reason = after.and_then(|after| after.rsplit_once("Action:"));
    let reason = reason.map(|(reason, _)| strip(reason).to_owned());
    match reason {
        Some(reason) if !reason.is_empty() => Ok((strip(action), Some(reason))),
        _ => Err(Fault::NoAction {
            expected: "`Reason: ..` before `Action: ..`",
        }
        .into()),
    }
}

/// The object that the released helpers take out of a text.
pub(super) fn found(text: &str) -> Result<(Map<String, Value>, Option<String>), Refusal> {
    let none = || Fault::NoAction { expected: EXPECTED }.raises("TypeError");
    // What M3A takes out first is written as JSON again: a set cannot be.
    let first = text
        .split_once("Action:")
        .and_then(|(_, action)| braces(action, true));
    let first = first.map_or(Ok(None), literal)?;
    let (action, reason) = split(text)?;
    if let Some(fields) = first {
        return Ok((fields, reason));
    }
    let piece = braces(action, false).ok_or_else(none)?;
    if let Some(fields) = literal(piece)? {
        return Ok((fields, reason));
    }
    match serde_json::from_str(piece) {
        Ok(Value::Object(fields)) => Ok((fields, reason)),
        _ => Err(none()),
    }
}

/// From the first opening brace to the first closing one; on one line, or over several.
fn braces(text: &str, lines: bool) -> Option<&str> {
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|open| from + open) {
        let rest = &text[open..];
        let close = rest.find('}')?;
        if lines || !rest[..close].contains('\n') {
            return Some(&rest[..=close]);
        }
        from = open + rest.find('\n')?;
    }
    None
}

/// A dictionary by `ast.literal_eval`; nothing where it refuses.
fn literal(piece: &str) -> Result<Option<Map<String, Value>>, Refusal> {
    let expr = match python::parse(piece) {
        Ok(expr) => expr,
        Err(python::Broken::Depth) => return Err(Fault::TooDeep.into()),
        Err(python::Broken::Syntax(_)) => return Ok(None),
    };
    let not_named =
        || Fault::malformed(piece, "an object whose names are texts").raises("TypeError");
    match &expr {
        Expr::Dict(pairs) => match expr.literal() {
            Some(Value::Object(fields)) => {
                let text = |key: &Expr| matches!(key, Expr::Const(python::Const::Str(_)));
                let texts = pairs.iter().all(|(key, _)| key.as_ref().is_some_and(text));
                if texts {
                    Ok(Some(fields))
                } else {
                    Err(not_named())
                }
            }
            _ => Ok(None),
        },
        Expr::Set(items) if items.iter().all(|item| item.literal().is_some()) => Err(not_named()),
        _ => Ok(None),
    }
}

/// What `JSONAction` makes of an object.
pub(super) fn checked(given: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    if let Some(name) = given.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        let fault = Fault::Extra {
            action: "JSONAction".into(),
            argument: clip(name),
        };
        return Err(fault.raises("TypeError"));
    }
    let mut fields: Map<String, Value> = given
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let wrong = |name: &str, found: &Value, expected: &str| Fault::Wrong {
        action: "JSONAction".into(),
        argument: name.into(),
        found: clip(&found.to_string()),
        expected: expected.into(),
    };
    let action = given.get("action_type").unwrap_or(&Value::Null);
    if !action
        .as_str()
        .is_some_and(|action| ACTIONS.contains(&action))
    {
        return Err(unknown(action.as_str().unwrap_or("none"), ACTIONS));
    }
    if let Some(index) = fields.get("index").cloned() {
        let number = python_int(&index)
            .map_err(|raised| wrong("index", &index, "a number").raises(raised))?;
        fields.insert("index".into(), number.into());
        if fields.contains_key("x") || fields.contains_key("y") {
            return Err(wrong("index", &index, "either an index or x and y").raises("ValueError"));
        }
    }
    if let Some(direction) = fields.get("direction") {
        let known = direction
            .as_str()
            .is_some_and(|word| word.is_empty() || Direction::read(word).is_some());
        if !known && is_true(direction) {
            return Err(
                wrong("direction", direction, "left, right, down or up").raises("ValueError")
            );
        }
    }
    if let Some(text) = fields
        .get("text")
        .filter(|text| !text.is_string())
        .map(python_str)
    {
        fields.insert("text".into(), text.into());
    }
    match fields.get("keycode") {
        Some(Value::String(code)) if code.starts_with("KEYCODE_") => {}
        None => {}
        Some(other) => {
            let raised = if other.is_string() {
                "ValueError"
            } else {
                "AttributeError"
            };
            return Err(wrong("keycode", other, "KEYCODE_..").raises(raised));
        }
    }
    Ok(fields)
}

/// `int(value)`, or what it raises.
fn python_int(value: &Value) -> Result<i64, &'static str> {
    match value {
        Value::Bool(flag) => Ok(i64::from(*flag)),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Ok(whole),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is cut, and within what is exact"
            )]
            (None, Some(part)) if part.abs() < 9e15 => Ok(part as i64),
            _ => Err("OverflowError"),
        },
        Value::String(text) => python::whole_number(text).ok_or("ValueError"),
        _ => Err("TypeError"),
    }
}

/// Whether Python takes a value for true.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(items) => !items.is_empty(),
    }
}

/// `str(value)`.
fn python_str(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map_or_else(String::new, repr_float)
        }
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(python_repr).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(items) => {
            let pair = |(name, value): (&String, &Value)| {
                format!("{}: {}", python::quote(name, '\''), python_repr(value))
            };
            let items: Vec<String> = items.iter().map(pair).collect();
            format!("{{{}}}", items.join(", "))
        }
    }
}

/// `repr(value)`.
fn python_repr(value: &Value) -> String {
    match value {
        Value::String(text) => {
            let mark = if text.contains('\'') && !text.contains('"') {
                '"'
            } else {
                '\''
            };
            python::quote(text, mark)
        }
        other => python_str(other),
    }
}
