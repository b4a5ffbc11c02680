//! Sentences about hosts that fail, about worlds that draw, and about what was not computed.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "../corridor/mod.rs"]
mod corridor;
#[path = "../faulty/mod.rs"]
mod faulty;

mod absent;
mod hosts;
mod starts;

use faulty::{Settings, registry, task};
use std::sync::{Arc, atomic::AtomicBool};
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    batch::{BatchOptions, Job, run},
    host::{Capabilities, Input, Shard},
    registry::{Prepared, Registry},
    trajectory::{AgentInfo, Episode},
};

/// Goes to the right.
#[derive(Clone, Copy)]
struct Walker;

impl AgentFactory for Walker {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "walker".into(),
            policy: None,
            params: Default::default(),
        }
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(*self)
    }
}

impl Agent for Walker {
    fn act(&mut self, _: &Decision<'_>) -> Act {
        Act {
            choice: Choice::Text("right".into()),
            probability: None,
        }
    }
}

fn jobs(count: u32) -> Vec<Job> {
    let task = Arc::new(task(1));
    let job = |rollout| Job {
        task: Arc::clone(&task),
        group: 0,
        rollout,
    };
    (0..count).map(job).collect()
}

/// The episodes of a batch.
fn batch(registry: &Registry, jobs: &[Job]) -> Vec<Episode> {
    let (mut episodes, never) = (vec![], AtomicBool::new(false));
    let options = BatchOptions::default();
    run(registry, jobs, &Walker, &options, &never, &mut |e| {
        episodes.push(e)
    })
    .unwrap();
    episodes
}

/// A shard with `slots` loaded slots: truth, text and recording, no budget.
fn shard<const D: u8>(settings: Settings, slots: usize) -> (Shard, Arc<dyn Prepared>) {
    let registry = registry::<D>(settings);
    let prepared = registry.prepare(&task(1)).unwrap();
    let mut shard = registry.shard_builder().build(slots);
    for slot in 0..slots {
        prepared
            .load(&mut shard, slot, slot as u32, &everything())
            .unwrap();
    }
    (shard, prepared)
}

fn everything() -> Capabilities {
    Capabilities {
        max_steps: None,
        ..Capabilities::recorded(0)
    }
}

fn act(shard: &mut Shard, slot: usize, text: &str) {
    shard.submit(slot, Input::Text(text.into()), None).unwrap();
    shard.run();
}
