//! Step by step: the estimate of a scheme beside the exact advantage.

use super::{Metric, MetricError, NEGLIGIBLE, NoMetric};
use crate::{number::sum, scope::Numbers, value::Rows};
use serde::Serialize;
use truestep_core::{
    graph::Measure,
    trajectory::{Episode, Transition},
};

/// One sampled step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// What the scheme said.
    pub estimate: f64,
    /// A = Q − V, the nearest double.
    pub exact: f64,
    /// The step's position in its episode.
    pub turn: usize,
    /// Number of (task, turn, state); steps with the same number differ by their action only.
    pub key: u32,
}

impl Step {
    fn residual(&self) -> f64 {
        self.estimate - self.exact
    }

    fn decides(&self) -> bool {
        self.exact.abs() >= NEGLIGIBLE
    }
}

/// The steps of a batch, flat, episode by episode.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The steps with an estimate.
    pub steps: Vec<Step>,
    /// Steps left out because the scheme gave them no finite number.
    pub undefined: usize,
    /// Steps left out because their exact advantage lies beyond the cap of an annotated episode's graph.
    pub unknown: usize,
}

/// How well a scheme identifies the exact advantage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Identification {
    /// Steps compared.
    pub steps: usize,
    /// Steps left out because the scheme gave them no finite number.
    pub undefined: usize,
    /// Steps left out because their exact advantage lies beyond the cap of an annotated episode's graph.
    pub unknown: usize,
    /// Correlation of e and a within a state: of what is left of both after centring per (task, turn, state), over the
    /// steps that share theirs. What no baseline of the state can change; it does not depend on the scheme's scale.
    pub within_state: Metric,
    /// Of two actions of one (task, turn, state) whose exact Q differ: the share of pairs that the scheme's mean numbers put
    /// in the order of Q; a tie counts one half, which is what guessing gives.
    pub ordering: Metric,
    /// Pairs `ordering` is over.
    pub ordered_pairs: usize,
    /// √(mean (e − a)²). It depends on the scheme's scale: twice the numbers are another error.
    pub rmse: Metric,
    /// Correlation of ranks, ties at their average rank; 0 where either side has no rank variance.
    pub spearman: Metric,
    /// Share of steps with |a| ≥ [`NEGLIGIBLE`] where e has the sign of a; an estimate of 0 has neither sign, so that a scheme
    /// that says nothing of most steps is below one half however right it is about the others.
    pub sign_accuracy: Metric,
    /// The same over those of them whose estimate is not 0: how often a sign that is given is right.
    pub sign_given: Metric,
    /// Share of steps with |a| ≥ [`NEGLIGIBLE`] whose estimate is 0.
    pub sign_silent: Metric,
    /// Steps `sign_accuracy` is over.
    pub sign_scored: usize,
    /// Steps it leaves out, with |a| below [`NEGLIGIBLE`].
    pub sign_excluded: usize,
    /// Σ|e| over steps with |a| < [`NEGLIGIBLE`], over (Σ|e| over all steps + [`NEGLIGIBLE`]).
    pub leakage: Metric,
    /// Mean |e| over steps with |a| < [`NEGLIGIBLE`].
    pub leaked_mean: Metric,
    /// RMS of e − a after centring per (task, turn, state), over the steps that share theirs with another: the error no
    /// baseline of the state can take away. A step that stands alone centres to exactly 0 and is left out.
    pub centred_rmse: Metric,
    /// Share of steps at a (task, turn, state) visited at least twice: what the figures within a state are over.
    pub revisited: Metric,
    /// By turn, ascending; turns without a step are left out.
    pub turns: Vec<TurnStats>,
}

/// Bias and variance of the estimates of one turn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TurnStats {
    /// The turn, from 0.
    pub turn: usize,
    /// Its steps.
    pub steps: usize,
    /// Mean e − a.
    pub bias: Metric,
    /// Population variance of e.
    pub variance: Metric,
}

impl Sample {
    /// The steps of `episodes` with their `credits`, `[episode][step]`, beside A of `measure`.
    ///
    /// # Errors
    /// [`MetricError::NoAdvantage`] for a step of an episode that was not annotated; [`MetricError::Shape`].
    pub fn of(
        episodes: &[Episode],
        credits: &Rows<f64>,
        measure: Measure,
    ) -> Result<Self, MetricError> {
        check_shape(episodes, credits)?;
        let mut sample = Self::default();
        let mut keys = Numbers::default();
        for (number, (episode, row)) in episodes.iter().zip(credits).enumerate() {
            let task = &episode.task;
            for (turn, (transition, value)) in episode.transitions.iter().zip(row).enumerate() {
                let Some(exact) = exact_advantage(transition, measure) else {
                    if episode.graph.is_none() {
                        return Err(MetricError::NoAdvantage {
                            episode: number,
                            template: task.template.to_string(),
                            step: turn,
                        });
                    }
                    sample.unknown += 1;
                    continue;
                };
                let Some(&estimate) = value.number() else {
                    sample.undefined += 1;
                    continue;
                };
                let state = episode.frame(turn).digests.state;
                sample.steps.push(Step {
                    estimate,
                    exact,
                    turn,
                    key: keys.of((&task.template, task.seed.0, &task.parameters, turn, state)),
                });
            }
        }
        Ok(sample)
    }

    /// Every metric.
    #[must_use]
    pub fn identify(&self) -> Identification {
        let steps = &self.steps[..];
        let mean = |total: f64| Metric::mean(total, steps.len(), NoMetric::NoSteps);
        let squares = sum(steps.iter().map(|s| s.residual() * s.residual()));
        let scored: Vec<&Step> = steps.iter().filter(|s| s.decides()).collect();
        let matches = scored
            .iter()
            .filter(|s| sign(s.estimate) == sign(s.exact))
            .count();
        let silent = scored.iter().filter(|s| sign(s.estimate) == 0).count();
        let of_scored = |n: usize| Metric::mean(n as f64, scored.len(), NoMetric::NothingDecides);
        let leaked = steps.iter().filter(|s| !s.decides());
        let leaked = sum(leaked.map(|s| s.estimate.abs()));
        let (idle, all) = (
            steps.len() - scored.len(),
            sum(steps.iter().map(|s| s.estimate.abs())),
        );
        let within = within(steps);
        let (ordering, ordered_pairs) = ordering(steps);
        Identification {
            steps: steps.len(),
            undefined: self.undefined,
            unknown: self.unknown,
            within_state: within.correlation(),
            ordering,
            ordered_pairs,
            rmse: mean(squares).map(f64::sqrt),
            spearman: spearman(steps),
            sign_accuracy: of_scored(matches),
            sign_given: match scored.len() - silent {
                0 if silent > 0 => Metric::Undefined(NoMetric::NothingCredited),
                given => Metric::mean(matches as f64, given, NoMetric::NothingDecides),
            },
            sign_silent: of_scored(silent),
            sign_scored: scored.len(),
            sign_excluded: idle,
            leakage: match steps {
                [] => Metric::Undefined(NoMetric::NoSteps),
                _ => Metric::checked(leaked / (all + NEGLIGIBLE)),
            },
            leaked_mean: Metric::mean(leaked, idle, NoMetric::EverythingDecides),
            centred_rmse: within.rmse(),
            revisited: mean(within.steps as f64),
            turns: turns(steps),
        }
    }
}

/// A of one step, as the nearest double.
fn exact_advantage(transition: &Transition, measure: Measure) -> Option<f64> {
    let truth = transition.truth.as_ref()?;
    let exact = match measure {
        Measure::Success => truth.advantage.as_ref(),
        Measure::Outcome => truth.outcome_advantage.as_ref(),
    };
    exact.map(|a| a.value())
}

/// That there is one credit for every step.
pub(super) fn check_shape(episodes: &[Episode], credits: &Rows<f64>) -> Result<(), MetricError> {
    if episodes.len() != credits.len() {
        return Err(MetricError::Shape {
            episode: episodes.len(),
            steps: 0,
            credits: credits.len(),
        });
    }
    let rows = episodes.iter().zip(credits).enumerate();
    match rows
        .into_iter()
        .find(|(_, (e, row))| e.steps() != row.len())
    {
        None => Ok(()),
        Some((episode, (e, row))) => Err(MetricError::Shape {
            episode,
            steps: e.steps(),
            credits: row.len(),
        }),
    }
}

/// −1, 0 or 1.
pub(super) fn sign(x: f64) -> i8 {
    i8::from(x > 0.0) - i8::from(x < 0.0)
}

fn spearman(steps: &[Step]) -> Metric {
    if steps.is_empty() {
        return Metric::Undefined(NoMetric::NoSteps);
    }
    let estimates = doubled_ranks(steps, |s| s.estimate);
    let exact = doubled_ranks(steps, |s| s.exact);
    // Doubled ranks are whole and their mean is n + 1, so every sum here is exact until the last line.
    let centre = steps.len() as i128 + 1;
    let dot = |a: &[i128], b: &[i128]| -> i128 {
        let pairs = a.iter().zip(b);
        pairs.map(|(x, y)| (x - centre) * (y - centre)).sum()
    };
    let (spread, other) = (dot(&estimates, &estimates), dot(&exact, &exact));
    if spread == 0 || other == 0 {
        return Metric::Number(0.0);
    }
    let scale = (spread as f64 * other as f64).sqrt();
    let correlation = dot(&estimates, &exact) as f64 / scale;
    Metric::Number(correlation.clamp(-1.0, 1.0))
}

/// Twice the rank of every step by `of`, from 1; equal values share the average of their ranks.
fn doubled_ranks(steps: &[Step], of: impl Fn(&Step) -> f64) -> Vec<i128> {
    // Adding 0 makes −0 the same rank as 0.
    let value = |i: usize| of(&steps[i]) + 0.0;
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_by(|&a, &b| value(a).total_cmp(&value(b)));
    let mut ranks = vec![0; steps.len()];
    let mut first = 0;
    for ties in order.chunk_by(|&a, &b| value(a).total_cmp(&value(b)).is_eq()) {
        let last = first + ties.len() - 1;
        for &i in ties {
            ranks[i] = (first + last + 2) as i128;
        }
        first = last + 1;
    }
    ranks
}

/// Sums over the steps that share their key with another, of numbers centred per key.
struct Within {
    steps: usize,
    /// Σ (residual − its key's mean)².
    residuals: f64,
    /// Σ ê², Σ â², Σ êâ.
    products: [f64; 3],
}

impl Within {
    fn rmse(&self) -> Metric {
        Metric::mean(self.residuals, self.steps, NoMetric::NothingRevisited).map(f64::sqrt)
    }

    fn correlation(&self) -> Metric {
        let [estimates, exact, both] = self.products;
        let shares = [estimates, exact].map(|squares| squares / self.steps.max(1) as f64);
        match self.steps {
            0 => Metric::Undefined(NoMetric::NothingRevisited),
            // What is left of equal numbers after centring is rounding.
            _ if shares.iter().any(|share| share.sqrt() < ROUNDING) => {
                Metric::Undefined(NoMetric::NothingVaries)
            }
            _ => Metric::checked((both / (estimates.sqrt() * exact.sqrt())).clamp(-1.0, 1.0)),
        }
    }
}

/// A spread below this is rounding of equal numbers.
const ROUNDING: f64 = 1e-12;

fn within(steps: &[Step]) -> Within {
    let count = steps.iter().map(|s| s.key as usize + 1).max().unwrap_or(0);
    // Sums of estimates, of exact advantages and of residuals, and the visits, by key.
    let mut keys = vec![([0.0; 3], 0usize); count];
    for step in steps {
        let (totals, visits) = &mut keys[step.key as usize];
        for (total, number) in totals
            .iter_mut()
            .zip([step.estimate, step.exact, step.residual()])
        {
            *total += number;
        }
        *visits += 1;
    }
    let shared: Vec<[f64; 3]> = steps
        .iter()
        .filter(|s| keys[s.key as usize].1 >= 2)
        .map(|s| {
            let ([e, a, r], visits) = keys[s.key as usize];
            let mean = |total: f64| total / visits as f64;
            [
                s.estimate - mean(e),
                s.exact - mean(a),
                s.residual() - mean(r),
            ]
        })
        .collect();
    Within {
        steps: shared.len(),
        residuals: sum(shared.iter().map(|[_, _, r]| r * r)),
        products: [
            sum(shared.iter().map(|[e, ..]| e * e)),
            sum(shared.iter().map(|[_, a, _]| a * a)),
            sum(shared.iter().map(|[e, a, _]| e * a)),
        ],
    }
}

/// The share of pairs of actions of one key in the order of their exact values, and how many pairs there are. Within a key
/// V is the same, so that the order of A is that of Q; actions with the same Q are one.
fn ordering(steps: &[Step]) -> (Metric, usize) {
    let mut order: Vec<&Step> = steps.iter().collect();
    order.sort_by(|a, b| a.key.cmp(&b.key).then(a.exact.total_cmp(&b.exact)));
    let (mut pairs, mut right) = (0usize, 0.0);
    for of_state in order.chunk_by(|a, b| a.key == b.key) {
        // The mean estimate of each exact value, ascending.
        let means: Vec<f64> = of_state
            .chunk_by(|a, b| b.exact - a.exact < NEGLIGIBLE)
            .map(|same| sum(same.iter().map(|s| s.estimate)) / same.len() as f64)
            .collect();
        for (place, lower) in means.iter().enumerate() {
            for higher in &means[place + 1..] {
                pairs += 1;
                right += match higher.partial_cmp(lower) {
                    Some(std::cmp::Ordering::Greater) => 1.0,
                    Some(std::cmp::Ordering::Equal) => 0.5,
                    _ => 0.0,
                };
            }
        }
    }
    (
        Metric::mean(right, pairs, NoMetric::NothingRevisited),
        pairs,
    )
}

fn turns(steps: &[Step]) -> Vec<TurnStats> {
    let last = steps.iter().map(|s| s.turn + 1).max().unwrap_or(0);
    let mut by_turn: Vec<Vec<&Step>> = vec![vec![]; last];
    for step in steps {
        by_turn[step.turn].push(step);
    }
    let stats = |(turn, steps): (usize, Vec<&Step>)| {
        let mean = |total: f64| Metric::mean(total, steps.len(), NoMetric::NoSteps);
        let centre = sum(steps.iter().map(|s| s.estimate)) / steps.len() as f64;
        let squares = steps.iter().map(|s| s.estimate - centre).map(|x| x * x);
        TurnStats {
            turn,
            steps: steps.len(),
            bias: mean(sum(steps.iter().map(|s| s.residual()))),
            variance: mean(sum(squares)),
        }
    };
    let present = by_turn
        .into_iter()
        .enumerate()
        .filter(|(_, s)| !s.is_empty());
    present.map(stats).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample(pairs: &[(f64, f64)]) -> Sample {
        let step = |(turn, &(estimate, exact)): (usize, &(f64, f64))| Step {
            estimate,
            exact,
            turn,
            key: 0,
        };
        Sample {
            steps: pairs.iter().enumerate().map(step).collect(),
            ..Sample::default()
        }
    }

    #[test]
    fn an_estimate_of_0_is_no_sign() {
        // Four steps decide: right, silent, silent, wrong; the last decides nothing.
        let found = sample(&[
            (2.0, 1.0),
            (0.0, 0.5),
            (-0.0, -0.5),
            (1.0, -1.0),
            (3.0, 0.0),
        ]);
        let found = found.identify();
        assert_eq!(found.sign_accuracy, Metric::Number(0.25));
        assert_eq!(found.sign_given, Metric::Number(0.5));
        assert_eq!(found.sign_silent, Metric::Number(0.5));
        let silent = sample(&[(0.0, 1.0), (0.0, -1.0)]).identify();
        assert_eq!(silent.sign_silent, Metric::Number(1.0));
        assert_eq!(
            silent.sign_given,
            Metric::Undefined(NoMetric::NothingCredited)
        );
        let idle = sample(&[(1.0, 0.0)]).identify();
        assert_eq!(idle.sign_given, Metric::Undefined(NoMetric::NothingDecides));
        assert_eq!(
            idle.sign_silent,
            Metric::Undefined(NoMetric::NothingDecides)
        );
    }

    #[test]
    fn a_worked_example_has_the_figures_of_the_definitions() {
        // Residuals 1, -1, 1, 1 over one key; ranks of e 4, 1, 2.5, 2.5 and of a 4, 3, 1.5, 1.5.
        let found = sample(&[(2.0, 1.0), (-0.5, 0.5), (1.0, 0.0), (1.0, 0.0)]).identify();
        assert_eq!(found.rmse, Metric::Number(1.0));
        assert_eq!(found.sign_accuracy, Metric::Number(0.5));
        assert_eq!((found.sign_scored, found.sign_excluded), (2, 2));
        let close = |m: Metric, x: f64| (m.number().unwrap() - x).abs() < 1e-12;
        assert!(close(found.leakage, 2.0 / (4.5 + 1e-8)));
        assert_eq!(found.leaked_mean, Metric::Number(1.0));
        // Covariance 1.5*1.5 - 1.5*0.5 + 0 + 0 over sqrt(4.5 * 4.5).
        assert!(close(found.spearman, 1.5 / 4.5));
        // The mean residual is 1/2: sqrt((1/4 * 3 + 9/4) / 4).
        assert!(close(found.centred_rmse, 0.75_f64.sqrt()));
        assert_eq!(found.revisited, Metric::Number(1.0));
        // Exact 0, 0 | 0.5 | 1 with mean estimates 1, -0.5, 2: 2 of 3 pairs are in order.
        assert!(close(found.ordering, 2.0 / 3.0));
        assert_eq!(found.ordered_pairs, 3);
        assert_eq!(found.turns.len(), 4);
        assert_eq!(found.turns[1].bias, Metric::Number(-1.0));
        assert_eq!(found.turns[1].variance, Metric::Number(0.0));
    }

    fn keyed(rows: &[(f64, f64, u32)]) -> Identification {
        let step = |&(estimate, exact, key): &(f64, f64, u32)| Step {
            estimate,
            exact,
            turn: 0,
            key,
        };
        let steps = rows.iter().map(step).collect();
        Sample {
            steps,
            ..Sample::default()
        }
        .identify()
    }

    #[test]
    fn a_state_met_once_says_nothing_about_errors_within_a_state() {
        // One state met twice with an error of 1 around its mean, and eight states met once.
        let mut rows = vec![(2.0, 0.0, 0), (0.0, 0.0, 0)];
        rows.extend((1..9).map(|key| (1.0, 0.5, key)));
        let found = keyed(&rows);
        assert_eq!(found.centred_rmse, Metric::Number(1.0));
        assert_eq!(found.revisited, Metric::Number(0.2));
        let alone = keyed(&rows[2..]);
        for metric in [alone.centred_rmse, alone.within_state, alone.ordering] {
            assert_eq!(metric, Metric::Undefined(NoMetric::NothingRevisited));
        }
        assert_eq!(
            found.within_state,
            Metric::Undefined(NoMetric::NothingVaries)
        );
    }

    #[test]
    fn figures_within_a_state_do_not_depend_on_scale_or_on_a_baseline_of_the_state() {
        let rows = [
            (0.3, 0.5, 0),
            (0.1, -0.5, 0),
            (0.9, 0.25, 1),
            (0.7, -0.25, 1),
            (0.8, 0.0, 1),
        ];
        let plain = keyed(&rows);
        let moved = rows.map(|(e, a, key)| (40.0 * e + 7.0 * f64::from(key), a, key));
        let moved = keyed(&moved);
        let near = |a: Metric, b: Metric| {
            let (a, b) = (a.number().unwrap(), b.number().unwrap());
            assert!((a - b).abs() < 1e-12, "{a} {b}");
        };
        near(plain.within_state, moved.within_state);
        near(plain.ordering, moved.ordering);
        assert_eq!(plain.ordering, Metric::Number(1.0));
        assert_eq!(plain.ordered_pairs, 4);
        assert!(moved.rmse.number() > plain.rmse.number());
    }

    #[test]
    fn what_does_not_exist_is_typed_and_null_in_files() {
        let none = Sample::default().identify();
        assert_eq!(none.rmse, Metric::Undefined(NoMetric::NoSteps));
        assert_eq!(none.leakage, Metric::Undefined(NoMetric::NoSteps));
        let idle = sample(&[(1.0, 0.0)]).identify();
        assert_eq!(
            idle.sign_accuracy,
            Metric::Undefined(NoMetric::NothingDecides)
        );
        assert_eq!(idle.spearman, Metric::Number(0.0));
        let busy = sample(&[(1.0, 1.0)]).identify();
        assert_eq!(
            busy.leaked_mean,
            Metric::Undefined(NoMetric::EverythingDecides)
        );
        let huge = sample(&[(1e300, 0.0)]).identify();
        assert_eq!(huge.rmse, Metric::Undefined(NoMetric::NotFinite));
        let text = serde_json::to_string(&idle).unwrap();
        assert!(text.contains(r#""sign_accuracy":null"#), "{text}");
    }

    proptest! {
        #[test]
        fn the_truth_identifies_itself(exact in proptest::collection::vec(-9i32..9, 1..40)) {
            let pairs: Vec<(f64, f64)> = exact.iter().map(|&a| (f64::from(a), f64::from(a))).collect();
            let found = sample(&pairs).identify();
            prop_assert_eq!(found.rmse, Metric::Number(0.0));
            prop_assert_eq!(found.leakage, Metric::Number(0.0));
            if exact.len() > 1 {
                prop_assert_eq!(found.centred_rmse, Metric::Number(0.0));
            }
            if found.sign_scored > 0 {
                prop_assert_eq!(found.sign_accuracy, Metric::Number(1.0));
            }
            let varied = exact.iter().any(|a| *a != exact[0]);
            if varied {
                prop_assert_eq!(found.ordering, Metric::Number(1.0));
                prop_assert!((found.within_state.number().unwrap() - 1.0).abs() < 1e-12);
            }
            prop_assert_eq!(found.spearman, Metric::Number(f64::from(u8::from(varied))));
        }

        #[test]
        fn a_baseline_per_key_is_centred_away(exact in proptest::collection::vec(-9i32..9, 2..40), shift in -5i32..5) {
            let pairs: Vec<(f64, f64)> = exact.iter()
                .map(|&a| (f64::from(a) + f64::from(shift), f64::from(a))).collect();
            let found = sample(&pairs).identify();
            prop_assert_eq!(found.centred_rmse, Metric::Number(0.0));
            prop_assert_eq!(found.rmse, Metric::Number(f64::from(shift.abs())));
        }
    }
}
