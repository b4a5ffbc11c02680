use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "first-error",
        summary: "+1 before the first step scored below a threshold, -1 from it on",
        family: Family::Pivot,
        stage: Stage::Transform,
        form: Form::Memory,
        channels: &[],
        source: "arXiv 2601.14209 (InT), 2602.24110 (SCOPE), 2601.18984 (VPPO)",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "threshold",
            "1/2",
            Domain::Any,
            "a score below this is an error",
        )],
    },
    Build::Transform(build),
);

/// The first wrong step: everything before it is rewarded, it and everything after it punished.
///
/// # Formula
/// t* = first step with score < threshold ([`first_error`]); r_t = +1 for t < t*, −1 from t* on; +1 everywhere without error.
/// # Source
/// InT, arXiv 2601.14209, and SCOPE, arXiv 2602.24110: both keep the prefix before t* and correct from there; VPPO, arXiv
/// 2601.18984, turns it into a reward of this sign. Project page and abstracts only.
/// # Our reading and deviations
/// A reconstruction; the threshold is an assumption. InT and SCOPE are data recipes: [`InterventionPlan`] says what they
/// train on. With `truth:alive` as input t* is exact: the step after which success cannot be reached.
/// # Needs
/// Step scores as input.
/// # Range
/// {−1, 1}.
/// # Known exploits
/// Every step before an error pays 1: avoid the end, avoid the error.
/// # Worked example
/// Scores 0.9, 0.8, 0.2, 0.7: 1, 1, −1, −1.
#[derive(Clone, Debug)]
pub struct FirstError<S> {
    threshold: S,
}

/// The position of the first score below `threshold`.
#[must_use]
pub fn first_error<S: Scalar>(scores: &[S], threshold: &S) -> Option<usize> {
    scores.iter().position(|s| s < threshold)
}

/// What InT and SCOPE train on in a failed rollout.
#[derive(Clone, Debug, PartialEq)]
pub struct InterventionPlan {
    /// The first wrong step.
    pub first_error: Option<usize>,
    /// Steps kept before it.
    pub kept_prefix: usize,
    /// Which of the original steps are trained on; none without an error.
    pub train_original: Vec<bool>,
    /// Whether a one-step intervention is trained on.
    pub train_intervention: bool,
}

/// The plan for a failed rollout with these step scores.
#[must_use]
pub fn intervention_plan(scores: &[f64], threshold: f64) -> InterventionPlan {
    let first = first_error(scores, &threshold);
    InterventionPlan {
        first_error: first,
        kept_prefix: first.unwrap_or(scores.len()),
        train_original: (0..scores.len())
            .map(|t| first.is_some_and(|f| t < f))
            .collect(),
        train_intervention: first.is_some(),
    }
}

impl<S: Scalar> StepTransform<S> for FirstError<S> {
    fn apply(&self, memory: &mut Memory, _: &Edge<'_>, value: Value<S>) -> Value<S> {
        let wrong = match &value {
            Value::Number(score) => *score < self.threshold,
            Value::MinusInfinity => true,
            Value::Undefined(_) => return value,
        };
        if wrong && memory.words.is_empty() {
            memory.words.push(1);
        }
        Value::Number(if memory.words.is_empty() {
            S::one()
        } else {
            -S::one()
        })
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        FirstError::<f64> {
            threshold: args.scalar("threshold"),
        },
        FirstError::<Fraction> {
            threshold: args.scalar("threshold"),
        },
    ))
}
