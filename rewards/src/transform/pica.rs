use crate::{
    args::Args,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    number::{Fraction, Scalar},
    registry::{Build, Entry},
    stage::{EpisodeTransform, TransformObject},
    value::Value,
};
use truestep_core::trajectory::Episode;

const BASELINE: Parameter = Parameter::new(
    "baseline",
    "0.55",
    Domain::Any,
    "what is taken off the survival probability",
);
const SCALE: Parameter = Parameter::new("scale", "0.3", Domain::Any, "scale of the step reward");
const ALPHA: Parameter = Parameter::new("alpha", "0.3", Domain::Any, "penalty of a late step");
const GROWTH: Parameter = Parameter::new(
    "growth",
    "1.5",
    Domain::Any,
    "growth of that penalty per step; made for episodes of 5 turns, it takes millions off a 40th step",
);
const FREE: Parameter = Parameter::new("free", "3", Domain::Count, "first steps without a penalty");

pub(crate) const PAPER: Entry = Entry::new(
    info(
        "pica:paper",
        "scale * (1 - h - b - late penalty), h being the input",
        Status::Paper,
    ),
    Build::Transform(build_paper),
);

pub(crate) const RELEASED: Entry = Entry::new(
    info(
        "pica:released",
        "the same times (1 + scale) instead of scale, as the released code does",
        Status::ReleasedCode,
    ),
    Build::Transform(build_released),
);

const fn info(name: &'static str, summary: &'static str, status: Status) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Pivot,
        stage: Stage::Transform,
        form: Form::Trajectory,
        channels: &[],
        source: "arXiv 2605.09287; novdream/PiCA@35b15c71",
        status,
        parameters: &[BASELINE, SCALE, ALPHA, GROWTH, FREE],
    }
}

/// PiCA's step reward from a hazard: the input is h, the conditional failure probability of the step.
///
/// # Formula
/// r_t = m · ((1 − h_t) − b − penalty_t); penalty_t = 0 for the first `free` steps, then α·growth^(t−2), t from 0. m = scale
/// for `pica:paper` and 1 + scale for `pica:released`.
/// # Source
/// *PiCA*, arXiv 2605.09287, <https://arxiv.org/abs/2605.09287>; novdream/PiCA at 35b15c71, `main_ppo.py`; constants of its
/// training script.
/// # Our reading and deviations
/// The released function writes into the view that is then incremented, so its multiplier is 1 + scale = 1.3, not 0.3: two
/// names. Every step counts as a search turn. The outcome (scale 1.5 there) is added in a pipeline. h may be a model's, or
/// ours corrupted: `hazard |> noise:flip(rate=0.1) |> pica:released`.
/// # Needs
/// A hazard in 0..=1 as input.
/// # Range
/// ≤ m(1 − b); unbounded below as the penalty grows: it was made for episodes of 5 turns, and at step 42 it is about −1·10⁶
/// under `pica:paper`, −4·10⁶ under `pica:released`. Set `growth=1`, or clip, for longer ones.
/// # Known exploits
/// The first free steps pay up to m(1 − b) each whatever they do for the goal.
/// # Worked example
/// h = 0.1, 0.2 under `pica:released`: 0.455, 0.325.
#[derive(Clone, Debug)]
pub struct PicaRule<S> {
    /// m.
    pub multiplier: S,
    /// b.
    pub baseline: S,
    /// α.
    pub alpha: S,
    /// The growth of the penalty per step.
    pub gamma: S,
    /// First steps without a penalty.
    pub free: usize,
}

/// 1 − h − b of every step, `[hazards]`.
#[must_use]
pub fn pica_raw<S: Scalar>(hazards: &[S], baseline: S) -> Vec<S> {
    let raw = |h: &S| S::one() - h.clone() - baseline.clone();
    hazards.iter().map(raw).collect()
}

/// The running survival Π(1 − h), `[hazards]`.
#[must_use]
pub fn survival<S: Scalar>(hazards: &[S]) -> Vec<S> {
    hazards
        .iter()
        .scan(S::one(), |alive, h| {
            *alive = alive.clone() * (S::one() - h.clone());
            Some(alive.clone())
        })
        .collect()
}

/// The rewards of `steps` turns; turns without a hazard get 0, hazards without a turn are dropped.
#[must_use]
pub fn pica_step_rewards<S: Scalar>(hazards: &[S], steps: usize, rule: &PicaRule<S>) -> Vec<S> {
    let mut out: Vec<S> = hazards
        .iter()
        .take(steps)
        .enumerate()
        .map(|(t, h)| rule.reward(t, h.clone()))
        .collect();
    out.resize(steps, S::zero());
    out
}

impl<S: Scalar> PicaRule<S> {
    fn new(args: &Args<'_>, released: bool) -> Self {
        let scale: S = args.scalar("scale");
        Self {
            multiplier: if released { S::one() + scale } else { scale },
            baseline: args.scalar("baseline"),
            alpha: args.scalar("alpha"),
            gamma: args.scalar("growth"),
            free: args.count("free"),
        }
    }

    fn reward(&self, t: usize, hazard: S) -> S {
        let penalty = if t < self.free {
            S::zero()
        } else {
            // The exponent is t - 2, negative for the first two steps unless they are free.
            let growth = match t.checked_sub(2) {
                Some(late) => self.gamma.power(late as u32),
                None => S::one()
                    .over(&self.gamma.power(2 - t as u32))
                    .unwrap_or_else(S::zero),
            };
            self.alpha.clone() * growth
        };
        self.multiplier.clone() * (S::one() - hazard - self.baseline.clone() - penalty)
    }
}

impl<S: Scalar> EpisodeTransform<S> for PicaRule<S> {
    fn apply(&self, _: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        let priced = |(t, value): (usize, Value<S>)| value.map(|h| self.reward(t, h));
        values.into_iter().enumerate().map(priced).collect()
    }
}

fn build_paper(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::episode(
        PicaRule::<f64>::new(&args, false),
        PicaRule::<Fraction>::new(&args, false),
    ))
}

fn build_released(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::episode(
        PicaRule::<f64>::new(&args, true),
        PicaRule::<Fraction>::new(&args, true),
    ))
}
