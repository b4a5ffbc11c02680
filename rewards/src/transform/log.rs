use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "log",
        summary: "the natural logarithm of every number",
        family: Family::Composition,
        stage: Stage::Transform,
        form: Form::Edge,
        channels: &[],
        source: "-",
        status: Status::Ours,
        parameters: &[],
    },
    Build::Transform(build),
);

/// The natural logarithm of every number.
///
/// # Formula
/// r′ = ln r; ln 0 = −∞; of a negative number there is none.
/// # Source
/// Ours.
/// # Our reading and deviations
/// −∞ is a typed value and not a number: a credit refuses it. `scale(plus=1/1000) |> log` keeps it away.
/// # Needs
/// Nothing beyond its input.
/// # Range
/// −∞ to the logarithm of its input's largest number.
/// # Known exploits
/// Of small numbers it makes large ones.
/// # Worked example
/// 1, 1/2, 0: 0, −0.6931, −∞.
#[derive(Clone, Copy, Debug)]
pub struct Log;

impl StepTransform<f64> for Log {
    fn apply(&self, _: &mut Memory, _: &Edge<'_>, value: Value<f64>) -> Value<f64> {
        match value {
            Value::Number(x) if x.is_nought() => Value::MinusInfinity,
            Value::Number(x) if x > 0.0 => Value::checked(libm::log(x)),
            Value::Number(_) | Value::MinusInfinity => Undefined::NotFinite.into(),
            undefined => undefined,
        }
    }
}

fn build(_: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step_float(Log))
}
