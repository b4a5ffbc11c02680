//! How long it takes to make a new goal, and to start again on one that is made.

use super::{
    Effort, Figure,
    clock::{best_of, percentile},
    plan::Recorded,
};
use crate::progress::now;
use anyhow::Result;
use truestep_core::{
    chance::Seed,
    host::Capabilities,
    registry::{Registry, TaskError},
    task::Task,
};

/// New goals made per template.
pub(super) const GOALS: u64 = 100;
/// Restarts timed together.
const RESTARTS: u32 = 100_000;

/// Measure both.
pub(super) fn measure(
    registry: &Registry,
    env: &str,
    played: &Recorded,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let note = "median over templates and seeds";
    figures.push(Figure::new(
        format!("{env}: new goal"),
        new_goal(registry, env, effort.seed, GOALS)?,
        "ms",
        note,
    ));
    restart(env, played, effort, figures)
}

/// Measure the start of an episode of a goal that is made.
pub(super) fn restart(
    env: &str,
    played: &Recorded,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let mut shard = played.shard();
    let prepared: Vec<_> = played.tasks().take(16).collect();
    let bare = Capabilities::bare();
    let time = best_of(effort.seconds.min(1), || {
        for i in 0..RESTARTS {
            prepared[i as usize % prepared.len()].load(&mut shard, 0, i, &bare)?;
        }
        Ok(())
    })?;
    figures.push(Figure::new(
        format!("{env}: restart of a built goal"),
        time.as_secs_f64() * 1e6 / f64::from(RESTARTS),
        "µs",
        "state only; a new entity with all its components",
    ));
    Ok(())
}

/// Median time to make a new goal, in milliseconds, over `goals` of every template.
pub(super) fn new_goal(registry: &Registry, env: &str, seed: u64, goals: u64) -> Result<f64> {
    let mut times = vec![];
    for template in registry.select(env)? {
        for k in 0..goals {
            let Seed(wide) = Seed(seed).derive("bench", k);
            let task = Task::new(template.id.clone(), Seed(wide >> 16));
            let begun = now();
            let made = registry.prepare(&task);
            let time = now() - begun;
            match made {
                Ok(_) => times.push(time),
                Err(TaskError::NoInstance { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(percentile(&mut times, 50, 1e3))
}
