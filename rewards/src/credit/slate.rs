use super::flow_grpo::normalize_steps;
use crate::{prelude::*, stage::Credit};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "slate",
        summary: "step rewards normalised over the steps taken after the same history",
        family: Family::Pivot,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2602.23440; algoprog/SLATE@cbab1531",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "eps",
            "0.000001",
            Domain::Positive,
            "added to the standard deviation",
        )],
    },
    Build::Credit(build),
);

/// SLATE: alternatives for the next step after a shared prefix are compared with each other only.
///
/// # Formula
/// A_j = (r_j − mean)/(std + eps) over the steps taken after the same history, std with n − 1, eps = 1e-6; a candidate goes
/// on with probability softmax(A/η) ([`selection_probabilities`]). A search step's r is think + query, an answer's
/// think + answer + λ(B − t)/B ([`slate_reward`]).
/// # Source
/// *SLATE*, arXiv 2602.23440, <https://arxiv.org/abs/2602.23440>; algoprog/SLATE at cbab1531; k = 5, η = 0.7, B = 4, λ = 0.1.
/// # Our reading and deviations
/// Judge scores are not ours to give: the input signal takes their place. Rollouts of a group that share a history are the
/// candidates. A history with one continuation is `Undefined(Singleton)` (NaN there).
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number and a start.
/// # Range
/// Within ±(n − 1)/√n.
/// # Known exploits
/// Purely local credit: a step that looks good and leads nowhere keeps its advantage.
/// # Worked example
/// Rewards 2, 1, −1, 0.1, 1: 1.2235878, 0.3369300, −1.4363857, −0.4610621, 0.3369300.
#[derive(Clone, Copy, Debug)]
pub struct Slate {
    normalizer: Normalizer,
    truncation: Truncation,
}

impl Slate {
    /// The normaliser.
    #[must_use]
    pub const fn normalizer(eps: f64) -> Normalizer {
        Normalizer {
            scope: Scope::Prefix,
            centre: Centre::Mean,
            spread: Some(Spread {
                ddof: 1,
                eps,
                placement: EpsPlacement::Added,
                over: SpreadOver::Group,
            }),
            singleton: Singleton::Undefined,
            zero_spread: ZeroSpread::Zero,
        }
    }
}

/// The reward of a candidate; `bonus` is (λ, B, t) for an answer and `None` for a search.
#[must_use]
pub fn slate_reward(think: f64, action: f64, bonus: Option<(f64, f64, f64)>) -> f64 {
    let early = bonus.map_or(0.0, |(lambda, budget, step)| {
        lambda * (budget - step) / budget
    });
    think + action + early
}

/// softmax(advantages / eta).
#[must_use]
pub fn selection_probabilities(advantages: &[f64], eta: f64) -> Vec<f64> {
    let negated: Vec<f64> = advantages.iter().map(|a| -a).collect();
    crate::transform::min_form_weights(&negated, eta)
}

impl Credit<f64> for Slate {
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<f64>) -> Rows<f64> {
        normalize_steps(&self.normalizer, self.truncation, batch, rewards)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(CreditObject::float(Slate {
        normalizer: Slate::normalizer(args.float("eps")),
        truncation: args.truncation(),
    }))
}
