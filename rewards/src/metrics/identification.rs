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
    /// √(mean (e − a)²).
    pub rmse: Metric,
    /// Correlation of ranks, ties at their average rank; 0 where either side has no rank variance.
    pub spearman: Metric,
    /// Share of steps with |a| ≥ [`NEGLIGIBLE`] where e has the sign of a; an estimate of 0 has neither sign.
    pub sign_accuracy: Metric,
    /// Steps `sign_accuracy` is over.
    pub sign_scored: usize,
    /// Steps it leaves out, with |a| below [`NEGLIGIBLE`].
    pub sign_excluded: usize,
    /// Σ|e| over steps with |a| < [`NEGLIGIBLE`], over (Σ|e| over all steps + [`NEGLIGIBLE`]).
    pub leakage: Metric,
    /// Mean |e| over steps with |a| < [`NEGLIGIBLE`].
    pub leaked_mean: Metric,
    /// RMS of e − a after centring per (task, turn, state): the error no baseline of the state can take away.
    pub centred_rmse: Metric,
    /// Share of steps at a (task, turn, state) visited at least twice; the others centre to exactly 0, which flatters.
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
        let leaked = steps.iter().filter(|s| !s.decides());
        let leaked = sum(leaked.map(|s| s.estimate.abs()));
        let (idle, all) = (
            steps.len() - scored.len(),
            sum(steps.iter().map(|s| s.estimate.abs())),
        );
        let (centred, revisited) = centred(steps);
        Identification {
            steps: steps.len(),
            undefined: self.undefined,
            unknown: self.unknown,
            rmse: mean(squares).map(f64::sqrt),
            spearman: spearman(steps),
            sign_accuracy: Metric::mean(matches as f64, scored.len(), NoMetric::NothingDecides),
            sign_scored: scored.len(),
            sign_excluded: idle,
            leakage: match steps {
                [] => Metric::Undefined(NoMetric::NoSteps),
                _ => Metric::checked(leaked / (all + NEGLIGIBLE)),
            },
            leaked_mean: Metric::mean(leaked, idle, NoMetric::EverythingDecides),
            centred_rmse: mean(centred).map(f64::sqrt),
            revisited: mean(revisited as f64),
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

/// Σ (residual − mean residual of its key)², and how many steps share their key with another.
fn centred(steps: &[Step]) -> (f64, usize) {
    let count = steps.iter().map(|s| s.key as usize + 1).max().unwrap_or(0);
    let mut keys = vec![(0.0, 0usize); count];
    for step in steps {
        let (total, visits) = &mut keys[step.key as usize];
        *total += step.residual();
        *visits += 1;
    }
    let away = |step: &Step| {
        let (total, visits) = keys[step.key as usize];
        step.residual() - total / visits as f64
    };
    let squares = sum(steps.iter().map(|s| away(s) * away(s)));
    let shared = |s: &&Step| keys[s.key as usize].1 >= 2;
    (squares, steps.iter().filter(shared).count())
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
        assert_eq!(found.turns.len(), 4);
        assert_eq!(found.turns[1].bias, Metric::Number(-1.0));
        assert_eq!(found.turns[1].variance, Metric::Number(0.0));
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
            prop_assert_eq!(found.centred_rmse, Metric::Number(0.0));
            if found.sign_scored > 0 {
                prop_assert_eq!(found.sign_accuracy, Metric::Number(1.0));
            }
            let varied = exact.iter().any(|a| *a != exact[0]);
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
