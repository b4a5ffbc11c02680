//! Episodes as chat, for language models.

use serde::Serialize;
use serde_json::{Value, json};
use truestep_core::{trajectory::Frame, truth::Effect};

/// A message.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    role: &'static str,
    content: String,
}

/// What a model is told before the first observation.
const SYSTEM: &str = "You act in an environment, one action at a time. Read the instruction and the observation, then call the function `act` with one action. An action that is not possible is rejected, says why, and costs a step.";

/// The messages an episode starts with.
pub(super) fn opening(instruction: &str, frame: &Frame) -> Vec<Message> {
    vec![
        Message {
            role: "system",
            content: SYSTEM.into(),
        },
        Message {
            role: "user",
            content: format!("Instruction: {instruction}\n\n{}", page(frame)),
        },
    ]
}

/// The message after an action.
pub(super) fn after(effect: &Effect, frame: &Frame) -> Vec<Message> {
    let content = match effect {
        Effect::Rejected { reason } => format!("Rejected: {}\n\n{}", reason.message, page(frame)),
        Effect::Applied | Effect::NoEffect => page(frame),
    };
    vec![Message {
        role: "user",
        content,
    }]
}

fn page(frame: &Frame) -> String {
    let views: Vec<&str> = frame.observation.iter().map(|v| v.text.as_str()).collect();
    views.join("\n\n")
}

/// The action as a function a model can call, in the form chat interfaces take.
pub(super) fn tools() -> Value {
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
