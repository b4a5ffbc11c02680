use crate::{number::Number, prelude::*};
use truestep_core::chance::{Chance, RngRef, Seed};

const SEED: Parameter = Parameter::new("seed", "0", Domain::Count, "what the coins are drawn from");

const fn info(
    name: &'static str,
    summary: &'static str,
    source: &'static str,
    status: Status,
    parameters: &'static [Parameter],
) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Calibration,
        stage: Stage::Transform,
        form: Form::Trajectory,
        channels: &[],
        source,
        status,
        parameters,
    }
}

pub(crate) const FLIP: Entry = Entry::new(
    info(
        "noise:flip",
        "every 0/1 number seen wrongly with given rates, one coin per step",
        "the noise model of arXiv 2510.00915",
        Status::Paper,
        &[
            Parameter::new(
                "fp",
                "0.1",
                Domain::Unit,
                "probability that a 0 is seen as 1",
            ),
            Parameter::new(
                "fn",
                "0.1",
                Domain::Unit,
                "probability that a 1 is seen as 0",
            ),
            SEED,
        ],
    ),
    Build::Transform(build_flip),
);

pub(crate) const GROUP: Entry = Entry::new(
    info(
        "noise:group-flip",
        "x becomes 1 - x for all rollouts of a task at once, one coin per group",
        "trestad/Noisy-Rewards-in-Learning-to-Reason@083f72b",
        Status::ReleasedCode,
        &[
            Parameter::new(
                "rate",
                "0.4",
                Domain::Unit,
                "probability that a group is flipped",
            ),
            SEED,
        ],
    ),
    Build::Transform(build_group),
);

/// Seeded noise on 0/1 numbers: the corruption that corrections and robust schemes are tried against.
///
/// # Formula
/// flip: x → 1 − x with probability fp (x ≤ 1/2) or fn (x > 1/2), an own coin per step. group-flip: x → 1 − x for every number of
/// a group iff its one coin falls so ([`group_flip`]).
/// # Source
/// Independent flips: arXiv 2510.00915. One coin per prompt: *The climb carves wisdom deeper than the summit*,
/// trestad/Noisy-Rewards-in-Learning-to-Reason at 083f72b, rate 0.4 in its headline run.
/// # Our reading and deviations
/// Coins are drawn from the seed, the task, the group, and for single flips the rollout and step, so they do not depend on
/// what else is scored. Rates are exact: weights of whole numbers are drawn.
/// # Needs
/// 0/1 numbers as input.
/// # Range
/// That of its input, mirrored at 1/2.
/// # Known exploits
/// Not a scheme but a test for others: a whole flipped group trains the opposite.
/// # Worked example
/// Rate 1: 1, 0, 1 becomes 0, 1, 0.
#[derive(Clone, Debug)]
pub struct Flip {
    false_positive: Coin,
    false_negative: Coin,
    seed: Seed,
}

/// A coin that falls on true with an exact probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coin {
    yes: u32,
    no: u32,
}

impl Coin {
    /// The coin with this probability in 0..=1; `None` if its parts do not fit 32 bits.
    #[must_use]
    pub fn new(probability: &Number) -> Option<Self> {
        let (n, d) = (*probability.value().numer(), *probability.value().denom());
        Some(Self {
            yes: u32::try_from(n).ok()?,
            no: u32::try_from(d.checked_sub(n)?).ok()?,
        })
    }

    pub(super) fn falls(self, at: RngRef) -> bool {
        // A weight of 0 must never be drawn, and a single entry needs no draw.
        match (self.yes, self.no) {
            (0, _) => false,
            (_, 0) => true,
            (yes, no) => at.sampled().pick(&[yes, no]) == 0,
        }
    }
}

/// 1 − x for every reward of a group whose draw in 0..1 is below `rate`.
#[must_use]
pub fn group_flip(rewards: &[f64], rate: f64, draw: f64) -> Vec<f64> {
    let flip = |x: &f64| if rate > draw { 1.0 - x } else { *x };
    rewards.iter().map(flip).collect()
}

/// Where an error of an episode's group is drawn.
pub(super) fn place(seed: Seed, episode: &Episode, what: &str) -> RngRef {
    let task = &episode.task;
    seed.stream(&format!(
        "{what}:{}:{}:{:?}:{}",
        task.template, task.seed.0, task.parameters, episode.group
    ))
}

impl<S: Scalar> EpisodeTransform<S> for Flip {
    fn apply(&self, episode: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        let start = place(self.seed, episode, "flip").branch(u64::from(episode.rollout));
        let flip = |(t, value): (usize, Value<S>)| {
            let at = RngRef {
                step: t as u32,
                ..start
            };
            value.map(|x| {
                let seen_as_one = x.clone() + x.clone() > S::one();
                let coin = match seen_as_one {
                    true => self.false_negative,
                    false => self.false_positive,
                };
                if coin.falls(at) { S::one() - x } else { x }
            })
        };
        values.into_iter().enumerate().map(flip).collect()
    }
}

#[derive(Clone, Debug)]
struct GroupFlip {
    rate: Coin,
    seed: Seed,
}

impl<S: Scalar> EpisodeTransform<S> for GroupFlip {
    fn apply(&self, episode: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        if !self.rate.falls(place(self.seed, episode, "group-flip")) {
            return values;
        }
        values
            .into_iter()
            .map(|v| v.map(|x| S::one() - x))
            .collect()
    }
}

/// The coin that falls with the probability of the parameter `name`.
pub(super) fn coin(args: &Args<'_>, name: &str) -> Result<Coin, SchemeError> {
    Coin::new(&args.number(name))
        .ok_or_else(|| args.bad(name, "a fraction whose parts fit 32 bits"))
}

fn build_flip(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    let flip = Flip {
        false_positive: coin(&args, "fp")?,
        false_negative: coin(&args, "fn")?,
        seed: Seed(args.count("seed") as u64),
    };
    Ok(TransformObject::episode(flip.clone(), flip))
}

fn build_group(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    let flip = GroupFlip {
        rate: coin(&args, "rate")?,
        seed: Seed(args.count("seed") as u64),
    };
    Ok(TransformObject::episode(flip.clone(), flip))
}
