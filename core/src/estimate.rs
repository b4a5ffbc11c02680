//! Estimates: numbers from samples, with how many there were and how far off they may be.
//!
//! They are another type than the exact ones, so that neither passes for the other.

use serde::Serialize;

/// Two-sided 95 % quantile of the normal distribution.
const Z95: f64 = 1.959_963_984_540_054;

/// A share of successes with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// Successes.
    pub successes: u64,
    /// Trials.
    pub trials: u64,
    /// Successes over trials, in 0..=1; `null` without trials.
    pub rate: Option<f64>,
    /// Wilson's 95 % interval; `null` without trials.
    pub interval: Option<[f64; 2]>,
}

impl Rate {
    /// The rate of `successes` in `trials`, with Wilson's score interval (Wilson 1927), which stays within 0..=1.
    #[must_use]
    pub fn new(successes: u64, trials: u64) -> Self {
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

/// One rate less another of independent trials, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The rate that is reduced.
    pub of: Rate,
    /// The rate taken from it.
    pub less: Rate,
    /// The difference, in -1..=1; `null` without trials of either.
    pub difference: Option<f64>,
    /// Newcombe's hybrid score interval; `null` without trials of either.
    pub interval: Option<[f64; 2]>,
}

impl Difference {
    /// `of` less `less`, with the interval of Newcombe 1998 (method 10), which stays within -1..=1.
    #[must_use]
    pub fn new(of: Rate, less: Rate) -> Self {
        let parts = of.rate.zip(of.interval).zip(less.rate.zip(less.interval));
        let both = parts.map(|((p, [p_low, p_high]), (q, [q_low, q_high]))| {
            let root = |a: f64, b: f64| (a * a + b * b).sqrt();
            let low = p - q - root(p - p_low, q_high - q);
            let high = p - q + root(p_high - p, q - q_low);
            (p - q, [low, high])
        });
        Self {
            of,
            less,
            difference: both.map(|b| b.0),
            interval: both.map(|b| b.1),
        }
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
    fn newcombe_interval_matches_published_values() {
        // Newcombe 1998 (differences), table II, method 10: 56/70 less 48/80 gives 0.0524 to 0.3339; 10/10 less 0/10 gives
        // 0.6075 to 1.
        let close = |a: f64, b: f64| (a - b).abs() < 5e-5;
        let interval = |a, b| Difference::new(a, b).interval.unwrap();
        let [low, high] = interval(Rate::new(56, 70), Rate::new(48, 80));
        assert!(close(low, 0.0524) && close(high, 0.3339), "{low} {high}");
        let [low, high] = interval(Rate::new(10, 10), Rate::new(0, 10));
        assert!(close(low, 0.6075) && close(high, 1.0), "{low} {high}");
        assert_eq!(
            Difference::new(Rate::new(1, 1), Rate::new(0, 0)).difference,
            None
        );
    }
}
