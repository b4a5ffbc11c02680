use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, group_numbers, spread_out},
    opo_verl::total,
};
use crate::{function::sigmoid, prelude::*};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "grpo-lambda",
        summary: "GRPO in which only the groups that are solved most often pay for length",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "arXiv 2505.18086",
        status: Status::Reconstruction,
        parameters: &[
            Parameter::new(
                "share",
                "1/5",
                Domain::Unit,
                "share of the groups of the batch, by how often they are solved, that pay for length (lambda)",
            ),
            Parameter::new(
                "penalty",
                "1/5",
                Domain::Unit,
                "most that a return is cut by for its length",
            ),
            Parameter::new(
                "eps",
                "0.000001",
                Domain::Positive,
                "added to the standard deviation",
            ),
            GAMMA,
        ],
    },
    Build::Credit(build),
);

/// GRPO-λ (Dai, Liu, Si): a switch between rewarding length and rewarding correctness alone.
///
/// # Formula
/// The ⌈λ·groups⌉ groups of the batch that are solved most often, ties with the last of them included, and at least once, keep
/// a penalty: R′ = R·(1 − α·sigmoid((n − mean n)/std n)), n the length, its mean and std (with n) over the group; all others keep
/// R. A = (R′ − mean)/(std + eps) over the group, std with n − 1 ([`switched`]).
/// # Source
/// *Stable Reinforcement Learning for Efficient Reasoning*, arXiv 2505.18086, <https://arxiv.org/abs/2505.18086>: the top λ of the
/// groups by correctness ratio keep a length penalty, the others the plain 0/1 reward.
/// # Our reading and deviations
/// A reconstruction: the exact penalty could not be read; this one is that of *Training Language Models to Reason Efficiently*
/// (arXiv 2502.04463). λ and α are ours. A different GRPO-λ with eligibility traces (2510.00194) is not this.
/// # Needs
/// `outcome`; rollouts of a task must share a group number.
/// # Range
/// Within ±(n − 1)/√n, but for groups of one, which keep their return.
/// # Known exploits
/// A group falls out of the penalty by failing once more.
/// # Worked example
/// One group of returns 1, 1 with 1 and 3 steps, α = 1/5: R′ = 0.9462, 0.8538, so ±0.7071.
#[derive(Clone, Copy, Debug)]
pub struct GrpoLambda {
    /// Share of groups that pay for length.
    pub share: f64,
    /// Most that a return is cut by.
    pub penalty: f64,
    /// Added to the standard deviation.
    pub eps: f64,
}

/// The returns after the switch, from returns, lengths, whether each was solved, and groups.
#[must_use]
pub fn switched(
    returns: &[f64],
    lengths: &[usize],
    solved: &[bool],
    groups: &[u32],
    rule: &GrpoLambda,
) -> Vec<f64> {
    let groups = members(groups);
    let ratio = |group: &Vec<usize>| {
        let hits = group.iter().filter(|&&i| solved[i]).count();
        hits as f64 / group.len().max(1) as f64
    };
    let mut ratios: Vec<f64> = groups.iter().map(ratio).collect();
    ratios.sort_by(|a, b| b.total_cmp(a));
    let kept = (rule.share * groups.len() as f64).ceil() as usize;
    let threshold = match kept {
        0 => f64::INFINITY,
        k => ratios.get(k - 1).copied().unwrap_or(0.0),
    };
    let mut out = returns.to_vec();
    for group in &groups {
        let here = ratio(group);
        if here < threshold || here.is_nought() {
            continue;
        }
        let sizes: Vec<f64> = group.iter().map(|&i| lengths[i] as f64).collect();
        let (centre, spread) = (
            mean(&sizes).unwrap_or(0.0),
            deviation(&sizes, 0).unwrap_or(0.0),
        );
        for (&i, n) in group.iter().zip(&sizes) {
            let z = (n - centre).over(&spread).unwrap_or(0.0);
            out[i] *= 1.0 - rule.penalty * sigmoid(z);
        }
    }
    out
}

struct Rule {
    lambda: GrpoLambda,
    gamma: f64,
}

impl GroupRule<f64> for Rule {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let groups = group_numbers(episodes);
        let returns: Vec<f64> = rewards.iter().map(|r| total(r, &self.gamma)).collect();
        let lengths: Vec<usize> = rewards.iter().map(Vec::len).collect();
        let solved: Vec<bool> = episodes.iter().map(|e| e.success() == Some(true)).collect();
        let switched = switched(&returns, &lengths, &solved, &groups, &self.lambda);
        let normalizer = super::GrpoVerl::normalizer(self.lambda.eps);
        let scaled = normalizer.apply(&row(switched), &groups);
        let scaled: Vec<f64> = scaled
            .iter()
            .map(|v| v.number().copied().unwrap_or(0.0))
            .collect();
        Ok(spread_out(&scaled, rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = Rule {
        lambda: GrpoLambda {
            share: args.float("share"),
            penalty: args.float("penalty"),
            eps: args.float("eps"),
        },
        gamma: args.float("gamma"),
    };
    Ok(CreditObject::float(Grouped::by_batch(rule, &args)))
}
