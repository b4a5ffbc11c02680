use crate::{
    given::{self, column, paid},
    prelude::*,
    signal::Outcome,
    stage::price_steps,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "sar",
        summary: "how much a question lowers the perplexity of its answer",
        family: Family::Aggregation,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome],
        source: "amazon-science/Self-Aligned-Reward@08892d0; arXiv 2509.05489",
        status: Status::ReleasedCode,
        parameters: &[
            given::FILE,
            column(
                "given",
                "perplexity",
                "the column of the perplexity with the question",
            ),
            column(
                "alone",
                "perplexity_alone",
                "the column of the perplexity without it",
            ),
            Parameter::new("weight", "0.2", Domain::Any, "weight beside the outcome"),
        ],
    },
    Build::Signal(build),
);

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let (given, alone) = (args.column("given")?, args.column("alone")?);
    let weight = args.float("weight");
    let outcome = Outcome {
        truncation: args.truncation(),
    };
    let rule = SelfAligned {
        logarithm: false,
        cap: 0.0,
        denominator: Some(1e-9),
    };
    Ok(paid(move |episode| {
        let aligned = given
            .last(episode)
            .join(alone.last(episode), |q, a| weight * rule.reward(q, a));
        let graded: Vec<Value<f64>> = price_steps(&outcome, episode);
        graded.last().map_or(aligned, |grade| grade.plus(aligned))
    }))
}

/// Self-aligned reward: answers should depend on their question.
///
/// # Formula
/// (ppl(a) − ppl(a | q))/(ppl(a) + 1e-9), at least −1; total = correctness + 0.2·SAR ([`SelfAligned::reward`]).
/// # Source
/// *Self-aligned reward*, arXiv 2509.05489, <https://arxiv.org/abs/2509.05489>; repository at 08892d0, `efficiency_reward.py`.
/// # Our reading and deviations
/// As released: a clip above 1 caps both perplexities first; without the denominator the plain difference, without a floor.
/// # Needs
/// Perplexities of a model.
/// # Range
/// −1..1 with the denominator.
/// # Known exploits
/// Quoting the question lowers the conditional perplexity.
/// # Worked example
/// Perplexities 4 alone and 2 given the question: 0.5.
#[derive(Clone, Copy, Debug)]
pub struct SelfAligned {
    /// Take logarithms first.
    pub logarithm: bool,
    /// Cap both perplexities here if above 1.
    pub cap: f64,
    /// Divide by the perplexity alone plus this; `None` takes the plain difference.
    pub denominator: Option<f64>,
}

impl SelfAligned {
    /// The reward of an answer.
    #[must_use]
    pub fn reward(&self, given: f64, alone: f64) -> f64 {
        let prepare = |x: f64| {
            let x = if self.logarithm { libm::log(x) } else { x };
            if self.cap > 1.0 {
                x.smaller(self.cap)
            } else {
                x
            }
        };
        let (q, a) = (prepare(given), prepare(alone));
        match self.denominator {
            Some(eps) => ((a - q) / (a + eps)).larger(-1.0),
            None => a - q,
        }
    }
}
