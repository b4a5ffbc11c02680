//! A process reward model's scores, held against exact step labels.
//!
//! A model gives every step a number, higher for better; a [`StepRule`] says exactly which steps are right. [`evaluate`]
//! says how well the first error is found ([`first_error`], as ProcessBench counts it), how well right and wrong steps are
//! told apart and how far scores are probabilities ([`measure`]), and what picking rollouts by their scores loses
//! ([`best_of()`]). What cannot be said - one class only, scores outside 0..=1 - is [`Measured::Undefined`] with its reason.
//!
//! ```
//! use truestep_rewards::prm::{PrmOptions, evaluate};
//! let report = evaluate(&[], &[], &PrmOptions::default())?;
//! assert_eq!(report.auroc.number(), None);
//! # Ok::<(), truestep_rewards::prm::PrmError>(())
//! ```

pub mod best_of;
pub mod first_error;
pub mod measure;
pub mod scores;

pub use best_of::{Aggregation, BestOf, best_of};
pub use first_error::{FirstErrors, Verdicts};
pub use measure::{Measured, PrmUndefined, Share};
pub use scores::{ScoreError, read_scores};

use crate::data::{DataError, StepRule};
use serde::Serialize;
use truestep_core::trajectory::Episode;

/// Why scores cannot be evaluated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrmError {
    /// Scores do not fit the episodes.
    #[error(transparent)]
    Scores(#[from] ScoreError),
    /// The labels cannot be had.
    #[error(transparent)]
    Labels(#[from] DataError),
}

/// How scores are evaluated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrmOptions {
    /// What makes a step right.
    pub rule: StepRule,
    /// A step scored below this is called wrong.
    pub threshold: f64,
    /// Bins of equal width that calibration is measured in, at least 1.
    pub bins: usize,
    /// Whether steps after the first error are left out where steps are counted.
    pub until_error: bool,
}

impl Default for PrmOptions {
    fn default() -> Self {
        Self {
            rule: StepRule::Reachable,
            threshold: 0.5,
            bins: 10,
            until_error: false,
        }
    }
}

/// What scores are worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PrmReport {
    /// What makes a step right.
    pub rule: StepRule,
    /// Episodes.
    pub episodes: usize,
    /// Steps counted as right.
    pub right_steps: usize,
    /// Steps counted as wrong.
    pub wrong_steps: usize,
    /// Finding the first error at the threshold given.
    pub first_error: FirstErrors,
    /// The same at the threshold that does best on these very episodes, which flatters.
    pub best_threshold: FirstErrors,
    /// Probability that a right step scores above a wrong one, ties half.
    pub auroc: Measured,
    /// Expected calibration error over the bins.
    pub ece: Measured,
    /// Bins of the calibration error.
    pub bins: usize,
    /// Mean squared distance of scores from 1 (right) and 0 (wrong).
    pub brier: Measured,
    /// What picking the best-scored rollout of a group gives, one entry per aggregation.
    pub best_of: Vec<BestOf>,
}

/// Hold `scores`, `[episode][step]`, against the truth of `episodes`.
///
/// # Errors
/// [`PrmError::Scores`] if shapes differ or a score is not finite; [`PrmError::Labels`] if the episodes lack what the rule
/// reads.
pub fn evaluate(
    episodes: &[Episode],
    scores: &[Vec<f64>],
    options: &PrmOptions,
) -> Result<PrmReport, PrmError> {
    scores::check(episodes, scores)?;
    let mut verdicts = Verdicts::default();
    let mut steps: Vec<(f64, bool)> = vec![];
    for (episode, scores) in episodes.iter().zip(scores) {
        let labels = options.rule.labels(episode)?;
        let error = labels.iter().position(|right| !right);
        verdicts.add(scores, error);
        let counted = match error {
            Some(error) if options.until_error => error + 1,
            _ => labels.len(),
        };
        steps.extend(scores.iter().copied().zip(labels).take(counted));
    }
    let right_steps = steps.iter().filter(|(_, right)| *right).count();
    Ok(PrmReport {
        rule: options.rule,
        episodes: episodes.len(),
        right_steps,
        wrong_steps: steps.len() - right_steps,
        first_error: verdicts.at(options.threshold),
        best_threshold: verdicts.best(),
        auroc: measure::auroc(&steps),
        ece: measure::ece(&steps, options.bins),
        bins: options.bins,
        brier: measure::brier_score(&steps),
        best_of: Aggregation::ALL
            .iter()
            .map(|&by| best_of(episodes, scores, by))
            .collect(),
    })
}
