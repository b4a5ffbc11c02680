//! Oracle: takes a shortest path to success.

use crate::noisy::Noisy;
use truestep_core::{
    agent::{Agent, AgentFactory},
    registry::{Prepared, Registry},
    trajectory::AgentInfo,
};

/// Takes an action on a shortest path, drawn by weight among them; where success is out of reach, plays at random.
/// This is the policy `eps-optimal(0/1)`. Where the world has no planner it goes by the state graph, as [`Noisy`] does.
#[derive(Clone, Debug)]
pub struct Oracle(Noisy);

impl Oracle {
    /// The oracle of the tasks of `registry`.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        Self(Noisy::oracle(registry))
    }
}

impl AgentFactory for Oracle {
    fn info(&self) -> AgentInfo {
        self.0.info()
    }

    fn make(&self) -> Box<dyn Agent> {
        self.0.make()
    }

    fn needs_truth(&self) -> bool {
        true
    }

    fn check(&self, task: &dyn Prepared) -> Result<(), String> {
        self.0.check(task)
    }
}
