use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "cso",
        summary: "preference pairs at steps whose better-scored alternative leads to the right answer",
        family: Family::Pivot,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2602.03412; kiaia/CSO@55e10b4b",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("scored candidate actions of a failed trajectory"),
);

/// CSO: verified critical steps of a failed trajectory.
///
/// # Formula
/// Step t is a candidate iff score(selected) < 0.5 and score(best) > 0.6, best = first arg max ≠ selected, both texts
/// non-empty, at least two candidates, as many scores as candidates ([`candidate_pairs`]). It is verified iff the policy,
/// continuing from the best, reaches the right answer ([`same_answer`]).
/// # Source
/// *CSO*, arXiv 2602.03412, <https://arxiv.org/abs/2602.03412>; kiaia/CSO at 55e10b4b, `verify_and_generate_dpo.py`.
/// # Our reading and deviations
/// As released. With exact truth a pivot (`truth:pivot`) is the same idea without scores or rollouts.
/// # Needs
/// Candidates with scores per step, and the answers of the branches.
/// # Range
/// One preference pair per verified step.
/// # Known exploits
/// A branch that guesses right verifies its step.
/// # Worked example
/// Scores 0.3 (selected) and 0.9, branch answers right: one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriticalPair {
    /// The step, from 0.
    pub step: usize,
    /// The preferred action.
    pub chosen: String,
    /// The action that was taken.
    pub rejected: String,
}

/// The candidates at one step.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidateStep {
    /// Texts of the candidate actions.
    pub candidates: Vec<String>,
    /// Their scores.
    pub scores: Vec<f64>,
    /// The one that was taken.
    pub selected: usize,
}

/// The candidate pairs of a trajectory, before verification; exact duplicates are dropped by the caller.
#[must_use]
pub fn candidate_pairs(steps: &[CandidateStep], good_min: f64, bad_max: f64) -> Vec<CriticalPair> {
    let pair = |(step, s): (usize, &CandidateStep)| {
        let whole = s.candidates.len() >= 2 && s.candidates.len() == s.scores.len();
        let taken = s.scores.get(s.selected).filter(|_| whole)?;
        let best = (0..s.scores.len()).reduce(|best, i| {
            if s.scores[i] > s.scores[best] {
                i
            } else {
                best
            }
        })?;
        let (chosen, rejected) = (&s.candidates[best], &s.candidates[s.selected]);
        let good = *taken < bad_max
            && s.scores[best] > good_min
            && best != s.selected
            && !chosen.is_empty()
            && !rejected.is_empty();
        good.then(|| CriticalPair {
            step,
            chosen: chosen.clone(),
            rejected: rejected.clone(),
        })
    };
    steps.iter().enumerate().filter_map(pair).collect()
}

/// Whether two answers are the same: equal after trimming and lower-casing, or numbers (commas removed) less than 1e-6 apart.
#[must_use]
pub fn same_answer(answer: &str, truth: &str) -> bool {
    let clean = |s: &str| s.trim().to_lowercase();
    let number = |s: &str| clean(s).replace(',', "").trim().parse::<f64>().ok();
    const NEAR: f64 = 1e-6;
    clean(answer) == clean(truth)
        || number(answer)
            .zip(number(truth))
            .is_some_and(|(a, b)| (a - b).abs() < NEAR)
}
