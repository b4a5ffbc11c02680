//! What an agent can do: calls of tools, words to the customer, the end; their forms and their text.

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

/// The form by which tools are called that no list tells of.
pub const USE_TOOL: &str = "use_tool";

/// A call of a tool.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ToolCall {
    /// The tool's name.
    pub tool: String,
    /// Its arguments, an object.
    pub arguments: Value,
    /// Whether no list tells of the tool, so that it is called by [`USE_TOOL`].
    pub is_unlisted: bool,
}

impl ToolCall {
    /// A call.
    #[must_use]
    pub fn new(tool: &str, arguments: Value) -> Self {
        Self {
            tool: tool.into(),
            arguments,
            is_unlisted: false,
        }
    }

    /// A call of a tool that no list tells of.
    #[must_use]
    pub fn unlisted(tool: &str, arguments: Value) -> Self {
        Self {
            is_unlisted: true,
            ..Self::new(tool, arguments)
        }
    }

    /// Its text: the same for equal calls.
    #[must_use]
    pub fn text(&self) -> String {
        match self.is_unlisted {
            true => format!("{USE_TOOL}({})", self.bare_json()),
            false => format!("{}({})", self.tool, self.arguments),
        }
    }

    fn bare_json(&self) -> Value {
        json!({"tool": self.tool, "arguments": self.arguments})
    }

    pub(super) fn json(&self) -> Value {
        match self.is_unlisted {
            true => json!({"tool": USE_TOOL, "arguments": self.bare_json()}),
            false => self.bare_json(),
        }
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
    /// The calls of tools that it makes or speaks of.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &ToolCall> {
        let calls = match self {
            Deed::Call(call) | Deed::Confirm(call) => std::slice::from_ref(call),
            Deed::Together(calls) => calls.as_slice(),
            _ => &[],
        };
        calls.iter()
    }

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
    /// Those of them that no list tells of: what an agent finds out opens each.
    pub locked: &'a [&'a str],
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
        let is_listed = |tool: &&Tool| !self.locked.contains(&tool.name.as_str());
        let listed = || self.tools.iter().filter(is_listed);
        let mut forms: Vec<ActionForm> = listed().map(call).collect();
        let mut names: Vec<&str> = listed().map(|tool| tool.name.as_str()).collect();
        if !self.locked.is_empty() {
            names.push(USE_TOOL);
            forms.push(ActionForm::call(
                USE_TOOL,
                "calls a tool that is not listed here and that a document has opened",
                json!({"type": "object", "properties": {
                    "tool": {"type": "string", "minLength": 1, "description": "name of the tool"},
                    "arguments": {"type": "object", "description": "as the document says"}},
                    "required": ["tool", "arguments"], "additionalProperties": false}),
            ));
        }
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
                .with(Argument::shown(
                    "about",
                    "the id, as it was shown, of the very thing that is handed over: the order, file, line or other that is not dealt with, not a mail or a ticket about it",
                )),
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

/// An amount as it is written here.
pub fn money(cents: i64) -> String {
    format!("{}.{:02} USD", cents / 100, cents % 100)
}
