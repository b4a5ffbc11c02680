//! Whether the arguments of a call keep the tool's JSON Schema, and where not.

use serde_json::{Map, Value};

/// What does not fit, and where: a JSON pointer into the arguments.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at `{}`: {problem}", if path.is_empty() { "/" } else { path })]
pub struct Violation {
    /// JSON pointer; empty for the whole.
    pub path: String,
    /// What was wrong and what was expected.
    pub problem: String,
}

/// Hold `value` to `schema`: type, choice, required and further fields, lengths of lists and texts, ranges of whole numbers.
/// Keywords beyond these are told to agents and left to the pack.
///
/// # Errors
/// The first violation, in order of the fields' names.
pub fn validate(schema: &Value, value: &Value) -> Result<(), Violation> {
    at(schema, value, &mut String::new())
}

fn at(schema: &Value, value: &Value, path: &mut String) -> Result<(), Violation> {
    let fail = |path: &str, problem: String| {
        Err(Violation {
            path: path.to_owned(),
            problem,
        })
    };
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        let listed: Vec<String> = choices.iter().map(Value::to_string).collect();
        return fail(path, format!("expected one of {}", listed.join(", ")));
    }
    if let Some(expected) = schema["type"].as_str()
        && !is_of(expected, value)
    {
        return fail(
            path,
            format!("expected {}, found {}", named(expected), kind_of(value)),
        );
    }
    match value {
        Value::Object(fields) => object(schema, fields, path),
        Value::Array(items) => {
            let least = schema["minItems"].as_u64().unwrap_or(0);
            let most = schema["maxItems"].as_u64().unwrap_or(u64::MAX);
            let count = items.len() as u64;
            if !(least..=most).contains(&count) {
                let expected = match most {
                    u64::MAX => format!("at least {least}"),
                    _ => format!("from {least} to {most}"),
                };
                return fail(
                    path,
                    format!("expected {expected} in the list, found {count}"),
                );
            }
            for (number, item) in items.iter().enumerate() {
                within(&schema["items"], item, path, &number.to_string())?;
            }
            Ok(())
        }
        Value::String(text) => match schema["minLength"].as_u64() {
            Some(least) if (text.chars().count() as u64) < least => fail(
                path,
                format!("expected text of at least {least} characters"),
            ),
            _ => Ok(()),
        },
        Value::Number(_) => {
            let least = schema["minimum"].as_i64();
            let most = schema["maximum"].as_i64();
            let inside = whole(value)
                .is_none_or(|n| least.is_none_or(|l| l <= n) && most.is_none_or(|m| n <= m));
            match inside {
                true => Ok(()),
                false => {
                    let bound = |bound: Option<i64>| bound.map_or("any".into(), |b| b.to_string());
                    fail(
                        path,
                        format!("expected a number from {} to {}", bound(least), bound(most)),
                    )
                }
            }
        }
        Value::Null | Value::Bool(_) => Ok(()),
    }
}

fn object(schema: &Value, fields: &Map<String, Value>, path: &mut String) -> Result<(), Violation> {
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    for name in required.iter().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            return Err(Violation {
                path: format!("{path}/{name}"),
                problem: "this is required".into(),
            });
        }
    }
    let closed = schema["additionalProperties"] == false;
    for (name, field) in fields {
        match schema["properties"].get(name) {
            Some(property) => within(property, field, path, name)?,
            None if closed => {
                let known = schema["properties"].as_object();
                let known: Vec<&str> =
                    known.map_or(vec![], |k| k.keys().map(String::as_str).collect());
                return Err(Violation {
                    path: format!("{path}/{}", name.chars().take(40).collect::<String>()),
                    problem: format!("there is no such field; there are: {}", known.join(", ")),
                });
            }
            None => {}
        }
    }
    Ok(())
}

fn within(schema: &Value, value: &Value, path: &mut String, name: &str) -> Result<(), Violation> {
    let length = path.len();
    path.push('/');
    path.push_str(name);
    at(schema, value, path)?;
    path.truncate(length);
    Ok(())
}

fn is_of(expected: &str, value: &Value) -> bool {
    match expected {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => whole(value).is_some(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    }
}

/// The whole number that a value is, however it is written: `11`, `11.0`, `1.1e1`.
fn whole(value: &Value) -> Option<i64> {
    /// Beyond this not every whole number is a float.
    const MOST: f64 = 9_007_199_254_740_992.0;
    let float = || {
        value
            .as_f64()
            .filter(|n| n.fract() == 0.0 && n.abs() <= MOST)
    };
    value.as_i64().or_else(|| float().map(|n| n as i64))
}

/// Write the whole numbers that `schema` asks for as such, so that equal arguments are written alike.
pub(super) fn plain_numbers(schema: &Value, value: &mut Value) {
    match value {
        Value::Number(_) if schema["type"] == "integer" => {
            if let Some(number) = whole(value) {
                *value = number.into();
            }
        }
        Value::Array(items) => {
            let items = items.iter_mut();
            items.for_each(|item| plain_numbers(&schema["items"], item));
        }
        Value::Object(fields) => {
            let fields = fields.iter_mut();
            fields.for_each(|(name, field)| plain_numbers(&schema["properties"][name], field));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Write the choices that `schema` gives as it does: capitals are spelling.
pub(super) fn plain_choices(schema: &Value, value: &mut Value) {
    match value {
        Value::String(text) => {
            let choices = schema["enum"].as_array().map_or(&[][..], Vec::as_slice);
            let small = text.to_lowercase();
            let is_it =
                |choice: &&Value| choice.as_str().is_some_and(|c| c.to_lowercase() == small);
            if let Some(choice) = choices.iter().find(is_it)
                && !choices.iter().any(|choice| choice == text.as_str())
            {
                *value = choice.clone();
            }
        }
        Value::Array(items) => {
            let items = items.iter_mut();
            items.for_each(|item| plain_choices(&schema["items"], item));
        }
        Value::Object(fields) => {
            let fields = fields.iter_mut();
            fields.for_each(|(name, field)| plain_choices(&schema["properties"][name], field));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn named(kind: &str) -> &str {
    match kind {
        "object" => "an object",
        "array" => "a list",
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        other => other,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(n) if n.is_f64() => "a number with decimals",
        Value::Number(_) => "a whole number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_number_without_a_fraction_is_whole_however_it_is_written() {
        let schema = json!({"type": "object", "properties": {
            "n": {"type": "integer", "maximum": 500},
            "all": {"type": "array", "maxItems": 2, "items": {"type": "integer"}}}});
        let read = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
        for text in [r#"{"n": 11.0, "all": [5e2]}"#, r#"{"n": 11, "all": [500]}"#] {
            let mut value = read(text);
            assert_eq!(validate(&schema, &value), Ok(()), "{text}");
            plain_numbers(&schema, &mut value);
            assert_eq!(
                value.to_string(),
                json!({"n": 11, "all": [500]}).to_string()
            );
        }
        for (text, words) in [
            (r#"{"n": 11.5}"#, "decimals"),
            (r#"{"n": 501.0}"#, "to 500"),
            (r#"{"n": 1e300}"#, "decimals"),
            (r#"{"all": [1, 2, 3]}"#, "from 0 to 2 in the list, found 3"),
        ] {
            let found = validate(&schema, &read(text)).unwrap_err().to_string();
            assert!(found.contains(words), "{text}: {found}");
        }
    }

    #[test]
    fn a_choice_is_one_in_whatever_capitals_and_the_exact_one_comes_first() {
        let schema = json!({"type": "object", "properties": {
            "to": {"enum": ["on", "off"]}, "VPN": {"enum": ["A", "a"]}}});
        for (given, plain) in [
            (json!({"to": "ON"}), json!({"to": "on"})),
            (json!({"to": "up"}), json!({"to": "up"})),
            (json!({"VPN": "a"}), json!({"VPN": "a"})),
        ] {
            let mut value = given;
            plain_choices(&schema, &mut value);
            assert_eq!(value, plain);
        }
    }

    #[test]
    fn a_violation_names_its_place_and_what_was_expected() {
        let schema = json!({"type": "object", "properties": {
            "order_id": {"type": "string", "minLength": 1},
            "reason": {"type": "string", "enum": ["late"]},
            "items": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {
                "n": {"type": "integer", "minimum": 1, "maximum": 9}}, "required": ["n"]}}},
            "required": ["order_id"], "additionalProperties": false});
        assert_eq!(
            validate(&schema, &json!({"order_id": "A", "items": [{"n": 2}]})),
            Ok(())
        );
        for (arguments, path, words) in [
            (json!({}), "/order_id", "required"),
            (json!([]), "", "an object, found a list"),
            (
                json!({"order_id": 7}),
                "/order_id",
                "text, found a whole number",
            ),
            (json!({"order_id": ""}), "/order_id", "at least 1 character"),
            (
                json!({"order_id": "A", "reason": "x"}),
                "/reason",
                "one of \"late\"",
            ),
            (
                json!({"order_id": "A", "items": []}),
                "/items",
                "at least 1",
            ),
            (
                json!({"order_id": "A", "items": [{"n": 2}, {"n": 10}]}),
                "/items/1/n",
                "from 1 to 9",
            ),
            (
                json!({"order_id": "A", "items": [{"n": 1.5}]}),
                "/items/0/n",
                "decimals",
            ),
            (
                json!({"order_id": "A", "other": 1}),
                "/other",
                "there are: items",
            ),
        ] {
            let found = validate(&schema, &arguments).unwrap_err();
            assert_eq!(found.path, path, "{arguments}");
            assert!(found.to_string().contains(words), "{found}");
        }
    }
}
