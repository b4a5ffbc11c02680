//! What the methods of a session take.

use crate::json;
use serde::{
    Deserialize, Serialize,
    de::{Deserializer, Visitor},
};
use std::{collections::BTreeMap, fmt};
use truestep_core::{task::Task, trajectory::AgentInfo, view::ViewName};
use truestep_rewards::data::chat::{ActionStyle, ChatOptions, Instruction};

/// Parameters of methods that take none.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Slots, or all that are in use.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slots {
    /// The slots.
    pub slots: Option<Vec<usize>>,
}

/// Parameters of `reset`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reset {
    /// The slots; the first by default.
    #[serde(default = "first_slot")]
    pub slots: Vec<usize>,
    /// One task for all of them; they become rollouts of one group.
    pub task: Option<String>,
    /// Tasks chosen as `run` chooses them.
    pub select: Option<String>,
    /// Seed of the instance, or of the selection.
    #[serde(default)]
    pub seed: u64,
    /// Parameters of the task: texts, or numbers, which are read as the texts that write them.
    #[serde(default, deserialize_with = "parameters")]
    pub parameters: BTreeMap<String, String>,
    /// Number of the first rollout of `task`.
    #[serde(default)]
    pub rollout: u32,
    /// Rollouts of each task of `select`.
    #[serde(default = "one")]
    pub group: u32,
    /// Whether a slot whose episode ends goes on with the next task of `select`.
    #[serde(default)]
    pub auto_reset: bool,
    /// Number of the first group: rollouts of one task with one group number are compared with each other.
    #[serde(default)]
    pub first_group: u64,
    /// Whether the episodes are written down.
    #[serde(default)]
    pub record: bool,
    /// Who acts, for the record.
    #[serde(default, deserialize_with = "json::object")]
    pub agent: Agent,
    /// Schemes whose rewards come with the steps.
    #[serde(default)]
    pub rewards: Vec<String>,
    /// What frames carry.
    #[serde(flatten)]
    pub shown: Shown,
}

/// Who acts, as the client names it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Its name.
    pub name: String,
    /// What else is worth knowing of it (a temperature, a checkpoint).
    #[serde(default)]
    pub params: BTreeMap<String, serde_json::Value>,
}

impl Default for Agent {
    fn default() -> Self {
        Self {
            name: "client".into(),
            params: BTreeMap::new(),
        }
    }
}

impl From<Agent> for AgentInfo {
    /// No reference policy is claimed for an agent that acts from outside.
    fn from(agent: Agent) -> Self {
        Self {
            name: agent.name,
            policy: None,
            params: agent.params,
        }
    }
}

fn first_slot() -> Vec<usize> {
    vec![0]
}

fn one() -> u32 {
    1
}

/// What frames carry.
#[derive(Clone, Debug, Deserialize)]
pub struct Shown {
    /// The views.
    #[serde(default = "text")]
    pub views: Vec<ViewName>,
    /// Whether the truth is told.
    #[serde(default = "yes")]
    pub truth: bool,
    /// Length of the action mask; none without it.
    pub mask: Option<u16>,
    /// Whether frames carry the menu.
    #[serde(default)]
    pub menu: bool,
    /// Whether the first frame lists the forms of actions.
    #[serde(default = "yes")]
    pub forms: bool,
    /// Whether chat messages are made, and the first frame carries the functions a model can call.
    #[serde(default)]
    pub chat: bool,
    /// How chat writes actions.
    #[serde(default)]
    pub actions: ActionStyle,
    /// Most characters of an observation in chat; 8,000 without it.
    pub max_chars: Option<std::num::NonZeroU32>,
    /// What chat does with an instruction that observations repeat.
    #[serde(default)]
    pub instruction: Instruction,
    /// Step budget; the task's own without it.
    pub max_steps: Option<std::num::NonZeroU32>,
}

impl Shown {
    /// How chat is told.
    pub(crate) fn chat_options(&self) -> ChatOptions {
        ChatOptions {
            actions: self.actions,
            max_chars: (self.max_chars).unwrap_or(ChatOptions::default().max_chars),
            instruction: self.instruction,
        }
    }
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            views: text(),
            truth: yes(),
            mask: None,
            menu: false,
            forms: yes(),
            chat: false,
            actions: ActionStyle::default(),
            max_chars: None,
            instruction: Instruction::default(),
            max_steps: None,
        }
    }
}

fn text() -> Vec<ViewName> {
    vec![ViewName::TEXT]
}

fn yes() -> bool {
    true
}

/// The parameters of a task as a client writes them: each a text or a number.
pub(crate) fn parameters<'de, D: Deserializer<'de>>(
    source: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let written = BTreeMap::<String, Parameter>::deserialize(source)?;
    let texts = written
        .into_iter()
        .map(|(name, Parameter(text))| (name, text));
    Ok(texts.collect())
}

/// The value of a parameter, as text.
struct Parameter(String);

impl<'de> Deserialize<'de> for Parameter {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(ParameterText).map(Parameter)
    }
}

struct ParameterText;

impl Visitor<'_> for ParameterText {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number, the value of a task's parameter")
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E>(self, value: f64) -> Result<String, E> {
        Ok(value.to_string())
    }
}

/// Parameters of `step`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// One for each slot that acts.
    #[serde(deserialize_with = "json::objects")]
    pub actions: Vec<Action>,
    /// Whether the frames carry the menu; as the slot's `reset` said without it.
    pub menu: Option<bool>,
}

/// One action: text, a position in the menu, or a tool call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The slot.
    #[serde(default)]
    pub slot: usize,
    /// The action as text.
    pub action: Option<String>,
    /// The action as a position in the menu.
    pub menu: Option<u32>,
    /// The action as a tool call: the function.
    pub tool: Option<String>,
    /// The arguments of the tool call.
    pub arguments: Option<serde_json::Value>,
    /// The probability with which the agent took it, given the menu; for the record.
    pub probability: Option<f64>,
}

/// Parameters of `fork`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fork {
    /// The slot that is forked.
    pub from: usize,
    /// The slots that go on from where it is.
    pub to: Vec<usize>,
    /// Re-draws the chance to come, differently for each number; child `i` gets `branch + i`.
    pub branch: Option<u64>,
    /// Whether the frames carry the menu; as the slot's `reset` said without it.
    pub menu: Option<bool>,
    /// Whether the children are written down, their parent's steps included.
    #[serde(default)]
    pub record: bool,
}

/// Parameters of `snapshot`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeSnapshot {
    /// The slot.
    #[serde(default)]
    pub slot: usize,
}

/// Parameters of `observe`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observe {
    /// The slot.
    #[serde(default)]
    pub slot: usize,
    /// The view, whether or not frames carry it.
    pub view: ViewName,
}

/// Parameters of `restore`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restore {
    /// The slot.
    #[serde(default)]
    pub slot: usize,
    /// The moment, as `snapshot` gave it.
    #[serde(deserialize_with = "json::object")]
    pub snapshot: Moment,
    /// Re-draws the chance to come, differently for each number.
    pub branch: Option<u64>,
    /// Whether the slot goes on recording, which it can only from a moment of its own recording.
    #[serde(default)]
    pub record: bool,
    /// What frames carry.
    #[serde(flatten)]
    pub shown: Shown,
}

/// A moment of an episode, as it travels to the client and back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The task.
    pub task: Task,
    /// Number of the rollout.
    pub rollout: u32,
    /// The state and all that belongs to it, as JSON text.
    pub moment: String,
    /// Digest of the other fields and of the world: a moment that was changed on its way, or is one of another world, is
    /// refused.
    pub seal: truestep_core::digest::Digest,
}

#[cfg(test)]
mod tests {
    use super::Reset;
    use serde_json::json;

    #[test]
    fn the_parameters_of_a_task_are_texts_or_numbers() {
        let written = json!({ "q": 0.25, "p": "1/4", "horizon": 8, "low": -3 });
        let reset: Reset = serde_json::from_value(json!({ "parameters": written })).unwrap();
        let read: Vec<(&str, &str)> = reset
            .parameters
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let texts = [("horizon", "8"), ("low", "-3"), ("p", "1/4"), ("q", "0.25")];
        assert_eq!(read, texts);
        for other in [json!(true), json!(null), json!([1]), json!({})] {
            let bad = json!({ "parameters": { "q": other } });
            let refused = serde_json::from_value::<Reset>(bad)
                .unwrap_err()
                .to_string();
            assert!(refused.contains("a text or a number"), "{refused}");
        }
    }
}
