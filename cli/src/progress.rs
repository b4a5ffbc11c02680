//! Progress and speed, on standard error.

use crate::Terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Counts finished work and tells how fast it went.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    /// A bar over `total` pieces of work, drawn only if somebody watches.
    #[must_use]
    pub(crate) fn new(terminal: &Terminal<'_>, total: u64, unit: &str) -> Self {
        let target = if terminal.is_watched() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let template = format!("{{bar:40}} {{pos}}/{{len}} {unit}  {{eta}} left");
        let style = ProgressStyle::with_template(&template)
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(total), target).with_style(style);
        // Seen from the start: the first piece may take long.
        bar.tick();
        Self {
            bar,
            started: now(),
        }
    }

    /// One piece of work is done.
    pub(crate) fn advance(&self) {
        self.bar.inc(1);
    }

    /// Take the bar away; the time since it was made.
    pub(crate) fn stop(&self) -> Duration {
        self.bar.finish_and_clear();
        now() - self.started
    }
}

/// The time now, for speed and progress only.
#[allow(
    clippy::disallowed_methods,
    reason = "measures speed, which goes to standard error or to `bench`, never into a result"
)]
#[must_use]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// `count` per second over `time`, with a unit a person can read.
#[must_use]
pub(crate) fn per_second(count: u64, time: Duration) -> String {
    let rate = count as f64 / time.as_secs_f64().max(1e-9);
    match rate {
        r if r >= 1e6 => format!("{:.2} M/s", r / 1e6),
        r if r >= 1e3 => format!("{:.1} k/s", r / 1e3),
        r => format!("{r:.1} /s"),
    }
}
