use super::{
    grouped::{GroupRule, Whitened, spread_out},
    opo_verl::total,
};
use crate::{
    normalize::{centre_of, is_flat},
    number::variance,
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "reinforce-baseline:openrlhf",
        summary: "episode return minus the group's mean, normalised over the batch, as in OpenRLHF",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "OpenRLHF, trainer/ppo_utils/experience_maker.py (reinforce_baseline)",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "divide",
            "yes",
            Domain::Words(&["yes", "no"]),
            "whether the spread of the batch divides; `no` is no_advantage_std_norm",
        )],
    },
    Build::Credit(build),
);

/// OpenRLHF's `reinforce_baseline`.
///
/// # Formula
/// x = R − mean of the group, copied to every step; A = (x − mean)/sqrt(max(var, 1e-8)) over all steps of the batch, var with n
/// ([`batch_normalised`]).
/// # Source
/// OpenRLHF, `experience_maker.py`: `_apply_reward_shaping`, `get_cumulative_returns` with γ = 1 (it is set so),
/// `_normalize_advantages`, <https://github.com/OpenRLHF/OpenRLHF>.
/// # Our reading and deviations
/// Steps take the place of tokens, so longer episodes weigh more; no KL term. verl's form of the same idea,
/// `reinforce-pp-baseline:verl`, has the variance with n − 1 and 1e-8 added. A group of one is its own mean: 0 before the batch.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Unbounded; unit variance over the batch.
/// # Known exploits
/// The normalisation couples unrelated tasks of a batch.
/// # Worked example
/// One-step episodes of one group with 1, 0, 0, 1: 1, −1, −1, 1.
#[derive(Clone, Copy, Debug)]
pub struct ReinforceOpenRlhf;

/// Centre by the plain mean and, if `divide`, divide by sqrt(max(population variance, 1e-8)).
#[must_use]
pub fn batch_normalised(values: &[f64], divide: bool) -> Vec<f64> {
    const FLOOR: f64 = 1e-8;
    let Some(centre) = mean(values) else {
        return vec![];
    };
    if is_flat(values) {
        return vec![0.0; values.len()];
    }
    let scale = match divide {
        true => variance(values, 0).unwrap_or(0.0).larger(FLOOR).sqrt(),
        false => 1.0,
    };
    values.iter().map(|x| (x - centre) / scale).collect()
}

impl GroupRule<f64> for ReinforceOpenRlhf {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
        let returns: Vec<f64> = rewards.iter().map(|row| total(row, &1.0)).collect();
        let centre = centre_of(&returns).unwrap_or(0.0);
        let away: Vec<f64> = returns.iter().map(|r| r - centre).collect();
        Ok(spread_out(&away, rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let divide = args.word("divide") == "yes";
    Ok(CreditObject::float(Whitened::new(
        ReinforceOpenRlhf,
        move |flat: &[f64]| batch_normalised(flat, divide),
        &args,
    )))
}
