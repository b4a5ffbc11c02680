use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, cut_like},
};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "reinforce-pp:verl-0.9.1",
        summary: "discounted return to go across observations, whitened over the batch, as in verl 0.9.1",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "verl 0.9.1, core_algos.py; arXiv 2501.03262",
        status: Status::ReleasedCode,
        parameters: &[GAMMA],
    },
    Build::Credit(build),
);

/// REINFORCE++ as released in verl 0.9.1: returns go back through observations.
///
/// # Formula
/// G_t = r_t + γG_{t+1} at a token of the policy; a masked token carries the running return on unchanged and adds nothing
/// ([`crossing_returns`]); A = (G − mean)/sqrt(var + 1e-8) over the tokens of the policy in the batch, with verl's masked mean
/// and variance.
/// # Source
/// verl 0.9.1, `verl/trainer/ppo/core_algos.py`, <https://github.com/volcengine/verl>; Hu et al. 2025, arXiv 2501.03262.
/// # Our reading and deviations
/// Steps take the place of tokens. Since observations change nothing here, every step's return counts all later rewards; the
/// older `reinforce-pp:verl-b178a3cd` stops at each observation. verl raises for a batch of one token; it is undefined here.
/// # Needs
/// Nothing beyond its input.
/// # Range
/// Unbounded; unit variance over the batch.
/// # Known exploits
/// Hard and easy tasks share one mean, so a step's advantage depends on what else is in the batch.
/// # Worked example
/// Tokens 1, 1, 0, 1 (0 an observation) with a reward of 1 at the last and γ = 1/2: returns 1/4, 1/2, 0, 1.
#[derive(Clone, Debug)]
pub struct ReinforcePpCrossing {
    gamma: f64,
}

/// Returns to go that cross masked tokens; 0 at those.
#[must_use]
pub fn crossing_returns(rewards: &[f64], mask: &[bool], gamma: f64) -> Vec<f64> {
    let mut out = vec![0.0; rewards.len()];
    let mut running = 0.0;
    for t in (0..rewards.len()).rev() {
        if mask.get(t).copied().unwrap_or(false) {
            running = rewards[t] + gamma * running;
            out[t] = running;
        }
    }
    out
}

impl GroupRule<f64> for ReinforcePpCrossing {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
        let to_go = |row: &Vec<f64>| crossing_returns(row, &vec![true; row.len()], self.gamma);
        let flat: Vec<f64> = rewards.iter().flat_map(to_go).collect();
        if flat.len() == 1 {
            return Err(Undefined::Singleton);
        }
        Ok(cut_like(&whiten(&flat, WhitenMean::Masked), rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let gamma = args.float("gamma");
    Ok(CreditObject::float(Grouped::by_batch(
        ReinforcePpCrossing { gamma },
        &args,
    )))
}
