use super::grouped::{GroupRule, Grouped};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "prorl",
        summary: "return to go minus its mean over the rollouts still active at the position",
        family: Family::Aggregation,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "hongruhou89/ProRL@506e913, trainer_RL_prorl.py",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "gamma",
            "1",
            Domain::Unit,
            "discount; 0 takes the immediate reward",
        )],
    },
    Build::Credit(build),
);

/// ProRL's position advantage.
///
/// # Formula
/// A_t = G_t − mean of G_t over the rollouts active at t; choosing to stop is one more active position with reward 0
/// ([`position_advantages`]).
/// # Source
/// hongruhou89/ProRL at 506e913, `compute_position_advantages`, <https://github.com/hongruhou89/ProRL>.
/// # Our reading and deviations
/// In the pipeline every step is a position and no rollout has a stop token. A lone survivor gets 0.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ± the range of returns; a position's advantages sum to 0 exactly.
/// # Known exploits
/// Outliving all others means no signal.
/// # Worked example
/// Rewards (1, 0.5, −0.5), (0.2, 0.3): first position 1 − 0.75 = 0.25 and −0.25.
#[derive(Clone, Debug)]
pub struct ProRl<S> {
    gamma: S,
}

/// The advantages of `rewards`, `[rollout][position]`; `None` marks a rollout that is left out altogether.
#[must_use]
pub fn position_advantages<S: Scalar>(rewards: &[Option<Vec<S>>], gamma: &S) -> Vec<Vec<S>> {
    let to_go: Vec<Option<Vec<S>>> = rewards
        .iter()
        .map(|row| {
            row.as_ref().map(|row| {
                let mut out = row.clone();
                for t in (0..out.len().saturating_sub(1)).rev() {
                    out[t] = out[t].clone() + gamma.clone() * out[t + 1].clone();
                }
                out
            })
        })
        .collect();
    let baseline = |t: usize| {
        let here: Vec<S> = to_go
            .iter()
            .flatten()
            .filter_map(|g| g.get(t).cloned())
            .collect();
        mean(&here).unwrap_or_else(S::zero)
    };
    let longest = to_go.iter().flatten().map(Vec::len).max().unwrap_or(0);
    let baselines: Vec<S> = (0..longest).map(baseline).collect();
    let away = |row: Vec<S>| {
        row.into_iter()
            .zip(&baselines)
            .map(|(g, b)| g - b.clone())
            .collect()
    };
    to_go
        .into_iter()
        .map(|row| row.map_or(Vec::new(), away))
        .collect()
}

impl<S: Scalar> GroupRule<S> for ProRl<S> {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<S>]) -> Result<Vec<Vec<S>>, Undefined> {
        let rows: Vec<Option<Vec<S>>> = rewards.iter().cloned().map(Some).collect();
        Ok(position_advantages(&rows, &self.gamma))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let (float, exact) = (args.scalar("gamma"), args.scalar("gamma"));
    Ok(CreditObject::ring(
        Grouped::by_task(ProRl::<f64> { gamma: float }, &args),
        Grouped::by_task(ProRl::<Fraction> { gamma: exact }, &args),
    ))
}
