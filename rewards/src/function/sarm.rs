use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "sarm",
        summary: "progress from the stage of a task and the place within it",
        family: Family::Progress,
        stage: Stage::Function,
        form: Form::Edge,
        channels: &[],
        source: "LeRobot sarm_utils.py, a third-party port of SARM",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("stages with start, end and share of the whole"),
);

/// SARM's stage progress.
///
/// # Formula
/// τ = (t − start)/(end − start) within 0..=1, 1 for a stage of no length; progress = shares of earlier stages + own share · τ
/// ([`stage_progress`]). Shares are rescaled when they are more than 1e-6 away from summing to 1.
/// # Source
/// huggingface/lerobot, `policies/sarm/sarm_utils.py`, a port of SARM, <https://github.com/huggingface/lerobot>.
/// # Our reading and deviations
/// Its cap of 0.999 in the raw encoding is not applied. Sub-goals with equal shares make it `truth:progress`.
/// # Needs
/// Stage boundaries.
/// # Range
/// 0..=1.
/// # Known exploits
/// Time within a stage counts as progress.
/// # Worked example
/// Half-way through the first of three stages of share 0.2: 0.1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageProgress {
    /// Place within the stage, 0..=1.
    pub tau: f64,
    /// Progress of the whole, 0..=1.
    pub progress: f64,
}

/// The progress at `at` in `stage`, which runs from `start` to `end`.
#[must_use]
pub fn stage_progress(
    stage: usize,
    at: f64,
    start: f64,
    end: f64,
    shares: &[f64],
) -> StageProgress {
    const NEAR: f64 = 1e-6;
    let whole = sum(shares.iter().copied());
    let scale = if (whole - 1.0).abs() > NEAR {
        whole
    } else {
        1.0
    };
    let tau = if end <= start {
        1.0
    } else {
        ((at - start) / (end - start)).larger(0.0).smaller(1.0)
    };
    let share = |k: usize| shares.get(k).copied().unwrap_or(0.0) / scale;
    StageProgress {
        tau,
        progress: sum((0..stage).map(share)) + share(stage) * tau,
    }
}
