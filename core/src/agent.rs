//! Agents: what chooses the actions of a rollout.

use crate::{
    chance::RngRef,
    model::kind_of_text,
    registry::Prepared,
    task::Task,
    trajectory::AgentInfo,
    truth::{Digests, Effect, StateTruth},
    view::ShownViews,
};

/// The menu an agent chooses from. Texts are made only when asked for.
pub trait MenuView {
    /// Number of entries.
    fn len(&self) -> usize;
    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Weight of entry `index`.
    fn weight(&self, index: usize) -> u32;
    /// Canonical text of entry `index`.
    fn text(&self, index: usize) -> String;
    /// What kind of action entry `index` is; see [`Dynamics::kind`](crate::model::Dynamics::kind).
    fn kind(&self, index: usize) -> String {
        kind_of_text(&self.text(index))
    }
}

/// What an agent is given to decide. Honest agents use `observation`, `menu` and `effect`; the rest is privileged.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object that lives for one call"
)]
pub struct Decision<'a> {
    /// The task played.
    pub task: &'a Task,
    /// The instruction.
    pub instruction: &'a str,
    /// The first text view of the observation; empty if the run renders none.
    pub observation: &'a str,
    /// All views of the observation, pixels included.
    pub views: &'a dyn ShownViews,
    /// The menu.
    pub menu: &'a dyn MenuView,
    /// What the previous action did; `None` at the start.
    pub effect: Option<&'a Effect>,
    /// Number of actions taken so far.
    pub step: u32,
    /// Digests of the present frame.
    pub digests: Digests,
    /// Privileged: truth of the state, if the run computes it.
    pub truth: Option<&'a StateTruth>,
    /// Privileged: menu positions of the best actions; `None` if they are not computed.
    pub best: Option<&'a [u32]>,
    /// The place the agent may draw from at this step; differs per episode and rollout.
    pub random: RngRef,
}

/// What an agent does.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// The menu's entry at this position.
    Menu(usize),
    /// Free text.
    Text(String),
    /// Nothing any more: the episode is aborted.
    Stop,
}

/// A choice with the probability it had.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The choice.
    pub choice: Choice,
    /// The probability with which it was taken, if the agent knows it.
    pub probability: Option<f64>,
}

/// Something that plays.
pub trait Agent: Send {
    /// Called before the first decision of an episode.
    fn begin(&mut self, _task: &Task, _rollout: u32) {}
    /// Choose an action.
    fn act(&mut self, decision: &Decision<'_>) -> Act;
}

/// Makes a fresh agent for each episode, so that episodes do not depend on each other or on the order they run in.
pub trait AgentFactory: Sync {
    /// Who it is, for the record.
    fn info(&self) -> AgentInfo;
    /// A fresh agent.
    fn make(&self) -> Box<dyn Agent>;
    /// Whether it reads [`Decision::truth`] or [`Decision::best`].
    fn needs_truth(&self) -> bool {
        false
    }
    /// Whether it can play a task as its name promises; asked before an episode is played.
    ///
    /// # Errors
    /// Why it cannot.
    fn check(&self, _task: &dyn Prepared) -> Result<(), String> {
        Ok(())
    }
}
