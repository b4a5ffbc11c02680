use super::grouped::{GroupRule, Grouped};
use super::opo_verl::total;
use crate::{prelude::*, value::to_go};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "remax:verl",
        summary: "return to go minus the return of the group's greedy rollout",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "verl 0.9.1, core_algos.py; arXiv 2310.10505",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "greedy",
            "0",
            Domain::Count,
            "number of the rollout in its group that was played greedily",
        )],
    },
    Build::Credit(build),
);

/// ReMax: the return of a greedy rollout of the same task is the baseline.
///
/// # Formula
/// A_t = Σ_{k≥t} r_k − R(greedy rollout of the task) ([`remax`]).
/// # Source
/// *ReMax*, arXiv 2310.10505, <https://arxiv.org/abs/2310.10505>; verl 0.9.1 `compute_remax_outcome_advantage`.
/// # Our reading and deviations
/// Which rollout is greedy is a matter of how the group was played: record it as rollout `greedy` of each group. It gets an
/// advantage as the others do; the authors leave it out of training. A group without it is not scored.
/// # Needs
/// Nothing beyond its input; a group number shared by the rollouts of a task, one of them greedy.
/// # Range
/// Within ± the range of returns.
/// # Known exploits
/// A greedy rollout that fails makes every step of every other rollout look good or neutral.
/// # Worked example
/// Greedy rewards 0, 1 and another rollout's 0, 1/2: the other gets −1/2, −1/2.
#[derive(Clone, Copy, Debug)]
pub struct Remax {
    /// Number of the greedy rollout.
    pub greedy: usize,
}

/// The advantages of `rewards`, `[rollout][step]`, against the return `baseline`.
#[must_use]
pub fn remax<S: Scalar>(rewards: &[Vec<S>], baseline: &S) -> Vec<Vec<S>> {
    let away = |to_go| to_go - baseline.clone();
    let row = |row: &Vec<S>| to_go(row).into_iter().map(away).collect();
    rewards.iter().map(row).collect()
}

impl<S: Scalar> GroupRule<S> for Remax {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<S>],
    ) -> Result<Vec<Vec<S>>, Undefined> {
        let is_greedy = |e: &&&Episode| usize::try_from(e.rollout) == Ok(self.greedy);
        let found = episodes.iter().zip(rewards).find(|(e, _)| is_greedy(e));
        let (_, greedy) = found.ok_or(Undefined::NotScored)?;
        Ok(remax(rewards, &total(greedy, &S::one())))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = Remax {
        greedy: args.count("greedy"),
    };
    Ok(CreditObject::ring(
        Grouped::by_task(rule, &args),
        Grouped::by_task(rule, &args),
    ))
}
