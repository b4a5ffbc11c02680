use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "heron",
        summary: "preferences decided by the first factor that differs enough",
        family: Family::Aggregation,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "abukharin3/HERON@7d6d03a; arXiv 2309.02632",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("several factors per rollout"),
);

/// HERON: a hierarchy of factors turned into preferences.
///
/// # Formula
/// In priority order, the first level whose gap exceeds σ_l · std of its factor over the batch (n − 1) decides; a tie on all
/// levels drops the pair ([`HeronRule::preference`]). Pairs train with −log sigmoid(r_win − r_lose).
/// # Source
/// *HERON*, arXiv 2309.02632, <https://arxiv.org/abs/2309.02632>; abukharin3/HERON at 7d6d03a, `heron.py`.
/// # Our reading and deviations
/// As released, every level after the first uses σ₁.
/// # Needs
/// A table of factors, `[rollout][factor]`.
/// # Range
/// −1, 0, 1.
/// # Known exploits
/// A tiny lead on the first factor outweighs everything else when σ₀ = 0.
/// # Worked example
/// (1, 5) against (2, 1) with σ = 0: the second wins at level 0.
#[derive(Clone, Debug)]
pub struct HeronRule {
    /// Factor columns by priority.
    pub order: Vec<usize>,
    /// σ of the first level, and of all others.
    pub sigma: [f64; 2],
}

/// The standard deviation of every factor, `[factors]`.
#[must_use]
pub fn factor_deviations(factors: &[Vec<f64>]) -> Vec<f64> {
    let column = |k: usize| factors.iter().map(|row| row[k]).collect::<Vec<f64>>();
    (0..factors.first().map_or(0, Vec::len))
        .map(|k| deviation(&column(k), 1).unwrap_or(0.0))
        .collect()
}

impl HeronRule {
    /// 1 if `a` is preferred, −1 if `b` is, with the level that decided; `None` on a full tie.
    #[must_use]
    pub fn preference(&self, a: &[f64], b: &[f64], deviations: &[f64]) -> Option<(i32, usize)> {
        self.order.iter().enumerate().find_map(|(level, &k)| {
            let gap = a[k] - b[k];
            let decides = gap.abs() > self.sigma[level.min(1)] * deviations[k];
            decides.then_some((if gap > 0.0 { 1 } else { -1 }, level))
        })
    }
}
