use super::potential::{BASE, GAMMA, Potential, shaping};
use crate::{
    args::Args,
    error::SchemeError,
    info::{Family, Form, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Build, Entry},
    stage::SignalObject,
    value::Value,
};
use truestep_core::{channels::Channel, truth::StateTruth};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "shaping:subgoals",
        summary: "potential = share of sub-goals that hold, on top of the outcome",
        family: Family::Shaping,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome, Channel::Subgoals],
        source: "Ng, Harada, Russell 1999; Grzes 2017",
        status: Status::Ours,
        parameters: &[GAMMA, BASE],
    },
    Build::Signal(build),
);

/// Potential-based shaping by progress: Φ = sub-goals that hold / all sub-goals.
///
/// # Formula
/// Φ(s) = done(s)/total, 0 at every terminal; r = outcome + γΦ(s′) − Φ(s), or the shaping term alone with `base=none`.
/// # Source
/// Ng, Harada, Russell 1999; Grzes 2017; the potential is ours.
/// # Our reading and deviations
/// Losing a sub-goal costs what gaining it paid, so undoing and redoing earns nothing.
/// # Needs
/// `outcome`, `subgoals`.
/// # Range
/// The term lies in −1..=1.
/// # Known exploits
/// None for a learner with the same γ.
/// # Worked example
/// Progress 0, 1/2, 1 over two steps, γ = 1: F = 1/2, −1/2; with the outcome 1/2, 1/2.
#[derive(Clone, Copy, Debug)]
pub struct SubgoalPotential;

impl<S: Scalar> Potential<S> for SubgoalPotential {
    fn phi(&self, state: &StateTruth) -> Value<S> {
        Value::Number(S::from_rational(state.progress))
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    shaping(&args, SubgoalPotential, SubgoalPotential)
}
