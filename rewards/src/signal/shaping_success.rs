use super::potential::{BASE, GAMMA, Potential, shaping};
use crate::{
    args::Args,
    error::SchemeError,
    info::{Family, Form, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Build, Entry},
    stage::SignalObject,
    value::{Undefined, Value},
};
use truestep_core::{channels::Channel, truth::StateTruth};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "shaping:success",
        summary: "potential = success probability under the named policy, on top of the outcome",
        family: Family::Shaping,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome, Channel::SuccessProbability],
        source: "Ng, Harada, Russell 1999; Grzes 2017",
        status: Status::Ours,
        parameters: &[GAMMA, BASE],
    },
    Build::Signal(build),
);

/// Potential-based shaping by the exact success probability: Φ = V(s).
///
/// # Formula
/// Φ(s) = V(s) of the named policy within the steps left, 0 at every terminal; r = outcome + γΦ(s′) − Φ(s), or the
/// shaping term alone with `base=none`. In a world without chance and with γ = 1 the reward is the advantage V(s′) − V(s).
/// # Source
/// Ng, Harada, Russell 1999; Grzes 2017; the potential is ours.
/// # Our reading and deviations
/// V depends on the steps left, so Φ is a potential over (state, steps left): invariance holds in the problem with that
/// horizon.
/// # Needs
/// `outcome`, `success_probability`.
/// # Range
/// The term lies in −1..=1.
/// # Known exploits
/// None for a learner with the same γ.
/// # Worked example
/// V = 1/2, 3/4 and then success, γ = 1: F = 1/4, −3/4; with the outcome 1/4, 1/4.
#[derive(Clone, Copy, Debug)]
pub struct SuccessPotential;

impl<S: Scalar> Potential<S> for SuccessPotential {
    fn phi(&self, state: &StateTruth) -> Value<S> {
        match &state.success_probability {
            Some(p) => Value::from_exact(p),
            None => Undefined::Missing(Channel::SuccessProbability).into(),
        }
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    shaping(&args, SuccessPotential, SuccessPotential)
}
