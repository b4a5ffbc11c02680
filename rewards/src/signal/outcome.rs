use crate::{
    args::Args,
    edge::{Edge, Truncation},
    error::SchemeError,
    info::{Family, Form, SchemeInfo, Stage, Status},
    number::Scalar,
    registry::{Build, Entry},
    stage::{Memory, SignalObject, StepSignal},
    value::Value,
};
use truestep_core::channels::Channel;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "outcome",
        summary: "the grade, at the step that ends the episode",
        family: Family::Outcome,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome],
        source: "the task's own grade",
        status: Status::Ours,
        parameters: &[],
    },
    Build::Signal(build),
);

/// The grade of the episode, paid once at its last step.
///
/// # Formula
/// r(s, a, s′) = outcome(s′) if s′ is terminal, else 0. The undiscounted return is the grade, 1 exactly on success.
/// # Source
/// The task's own grade; the true reward every other scheme is held against.
/// # Our reading and deviations
/// With `truncation=terminal` an episode cut off by the budget or by an abort is graded where it stands. With `bootstrap`
/// it is unfinished and pays nothing: what follows is the learner's value estimate.
/// # Needs
/// `outcome`.
/// # Range
/// 0..=1.
/// # Known exploits
/// None: it is the objective.
/// # Worked example
/// Three steps, the last one solves the task: 0, 0, 1.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// What a cut-off episode is.
    pub truncation: Truncation,
}

impl<S: Scalar> StepSignal<S> for Outcome {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        if edge.is_terminal(self.truncation) {
            Value::Number(S::from_rational(edge.after.outcome))
        } else {
            Value::zero()
        }
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let truncation = args.truncation();
    Ok(SignalObject::step(
        Outcome { truncation },
        Outcome { truncation },
    ))
}
