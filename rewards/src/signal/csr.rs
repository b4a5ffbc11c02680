use crate::{prelude::*, scope::Numbers};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "csr",
        summary: "outcome, plus agreement with the group on a right end, minus agreement on a wrong one",
        family: Family::Calibration,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "arXiv 2605.15588",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "weight",
            "1/2",
            Domain::NonNegative,
            "weight of the agreement; the paper's value was not found",
        )],
    },
    Build::Signal(build),
);

/// Calibration with Semantic Reward, over final states: rollouts that mean the same end in the same state.
///
/// # Formula
/// At the last step r = outcome + w·a after a success and outcome − w·a after a failure; a is the share of the other rollouts of
/// the task that end in the same state ([`agreements`]). 0 elsewhere; a = 0 in a group of one.
/// # Source
/// *Calibrating LLMs with Semantic-level Reward*, arXiv 2605.15588, <https://arxiv.org/abs/2605.15588>: a correctness reward plus a
/// semantic calibration reward that promotes agreement among correct rollouts and discourages it among incorrect ones.
/// # Our reading and deviations
/// A reconstruction: the paper's formula was not read. It clusters answers by meaning with a model; the digest of the final state
/// says exactly whether two ends are the same. Under `truncation=bootstrap` a cut-off rollout gets 0 and agrees with nobody.
/// # Needs
/// `outcome`; rollouts of a task must share a group number.
/// # Range
/// −w..=1 + w.
/// # Known exploits
/// Failing in ever other ways costs less than failing in one way.
/// # Worked example
/// Four rollouts: two succeed in one state, two fail in two states, w = 1/2: 1 + 1/6, 1 + 1/6, 0, 0.
#[derive(Clone, Debug)]
pub struct Csr<S> {
    weight: S,
    truncation: Truncation,
}

/// For every member the share of the others that have the same `end`; 0 for one alone.
#[must_use]
pub fn agreements<S: Scalar>(ends: &[u32]) -> Vec<S> {
    let others = S::from_count(ends.len().saturating_sub(1));
    let same = |end: &u32| ends.iter().filter(|e| *e == end).count() - 1;
    let share = |end| S::from_count(same(end)).over(&others);
    ends.iter()
        .map(|e| share(e).unwrap_or_else(S::zero))
        .collect()
}

impl<S: Scalar> BatchSignal<S> for Csr<S> {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        let episodes = batch.episodes();
        let mut out: Rows<S> = episodes
            .iter()
            .map(|e| vec![Value::zero(); e.steps()])
            .collect();
        let counts = |i: &usize| self.truncation == Truncation::Terminal || !is_cut(&episodes[*i]);
        for group in batch.members() {
            let group: Vec<usize> = group.into_iter().filter(counts).collect();
            let mut numbers = Numbers::default();
            let mut end = |i: &usize| numbers.of(episodes[*i].last().digests.state);
            let ends: Vec<u32> = group.iter().map(&mut end).collect();
            for (&i, agreement) in group.iter().zip(agreements::<S>(&ends)) {
                let Some(last) = out[i].last_mut() else {
                    continue;
                };
                let bonus = self.weight.clone() * agreement;
                *last = match (episodes[i].outcome(), episodes[i].success()) {
                    (Some(o), Some(true)) => Value::Number(S::from_rational(o) + bonus),
                    (Some(o), _) => Value::Number(S::from_rational(o) - bonus),
                    (None, _) => Undefined::Missing(Channel::Outcome).into(),
                };
            }
        }
        out
    }
}

fn read<S: Scalar>(args: &Args<'_>) -> Csr<S> {
    Csr {
        weight: args.scalar("weight"),
        truncation: args.truncation(),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::batch(
        read::<f64>(&args),
        read::<Fraction>(&args),
    ))
}
