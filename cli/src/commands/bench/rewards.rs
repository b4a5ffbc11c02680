//! How fast schemes price.

use super::{
    Effort, Figure,
    clock::{best_of, rate},
};
use crate::{
    plan::{Filter, Plan},
    scoring::parse_schemes,
};
use anyhow::Result;
use std::{
    hint::black_box,
    sync::{Arc, atomic::AtomicBool},
};
use truestep_core::{
    batch::{BatchOptions, Job, run},
    registry::Registry,
    trajectory::Episode,
};
use truestep_rewards::score;

/// Groups of episodes that are priced, and episodes of each.
const GROUPS: u64 = 64;
const GROUP: u32 = 8;

/// Schemes that are measured, one by one.
const SCHEMES: &[&str] = &[
    "outcome",
    "shaping:distance",
    "shaping:subgoals",
    "gain:clipped",
    "pica:survival",
    "g-ra",
    "grpo:verl",
    "rloo:verl",
];

/// Measure step rewards per second, on one thread.
pub(super) fn measure(
    registry: &Registry,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let episodes = episodes(registry, effort.seed)?;
    let steps: u64 = episodes.iter().map(|e| e.steps() as u64).sum();
    for text in SCHEMES {
        let schemes = parse_schemes(&[(*text).to_owned()])?;
        let provided = |e: &Episode| schemes[0].check(e.provides(), "").is_ok();
        if !episodes.iter().all(provided) {
            continue;
        }
        let time = best_of(effort.seconds.min(1), || {
            black_box(score(&episodes, &schemes[0])?);
            Ok(())
        })?;
        figures.push(Figure::new(
            format!("rewards: {text}"),
            rate(steps, time),
            "step rewards/s",
            format!("one thread, {steps} steps in memory"),
        ));
    }
    Ok(())
}

fn episodes(registry: &Registry, seed: u64) -> Result<Vec<Episode>> {
    let templates = registry.select("all")?;
    let agent = truestep_agents::parse("noisy:0.3", registry)?;
    let mut plan = Plan::new(registry, &templates, seed, Filter::default());
    let planned = plan.next(GROUPS)?.into_iter().zip(0..);
    let jobs: Vec<Job> = planned
        .flat_map(|(prepared, group)| {
            (0..GROUP).map(move |rollout| Job {
                task: Arc::clone(prepared.task()),
                group,
                rollout,
            })
        })
        .collect();
    let mut episodes = vec![];
    let (options, cancel) = (BatchOptions::default(), AtomicBool::new(false));
    run(registry, &jobs, &*agent, &options, &cancel, &mut |e| {
        episodes.push(e)
    })?;
    Ok(episodes)
}
