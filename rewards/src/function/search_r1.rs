use super::{normalised, tagged};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "search-r1",
        summary: "exact match of the last answer",
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Trajectory,
        channels: &[],
        source: "PeterGriffinJin/Search-R1@a14dc3a, qa_em.py; arXiv 2503.09516",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("a transcript with answer tags"),
);

/// Search-R1's outcome reward.
///
/// # Formula
/// 1 if the normalised last answer equals any normalised target, else the format score; sub-match asks that a target is contained in
/// the answer ([`search_r1`]).
/// # Source
/// *Search-R1*, arXiv 2503.09516, <https://arxiv.org/abs/2503.09516>; repository at a14dc3a, `qa_em.py`.
/// # Our reading and deviations
/// As released a transcript needs two answer tags, since its prompt holds one; a lone tag scores 0.
/// # Needs
/// A transcript and targets.
/// # Range
/// 0..=1.
/// # Known exploits
/// Sub-match is met by listing many answers.
/// # Worked example
/// `<answer> and </answer> … <answer> The Paris </answer>` against `paris`: 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchR1 {
    /// Exact match.
    pub exact: f64,
    /// A target is contained in the answer.
    pub contained: f64,
}

/// Both rewards of a transcript.
#[must_use]
pub fn search_r1(text: &str, targets: &[String], score: f64, format_score: f64) -> SearchR1 {
    let answers = tagged(text, "answer");
    let Some(answer) = answers.last().filter(|_| answers.len() >= 2) else {
        return SearchR1 {
            exact: 0.0,
            contained: 0.0,
        };
    };
    let answer = normalised(answer.inside);
    let any = |test: &dyn Fn(&str) -> bool| {
        let met = targets.iter().any(|t| test(&normalised(t)));
        if met { score } else { format_score }
    };
    SearchR1 {
        exact: any(&|t| t == answer),
        contained: any(&|t| answer.contains(t)),
    }
}
