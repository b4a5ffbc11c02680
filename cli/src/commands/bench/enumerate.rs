//! How fast state graphs are explored.

use super::{Figure, clock::rate, plan::Recorded};
use crate::progress::now;
use anyhow::Result;
use std::time::Duration;
use truestep_core::graph::{Limits, Mode};

/// Tasks explored.
const TASKS: usize = 16;
/// Most states of each.
const MAX_STATES: u32 = 100_000;

/// Measure edges per second, raw and lumped, on all threads.
pub(super) fn measure(env: &str, played: &Recorded, figures: &mut Vec<Figure>) -> Result<()> {
    let limits = Limits {
        allow_capped: true,
        keep_states: false,
        ..Limits::states(MAX_STATES)
    };
    for (mode, name) in [(Mode::Raw, "raw"), (Mode::Lumped, "lumped")] {
        let (mut edges, mut states, mut time) = (0, 0, Duration::ZERO);
        for prepared in played.tasks().take(TASKS) {
            let begun = now();
            let explored = prepared.explore(0, &limits, mode)?;
            time += now() - begun;
            edges += explored.graph().edge_count() as u64;
            states += explored.graph().nodes();
        }
        figures.push(Figure::new(
            format!("{env}: {name} enumeration"),
            rate(edges, time),
            "edges/s",
            format!("{states} states of {TASKS} tasks, all cores"),
        ));
    }
    Ok(())
}
