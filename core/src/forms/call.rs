//! From a tool call back to an action.

use super::{ActionForm, ActionForms, Argument, ArgumentKind};
use crate::{json, model::Dynamics, truth::Rejection};
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

/// The tool that takes any action as text.
pub const TOOL_ACT: &str = "act";

/// Longest text that is looked at as a written call, bytes.
const MAX_CALL_BYTES: usize = 1 << 16;

/// A tool call written as text: `{"tool": "set_quantity", "arguments": {"line": 2, "n": 3}}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    tool: String,
    /// As they are written: what cannot be read of them is told, and not taken for another kind of action.
    #[serde(borrow, rename = "arguments")]
    _arguments: &'a RawValue,
}

/// A call read strictly.
#[derive(Deserialize)]
struct Call {
    arguments: Value,
}

/// Read an action from text: a tool call written as JSON stands for the action it is a call of, everything else is the
/// model's to read.
///
/// # Errors
/// The [`Rejection`] of a bad call, or the model's.
pub fn decode<M: Dynamics>(
    def: &M::Def,
    state: &M::State,
    text: &str,
) -> Result<M::Action, Rejection> {
    let looks = text.len() <= MAX_CALL_BYTES && text.starts_with('{') && text.ends_with('}');
    let written = looks
        .then(|| serde_json::from_str::<Written<'_>>(text).ok())
        .flatten();
    let Some(Written { tool, .. }) = written else {
        return M::decode(def, state, text);
    };
    let arguments = arguments_of(text)?;
    let action = M::forms(def).action_of_call(&tool, &arguments)?;
    M::decode(def, state, &action)
}

/// The arguments of a written call. Of a key that is there twice nobody can say which was meant, and a number beyond doubles
/// or half of a surrogate is no value.
fn arguments_of(text: &str) -> Result<Value, Rejection> {
    let call = json::read(text).and_then(serde_json::from_value::<Call>);
    let malformed = |error| Rejection::new("malformed", format!("the call: {}", json::why(&error)));
    call.map(|call| call.arguments).map_err(malformed)
}

/// A tool call as text that [`decode`] reads: how a call that is no action enters the record.
#[must_use]
pub fn written_call(tool: &str, arguments: &Value) -> String {
    serde_json::json!({"tool": tool, "arguments": arguments}).to_string()
}

/// The same of arguments as they were written, whether or not they can be read.
#[must_use]
pub fn call_text(tool: &str, arguments: &str) -> String {
    format!(
        r#"{{"tool":{},"arguments":{arguments}}}"#,
        Value::from(tool)
    )
}

/// Characters of a value that are quoted back.
const QUOTED: usize = 40;

/// Why a tool call is no action. The agent's mistake, so it becomes a [`Rejection`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadCall {
    /// No tool of that name.
    #[error("there is no tool `{name}`; there are: {known}")]
    UnknownTool {
        /// The name called.
        name: String,
        /// The tools there are.
        known: String,
    },
    /// The arguments are no JSON object.
    #[error("the arguments of `{tool}` are {found}; expected an object")]
    NoObject {
        /// The tool.
        tool: String,
        /// What they are.
        found: &'static str,
    },
    /// An argument is not there.
    #[error("`{tool}` lacks `{argument}`: {expected}")]
    Missing {
        /// The tool.
        tool: String,
        /// The argument.
        argument: String,
        /// What can be given.
        expected: String,
    },
    /// An argument the tool does not take.
    #[error("`{tool}` takes no `{argument}`; it takes {known}")]
    Unknown {
        /// The tool.
        tool: String,
        /// The argument.
        argument: String,
        /// The arguments it takes.
        known: String,
    },
    /// A value that is not of the argument's kind.
    #[error("`{argument}` of `{tool}` is {found}; expected {expected}")]
    Value {
        /// The tool.
        tool: String,
        /// The argument.
        argument: String,
        /// What was given.
        found: String,
        /// What can be given.
        expected: String,
    },
}

impl BadCall {
    /// Stable name of the cause, as rejections carry it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            BadCall::UnknownTool { .. } => "unknown_action",
            BadCall::NoObject { .. } | BadCall::Missing { .. } | BadCall::Unknown { .. } => {
                "malformed"
            }
            BadCall::Value { .. } => "bad_argument",
        }
    }
}

impl From<BadCall> for Rejection {
    fn from(bad: BadCall) -> Self {
        Rejection::new(bad.code(), bad.to_string())
    }
}

impl ActionForms {
    /// The action that a call of `tool` with `arguments` stands for: of [`TOOL_ACT`] the text it carries, of a form's tool
    /// the form with its values.
    ///
    /// # Errors
    /// [`BadCall`], by cause.
    pub fn action_of_call(&self, tool: &str, arguments: &Value) -> Result<String, BadCall> {
        let found = self.get(tool);
        if let Some(form) = found.filter(|form| form.call_schema().is_some()) {
            return structured(form, arguments);
        }
        let act = [Argument::text("action", u32::MAX, "the action")];
        let expected = match found {
            Some(form) => &form.arguments[..],
            None if tool == TOOL_ACT => &act,
            None => {
                let names: Vec<&str> = self.iter().map(|f| f.name.as_str()).collect();
                return Err(BadCall::UnknownTool {
                    name: quoted(tool),
                    known: format!("{TOOL_ACT}, {}", names.join(", ")),
                });
            }
        };
        let values = values_of(tool, expected, arguments)?;
        Ok(match found {
            Some(form) => {
                let mut text = String::new();
                form.write(&values, &mut text);
                text
            }
            None => values.concat(),
        })
    }
}

impl ActionForms {
    /// The tool call that stands for an action: the tool of its form with its values. Text of no form is a call of
    /// [`TOOL_ACT`].
    #[must_use]
    pub fn call_of(&self, action: &str) -> (String, Value) {
        let Some((form, values)) = self.read(action) else {
            let text = std::iter::once(("action".to_owned(), Value::from(action)));
            return (TOOL_ACT.into(), Value::Object(text.collect()));
        };
        if form.call_schema().is_some()
            && let Ok(arguments) = serde_json::from_str(&values.concat())
        {
            return (form.name.clone(), arguments);
        }
        let value =
            |(argument, text): (&Argument, &&str)| (argument.name.clone(), argument.value_of(text));
        let values: Map<String, Value> = form.arguments.iter().zip(&values).map(value).collect();
        (form.name.clone(), Value::Object(values))
    }
}

/// A structured call as its action: the object it carries, in one spelling.
fn structured(form: &ActionForm, arguments: &Value) -> Result<String, BadCall> {
    let given = match arguments {
        Value::Object(_) => arguments.to_string(),
        // A function without arguments is often called with none.
        Value::Null => "{}".into(),
        other => {
            return Err(BadCall::NoObject {
                tool: form.name.clone(),
                found: kind_of(other),
            });
        }
    };
    let mut text = String::new();
    form.write(&[given], &mut text);
    Ok(text)
}

fn values_of(tool: &str, expected: &[Argument], given: &Value) -> Result<Vec<String>, BadCall> {
    let empty = serde_json::Map::new();
    let given = match given {
        Value::Object(given) => given,
        // A function without arguments is often called with none.
        Value::Null if expected.is_empty() => &empty,
        other => {
            return Err(BadCall::NoObject {
                tool: tool.into(),
                found: kind_of(other),
            });
        }
    };
    if let Some(name) = given
        .keys()
        .find(|name| expected.iter().all(|a| a.name != **name))
    {
        let known: Vec<String> = expected.iter().map(|a| format!("`{}`", a.name)).collect();
        return Err(BadCall::Unknown {
            tool: tool.into(),
            argument: quoted(name),
            known: if known.is_empty() {
                "no arguments".into()
            } else {
                known.join(", ")
            },
        });
    }
    let value = |argument: &Argument| {
        let Some(value) = given.get(&argument.name) else {
            return Err(BadCall::Missing {
                tool: tool.into(),
                argument: argument.name.clone(),
                expected: argument.expected(),
            });
        };
        argument.text_of(value).ok_or_else(|| BadCall::Value {
            tool: tool.into(),
            argument: argument.name.clone(),
            found: shown(value),
            expected: argument.expected(),
        })
    };
    expected.iter().map(value).collect()
}

impl Argument {
    /// A value as actions write it; `None` if it is not of this kind.
    fn text_of(&self, value: &Value) -> Option<String> {
        let text = match (&self.kind, value) {
            (ArgumentKind::Integer { .. }, Value::Number(number)) => number.as_i64()?.to_string(),
            (ArgumentKind::Point { .. }, Value::Array(numbers)) => {
                let [x, y] = &numbers[..] else { return None };
                format!("{}, {}", x.as_u64()?, y.as_u64()?)
            }
            (ArgumentKind::Object { .. }, Value::Object(_)) => value.to_string(),
            // Models write ids that are digits as numbers.
            (ArgumentKind::Shown, Value::Number(number)) => number.to_string(),
            (_, Value::String(text)) => text.trim().to_owned(),
            _ => return None,
        };
        self.accepts(&text).then_some(text)
    }

    /// A written value as tool calls carry it.
    fn value_of(&self, text: &str) -> Value {
        let typed = match &self.kind {
            ArgumentKind::Integer { .. } => text.parse::<i64>().ok().map(Value::from),
            ArgumentKind::Point { .. } => text.split_once(',').and_then(|(x, y)| {
                let number = |text: &str| text.trim().parse::<u32>().ok();
                Some(Value::from(vec![number(x)?, number(y)?]))
            }),
            ArgumentKind::Object { .. } => serde_json::from_str(text).ok(),
            _ => None,
        };
        typed.unwrap_or_else(|| text.into())
    }

    /// Whether `text` is a value of this kind; whether there is such a thing is the world's to say.
    #[must_use]
    pub fn accepts(&self, text: &str) -> bool {
        // An object may be written over several lines, as models do; whatever else stands on one.
        let is_object = matches!(self.kind, ArgumentKind::Object { .. });
        if text.is_empty() || (text.contains('\n') && !is_object) {
            return false;
        }
        match &self.kind {
            ArgumentKind::Text { max_bytes } => text.len() <= *max_bytes as usize,
            ArgumentKind::Shown => true,
            ArgumentKind::Integer { min, max } => text
                .parse::<i64>()
                .is_ok_and(|n| (*min..=*max).contains(&n)),
            ArgumentKind::Choice { values } => values.iter().any(|v| v.eq_ignore_ascii_case(text)),
            ArgumentKind::Point { width, height, .. } => {
                let point = text.split_once(',').and_then(|(x, y)| {
                    Some((x.trim().parse::<u32>().ok()?, y.trim().parse::<u32>().ok()?))
                });
                point.is_some_and(|(x, y)| x < *width && y < *height)
            }
            ArgumentKind::Object { .. } => {
                text.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
            }
        }
    }
}

/// The beginning of what an agent gave, for quoting it back.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(QUOTED).collect();
    if text.chars().nth(QUOTED).is_some() {
        short.push('…');
    }
    short
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(_) | Value::Number(_) | Value::Bool(_) => {
            format!("`{}`", quoted(&value.to_string()))
        }
        other => kind_of(other).into(),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shop;
    use super::*;
    use serde_json::json;

    #[test]
    fn a_call_is_written_as_its_action() {
        let forms = shop();
        let action = |tool: &str, arguments: Value| forms.action_of_call(tool, &arguments).unwrap();
        assert_eq!(
            action("search", json!({"text": "red shoes"})),
            "search[red shoes]"
        );
        assert_eq!(action("next", json!({})), "next");
        assert_eq!(action("next", Value::Null), "next");
        assert_eq!(
            action("set_quantity", json!({"n": 3, "line": "2"})),
            "set_quantity[2: 3]"
        );
        assert_eq!(action("tap", json!({"at": [60, 40]})), "tap(60, 40)");
        assert_eq!(action("act", json!({"action": "next"})), "next");
    }

    #[test]
    fn an_action_is_a_call_that_stands_for_it() {
        let forms = shop();
        for form in &forms {
            let text = form.sample();
            let (tool, arguments) = forms.call_of(&text);
            assert_eq!(tool, form.name);
            assert_eq!(forms.action_of_call(&tool, &arguments).unwrap(), text);
        }
        let tapped = forms.call_of("tap(3, 4)");
        assert_eq!(tapped, ("tap".into(), json!({"at": [3, 4]})));
        let placed = forms.call_of(r#"place({"items": [{"n": 2, "sku": "A1"}]})"#);
        let arguments = json!({"items": [{"sku": "A1", "n": 2}]});
        assert_eq!(placed, ("place".into(), arguments.clone()));
        let written = forms.action_of_call("place", &arguments).unwrap();
        assert_eq!(written, r#"place({"items":[{"n":2,"sku":"A1"}]})"#);
        let nothing = forms.call_of("fly");
        assert_eq!(nothing, ("act".into(), json!({"action": "fly"})));
    }

    #[test]
    fn a_bad_call_is_refused_by_cause() {
        let forms = shop();
        let refused = |tool: &str, arguments: Value| {
            let bad = forms.action_of_call(tool, &arguments).unwrap_err();
            (bad.code(), bad.to_string())
        };
        let cases = [
            (
                refused("fly", json!({})),
                "unknown_action",
                "there is no tool `fly`; there are: act, search, next",
            ),
            (
                refused("search", json!([1])),
                "malformed",
                "the arguments of `search` are a list; expected an object",
            ),
            (
                refused("search", json!({})),
                "malformed",
                "`search` lacks `text`: text of at most 40 bytes",
            ),
            (
                refused("next", json!({"x": 1})),
                "malformed",
                "`next` takes no `x`; it takes no arguments",
            ),
            (
                refused("wrap", json!({"name": "gold"})),
                "bad_argument",
                "`name` of `wrap` is `\"gold\"`; expected one of none, plain",
            ),
            (
                refused("set_quantity", json!({"line": 1, "n": 10})),
                "bad_argument",
                "expected a whole number from 1 to 9",
            ),
            (
                refused("set_quantity", json!({"line": 1.5, "n": 1})),
                "bad_argument",
                "`line` of `set_quantity` is `1.5`",
            ),
            (
                refused("tap", json!({"at": [90, 0]})),
                "bad_argument",
                "a point `x, y` of the screen, 90 by 60",
            ),
            (
                refused("search", json!({"text": {}})),
                "bad_argument",
                "is an object",
            ),
            (
                refused("search", json!({"text": "a\nb"})),
                "bad_argument",
                "expected text",
            ),
            (
                refused("place", json!("A1")),
                "malformed",
                "the arguments of `place` are text; expected an object",
            ),
            (
                refused("act", json!({"text": "next"})),
                "malformed",
                "`act` takes no `text`; it takes `action`",
            ),
        ];
        for ((code, message), expected, words) in cases {
            assert_eq!(code, expected, "{message}");
            assert!(message.contains(words), "{message}");
        }
    }
}
