use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, cut_like},
};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "reinforce-pp:verl-b178a3cd",
        summary: "discounted return to go that stops at observations, whitened over the batch, as in verl of mid-2025",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "volcengine/verl@b178a3cd, core_algos.py; arXiv 2501.03262",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "observations",
                "none",
                Domain::Words(&["none", "between"]),
                "whether an observation stands between two steps, which stops the return",
            ),
            GAMMA,
        ],
    },
    Build::Credit(build),
);

/// REINFORCE++ as verl had it at b178a3cd: returns to go, whitened over every step of the batch.
///
/// # Formula
/// G_t = r_t + γG_{t+1} ([`masked_returns`]); A = (G − mean)/sqrt(var + 1e-8) with verl's masked mean and variance.
/// # Source
/// verl `core_algos.py` at b178a3cd, <https://github.com/volcengine/verl>; Hu et al. 2025, arXiv 2501.03262.
/// # Our reading and deviations
/// Steps take the place of tokens and none is masked; with `observations=between` a masked token follows each step, which stops the
/// return there, so that G_t = r_t: what the release does to tool use. `reinforce-pp:verl-0.9.1` lets returns cross. verl raises
/// for a batch of one token; it is undefined here. Equal returns leave about 1e-5 instead of 0, because of the 1e-8 inside the
/// mean; that is kept.
/// # Needs
/// Nothing beyond its input.
/// # Range
/// Unbounded; unit variance over the batch.
/// # Known exploits
/// Hard and easy tasks share one mean, so a step's advantage depends on what else is in the batch.
/// # Worked example
/// Four one-step episodes with 1, 0, 0, 1: ±0.8660254.
#[derive(Clone, Debug)]
pub struct ReinforcePp {
    gamma: f64,
    stops: bool,
}

/// Returns to go with verl's mask: the running return is reset after a masked step, so a masked tool segment cuts credit
/// that flows back from later turns. `[steps]`, values at masked steps included.
#[must_use]
pub fn masked_returns(rewards: &[f64], mask: &[bool], gamma: f64) -> Vec<f64> {
    let mut out = vec![0.0; rewards.len()];
    let mut running = 0.0;
    for t in (0..rewards.len()).rev() {
        running = rewards[t] + gamma * running;
        out[t] = running;
        if !mask[t] {
            running = 0.0;
        }
    }
    out
}

impl GroupRule<f64> for ReinforcePp {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
        let flat: Vec<f64> = rewards
            .iter()
            .flat_map(|row| match self.stops {
                true => row.clone(),
                false => masked_returns(row, &vec![true; row.len()], self.gamma),
            })
            .collect();
        if flat.len() == 1 {
            return Err(Undefined::Singleton);
        }
        Ok(cut_like(&whiten(&flat, WhitenMean::Masked), rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = ReinforcePp {
        gamma: args.float("gamma"),
        stops: args.word("observations") == "between",
    };
    Ok(CreditObject::float(Grouped::by_batch(rule, &args)))
}
