//! What an agent can do: calls of tau2's tools, words to the customer, the end; their forms and their text.

use crate::tools::{
    kernel::deed::check_length,
    tau2::{
        domain::ToolType,
        run::Mode,
        task::{Requestor, Task, ToolCall},
        world::World,
    },
};
use serde_json::Value;
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument, BadForms},
    json,
    truth::Rejection,
};

/// What can be said to the customer at a time, bytes.
const MAX_WORDS_BYTES: u32 = 4_000;
/// The tool that hands over to a person, in every domain: the conversation ends with it.
pub(super) const TRANSFER: &str = "transfer_to_human_agents";

/// One thing an agent does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Calls a tool with arguments, an object.
    Call {
        /// The tool.
        tool: String,
        /// Its arguments.
        arguments: Value,
    },
    /// Says something to the customer.
    Respond(String),
    /// Ends the conversation.
    Done,
}

impl Deed {
    /// Append its canonical text.
    pub fn write(&self, out: &mut String) {
        match self {
            Deed::Call { tool, arguments } => out.push_str(&format!("{tool}({arguments})")),
            Deed::Respond(words) => out.push_str(&format!("respond({words})")),
            Deed::Done => out.push_str("done"),
        }
    }

    /// Its canonical text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Whether the conversation is over after it.
    pub(super) fn ends(&self) -> bool {
        match self {
            Deed::Call { tool, .. } => tool == TRANSFER,
            Deed::Respond(_) => false,
            Deed::Done => true,
        }
    }

    /// The call as tau2 has it: by the agent, unless the tool is the user's and there is a user to call it.
    pub(super) fn call(&self, world: &World, mode: Mode) -> Option<ToolCall> {
        let Deed::Call { tool, arguments } = self else {
            return None;
        };
        let user = world.domain().user.as_ref();
        let of_user = mode == Mode::WithUser && user.is_some_and(|kit| kit.tool(tool).is_some());
        Some(ToolCall {
            id: String::new(),
            name: tool.clone(),
            arguments: serde_json::from_value(arguments.clone()).ok()?,
            requestor: if of_user {
                Requestor::User
            } else {
                Requestor::Assistant
            },
        })
    }
}

/// One line of whatever a description is.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The forms of everything that can be done in a task, or in any task of the domain.
///
/// # Errors
/// [`BadForms`] if a tool bears a name that no form can.
pub(super) fn forms(world: &World, task: Option<&Task>) -> Result<ActionForms, BadForms> {
    let mut all = vec![];
    for side in Requestor::ALL {
        let allowed = task.and_then(|task| task.user_tools.as_ref());
        let allowed = allowed.filter(|_| side == Requestor::User);
        for schema in world.schemas(side) {
            let function = &schema["function"];
            let name = function["name"].as_str().unwrap_or_default();
            if allowed.is_some_and(|names| names.iter().all(|other| other != name)) {
                continue;
            }
            let whose = match side {
                Requestor::Assistant => "",
                Requestor::User => "the customer's: ",
            };
            let told = line(function["description"].as_str().unwrap_or_default());
            let told = if told.is_empty() { name } else { &told };
            let told = format!("{whose}{}", told.trim_end_matches('.'));
            all.push(ActionForm::call(name, told, function["parameters"].clone()));
        }
    }
    let words = Argument::text("words", MAX_WORDS_BYTES, "what is said").worked_out();
    all.push(ActionForm::new("respond(WORDS)", "says something to the customer").with(words));
    all.push(ActionForm::new("done", "ends the conversation"));
    ActionForms::new(all)
}

/// Read a deed from text. Arguments are not held to the schema: what tau2's tools say to wrong ones is their answer.
///
/// # Errors
/// The [`Rejection`] of text that is none.
pub(super) fn read(forms: &ActionForms, text: &str) -> Result<Deed, Rejection> {
    check_length(text)?;
    let (form, values) = forms.read(text).ok_or_else(|| forms.unknown(text))?;
    match (form.name.as_str(), &values[..]) {
        ("done", _) => Ok(Deed::Done),
        ("respond", [words]) if words.len() <= MAX_WORDS_BYTES as usize => {
            Ok(Deed::Respond((*words).to_owned()))
        }
        ("respond", _) => Err(Rejection::new(
            "malformed",
            format!("too many words; expected at most {MAX_WORDS_BYTES} bytes"),
        )),
        (tool, [written]) => {
            let bad = |problem: String| {
                let message = format!("the arguments of `{tool}`: {problem}");
                Rejection::new("malformed", message)
            };
            let arguments = json::read(written).map_err(|error| bad(error.to_string()))?;
            if !arguments.is_object() {
                return Err(bad("expected an object".into()));
            }
            Ok(Deed::Call {
                tool: tool.to_owned(),
                arguments,
            })
        }
        _ => Err(forms.unknown(text)),
    }
}

/// Whether a tool of either side writes.
pub(super) fn writes(world: &World, tool: &str) -> bool {
    let kits = Requestor::ALL
        .into_iter()
        .filter_map(|side| world.domain().toolkit(side));
    let mut types = kits.filter_map(|kit| kit.tool(tool));
    types.next() == Some(ToolType::Write)
}
