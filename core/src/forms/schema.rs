//! The forms as functions a model can call, in the shape chat interfaces take.

use super::{ActionForm, ActionForms, Argument, ArgumentKind, TOOL_ACT};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Which functions a model is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolStyle {
    /// One function, `act(action)`, whose description lists every form.
    #[default]
    Act,
    /// One function per action form, with its arguments.
    Forms,
}

impl ToolStyle {
    /// Both styles.
    pub const ALL: [ToolStyle; 2] = [ToolStyle::Act, ToolStyle::Forms];

    /// Its name in requests and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ToolStyle::Act => "act",
            ToolStyle::Forms => "forms",
        }
    }
}

/// The function `act(action)` for tasks that are not known yet: a list of one.
#[must_use]
pub fn act_tool() -> Value {
    json!([act_function("Take one action in the environment.")])
}

fn act_function(description: &str) -> Value {
    let action = json!({
        "type": "string",
        "description": "the action as text, in one of the forms there are"
    });
    function(TOOL_ACT, description, one("action", action), &["action"])
}

impl ActionForms {
    /// The functions of `style`, each `{"type": "function", "function": {name, description, parameters}}`.
    #[must_use]
    pub fn tools(&self, style: ToolStyle) -> Value {
        match style {
            ToolStyle::Act => json!([self.act_tool()]),
            ToolStyle::Forms => self.iter().map(form_tool).collect(),
        }
    }

    fn act_tool(&self) -> Value {
        let description = format!(
            "Take one action in the environment. The action is written in one of these forms:\n{}",
            self.briefing().trim_end()
        );
        act_function(&description)
    }
}

fn form_tool(form: &ActionForm) -> Value {
    if let Some(schema) = form.call_schema() {
        return json!({
            "type": "function",
            "function": {
                "name": form.name,
                "description": form.description(),
                "parameters": schema
            }
        });
    }
    let properties: Map<String, Value> = (form.arguments.iter())
        .map(|argument| (argument.name.clone(), property(argument)))
        .collect();
    let required: Vec<&str> = form.arguments.iter().map(|a| a.name.as_str()).collect();
    function(&form.name, &form.description(), properties, &required)
}

fn function(
    name: &str,
    description: &str,
    properties: Map<String, Value>,
    required: &[&str],
) -> Value {
    json!({
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {
                "type": "object",
                "properties": properties,
                "required": required,
                "additionalProperties": false
            }
        }
    })
}

fn one(name: &str, schema: Value) -> Map<String, Value> {
    std::iter::once((name.to_owned(), schema)).collect()
}

/// The JSON schema of an argument.
fn property(argument: &Argument) -> Value {
    let mut schema = match &argument.kind {
        ArgumentKind::Text { max_bytes } => {
            json!({"type": "string", "minLength": 1, "maxLength": max_bytes})
        }
        ArgumentKind::Shown => json!({"type": "string", "minLength": 1}),
        ArgumentKind::Integer { min, max } => {
            json!({"type": "integer", "minimum": min, "maximum": max})
        }
        ArgumentKind::Choice { values } => json!({"type": "string", "enum": values}),
        ArgumentKind::Point { .. } => json!({
            "type": "array",
            "items": {"type": "integer", "minimum": 0},
            "minItems": 2,
            "maxItems": 2
        }),
        ArgumentKind::Object { schema } => schema.clone(),
    };
    let description = match &argument.kind {
        // What the schema says already is not said again.
        ArgumentKind::Integer { .. } | ArgumentKind::Choice { .. } | ArgumentKind::Text { .. }
            if argument.example.is_none() =>
        {
            argument.description.clone()
        }
        ArgumentKind::Point {
            space,
            width,
            height,
        } => format!(
            "{}: [x, y] of the {space}, x below {width}, y below {height}, the origin at the top left",
            argument.description
        ),
        _ => format!("{}, {}", argument.description, argument.expected()),
    };
    schema["description"] = description.into();
    schema
}

#[cfg(test)]
mod tests {
    use super::super::tests::shop;
    use super::*;

    #[test]
    fn one_tool_lists_every_form_and_one_tool_per_form_has_its_arguments() {
        let forms = shop();
        let act = forms.tools(ToolStyle::Act);
        assert_eq!(act.as_array().unwrap().len(), 1);
        let described = act[0]["function"]["description"].as_str().unwrap();
        let tools = forms.tools(ToolStyle::Forms);
        for (number, form) in forms.iter().enumerate() {
            assert!(described.contains(&form.template));
            let tool = &tools[number]["function"];
            assert_eq!(tool["name"], form.name.as_str());
            let required = tool["parameters"]["required"].as_array().unwrap();
            assert_eq!(required.len(), form.arguments.len());
        }
        let quantity = &tools[4]["function"]["parameters"]["properties"]["n"];
        assert_eq!(
            *quantity,
            json!({"type": "integer", "minimum": 1, "maximum": 9, "description": "how many"})
        );
        let wrap = &tools[3]["function"]["parameters"]["properties"]["name"];
        assert_eq!(wrap["enum"], json!(["none", "plain"]));
    }
}
