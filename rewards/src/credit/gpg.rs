use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, group_numbers, spread_out},
    opo_verl::total,
};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "gpg:verl",
        summary: "episode return minus the group's mean, scaled up by the share of zero returns in the batch",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "verl 0.9.1, core_algos.py; arXiv 2504.02546",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "norm",
                "1",
                Domain::Positive,
                "what everything is divided by (f_norm)",
            ),
            GAMMA,
        ],
    },
    Build::Credit(build),
);

/// GPG as released in verl: centred returns, scaled by how many rollouts earned something.
///
/// # Formula
/// A = α·(R − mean of the group)/f; α = episodes of the batch over those with R ≠ 0 (at least 1); a group of one: 0 is taken
/// off ([`gpg`]).
/// # Source
/// *GPG*, arXiv 2504.02546, <https://arxiv.org/abs/2504.02546>; verl 0.9.1 `compute_gpg_outcome_advantage`.
/// # Our reading and deviations
/// As released α counts non-zero returns, not groups without a gradient as the paper's text suggests.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Unbounded: α grows with the share of failures.
/// # Known exploits
/// Failing more in other groups makes a success here weigh more.
/// # Worked example
/// Returns 1, 0 and 0, 0: α = 4, so 2, −2 and 0, 0.
#[derive(Clone, Debug)]
pub struct Gpg<S> {
    gamma: S,
    norm: S,
}

/// The advantage of every episode from its return and group.
#[must_use]
pub fn gpg<S: Scalar>(returns: &[S], groups: &[u32], norm: &S) -> Vec<S> {
    let earned = returns.iter().filter(|r| !r.is_nought()).count().max(1);
    let values: Vec<Value<S>> = returns.iter().cloned().map(Value::Number).collect();
    let centred = super::DrGrpoVerl::NORMALIZER.centre(&values, groups);
    let alpha = S::from_count(returns.len()).over(&S::from_count(earned));
    let scale = alpha.and_then(|a| a.over(norm)).unwrap_or_else(S::one);
    let number = |v: &Value<S>| v.number().cloned().unwrap_or_else(S::zero);
    centred.iter().map(|v| scale.clone() * number(v)).collect()
}

impl<S: Scalar> GroupRule<S> for Gpg<S> {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<S>],
    ) -> Result<Vec<Vec<S>>, Undefined> {
        let groups = group_numbers(episodes);
        let returns: Vec<S> = rewards.iter().map(|row| total(row, &self.gamma)).collect();
        Ok(spread_out(&gpg(&returns, &groups, &self.norm), rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(CreditObject::ring(
        Grouped::by_batch(
            Gpg::<f64> {
                gamma: args.scalar("gamma"),
                norm: args.scalar("norm"),
            },
            &args,
        ),
        Grouped::by_batch(
            Gpg::<Fraction> {
                gamma: args.scalar("gamma"),
                norm: args.scalar("norm"),
            },
            &args,
        ),
    ))
}
