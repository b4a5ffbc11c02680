//! The model trait: what a world is, without any of the machinery that runs it.
//!
//! A model is a set of pure functions over an immutable definition and a small state. It never sees the ECS, a clock, the
//! operating system or a hash map's order; everything the host adds - budget, truth, views, recording - works on any
//! model. `State` holds what the dynamics depend on and nothing else; what only rendering depends on is [`Model::View`].

use crate::{
    chance::Chance,
    digest::Digest,
    forms::ActionForms,
    rational::Rational,
    truth::{Detail, Distance, FactSet, Rejection},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{fmt::Debug, hash::Hash};

/// What a task asks for: the instruction and the names of what can be attained and found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The instruction as the agent reads it.
    pub instruction: String,
    /// The sub-goals, at most 64; sub-goal `i` of a [`FactSet`] is entry `i`.
    pub subgoals: Vec<Subgoal>,
    /// The task-relevant facts an agent can be shown, at most 64; fact `i` of `known` is entry `i`.
    pub evidence: Vec<String>,
    /// The step budget a run uses unless told otherwise.
    pub max_steps: u32,
    /// Whether success is possible at all; infeasible twins are scored in pairs with their feasible task.
    pub feasible: bool,
}

/// One sub-goal of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subgoal {
    /// Stable name (`"in_cart"`).
    pub name: String,
    /// Sub-goals that must hold before this one can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<usize>,
}

/// Whether an episode goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It goes on.
    Running,
    /// The world ended it, with this grade in 0..=1; success is grade 1.
    Ended(Rational),
}

impl Status {
    /// Whether the task is solved.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Status::Ended(grade) if grade == Rational::from_integer(1))
    }

    /// The grade, 0 while the episode runs.
    #[must_use]
    pub fn outcome(self) -> Rational {
        match self {
            Status::Running => Rational::from_integer(0),
            Status::Ended(grade) => grade,
        }
    }
}

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry<A> {
    /// A canonical action.
    pub action: A,
    /// Its weight, at least 1.
    pub weight: u32,
}

/// What a fact is about; truth sorts facts by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Something that happened; part of the trace only.
    Info,
    /// A rule of the task was broken.
    Violation,
    /// Something changed that the task does not allow to change.
    SideEffect,
    /// A disturbance or risk event showed, or was handled.
    Event,
}

/// A typed statement a model makes while it steps.
pub trait Fact: Clone + Debug + Send + Sync + 'static {
    /// What it is about.
    fn kind(&self) -> FactKind;
    /// Append its canonical text, one line, stable for a version (`"charged 1299 cents"`).
    fn write(&self, out: &mut String);
}

/// Where facts go. [`NoFacts`] compiles away in searches.
pub trait Facts<F> {
    /// State a fact.
    fn emit(&mut self, fact: F);
}

impl<F> Facts<F> for Vec<F> {
    fn emit(&mut self, fact: F) {
        self.push(fact);
    }
}

/// Drops every fact.
#[derive(Debug, Default)]
pub struct NoFacts;

impl<F> Facts<F> for NoFacts {
    fn emit(&mut self, _: F) {}
}

/// For models that state no facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFact {}

impl Fact for NoFact {
    fn kind(&self) -> FactKind {
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

/// The host of a model (a sandbox, say) failed; the world's state is unchanged and the episode is aborted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the environment's host failed: {message}")]
pub struct HostFault {
    /// What failed.
    pub message: String,
}

/// The kinds of view a model can render.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewKind {
    /// Plain text.
    Text,
    /// Text with marked-up controls.
    TextRich,
    /// A page in HTML.
    Html,
    /// An accessibility tree.
    Tree,
}

impl ViewKind {
    /// All kinds, in the order observations list them.
    pub const ALL: [ViewKind; 4] = [
        ViewKind::Text,
        ViewKind::TextRich,
        ViewKind::Html,
        ViewKind::Tree,
    ];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ViewKind::Text => "text",
            ViewKind::TextRich => "text_rich",
            ViewKind::Html => "html",
            ViewKind::Tree => "tree",
        }
    }
}

/// A world: pure functions over an immutable definition and a small state.
///
/// Laws, checked by the contract kit: equal digests imply equal states, menus and successors; a rejected action leaves
/// the state as it was; `digest` equals `recompute_digest`; the menu is non-empty while the episode runs, lists distinct
/// canonical actions in a fixed order, and holds a shortest-path action wherever success can be reached; equal
/// [`Model::class`] implies equal status, equal multiset of successor classes and weights.
pub trait Model: Sized + Send + Sync + 'static {
    /// Stable name of the model, for messages and snapshots (`"shop/compat"`).
    const NAME: &'static str;
    /// The views it renders; the first is what agents read by default.
    const VIEWS: &'static [ViewKind];
    /// Whether `step` may draw from chance.
    const CHANCE: bool = false;
    /// Whether `distance` is computed (a planner exists).
    const PLANNER: bool = true;

    /// What never changes in an episode: catalogue, goal, tables; shared by `Arc`.
    type Def: Send + Sync + 'static;
    /// What a step may call outside the model, one per shard; `()` for pure models.
    type Host: Default + Send + Sync + 'static;
    /// What the dynamics depend on, and nothing else.
    type State: Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static;
    /// What only rendering depends on (visited marks, counters).
    type View: Clone + Default + Debug + Serialize + DeserializeOwned + Send + Sync + 'static;
    /// A decoded, canonical action.
    type Action: Clone + Eq + Hash + Debug + Send + Sync + 'static;
    /// A statement made while stepping.
    type Fact: Fact;
    /// Exact lumping of states for the graph.
    type Class: Clone + Eq + Hash + Debug + Send + Sync + 'static;

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
    /// Whether the action can be executed here.
    ///
    /// # Errors
    /// A [`Rejection`] that says why not.
    fn admit(def: &Self::Def, state: &Self::State, action: &Self::Action) -> Result<(), Rejection>;
    /// Execute an admitted action.
    ///
    /// # Errors
    /// A [`HostFault`] if the host failed; pure models never do.
    fn step(
        def: &Self::Def,
        host: &mut Self::Host,
        state: &mut Self::State,
        action: &Self::Action,
        chance: &mut impl Chance,
        facts: &mut impl Facts<Self::Fact>,
    ) -> Result<Applied, HostFault>;
    /// Append the menu: distinct canonical actions with weights, in a fixed order; nothing once the episode has ended.
    fn menu(def: &Self::Def, state: &Self::State, out: &mut Vec<MenuEntry<Self::Action>>);
    /// The class of a state in the lumped graph.
    fn class(def: &Self::Def, state: &Self::State) -> Self::Class;

    /// The digest of a state, kept up to date by its setters.
    fn digest(state: &Self::State) -> Digest;
    /// The digest of a state, computed anew from all its cells.
    fn recompute_digest(state: &Self::State) -> Digest;

    /// Whether the episode goes on, and its grade if not.
    fn status(def: &Self::Def, state: &Self::State) -> Status;
    /// The sub-goals that hold.
    fn subgoals(def: &Self::Def, state: &Self::State) -> FactSet;
    /// The task-relevant facts shown so far; monotone, a function of state.
    fn known(_def: &Self::Def, _state: &Self::State) -> FactSet {
        FactSet::default()
    }
    /// For an action that commits (answer, buy, submit): whether the evidence it rests on is known; `None` otherwise.
    fn supported(_def: &Self::Def, _state: &Self::State, _action: &Self::Action) -> Option<bool> {
        None
    }

    /// Fewest steps to success over supported menu actions. `NotComputed` only where [`Model::PLANNER`] is false.
    fn distance(def: &Self::Def, state: &Self::State) -> Distance;
    /// The same with evidence ignored.
    fn distance_clairvoyant(def: &Self::Def, state: &Self::State) -> Distance {
        Self::distance(def, state)
    }
    /// Append the positions in `menu` of the actions on a shortest path, ascending.
    ///
    /// The default tries every entry; models override it where that is too slow.
    fn best_actions(
        def: &Self::Def,
        state: &Self::State,
        menu: &[MenuEntry<Self::Action>],
        out: &mut Vec<u32>,
    ) {
        best_actions_by_trial::<Self>(def, state, menu, out);
    }
    /// The best grade still reachable over the menu; `None` if not computed.
    fn best_outcome(def: &Self::Def, state: &Self::State) -> Option<Rational>;

    /// Append one view of the state. Called only with kinds in [`Model::VIEWS`].
    fn observe(
        def: &Self::Def,
        state: &Self::State,
        view: &Self::View,
        kind: ViewKind,
        out: &mut String,
    );
    /// Update the view memory after a step.
    fn remember(
        _def: &Self::Def,
        _before: &Self::State,
        _action: &Self::Action,
        _after: &Self::State,
        _view: &mut Self::View,
    ) {
    }

    /// Append texts that only the ground truth holds (an answer key, a grader's note). The contract kit fails where one
    /// shows in an observation; a model without such texts may plant a nonsense word where the grader looks and no view
    /// should.
    fn canaries(_def: &Self::Def, _out: &mut Vec<String>) {}

    /// Facts of this environment about a state.
    fn state_details(_def: &Self::Def, _state: &Self::State, _out: &mut Vec<Detail>) {}
    /// Facts of this environment about a step.
    fn step_details(
        _def: &Self::Def,
        _before: &Self::State,
        _action: &Self::Action,
        _after: &Self::State,
        _out: &mut Vec<Detail>,
    ) {
    }
}

/// The positions in `menu` of the supported actions that lower the distance by one, found by trying each.
///
/// Only for models without chance: with chance there is no single successor, and nothing is appended.
pub fn best_actions_by_trial<M: Model>(
    def: &M::Def,
    state: &M::State,
    menu: &[MenuEntry<M::Action>],
    out: &mut Vec<u32>,
) {
    let Distance::Steps(here) = M::distance(def, state) else {
        return;
    };
    if M::CHANCE || here == 0 {
        return;
    }
    let mut host = M::Host::default();
    for (index, entry) in menu.iter().enumerate() {
        if M::supported(def, state, &entry.action) == Some(false) {
            continue;
        }
        let mut next = state.clone();
        let mut chance = crate::chance::Enumerated::default();
        let stepped = M::step(
            def,
            &mut host,
            &mut next,
            &entry.action,
            &mut chance,
            &mut NoFacts,
        );
        if stepped.is_ok() && M::distance(def, &next) == Distance::Steps(here - 1) {
            out.push(index as u32);
        }
    }
}
