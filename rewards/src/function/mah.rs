use super::DpoPair;
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "mah",
        summary: "rewards as vectors: one preference and one action head per objective",
        family: Family::Aggregation,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2510.01167 (MAH-DPO)",
        status: Status::Reconstruction,
        parameters: &[],
    },
    Build::Function("reward vectors of candidates, and log-probabilities per head"),
);

/// Multi-action-head DPO: objectives stay apart as the entries of a vector until inference.
///
/// # Formula
/// For objective h the best candidate by r_h is preferred to the worst ([`preferences`]; none where all are equal). Loss: the
/// mean over the heads that have a pair of DPO's loss with the head's own log-probabilities ([`mah_loss`]). At inference the
/// heads' logits are mixed, Σ_h w_h·logits_h/Σ w ([`mixed_logits`]).
/// # Source
/// *Simultaneous Multi-objective Alignment Across Verifiable and Non-verifiable Rewards*, arXiv 2510.01167,
/// <https://arxiv.org/abs/2510.01167>: a vectorised reward, one action head per objective over a shared trunk, weights chosen at
/// inference.
/// # Our reading and deviations
/// A reconstruction from the abstract and the released scripts' options: how pairs are drawn and whether losses are weighted was
/// not read. Ties go to the first.
/// # Needs
/// A reward vector per candidate; four log-probabilities per head and pair.
/// # Range
/// Loss above 0.
/// # Known exploits
/// A head learns nothing about what other objectives its favourite costs.
/// # Worked example
/// Candidates (1, 0), (0, 1): head 0 prefers 0 to 1, head 1 prefers 1 to 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadPreference {
    /// The objective.
    pub head: usize,
    /// The candidate preferred.
    pub chosen: usize,
    /// The candidate it is preferred to.
    pub rejected: usize,
}

/// The preferences of every objective over `candidates`, `[candidate][objective]`; objectives beyond the shortest vector are
/// left out.
#[must_use]
pub fn preferences(candidates: &[Vec<f64>]) -> Vec<HeadPreference> {
    let heads = candidates.iter().map(Vec::len).min().unwrap_or(0);
    let pair = |head: usize| {
        let at = |i: usize| candidates[i][head];
        let better = |a: usize, b: usize| if at(b) > at(a) { b } else { a };
        let worse = |a: usize, b: usize| if at(b) < at(a) { b } else { a };
        let chosen = (0..candidates.len()).reduce(better)?;
        let rejected = (0..candidates.len()).reduce(worse)?;
        (at(chosen) > at(rejected)).then_some(HeadPreference {
            head,
            chosen,
            rejected,
        })
    };
    (0..heads).filter_map(pair).collect()
}

/// The mean of the heads' losses; 0 without any.
#[must_use]
pub fn mah_loss(pairs: &[DpoPair], beta: f64) -> f64 {
    let losses: Vec<f64> = pairs.iter().map(|pair| pair.loss(beta)).collect();
    mean(&losses).unwrap_or(0.0)
}

/// The heads' logits, `[head][action]`, mixed by weights that are normalised; `None` if the weights sum to 0 or lengths differ.
#[must_use]
pub fn mixed_logits(heads: &[Vec<f64>], weights: &[f64]) -> Option<Vec<f64>> {
    let total = sum(weights.iter().copied());
    let actions = heads.first()?.len();
    if heads.len() != weights.len() || heads.iter().any(|h| h.len() != actions) || total.is_nought()
    {
        return None;
    }
    let at = |a: usize| sum(heads.iter().zip(weights).map(|(h, w)| w * h[a])) / total;
    Some((0..actions).map(at).collect())
}
