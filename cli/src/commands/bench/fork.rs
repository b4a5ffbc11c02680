//! How long a fork takes.

use super::{Effort, Figure, clock::best_of, plan::Recorded};
use anyhow::Result;
use truestep_core::host::{Capabilities, Input};

/// Forks timed together.
const FORKS: u32 = 10_000;
/// Steps played before, so that the state is not the first one.
const STEPS: usize = 5;

/// Measure snapshot and restore of the bare world.
pub(super) fn measure(
    env: &str,
    played: &Recorded,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let mut shard = played.shard();
    let Some(episode) = played
        .slots
        .iter()
        .flatten()
        .find(|e| e.actions.len() > STEPS)
    else {
        return Ok(());
    };
    let bare = Capabilities::bare();
    for slot in [0, 1] {
        episode.prepared.load(&mut shard, slot, 0, &bare)?;
    }
    for action in &episode.actions[..STEPS] {
        shard.submit(0, Input::Menu(action.menu), None)?;
        shard.run();
    }
    let time = best_of(effort.seconds.min(1), || {
        for _ in 0..FORKS {
            let moment = shard.snapshot(0)?;
            shard.restore(1, &moment, None)?;
        }
        Ok(())
    })?;
    figures.push(Figure::new(
        format!("{env}: fork"),
        time.as_secs_f64() * 1e9 / f64::from(FORKS),
        "ns",
        "snapshot and restore without naming the model, state only",
    ));
    Ok(())
}
