use crate::{
    args::Args,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    number::{Fraction, Scalar, sum},
    registry::{Build, Entry},
    stage::{EpisodeTransform, TransformObject},
    value::Value,
};
use truestep_core::trajectory::Episode;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "min-form",
        summary: "step scores weighted so that their sum is near the smallest of them",
        family: Family::Aggregation,
        stage: Stage::Transform,
        form: Form::Trajectory,
        channels: &[],
        source: "PURE, arXiv 2504.15275; CJReinforce/PURE",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "T",
            "0.1",
            Domain::NonNegative,
            "temperature; 0 keeps the smallest score alone and runs in exact rationals",
        )],
    },
    Build::Transform(build),
);

/// PURE's min-form credit: scores weighted by softmax(−p/T), so that their sum approaches the smallest score.
///
/// # Formula
/// w_t = exp(−p_t/T) / Σ exp(−p_k/T) ([`min_form_weights`]); r_t = w_t p_t. For T → 0 the undiscounted return is min_t p_t.
/// # Source
/// *PURE: process-supervised reinforcement learning*, arXiv 2504.15275, <https://arxiv.org/abs/2504.15275>; released code
/// CJReinforce/PURE, T = 0.1.
/// # Our reading and deviations
/// Steps without a number get weight 0 and stay as they are; −∞ takes all the weight. T = 0 is the limit: the first
/// smallest score keeps its value, all others get 0.
/// # Needs
/// Nothing beyond its input.
/// # Range
/// The sum lies between the smallest score and the mean.
/// # Known exploits
/// The worst step alone counts, so after one bad step nothing later matters; negative scores early end all incentive.
/// # Worked example
/// Scores 1/2, −1/2 at T = 0: 0, −1/2.
#[derive(Clone, Copy, Debug)]
pub struct MinForm {
    temperature: f64,
}

/// The weights softmax(−scores/temperature), `[scores]`; they sum to 1 unless `scores` is empty.
#[must_use]
pub fn min_form_weights(scores: &[f64], temperature: f64) -> Vec<f64> {
    let lowest = scores.iter().copied().fold(f64::INFINITY, f64::min);
    // Shifted by the smallest score so that no exponential overflows.
    let raw: Vec<f64> = scores
        .iter()
        .map(|p| libm::exp((lowest - p) / temperature))
        .collect();
    let total = sum(raw.iter().copied());
    raw.into_iter().map(|w| w / total).collect()
}

impl EpisodeTransform<f64> for MinForm {
    fn apply(&self, _: &Episode, values: Vec<Value<f64>>) -> Vec<Value<f64>> {
        if values.contains(&Value::MinusInfinity) {
            return HardMin.apply_to(values);
        }
        let scores: Vec<f64> = values.iter().filter_map(|v| v.number().copied()).collect();
        let mut weights = min_form_weights(&scores, self.temperature).into_iter();
        let mut weighted = |value: Value<f64>| match value {
            Value::Number(p) => Value::checked(weights.next().unwrap_or(0.0) * p),
            other => other,
        };
        values.into_iter().map(&mut weighted).collect()
    }
}

/// The limit T = 0.
#[derive(Clone, Copy, Debug)]
struct HardMin;

impl HardMin {
    fn apply_to<S: Scalar>(self, values: Vec<Value<S>>) -> Vec<Value<S>> {
        let lowest = values
            .iter()
            .position(|v| matches!(v, Value::MinusInfinity))
            .or_else(|| {
                let numbers = values.iter().enumerate();
                let numbers = numbers.filter_map(|(t, v)| v.number().map(|x| (t, x)));
                numbers
                    .reduce(|best, next| if next.1 < best.1 { next } else { best })
                    .map(|(t, _)| t)
            });
        let keep = |(t, value): (usize, Value<S>)| match value {
            Value::Undefined(why) => Value::Undefined(why),
            value if Some(t) == lowest => value,
            _ => Value::zero(),
        };
        values.into_iter().enumerate().map(keep).collect()
    }
}

impl<S: Scalar> EpisodeTransform<S> for HardMin {
    fn apply(&self, _: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        self.apply_to(values)
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    let temperature = args.float("T");
    if args.scalar::<Fraction>("T").is_nought() {
        return Ok(TransformObject::episode(HardMin, HardMin));
    }
    Ok(TransformObject::episode_float(MinForm { temperature }))
}
