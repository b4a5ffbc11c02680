use crate::prelude::*;

pub(crate) const GATE: Entry = Entry::new(
    SchemeInfo {
        name: "evpv:gate",
        summary: "positive labels of steps that rest on evidence, weakened by its reliability",
        family: Family::Gated,
        stage: Stage::Transform,
        form: Form::Edge,
        channels: &[Channel::Supported],
        source: "arXiv 2603.16253; Qwen-Applications/EVPV-PRM@3fadeec1",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "reliability",
            "1",
            Domain::Any,
            "reliability of the evidence; outside 0..=1 it counts as 0",
        )],
    },
    Build::Transform(build_gate),
);

pub(crate) const AGGREGATE: Entry = Entry::new(
    SchemeInfo {
        name: "evpv:aggregate",
        summary: "one number for an episode's step labels, put on its last step",
        family: Family::Aggregation,
        stage: Stage::Transform,
        form: Form::Trajectory,
        channels: &[],
        source: "Qwen-Applications/EVPV-PRM@3fadeec1, compute_bon_metrics.py",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "how",
            "rate",
            Domain::Words(&["rate", "weighted", "streak", "geometric", "first-error"]),
            "the aggregation",
        )],
    },
    Build::Transform(build_aggregate),
);

/// EVPV's reliability gate and its aggregations of step labels.
///
/// # Formula
/// Gate: a positive label of a premise-dependent step is multiplied by the reliability p; −1 stays ([`reliability_gate`]).
/// Aggregations of n labels ([`Aggregation::of`]), W = n(n + 1)/2: rate = share of 1; weighted = (Σ i·label_i + W)/2W;
/// streak = (Σ ± streaks + n)/(W + n); geometric = n-th root of Π (1 or 0.1); first-error = index of the first −1 over n.
/// # Source
/// *EVPV*, arXiv 2603.16253, <https://arxiv.org/abs/2603.16253>; Qwen-Applications/EVPV-PRM at 3fadeec1.
/// # Our reading and deviations
/// Premise-dependent steps are the committing ones whose support the truth states. The released metric reads raw scores, not
/// gated ones: two schemes. Labels are read by sign in the pipeline.
/// # Needs
/// Labels +1/−1 as input, such as `truth:label`; the gate `supported`.
/// # Range
/// −1..=1 for the gate, 0..=1 for aggregations.
/// # Known exploits
/// Rate and streak grow with padding by right steps.
/// # Worked example
/// Labels 1, 1, −1 at reliability 0.4: 0.4, 0.4, −1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// Share of labels 1.
    Rate,
    /// Position-weighted.
    Weighted,
    /// Streaks of right steps.
    Streak,
    /// Geometric mean with 0.1 for a wrong step.
    Geometric,
    /// Position of the first error.
    FirstError,
}

/// The gated label; `premise` says whether the step depends on the premise.
#[must_use]
pub fn reliability_gate<S: Scalar>(label: S, premise: bool, reliability: S) -> S {
    let sound = reliability >= S::zero() && reliability <= S::one();
    let p = if sound { reliability } else { S::zero() };
    if premise && label > S::zero() {
        label * p
    } else {
        label
    }
}

impl Aggregation {
    /// The aggregate of ±1 labels; 0 of none.
    #[must_use]
    pub fn of(self, labels: &[f64]) -> f64 {
        let n = labels.len() as f64;
        if labels.is_empty() {
            return 0.0;
        }
        let weights = n * (n + 1.0) / 2.0;
        // As released, only labels of exactly 1 and -1 are a right and a wrong step; a gated label is neither.
        let right = |label: &f64| (label - 1.0).is_nought();
        match self {
            Aggregation::Rate => labels.iter().filter(|l| right(l)).count() as f64 / n,
            Aggregation::Weighted => {
                let placed = labels.iter().enumerate();
                let total = sum(placed.map(|(i, label)| (i as f64 + 1.0) * label));
                (total + weights) / (2.0 * weights)
            }
            Aggregation::Streak => {
                let (mut streak, mut total) = (0.0, 0.0);
                for label in labels {
                    if right(label) {
                        streak += 1.0;
                        total += streak;
                    } else {
                        streak = 0.0;
                        total -= 1.0;
                    }
                }
                (total + n) / (weights + n)
            }
            Aggregation::Geometric => {
                let factor = |label: &f64| if right(label) { 1.0 } else { 0.1 };
                libm::pow(labels.iter().map(factor).fold(1.0, |p, f| p * f), 1.0 / n)
            }
            Aggregation::FirstError => match labels.iter().position(|l| (l + 1.0).is_nought()) {
                Some(first) => first as f64 / n,
                None => 1.0,
            },
        }
    }
}

struct Gate<S> {
    reliability: S,
}

impl<S: Scalar> StepTransform<S> for Gate<S> {
    fn apply(&self, _: &mut Memory, edge: &Edge<'_>, value: Value<S>) -> Value<S> {
        let premise = edge.step.supported.is_some();
        value.map(|label| reliability_gate(label, premise, self.reliability.clone()))
    }
}

/// Keep nothing but `last` on the last of `steps` steps.
pub(crate) fn only_last<S: Scalar>(steps: usize, last: Value<S>) -> Vec<Value<S>> {
    let mut out = vec![Value::zero(); steps];
    if let Some(end) = out.last_mut() {
        *end = last;
    }
    out
}

impl EpisodeTransform<f64> for Aggregation {
    fn apply(&self, _: &Episode, values: Vec<Value<f64>>) -> Vec<Value<f64>> {
        match numbers(&values) {
            Ok(labels) => {
                let sign = |x: &f64| if *x > 0.0 { 1.0 } else { -1.0 };
                let labels: Vec<f64> = labels.iter().map(sign).collect();
                only_last(values.len(), Value::checked(self.of(&labels)))
            }
            Err(why) => vec![why.into(); values.len()],
        }
    }
}

fn build_gate(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        Gate::<f64> {
            reliability: args.scalar("reliability"),
        },
        Gate::<Fraction> {
            reliability: args.scalar("reliability"),
        },
    ))
}

fn build_aggregate(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::episode_float(match args.word("how") {
        "rate" => Aggregation::Rate,
        "weighted" => Aggregation::Weighted,
        "streak" => Aggregation::Streak,
        "geometric" => Aggregation::Geometric,
        _ => Aggregation::FirstError,
    }))
}
