use super::pica_clipped::probability;
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "p2s",
        summary: "probability that the way goes on to the right end from each step, and the outcome",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome, Channel::SuccessProbability],
        source: "arXiv 2601.20649",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "weight",
            "1/2",
            Domain::NonNegative,
            "weight of the step part; the paper's value was not found",
        )],
    },
    Build::Signal(build),
);

/// Probabilistic Process Supervision: how faithful the way so far is to one that ends right.
///
/// # Formula
/// r_t = w·P(right end | h_{t+1}), plus the outcome at the last step ([`faithful_reward`]).
/// # Source
/// *P2S*, arXiv 2601.20649, <https://arxiv.org/abs/2601.20649>: the path faithfulness reward of a step is the probability of
/// generating the rest of a reference chain given the reasoning so far; it is joined with any outcome reward.
/// # Our reading and deviations
/// A reconstruction: the paper's aggregation and weight were not read. A reference chain's rest is one way to the right end; the
/// success probability under the policy the truth names counts all of them, exactly. Under `truncation=bootstrap` a cut-off
/// episode has no outcome.
/// # Needs
/// `outcome`, `success_probability`.
/// # Range
/// 0..=1 + w.
/// # Known exploits
/// Every step near success is paid again, so going to and fro there pays: `audit` finds it.
/// # Worked example
/// p = 1/2 and 1 after two steps, a success, w = 1/2: 1/4, 3/2.
#[derive(Clone, Debug)]
pub struct P2s<S> {
    weight: S,
    truncation: Truncation,
}

/// weight·probability, plus the outcome where the way ends.
#[must_use]
pub fn faithful_reward<S: Scalar>(probability: S, outcome: Option<S>, weight: &S) -> S {
    let faithful = weight.clone() * probability;
    match outcome {
        Some(outcome) => faithful + outcome,
        None => faithful,
    }
}

impl<S: Scalar> StepSignal<S> for P2s<S> {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let ends = edge.is_terminal(self.truncation);
        let outcome = ends.then(|| S::from_rational(edge.after.outcome));
        probability(edge.after).map(|p: S| faithful_reward(p, outcome, &self.weight))
    }
}

fn read<S: Scalar>(args: &Args<'_>) -> P2s<S> {
    P2s {
        weight: args.scalar("weight"),
        truncation: args.truncation(),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(
        read::<f64>(&args),
        read::<Fraction>(&args),
    ))
}
