use crate::{prelude::*, similarity::ratio};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "cleaner:saar",
        summary: "whether a corrected call replaces the failed call alone or its reasoning too",
        family: Family::Gated,
        stage: Stage::Function,
        form: Form::Edge,
        channels: &[],
        source: "arXiv 2601.15141; Tianshi-Xu/Open-CLEANER@91e40ad7",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("texts of a failed and a corrected call"),
);

/// CLEANER's similarity-aware replacement of a failed tool call.
///
/// # Formula
/// similarity = difflib ratio(failed, corrected); below 0.5 the reasoning is replaced as well ([`CleanerSaar::replaces_reasoning`]).
/// # Source
/// *CLEANER*, arXiv 2601.15141, <https://arxiv.org/abs/2601.15141>; Tianshi-Xu/Open-CLEANER at 91e40ad7.
/// # Our reading and deviations
/// CPython's measure with its quirks: not symmetric, and characters frequent in a text of 200 or more are ignored.
/// # Needs
/// Two texts.
/// # Range
/// Similarity in 0..=1.
/// # Known exploits
/// A near-identical long repetitive call can score almost 0.
/// # Worked example
/// `print(1)` and `print(2)`: 0.875, the call alone is replaced.
#[derive(Clone, Copy, Debug)]
pub struct CleanerSaar {
    /// Below this the reasoning is replaced too; 0.5.
    pub threshold: f64,
}

impl CleanerSaar {
    /// Whether the reasoning is replaced along with the call.
    #[must_use]
    pub fn replaces_reasoning(&self, failed: &str, corrected: &str) -> bool {
        ratio(failed, corrected) < self.threshold
    }
}
