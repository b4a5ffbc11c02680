use crate::{
    args::Args,
    edge::{Edge, Truncation},
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status, TRUNCATION},
    number::{Fraction, Scalar},
    registry::{Build, Entry},
    stage::{Memory, StepTransform, TransformObject},
    value::Value,
};
use truestep_core::channels::Channel;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "outcome-last",
        summary: "the outcome put on the last step, added to what is there or in its place",
        family: Family::Composition,
        stage: Stage::Transform,
        form: Form::Edge,
        channels: &[Channel::Outcome],
        source: "-",
        status: Status::Ours,
        parameters: &[
            Parameter::new(
                "last",
                "add",
                Domain::Words(&["add", "overwrite"]),
                "whether the outcome is added to the last step's number or replaces it",
            ),
            Parameter::new("weight", "1", Domain::Any, "weight of the outcome"),
            TRUNCATION,
        ],
    },
    Build::Transform(build),
);

/// The outcome put on the step that ends the episode: added to what is there, or in its place.
///
/// # Formula
/// At the last step r′ = r + w·outcome (`last=add`) or r′ = w·outcome (`last=overwrite`); elsewhere r′ = r.
/// # Source
/// Ours. VSRM and StepSearch overwrite the last token, PURE and PRIME add to it; results differ, so it is said each time.
/// # Our reading and deviations
/// With `truncation=bootstrap` a cut-off episode gets no outcome and keeps its last number.
/// # Needs
/// `outcome`.
/// # Range
/// That of its input, widened by w at the last step.
/// # Known exploits
/// `overwrite` makes the last step's own signal worthless: a violation there goes unpriced.
/// # Worked example
/// Steps 1/4, 1/4 and success: add gives 1/4, 5/4; overwrite gives 1/4, 1.
#[derive(Clone, Debug)]
pub struct Last<S> {
    overwrite: bool,
    weight: S,
    truncation: Truncation,
}

impl<S: Scalar> Last<S> {
    fn new(args: &Args<'_>) -> Self {
        Self {
            overwrite: args.word("last") == "overwrite",
            weight: args.scalar("weight"),
            truncation: args.truncation(),
        }
    }
}

impl<S: Scalar> StepTransform<S> for Last<S> {
    fn apply(&self, _: &mut Memory, edge: &Edge<'_>, value: Value<S>) -> Value<S> {
        if !edge.is_terminal(self.truncation) {
            return value;
        }
        let outcome = Value::Number(self.weight.clone() * S::from_rational(edge.after.outcome));
        if self.overwrite {
            outcome
        } else {
            value.plus(outcome)
        }
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        Last::<f64>::new(&args),
        Last::<Fraction>::new(&args),
    ))
}
