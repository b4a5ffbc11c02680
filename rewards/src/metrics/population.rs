//! The identification metrics in expectation: over kinds of steps with their weights instead of sampled steps.
//!
//! Where every group of rollouts can be listed, what a batch estimates is a weighted sum. These are the limits of the metrics of
//! [`identification`](super::identification) for ever larger batches; the leakage ratio does without the small constant.

use super::{Metric, NEGLIGIBLE, NoMetric, identification::sign};
use crate::number::{Scalar as _, sum};
use serde::Serialize;

/// One kind of step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// What the scheme says.
    pub estimate: f64,
    /// A = Q − V.
    pub exact: f64,
    /// Number of (turn, state); steps with the same number differ by their action and their estimate only.
    pub key: usize,
    /// How often it is met, up to a factor common to all; above 0.
    pub weight: f64,
}

/// How well a scheme identifies the exact advantage, in expectation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Expected {
    /// √(E (e − a)²).
    pub rmse: Metric,
    /// √(E (e − a)²) after centring per (turn, state).
    pub centred_rmse: Metric,
    /// Correlation of ranks; the rank of a value is the share of steps below it and half of those at it. 0 where either side
    /// has no rank variance.
    pub spearman: Metric,
    /// Share of steps with |a| ≥ [`NEGLIGIBLE`] where e has the sign of a; an estimate of 0 has neither.
    pub sign_accuracy: Metric,
    /// The same over those of them whose estimate is not 0.
    pub sign_given: Metric,
    /// Share of steps with |a| ≥ [`NEGLIGIBLE`] whose estimate is 0.
    pub sign_silent: Metric,
    /// E Σ|e| over steps with |a| < [`NEGLIGIBLE`], over E Σ|e|; undefined where nothing is credited.
    pub leakage: Metric,
}

/// The metrics of `kinds`.
#[must_use]
pub fn expected(kinds: &[Kind]) -> Expected {
    let total = |of: &dyn Fn(&Kind) -> f64| sum(kinds.iter().map(|k| k.weight * of(k)));
    let ratio = |part: f64, whole: f64, why| match whole > 0.0 {
        true => Metric::checked(part / whole),
        false => Metric::Undefined(why),
    };
    let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
    let decides = |k: &Kind| k.exact.abs() >= NEGLIGIBLE;
    let agrees = |k: &Kind| decides(k) && sign(k.estimate) == sign(k.exact);
    let gives = |k: &Kind| decides(k) && sign(k.estimate) != 0;
    let (matches, deciding) = (total(&|k| flag(agrees(k))), total(&|k| flag(decides(k))));
    let leaks = |k: &Kind| if decides(k) { 0.0 } else { k.estimate.abs() };
    let all = total(&|_| 1.0);
    let residual = |k: &Kind| k.estimate - k.exact;
    let centres = centres(kinds, &residual);
    let away = |k: &Kind| residual(k) - centres[k.key];
    let root = |m: Metric| m.map(f64::sqrt);
    Expected {
        rmse: root(ratio(
            total(&|k| residual(k) * residual(k)),
            all,
            NoMetric::NoSteps,
        )),
        centred_rmse: root(ratio(total(&|k| away(k) * away(k)), all, NoMetric::NoSteps)),
        spearman: match kinds {
            [] => Metric::Undefined(NoMetric::NoSteps),
            _ => spearman(kinds, all),
        },
        sign_accuracy: ratio(matches, deciding, NoMetric::NothingDecides),
        sign_given: match deciding > 0.0 {
            true => ratio(
                matches,
                total(&|k| flag(gives(k))),
                NoMetric::NothingCredited,
            ),
            false => Metric::Undefined(NoMetric::NothingDecides),
        },
        sign_silent: ratio(
            total(&|k| flag(decides(k) && !gives(k))),
            deciding,
            NoMetric::NothingDecides,
        ),
        leakage: ratio(
            total(&leaks),
            total(&|k| k.estimate.abs()),
            NoMetric::NothingCredited,
        ),
    }
}

/// The mean of `of` by key, `[keys]`.
fn centres(kinds: &[Kind], of: &dyn Fn(&Kind) -> f64) -> Vec<f64> {
    let count = kinds.iter().map(|k| k.key + 1).max().unwrap_or(0);
    let mut sums = vec![(0.0, 0.0); count];
    for kind in kinds {
        let (total, weight) = &mut sums[kind.key];
        *total += kind.weight * of(kind);
        *weight += kind.weight;
    }
    let mean = |(total, weight): (f64, f64)| total.over(&weight).unwrap_or(0.0);
    sums.into_iter().map(mean).collect()
}

fn spearman(kinds: &[Kind], all: f64) -> Metric {
    let estimates = ranks(kinds, all, |k| k.estimate);
    let exact = ranks(kinds, all, |k| k.exact);
    // The weighted mean of ranks is 1/2 on either side.
    let dot = |a: &[f64], b: &[f64]| {
        let pairs = a.iter().zip(b).zip(kinds);
        sum(pairs.map(|((x, y), k)| k.weight / all * (x - 0.5) * (y - 0.5)))
    };
    let (spread, other) = (dot(&estimates, &estimates), dot(&exact, &exact));
    // A single value has the rank 1/2 but for rounding.
    if spread < f64::EPSILON || other < f64::EPSILON {
        return Metric::Number(0.0);
    }
    let correlation = dot(&estimates, &exact) / (spread * other).sqrt();
    Metric::checked(correlation.clamp(-1.0, 1.0))
}

/// The rank of every kind by `of`, in 0..=1.
fn ranks(kinds: &[Kind], all: f64, of: impl Fn(&Kind) -> f64) -> Vec<f64> {
    // Adding 0 makes −0 the same rank as 0.
    let value = |i: usize| of(&kinds[i]) + 0.0;
    let mut order: Vec<usize> = (0..kinds.len()).collect();
    order.sort_by(|&a, &b| value(a).total_cmp(&value(b)));
    let mut ranks = vec![0.0; kinds.len()];
    let mut below = 0.0;
    for ties in order.chunk_by(|&a, &b| value(a).total_cmp(&value(b)).is_eq()) {
        let here = sum(ties.iter().map(|&i| kinds[i].weight));
        for &i in ties {
            ranks[i] = (below + here / 2.0) / all;
        }
        below += here;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{Sample, Step};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whole_weights_are_repeated_steps(steps in proptest::collection::vec((-4i32..4, -2i32..2, 0usize..3, 1usize..4), 1..20)) {
            let kind = |&(e, a, key, weight): &(i32, i32, usize, usize)| Kind {
                estimate: f64::from(e), exact: f64::from(a), key, weight: weight as f64 / 7.0,
            };
            let kinds: Vec<Kind> = steps.iter().map(kind).collect();
            let step = |k: &Kind| Step {
                estimate: k.estimate, exact: k.exact, turn: 0, key: k.key as u32,
            };
            let repeated = steps.iter().zip(&kinds).flat_map(|(s, k)| vec![step(k); s.3]);
            let sample = Sample { steps: repeated.collect(), ..Sample::default() }.identify();
            let found = expected(&kinds);
            for (a, b) in [
                (found.rmse, sample.rmse),
                // A step that stands alone is left out of a sample, and stands for many of its kind in a population.
                (found.centred_rmse, match (sample.centred_rmse, sample.revisited) {
                    (Metric::Number(rmse), Metric::Number(share)) => Metric::Number(rmse * share.sqrt()),
                    _ => Metric::Number(0.0),
                }),
                (found.spearman, sample.spearman),
                (found.sign_accuracy, sample.sign_accuracy),
                (found.sign_given, sample.sign_given),
                (found.sign_silent, sample.sign_silent),
            ] {
                match (a, b) {
                    (Metric::Number(a), Metric::Number(b)) => prop_assert!((a - b).abs() < 1e-9, "{a} {b}"),
                    (a, b) => prop_assert_eq!(a, b),
                }
            }
            let all: f64 = kinds.iter().map(|k| k.weight * k.estimate.abs()).sum();
            match found.leakage {
                Metric::Number(x) => prop_assert!((x - sample.leakage.number().unwrap()).abs() < 1e-7),
                Metric::Undefined(why) => prop_assert_eq!((why, all), (NoMetric::NothingCredited, 0.0)),
            }
        }
    }

    #[test]
    fn nothing_has_no_metrics() {
        let none = expected(&[]);
        assert_eq!(none.rmse, Metric::Undefined(NoMetric::NoSteps));
        assert_eq!(none.spearman, Metric::Undefined(NoMetric::NoSteps));
        assert_eq!(none.leakage, Metric::Undefined(NoMetric::NothingCredited));
    }
}
