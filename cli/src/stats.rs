//! The few statistics a summary prints.

/// The mean of numbers that come one by one; they are summed in the order they come in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mean {
    sum: f64,
    count: u64,
    /// The mean so far, and the sum of squared distances from it.
    running: (f64, f64),
}

impl Mean {
    /// Take a number in.
    pub(crate) fn add(&mut self, number: f64) {
        self.sum += number;
        self.count += 1;
        let (mean, squares) = self.running;
        let away = number - mean;
        let mean = mean + away / self.count as f64;
        self.running = (mean, squares + away * (number - mean));
    }

    /// The standard deviation; `None` of no numbers.
    #[must_use]
    pub(crate) fn spread(self) -> Option<f64> {
        (self.count > 0).then(|| (self.running.1 / self.count as f64).max(0.0).sqrt())
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
    fn a_mean_of_nothing_is_nothing() {
        assert_eq!(Mean::default().value(), None);
        let mut mean = Mean::default();
        for x in [1.0, 2.0, 6.0] {
            mean.add(x);
        }
        assert_eq!(mean.value(), Some(3.0));
        let squares: f64 = 4.0 + 1.0 + 9.0;
        let spread = mean.spread().unwrap();
        assert!((spread - (squares / 3.0).sqrt()).abs() < 1e-12, "{spread}");
        assert_eq!(Mean::default().spread(), None);
    }
}
