use crate::{
    args::Args,
    edge::Edge,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Build, Entry},
    stage::{Memory, SignalObject, StepSignal},
    value::{Undefined, Value},
};
use truestep_core::{channels::Channel, truth::Reachable};

/// The baseline b of the released training script.
pub(crate) const BASELINE: Parameter = Parameter::new(
    "baseline",
    "11/20",
    Domain::Any,
    "what is taken off the survival probability of every step",
);

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "pica:survival",
        summary: "1 - h - b, with h = 1 where success goes out of reach with evidence",
        family: Family::Pivot,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Distance],
        source: "arXiv 2605.09287, with exact truth for its model",
        status: Status::Ours,
        parameters: &[BASELINE],
    },
    Build::Signal(build),
);

/// PiCA's step reward with an exact hazard: h = 1 iff success is out of reach after the step, over supported actions in the
/// steps left.
///
/// # Formula
/// h = 1 if success was reachable before the step and is not after it, else 0; r = (1 − h) − b. The survival
/// Π(1 − h) is 1 while success can be reached and 0 from the fatal step on.
/// # Source
/// *PiCA*, arXiv 2605.09287, <https://arxiv.org/abs/2605.09287>; b = 0.55 from the released training script.
/// # Our reading and deviations
/// The paper's h is a model's conditional failure probability; ours is the exact yes-or-no of the world within the steps
/// left, for a player who commits only with evidence: a guess may still succeed. No length penalty and no outcome term: add them in a pipeline. `truncation` changes nothing.
/// # Needs
/// `distance` (basic truth: reachability before and after).
/// # Range
/// 1 − b, or −b at a fatal step: 9/20 and −11/20.
/// # Known exploits
/// With b < 1 every step survived pays 1 − b, so dawdling until the budget is almost out earns; `baseline=1` removes it.
/// # Worked example
/// A safe step, a fatal one, one more: 9/20, −11/20, 9/20 (h is 0 again: nothing is left to lose).
#[derive(Clone, Debug)]
pub struct PicaSurvival<S> {
    baseline: S,
}

impl<S: Scalar> StepSignal<S> for PicaSurvival<S> {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        match (edge.before.reachable, edge.after.reachable) {
            (Reachable::NotComputed, _) | (_, Reachable::NotComputed) => {
                Undefined::Missing(Channel::Distance).into()
            }
            (Reachable::Now, Reachable::Never | Reachable::OutOfBudget) => {
                Value::Number(-self.baseline.clone())
            }
            _ => Value::Number(S::one() - self.baseline.clone()),
        }
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(
        PicaSurvival::<f64> {
            baseline: args.scalar("baseline"),
        },
        PicaSurvival::<crate::number::Fraction> {
            baseline: args.scalar("baseline"),
        },
    ))
}
