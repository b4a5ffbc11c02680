use super::pica_clipped::probability;
use crate::{
    args::Args,
    edge::{Edge, edges},
    error::SchemeError,
    info::{Family, Form, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Build, Entry},
    stage::{Memory, SignalObject, StepSignal},
    value::Value,
};
use truestep_core::{channels::Channel, trajectory::Episode};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "pica:ratio",
        summary: "log p_t - log p_(t-1) of the success probability",
        family: Family::Pivot,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::SuccessProbability],
        source: "arXiv 2605.09287, potential-based view, with exact truth",
        status: Status::Ours,
        parameters: &[],
    },
    Build::Signal(build),
);

/// PiCA's potential-based view with Φ = log p: the log-ratio of success probabilities.
///
/// # Formula
/// r_t = log p_t − log p_{t−1}; the product of the ratios telescopes to p_T/p_0 exactly ([`survival_ratios`]). The step at
/// which p falls to 0 is −∞, a typed value; every later step is 0.
/// # Source
/// *PiCA*, arXiv 2605.09287, <https://arxiv.org/abs/2605.09287>; the potential log S_t behind its step reward.
/// # Our reading and deviations
/// An exact p rises on good moves, so p_t/p_{t−1} exceeds 1 and is not the paper's 1 − h. From p = 0 nothing is gained or
/// lost: 0, also where a free-form action leaves the menu and p recovers. `truncation` changes nothing.
/// # Needs
/// `success_probability`.
/// # Range
/// −∞ ..= −log p_0 per trajectory; doubles only.
/// # Known exploits
/// −∞ cannot be averaged: comparisons over a group with one lost rollout are undefined. Clip it first.
/// # Worked example
/// p = 1/2, 1/4, 1: log(1/2), log 4; their sum is log 2 = log(p_T/p_0).
#[derive(Clone, Copy, Debug)]
pub struct PicaRatio;

impl StepSignal<f64> for PicaRatio {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<f64> {
        let pair = (
            probability::<f64>(edge.before),
            probability::<f64>(edge.after),
        );
        match pair {
            (Value::Number(before), _) if before.is_nought() => Value::zero(),
            (Value::Number(_), Value::Number(after)) if after.is_nought() => Value::MinusInfinity,
            (before, after) => before.join(after, |b, a| libm::log(a) - libm::log(b)),
        }
    }
}

/// The ratios p_t/p_{t−1} of an episode, `[steps]`; 1 from the step after p fell to 0. Their product is p_T/p_0.
#[must_use]
pub fn survival_ratios<S: Scalar>(episode: &Episode) -> Vec<Value<S>> {
    edges(episode)
        .map(|edge| {
            probability::<S>(edge.after).join(probability(edge.before), |after, before| {
                after.over(&before).unwrap_or_else(S::one)
            })
        })
        .collect()
}

fn build(_: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step_float(PicaRatio))
}
