//! What a world does: its state, its actions, what a step comes to, and what a step may call outside.

use super::{Goal, Status, kind_of_text};
use crate::{chance::Chance, digest::Digest, forms::ActionForms, truth::Rejection};
use serde::{Serialize, de::DeserializeOwned};
use std::{borrow::Cow, fmt::Debug, hash::Hash};

/// Where a world draws from chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Draws {
    /// Nowhere: a task is one episode for each sequence of actions.
    Never,
    /// Only in [`Dynamics::initial`]: rollouts start differently, and from each start all is determined.
    AtReset,
    /// In [`Dynamics::step`] too: an action has several successors.
    InStep,
}

impl Draws {
    /// Whether a step may have several successors.
    #[must_use]
    pub fn in_step(self) -> bool {
        self == Draws::InStep
    }
}

/// What a statement is about; truth sorts statements by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// Something that happened; part of the trace only.
    Info,
    /// A rule of the task was broken.
    Violation,
    /// Something changed that the task does not allow to change.
    SideEffect,
    /// A disturbance or risk event showed, or was handled.
    Event,
}

/// Something a model states while it steps.
pub trait Statement: Clone + Debug + Send + Sync + 'static {
    /// What it is about.
    fn kind(&self) -> StatementKind;
    /// Append its canonical text, one line, stable for a version (`"charged 1299 cents"`).
    fn write(&self, out: &mut String);
}

/// Where statements go. [`Unheard`] compiles away in searches.
pub trait Statements<S> {
    /// State something.
    fn emit(&mut self, statement: S);
}

impl<S> Statements<S> for Vec<S> {
    fn emit(&mut self, statement: S) {
        self.push(statement);
    }
}

/// Drops every statement.
#[derive(Debug, Default)]
pub struct Unheard;

impl<S> Statements<S> for Unheard {
    fn emit(&mut self, _: S) {}
}

/// For models that state nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoStatement {}

impl Statement for NoStatement {
    fn kind(&self) -> StatementKind {
        match *self {}
    }
    fn write(&self, _: &mut String) {
        match *self {}
    }
}

/// What an executed step reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Whether the state changed.
    pub changed: bool,
    /// The call repeated an earlier one without new information, even if some state changed.
    pub repeated: bool,
}

impl Applied {
    /// The state changed.
    pub const CHANGED: Applied = Applied {
        changed: true,
        repeated: false,
    };
    /// The state is as it was.
    pub const UNCHANGED: Applied = Applied {
        changed: false,
        repeated: false,
    };
}

/// The host of a model (a sandbox, say) failed: nothing is said about the agent's action, and the episode is aborted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the environment's host failed: {message}")]
pub struct HostFault {
    /// What failed.
    pub message: String,
}

/// What the steps of a model call outside it: a sandbox, an interpreter, a pool of them; `()` for pure models.
///
/// Each worker (a shard, a thread of an exploration) starts one when it is first needed and lends it to everything that
/// steps. It serves every definition of the model that the worker meets, so that what belongs to one definition is
/// looked up in it, not kept. What a step does must not depend on the steps it has run before. One that has failed is
/// dropped, and the next step starts another.
pub trait Host<Def>: Sized + Send + Sync + 'static {
    /// Start one, for `def` and others like it.
    ///
    /// # Errors
    /// A [`HostFault`] if it cannot be had.
    fn start(def: &Def) -> Result<Self, HostFault>;
}

impl<Def> Host<Def> for () {
    fn start(_: &Def) -> Result<Self, HostFault> {
        Ok(())
    }
}

/// A world's own business: from a start, through actions, to an end.
///
/// Laws, checked by the contract kit: a rejected action leaves the state as it was; `digest` equals `recompute_digest`;
/// equal digests imply equal states, menus and successors.
pub trait Dynamics: Sized + Send + Sync + 'static {
    /// Stable name of the model, for messages and snapshots (`"shop/compat"`).
    const NAME: &'static str;
    /// Where it draws from chance.
    const DRAWS: Draws = Draws::Never;

    /// What never changes in an episode: catalogue, goal, tables; shared by `Arc`.
    type Def: Send + Sync + 'static;
    /// What a step may call outside the model; `()` for pure models.
    type Host: Host<Self::Def>;
    /// What the dynamics depend on, and nothing else. A disturbance that acts has its remaining schedule here, so that
    /// distances and values know of it.
    type State: Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static;
    /// A decoded, canonical action.
    type Action: Clone + Eq + Hash + Debug + Send + Sync + 'static;
    /// What it states while stepping.
    type Statement: Statement;

    /// What the task asks for.
    fn goal(def: &Self::Def) -> &Goal;
    /// The state an episode starts in.
    fn initial(def: &Self::Def, chance: &mut impl Chance) -> Self::State;

    /// How an agent may act: every form of action there is in this task. Whatever an agent is told is made from it.
    fn forms(def: &Self::Def) -> &ActionForms;
    /// Read an action from text.
    ///
    /// # Errors
    /// A [`Rejection`] for text that is no action; it is data, and costs the agent a step.
    fn decode(def: &Self::Def, state: &Self::State, text: &str) -> Result<Self::Action, Rejection>;
    /// Append the canonical text of an action; `decode` of it gives the action back wherever it is admitted.
    fn encode(def: &Self::Def, action: &Self::Action, out: &mut String);
    /// What kind of action it is in a state: its verb and, where that decides what it does, the kind of its target
    /// (`"tap switch"` for `tap(60,40)`). Two templates are different if their solutions differ in kinds.
    ///
    /// The default is the canonical text up to its arguments: [`kind_of_text`].
    fn kind(def: &Self::Def, _state: &Self::State, action: &Self::Action) -> Cow<'static, str> {
        let mut text = String::new();
        Self::encode(def, action, &mut text);
        Cow::Owned(kind_of_text(&text))
    }
    /// Whether the action can be executed here.
    ///
    /// # Errors
    /// A [`Rejection`] that says why not.
    fn admit(def: &Self::Def, state: &Self::State, action: &Self::Action) -> Result<(), Rejection>;
    /// Execute an admitted action.
    ///
    /// # Errors
    /// A [`HostFault`] if the host failed; pure models never do. Whatever it has done to the state by then is undone.
    fn step(
        def: &Self::Def,
        host: &mut Self::Host,
        state: &mut Self::State,
        action: &Self::Action,
        chance: &mut impl Chance,
        statements: &mut impl Statements<Self::Statement>,
    ) -> Result<Applied, HostFault>;

    /// The digest of a state, kept up to date by its setters.
    fn digest(state: &Self::State) -> Digest;
    /// The digest of a state, computed anew from all its cells.
    fn recompute_digest(state: &Self::State) -> Digest;
    /// Whether the episode goes on, and its grade if not.
    fn status(def: &Self::Def, state: &Self::State) -> Status;
}
