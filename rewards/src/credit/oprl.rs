use super::grouped::{GroupRule, Grouped};
use crate::{
    normalize::{centre_of, is_flat},
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "oprl:istar",
        summary: "outcome advantage of the episode plus a step advantage over first steps",
        family: Family::Implicit,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "arXiv 2509.19199; Tongyi-ConvAI/Qwen-Character@1de87a2, core_istar.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "estimator",
                "rloo",
                Domain::Words(&["rloo", "grpo", "grpo-std"]),
                "leave-one-out, mean-centred, or also divided by the spread",
            ),
            Parameter::new("weight", "1", Domain::Any, "weight of the step part"),
        ],
    },
    Build::Credit(build),
);

/// iStar (OPRL): episode-level plus step-level advantages of implicit step rewards.
///
/// # Formula
/// A_t = f(R; R of the group) + w·f(r_t; first step rewards of the group); rloo: f(x; v) = n/(n − 1)·(x − mean v), x for
/// n = 1; grpo: x − mean v; grpo-std: (x − mean v)/(std v + 1e-6), std with n − 1, mean 0 and std 1 for n = 1 ([`Istar`]).
/// # Source
/// *OPRL*, arXiv 2509.19199, <https://arxiv.org/abs/2509.19199>; Tongyi-ConvAI/Qwen-Character at 1de87a2, `core_istar.py`.
/// # Our reading and deviations
/// As released, the step baseline sees only the first step of each rollout although its docstring says all. R is the grade;
/// the step rewards are the input.
/// # Needs
/// `outcome`; rollouts of a task must share a group number.
/// # Range
/// Unbounded.
/// # Known exploits
/// Steps after the first are compared with first steps: where rewards rise along an episode, every late step looks good.
/// # Worked example
/// Outcomes 1, 0; step rewards (0.1, 0.3, −0.2), (0.05, −0.1), rloo: 1.05, 1.45, 0.45; −1.05, −1.35.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Istar {
    /// n/(n − 1)·(x − mean v).
    Rloo,
    /// x − mean v.
    Grpo,
    /// (x − mean v)/(std v + 1e-6).
    GrpoStd,
}

impl Istar {
    fn compare(self, x: f64, v: &[f64]) -> f64 {
        const EPS: f64 = 1e-6;
        let n = v.len() as f64;
        let alone = v.len() < 2;
        let centre = centre_of(v).unwrap_or(0.0);
        let spread = if is_flat(v) { None } else { deviation(v, 1) }.unwrap_or(0.0);
        match self {
            Istar::Rloo if alone => x,
            Istar::Rloo => n / (n - 1.0) * (x - centre),
            Istar::Grpo if alone => x,
            Istar::Grpo => x - centre,
            Istar::GrpoStd if alone => x / (1.0 + EPS),
            Istar::GrpoStd => (x - centre) / (spread + EPS),
        }
    }

    /// The advantages of one group, `[rollout][step]`.
    #[must_use]
    pub fn group(self, outcomes: &[f64], steps: &[Vec<f64>], weight: f64) -> Vec<Vec<f64>> {
        let first: Vec<f64> = steps.iter().filter_map(|s| s.first().copied()).collect();
        let rows = outcomes.iter().zip(steps);
        rows.map(|(&outcome, row)| {
            let episode = self.compare(outcome, outcomes);
            row.iter()
                .map(|&r| episode + weight * self.compare(r, &first))
                .collect()
        })
        .collect()
    }
}

struct Rule {
    estimator: Istar,
    weight: f64,
}

impl GroupRule<f64> for Rule {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let outcome = |e: &&Episode| e.outcome().map(f64::from_rational);
        let outcomes: Option<Vec<f64>> = episodes.iter().map(outcome).collect();
        let outcomes = outcomes.ok_or(Undefined::Missing(Channel::Outcome))?;
        Ok(self.estimator.group(&outcomes, rewards, self.weight))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let estimator = match args.word("estimator") {
        "rloo" => Istar::Rloo,
        "grpo" => Istar::Grpo,
        _ => Istar::GrpoStd,
    };
    let weight = args.float("weight");
    Ok(CreditObject::float(Grouped::by_task(
        Rule { estimator, weight },
        &args,
    )))
}
