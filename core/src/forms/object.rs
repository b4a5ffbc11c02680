//! Arguments that are JSON objects: a sample of a schema, the schema in words, and what an agent had to find out to write one.

use serde_json::{Map, Value, json};

/// Objects and lists inside one another, at most, in samples and words; a schema may refer to itself.
const DEEPEST: usize = 8;

/// The smallest value a schema takes, as far as its keywords of type, choice, least number and required fields say.
pub(super) fn sample(schema: &Value) -> Value {
    sampled(schema, DEEPEST)
}

fn sampled(schema: &Value, depth: usize) -> Value {
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    let kind = schema["type"].as_str();
    match kind.or_else(|| schema["type"][0].as_str()) {
        _ if depth == 0 => Value::Null,
        Some("object") => {
            let field = |name: &str| {
                (
                    name.to_owned(),
                    sampled(&schema["properties"][name], depth - 1),
                )
            };
            required(schema).map(field).collect::<Map<_, _>>().into()
        }
        Some("array") => {
            let least = schema["minItems"].as_u64().unwrap_or(0).min(DEEPEST as u64);
            let item = sampled(&schema["items"], depth - 1);
            Value::Array(vec![item; least as usize])
        }
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        Some("boolean") => json!(false),
        Some("null") => Value::Null,
        _ => json!("A1"),
    }
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let names = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    names.iter().filter_map(Value::as_str)
}

/// A schema in words: `{order_id: text, items: list of {sku: text, n: whole number, 1 or more}}`.
pub(super) fn told(schema: &Value) -> String {
    let mut text = String::from("JSON ");
    tell(schema, DEEPEST, &mut text);
    text
}

fn tell(schema: &Value, depth: usize, out: &mut String) {
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values.iter().map(Value::to_string).collect();
        out.push_str(&format!("one of {}", values.join(", ")));
        return;
    }
    let kind = schema["type"].as_str();
    match kind.or_else(|| schema["type"][0].as_str()) {
        _ if depth == 0 => out.push_str("anything"),
        Some("object") => tell_fields(schema, depth, out),
        Some("array") => {
            out.push_str("list of ");
            tell(&schema["items"], depth - 1, out);
        }
        Some("integer") => match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
            (Some(min), Some(max)) => out.push_str(&format!("whole number from {min} to {max}")),
            (Some(min), None) => out.push_str(&format!("whole number, {min} or more")),
            _ => out.push_str("whole number"),
        },
        Some("number") => out.push_str("number"),
        Some("boolean") => out.push_str("true or false"),
        Some("string") => out.push_str("text"),
        _ => out.push_str("anything"),
    }
    if let Some(description) = schema["description"].as_str() {
        out.push_str(&format!(" ({description})"));
    }
}

fn tell_fields(schema: &Value, depth: usize, out: &mut String) {
    let empty = Map::new();
    let fields = schema["properties"].as_object().unwrap_or(&empty);
    out.push('{');
    for (number, (name, field)) in fields.iter().enumerate() {
        out.push_str(if number == 0 { "" } else { ", " });
        let optional = required(schema).all(|required| required != name);
        out.push_str(&format!(
            "\"{name}\"{}: ",
            if optional { " (optional)" } else { "" }
        ));
        tell(field, depth - 1, out);
    }
    out.push('}');
}

/// The texts and numbers in a written object that its writer had to know: all but names of fields, truth values and what the
/// schema lists as a choice.
#[must_use]
pub fn leaves(schema: &Value, written: &str) -> Vec<String> {
    let mut out = vec![];
    if let Ok(value) = serde_json::from_str(written) {
        collect(schema, &value, &mut out);
    }
    out
}

fn collect(schema: &Value, value: &Value, out: &mut Vec<String>) {
    let listed = schema["enum"].as_array();
    if listed.is_some_and(|values| values.contains(value)) {
        return;
    }
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Number(number) => out.push(number.to_string()),
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(&schema["items"], item, out)),
        Value::Object(fields) => {
            let properties = &schema["properties"];
            (fields.iter()).for_each(|(name, field)| collect(&properties[name], field, out));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Value {
        json!({"type": "object", "properties": {
            "reason": {"type": "string", "enum": ["lost", "late"]},
            "to": {"type": "object", "properties": {"zip": {"type": "string", "description": "five digits"}},
                "required": ["zip"]},
            "items": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 3}},
            "note": {"type": "string"}}, "required": ["reason", "to", "items"]})
    }

    #[test]
    fn a_sample_has_what_is_required_and_no_more() {
        let expected = json!({"reason": "lost", "to": {"zip": "A1"}, "items": [3]});
        assert_eq!(sample(&schema()), expected);
    }

    #[test]
    fn a_schema_is_told_field_by_field() {
        let words = told(&schema());
        for part in [
            "\"items\": list of whole number, 3 or more",
            "\"note\" (optional): text",
            "\"reason\": one of \"lost\", \"late\"",
            "{\"zip\": text (five digits)}",
        ] {
            assert!(words.contains(part), "{words}");
        }
    }

    #[test]
    fn what_a_writer_had_to_know_is_all_but_the_choices() {
        let written = r#"{"reason": "late", "to": {"zip": "0815"}, "items": [7], "note": "x"}"#;
        assert_eq!(leaves(&schema(), written), ["7", "x", "0815"]);
        assert!(leaves(&schema(), "no object").is_empty());
    }
}
