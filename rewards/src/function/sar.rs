use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "sar",
        summary: "how much a question lowers the perplexity of its answer",
        family: Family::Aggregation,
        stage: Stage::Function,
        form: Form::Trajectory,
        channels: &[],
        source: "amazon-science/Self-Aligned-Reward@08892d0; arXiv 2509.05489",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("perplexities of an answer with and without its question"),
);

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
