//! Episodes as chat, for language models: the form the server sends and the form training files hold are one.
//!
//! The system message names every action form of the task. The instruction is said once, in the first user message; where a
//! page repeats it word for word, later and in that message, it is left out unless asked for. A page longer than the cap is
//! cut, and says by how much. An action is a tool call with an id (`call_0`, `call_1`, … by step), answered by role `tool`;
//! or plain text, answered by role `user`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{num::NonZeroU32, str::FromStr};
use truestep_core::{
    forms::{ActionForms, TOOL_ACT, ToolStyle},
    trajectory::{Episode, Frame, RecordedView},
    truth::Effect,
};

use super::{DataError, error::unknown};

/// Characters of a page that are shown unless told otherwise: about 2,000 tokens.
pub const DEFAULT_MAX_CHARS: u32 = 8_000;

/// What stands where a page repeated the instruction.
const SAID_ABOVE: &str = "(as above)";

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    /// `"system"`, `"user"`, `"assistant"` or `"tool"`.
    pub role: &'static str,
    /// What it says; empty beside a call.
    pub content: String,
    /// Calls of functions; an assistant's action is one call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_calls: Option<Value>,
    /// Of role `tool`: the call it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
    /// Of role `tool`: the function that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
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
            tool_call_id: None,
            name: None,
            weight: None,
        }
    }
}

/// How an assistant's action is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionStyle {
    /// As a call of the one function `act`.
    #[default]
    Call,
    /// As a call of the function of its form.
    Forms,
    /// As plain text.
    Text,
}

impl ActionStyle {
    /// The functions a model is given; none where it answers in text.
    #[must_use]
    pub fn tools(self) -> Option<ToolStyle> {
        match self {
            ActionStyle::Call => Some(ToolStyle::Act),
            ActionStyle::Forms => Some(ToolStyle::Forms),
            ActionStyle::Text => None,
        }
    }
}

impl FromStr for ActionStyle {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "call" => Ok(ActionStyle::Call),
            "forms" => Ok(ActionStyle::Forms),
            "text" => Ok(ActionStyle::Text),
            _ => Err(unknown(
                "style of actions",
                text,
                &["call", "forms", "text"],
            )),
        }
    }
}

/// What becomes of an instruction that a page repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instruction {
    /// It is left out of pages.
    #[default]
    Once,
    /// Pages keep it.
    Repeat,
}

impl FromStr for Instruction {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "once" => Ok(Instruction::Once),
            "repeat" => Ok(Instruction::Repeat),
            _ => Err(unknown(
                "way with the instruction",
                text,
                &["once", "repeat"],
            )),
        }
    }
}

/// How an episode is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChatOptions {
    /// How actions are written.
    pub actions: ActionStyle,
    /// Most characters of a page; the rest is cut.
    pub max_chars: NonZeroU32,
    /// What becomes of an instruction that pages repeat.
    pub instruction: Instruction,
}

impl Default for ChatOptions {
    fn default() -> Self {
        Self {
            actions: ActionStyle::default(),
            max_chars: NonZeroU32::new(DEFAULT_MAX_CHARS).unwrap_or(NonZeroU32::MAX),
            instruction: Instruction::default(),
        }
    }
}

/// A task told as chat.
#[derive(Clone, Copy, Debug)]
pub struct Chat<'t> {
    forms: &'t ActionForms,
    instruction: &'t str,
    options: ChatOptions,
}

impl<'t> Chat<'t> {
    /// The task with these forms and this instruction.
    #[must_use]
    pub fn new(forms: &'t ActionForms, instruction: &'t str, options: ChatOptions) -> Self {
        Self {
            forms,
            instruction,
            options,
        }
    }

    /// The functions a model can call; none where it answers in text.
    #[must_use]
    pub fn tools(&self) -> Option<Value> {
        let style = self.options.actions.tools()?;
        Some(self.forms.tools(style))
    }

    /// The messages an episode starts with.
    #[must_use]
    pub fn opening(&self, frame: &Frame) -> Vec<Message> {
        let page = self.page(frame);
        let first = format!("Instruction: {}\n\n{page}", self.instruction);
        vec![
            Message::new("system", self.system()),
            Message::new("user", first),
        ]
    }

    /// What a model is told before the first observation: what is asked of it, and every action there is.
    fn system(&self) -> String {
        let (how, forms) = match self.options.actions {
            ActionStyle::Call => ("call the function `act` with one action", true),
            ActionStyle::Forms => ("call one function", false),
            ActionStyle::Text => ("answer with one action and nothing else", true),
        };
        let actions = match forms {
            true => format!(
                "An action is written in one of these forms, with values in place of the words in capitals:\n{}",
                self.forms.briefing()
            ),
            false => format!("The functions:\n{}", self.forms.functions()),
        };
        format!(
            "You act in an environment, one action at a time. Read the instruction and the observation, then {how}. An action that is not possible is rejected, says why, and costs a step.\n\n{}",
            actions.trim_end()
        )
    }

    /// An assistant's action, the `step`-th from 0.
    #[must_use]
    pub fn act(&self, step: usize, action: &str) -> Message {
        let (name, arguments) = match self.options.actions {
            ActionStyle::Text => return Message::new("assistant", action),
            ActionStyle::Call => (TOOL_ACT.to_owned(), json!({"action": action})),
            ActionStyle::Forms => self.forms.call_of(action),
        };
        Message {
            tool_calls: Some(json!([{
                "id": call_id(step),
                "type": "function",
                // An object, as chat templates take it; interfaces that want text can print it.
                "function": {"name": name, "arguments": arguments}
            }])),
            ..Message::new("assistant", "")
        }
    }

    /// The message after the `step`-th action: what it came to, and what is seen now.
    #[must_use]
    pub fn after(&self, step: usize, action: &str, effect: &Effect, frame: &Frame) -> Message {
        let page = self.page_after(effect, frame);
        let name = match self.options.actions {
            ActionStyle::Text => return Message::new("user", page),
            ActionStyle::Call => TOOL_ACT.to_owned(),
            ActionStyle::Forms => self.forms.call_of(action).0,
        };
        Message {
            tool_call_id: Some(call_id(step)),
            name: Some(name),
            ..Message::new("tool", page)
        }
    }

    /// The messages of an episode up to its frame `t`, without the action taken there.
    ///
    /// # Panics
    /// If `t` is above the number of steps.
    #[must_use]
    pub fn history(&self, episode: &Episode, t: usize) -> Vec<Message> {
        let mut messages = self.opening(&episode.start);
        for (step, transition) in episode.transitions[..t].iter().enumerate() {
            messages.push(self.act(step, &transition.action));
            messages.push(self.answer(episode, step));
        }
        messages
    }

    /// The message after step `t` of an episode.
    ///
    /// # Panics
    /// If the episode has no such step.
    #[must_use]
    pub fn answer(&self, episode: &Episode, t: usize) -> Message {
        let transition = &episode.transitions[t];
        self.after(t, &transition.action, &transition.effect, &transition.after)
    }

    /// The start as one text: the instruction, the forms of actions, what is seen.
    #[must_use]
    pub fn first_page(&self, frame: &Frame) -> String {
        format!(
            "Instruction: {}\n\nActions:\n{}\n{}",
            self.instruction,
            self.forms.briefing(),
            self.page(frame)
        )
    }

    /// What is seen after an action as one text; a rejection comes first.
    #[must_use]
    pub fn page_after(&self, effect: &Effect, frame: &Frame) -> String {
        let page = self.page(frame);
        match effect {
            Effect::Rejected { reason } => format!("Rejected: {}\n\n{page}", reason.message),
            Effect::Applied | Effect::NoEffect => page,
        }
    }

    fn page(&self, frame: &Frame) -> String {
        let texts = frame.observation.iter().filter_map(RecordedView::text);
        let views: Vec<&str> = texts.collect();
        let mut page = views.join("\n\n");
        if self.options.instruction == Instruction::Once && !self.instruction.is_empty() {
            page = page.replace(self.instruction, SAID_ABOVE);
        }
        cut(&mut page, self.options.max_chars.get() as usize);
        page
    }
}

/// The id of the call of step `step`.
fn call_id(step: usize) -> String {
    format!("call_{step}")
}

/// Keep the first `most` characters, and say how many were cut.
fn cut(page: &mut String, most: usize) {
    let Some((at, _)) = page.char_indices().nth(most) else {
        return;
    };
    let cut = page[at..].chars().count();
    page.truncate(at);
    page.push_str(&format!("\n… {} characters cut", grouped(cut)));
}

/// A number with its digits in groups of three: `1,234`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use truestep_core::forms::{ActionForm, Argument};

    fn forms() -> ActionForms {
        let quantity = ActionForm::new("set_quantity[N]", "sets how many");
        let quantity = quantity.with(Argument::integer("n", 1, 9, "how many"));
        ActionForms::new(vec![quantity, ActionForm::new("next", "turns the page")]).unwrap()
    }

    fn frame(text: &str) -> Frame {
        let json = json!({
            "observation": [{"kind": "text", "text": text}],
            "truth": null,
            "digests": {"state": "0".repeat(32), "observation": "0".repeat(32), "trace": "0".repeat(32)}
        });
        serde_json::from_value(json).unwrap()
    }

    fn chat(forms: &ActionForms, options: ChatOptions) -> Chat<'_> {
        Chat::new(forms, "Buy three red shoes.", options)
    }

    fn with(actions: ActionStyle) -> ChatOptions {
        ChatOptions {
            actions,
            ..ChatOptions::default()
        }
    }

    #[test]
    fn the_system_message_names_every_form_with_its_arguments() {
        let forms = forms();
        for style in [ActionStyle::Call, ActionStyle::Text] {
            let opening = chat(&forms, with(style)).opening(&frame("Home"));
            let system = &opening[0].content;
            assert!(
                system.contains(
                    "set_quantity[N] - sets how many; N: how many, a whole number from 1 to 9"
                ),
                "{system}"
            );
            assert!(system.contains("next - turns the page"));
        }
        let opening = chat(&forms, with(ActionStyle::Forms)).opening(&frame("Home"));
        assert!(
            opening[0]
                .content
                .contains("set_quantity(n) - sets how many")
        );
    }

    #[test]
    fn the_instruction_is_said_once_unless_asked_for() {
        let forms = forms();
        let page = frame("Instruction: [SEP] Buy three red shoes. [SEP] Search");
        let told = |options| {
            let chat = chat(&forms, options);
            let mut text = chat.opening(&page)[1].content.clone();
            text += &chat.after(0, "next", &Effect::Applied, &page).content;
            text.matches("Buy three red shoes.").count()
        };
        assert_eq!(told(ChatOptions::default()), 1);
        let repeat = ChatOptions {
            instruction: Instruction::Repeat,
            ..ChatOptions::default()
        };
        assert_eq!(told(repeat), 3);
    }

    #[test]
    fn a_long_page_is_cut_and_says_by_how_much() {
        let forms = forms();
        let options = ChatOptions {
            max_chars: NonZeroU32::new(10).unwrap(),
            ..ChatOptions::default()
        };
        let chat = chat(&forms, options);
        let long = chat.after(0, "next", &Effect::Applied, &frame(&"é".repeat(1_244)));
        assert_eq!(
            long.content,
            format!("{}\n… 1,234 characters cut", "é".repeat(10))
        );
        let fits = chat.after(0, "next", &Effect::Applied, &frame(&"é".repeat(10)));
        assert_eq!(fits.content, "é".repeat(10));
    }

    #[test]
    fn calls_carry_ids_and_are_answered_by_role_tool() {
        let forms = forms();
        let told = |style, action: &str| {
            let chat = chat(&forms, with(style));
            let call = chat.act(3, action);
            (
                call,
                chat.after(3, action, &Effect::Applied, &frame("Cart")),
            )
        };
        let (call, answer) = told(ActionStyle::Forms, "set_quantity[2]");
        let expected = json!([{"id": "call_3", "type": "function",
            "function": {"name": "set_quantity", "arguments": {"n": 2}}}]);
        assert_eq!(call.tool_calls, Some(expected));
        assert_eq!(
            serde_json::to_value(&answer).unwrap(),
            json!({"role": "tool", "content": "Cart", "tool_call_id": "call_3", "name": "set_quantity"})
        );
        let (call, answer) = told(ActionStyle::Call, "next");
        assert_eq!(
            call.tool_calls.unwrap()[0]["function"]["arguments"],
            json!({"action": "next"})
        );
        assert_eq!((answer.role, answer.name.as_deref()), ("tool", Some("act")));
        let (call, answer) = told(ActionStyle::Text, "next");
        assert_eq!((call.content.as_str(), call.tool_calls), ("next", None));
        assert_eq!((answer.role, answer.tool_call_id), ("user", None));
    }
}
