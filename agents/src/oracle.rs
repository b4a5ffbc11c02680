//! Oracle: takes a shortest path to success.

use crate::noisy::Noisy;
use truestep_core::{
    agent::{Agent, AgentFactory},
    trajectory::AgentInfo,
};

/// Takes an action on a shortest path, drawn by weight among them; where success is out of reach, plays at random.
/// This is the policy `eps-optimal(0/1)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Oracle;

impl AgentFactory for Oracle {
    fn info(&self) -> AgentInfo {
        Noisy::oracle().info()
    }

    fn make(&self) -> Box<dyn Agent> {
        Noisy::oracle().make()
    }

    fn needs_truth(&self) -> bool {
        true
    }
}
