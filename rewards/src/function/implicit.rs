use crate::{
    given::{self, column, each},
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "implicit-prm",
        summary: "step rewards as log-ratios of two policies",
        family: Family::Implicit,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[],
        source: "arXiv 2412.01981, 2606.26080, 2509.19199",
        status: Status::Paper,
        parameters: &[
            given::FILE,
            column("policy", "logprob", "the column of log π"),
            column("reference", "logprob_ref", "the column of log π_ref"),
            Parameter::new("beta", "0.05", Domain::Any, "weight of the log-ratio"),
        ],
    },
    Build::Signal(build),
);

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let columns = vec![args.column("policy")?, args.column("reference")?];
    let beta = args.float("beta");
    Ok(each(columns, move |both| beta * (both[0] - both[1])))
}

/// Implicit process rewards: the log-ratio of two models, summed over a step.
///
/// # Formula
/// r_t = β Σ_{tokens of the step} (log π − log π_ref); q_t = Σ_{k≤t} r_k ([`implicit_rewards`]).
/// # Source
/// *Free process rewards*, arXiv 2412.01981, β = 0.05, <https://arxiv.org/abs/2412.01981>; the same arithmetic is OPRL (against the
/// previous policy, arXiv 2509.19199) and progress advantage (RL-trained against its reference, arXiv 2606.26080).
/// # Our reading and deviations
/// Which two models is the caller's choice; their log-probabilities come from a file, one a step or one a token. PRIME and
/// iStar are `implicit-prm(file=F) |> prime` and `|> oprl:istar`.
/// # Needs
/// Log-probabilities of both models.
/// # Range
/// Unbounded.
/// # Known exploits
/// Length: every token adds a term.
/// # Worked example
/// One step, tokens (−1, −1.5), (−0.5, −0.7), β = 0.05: 0.035.
#[derive(Clone, Debug, PartialEq)]
pub struct ImplicitRewards {
    /// r of every step.
    pub rewards: Vec<f64>,
    /// The running sum.
    pub cumulative: Vec<f64>,
    /// Mean log-ratio of every step, without β.
    pub mean_ratio: Vec<f64>,
}

/// The rewards of steps given as (log π, log π_ref) per token.
#[must_use]
pub fn implicit_rewards(steps: &[Vec<(f64, f64)>], beta: f64) -> ImplicitRewards {
    let ratios = |s: &Vec<(f64, f64)>| s.iter().map(|(p, r)| p - r).collect::<Vec<f64>>();
    let rewards: Vec<f64> = steps.iter().map(|s| beta * sum(ratios(s))).collect();
    let running = rewards.iter().scan(0.0, |total, r| {
        *total += r;
        Some(*total)
    });
    ImplicitRewards {
        cumulative: running.collect(),
        mean_ratio: steps
            .iter()
            .map(|s| mean(&ratios(s)).unwrap_or(0.0))
            .collect(),
        rewards,
    }
}
