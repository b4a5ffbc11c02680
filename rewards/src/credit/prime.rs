use super::grouped::{GroupRule, Whitened};
use crate::{
    function::{sigmoid, softplus},
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "prime",
        summary: "leave-one-out returns of step rewards and of the outcome, added and whitened over the batch",
        family: Family::Implicit,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "PRIME-RL/PRIME@18ad596, core_algos.py; arXiv 2502.01456",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "gamma-rm",
                "1",
                Domain::Unit,
                "discount of the step rewards",
            ),
            Parameter::new(
                "gamma-verifier",
                "1",
                Domain::Unit,
                "discount of the outcome",
            ),
        ],
    },
    Build::Credit(build),
);

/// PRIME: implicit process rewards and verifier outcomes, each with its own leave-one-out baseline.
///
/// # Formula
/// Step rewards: r·n/(n − 1) − Σ_j mean_t r_j/(n − 1) at every step; outcome: the same on the last step. Each becomes a
/// discounted return to go; their sum ([`prime_returns`]) is whitened over all steps of the batch with the plain mean. The model
/// trains on BCE(sigmoid(β Σ q), accuracy) ([`implicit_loss`]).
/// # Source
/// *PRIME*, arXiv 2502.01456, <https://arxiv.org/abs/2502.01456>; PRIME-RL/PRIME at 18ad596.
/// # Our reading and deviations
/// Steps take the place of tokens; the input takes the place of raw log-ratios. As released the script's rm coefficient is
/// not applied here. Its filter keeps groups with accuracy in 0.2..=0.8; filter before. Groups of one are undefined and left out
/// of the whitening.
/// # Needs
/// `outcome`; rollouts of a task must share a group number.
/// # Range
/// Unbounded; unit variance over the batch.
/// # Known exploits
/// The baseline is a mean per step, so long rollouts collect r·n/(n − 1) more often; the whitening couples unrelated tasks.
/// # Worked example
/// Log-ratios (0.5, 0.2), (−1, 0.1, −0.2) with accuracies 1, 0: returns 2.4333, 1.4167 and −3.15, −1.1667, −1.3833.
#[derive(Clone, Copy, Debug)]
pub struct Prime {
    /// Discount of the step rewards.
    pub gamma_rm: f64,
    /// Discount of the outcome.
    pub gamma_verifier: f64,
}

/// The summed returns of one group, `[rollout][step]`.
///
/// # Errors
/// [`Undefined::Singleton`] for a group of one.
pub fn prime_returns(
    scores: &[Vec<f64>],
    outcomes: &[f64],
    rule: &Prime,
) -> Result<Vec<Vec<f64>>, Undefined> {
    let n = scores.len() as f64;
    if scores.len() < 2 {
        return Err(Undefined::Singleton);
    }
    let means = sum(scores.iter().map(|row| mean(row).unwrap_or(0.0)));
    let wins = sum(outcomes.iter().copied());
    let to_go = |row: Vec<f64>, gamma: f64| {
        super::reinforce_pp::masked_returns(&row, &vec![true; row.len()], gamma)
    };
    let rows = scores.iter().zip(outcomes);
    Ok(rows
        .map(|(row, outcome)| {
            let rm = row
                .iter()
                .map(|r| r * n / (n - 1.0) - means / (n - 1.0))
                .collect();
            let mut verifier = vec![0.0; row.len()];
            if let Some(last) = verifier.last_mut() {
                *last = outcome * n / (n - 1.0) - wins / (n - 1.0);
            }
            let rm = to_go(rm, rule.gamma_rm);
            let verifier = to_go(verifier, rule.gamma_verifier);
            rm.iter().zip(verifier).map(|(a, b)| a + b).collect()
        })
        .collect())
}

/// Mean over responses of BCE(sigmoid(β·total), accuracy).
#[must_use]
pub fn implicit_loss(totals: &[f64], accuracies: &[f64], beta: f64) -> f64 {
    let one = |(total, accuracy): (&f64, &f64)| {
        let z = beta * total;
        accuracy * softplus(-z) + (1.0 - accuracy) * softplus(z)
    };
    mean(&totals.iter().zip(accuracies).map(one).collect::<Vec<f64>>()).unwrap_or(0.0)
}

/// The model's probability of success from a total of log-ratios.
#[must_use]
pub fn implicit_probability(total: f64, beta: f64) -> f64 {
    sigmoid(beta * total)
}

/// Share of pairs with different accuracy whose totals are ordered like it; a tie counts as not larger, no pair as 0.5.
#[must_use]
pub fn pairwise_accuracy(totals: &[f64], accuracies: &[f64]) -> f64 {
    let (mut right, mut pairs) = (0.0, 0.0);
    for i in 0..totals.len() {
        for j in i + 1..totals.len() {
            let differ = accuracies[i] - accuracies[j];
            if !differ.is_nought() {
                pairs += 1.0;
                right += f64::from(u8::from((totals[i] > totals[j]) == (differ > 0.0)));
            }
        }
    }
    right.over(&pairs).unwrap_or(0.5)
}

impl GroupRule<f64> for Prime {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let outcome = |e: &&Episode| e.outcome().map(f64::from_rational);
        let outcomes: Option<Vec<f64>> = episodes.iter().map(outcome).collect();
        let outcomes = outcomes.ok_or(Undefined::Missing(Channel::Outcome))?;
        prime_returns(rewards, &outcomes, self)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = Prime {
        gamma_rm: args.float("gamma-rm"),
        gamma_verifier: args.float("gamma-verifier"),
    };
    let whiten_all = |flat: &[f64]| whiten(flat, WhitenMean::Plain);
    Ok(CreditObject::float(Whitened::new(rule, whiten_all, &args)))
}
