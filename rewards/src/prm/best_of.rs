//! Picking the best-scored rollout of a group, and what that loses.

use super::measure::{Measured, PrmUndefined};
use crate::{
    number::{Fraction, Scalar, mean},
    scope::Batch,
};
use serde::Serialize;
use std::fmt;
use truestep_core::trajectory::Episode;

/// How the scores of a rollout's steps become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// The lowest.
    Min,
    /// The mean.
    Mean,
    /// The last one.
    Last,
    /// The product, compared as a sum of logarithms so that long rollouts do not all become 0.
    Product,
}

impl Aggregation {
    /// Every one.
    pub const ALL: &'static [Aggregation] = &[
        Aggregation::Min,
        Aggregation::Mean,
        Aggregation::Last,
        Aggregation::Product,
    ];

    /// The number of a rollout, for comparison with others; `None` without steps.
    fn of(self, scores: &[f64]) -> Option<f64> {
        match self {
            Aggregation::Min => scores.iter().copied().reduce(f64::min),
            Aggregation::Mean => mean(scores),
            Aggregation::Last => scores.last().copied(),
            Aggregation::Product => {
                let log = |s: &f64| {
                    if *s > 0.0 {
                        libm::log(*s)
                    } else {
                        f64::NEG_INFINITY
                    }
                };
                (!scores.is_empty()).then(|| scores.iter().map(log).sum())
            }
        }
    }
}

impl fmt::Display for Aggregation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Aggregation::Min => "min",
            Aggregation::Mean => "mean",
            Aggregation::Last => "last",
            Aggregation::Product => "product",
        })
    }
}

/// What picking by scores gives, averaged over groups.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BestOf {
    /// How a rollout is scored.
    pub by: Aggregation,
    /// Groups with at least two rollouts, all with steps.
    pub groups: usize,
    /// Groups left out because they have fewer.
    pub left_out: usize,
    /// Mean outcome of the rollout picked; equally scored ones are picked with equal probability.
    pub picked: Measured,
    /// Mean outcome of a rollout picked blindly.
    pub blind: Measured,
    /// Mean outcome of the best rollout.
    pub best: Measured,
    /// `best - picked`: 0 if the scores always pick a best one.
    pub regret: Measured,
}

/// Pick a rollout of every group by its scores. Outcomes are averaged in exact fractions.
///
/// Groups are rollouts of one task with one group number. `scores` is `[episode][step]`, finite, of the episodes' shape;
/// an episode without truth counts as outcome 0.
#[must_use]
pub fn best_of(episodes: &[Episode], scores: &[Vec<f64>], by: Aggregation) -> BestOf {
    let batch = Batch::new(episodes);
    let (mut picked, mut blind, mut best) = (vec![], vec![], vec![]);
    let mut left_out = 0;
    for members in batch.members() {
        let rated: Option<Vec<f64>> = members.iter().map(|&i| by.of(&scores[i])).collect();
        let Some(rated) = rated.filter(|r| r.len() >= 2) else {
            left_out += 1;
            continue;
        };
        let outcomes: Vec<Fraction> = members
            .iter()
            .map(|&i| Fraction::from_rational(episodes[i].outcome().unwrap_or_default()))
            .collect();
        let top = rated.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ties: Vec<Fraction> = rated
            .iter()
            .zip(&outcomes)
            .filter(|(r, _)| **r >= top)
            .map(|(_, outcome)| outcome.clone())
            .collect();
        picked.extend(mean(&ties));
        blind.extend(mean(&outcomes));
        best.extend(outcomes.into_iter().reduce(Scalar::larger));
    }
    let average = |all: &[Fraction]| match mean(all) {
        Some(mean) => Measured::Number(Scalar::to_f64(&mean)),
        None => Measured::Undefined(PrmUndefined::NoGroups),
    };
    let negative = scores.iter().flatten().any(|s| *s < 0.0);
    let choice = |measured: Measured| match by == Aggregation::Product && negative {
        true => Measured::Undefined(PrmUndefined::NegativeScores),
        false => measured,
    };
    let lost: Vec<Fraction> = best.iter().zip(&picked).map(|(b, p)| b - p).collect();
    BestOf {
        by,
        groups: best.len(),
        left_out,
        picked: choice(average(&picked)),
        blind: average(&blind),
        best: average(&best),
        regret: choice(average(&lost)),
    }
}
