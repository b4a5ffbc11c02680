use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "mscr",
        summary: "calibration paid apart for right and wrong answers, with a margin between them",
        family: Family::Calibration,
        stage: Stage::Function,
        form: Form::Trajectory,
        channels: &[],
        source: "arXiv 2601.07264 (The Confidence Dichotomy)",
        status: Status::Reconstruction,
        parameters: &[],
    },
    Build::Function("answers with confidences"),
);

/// Margin-separated calibration reward of *The Confidence Dichotomy*.
///
/// # Formula
/// Right: r = 1 + m − (1 − q)²; wrong: r = −q²; q the stated confidence, m the margin ([`MarginCalibration::reward`]).
/// # Source
/// Xuan et al., *The Confidence Dichotomy*, arXiv 2601.07264, <https://arxiv.org/abs/2601.07264>: separate calibration rewards for
/// right and wrong answers, so that any right answer earns more than any honest mistake.
/// # Our reading and deviations
/// A reconstruction: the paper's formula was not read. With this one every right answer beats every wrong one by m at least, which
/// plain RLCR (`rlcr`) does not give: there a right answer at q = 0 and a wrong one at q = 0 both earn 0.
/// # Needs
/// Correctness and confidence per answer.
/// # Range
/// −1..=1 + m.
/// # Known exploits
/// Answering wrongly with confidence 0 costs nothing.
/// # Worked example
/// m = 1/2: right at 0.9: 1.49; wrong at 0.9: −0.81; right at 0: 0.5; wrong at 0: 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarginCalibration {
    /// m.
    pub margin: f64,
}

impl MarginCalibration {
    /// The reward of an answer; `None` for a confidence outside 0..=1.
    #[must_use]
    pub fn reward(self, right: bool, confidence: f64) -> Option<f64> {
        if !(0.0..=1.0).contains(&confidence) {
            return None;
        }
        let doubt = 1.0 - confidence;
        Some(match right {
            true => 1.0 + self.margin - doubt * doubt,
            false => -(confidence * confidence),
        })
    }
}
