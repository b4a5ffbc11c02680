use super::flip::{Coin, coin, place};
use crate::prelude::*;
use truestep_core::chance::{Chance, RngRef, Seed};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "corrupt",
        summary: "an exact number as a learned model would give it: flipped, miscalibrated, biased, noisy",
        family: Family::Calibration,
        stage: Stage::Transform,
        form: Form::Trajectory,
        channels: &[],
        source: "-",
        status: Status::Ours,
        parameters: &[
            Parameter::new("fp", "0", Domain::Unit, "probability that a 0 is seen as 1"),
            Parameter::new("fn", "0", Domain::Unit, "probability that a 1 is seen as 0"),
            Parameter::new(
                "slope",
                "1",
                Domain::Positive,
                "factor of the log-odds: above 1 too sure, below 1 not sure enough",
            ),
            Parameter::new("offset", "0", Domain::Any, "added to the log-odds"),
            Parameter::new("bias", "0", Domain::Any, "added to every number"),
            Parameter::new(
                "noise",
                "0",
                Domain::NonNegative,
                "standard deviation of the noise added",
            ),
            Parameter::new(
                "shape",
                "gaussian",
                Domain::Words(&["gaussian", "uniform"]),
                "distribution of the noise",
            ),
            Parameter::new(
                "rho",
                "0",
                Domain::Unit,
                "correlation of the noise of neighbouring steps",
            ),
            Parameter::new(
                "by",
                "step",
                Domain::Words(&["step", "edge"]),
                "what has an error of its own: every step, or every transition of the task, the same whenever it is taken",
            ),
            Parameter::new("seed", "0", Domain::Count, "what the errors are drawn from"),
        ],
    },
    Build::Transform(build),
);

/// Seeded errors on an exact number: what stands where a paper has a learned process reward model.
///
/// # Formula
/// In this order, each off by default: x → 1 − x with probability fp (x ≤ 1/2) or fn (x > 1/2); log-odds(x) → offset + slope ·
/// log-odds(x); x → x + bias; x → x + noise · z. z has mean 0 and variance 1: z_t = ρ z_{t−1} + √(1 − ρ²) ε_t over the steps of
/// an episode, z_0 = ε_0, ε independent standard Gaussians. The uniform shape takes √3 (2 Φ(z) − 1) instead, on ±√3, whose
/// neighbours correlate by (6/π) asin(ρ/2).
/// # Source
/// Ours. Flips are the noise model of arXiv 2510.00915; slope and offset are Platt scaling.
/// # Our reading and deviations
/// An error depends on the seed, the task and - `by=step` - the episode's group, rollout and step, or - `by=edge` - the
/// transition alone: state, action, next state. Models err by what they see, so `by=edge` is what can be farmed. Nothing
/// depends on what else is scored, and switching one kind of error on leaves the draws of the others as they were. Rates are
/// exact. Flips of neighbouring steps are independent. 0 and 1 have no finite log-odds and stay. Nothing is clipped:
/// `clip(low=0, high=1)` does that. Flips and bias run in exact rationals.
/// # Needs
/// Numbers in 0..=1 for flips; for slope and offset too, and others are undefined there. `rho` needs `by=step`.
/// # Range
/// Unbounded with Gaussian noise; else its input's, moved by at most |bias| + √3 noise.
/// # Known exploits
/// A false positive on a step that can be repeated pays for ever when rewards are summed, once under `min-form`.
/// # Worked example
/// `bias=-1/10`: 1 becomes 9/10. `slope=2`: 3/4 becomes 9/10. `fp=1, fn=1`: 1, 0 becomes 0, 1.
#[derive(Clone, Debug)]
pub struct Corrupt<S> {
    false_positive: Coin,
    false_negative: Coin,
    slope: f64,
    offset: f64,
    bias: S,
    noise: Noise,
    by: By,
    seed: Seed,
}

#[derive(Clone, Copy, Debug)]
struct Noise {
    size: f64,
    uniform: bool,
    rho: f64,
}

/// What has an error of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Step,
    Edge,
}

/// x after its log-odds were scaled and shifted; `None` unless x is in 0..=1.
#[must_use]
pub fn recalibrated(x: f64, slope: f64, offset: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&x) {
        return None;
    }
    if x <= 0.0 || x >= 1.0 {
        return Some(x);
    }
    let odds = slope * libm::log(x / (1.0 - x)) + offset;
    Some(1.0 / (1.0 + libm::exp(-odds)))
}

/// A standard Gaussian, by Box and Muller's transform of two uniforms of 53 bits.
fn gaussian(at: RngRef) -> f64 {
    let mut chance = at.sampled();
    let mut uniform = || {
        let high = f64::from(chance.below(1 << 26)) * f64::from(1u32 << 27);
        // The half keeps it off 0, where the logarithm is not finite.
        (high + f64::from(chance.below(1 << 27)) + 0.5) / 9_007_199_254_740_992.0
    };
    let (radius, angle) = (uniform(), uniform());
    (-2.0 * libm::log(radius)).sqrt() * libm::cos(std::f64::consts::TAU * angle)
}

impl Noise {
    /// The noise of step `t`, moving `latent` on.
    fn at(self, latent: &mut Option<f64>, place: RngRef) -> f64 {
        let fresh = gaussian(place);
        let z = match *latent {
            Some(before) => self.rho * before + (1.0 - self.rho * self.rho).sqrt() * fresh,
            None => fresh,
        };
        *latent = Some(z);
        if !self.uniform {
            return self.size * z;
        }
        let share = 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
        self.size * 3.0_f64.sqrt() * (2.0 * share - 1.0)
    }
}

/// Where the errors of one kind are drawn in one episode.
struct Places<'e> {
    episode: &'e Episode,
    seed: Seed,
    what: &'static str,
    /// Where those of the episode begin; `None` if they belong to transitions.
    start: Option<RngRef>,
}

impl Places<'_> {
    fn at(&self, t: usize) -> RngRef {
        if let Some(start) = self.start {
            return RngRef {
                step: t as u32,
                ..start
            };
        }
        let (episode, task) = (self.episode, &self.episode.task);
        let transition = &episode.transitions[t];
        let [from, to] = [episode.frame(t), &transition.after].map(|f| f.digests.state);
        self.seed.stream(&format!(
            "{}:edge:{}:{}:{:?}:{from}:{to}:{}",
            self.what, task.template, task.seed.0, task.parameters, transition.action
        ))
    }
}

impl<S: Scalar> Corrupt<S> {
    fn places<'e>(&self, episode: &'e Episode, what: &'static str) -> Places<'e> {
        let start = || place(self.seed, episode, what).branch(u64::from(episode.rollout));
        Places {
            episode,
            seed: self.seed,
            what,
            start: (self.by == By::Step).then(start),
        }
    }

    fn flipped(&self, place: RngRef, x: S) -> S {
        let coin = match x.clone() + x.clone() > S::one() {
            true => self.false_negative,
            false => self.false_positive,
        };
        match coin.falls(place) {
            true => S::one() - x,
            false => x,
        }
    }

    fn is_calibrated(&self) -> bool {
        (self.slope - 1.0).is_nought() && self.offset.is_nought()
    }

    /// Whether flips and bias are all it does.
    fn is_ring(&self) -> bool {
        self.is_calibrated() && self.noise.size.is_nought()
    }
}

impl EpisodeTransform<f64> for Corrupt<f64> {
    fn apply(&self, episode: &Episode, values: Vec<Value<f64>>) -> Vec<Value<f64>> {
        let mut latent = None;
        let flips = self.places(episode, "corrupt-flip");
        let noises = self.places(episode, "corrupt-noise");
        let corrupt = |(t, value): (usize, Value<f64>)| {
            // The noise goes on under steps without a number, so that a step's error does not depend on them.
            let noise = match self.noise.size.is_nought() {
                true => 0.0,
                false => self.noise.at(&mut latent, noises.at(t)),
            };
            let Value::Number(x) = value else {
                return value;
            };
            let x = self.flipped(flips.at(t), x);
            let x = match self.is_calibrated() {
                true => Some(x),
                false => recalibrated(x, self.slope, self.offset),
            };
            x.map_or(Undefined::NotScored.into(), |x| {
                Value::checked(x + self.bias + noise)
            })
        };
        values.into_iter().enumerate().map(corrupt).collect()
    }
}

impl EpisodeTransform<Fraction> for Corrupt<Fraction> {
    fn apply(&self, episode: &Episode, values: Vec<Value<Fraction>>) -> Vec<Value<Fraction>> {
        let flips = self.places(episode, "corrupt-flip");
        let corrupt = |(t, value): (usize, Value<Fraction>)| {
            value.map(|x| self.flipped(flips.at(t), x) + self.bias.clone())
        };
        values.into_iter().enumerate().map(corrupt).collect()
    }
}

fn corrupt<S: Scalar>(args: &Args<'_>) -> Result<Corrupt<S>, SchemeError> {
    let by = match args.word("by") {
        "edge" => By::Edge,
        _ => By::Step,
    };
    let rho = args.float("rho");
    if by == By::Edge && !rho.is_nought() {
        return Err(args.bad("rho", "0 with `by=edge`, whose errors have no neighbours"));
    }
    Ok(Corrupt {
        false_positive: coin(args, "fp")?,
        false_negative: coin(args, "fn")?,
        slope: args.float("slope"),
        offset: args.float("offset"),
        bias: args.scalar("bias"),
        noise: Noise {
            size: args.float("noise"),
            uniform: args.word("shape") == "uniform",
            rho,
        },
        by,
        seed: Seed(args.count("seed") as u64),
    })
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    let float = corrupt::<f64>(&args)?;
    Ok(match float.is_ring() {
        true => TransformObject::episode(float, corrupt::<Fraction>(&args)?),
        false => TransformObject::episode_float(float),
    })
}
