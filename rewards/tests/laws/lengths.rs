//! Lengths: one step, and ten thousand.

use crate::support::{Spot, episode, spot};
use crate::{pipelines, scheme};
use truestep_core::trajectory::{End, Episode};
use truestep_rewards::{Value, score};

/// A walk to and fro that is solved after `steps` steps, or never.
fn long(rollout: u32, steps: usize, solved: bool) -> Episode {
    let mut spots: Vec<Spot> = (0..=steps).map(|t| spot(2 + (t % 5) as u32)).collect();
    let end = if solved {
        End::Terminated
    } else {
        End::Truncated
    };
    if solved {
        spots[steps] = spot(0);
    }
    episode(0, rollout, &spots, end)
}

fn check(batch: &[Episode]) {
    for name in pipelines() {
        let scored = score(batch, &scheme(&name)).unwrap();
        for rows in [Some(&scored.rewards), scored.advantages.as_ref()]
            .into_iter()
            .flatten()
        {
            for (row, episode) in rows.iter().zip(batch) {
                assert_eq!(row.len(), episode.steps(), "{name}");
                let sound = |v: &Value<f64>| v.number().is_none_or(|x| x.is_finite());
                assert!(row.iter().all(sound), "{name}");
            }
        }
        // A filter may take every rollout of a small group out; what is not above 0 has no logarithm.
        if name.contains("prof") || name.ends_with("|> log") {
            continue;
        }
        let priced = scored.rewards.iter().flatten();
        let number = |v: &&Value<f64>| v.number().is_some();
        assert!(
            priced.filter(number).count() > 0,
            "{name} gives no step a number"
        );
    }
}

#[test]
fn single_steps_are_priced_by_every_scheme() {
    check(&[long(0, 1, true), long(1, 1, false)]);
}

#[test]
fn ten_thousand_steps_are_priced_by_every_scheme() {
    check(&[long(0, 10_000, true), long(1, 10_000, false)]);
}
