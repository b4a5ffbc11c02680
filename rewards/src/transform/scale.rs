use crate::{
    args::Args,
    edge::Edge,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    number::{Fraction, Number, Scalar},
    registry::{Build, Entry},
    stage::{Memory, StepTransform, TransformObject},
    value::Value,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "scale",
        summary: "every number times `by`, plus `plus`",
        family: Family::Composition,
        stage: Stage::Transform,
        form: Form::Edge,
        channels: &[],
        source: "-",
        status: Status::Ours,
        parameters: &[
            Parameter::new("by", "1", Domain::Any, "the factor"),
            Parameter::new("plus", "0", Domain::Any, "what is added to every step"),
        ],
    },
    Build::Transform(build),
);

/// Every number times a factor, plus a constant per step.
///
/// # Formula
/// r′ = by · r + plus.
/// # Source
/// Ours.
/// # Our reading and deviations
/// −∞ stays −∞ whatever the factor.
/// # Needs
/// Nothing beyond its input.
/// # Range
/// That of its input, mapped.
/// # Known exploits
/// A positive `plus` pays for every step, so for not ending.
/// # Worked example
/// `by=1/2, plus=-1/10`: 1 becomes 2/5.
#[derive(Clone, Debug)]
pub struct Scale<S> {
    by: S,
    plus: S,
}

impl Scale<f64> {
    /// Every number times `weight`.
    pub(crate) fn by(weight: &Number) -> TransformObject {
        TransformObject::step(
            Scale::<f64> {
                by: f64::from_number(weight),
                plus: 0.0,
            },
            Scale::<Fraction> {
                by: Fraction::from_number(weight),
                plus: Scalar::zero(),
            },
        )
    }
}

impl<S: Scalar> StepTransform<S> for Scale<S> {
    fn apply(&self, _: &mut Memory, _: &Edge<'_>, value: Value<S>) -> Value<S> {
        value.map(|x| self.by.clone() * x + self.plus.clone())
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        Scale::<f64> {
            by: args.scalar("by"),
            plus: args.scalar("plus"),
        },
        Scale::<Fraction> {
            by: args.scalar("by"),
            plus: args.scalar("plus"),
        },
    ))
}
