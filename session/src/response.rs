//! What the methods of a session answer.

use crate::{Failure, request::Moment};
use serde::Serialize;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{
    environment::MenuItem,
    forms::ActionForms,
    registry::TemplateInfo,
    task::Task,
    trajectory::{End, Episode, RecordedView, WorldInfo},
    truth::{Digests, Effect, StateTruth, StepTruth},
    view::{ImageDigest, ViewName},
};
use truestep_rewards::{Scored, Value as Reward, data::chat::Message};

/// The answer to a method called by name.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Answer {
    /// Of `hello`.
    Hello(Hello),
    /// Of `list`.
    List(List),
    /// Of `reset`, `restore`, `fork` and `frames`.
    Frames(Slots<SlotFrame>),
    /// Of `step`.
    Steps(Slots<SlotStep>),
    /// Of `menu`.
    Menus(Slots<SlotMenu>),
    /// Of `observe`.
    View(SlotView),
    /// Of `episodes`.
    Episodes(Slots<EpisodeOf>),
    /// Of `snapshot`.
    Snapshot(Snapshot),
    /// Of `close`.
    Closed(Closed),
}

/// Who is spoken to.
#[derive(Debug, Serialize)]
pub struct Hello {
    /// `"truestep"`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Version of the protocol; it rises when a client of the old one would misunderstand.
    pub protocol: u32,
    /// The methods.
    pub methods: Vec<&'static str>,
    /// Number of slots.
    pub environments: usize,
    /// Longest request, in bytes.
    pub max_line_bytes: u64,
    /// Longest response, in bytes.
    pub max_response_bytes: usize,
    /// Whether recorded episodes go to a file of the server's.
    pub records_to_file: bool,
    /// The action as a tool, for all tasks alike; the first frame of an episode has the forms and tools of its task.
    pub tools: Value,
}

/// What there is to play.
#[derive(Debug, Serialize)]
pub struct List {
    /// The environments, in the order of the registry.
    pub environments: Vec<Environment>,
}

/// One environment.
#[derive(Debug, Serialize)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// The world its tasks are set in.
    pub world: WorldInfo,
    /// Its templates.
    pub tasks: Vec<TemplateInfo>,
}

/// One entry for each slot a request named, in its order.
#[derive(Debug, Serialize)]
pub struct Slots<T> {
    /// The entries.
    pub slots: Vec<Entry<T>>,
}

/// What was done in a slot, or why nothing was.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Entry<T> {
    /// It was done.
    Done(T),
    /// It was not; the other slots of the request do not mind.
    Refused(Refused),
}

impl<T> Entry<T> {
    pub(crate) fn refused(slot: usize, error: Failure) -> Self {
        Self::Refused(Refused { slot, error })
    }

    /// What was done.
    ///
    /// # Errors
    /// Why nothing was.
    pub fn into_result(self) -> Result<T, Failure> {
        match self {
            Self::Done(done) => Ok(done),
            Self::Refused(refused) => Err(refused.error),
        }
    }
}

/// Why nothing was done in a slot.
#[derive(Debug, Serialize)]
pub struct Refused {
    /// The slot.
    pub slot: usize,
    /// Why.
    pub error: Failure,
}

/// Rewards of one step, by scheme in its canonical spelling.
pub type Rewards = BTreeMap<String, Reward<f64>>;

/// What schemes gave episodes that have ended.
#[derive(Debug, Serialize)]
pub struct Scores {
    /// The slots they were played in, `[episodes]`.
    pub slots: Vec<usize>,
    /// Their rollout numbers, `[episodes]`.
    pub rollouts: Vec<u32>,
    /// Rewards and advantages by scheme, `[episode][step]`.
    pub scored: Vec<Scored>,
    /// Why they could not be priced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

/// A recorded episode.
#[derive(Debug, Serialize)]
pub struct EpisodeOf {
    /// The slot it was played in.
    pub slot: usize,
    /// The episode, as trajectory files hold it.
    pub episode: Arc<Episode>,
}

/// What a client sees of a slot.
#[derive(Debug, Serialize)]
pub struct SlotFrame {
    /// The slot.
    pub slot: usize,
    /// Actions taken so far.
    pub step: u32,
    /// What only the first frame the client sees of an episode carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// The views asked for; an image by its digest, `observe` sends its pixels.
    pub observation: Vec<RecordedView>,
    /// Entries of the menu.
    pub menu_size: usize,
    /// The menu, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub menu: Option<Vec<MenuItem>>,
    /// Which menu positions exist, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_mask: Option<Vec<u8>>,
    /// Whether the mask is too short for the menu.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub menu_truncated: Option<bool>,
    /// What is the case, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truth: Option<StateTruth>,
    /// Digests of the frame.
    pub digests: Digests,
    /// What is to be appended to a chat, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<Message>>,
}

/// What only the first frame of an episode carries.
#[derive(Debug, Serialize)]
pub struct Opening {
    /// The task.
    pub task: Arc<Task>,
    /// Number of the group.
    pub group: u64,
    /// Number of the rollout.
    pub rollout: u32,
    /// The instruction.
    pub instruction: String,
    /// The step budget.
    pub max_steps: u32,
    /// How an agent may act, unless left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forms: Option<ActionForms>,
    /// The functions a model can call, where chat was asked for and its actions are calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<Value>,
    /// The world the task is set in.
    pub world: WorldInfo,
    /// Names of the sub-goals, where the truth is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subgoals: Option<Vec<String>>,
    /// How many facts can be found out, where the truth is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<usize>,
    /// Whether the episode is written down.
    pub record: bool,
}

/// What an action came to.
#[derive(Debug, Serialize)]
pub struct SlotStep {
    /// The slot.
    pub slot: usize,
    /// What the action did.
    pub effect: Effect,
    /// What is the case about the step, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truth: Option<StepTruth>,
    /// Rewards of the schemes that price each step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rewards: Option<Rewards>,
    /// How the episode ended, if it has.
    pub end: Option<End>,
    /// Whether the world ended it.
    pub terminated: bool,
    /// Whether the step budget ran out.
    pub truncated: bool,
    /// The host's failure, if it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// What the schemes that look at whole episodes and groups gave those that this step has ended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<Scores>,
    /// The frame after the action: the last of its episode, if that has ended.
    pub frame: SlotFrame,
    /// The first frame of the next episode, if the slot went on with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_frame: Option<Entry<SlotFrame>>,
}

/// The menu of a slot.
#[derive(Debug, Serialize)]
pub struct SlotMenu {
    /// The slot.
    pub slot: usize,
    /// Its actions with weights.
    pub menu: Vec<MenuItem>,
    /// Which menu positions exist, if asked for.
    pub action_mask: Option<Vec<u8>>,
    /// Whether the mask is too short for the menu.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub menu_truncated: Option<bool>,
}

/// One view of a slot: `{slot, kind, text}`, or `{slot, kind, image: {width, height, digest, png}}`.
#[derive(Debug, Serialize)]
pub struct SlotView {
    /// The slot.
    pub slot: usize,
    /// Which view.
    pub kind: ViewName,
    /// What it shows.
    #[serde(flatten)]
    pub content: Content,
}

/// What a view shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Text.
    Text(String),
    /// An image.
    Image(SentImage),
}

/// An image with its pixels.
#[derive(Debug, Serialize)]
pub struct SentImage {
    /// Sides, and the digest by which frames name it.
    #[serde(flatten)]
    pub name: ImageDigest,
    /// The pixels as a PNG file, in base64.
    pub png: String,
}

/// A moment, for the client to keep.
#[derive(Debug, Serialize)]
pub struct Snapshot {
    /// The moment.
    pub snapshot: Moment,
}

/// Which slots were emptied.
#[derive(Debug, Serialize)]
pub struct Closed {
    /// The slots.
    pub closed: Vec<usize>,
}
