use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, spread_out},
    opo_verl::total,
};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "grpo-passk:verl",
        summary: "only the group's best gets an advantage: its lead over the second, as in verl",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "volcengine/verl@b178a3cd, core_algos.py; arXiv 2503.19595",
        status: Status::ReleasedCode,
        parameters: &[
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

/// Pass@k GRPO as released in verl: only the best rollout is reinforced.
///
/// # Formula
/// A_best = (R_max − R_second)/(std + eps), std with n − 1 over the group; 0 for all others ([`passk`]).
/// # Source
/// verl `core_algos.py` at b178a3cd, <https://github.com/volcengine/verl>; arXiv 2503.19595.
/// # Our reading and deviations
/// A tie for the best gives 0 to everyone. verl raises for groups of one; they are `Undefined(Singleton)` here.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// At least 0.
/// # Known exploits
/// Nothing pushes bad rollouts down; two equal successes give no signal at all.
/// # Worked example
/// Returns 1, 0, 0: 1/(0.5773503 + 1e-6), 0, 0.
#[derive(Clone, Debug)]
pub struct GrpoPassk {
    eps: f64,
    gamma: f64,
}

/// The advantage of every member of a group.
///
/// # Errors
/// [`Undefined::Singleton`] for fewer than two.
pub fn passk(returns: &[f64], eps: f64) -> Result<Vec<f64>, Undefined> {
    let mut order: Vec<usize> = (0..returns.len()).collect();
    order.sort_by(|&a, &b| returns[b].total_cmp(&returns[a]).then(a.cmp(&b)));
    let [best, second, ..] = order[..] else {
        return Err(Undefined::Singleton);
    };
    let std = deviation(returns, 1).unwrap_or(0.0);
    let mut out = vec![0.0; returns.len()];
    out[best] = (returns[best] - returns[second]) / (std + eps);
    Ok(out)
}

impl GroupRule<f64> for GrpoPassk {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
        let returns: Vec<f64> = rewards.iter().map(|row| total(row, &self.gamma)).collect();
        Ok(spread_out(&passk(&returns, self.eps)?, rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = GrpoPassk {
        eps: args.float("eps"),
        gamma: args.float("gamma"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
