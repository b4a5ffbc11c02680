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
use truestep_core::{channels::Channel, truth::Distance};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "gain:clipped",
        summary: "known bad: pays every step nearer, never charges a step away",
        family: Family::Shaping,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Distance],
        source: "folklore; the farmable bonus of Ng, Harada, Russell 1999",
        status: Status::Ours,
        parameters: &[],
    },
    Build::Signal(build),
);

/// The naive progress bonus that a loop can farm; kept as a known-bad example.
///
/// # Formula
/// r = max(0, d(s) − d(s′)). Steps away cost nothing; a dead end on either side pays 0.
/// # Source
/// Folklore; the bicycle that circles around its goal in Ng, Harada, Russell 1999.
/// # Our reading and deviations
/// No outcome is added; use `sum(outcome, gain:clipped)`. `truncation` changes nothing.
/// # Needs
/// `distance`.
/// # Range
/// 0 or 1 for menu actions without chance; a free-form action may lower the distance by more.
/// # Known exploits
/// Step away and back: 1 per round, for ever. Its farmable cycle is what the audit must find.
/// # Worked example
/// Distances 3, 2, 3, 2: rewards 1, 0, 1. Potential-based shaping with γ = 1 would give 1, −1, 1.
#[derive(Clone, Copy, Debug)]
pub struct GainClipped;

impl<S: Scalar> StepSignal<S> for GainClipped {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        match (edge.before.distance, edge.after.distance) {
            (Distance::NotComputed, _) | (_, Distance::NotComputed) => {
                Undefined::Missing(Channel::Distance).into()
            }
            (Distance::Steps(before), Distance::Steps(after)) => {
                Value::Number(S::from_count(before.saturating_sub(after) as usize))
            }
            (Distance::Never, _) | (_, Distance::Never) => Value::zero(),
        }
    }
}

fn build(_: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(GainClipped, GainClipped))
}
