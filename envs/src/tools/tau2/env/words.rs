//! A task in words: what an agent is told.

use super::data::user_has_tools;
use crate::tools::tau2::{
    python::Py,
    run::Mode,
    task::{Message, Task},
    world::World,
};
use serde_json::Value;

/// What an agent is told: the policy, what was said before, and in place of a user who talks what that user knows and wants.
pub(super) fn instruction(
    world: &World,
    task: &Task,
    mode: Mode,
    policy: &str,
    history: &[Message],
) -> String {
    let domain = world.domain().name;
    let mut text = format!(
        "You are the agent of tau2-bench's {domain} domain. This is its policy.\n\n<policy>\n{}\n</policy>\n\n",
        policy.trim()
    );
    match (mode, &task.ticket) {
        (Mode::Solo, ticket) => {
            let ticket = ticket.clone().unwrap_or_else(|| scenario(task));
            text += &format!(
                "This is the ticket.\n\n<ticket>\n{}\n</ticket>\n\n",
                ticket.trim()
            );
        }
        (Mode::WithUser, _) => {
            text += &format!(
                "There is no customer to talk to. This is what the customer knows and wants, in the words with which it was laid down for whoever plays the customer.\n\n<customer>\n{}\n</customer>\n\nThe customer agrees to whatever that asks for. {}\n\n",
                scenario(task),
                match user_has_tools(world) {
                    true =>
                        "What the customer can do with tools of their own you call in their name.",
                    false => "They have no tools of their own.",
                }
            );
        }
    }
    let before = told(history);
    if !before.is_empty() {
        text += &format!("This was said before.\n\n<history>\n{before}\n</history>\n\n");
    }
    text + "Tell the customer with `respond` what they are to know. Say `done` when there is nothing more to do; to hand over by `transfer_to_human_agents` ends the conversation as well."
}

/// What the user knows and wants, part by part.
fn scenario(task: &Task) -> String {
    let mut parts = vec![];
    let scenario = &task.user_scenario;
    if let Some(persona) = &scenario.persona {
        parts.push(format!("Persona: {}", persona.trim()));
    }
    match &scenario.instructions {
        Py::Dict(fields) => {
            for (name, value) in fields.iter().filter(|(name, _)| name != "domain") {
                if let Some(text) = value.as_text() {
                    let mut name = name.replace('_', " ");
                    name[..1].make_ascii_uppercase();
                    parts.push(format!("{name}: {}", text.trim()));
                }
            }
        }
        other => parts.push(other.as_text().unwrap_or_default().trim().to_owned()),
    }
    parts.join("\n")
}

/// The messages of a history, a line each.
fn told(history: &[Message]) -> String {
    let mut lines = vec![];
    for message in history {
        let (who, spoken) = match message {
            Message::Assistant(spoken) => ("agent", spoken),
            Message::User(spoken) => ("customer", spoken),
            Message::Tool(answer) => {
                let content = answer.content.as_deref().unwrap_or_default();
                lines.push(format!("tool: {content}"));
                continue;
            }
            Message::System { .. } => continue,
        };
        if let Some(content) = spoken
            .content
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        {
            lines.push(format!("{who}: {}", content.trim()));
        }
        for call in spoken.tool_calls.iter().flatten() {
            lines.push(format!(
                "{who}: {}({})",
                call.name,
                Value::from(&call.arguments)
            ));
        }
    }
    lines.join("\n")
}
