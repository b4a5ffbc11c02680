//! Do-nothing: lets the budget run out.

use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    trajectory::AgentInfo,
};

/// Gives the empty action until the budget runs out. Every environment rejects it, so the world stays as it started: a
/// grader this agent passes grades the start, not the work.
#[derive(Clone, Copy, Debug, Default)]
pub struct DoNothing;

impl AgentFactory for DoNothing {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "do-nothing".into(),
            policy: None,
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(*self)
    }
}

impl Agent for DoNothing {
    fn act(&mut self, _: &Decision<'_>) -> Act {
        Act {
            choice: Choice::Text(String::new()),
            probability: Some(1.0),
        }
    }
}
