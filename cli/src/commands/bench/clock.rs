//! Taking times.

use crate::progress::now;
use anyhow::Result;
use std::time::Duration;

/// Fewest passes, so that one bad moment does not decide.
const MIN_PASSES: usize = 3;

/// The shortest time of several passes over the same work, within about `seconds`.
pub(super) fn best_of(seconds: u32, mut pass: impl FnMut() -> Result<()>) -> Result<Duration> {
    let started = now();
    let mut best = Duration::MAX;
    let mut passes = 0;
    while passes < MIN_PASSES || now() - started < Duration::from_secs(u64::from(seconds)) {
        let begun = now();
        pass()?;
        best = best.min(now() - begun);
        passes += 1;
        if seconds == 0 {
            break;
        }
    }
    Ok(best)
}

/// `count` per second.
pub(super) fn rate(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(1e-12)
}

/// The `percent`-th percentile of times, in the unit of `scale` per second; 0 of none.
pub(super) fn percentile(times: &mut [Duration], percent: usize, scale: f64) -> f64 {
    times.sort();
    let last = times.len().saturating_sub(1);
    let place = (times.len() * percent / 100).min(last);
    times.get(place).map_or(0.0, |t| t.as_secs_f64() * scale)
}
