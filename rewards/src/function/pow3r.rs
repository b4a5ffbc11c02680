use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "pow3r:inferred",
        summary: "rubric weights adapted to the contrast among rollouts",
        family: Family::Aggregation,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2605.20164",
        status: Status::Reconstruction,
        parameters: &[],
    },
    Build::Function("criterion scores of rollouts, weights and categories"),
);

/// POW3R: training weights of rubric criteria follow how much rollouts differ on them.
///
/// # Formula
/// Published: w_j·α_j from rollout contrast, category mass preserved; evaluation keeps w. Ours: α_j = population variance of the
/// criterion's scores, rescaled so that each category keeps its sum of weights; a category without contrast keeps its weights
/// ([`RubricWeights::adapt`]).
/// # Source
/// *POW3R*, arXiv 2605.20164, <https://arxiv.org/abs/2605.20164>, abstract and summaries.
/// # Our reading and deviations
/// A reconstruction: α was not found.
/// # Needs
/// Scores `[rollout][criterion]`.
/// # Range
/// That of the scores.
/// # Known exploits
/// A criterion nobody meets has no contrast and stops counting.
/// # Worked example
/// Weights 3, 2 | 1 with the first criterion always met: adapted 0, 5 | 1.
#[derive(Clone, Debug, PartialEq)]
pub struct RubricWeights {
    /// Population variance of every criterion.
    pub contrast: Vec<f64>,
    /// Training weights.
    pub adapted: Vec<f64>,
}

/// Σ w·score / Σ w; 0 without weight.
#[must_use]
pub fn rubric_reward(scores: &[f64], weights: &[f64]) -> f64 {
    let total = sum(scores.iter().zip(weights).map(|(s, w)| s * w));
    total.over(&sum(weights.iter().copied())).unwrap_or(0.0)
}

impl RubricWeights {
    /// Adapt human `weights` of criteria in `categories` (numbered) to the scores of a group.
    #[must_use]
    pub fn adapt(scores: &[Vec<f64>], weights: &[f64], categories: &[u32]) -> Self {
        let column = |j: usize| scores.iter().map(|row| row[j]).collect::<Vec<f64>>();
        let contrast: Vec<f64> = (0..weights.len())
            .map(|j| crate::number::variance(&column(j), 0).unwrap_or(0.0))
            .collect();
        let mut adapted = weights.to_vec();
        for criteria in members(categories) {
            let human = sum(criteria.iter().map(|&j| weights[j]));
            let raw = sum(criteria.iter().map(|&j| weights[j] * contrast[j]));
            if let Some(factor) = human.over(&raw) {
                for j in criteria {
                    adapted[j] = weights[j] * contrast[j] * factor;
                }
            }
        }
        Self { contrast, adapted }
    }
}
