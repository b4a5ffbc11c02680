use super::grouped::{GroupRule, Grouped};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "pure:rloo",
        summary: "min-form rewards with a leave-one-out baseline per step, summed to go",
        family: Family::Aggregation,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "CJReinforce/PURE@41f9363, experience_maker.py; arXiv 2504.15275",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "baseline",
                "token",
                Domain::Words(&["token", "step"]),
                "mean return per token or mean of per-step means",
            ),
            Parameter::new(
                "verifiable",
                "1",
                Domain::Any,
                "weight of the outcome part; 0 leaves it out",
            ),
        ],
    },
    Build::Credit(build),
);

/// PURE's advantage over min-form step rewards.
///
/// # Formula
/// b_i = Σ_{j≠i} R_j / Σ_{j≠i} len_j (token) or mean_{j≠i}(R_j/steps_j) (step). A step end gets r − b_i·len (or − b_i); the last
/// also c·(v_i − mean_{j≠i} v_j), v = solved − 1. The advantage is the plain sum to go ([`PureRloo::rewards`]).
/// # Source
/// *PURE*, arXiv 2504.15275, <https://arxiv.org/abs/2504.15275>; CJReinforce/PURE at 41f9363; coefficient 1, 4 rollouts.
/// # Our reading and deviations
/// Steps are tokens of their own here, so both baselines differ only by how rollouts are averaged, and the released masking of
/// step-end tokens, which would mask everything, is off. The KL term is left out. A group of one is undefined (division by
/// zero there). Put `min-form` before it.
/// # Needs
/// `outcome`; rollouts of a task must share a group number.
/// # Range
/// Unbounded.
/// # Known exploits
/// With a negative baseline every further step pays.
/// # Worked example
/// Rewards (0.1, −0.2) over 2 and 3 tokens and (0.3) over 4, solved 0 and 1: −0.05, −1.425; 1.38.
#[derive(Clone, Debug)]
pub struct PureRloo {
    /// Whether the baseline is per step instead of per token.
    pub by_step: bool,
    /// c; 0 leaves the outcome part out.
    pub verifiable: f64,
}

/// One rollout: reward and token count of every step, and whether it was solved.
#[derive(Clone, Debug, PartialEq)]
pub struct PureRollout {
    /// Min-form reward of every step.
    pub rewards: Vec<f64>,
    /// Tokens of every step.
    pub tokens: Vec<usize>,
    /// 1 or 0.
    pub solved: f64,
}

impl PureRollout {
    /// The sum of its rewards.
    #[must_use]
    pub fn total(&self) -> f64 {
        sum(self.rewards.iter().copied())
    }
}

impl PureRloo {
    fn baseline(&self, group: &[PureRollout], own: usize) -> f64 {
        let others = || {
            group
                .iter()
                .enumerate()
                .filter(move |(j, _)| *j != own)
                .map(|(_, r)| r)
        };
        if self.by_step {
            let means: Vec<f64> = others().map(|r| mean(&r.rewards).unwrap_or(0.0)).collect();
            return mean(&means).unwrap_or(0.0);
        }
        let tokens: usize = others().flat_map(|r| &r.tokens).sum();
        sum(others().map(PureRollout::total))
            .over(&(tokens as f64))
            .unwrap_or(0.0)
    }

    /// The rewards at step ends, baseline and outcome part included, `[rollout][step]`.
    ///
    /// # Errors
    /// [`Undefined::Singleton`] for a group of one.
    pub fn rewards(&self, group: &[PureRollout]) -> Result<Vec<Vec<f64>>, Undefined> {
        if group.len() < 2 {
            return Err(Undefined::Singleton);
        }
        let others = (group.len() - 1) as f64;
        let v = |r: &PureRollout| r.solved - 1.0;
        let all = sum(group.iter().map(v));
        let row = |(i, rollout): (usize, &PureRollout)| {
            let b = self.baseline(group, i);
            let steps = rollout.rewards.iter().zip(&rollout.tokens);
            let length = |n: usize| if self.by_step { 1.0 } else { n as f64 };
            let mut out: Vec<f64> = steps.map(|(r, &n)| r - b * length(n)).collect();
            if let Some(last) = out.last_mut() {
                *last += self.verifiable * (v(rollout) - (all - v(rollout)) / others);
            }
            out
        };
        Ok(group.iter().enumerate().map(row).collect())
    }
}

impl GroupRule<f64> for PureRloo {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let group: Vec<PureRollout> = episodes
            .iter()
            .zip(rewards)
            .map(|(e, row)| PureRollout {
                rewards: row.clone(),
                tokens: vec![1; row.len()],
                solved: f64::from(u8::from(e.success() == Some(true))),
            })
            .collect();
        let rows = self.rewards(&group)?;
        let to_go =
            |row: &Vec<f64>| super::reinforce_pp::masked_returns(row, &vec![true; row.len()], 1.0);
        Ok(rows.iter().map(to_go).collect())
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = PureRloo {
        by_step: args.word("baseline") == "step",
        verifiable: args.float("verifiable"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
