use super::{
    gigpo::{Gigpo, GigpoRow},
    grouped::{GroupRule, Grouped, cut_like},
};
use crate::{prelude::*, scope::Numbers};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "rewardflow",
        summary: "outcome compared among episodes plus step rewards compared at equal anchor states",
        family: Family::Pivot,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "tmlr-group/RewardFlow@518499e, rewardflow/core_rewardflow.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new("weight", "1", Domain::Any, "weight of the step part"),
            Parameter::new(
                "norm",
                "mean",
                Domain::Words(&["mean", "mean-std"]),
                "whether to divide by the spreads",
            ),
            Parameter::new(
                "anchor",
                "observation",
                Domain::Words(&["observation", "state"]),
                "which equal frames make a cluster",
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

/// RewardFlow's advantage: like GiGPO's, with the step rewards as they are in the place of discounted returns.
///
/// # Formula
/// A = A_E + w·A_S; A_E = outcome − mean over the step rows of the task, A_S = r_t − mean of the steps of the task taken at the
/// same anchor; with `norm=mean-std` both are divided by (std + eps), std with n − 1.
/// # Source
/// tmlr-group/RewardFlow at 518499e, `compute_rewardflow_outcome_advantage`, <https://github.com/tmlr-group/RewardFlow>.
/// # Our reading and deviations
/// The step rewards are those of `rewardflow:gain`, so the pipeline is `rewardflow:gain |> rewardflow`. A group of one row keeps
/// its outcome, a cluster of one gets 0, as released.
/// # Needs
/// `outcome`; rollouts of a task must share a group number.
/// # Range
/// Unbounded.
/// # Known exploits
/// Returning to an anchor adds rows to its cluster and shifts its mean.
/// # Worked example
/// Two rollouts of one step from one state, outcomes 1 and 0, gains 1/2 and −1/2: ±1/2 + ±1/2 = ±1.
#[derive(Clone, Debug)]
pub struct RewardFlow {
    gigpo: Gigpo,
    state: bool,
}

impl GroupRule<f64> for RewardFlow {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let mut numbers = Numbers::default();
        let mut rows = Vec::new();
        for ((rollout, episode), steps) in (0..).zip(episodes).zip(rewards) {
            let outcome = episode.outcome().map(f64::from_rational);
            let episode_return = outcome.ok_or(Undefined::Missing(Channel::Outcome))?;
            for (t, &step_return) in steps.iter().enumerate() {
                let digests = &episode.frame(t).digests;
                let anchor = if self.state {
                    digests.state
                } else {
                    digests.observation
                };
                rows.push(GigpoRow {
                    group: 0,
                    rollout,
                    cluster: numbers.of(anchor),
                    episode_return,
                    step_return,
                });
            }
        }
        Ok(cut_like(&self.gigpo.advantages(&rows).advantage, rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = RewardFlow {
        gigpo: Gigpo {
            weight: args.float("weight"),
            divide: args.word("norm") == "mean-std",
            by_episodes: false,
            eps: args.float("eps"),
        },
        state: args.word("anchor") == "state",
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
