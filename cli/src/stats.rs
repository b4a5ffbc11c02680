//! The few statistics a summary prints.

/// Up to this share of the sum of sizes a sum is rounding.
const DUST: f64 = 4.0 * f64::EPSILON;

/// The mean of numbers that come one by one; they are summed in the order they come in. A sum no larger than what rounding can
/// make of numbers that come to 0 is 0.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mean {
    sum: f64,
    /// What the additions so far rounded away.
    lost: f64,
    /// The sum of sizes.
    size: f64,
    count: u64,
    /// The mean so far, and the sum of squared distances from it.
    running: (f64, f64),
}

impl Mean {
    /// Take a number in.
    pub(crate) fn add(&mut self, number: f64) {
        let sum = self.sum + number;
        // Neumaier's sum: what is lost of the smaller of both is what the sum less the larger does not have.
        self.lost += match self.sum.abs() >= number.abs() {
            true => (self.sum - sum) + number,
            false => (number - sum) + self.sum,
        };
        self.sum = sum;
        self.size += number.abs();
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
        (self.count > 0).then(|| self.total() / self.count as f64)
    }

    /// The sum. Each number is rounded by up to half an epsilon of its size and was worked out from others that were, so that a
    /// sum of a few epsilons of all sizes says nothing but that.
    fn total(self) -> f64 {
        let total = self.sum + self.lost;
        match total.abs() <= DUST * self.size {
            true => 0.0,
            false => total,
        }
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

    fn mean(numbers: &[f64]) -> Option<f64> {
        let mut mean = Mean::default();
        numbers.iter().for_each(|x| mean.add(*x));
        mean.value()
    }

    #[test]
    fn what_comes_to_0_is_0_and_what_is_small_is_not() {
        assert_eq!(mean(&[0.1, 0.2, -0.3]), Some(0.0));
        // A third and its like, each rounded, as advantages centred over a group are.
        let thirds: Vec<f64> = (0..999).map(|i| [1.0, 1.0, -2.0][i % 3] / 3.0).collect();
        assert_eq!(mean(&thirds), Some(0.0));
        assert_eq!(mean(&[1e16, 1.0, -1e16]), Some(0.0), "rounding");
        assert_eq!(mean(&[1e14, 3.0, -1e14]), Some(1.0));
        assert_eq!(mean(&[1e-300]), Some(1e-300));
        assert!(mean(&[1.0, -1.0 + 1e-12]) > Some(0.0));
    }

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
