//! How fast schemes price.
//!
//! Everything is priced over groups of 8 rollouts of 50 steps each, the shape training uses: recorded play with graph
//! truth, repeated to that length, in memory, on one thread.

use super::{
    Effort, Figure,
    clock::{best_of, rate},
};
use crate::annotating::{Annotation, annotate_all};
use anyhow::Result;
use std::{
    hint::black_box,
    sync::{Arc, atomic::AtomicBool},
};
use truestep_core::{
    batch::{BatchOptions, Job, run},
    graph::Limits,
    policy::Policy,
    registry::{Registry, TemplateInfo},
    trajectory::Episode,
};
use truestep_rewards::{
    Form, Scheme, Stage,
    registry::{Brackets, Build, schemes},
    score,
};
use truestep_session::{Filter, Plan};

/// Groups that are priced, rollouts of each, and steps of each of those.
const GROUPS: u64 = 64;
const GROUP: u32 = 8;
const STEPS: usize = 50;
/// Passes over each of the schemes of which only the slowest is told.
const PASSES: usize = 9;
/// Most states of a graph that is solved for this.
const MAX_STATES: u32 = 20_000;

/// Schemes with a row of their own; of the others the slowest gets one.
const SCHEMES: &[&str] = &[
    "outcome",
    "shaping:distance",
    "shaping:subgoals",
    "shaping:success",
    "gain:clipped",
    "pica:survival",
    "pica:clipped",
    "pica:ratio",
    "g-ra",
    "outcome |> grpo:verl",
    "outcome |> rloo:verl",
    "outcome |> gigpo",
    "pica:survival |> grpo:process",
];

/// Measure step rewards per second, on one thread.
pub(super) fn measure(
    registry: &Registry,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let episodes = episodes(registry, effort.seed)?;
    for text in SCHEMES {
        if let Some(rate) = priced(text, &episodes, effort)? {
            let (name, note) = (format!("rewards: {text}"), "8 rollouts x 50 steps a group");
            figures.push(Figure::new(name, rate, "steps/s", note));
        }
    }
    // Briefly, since there are many.
    let brief = Effort {
        seconds: 0,
        ..effort
    };
    let passes = if effort.seconds == 0 { 1 } else { PASSES };
    for (what, texts) in [
        ("per-step schemes", per_step()),
        ("group advantages", credits()),
    ] {
        let mut rates = vec![];
        for text in texts {
            let mut best: Option<f64> = None;
            for _ in 0..passes {
                let rate = priced(&text, &episodes, brief)?;
                best = rate.map(|rate| rate.max(best.unwrap_or(0.0)));
            }
            rates.extend(best.map(|rate| (rate, text)));
        }
        rates.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((rate, slowest)) = rates.first() {
            figures.push(Figure::new(
                format!("rewards: {what}, the slowest"),
                *rate,
                "steps/s",
                format!("{slowest}, of {}", rates.len()),
            ));
        }
    }
    Ok(())
}

/// Every scheme that prices one step at a time and stands alone.
fn per_step() -> Vec<String> {
    let alone = schemes().filter(|e| {
        matches!(e.build, Build::Signal(_))
            && e.brackets == Brackets::Parameters
            && e.info.form <= Form::Memory
            && !e.reads_file()
    });
    alone.map(|e| e.info.name.to_owned()).collect()
}

/// Every credit, over the outcome; one that takes others in its brackets, with those of its example.
fn credits() -> Vec<String> {
    let credits = schemes().filter(|e| e.info.stage == Stage::Credit && !e.reads_file());
    credits
        .map(|e| format!("outcome |> {}", e.example()))
        .collect()
}

/// Steps priced per second; `None` if the episodes lack a channel.
fn priced(text: &str, episodes: &[Episode], effort: Effort) -> Result<Option<f64>> {
    let scheme: Scheme = text.parse()?;
    let carries = |e: &Episode| scheme.check(e.provides(), "").is_ok();
    if !episodes.iter().all(carries) {
        return Ok(None);
    }
    let time = best_of(effort.seconds.min(1), || {
        black_box(score(episodes, &scheme)?);
        Ok(())
    })?;
    let steps: u64 = episodes.iter().map(|e| e.steps() as u64).sum();
    Ok(Some(rate(steps, time)))
}

/// The templates that are played: small ones with sub-goals, so that every channel is there.
fn templates(registry: &Registry) -> Result<Vec<TemplateInfo>> {
    let small = registry.family("diagnostic").is_ok();
    let mut found = registry.select(if small { "diagnostic" } else { "all" })?;
    let has_subgoals = |template: &TemplateInfo| {
        let mut plan = Plan::new(
            registry,
            std::slice::from_ref(template),
            0,
            Filter::default(),
        );
        let first = plan.next(1).ok().and_then(|mut tasks| tasks.pop());
        first.is_some_and(|task| !task.goal().subgoals.is_empty())
    };
    if found.iter().any(has_subgoals) {
        found.retain(has_subgoals);
    }
    Ok(found)
}

fn episodes(registry: &Registry, seed: u64) -> Result<Vec<Episode>> {
    let templates = templates(registry)?;
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
    let options = Annotation::under(Policy::uniform(), Limits::states(MAX_STATES));
    // Without values the schemes that read them have no row.
    let _ = annotate_all(registry, &mut episodes, &options, &cancel);
    episodes.iter_mut().for_each(stretch);
    Ok(episodes)
}

/// Repeat the steps of an episode up to [`STEPS`]; what comes of that is no episode, but costs as much to price as one.
fn stretch(episode: &mut Episode) {
    let whole = episode.transitions.clone();
    let steps = whole.into_iter().cycle().take(STEPS);
    episode.transitions = steps.collect();
}
