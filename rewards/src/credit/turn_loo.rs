use super::grouped::{GroupRule, Grouped};
use super::{broadcast::GAMMA, opo_verl::total};
use crate::{normalize::is_flat, prelude::*};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "turn-loo",
        summary: "episode return minus the mean return of the other rollouts still active at the step",
        family: Family::Turn,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "hectopascal/agent-credit-bench@02afaf3, estimators/turn_loo.py",
        status: Status::ReleasedCode,
        parameters: &[GAMMA],
    },
    Build::Credit(build),
);

/// AgentCreditBench's turn-conditioned leave-one-out baseline.
///
/// # Formula
/// A_i,t = R_i − mean of R_j over the other rollouts of the task that have a step t; R_i where there is no other ([`turn_loo`]).
/// # Source
/// AgentCreditBench at 02afaf3, `estimators/turn_loo.py`, <https://github.com/hectopascal/agent-credit-bench>.
/// # Our reading and deviations
/// None. The fall-back to the raw return is theirs: a 0 would take the step out of the gradient.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ± the range of returns, or raw returns.
/// # Known exploits
/// Outliving all others turns a raw return into an advantage. Survivors are compared with survivors: where a return depends on
/// going on, the baseline moves with it.
/// # Worked example
/// Returns 1, 0, 0 with 2, 2 and 1 steps: first step 1, −1/2, −1/2; second 1, −1.
#[derive(Clone, Debug)]
pub struct TurnLoo<S> {
    gamma: S,
}

/// The advantages of one group, `[rollout][turn]`, from its returns and lengths.
#[must_use]
pub fn turn_loo<S: Scalar>(returns: &[S], lengths: &[usize]) -> Vec<Vec<S>> {
    let mut out: Vec<Vec<S>> = lengths.iter().map(|&n| Vec::with_capacity(n)).collect();
    for t in 0..lengths.iter().copied().max().unwrap_or(0) {
        let active: Vec<usize> = (0..lengths.len()).filter(|&i| lengths[i] > t).collect();
        let here: Vec<S> = active.iter().map(|&i| returns[i].clone()).collect();
        let centre = mean(&here).unwrap_or_else(S::zero);
        let others = S::from_count(here.len()).over(&S::from_count(here.len() - 1));
        let flat = here.len() > 1 && is_flat(&here);
        for &i in &active {
            let own = returns[i].clone();
            out[i].push(match &others {
                _ if flat => S::zero(),
                Some(factor) => factor.clone() * (own - centre.clone()),
                None => own,
            });
        }
    }
    out
}

impl<S: Scalar> GroupRule<S> for TurnLoo<S> {
    fn advantages(&self, _: &[&Episode], rewards: &[Vec<S>]) -> Result<Vec<Vec<S>>, Undefined> {
        let returns: Vec<S> = rewards.iter().map(|row| total(row, &self.gamma)).collect();
        let lengths: Vec<usize> = rewards.iter().map(Vec::len).collect();
        Ok(turn_loo(&returns, &lengths))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let (float, exact) = (args.scalar("gamma"), args.scalar("gamma"));
    Ok(CreditObject::ring(
        Grouped::by_task(TurnLoo::<f64> { gamma: float }, &args),
        Grouped::by_task(TurnLoo::<Fraction> { gamma: exact }, &args),
    ))
}
