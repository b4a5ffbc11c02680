//! What the state graph adds to a record, and what is found when a record is computed again.

mod replayed;
mod values;
mod verified;

use crate::corridor;
use std::sync::Arc;
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    annotate::{AnnotateOptions, annotate},
    batch::rollouts,
    chance::Chance as _,
    graph::Limits,
    policy::Policy,
    rational::Rational,
    trajectory::{AgentInfo, Episode},
};

/// Draws from the menu by its weights and records with what probability; after some steps it has had enough.
#[derive(Clone)]
struct Weighed {
    policy: Option<&'static str>,
    /// Off the menu every so many steps.
    runs_every: u32,
    stops_after: u32,
    /// What it claims is this much too high.
    off_by: f64,
}

impl Default for Weighed {
    fn default() -> Self {
        Self {
            policy: Some("uniform"),
            runs_every: u32::MAX,
            stops_after: u32::MAX,
            off_by: 0.0,
        }
    }
}

impl AgentFactory for Weighed {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "weighed".into(),
            policy: self.policy.map(str::to_owned),
            params: Default::default(),
        }
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(self.clone())
    }
}

impl Agent for Weighed {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        if decision.step == self.stops_after {
            return Act {
                choice: Choice::Stop,
                probability: None,
            };
        }
        if decision.step % self.runs_every == self.runs_every - 1 {
            return Act {
                choice: Choice::Text("run".into()),
                probability: None,
            };
        }
        let weights: Vec<u32> = (0..decision.menu.len())
            .map(|i| decision.menu.weight(i))
            .collect();
        let index = decision.random.sampled().pick(&weights);
        let sum: u32 = weights.iter().sum();
        Act {
            choice: Choice::Menu(index),
            probability: Some(f64::from(weights[index]) / f64::from(sum) + self.off_by),
        }
    }
}

const BUDGET: u32 = 60;
const THRESHOLD: (i64, i64) = (1, 20);

fn options() -> AnnotateOptions {
    AnnotateOptions {
        policy: Policy::uniform(),
        pivot_threshold: Rational::new(THRESHOLD.0, THRESHOLD.1),
        limits: Limits::default(),
        max_new: 100,
    }
}

fn played(id: &str, seed: u64, agent: &Weighed) -> Vec<Episode> {
    let task = Arc::new(corridor::task(id, seed));
    rollouts(&corridor::registry(), &task, agent, 0, 6, Some(BUDGET)).unwrap()
}

fn annotated(id: &str, seed: u64, agent: &Weighed) -> Vec<Episode> {
    let mut episodes = played(id, seed, agent);
    annotate(&corridor::registry(), &mut episodes, &[], &options()).unwrap();
    episodes
}
