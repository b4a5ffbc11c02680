//! Episodes as chat, for language models: the form the server sends and the form training files hold are one.

use serde::Serialize;
use serde_json::{Value, json};
use std::str::FromStr;
use truestep_core::{
    trajectory::{Episode, Frame},
    truth::Effect,
};

use super::{DataError, error::unknown};

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    /// `"system"`, `"user"` or `"assistant"`.
    pub role: &'static str,
    /// What it says; empty beside a call.
    pub content: String,
    /// Calls of functions; an assistant's action is one call of `act`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_calls: Option<Value>,
    /// 0 for an assistant's message that is not to be trained on; absent where every one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u8>,
}

impl Message {
    fn new(role: &'static str, content: impl Into<String>) -> Self {
        Self {
            role,
            content: content.into(),
            tool_calls: None,
            weight: None,
        }
    }
}

/// How an assistant's action is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ActionForm {
    /// As a call of the function `act`, which is how the server's system message asks for it.
    #[default]
    Call,
    /// As plain text.
    Text,
}

impl FromStr for ActionForm {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "call" => Ok(ActionForm::Call),
            "text" => Ok(ActionForm::Text),
            _ => Err(unknown("form of actions", text, &["call", "text"])),
        }
    }
}

/// What a model is told before the first observation.
const SYSTEM: &str = "You act in an environment, one action at a time. Read the instruction and the observation, then call the function `act` with one action. An action that is not possible is rejected, says why, and costs a step.";
/// The same for a model that answers in plain text.
const SYSTEM_TEXT: &str = "You act in an environment, one action at a time. Read the instruction and the observation, then answer with one action and nothing else. An action that is not possible is rejected, says why, and costs a step.";

/// The messages an episode starts with, for a model that calls `act`.
#[must_use]
pub fn opening(instruction: &str, frame: &Frame) -> Vec<Message> {
    opening_for(ActionForm::Call, instruction, frame)
}

fn opening_for(form: ActionForm, instruction: &str, frame: &Frame) -> Vec<Message> {
    let system = match form {
        ActionForm::Call => SYSTEM,
        ActionForm::Text => SYSTEM_TEXT,
    };
    vec![
        Message::new("system", system),
        Message::new("user", first_page(instruction, frame)),
    ]
}

/// The message after an action.
#[must_use]
pub fn after(effect: &Effect, frame: &Frame) -> Vec<Message> {
    vec![Message::new("user", page_after(effect, frame))]
}

/// An assistant's action.
#[must_use]
pub fn act(form: ActionForm, action: &str) -> Message {
    match form {
        ActionForm::Text => Message::new("assistant", action),
        ActionForm::Call => Message {
            tool_calls: Some(json!([{
                "type": "function",
                // An object, as chat templates take it; interfaces that want text can print it.
                "function": {"name": "act", "arguments": {"action": action}}
            }])),
            ..Message::new("assistant", "")
        },
    }
}

/// The messages of an episode up to its frame `t`, without the action taken there.
///
/// # Panics
/// If `t` is above the number of steps.
#[must_use]
pub fn history(form: ActionForm, episode: &Episode, t: usize) -> Vec<Message> {
    let mut messages = opening_for(form, &episode.instruction, &episode.start);
    for transition in &episode.transitions[..t] {
        messages.push(act(form, &transition.action));
        messages.extend(after(&transition.effect, &transition.after));
    }
    messages
}

/// The first page as one text: the instruction, then what is seen.
#[must_use]
pub fn first_page(instruction: &str, frame: &Frame) -> String {
    format!("Instruction: {instruction}\n\n{}", page(frame))
}

/// What is seen after an action as one text; a rejection comes first.
#[must_use]
pub fn page_after(effect: &Effect, frame: &Frame) -> String {
    match effect {
        Effect::Rejected { reason } => format!("Rejected: {}\n\n{}", reason.message, page(frame)),
        Effect::Applied | Effect::NoEffect => page(frame),
    }
}

fn page(frame: &Frame) -> String {
    let views: Vec<&str> = frame.observation.iter().map(|v| v.text.as_str()).collect();
    views.join("\n\n")
}

/// The action as a function a model can call, in the form chat interfaces take.
#[must_use]
pub fn tools() -> Value {
    json!([{
        "type": "function",
        "function": {
            "name": "act",
            "description": "Take one action in the environment.",
            "parameters": {
                "type": "object",
                "properties": {
                    "action": {
                        "type": "string",
                        "description": "The action as text, such as an entry of the menu."
                    }
                },
                "required": ["action"],
                "additionalProperties": false
            }
        }
    }])
}
