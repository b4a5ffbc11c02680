use super::grouped::{GroupRule, Grouped};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "matchtir",
        summary: "mean of a trajectory-level and a turn-level group advantage",
        family: Family::Turn,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2601.10712; quchangle1/MatchTIR@f614ce11",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "lambda",
                "0.9",
                Domain::Unit,
                "discount of the turn-level returns; hard-coded in the released code",
            ),
            Parameter::new(
                "divide",
                "yes",
                Domain::Words(&["yes", "no"]),
                "whether the trajectory part is divided by its spread; the turn part always is",
            ),
            Parameter::new(
                "eps",
                "0.000001",
                Domain::Positive,
                "added to the standard deviations",
            ),
        ],
    },
    Build::Credit(build),
);

/// MatchTIR's dual advantage: the sum of turn rewards compared per task, discounted returns compared per task and turn.
///
/// # Formula
/// A = (A_trajectory + A_turn)/2; A_trajectory normalises Σ r over the group; A_turn normalises D_t = r_t + λD_{t+1} over
/// the rollouts of the group that have a turn t; stds with n − 1, eps = 1e-6 ([`MatchTir::advantages`]).
/// # Source
/// *MatchTIR*, arXiv 2601.10712, <https://arxiv.org/abs/2601.10712>; quchangle1/MatchTIR at f614ce11, `core_algos.py`.
/// # Our reading and deviations
/// Steps are turns. The rewards it was published with match calls to gold calls: `matchtir:greedy` and kin. A turn that one
/// rollout alone reaches is un-normalised (mean 0, std 1), as released.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Unbounded: raw values pass through at turns of one.
/// # Known exploits
/// Being the only rollout to reach a late turn turns a raw positive return into an advantage.
/// # Worked example
/// Turn rewards (0.5, 1), (0, 0.2): ±0.7071060, ±0.7071058.
#[derive(Clone, Copy, Debug)]
pub struct MatchTir {
    /// λ.
    pub lambda: f64,
    /// Whether the trajectory part is divided by its spread.
    pub divide: bool,
    /// Added to the standard deviations.
    pub eps: f64,
}

impl MatchTir {
    fn compared(&self, values: Vec<f64>, divide: bool) -> Vec<f64> {
        let mut normalizer = super::GrpoVerl::normalizer(self.eps);
        if !divide {
            normalizer.spread = None;
        }
        let values = row(values);
        let out = normalizer.apply(&values, &vec![0; values.len()]);
        out.iter()
            .map(|v| v.number().copied().unwrap_or(0.0))
            .collect()
    }

    /// The advantages of one group, `[rollout][turn]`.
    #[must_use]
    pub fn advantages(&self, rewards: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let sums = rewards.iter().map(|r| sum(r.iter().copied())).collect();
        let trajectory = self.compared(sums, self.divide);
        let to_go: Vec<Vec<f64>> = rewards
            .iter()
            .map(|r| super::reinforce_pp::masked_returns(r, &vec![true; r.len()], self.lambda))
            .collect();
        let mut out: Vec<Vec<f64>> = rewards.iter().map(|r| vec![0.0; r.len()]).collect();
        for t in 0..rewards.iter().map(Vec::len).max().unwrap_or(0) {
            let here: Vec<usize> = (0..rewards.len())
                .filter(|&i| rewards[i].len() > t)
                .collect();
            let turn = self.compared(here.iter().map(|&i| to_go[i][t]).collect(), true);
            for (&i, turn) in here.iter().zip(turn) {
                out[i][t] = (trajectory[i] + turn) / 2.0;
            }
        }
        out
    }
}

impl GroupRule<f64> for MatchTir {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
        Ok(MatchTir::advantages(self, rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = MatchTir {
        lambda: args.float("lambda"),
        divide: args.word("divide") == "yes",
        eps: args.float("eps"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
