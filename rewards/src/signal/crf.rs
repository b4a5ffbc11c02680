use crate::prelude::*;
use truestep_core::truth::Distance;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "crf",
        summary: "the outcome, raised by how near the way was to the shortest",
        family: Family::Outcome,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome, Channel::Distance],
        source: "arXiv 2511.09158",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "weight",
            "1/2",
            Domain::NonNegative,
            "weight of conciseness; the paper's value was not found",
        )],
    },
    Build::Signal(build),
);

/// Conciseness reward function: brevity counts through the outcome only.
///
/// # Formula
/// At the last step r = outcome·(1 + w·c), c = min(1, fewest steps from the start/steps taken), 0 elsewhere ([`concise`]).
/// # Source
/// *Efficient Reasoning via Reward Model*, arXiv 2511.09158, <https://arxiv.org/abs/2511.09158>: a model's conciseness score enters
/// the reward with an explicit dependency on the outcome, which keeps length from collapsing.
/// # Our reading and deviations
/// A reconstruction: the exact dependency was not read. Conciseness is exact here, fewest steps over steps, and not a model's
/// score. A start from which no way is known has c = 0. Under `truncation=bootstrap` a cut-off episode gets 0.
/// # Needs
/// `outcome`, `distance`.
/// # Range
/// 0..=1 + w.
/// # Known exploits
/// A short wrong answer earns nothing; where a partial grade is easily had, a short partial answer may beat a long right one.
/// # Worked example
/// A success in 4 steps where 2 would do, w = 1/2: 1·(1 + 1/4) = 5/4.
#[derive(Clone, Debug)]
pub struct Crf<S> {
    weight: S,
    truncation: Truncation,
}

/// outcome·(1 + weight·min(1, fewest/taken)); no conciseness without steps.
#[must_use]
pub fn concise<S: Scalar>(outcome: S, fewest: S, taken: S, weight: &S) -> S {
    let share = fewest
        .over(&taken)
        .unwrap_or_else(S::zero)
        .smaller(S::one());
    outcome * (S::one() + weight.clone() * share)
}

impl<S: Scalar> EpisodeSignal<S> for Crf<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let mut out = vec![Value::zero(); episode.steps()];
        let unfinished = self.truncation == Truncation::Bootstrap && is_cut(episode);
        let taken = S::from_count(episode.steps());
        let (Some(last), false) = (out.last_mut(), unfinished) else {
            return out;
        };
        let distance = episode.start.truth.as_ref().map(|t| t.distance);
        let fewest = match distance {
            Some(Distance::NotComputed) | None => None,
            Some(distance) => Some(distance.steps().map_or(0, |n| n as usize)),
        };
        *last = match (episode.outcome(), fewest) {
            (None, _) => Undefined::Missing(Channel::Outcome).into(),
            (_, None) => Undefined::Missing(Channel::Distance).into(),
            (Some(outcome), Some(fewest)) => Value::checked(concise(
                S::from_rational(outcome),
                S::from_count(fewest),
                taken,
                &self.weight,
            )),
        };
        out
    }
}

fn read<S: Scalar>(args: &Args<'_>) -> Crf<S> {
    Crf {
        weight: args.scalar("weight"),
        truncation: args.truncation(),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::episode(
        read::<f64>(&args),
        read::<Fraction>(&args),
    ))
}
