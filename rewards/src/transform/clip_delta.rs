use crate::prelude::*;

const fn info(
    name: &'static str,
    summary: &'static str,
    form: Form,
    parameters: &'static [Parameter],
) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Aggregation,
        stage: Stage::Transform,
        form,
        channels: &[],
        source: "arXiv 2410.15115",
        status: Status::Reconstruction,
        parameters,
    }
}

pub(crate) const CLIP: Entry = Entry::new(
    info(
        "clip-delta:clip",
        "min(r, eta) - eta: never positive",
        Form::Edge,
        &[Parameter::new(
            "eta",
            "1/2",
            Domain::Any,
            "scores above this are all alike",
        )],
    ),
    Build::Transform(build_clip),
);

pub(crate) const DELTA: Entry = Entry::new(
    info(
        "clip-delta:delta",
        "difference to the next step's score",
        Form::Trajectory,
        &[Parameter::new(
            "last",
            "drop",
            Domain::Words(&["drop", "keep"]),
            "whether the last score is left to the success reward",
        )],
    ),
    Build::Transform(build_delta),
);

/// The Clip and Delta mechanisms against process-reward hacking.
///
/// # Formula
/// Clip: r ← min(r, η) − η ([`clip_below`]). Delta: r_t − r_{t+1}; the last step keeps its score (`keep`), or the last score is
/// dropped, the one before it is kept and the last step gets 0 (`drop`) ([`delta`]). The sum telescopes to the first score.
/// # Source
/// *On designing effective RL reward at training time*, arXiv 2410.15115, <https://arxiv.org/abs/2410.15115>: abstract
/// read, formula recalled; η was not found.
/// # Our reading and deviations
/// A reconstruction; both readings of the last step are offered.
/// # Needs
/// Step scores as input.
/// # Range
/// Clip: at most 0. Delta: bounded by the range of scores; the sum is the first score.
/// # Known exploits
/// Delta pays for a high first score alone; clip for ending early, as every step can only cost.
/// # Worked example
/// Scores 0.9, 0.8, 0.95: keep 0.1, −0.15, 0.95; drop 0.1, 0.8, 0.
#[derive(Clone, Debug)]
pub struct ClipBelow<S> {
    eta: S,
}

/// min(r, eta) − eta.
#[must_use]
pub fn clip_below<S: Scalar>(r: S, eta: &S) -> S {
    r.smaller(eta.clone()) - eta.clone()
}

/// Differences to the next score; `drop_last` leaves the last score out and puts 0 there.
#[must_use]
pub fn delta<S: Scalar>(scores: &[S], drop_last: bool) -> Vec<S> {
    let counted = scores.len() - usize::from(drop_last && !scores.is_empty());
    let mut out: Vec<S> = (0..counted)
        .map(|t| match scores[..counted].get(t + 1) {
            Some(next) => scores[t].clone() - next.clone(),
            None => scores[t].clone(),
        })
        .collect();
    out.resize(scores.len(), S::zero());
    out
}

impl<S: Scalar> StepTransform<S> for ClipBelow<S> {
    fn apply(&self, _: &mut Memory, _: &Edge<'_>, value: Value<S>) -> Value<S> {
        value.map(|r| clip_below(r, &self.eta))
    }
}

#[derive(Clone, Copy, Debug)]
struct Delta {
    drop_last: bool,
}

impl<S: Scalar> EpisodeTransform<S> for Delta {
    fn apply(&self, _: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        match numbers(&values) {
            Ok(scores) => row(delta(&scores, self.drop_last)),
            Err(why) => vec![why.into(); values.len()],
        }
    }
}

fn build_clip(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        ClipBelow::<f64> {
            eta: args.scalar("eta"),
        },
        ClipBelow::<Fraction> {
            eta: args.scalar("eta"),
        },
    ))
}

fn build_delta(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    let drop_last = args.word("last") == "drop";
    Ok(TransformObject::episode(
        Delta { drop_last },
        Delta { drop_last },
    ))
}
