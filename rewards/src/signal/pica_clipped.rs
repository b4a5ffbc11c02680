use super::pica_survival::BASELINE;
use crate::{
    args::Args,
    edge::Edge,
    error::SchemeError,
    info::{Family, Form, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Build, Entry},
    stage::{Memory, SignalObject, StepSignal},
    value::{Undefined, Value},
};
use truestep_core::{channels::Channel, truth::StateTruth};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "pica:clipped",
        summary: "1 - h - b, with h the share of the success probability lost in the step",
        family: Family::Pivot,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::SuccessProbability],
        source: "arXiv 2605.09287, with exact truth for its model",
        status: Status::Ours,
        parameters: &[BASELINE],
    },
    Build::Signal(build),
);

/// PiCA's step reward with the hazard read off the exact success probability: h = max(0, 1 − p_t/p_{t−1}).
///
/// # Formula
/// p = success probability under the named policy within the steps left; h = max(0, 1 − p_t/p_{t−1}), 0 when
/// p_{t−1} = 0; r = (1 − h) − b.
/// # Source
/// *PiCA*, arXiv 2605.09287, <https://arxiv.org/abs/2605.09287>; b = 0.55 from the released training script.
/// # Our reading and deviations
/// An exact p rises on good moves, so p_t/p_{t−1} is not the paper's 1 − h, which never exceeds 1: the rise is clipped.
/// `truncation` changes nothing.
/// # Needs
/// `success_probability`.
/// # Range
/// −b..=1 − b.
/// # Known exploits
/// Rises pay no more than standing still, so losing and regaining costs; dawdling pays 1 − b as in `pica:survival`.
/// # Worked example
/// p = 1/2, 1/4, 3/4 and b = 11/20: h = 1/2, 0, so r = −1/20, 9/20.
#[derive(Clone, Debug)]
pub struct PicaClipped<S> {
    baseline: S,
}

pub(crate) fn probability<S: Scalar>(state: &StateTruth) -> Value<S> {
    match &state.success_probability {
        Some(p) => Value::from_exact(p),
        None => Undefined::Missing(Channel::SuccessProbability).into(),
    }
}

impl<S: Scalar> StepSignal<S> for PicaClipped<S> {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        probability(edge.before).join(probability(edge.after), |before: S, after| {
            let kept = after.over(&before).unwrap_or_else(S::one).smaller(S::one());
            kept - self.baseline.clone()
        })
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(
        PicaClipped::<f64> {
            baseline: args.scalar("baseline"),
        },
        PicaClipped::<crate::number::Fraction> {
            baseline: args.scalar("baseline"),
        },
    ))
}
