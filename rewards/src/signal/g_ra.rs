use crate::{
    args::Args,
    condition::Compare,
    edge::{Edge, Truncation, edges},
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    number::{Scalar, sum},
    registry::{Build, Entry},
    stage::{EpisodeSignal, SignalObject},
    value::Value,
};
use truestep_core::{channels::Channel, trajectory::Episode};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "g-ra",
        summary: "outcome, then progress, then valid actions, each counted only if all above pass",
        family: Family::Gated,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome, Channel::Subgoals, Channel::Effect],
        source: "arXiv 2508.10548",
        status: Status::Paper,
        parameters: &[
            Parameter::new(
                "gate",
                "strict",
                Domain::Words(&["strict", "non-strict"]),
                "whether a level opens above its threshold, or at it as well",
            ),
            Parameter::new(
                "outcome-threshold",
                "0",
                Domain::Any,
                "threshold of the grade",
            ),
            Parameter::new(
                "progress-threshold",
                "0",
                Domain::Any,
                "threshold of the sub-goals gained minus lost",
            ),
            Parameter::new(
                "progress-weight",
                "1",
                Domain::Any,
                "weight of the sub-goals gained minus lost",
            ),
            Parameter::new(
                "valid-weight",
                "1",
                Domain::Any,
                "weight of the share of valid actions",
            ),
        ],
    },
    Build::Signal(build),
);

/// Gated reward accumulation: a level of reward counts only if every level above it passes its threshold.
///
/// # Formula
/// mask_i = Π over levels j with priority above i of `1[R_j > g_j]`; R = Σ mask_i R_i. [`accumulate`] is the formula;
/// `strict` compares with >, `non-strict` with ≥.
/// # Source
/// *Gated reward accumulation*, arXiv 2508.10548, <https://arxiv.org/abs/2508.10548>, definition read in secondary
/// sources. Whether the comparison is strict, and the thresholds used, could not be read.
/// # Our reading and deviations
/// The paper's levels are those of an SWE agent. Ours, from the truth: outcome (priority 3; the grade, paid at the last
/// step), progress (2; sub-goals gained minus lost over all sub-goals, paid where they change) and validity (1; the share of
/// actions that were executed, 1/T at each). The level sums are gated once for the episode.
/// # Needs
/// `outcome`, `subgoals`, `effect`.
/// # Range
/// −weight..=1 + weights; 0 in a failed episode whose outcome gate is closed.
/// # Known exploits
/// Low-level penalties are masked in failed episodes. In solved ones padding with valid no-ops does not change the share.
/// # Worked example
/// Grade 1, both sub-goals gained at step 1, step 2 rejected: step 1 pays 1 + 1/2, step 2 pays 1.
#[derive(Clone, Debug)]
pub struct GRa<S> {
    compare: Compare,
    outcome_threshold: S,
    progress_threshold: S,
    progress_weight: S,
    valid_weight: S,
    truncation: Truncation,
}

/// One level of reward.
#[derive(Clone, Debug, PartialEq)]
pub struct Level<S> {
    /// Levels of larger priority gate this one; equal ones do not.
    pub priority: i64,
    /// The level's reward.
    pub reward: S,
    /// What the reward is compared with.
    pub threshold: S,
}

/// The reward of each level as it counts: itself if every level of strictly larger priority is open, else 0.
#[must_use]
pub fn accumulate<S: Scalar>(levels: &[Level<S>], compare: Compare) -> Vec<S> {
    let counts = |level: &Level<S>| {
        levels
            .iter()
            .filter(|above| above.priority > level.priority)
            .all(|above| compare.holds(&above.reward, &above.threshold))
    };
    let gated = |level: &Level<S>| match counts(level) {
        true => level.reward.clone(),
        false => S::zero(),
    };
    levels.iter().map(gated).collect()
}

impl<S: Scalar> GRa<S> {
    fn new(args: &Args<'_>) -> Self {
        Self {
            compare: match args.word("gate") {
                "strict" => Compare::Above,
                _ => Compare::AtLeast,
            },
            outcome_threshold: args.scalar("outcome-threshold"),
            progress_threshold: args.scalar("progress-threshold"),
            progress_weight: args.scalar("progress-weight"),
            valid_weight: args.scalar("valid-weight"),
            truncation: args.truncation(),
        }
    }

    /// The three levels of one step, ungated: outcome, progress, validity.
    fn levels(&self, edge: &Edge<'_>, share: &S) -> [S; 3] {
        let graded = edge.is_terminal(self.truncation);
        let gained = S::from_rational(edge.after.progress) - S::from_rational(edge.before.progress);
        [
            if graded {
                S::from_rational(edge.after.outcome)
            } else {
                S::zero()
            },
            self.progress_weight.clone() * gained,
            if edge.effect.is_rejected() {
                S::zero()
            } else {
                self.valid_weight.clone() * share.clone()
            },
        ]
    }
}

impl<S: Scalar> EpisodeSignal<S> for GRa<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let Some(share) = S::one().over(&S::from_count(episode.steps())) else {
            return Vec::new();
        };
        let steps: Vec<[S; 3]> = edges(episode).map(|e| self.levels(&e, &share)).collect();
        let total = |i: usize| sum(steps.iter().map(|s| s[i].clone()));
        let thresholds = [&self.outcome_threshold, &self.progress_threshold];
        let opens = |i: usize| self.compare.holds(&total(i), thresholds[i]);
        let progress = opens(0);
        let valid = progress && opens(1);
        let open = [true, progress, valid];
        let paid = |levels: [S; 3]| {
            let counted = levels.into_iter().zip(open).filter(|(_, open)| *open);
            Value::checked(sum(counted.map(|(reward, _)| reward)))
        };
        steps.into_iter().map(paid).collect()
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::episode(
        GRa::<f64>::new(&args),
        GRa::<crate::number::Fraction>::new(&args),
    ))
}
