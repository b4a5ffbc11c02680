use super::Outcome;
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "mrt",
        summary: "the outcome plus the gain of every step in success probability",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome, Channel::SuccessProbability],
        source: "arXiv 2503.07572; CMU-AIRe/MRT",
        status: Status::Paper,
        parameters: &[Parameter::new(
            "alpha",
            "1",
            Domain::Any,
            "weight of the progress bonus; the paper's value was not found",
        )],
    },
    Build::Signal(build),
);

/// MRT's progress bonus: how much an episode of thinking raises the chance of success.
///
/// # Formula
/// r_t = outcome + α(J_t − J_{t−1}), J = success rate of the prover when it must answer after the prefix
/// ([`progress_bonuses`]); the bonuses telescope to J_T − J_0. Cumulative regret: Σ (J* − J_j) ([`cumulative_regret`]).
/// # Source
/// *MRT*, arXiv 2503.07572, <https://arxiv.org/abs/2503.07572>; its README gives R − R_termination as the cheap form.
/// # Our reading and deviations
/// J is the exact success probability under the named policy; a step takes the place of an episode of thinking. No terminal
/// correction: `shaping:success` is the policy-invariant relative.
/// # Needs
/// `outcome`, `success_probability`.
/// # Range
/// −α..=1 + α; the return lies within outcome ± α.
/// # Known exploits
/// J_T is kept: ending in a state that looks good without being solved keeps its bonus.
/// # Worked example
/// J = 0.1, 0.3, 0.3, 0.9 and success, α = 1: bonuses 0.2, 0, 0.6; total 1.8.
#[derive(Clone, Debug)]
pub struct Mrt<S> {
    alpha: S,
    outcome: Outcome,
}

/// Consecutive gains of `success`, one fewer than entries.
#[must_use]
pub fn progress_bonuses<S: Scalar>(success: &[S]) -> Vec<S> {
    super::shaping_terms(success, &S::one())
}

/// Σ (best − J) over all entries.
#[must_use]
pub fn cumulative_regret<S: Scalar>(success: &[S], best: &S) -> S {
    sum(success.iter().map(|j| best.clone() - j.clone()))
}

impl<S: Scalar> StepSignal<S> for Mrt<S> {
    fn price(&self, memory: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let gain = super::Truth::Gain.price(memory, edge);
        self.outcome
            .price(memory, edge)
            .join(gain, |r: S, gain| r + self.alpha.clone() * gain)
    }
}

fn make<S: Scalar>(args: &Args<'_>) -> Mrt<S> {
    Mrt {
        alpha: args.scalar("alpha"),
        outcome: Outcome {
            truncation: args.truncation(),
        },
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(
        make::<f64>(&args),
        make::<Fraction>(&args),
    ))
}
