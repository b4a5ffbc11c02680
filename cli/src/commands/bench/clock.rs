//! Taking times.

use crate::progress::now;
use anyhow::Result;
use std::time::Duration;

/// Fewest passes, so that one bad moment does not decide.
const MIN_PASSES: usize = 3;
/// The system counts a thread's time in ticks of a few milliseconds; what is shorter than this is timed by the clock.
const LONG_ENOUGH: Duration = Duration::from_millis(40);

/// Time this thread has spent on a core; `None` where the system does not say.
fn time_on_core() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = stat.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The shortest time of several passes of this thread over the same work, within about `seconds`. It is time on a core
/// where the system tells that, so that what else the machine does counts as little as can be.
pub(super) fn best_of(seconds: u32, mut pass: impl FnMut() -> Result<()>) -> Result<Duration> {
    repeat(seconds, || {
        let (begun, on_core) = (now(), time_on_core());
        pass()?;
        let (passed, on_core_now) = (now() - begun, time_on_core());
        let on_core = on_core_now.zip(on_core).map(|(now, then)| now - then);
        Ok(on_core.filter(|t| *t >= LONG_ENOUGH).unwrap_or(passed))
    })
}

/// The shortest time of several passes by the clock, for work on several threads.
pub(super) fn best_by_clock(
    seconds: u32,
    mut pass: impl FnMut() -> Result<()>,
) -> Result<Duration> {
    repeat(seconds, || {
        let begun = now();
        pass()?;
        Ok(now() - begun)
    })
}

fn repeat(seconds: u32, mut timed: impl FnMut() -> Result<Duration>) -> Result<Duration> {
    let started = now();
    let mut best = Duration::MAX;
    let mut passes = 0;
    while passes < MIN_PASSES || now() - started < Duration::from_secs(u64::from(seconds)) {
        best = best.min(timed()?);
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
