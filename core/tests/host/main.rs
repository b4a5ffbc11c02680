//! Sentences about the host, each proved on the corridor.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "../corridor/mod.rs"]
mod corridor;

mod annotated;
mod batch;
mod capabilities;
mod moments;
mod plays;
mod plugin;
mod recent;
mod steps;
mod truth;
mod views;

use corridor::Corridors;
use std::sync::Arc;
use truestep_core::{
    host::{Capabilities, Input, Judged, Shard, ShardBuilder},
    registry::{Family, Prepared, Registry},
    truth::StepTruth,
};

/// Truth, text and recording, without a budget.
fn everything() -> Capabilities {
    Capabilities {
        max_steps: None,
        ..Capabilities::recorded(0)
    }
}

fn prepare(id: &str, seed: u64) -> Arc<dyn Prepared> {
    corridor::registry()
        .prepare(&corridor::task(id, seed))
        .unwrap()
}

/// A shard of `slots` slots with both corridors.
fn shard(slots: usize) -> Shard {
    let mut builder = ShardBuilder::default();
    Corridors::<false>::default().install(&mut builder);
    Corridors::<true>::default().install(&mut builder);
    builder.build(slots)
}

/// A shard of one slot that plays task `id` with `seed`.
fn one(id: &str, seed: u64, capabilities: &Capabilities) -> Shard {
    let mut shard = shard(1);
    prepare(id, seed)
        .load(&mut shard, 0, 0, capabilities)
        .unwrap();
    shard
}

fn act(shard: &mut Shard, slot: usize, text: &str) {
    shard.submit(slot, Input::Text(text.into()), None).unwrap();
    shard.run();
}

/// The truth of the last step of a slot.
fn step_truth(shard: &Shard, slot: usize) -> StepTruth {
    let judged = shard.parts::<&Judged>(slot).unwrap();
    judged.step.clone().unwrap()
}

/// Take the first best action until the episode ends; the actions.
fn follow_best(shard: &mut Shard, slot: usize) -> Vec<String> {
    let mut taken = vec![];
    while shard.end(slot).unwrap().is_none() {
        let judged = shard.parts::<&Judged>(slot).unwrap();
        let best = judged.best.as_ref().unwrap()[0];
        taken.push(
            shard
                .with_menu(slot, |_, _, menu| menu.text(best as usize))
                .unwrap(),
        );
        shard.submit(slot, Input::Menu(best), None).unwrap();
        shard.run();
    }
    taken
}

fn dry() -> Registry {
    corridor::registry()
}
