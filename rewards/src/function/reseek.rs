use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "reseek",
        summary: "agreement of a self-judgement with the usefulness of what was found",
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Edge,
        channels: &[],
        source: "arXiv 2510.00568; TencentBAC/ReSeek",
        status: Status::Paper,
        parameters: &[],
    },
    Build::Function("a judgement and a utility score"),
);

/// ReSeek's judge reward.
///
/// # Formula
/// ideal = good if utility ≥ threshold, else bad; + R_match if the judgement equals it, − R_mismatch otherwise ([`ReSeek::reward`]);
/// the outcome is paid apart.
/// # Source
/// *ReSeek*, arXiv 2510.00568, <https://arxiv.org/abs/2510.00568>, project page; its constants were not published.
/// # Our reading and deviations
/// Utility at the threshold counts as good, which is assumed.
/// # Needs
/// A judgement of the agent and a re-ranker's score.
/// # Range
/// −R_mismatch or R_match.
/// # Known exploits
/// A constant judgement earns where one side is frequent.
/// # Worked example
/// Judged good at utility 0.9: +1.
#[derive(Clone, Copy, Debug)]
pub struct ReSeek {
    /// The utility from which a find is good.
    pub threshold: f64,
    /// Paid for agreement.
    pub matched: f64,
    /// Charged for disagreement.
    pub mismatched: f64,
}

impl ReSeek {
    /// Whether the find is good.
    #[must_use]
    pub fn is_good(&self, utility: f64) -> bool {
        utility >= self.threshold
    }

    /// The reward of judging `good`.
    #[must_use]
    pub fn reward(&self, good: bool, utility: f64) -> f64 {
        if good == self.is_good(utility) {
            self.matched
        } else {
            -self.mismatched
        }
    }
}
