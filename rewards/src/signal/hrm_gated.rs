use crate::{prelude::*, transform::only_last};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "hrm-gated:reconstruction",
        summary: "correctness, then progress, then efficiency, each only if all before passed",
        family: Family::Gated,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome, Channel::Subgoals, Channel::Distance],
        source: "arXiv 2603.06065 (ChatShopBuddy)",
        status: Status::Reconstruction,
        parameters: &[
            Parameter::new("correct", "1", Domain::Any, "threshold of the grade"),
            Parameter::new("progress", "1/2", Domain::Any, "threshold of progress"),
        ],
    },
    Build::Signal(build),
);

/// ChatShopBuddy's hierarchical reward: a level counts only when all earlier ones pass.
///
/// # Formula
/// R = Σ_k w_k·score_k over the levels k whose earlier levels all reached their thresholds ([`sequential_gate`]).
/// # Source
/// *ChatShopBuddy*, arXiv 2603.06065, <https://arxiv.org/abs/2603.06065>, abstract: correctness, persuasiveness, efficiency.
/// # Our reading and deviations
/// A reconstruction. Persuasiveness has no counterpart in the truth; the levels are the grade, progress at the end, and
/// efficiency = distance at the start over steps taken (1 at most), each of weight 1, paid on the last step. An ordered
/// chain of G-RA.
/// # Needs
/// `outcome`, `subgoals`, `distance`.
/// # Range
/// 0..=3.
/// # Known exploits
/// None below the first threshold; above it, speed counts as much as a third of everything.
/// # Worked example
/// Scores 1, 0.8, 0.6 with thresholds 1, 0.5, 0: 2.4.
#[derive(Clone, Debug)]
pub struct HrmGated<S> {
    correct: S,
    progress: S,
    truncation: Truncation,
}

/// One level: its score, the threshold it must reach for later levels to count, and its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct GateLevel<S> {
    /// Its score.
    pub score: S,
    /// The threshold for the levels after it.
    pub threshold: S,
    /// Its weight.
    pub weight: S,
}

/// Which levels count, and the weighted sum of those.
#[must_use]
pub fn sequential_gate<S: Scalar>(levels: &[GateLevel<S>]) -> (Vec<bool>, S) {
    let mut open = true;
    let mut used = Vec::with_capacity(levels.len());
    let mut total = S::zero();
    for level in levels {
        used.push(open);
        if open {
            total = total + level.weight.clone() * level.score.clone();
        }
        open = open && level.score >= level.threshold;
    }
    (used, total)
}

impl<S: Scalar> EpisodeSignal<S> for HrmGated<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let steps = episode.steps();
        let (Some(first), Some(last)) = (&episode.start.truth, &episode.last().truth) else {
            return vec![Undefined::Missing(Channel::Outcome).into(); steps];
        };
        if self.truncation == Truncation::Bootstrap && is_cut(episode) {
            return vec![Value::zero(); steps];
        }
        let needed = first.distance.steps().map_or(0, |d| d as usize);
        let share = S::from_count(needed).over(&S::from_count(steps));
        let level = |score: S, threshold: &S| GateLevel {
            score,
            threshold: threshold.clone(),
            weight: S::one(),
        };
        let levels = [
            level(S::from_rational(last.outcome), &self.correct),
            level(S::from_rational(last.progress), &self.progress),
            level(share.unwrap_or_else(S::zero).smaller(S::one()), &S::zero()),
        ];
        only_last(steps, Value::checked(sequential_gate(&levels).1))
    }
}

fn make<S: Scalar>(args: &Args<'_>) -> HrmGated<S> {
    HrmGated {
        correct: args.scalar("correct"),
        progress: args.scalar("progress"),
        truncation: args.truncation(),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::episode(
        make::<f64>(&args),
        make::<Fraction>(&args),
    ))
}
