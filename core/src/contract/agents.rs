//! The kit's own players.

use crate::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    chance::Chance as _,
    task::Task,
    trajectory::AgentInfo,
};
use std::collections::BTreeSet;

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

/// The rules that go by the order of the menu alone: its first or last entry, of those not yet taken or of all.
pub(super) const ORDERS: [&str; 4] = [
    "first of those not yet taken",
    "first of all",
    "last of those not yet taken",
    "last of all",
];

/// Follows one of [`ORDERS`]: the number of the rollout says which, so that all of them play one definition of a task.
#[derive(Clone, Debug, Default)]
pub(super) struct InOrder {
    rule: usize,
    taken: BTreeSet<String>,
}

impl AgentFactory for InOrder {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "contract-in-order".into(),
            policy: None,
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(Self::default())
    }
}

impl Agent for InOrder {
    fn begin(&mut self, _: &Task, rollout: u32) {
        self.rule = rollout as usize % ORDERS.len();
    }

    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let (from_end, repeats) = (self.rule >= 2, self.rule % 2 == 1);
        let mut order: Vec<usize> = (0..decision.menu.len()).collect();
        if from_end {
            order.reverse();
        }
        let text = |at: usize| decision.menu.text(at);
        let is_new = |at: &&usize| repeats || !self.taken.contains(&text(**at));
        let chosen = order.iter().find(is_new).or(order.first()).copied();
        let choice = chosen.map_or(Choice::Stop, Choice::Menu);
        self.taken.extend(chosen.map(text));
        Act {
            choice,
            probability: None,
        }
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
