use super::ensemble::joined;
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::with(
    SchemeInfo {
        name: "dpa",
        summary: "two signals weighted by the cosine and sine of an angle",
        family: Family::Aggregation,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[],
        source: "Haoxiang-Wang/directional-preference-alignment@fdb7e0e; arXiv 2402.18571",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "angle",
            "15",
            Domain::Any,
            "the angle in degrees; 0 is the first signal alone",
        )],
    },
    Build::Signal(build),
    Brackets::Signals,
);

/// Directional preference alignment: a user's trade-off between two objectives as a direction.
///
/// # Formula
/// r = cos θ·first + sin θ·second ([`directional`]); prompts carry the weights rounded to hundredths ([`rounded_weights`]).
/// # Source
/// *DPA*, arXiv 2402.18571, <https://arxiv.org/abs/2402.18571>; README of its repository at fdb7e0e.
/// # Our reading and deviations
/// Helpfulness and verbosity there, any two signals here.
/// # Needs
/// What its two signals need.
/// # Range
/// Within √2 of the larger of both.
/// # Known exploits
/// Those of its parts.
/// # Worked example
/// 8 and 3 at 0 degrees: 8.
#[derive(Clone, Copy, Debug)]
pub struct Dpa;

/// cos θ·first + sin θ·second, θ in degrees.
#[must_use]
pub fn directional(first: f64, second: f64, degrees: f64) -> f64 {
    let angle = degrees.to_radians();
    libm::cos(angle) * first + libm::sin(angle) * second
}

/// 100 cos θ and 100 sin θ, rounded half to even as Python does.
#[must_use]
pub fn rounded_weights(degrees: f64) -> (i64, i64) {
    let angle = degrees.to_radians();
    let hundred = |x: f64| (100.0 * x).round_ties_even() as i64;
    (hundred(libm::cos(angle)), hundred(libm::sin(angle)))
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    if args.parts.len() != 2 {
        return Err(args.wrong_parts("two signals"));
    }
    let angle = args.float("angle");
    Ok(joined(args, move |both| {
        directional(both[0], both[1], angle)
    }))
}
