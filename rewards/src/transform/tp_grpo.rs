use crate::prelude::*;
use std::ops::Range;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "tp-grpo:reconstruction",
        summary: "one reward for right and one for wrong steps, the steps grouped into thoughts",
        family: Family::Pivot,
        stage: Stage::Transform,
        form: Form::Edge,
        channels: &[],
        source: "arXiv 2507.23317",
        status: Status::Reconstruction,
        parameters: &[
            Parameter::new(
                "correct",
                "1",
                Domain::Any,
                "reward of a step whose label is positive",
            ),
            Parameter::new("incorrect", "0.5", Domain::Any, "penalty of any other step"),
        ],
    },
    Build::Transform(build),
);

/// TP-GRPO's thought-level process reward, as far as it is known.
///
/// # Formula
/// r_t = `correct` if the label is positive, else −`incorrect`; contiguous equal labels form a thought ([`thoughts`]).
/// # Source
/// *Good Learners Think Their Thinking*, arXiv 2507.23317, <https://arxiv.org/abs/2507.23317>, abstract.
/// # Our reading and deviations
/// A reconstruction: only the segmentation is firm. The magnitudes are placeholders and the weights that adapt to the
/// model's ability are missing, so the thought does not change its steps' rewards here.
/// # Needs
/// Labels as input, such as `truth:shortest`.
/// # Range
/// {−incorrect, correct}.
/// # Known exploits
/// Every right step pays, so right steps in a loop pay for ever.
/// # Worked example
/// Labels 1, 0, 1: 1, −0.5, 1; three thoughts.
#[derive(Clone, Debug)]
pub struct TpGrpo<S> {
    /// Reward of a right step.
    pub correct: S,
    /// Penalty of a wrong step.
    pub incorrect: S,
}

/// Maximal runs of equal labels, with the label.
#[must_use]
pub fn thoughts(labels: &[bool]) -> Vec<(Range<usize>, bool)> {
    let mut out: Vec<(Range<usize>, bool)> = Vec::new();
    for (t, &label) in labels.iter().enumerate() {
        match out.last_mut() {
            Some((range, last)) if *last == label => range.end = t + 1,
            _ => out.push((t..t + 1, label)),
        }
    }
    out
}

impl<S: Scalar> TpGrpo<S> {
    /// The reward of a step with this label.
    #[must_use]
    pub fn reward(&self, correct: bool) -> S {
        if correct {
            self.correct.clone()
        } else {
            -self.incorrect.clone()
        }
    }
}

impl<S: Scalar> StepTransform<S> for TpGrpo<S> {
    fn apply(&self, _: &mut Memory, _: &Edge<'_>, value: Value<S>) -> Value<S> {
        value.map(|label| self.reward(label > S::zero()))
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        TpGrpo::<f64> {
            correct: args.scalar("correct"),
            incorrect: args.scalar("incorrect"),
        },
        TpGrpo::<Fraction> {
            correct: args.scalar("correct"),
            incorrect: args.scalar("incorrect"),
        },
    ))
}
