use crate::{
    given::{self, column, each},
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "beta-prm",
        summary: "likelihood of a step score that states its own certainty",
        family: Family::Calibration,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[],
        source: "arXiv 2605.15529",
        status: Status::Paper,
        parameters: &[
            given::FILE,
            column("mean", "mean", "the column of μ"),
            column("concentration", "concentration", "the column of κ"),
            column("successes", "successes", "the column of successes K"),
            column("rollouts", "rollouts", "the column of rollouts N"),
        ],
    },
    Build::Signal(build),
);

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let columns = ["mean", "concentration", "successes", "rollouts"].map(|name| args.column(name));
    let columns = columns.into_iter().collect::<Result<_, _>>()?;
    Ok(each(columns, |all| {
        let score = BetaScore {
            mean: all[0],
            concentration: all[1],
        };
        score.log_likelihood(all[2], all[3])
    }))
}

/// BetaPRM: a step score with a concentration, fitted to successes out of rollouts.
///
/// # Formula
/// α = μκ, β = (1 − μ)κ; ln L = ln C(N, K) + ln B(α + K, β + N − K) − ln B(α, β); variance μ(1 − μ)/(κ + 1)
/// ([`BetaScore::log_likelihood`]).
/// # Source
/// *BetaPRM*, arXiv 2605.15529, <https://arxiv.org/abs/2605.15529>, in summaries; the rest is the standard Beta-Binomial.
/// # Our reading and deviations
/// Its stopping rule ACA is not here: the thresholds were not found.
/// # Needs
/// 0 < μ < 1 and κ > 0; other values give no finite likelihood.
/// # Range
/// At most 0 with the binomial coefficient.
/// # Known exploits
/// None known: it is a loss.
/// # Worked example
/// μ = 1/2, κ = 2, 4 of 8: ln(1/9).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaScore {
    /// μ.
    pub mean: f64,
    /// κ.
    pub concentration: f64,
}

fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

impl BetaScore {
    /// ln L of `successes` out of `rollouts`, without the binomial coefficient.
    #[must_use]
    pub fn log_kernel(&self, successes: f64, rollouts: f64) -> f64 {
        let a = self.mean * self.concentration;
        let b = (1.0 - self.mean) * self.concentration;
        ln_beta(a + successes, b + rollouts - successes) - ln_beta(a, b)
    }

    /// ln L of `successes` out of `rollouts`.
    #[must_use]
    pub fn log_likelihood(&self, successes: f64, rollouts: f64) -> f64 {
        let ways = libm::lgamma(rollouts + 1.0)
            - libm::lgamma(successes + 1.0)
            - libm::lgamma(rollouts - successes + 1.0);
        ways + self.log_kernel(successes, rollouts)
    }

    /// The variance of the success rate.
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.mean * (1.0 - self.mean) / (self.concentration + 1.0)
    }
}
