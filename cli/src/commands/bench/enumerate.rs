//! How fast state graphs are explored.

use super::{Effort, Figure, clock::rate, plan::Recorded};
use crate::progress::now;
use anyhow::Result;
use std::time::Duration;
use truestep_core::graph::{Limits, Mode};

/// Most tasks explored; fewer where the time is up before.
const TASKS: usize = 16;
/// Most states of each.
const MAX_STATES: u32 = 100_000;
/// Most states of each where every edge is a call in the sandbox.
const MAX_STATES_OF_CALLS: u32 = 10_000;

/// Measure edges per second, raw and lumped, on all threads.
pub(super) fn measure(
    env: &str,
    played: &Recorded,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let most = match env {
        "tools" => MAX_STATES_OF_CALLS,
        _ => MAX_STATES,
    };
    let limits = Limits {
        allow_capped: true,
        keep_states: false,
        ..Limits::states(most)
    };
    for (mode, name) in [(Mode::Raw, "raw"), (Mode::Lumped, "lumped")] {
        let enough = Duration::from_secs(effort.seconds.max(1).into());
        let (mut edges, mut states, mut time, mut tasks) = (0, 0, Duration::ZERO, 0);
        for prepared in played.tasks().take(TASKS) {
            if time >= enough {
                break;
            }
            let begun = now();
            let explored = prepared.explore(0, &limits, mode)?;
            time += now() - begun;
            edges += explored.graph().edge_count() as u64;
            states += explored.graph().nodes();
            tasks += 1;
        }
        figures.push(Figure::new(
            format!("{env}: {name} enumeration"),
            rate(edges, time),
            "edges/s",
            format!("{states} states of {tasks} tasks, all cores"),
        ));
    }
    Ok(())
}
