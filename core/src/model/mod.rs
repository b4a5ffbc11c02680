//! The model: what a world is, without any of the machinery that runs it.
//!
//! A model is a set of pure functions over an immutable definition and a small state. It never sees the ECS, a clock, the
//! operating system or a hash map's order; everything the host adds - budget, truth, views, recording - works on any
//! model. A world says, part by part,
//!
//! | part | says |
//! |---|---|
//! | [`Dynamics`] | goal, start, the forms of action and their text, what a step does, digests, status |
//! | [`Menu`] | what can be done, with weights; which states are alike |
//! | [`Truth`] | sub-goals, what the agent has been shown, which commits it supports |
//! | [`Planner`] | optional: distances, best actions, the best grade within reach |
//! | [`Render`] | views, and the memory that only they depend on |
//!
//! and [`Model`] ties them together. `State` holds what the dynamics depend on and nothing else: a disturbance that acts
//! is in it, what only rendering depends on is [`Render::View`].

mod dynamics;
mod goal;
mod menu;
mod planner;
mod render;
mod truth;
mod worker;

pub use dynamics::{
    Applied, Draws, Dynamics, Host, HostFault, NoStatement, Statement, StatementKind, Statements,
    Unheard,
};
pub use goal::{BadGoal, Goal, Status, Subgoal};
pub use menu::{Menu, MenuEntry};
pub use planner::{Best, NoPlanner, Planner, best_actions_by_trial, has_planner};
pub use render::Render;
pub use truth::Truth;

pub use crate::view::{Image, ViewKind};

pub(crate) use planner::best_actions;
pub(crate) use worker::{Worker, Workers};

/// A world: everything the host, the graph and the contract kit need to know of it.
///
/// A world that plans implements [`Planner`] and says `type Planner = Self`; one that does not says
/// `type Planner = NoPlanner`, and nothing more is asked of it.
pub trait Model: Dynamics + Menu + Truth + Render {
    /// Who plans in it.
    type Planner: Planner<Self>;
}

/// The kind of an action by its canonical text: what is done, not what it is done to. Brackets, numbers, quotations and
/// everything after the first word of a spoken command go.
///
/// ```
/// use truestep_core::model::kind_of_text;
/// assert_eq!(kind_of_text("search[red shoes]"), "search");
/// assert_eq!(kind_of_text("Take key 3"), "take");
/// ```
#[must_use]
pub fn kind_of_text(text: &str) -> String {
    let end = |c: char| matches!(c, '[' | '(' | '{' | '"' | '\'' | ':' | '=') || c.is_whitespace();
    let verb = text.trim_start().split(end).next().unwrap_or_default();
    verb.trim_end_matches(|c: char| c.is_ascii_digit())
        .to_lowercase()
}
