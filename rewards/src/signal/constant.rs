use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "constant",
        summary: "one number at every step",
        family: Family::Composition,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[],
        source: "-",
        status: Status::Ours,
        parameters: &[Parameter::new("value", "1", Domain::Any, "the number")],
    },
    Build::Signal(build),
);

/// One number at every step. In brackets a number alone means it: `sum(outcome, -1/100)`.
///
/// # Formula
/// r_t = value.
/// # Source
/// Ours.
/// # Our reading and deviations
/// `truncation` changes nothing.
/// # Needs
/// Nothing.
/// # Range
/// The value.
/// # Known exploits
/// Above 0 it pays for not ending, below 0 for ending, however.
/// # Worked example
/// `constant(value=-1/100)`: −1/100 at every step.
#[derive(Clone, Debug)]
pub struct Constant<S>(S);

impl<S: Scalar> StepSignal<S> for Constant<S> {
    fn price(&self, _: &mut Memory, _: &Edge<'_>) -> Value<S> {
        Value::Number(self.0.clone())
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(
        Constant::<f64>(args.scalar("value")),
        Constant::<Fraction>(args.scalar("value")),
    ))
}
