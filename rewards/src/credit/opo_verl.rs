use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, spread_out},
};
use crate::{normalize::is_flat, prelude::*};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "opo:verl",
        summary: "episode return minus the group's length-weighted mean, as in verl",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "volcengine/verl@b178a3cd, core_algos.py; arXiv 2505.23585",
        status: Status::ReleasedCode,
        parameters: &[GAMMA],
    },
    Build::Credit(build),
);

/// OPO's near-optimal baseline as released in verl: a mean weighted by length.
///
/// # Formula
/// A = R − Σ len·R / Σ len over the rollouts of a task ([`opo`]); copied to every step.
/// # Source
/// verl `core_algos.py` at b178a3cd, <https://github.com/volcengine/verl>; Hao et al. 2025, arXiv 2505.23585.
/// # Our reading and deviations
/// Length is the number of steps instead of tokens. A group of one keeps its raw return.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ± the range of returns; the length-weighted sum of a group is 0 exactly.
/// # Known exploits
/// A long failed rollout lowers the baseline for all others.
/// # Worked example
/// Returns 1, 0 over 3 and 1 steps: baseline 3/4, advantages 1/4, −3/4.
#[derive(Clone, Debug)]
pub struct OpoVerl<S> {
    gamma: S,
}

/// The advantage of every member from its return and its length. A group of one, and one without any steps, keeps raw
/// returns.
#[must_use]
pub fn opo<S: Scalar>(returns: &[S], lengths: &[usize]) -> Vec<S> {
    if returns.len() > 1 && is_flat(returns) {
        return vec![S::zero(); returns.len()];
    }
    let weighted = returns.iter().zip(lengths);
    let total = sum(weighted.map(|(r, &n)| r.clone() * S::from_count(n)));
    let baseline = match returns.len() {
        1 => S::zero(),
        _ => total
            .over(&S::from_count(lengths.iter().sum()))
            .unwrap_or_else(S::zero),
    };
    returns
        .iter()
        .map(|r| r.clone() - baseline.clone())
        .collect()
}

/// The discounted return of a row.
pub(crate) fn total<S: Scalar>(row: &[S], gamma: &S) -> S {
    row.iter()
        .rev()
        .fold(S::zero(), |later, r| r.clone() + gamma.clone() * later)
}

impl<S: Scalar> GroupRule<S> for OpoVerl<S> {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<S>]) -> Result<Vec<Vec<S>>, Undefined> {
        let returns: Vec<S> = rewards.iter().map(|row| total(row, &self.gamma)).collect();
        let lengths: Vec<usize> = rewards.iter().map(Vec::len).collect();
        Ok(spread_out(&opo(&returns, &lengths), rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(CreditObject::ring(
        Grouped::by_task(
            OpoVerl::<f64> {
                gamma: args.scalar("gamma"),
            },
            &args,
        ),
        Grouped::by_task(
            OpoVerl::<Fraction> {
                gamma: args.scalar("gamma"),
            },
            &args,
        ),
    ))
}
