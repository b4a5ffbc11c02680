//! The few statistics a summary prints.

use serde::Serialize;

/// Two-sided 95 % quantile of the normal distribution.
const Z95: f64 = 1.959_963_984_540_054;

/// A share of successes with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Rate {
    /// Successes.
    pub(crate) successes: u64,
    /// Trials.
    pub(crate) trials: u64,
    /// Successes over trials, in 0..=1; `null` without trials.
    pub(crate) rate: Option<f64>,
    /// Wilson's 95 % interval; `null` without trials.
    pub(crate) interval: Option<[f64; 2]>,
}

impl Rate {
    /// The rate of `successes` in `trials`, with Wilson's score interval (Wilson 1927), which stays within 0..=1.
    #[must_use]
    pub(crate) fn new(successes: u64, trials: u64) -> Self {
        if trials == 0 {
            return Self {
                successes,
                trials,
                rate: None,
                interval: None,
            };
        }
        let (k, n) = (successes as f64, trials as f64);
        let p = k / n;
        let z2 = Z95 * Z95;
        let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z95 / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        // Rounding may step over the ends, where the interval touches them.
        let low = if successes == 0 { 0.0 } else { centre - half };
        let high = if successes == trials {
            1.0
        } else {
            centre + half
        };
        Self {
            successes,
            trials,
            rate: Some(p),
            interval: Some([low, high]),
        }
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.rate, self.interval) {
            (Some(rate), Some([low, high])) => write!(f, "{rate:.3} [{low:.3}, {high:.3}]"),
            _ => f.write_str("-"),
        }
    }
}

/// The mean of numbers that come one by one; they are summed in the order they come in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mean {
    sum: f64,
    count: u64,
}

impl Mean {
    /// Take a number in.
    pub(crate) fn add(&mut self, number: f64) {
        self.sum += number;
        self.count += 1;
    }

    /// The mean; `None` of no numbers.
    #[must_use]
    pub(crate) fn value(self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }

    /// How many numbers there were.
    #[must_use]
    pub(crate) fn count(self) -> u64 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_interval_matches_published_values() {
        // Newcombe 1998, table I, method 3: 81/263 gives 0.2553 to 0.3662; 0/20 gives 0 to 0.1611.
        let close = |a: f64, b: f64| (a - b).abs() < 5e-5;
        let [low, high] = Rate::new(81, 263).interval.unwrap();
        assert!(close(low, 0.2553) && close(high, 0.3662), "{low} {high}");
        let [low, high] = Rate::new(0, 20).interval.unwrap();
        assert!(close(low, 0.0) && close(high, 0.1611), "{low} {high}");
        assert_eq!(Rate::new(0, 0).interval, None);
    }

    #[test]
    fn a_mean_of_nothing_is_nothing() {
        assert_eq!(Mean::default().value(), None);
        let mut mean = Mean::default();
        for x in [1.0, 2.0, 6.0] {
            mean.add(x);
        }
        assert_eq!(mean.value(), Some(3.0));
    }
}
