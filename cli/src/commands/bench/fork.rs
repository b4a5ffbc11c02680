//! How long a fork takes.

use super::{
    Effort, Figure,
    clock::best_of,
    plan::{Episode, Recorded},
};
use anyhow::Result;
use std::hint::black_box;
use truestep_core::{
    host::{Capabilities, Input, Shard},
    model::Model,
};

/// Forks timed together.
const FORKS: u32 = 200_000;
/// Steps played before, so that the state is not the first one.
const STEPS: usize = 4;

/// Measure snapshot and restore of the bare world, without naming its model.
pub(super) fn measure(
    env: &str,
    played: &Recorded,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let mut shard = played.shard();
    let Some(episode) = long_episodes(played).next() else {
        return Ok(());
    };
    stand_in(&mut shard, episode)?;
    let time = best_of(effort.seconds.min(1), || {
        for _ in 0..FORKS {
            let moment = shard.snapshot(0)?;
            shard.restore(1, &moment, None)?;
        }
        Ok(())
    })?;
    figures.push(Figure::new(
        format!("{env}: fork, any model"),
        time.as_secs_f64() * 1e9 / f64::from(FORKS),
        "ns",
        "snapshot and restore through the erased interface, state only",
    ));
    Ok(())
}

/// Measure the same by the model's name, in the first long episode of `M`.
pub(super) fn measure_model<M: Model>(
    played: &Recorded,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let mut shard = played.shard();
    for episode in long_episodes(played) {
        stand_in(&mut shard, episode)?;
        if shard.moment::<M>(0).is_err() {
            continue;
        }
        let time = best_of(effort.seconds.min(1), || {
            for _ in 0..FORKS {
                let moment = shard.moment::<M>(0)?;
                shard.put::<M>(1, black_box(&moment), None)?;
            }
            Ok(())
        })?;
        figures.push(Figure::new(
            format!("{}: fork", M::NAME),
            time.as_secs_f64() * 1e9 / f64::from(FORKS),
            "ns",
            format!(
                "snapshot and restore, state of {} bytes besides what it points to",
                size_of::<M::State>()
            ),
        ));
        return Ok(());
    }
    Ok(())
}

fn long_episodes(played: &Recorded) -> impl Iterator<Item = &Episode> {
    played
        .slots
        .iter()
        .flatten()
        .filter(|e| e.actions.len() > STEPS)
}

/// Put the first two slots into `episode`, the first a few steps into it.
fn stand_in(shard: &mut Shard, episode: &Episode) -> Result<()> {
    for slot in [0, 1] {
        episode
            .prepared
            .load(shard, slot, 0, &Capabilities::bare())?;
    }
    for action in &episode.actions[..STEPS] {
        shard.submit(0, Input::Menu(action.menu), None)?;
        shard.run();
    }
    Ok(())
}
