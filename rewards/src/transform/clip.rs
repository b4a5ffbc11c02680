use crate::{
    args::Args,
    edge::Edge,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    number::{Fraction, Scalar},
    registry::{Build, Entry},
    stage::{Memory, StepTransform, TransformObject},
    value::Value,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "clip",
        summary: "every number moved into low..=high",
        family: Family::Composition,
        stage: Stage::Transform,
        form: Form::Edge,
        channels: &[],
        source: "-",
        status: Status::Ours,
        parameters: &[
            Parameter::new("low", "-1", Domain::Any, "nothing below this"),
            Parameter::new("high", "1", Domain::Any, "nothing above this"),
        ],
    },
    Build::Transform(build),
);

/// Every number moved into a range; −∞ becomes the lower bound.
///
/// # Formula
/// r′ = min(max(r, low), high).
/// # Source
/// Ours.
/// # Our reading and deviations
/// The one transform that turns −∞ into a number, so `pica:ratio |> clip(low=-5) |> grpo:verl` is defined.
/// # Needs
/// Nothing beyond its input.
/// # Range
/// low..=high.
/// # Known exploits
/// Clipping a potential-based term breaks its telescoping: `gain:clipped` is the example.
/// # Worked example
/// Defaults: 3, −1/2, −∞ become 1, −1/2, −1.
#[derive(Clone, Debug)]
pub struct Clip<S> {
    low: S,
    high: S,
}

impl<S: Scalar> StepTransform<S> for Clip<S> {
    fn apply(&self, _: &mut Memory, _: &Edge<'_>, value: Value<S>) -> Value<S> {
        match value {
            Value::MinusInfinity => Value::Number(self.low.clone()),
            other => other.map(|x| x.larger(self.low.clone()).smaller(self.high.clone())),
        }
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    let low = args.number("low");
    if low.value() > args.number("high").value() {
        let expected = format!("at least low, which is {low}");
        return Err(args.bad("high", &expected));
    }
    Ok(TransformObject::step(
        Clip::<f64> {
            low: args.scalar("low"),
            high: args.scalar("high"),
        },
        Clip::<Fraction> {
            low: args.scalar("low"),
            high: args.scalar("high"),
        },
    ))
}
