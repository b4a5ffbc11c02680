//! Laws of the schemes, held with `==` in exact rationals where they are ring schemes; a file per law.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "helpers of a test crate fail by panicking, and these figures are exact"
)]

#[path = "../support/mod.rs"]
mod support;

mod agreement;
mod cuts;
mod examples;
mod groups;
mod infinities;
mod lengths;
mod refusals;
mod telescoping;

use num_bigint::BigInt;
use proptest::prelude::*;
use support::{Spot, episode};
use truestep_core::trajectory::{End, Episode};
use truestep_rewards::{
    Scheme, Stage, Value,
    number::Fraction,
    registry::{Build, Entry, schemes},
    score,
};

fn scheme(text: &str) -> Scheme {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn ratio(n: i64, d: i64) -> Fraction {
    Fraction::new(BigInt::from(n), BigInt::from(d))
}

fn rewards(text: &str, episode: &Episode) -> Vec<Value<f64>> {
    score(std::slice::from_ref(episode), &scheme(text))
        .unwrap()
        .rewards
        .remove(0)
}

fn numbers(row: &[Value<f64>]) -> Vec<f64> {
    row.iter().map(|v| *v.number().unwrap()).collect()
}

/// What an episode visits: up to eleven steps among six states.
fn spots() -> impl Strategy<Value = Vec<Spot>> {
    let one = (
        0u64..6,
        proptest::option::of(1u32..90),
        0usize..=4,
        0i128..=12,
        any::<bool>(),
    );
    let one = one.prop_map(|(id, distance, done, twelfths, rejected)| Spot {
        id,
        distance,
        done,
        twelfths: if distance.is_none() { 0 } else { twelfths },
        rejected,
    });
    proptest::collection::vec(one, 1..12)
}

fn ends() -> impl Strategy<Value = End> {
    prop_oneof![
        Just(End::Terminated),
        Just(End::Truncated),
        Just(End::Aborted)
    ]
}

/// Rollouts as a failing case shows them: group, what is visited, end.
type Sketch = Vec<(u64, Vec<Spot>, End)>;

/// Up to six rollouts of up to three tasks.
fn sketches() -> impl Strategy<Value = Sketch> {
    proptest::collection::vec((0u64..3, spots(), ends()), 0..7)
}

fn drawn(sketch: &Sketch) -> Vec<Episode> {
    let rollouts = sketch.iter().zip(0..);
    let episode =
        |((group, spots, end), i): (&(u64, Vec<Spot>, End), u32)| episode(*group, i, spots, *end);
    rollouts.map(episode).collect()
}

/// Every scheme that prices trajectories by themselves.
fn priced() -> impl Iterator<Item = &'static Entry> {
    schemes().filter(|e| !matches!(e.build, Build::Function(_)) && !e.reads_file())
}

/// What stands in a scheme's brackets before its parameters, where something must.
fn inside(name: &str) -> &'static str {
    match name {
        "gate" => "shaping:subgoals, outcome >= 1",
        "sum" | "product" | "difference" | "max" | "min" | "dpa" | "heron" => {
            "outcome, shaping:subgoals"
        }
        "mix" => "grpo:verl, 1/2 * gain:subgoals |> flow-grpo",
        name if name.starts_with("ensemble:") => "outcome, shaping:subgoals",
        _ => "",
    }
}

/// A scheme with what must stand in its brackets.
fn call(name: &str) -> String {
    match inside(name) {
        "" => name.to_owned(),
        parts => format!("{name}({parts})"),
    }
}

/// A scheme with what must stand in its brackets, and a parameter.
fn call_with(name: &str, parameter: &str) -> String {
    match inside(name) {
        "" => format!("{name}({parameter})"),
        parts => format!("{name}({parts}, {parameter})"),
    }
}

/// Every scheme that prices trajectories as a pipeline of its own, and those that change numbers over varied ones as well.
fn pipelines() -> Vec<String> {
    let mut all = vec![];
    for entry in priced() {
        let call = call(entry.info.name);
        if entry.info.stage != Stage::Signal {
            all.push(format!("shaping:subgoals(base=none) |> {call}"));
        }
        all.push(call);
    }
    all
}
