use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, cut_like, group_numbers},
};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "reinforce-pp-baseline:verl",
        summary: "episode return minus the group's mean, whitened over the batch, as in verl",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "volcengine/verl@b178a3cd, core_algos.py",
        status: Status::ReleasedCode,
        parameters: &[GAMMA],
    },
    Build::Credit(build),
);

/// REINFORCE++ with a group baseline, as released in verl.
///
/// # Formula
/// R − mean of the group (a group of one: 0 is taken off), copied to every step, then whitened over all steps of the batch:
/// (x − mean)/sqrt(var + 1e-8) with verl's masked mean and variance.
/// # Source
/// verl `core_algos.py` at b178a3cd, <https://github.com/volcengine/verl>.
/// # Our reading and deviations
/// Steps take the place of tokens, so longer episodes weigh more in the whitening, as longer answers do there.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Unbounded; unit variance over the batch.
/// # Known exploits
/// The whitening couples unrelated tasks of a batch.
/// # Worked example
/// One-step episodes of one group with 1, 0, 0, 1: ±0.8660254.
#[derive(Clone, Debug)]
pub struct ReinforcePpBaseline {
    gamma: f64,
}

impl ReinforcePpBaseline {
    /// The baseline part's normaliser.
    pub const NORMALIZER: Normalizer = super::DrGrpoVerl::NORMALIZER;

    /// The advantage of every step from one return and one length per episode, and their groups; flat.
    #[must_use]
    pub fn whitened(returns: &[f64], lengths: &[usize], groups: &[u32]) -> Vec<f64> {
        let values: Vec<Value<f64>> = returns.iter().map(|&r| Value::checked(r)).collect();
        let centred = Self::NORMALIZER.centre(&values, groups);
        let flat: Vec<f64> = centred
            .iter()
            .zip(lengths)
            .flat_map(|(v, &n)| vec![v.number().copied().unwrap_or(0.0); n])
            .collect();
        whiten(&flat, WhitenMean::Masked)
    }
}

impl GroupRule<f64> for ReinforcePpBaseline {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let groups = group_numbers(episodes);
        let returns: Vec<f64> = rewards
            .iter()
            .map(|row| {
                row.iter()
                    .rev()
                    .fold(0.0, |later, r| r + self.gamma * later)
            })
            .collect();
        let lengths: Vec<usize> = rewards.iter().map(Vec::len).collect();
        if lengths.iter().sum::<usize>() == 1 {
            return Err(Undefined::Singleton);
        }
        Ok(cut_like(
            &Self::whitened(&returns, &lengths, &groups),
            rewards,
        ))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let gamma = args.float("gamma");
    Ok(CreditObject::float(Grouped::by_batch(
        ReinforcePpBaseline { gamma },
        &args,
    )))
}
