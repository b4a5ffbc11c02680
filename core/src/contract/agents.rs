//! The kit's own players.

use crate::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    chance::Chance as _,
    trajectory::AgentInfo,
};

/// Draws from the menu by its weights.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomPlay;

impl AgentFactory for RandomPlay {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "contract-random".into(),
            policy: Some("uniform".into()),
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(*self)
    }
}

impl Agent for RandomPlay {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        Act {
            choice: draw(decision, &mut decision.random.sampled()),
            probability: None,
        }
    }
}

fn draw(decision: &Decision<'_>, chance: &mut crate::chance::Sampled) -> Choice {
    let weights: Vec<u32> = (0..decision.menu.len())
        .map(|i| decision.menu.weight(i).max(1))
        .collect();
    if weights.is_empty() {
        Choice::Stop
    } else {
        Choice::Menu(chance.pick(&weights))
    }
}

/// Follows the oracle; every so many steps it strays, and now and then it talks nonsense. `0`: never.
#[derive(Clone, Copy, Debug)]
pub struct Follower {
    /// It strays on one of this many steps.
    pub strays: u32,
}

impl AgentFactory for Follower {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: format!("contract-follower:{}", self.strays),
            policy: None,
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(*self)
    }

    fn needs_truth(&self) -> bool {
        true
    }
}

impl Agent for Follower {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let mut chance = decision.random.sampled();
        let strays = self.strays > 0 && chance.below(self.strays) == 0;
        let choice = match decision.best.and_then(<[u32]>::first) {
            _ if strays && chance.below(8) == 0 => Choice::Text("no such action".into()),
            Some(&best) if !strays => Choice::Menu(best as usize),
            _ => draw(decision, &mut chance),
        };
        Act {
            choice,
            probability: None,
        }
    }
}
