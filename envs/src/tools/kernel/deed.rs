//! What an agent can do: calls of tools, words to the customer, the end; their forms, their text, and the way back from it.

use super::schema::{plain_numbers, validate};
use serde_json::{Value, json};
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument, BadForms},
    truth::Rejection,
};
use truestep_sandbox::Tool;

/// Longest text that is looked at as an action, bytes.
const MAX_ACTION_BYTES: usize = 1 << 14;
/// Calls of one turn, at most.
pub const MOST_TOGETHER: usize = 8;
/// What can be said to the customer as a value, bytes.
const MAX_VALUE_BYTES: u32 = 120;

/// A call of a tool.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ToolCall {
    /// The tool's name.
    pub tool: String,
    /// Its arguments, an object.
    pub arguments: Value,
}

impl ToolCall {
    /// A call.
    #[must_use]
    pub fn new(tool: &str, arguments: Value) -> Self {
        Self {
            tool: tool.into(),
            arguments,
        }
    }

    /// Its text: the same for equal calls.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}({})", self.tool, self.arguments)
    }

    pub(super) fn json(&self) -> Value {
        json!({"tool": self.tool, "arguments": self.arguments})
    }
}

/// One thing an agent does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Calls a tool.
    Call(ToolCall),
    /// Calls several tools in one turn, in order.
    Together(Vec<ToolCall>),
    /// Asks the customer about a topic.
    Ask(String),
    /// Lays a call before the customer, who agrees or not.
    Confirm(ToolCall),
    /// Tells the customer a value.
    Tell {
        /// What it is the value of.
        topic: String,
        /// The value.
        value: String,
    },
    /// Lets a minute pass.
    Wait,
    /// Ends the task: everything is done.
    Done,
    /// Ends the task: a person takes over.
    Transfer {
        /// Why.
        reason: String,
        /// What it is about.
        about: String,
    },
}

impl Deed {
    /// Append its canonical text.
    pub fn write(&self, out: &mut String) {
        match self {
            Deed::Call(call) => out.push_str(&call.text()),
            Deed::Together(calls) => {
                let calls: Vec<Value> = calls.iter().map(ToolCall::json).collect();
                out.push_str(&format!("together({})", json!({"calls": calls})));
            }
            Deed::Ask(topic) => out.push_str(&format!("ask_user({topic})")),
            Deed::Confirm(call) => out.push_str(&format!("confirm_with_user({})", call.json())),
            Deed::Tell { topic, value } => out.push_str(&format!("tell_user({topic}: {value})")),
            Deed::Wait => out.push_str("wait"),
            Deed::Done => out.push_str("done"),
            Deed::Transfer { reason, about } => {
                out.push_str(&format!("transfer({reason}: {about})"));
            }
        }
    }

    /// Its canonical text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }
}

/// How a desk of these tools is worked: the tools it has, what a customer can be asked and told, why it hands over.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The tools.
    pub tools: &'a [Tool],
    /// What a customer can be asked; empty where there is none to ask.
    pub asks: &'a [&'a str],
    /// What a customer can be told; empty where there is nothing to tell.
    pub tells: &'a [&'a str],
    /// Whether what is told are amounts of money, which may be written in any usual form; otherwise it is words.
    pub tells_amounts: bool,
    /// Why a task can be handed over; empty where none can be.
    pub reasons: &'a [&'a str],
}

/// An amount as the form shows one.
const AMOUNT: &str = "12.50 USD";

impl Desk<'_> {
    /// The forms of everything that can be done.
    ///
    /// # Errors
    /// [`BadForms`] if a tool bears a name that no form can.
    pub fn forms(&self) -> Result<ActionForms, BadForms> {
        let call = |tool: &Tool| {
            ActionForm::call(
                &tool.name,
                tool.description.clone(),
                tool.input_schema.clone(),
            )
        };
        let mut forms: Vec<ActionForm> = self.tools.iter().map(call).collect();
        let names: Vec<&str> = self.tools.iter().map(|tool| tool.name.as_str()).collect();
        let one = json!({"type": "object", "properties": {
            "tool": {"type": "string", "enum": names},
            "arguments": {"type": "object", "description": "as the tool takes them"}},
            "required": ["tool", "arguments"], "additionalProperties": false});
        if !self.asks.is_empty() {
            forms.push(
                ActionForm::new("ask_user(TOPIC)", "asks the customer").with(Argument::choice(
                    "topic",
                    self.asks.iter().copied(),
                    "about what",
                )),
            );
            forms.push(ActionForm::call(
                "confirm_with_user",
                "lays a call before the customer, who agrees or not; nothing is done yet",
                one.clone(),
            ));
        }
        if !self.tells.is_empty() {
            let value = |about| Argument::text("value", MAX_VALUE_BYTES, about).worked_out();
            let (what, value) = match self.tells_amounts {
                true => {
                    let about = "the amount, in a form such as 12.50 USD, $12.50 or 12.5";
                    ("an amount", value(about).such_as(AMOUNT))
                }
                false => ("something", value("what is told; case does not count")),
            };
            forms.push(
                ActionForm::new(
                    "tell_user(TOPIC: VALUE)",
                    format!("tells the customer {what}"),
                )
                .with(Argument::choice(
                    "topic",
                    self.tells.iter().copied(),
                    match self.tells_amounts {
                        true => "what it is the amount of",
                        false => "what it is the value of",
                    },
                ))
                .with(value),
            );
        }
        forms.push(ActionForm::call(
            "together",
            "calls several tools in one turn, in order",
            json!({"type": "object", "properties": {"calls": {"type": "array", "minItems": 1,
                "maxItems": MOST_TOGETHER, "items": one}}, "required": ["calls"], "additionalProperties": false}),
        ));
        forms.push(ActionForm::new("wait", "lets a minute pass"));
        if !self.reasons.is_empty() {
            forms.push(
                ActionForm::new(
                    "transfer(REASON: ABOUT)",
                    "hands over to a person and ends the task",
                )
                .with(Argument::choice(
                    "reason",
                    self.reasons.iter().copied(),
                    "why",
                ))
                .with(Argument::shown("about", "the id it is about")),
            );
        }
        forms.push(ActionForm::new(
            "done",
            "ends the task: all that was asked for is done",
        ));
        ActionForms::new(forms)
    }
}

/// Refuse text that is too long to be looked at.
///
/// # Errors
/// The [`Rejection`] of it.
pub(crate) fn check_length(text: &str) -> Result<(), Rejection> {
    match text.len() {
        0..=MAX_ACTION_BYTES => Ok(()),
        bytes => Err(Rejection::new(
            "malformed",
            format!("an action of {bytes} bytes; expected at most {MAX_ACTION_BYTES}"),
        )),
    }
}

/// Read a deed from text.
///
/// # Errors
/// The [`Rejection`] of text that is none, or of a call that breaks its tool's schema.
pub(super) fn read(forms: &ActionForms, text: &str) -> Result<Deed, Rejection> {
    check_length(text)?;
    // What takes nothing may be written as a call that is given nothing.
    let bare = text.trim_end().strip_suffix("()").unwrap_or(text);
    let read = forms.read(text).or_else(|| forms.read(bare));
    let (form, values) = read.ok_or_else(|| forms.unknown(text))?;
    let fits = form
        .arguments
        .iter()
        .zip(&values)
        .all(|(a, v)| a.accepts(v));
    if !fits {
        return Err(forms.unknown(text));
    }
    let choice = |at: usize| values.get(at).map_or(String::new(), |v| v.to_lowercase());
    Ok(match (form.name.as_str(), &values[..]) {
        ("wait", _) => Deed::Wait,
        ("done", _) => Deed::Done,
        ("ask_user", _) => Deed::Ask(choice(0)),
        ("tell_user", [_, value]) => Deed::Tell {
            topic: choice(0),
            value: match &form.arguments[1].example {
                Some(_) => money(cents(value).ok_or_else(|| no_amount(value))?),
                None => value.trim().to_owned(),
            },
        },
        ("transfer", [_, about]) => Deed::Transfer {
            reason: choice(0),
            about: (*about).to_owned(),
        },
        (name, [object]) => {
            let object = object_of(form, object)?;
            match name {
                "confirm_with_user" => Deed::Confirm(inner(forms, &object)?),
                "together" => {
                    let calls = object["calls"].as_array().map_or(&[][..], Vec::as_slice);
                    let calls: Result<Vec<ToolCall>, Rejection> =
                        calls.iter().map(|call| inner(forms, call)).collect();
                    Deed::Together(calls?)
                }
                tool => Deed::Call(ToolCall::new(tool, object)),
            }
        }
        _ => return Err(forms.unknown(text)),
    })
}

fn no_amount(value: &str) -> Rejection {
    let message = format!(
        "VALUE of `tell_user(TOPIC: VALUE)` is `{value}`; expected an amount in a form such as `12.50 USD`, `$12.50` or `12.5`"
    );
    Rejection::new("bad_argument", message)
}

/// An amount as it is written here.
pub fn money(cents: i64) -> String {
    format!("{}.{:02} USD", cents / 100, cents % 100)
}

/// The cents of an amount as people write it: with or without its currency, thousands, and last zeros.
fn cents(text: &str) -> Option<i64> {
    /// Digits of a sum, at most: more than any shop takes.
    const DIGITS: usize = 12;
    let small = text.trim().to_ascii_lowercase();
    let bare = ["usd", "dollars"]
        .iter()
        .find_map(|name| small.strip_suffix(name));
    let bare = bare
        .or_else(|| small.strip_prefix("usd"))
        .unwrap_or(&small)
        .trim();
    let bare = bare.strip_prefix('$').map_or(bare, str::trim);
    let (whole, part) = bare.split_once('.').unwrap_or((bare, "0"));
    let groups: Vec<&str> = whole.split(',').collect();
    let is_grouped =
        groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
    let (tens, rest) = part.split_at_checked(2).unwrap_or((part, ""));
    let is_amount = is_grouped
        && groups.iter().all(|group| !group.is_empty())
        && !part.is_empty()
        && whole.len() <= DIGITS
        && whole.chars().all(|c| c.is_ascii_digit() || c == ',')
        && tens.chars().all(|c| c.is_ascii_digit())
        && rest.chars().all(|c| c == '0');
    if !is_amount {
        return None;
    }
    let whole: i64 = groups.concat().parse().ok()?;
    let tens: i64 = format!("{tens:0<2}").parse().ok()?;
    Some(whole * 100 + tens)
}

fn object_of(form: &ActionForm, written: &str) -> Result<Value, Rejection> {
    let bad = |problem: String| {
        Rejection::new(
            "malformed",
            format!("the arguments of `{}`: {problem}", form.name),
        )
    };
    let mut object: Value =
        serde_json::from_str(written).map_err(|error| bad(error.to_string()))?;
    hold(form, &mut object)?;
    Ok(object)
}

fn hold(form: &ActionForm, arguments: &mut Value) -> Result<(), Rejection> {
    let Some(schema) = form.call_schema() else {
        return Ok(());
    };
    validate(schema, arguments).map_err(|violation| {
        Rejection::new(
            "schema_violation",
            format!("the arguments of `{}` {violation}", form.name),
        )
    })?;
    plain_numbers(schema, arguments);
    Ok(())
}

/// A call inside another object.
fn inner(forms: &ActionForms, call: &Value) -> Result<ToolCall, Rejection> {
    let tool = call["tool"].as_str().unwrap_or_default();
    // The schema lists the tools, so that there is a form; words to the customer are no tools.
    let form = forms.get(tool).ok_or_else(|| forms.unknown(tool))?;
    let mut arguments = call["arguments"].clone();
    hold(form, &mut arguments)?;
    Ok(ToolCall::new(tool, arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_one_however_it_is_written() {
        for text in [
            "14.50 USD",
            "$14.50",
            "14.5",
            "14.50",
            "USD 14.50",
            "14.50 usd",
            "14.50USD",
            "14.500 USD",
            "14.50 dollars",
            "0014.5",
            "$14.50 USD",
        ] {
            assert_eq!(cents(text), Some(1_450), "{text}");
        }
        assert_eq!(
            (cents("1,234.50"), cents("7"), cents("7.05")),
            (Some(123_450), Some(700), Some(705))
        );
        for text in [
            "",
            "14,50 USD",
            "1450 cents",
            "about 14.50 USD",
            "-14.50 USD",
            "14.50 EUR",
            "14.",
            ".50",
            "14.505",
            "1,23,4",
            "USD",
            "14.50 USD, or 20 USD",
            "99999999999999999999",
            "14.é",
            ",",
            "1..5",
        ] {
            assert_eq!(cents(text), None, "{text}");
        }
        assert_eq!(cents(&money(123_405)), Some(123_405));
    }
}
