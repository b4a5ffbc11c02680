use crate::prelude::*;

const RATES: &[Parameter] = &[
    Parameter::new(
        "fp",
        "0.1",
        Domain::Unit,
        "probability that a 0 is seen as 1",
    ),
    Parameter::new(
        "fn",
        "0.2",
        Domain::Unit,
        "probability that a 1 is seen as 0",
    ),
];

const fn info(name: &'static str, summary: &'static str) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Calibration,
        stage: Stage::Transform,
        form: Form::Edge,
        channels: &[],
        source: "arXiv 2510.00915",
        status: Status::Paper,
        parameters: RATES,
    }
}

pub(crate) const BACKWARD: Entry = Entry::new(
    info(
        "noise:backward",
        "an observed 0/1 reward made unbiased for the true one",
    ),
    Build::Transform(build_backward),
);
pub(crate) const FORWARD: Entry = Entry::new(
    info(
        "noise:forward",
        "an observed 0/1 reward weighted so that gradients are right up to a factor",
    ),
    Build::Transform(build_forward),
);

/// Corrections for a verifier with known error rates.
///
/// # Formula
/// Backward: (R̃ − ρ₀)/(1 − ρ₀ − ρ₁) ([`backward`]); its expectation given R is R. Forward: ρ₁ − 1 if R̃ = 0, ρ₁ if R̃ = 1
/// ([`forward`]); its expectation is (1 − ρ₀ − ρ₁)(R − 1). ρ₀ is the false-positive, ρ₁ the false-negative rate.
/// # Source
/// arXiv 2510.00915, <https://arxiv.org/abs/2510.00915>, in a summary; both identities hold with `==` in rationals.
/// # Our reading and deviations
/// ρ₀ + ρ₁ ≥ 1 is refused. Inputs above 1/2 count as 1 in the forward form.
/// # Needs
/// 0/1 numbers as input: corrupt a truth with `noise:flip` first.
/// # Range
/// Backward: −ρ₀/(1 − ρ₀ − ρ₁) ..= (1 − ρ₀)/(1 − ρ₀ − ρ₁). Forward: ρ₁ − 1 ..= ρ₁.
/// # Known exploits
/// Wrong rates leave a bias; the variance grows as ρ₀ + ρ₁ nears 1.
/// # Worked example
/// ρ₀ = 0.1, ρ₁ = 0.2: backward −1/7, 9/7; forward −0.8, 0.2.
#[derive(Clone, Debug)]
pub struct Rates<S> {
    /// ρ₀, the false-positive rate.
    pub false_positive: S,
    /// ρ₁, the false-negative rate.
    pub false_negative: S,
}

/// The backward-corrected reward; `None` unless ρ₀ + ρ₁ < 1.
#[must_use]
pub fn backward<S: Scalar>(observed: S, rates: &Rates<S>) -> Option<S> {
    let rest = S::one() - rates.false_positive.clone() - rates.false_negative.clone();
    if rest <= S::zero() {
        return None;
    }
    (observed - rates.false_positive.clone()).over(&rest)
}

/// The forward weight of an observed reward.
#[must_use]
pub fn forward<S: Scalar>(observed_one: bool, rates: &Rates<S>) -> S {
    if observed_one {
        rates.false_negative.clone()
    } else {
        rates.false_negative.clone() - S::one()
    }
}

#[derive(Clone, Debug)]
struct Backward<S>(Rates<S>);

impl<S: Scalar> StepTransform<S> for Backward<S> {
    fn apply(&self, _: &mut Memory, _: &Edge<'_>, value: Value<S>) -> Value<S> {
        match value {
            Value::Number(x) => match backward(x, &self.0) {
                Some(x) => Value::checked(x),
                None => Undefined::NotFinite.into(),
            },
            other => other,
        }
    }
}

#[derive(Clone, Debug)]
struct Forward<S>(Rates<S>);

impl<S: Scalar> StepTransform<S> for Forward<S> {
    fn apply(&self, _: &mut Memory, _: &Edge<'_>, value: Value<S>) -> Value<S> {
        value.map(|x| forward(x.clone() + x > S::one(), &self.0))
    }
}

fn rates<S: Scalar>(args: &Args<'_>) -> Result<Rates<S>, SchemeError> {
    let (false_positive, false_negative): (S, S) = (args.scalar("fp"), args.scalar("fn"));
    if false_positive.clone() + false_negative.clone() >= S::one() {
        return Err(args.bad("fn", "error rates that add up to less than 1"));
    }
    Ok(Rates {
        false_positive,
        false_negative,
    })
}

fn build_backward(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        Backward::<f64>(rates(&args)?),
        Backward::<Fraction>(rates(&args)?),
    ))
}

fn build_forward(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        Forward::<f64>(rates(&args)?),
        Forward::<Fraction>(rates(&args)?),
    ))
}
