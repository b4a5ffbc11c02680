//! Trajectories: one episode as a value, and as one line of JSON.
//!
//! `T` transitions join `T + 1` frames: the start frame, and the frame after each action. Nothing is lost: the last
//! observation is there whether the episode terminated or was truncated.

use crate::{
    channels::{Channel, Channels},
    digest::Digest,
    given::Given,
    model::Subgoal,
    rational::Rational,
    task::{Split, Task},
    truth::{AdvantageKind, Digests, Effect, StateTruth, StepTruth},
    view::{Content, ImageDigest, View, ViewName},
};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct as _};
use std::collections::BTreeMap;

/// The schema's name; readers refuse any other.
pub const SCHEMA: &str = "truestep.trajectory/1";

/// One view as a frame keeps it: `{kind, text}`, or `{kind, image: {width, height, digest}}` in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RecordedViewForm")]
pub struct RecordedView {
    /// Which view.
    pub kind: ViewName,
    /// What it shows.
    pub content: RecordedContent,
}

/// What a view shows, as a frame keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordedContent {
    /// Text, whole.
    Text(String),
    /// The name of an image. Its pixels are rendered by whoever plays the episode again; a run may keep them in files
    /// beside the trajectories.
    Image(ImageDigest),
}

/// A view of a frame, as it is read.
#[derive(Deserialize)]
struct RecordedViewForm {
    kind: ViewName,
    text: Option<String>,
    image: Option<ImageDigest>,
}

impl TryFrom<RecordedViewForm> for RecordedView {
    type Error = &'static str;
    fn try_from(form: RecordedViewForm) -> Result<Self, Self::Error> {
        let content = match (form.text, form.image) {
            (Some(text), None) => RecordedContent::Text(text),
            (None, Some(image)) => RecordedContent::Image(image),
            _ => return Err("a view holds either `text` or `image`"),
        };
        let kind = form.kind;
        Ok(Self { kind, content })
    }
}

impl Serialize for RecordedView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut form = serializer.serialize_struct("RecordedView", 2)?;
        form.serialize_field("kind", &self.kind)?;
        match &self.content {
            RecordedContent::Text(text) => form.serialize_field("text", text)?,
            RecordedContent::Image(image) => form.serialize_field("image", image)?,
        }
        form.end()
    }
}

impl RecordedView {
    /// What a frame keeps of a view.
    #[must_use]
    pub fn of(view: &View) -> Self {
        Self {
            kind: view.name(),
            content: match view.content() {
                Content::Text(text) => RecordedContent::Text(text.clone()),
                Content::Image(image) => RecordedContent::Image(image.digest()),
            },
        }
    }

    /// A text.
    #[must_use]
    pub fn of_text(kind: ViewName, text: impl Into<String>) -> Self {
        Self {
            kind,
            content: RecordedContent::Text(text.into()),
        }
    }

    /// The text, if it shows text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            RecordedContent::Text(text) => Some(text),
            RecordedContent::Image(_) => None,
        }
    }

    /// The name of the image, if it shows one.
    #[must_use]
    pub fn image(&self) -> Option<ImageDigest> {
        match self.content {
            RecordedContent::Text(_) => None,
            RecordedContent::Image(image) => Some(image),
        }
    }
}

/// What the agent is shown, and what is the case, at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The views the run asked for, in the order of the model.
    pub observation: Vec<RecordedView>,
    /// What is the case; `null` if the run was recorded without truth.
    pub truth: Option<StateTruth>,
    /// Digests of state, observation and history.
    pub digests: Digests,
}

impl Frame {
    /// The text an agent reads: the first text view; empty without one.
    #[must_use]
    pub fn text(&self) -> &str {
        let mut texts = self.observation.iter().filter_map(RecordedView::text);
        texts.next().unwrap_or_default()
    }
}

/// One action and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transition {
    /// The action as the agent gave it.
    pub action: String,
    /// The probability with which the agent took it, given the menu; `null` if it did not say.
    #[serde(default, deserialize_with = "crate::rational::read_some_chance")]
    pub action_probability: Option<f64>,
    /// Entries of the menu the agent chose from.
    pub menu_size: u32,
    /// What the action did.
    pub effect: Effect,
    /// What is the case about the step; `null` if the run was recorded without truth.
    pub truth: Option<StepTruth>,
    /// The frame after the action.
    pub after: Frame,
}

/// How an episode ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The world ended it.
    Terminated,
    /// The step budget ran out.
    Truncated,
    /// It was cut off: the agent stopped, or the host failed (see [`Episode::fault`]). Nothing is said about the task.
    Aborted,
}

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentInfo {
    /// The agent as named on the command line (`"noisy:0.3"`).
    pub name: String,
    /// The reference policy it follows exactly, if it does (`"eps-optimal(3/10)"`).
    pub policy: Option<String>,
    /// What else is known of it, by name: an outside agent says what it wants to be remembered by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, serde_json::Value>,
}

/// The world behind a task, checked before a replay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorldInfo {
    /// What kind of world (`"generated catalogue of 1000 products, seed 1"`).
    pub kind: String,
    /// Digest of its content.
    pub digest: Digest,
}

/// What the graph channels of an episode are exact with respect to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphNote {
    /// The policy (`"uniform"`).
    pub policy: String,
    /// Whether that policy is the one that acted.
    pub advantage: AdvantageKind,
    /// The threshold τ of `pivot`.
    #[serde(deserialize_with = "crate::rational::read_fraction")]
    pub pivot_threshold: Rational,
    /// The horizon: steps from the start frame.
    pub horizon: u32,
}

/// One episode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Episode {
    /// [`SCHEMA`].
    pub schema: String,
    /// The task.
    pub task: Task,
    /// The part of the instances it belongs to.
    pub split: Split,
    /// The instruction as the agent read it.
    pub instruction: String,
    /// Versions of what produced it, by name.
    pub versions: BTreeMap<String, String>,
    /// The world behind the task.
    pub world: WorldInfo,
    /// Rollouts of one task share a group number.
    pub group: u64,
    /// Number of this rollout in its group.
    pub rollout: u32,
    /// Who acted.
    pub agent: AgentInfo,
    /// The step budget; `null` without one.
    pub max_steps: Option<u32>,
    /// The task's sub-goals.
    pub subgoals: Vec<Subgoal>,
    /// The facts that can be found out.
    pub evidence: Vec<String>,
    /// Names of the plug-ins that took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plugins: Vec<String>,
    /// What the graph channels refer to, once they are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub graph: Option<GraphNote>,
    /// The frame before the first action.
    pub start: Frame,
    /// The actions and what came of them, `[steps]`.
    pub transitions: Vec<Transition>,
    /// How it ended.
    pub end: End,
    /// The host's failure, in an episode that was aborted by one: the action that met it is not among the transitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// Digest of the whole history, equal to the last frame's trace.
    pub trace: Digest,
    /// Numbers from outside that go with it; no part of the record.
    #[serde(skip)]
    pub given: Given,
}

impl Episode {
    /// That the record does not contradict itself about whose values it carries.
    ///
    /// # Errors
    /// What is wrong.
    pub(crate) fn check_note(&self) -> Result<(), String> {
        match &self.graph {
            Some(note)
                if note.advantage == AdvantageKind::Behaviour
                    && self.agent.policy.as_deref() != Some(&note.policy) =>
            {
                Err(format!(
                    "its values are said to be those of the policy that acted, `{}`, and its agent follows {}",
                    note.policy,
                    match &self.agent.policy {
                        Some(policy) => format!("`{policy}`"),
                        None => "none that is known".into(),
                    }
                ))
            }
            _ => Ok(()),
        }
    }

    /// Number of actions.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.transitions.len()
    }

    /// The frame before action `t`; `t == steps()` is the last frame.
    ///
    /// # Panics
    /// If `t > steps()`.
    #[must_use]
    pub fn frame(&self, t: usize) -> &Frame {
        if t == 0 {
            &self.start
        } else {
            &self.transitions[t - 1].after
        }
    }

    /// The last frame.
    #[must_use]
    pub fn last(&self) -> &Frame {
        self.frame(self.steps())
    }

    /// Whether the task was solved; `None` without truth, and where the host failed: what the agent would have come to is
    /// not known, and no failure.
    #[must_use]
    pub fn success(&self) -> Option<bool> {
        self.judged().map(|t| t.success)
    }

    /// The grade; `None` where [`Episode::success`] is. As a double: [`crate::rational::rational_to_f64`].
    #[must_use]
    pub fn outcome(&self) -> Option<Rational> {
        self.judged().map(|t| t.outcome)
    }

    /// The truth of its end, where that says something about the agent.
    #[must_use]
    pub fn judged(&self) -> Option<&StateTruth> {
        self.last().truth.as_ref().filter(|_| self.fault.is_none())
    }

    /// The channels that every frame and transition of this episode carries.
    #[must_use]
    pub fn provides(&self) -> Channels {
        let mut all = vec![Channel::Effect];
        let frames = || (0..=self.steps()).map(|t| self.frame(t).truth.as_ref());
        let steps = || self.transitions.iter().map(|t| t.truth.as_ref());
        let every_frame = |has: &dyn Fn(&StateTruth) -> bool| frames().all(|t| t.is_some_and(has));
        let every_step = |has: &dyn Fn(&StepTruth) -> bool| steps().all(|t| t.is_some_and(has));
        if every_frame(&|_| true) && every_step(&|_| true) {
            all.extend([
                Channel::Outcome,
                Channel::Redundant,
                Channel::Supported,
                Channel::Violations,
                Channel::SideEffects,
                Channel::Events,
            ]);
            if !self.subgoals.is_empty() {
                all.push(Channel::Subgoals);
            }
            if !self.evidence.is_empty() {
                all.push(Channel::Known);
            }
        }
        let computed = |d: crate::truth::Distance| d != crate::truth::Distance::NotComputed;
        let tests: [(Channel, bool); 7] = [
            (Channel::Distance, every_frame(&|t| computed(t.distance))),
            (
                Channel::ShortestPath,
                every_step(&|t| t.on_shortest_path.is_some()),
            ),
            (
                Channel::BestOutcome,
                every_frame(&|t| t.best_outcome.is_some()),
            ),
            (Channel::StepsLeft, every_frame(&|t| t.steps_left.is_some())),
            (
                Channel::SuccessProbability,
                every_frame(&|t| t.success_probability.is_some()),
            ),
            (Channel::Advantage, every_step(&|t| t.advantage.is_some())),
            (Channel::Pivot, every_step(&|t| t.pivot.is_some())),
        ];
        all.extend(
            tests
                .iter()
                .filter(|(_, has)| *has)
                .map(|(channel, _)| *channel),
        );
        if self
            .transitions
            .iter()
            .all(|t| t.action_probability.is_some())
        {
            all.push(Channel::ActionProbability);
        }
        Channels::of(&all)
    }
}
