//! Preference pairs at critical steps: one state, one number of steps left, two actions, and the exact value of both.

mod crossing;

use super::{
    DataError, Exported, OUT_OF_BOUNDS,
    about::About,
    chat::{Chat, ChatOptions, Message},
    error::unknown,
    rework::{Player, Rework, Reworked},
    rule::{EpisodeRule, ShareBounds, within_share},
};
use crossing::Crossings;
use serde::Serialize;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};
use truestep_core::{
    annotate::AnnotateOptions,
    digest::Digest,
    graph::Measure,
    rational::{Exact, Rational},
    registry::Registry,
    trajectory::Episode,
};

/// Which steps are critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Critical {
    /// Those with two actions whose values are at least the margin apart.
    #[default]
    Margin,
    /// Those of them at which one action makes success impossible and the other does not: CSO's flip (arXiv 2602.03412),
    /// proved instead of sampled.
    Flip,
}

impl FromStr for Critical {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "margin" => Ok(Critical::Margin),
            "flip" => Ok(Critical::Flip),
            _ => Err(unknown("kind of critical step", text, &["margin", "flip"])),
        }
    }
}

/// Where the action that was not taken comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Another rollout took it in the same state with as many steps left.
    Group,
    /// It is the first action on a shortest path.
    Oracle,
}

impl FromStr for Source {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "group" => Ok(Source::Group),
            "oracle" => Ok(Source::Oracle),
            _ => Err(unknown(
                "source of alternatives",
                text,
                &["group", "oracle"],
            )),
        }
    }
}

/// What is exported.
#[derive(Clone, Debug)]
pub struct PairOptions {
    /// How conversations are told.
    pub chat: ChatOptions,
    /// What an episode must be.
    pub filters: Vec<EpisodeRule>,
    /// How often the task must have been solved.
    pub share: Option<ShareBounds>,
    /// Which steps are critical.
    pub critical: Critical,
    /// How far apart the values must be; differences of 0 never make a pair.
    pub margin: Rational,
    /// Which value.
    pub measure: Measure,
    /// Where alternatives come from.
    pub sources: Vec<Source>,
    /// Most pairs of one step of one episode, those furthest apart first.
    pub per_step: usize,
    /// The policy of values, and how large graphs may grow.
    pub values: AnnotateOptions,
}

/// One line: a preference, as direct preference optimisation takes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairRecord {
    /// The conversation up to the step.
    pub prompt: Vec<Message>,
    /// The better action.
    pub chosen: [Message; 1],
    /// The worse action.
    pub rejected: [Message; 1],
    /// The functions, where actions are calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<Value>,
    /// What is known about it.
    pub truth: PairTruth,
}

/// The truth of a pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairTruth {
    /// Where it comes from.
    #[serde(flatten)]
    pub about: About,
    /// The step, from 0.
    pub step: usize,
    /// The state both actions start from.
    pub state: Digest,
    /// Steps left before the action.
    pub steps_left: u32,
    /// Where the action that was not taken comes from.
    pub alternative_from: Source,
    /// Whether the episode took the chosen action; else it took the rejected one.
    pub took_chosen: bool,
    /// V of the state under the policy: success probability.
    pub success_probability: Exact,
    /// Of the better action.
    pub chosen: ActionWorth,
    /// Of the worse action.
    pub rejected: ActionWorth,
    /// The difference that made the pair.
    pub difference: Exact,
}

/// The exact values of an action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActionWorth {
    /// The action.
    pub action: String,
    /// Q of success.
    pub success_probability: Exact,
    /// Q of the outcome.
    pub expected_outcome: Exact,
    /// Q − V of success.
    pub advantage: Exact,
}

/// Preference pairs from episodes.
///
/// # Errors
/// [`DataError`]: an episode that cannot be executed here or has no budget, or a graph that cannot be solved.
pub fn pairs(
    registry: &Registry,
    episodes: Vec<Episode>,
    options: &PairOptions,
) -> Result<Exported<PairRecord>, DataError> {
    let mut out = Exported::default();
    let all = Rework::default().apply(registry, out.sound(episodes))?;
    let within = within_share(&all, options.share);
    let mut by_task: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, Reworked { episode, .. }) in all.iter().enumerate() {
        let task = &episode.task;
        let key = (&task.template, task.seed.0, &task.parameters);
        by_task.entry(key).or_default().push(i);
    }
    let mut player = Player::new(registry);
    let mut found: Vec<Vec<PairRecord>> = all.iter().map(|_| vec![]).collect();
    for members in by_task.into_values() {
        let rollouts: Vec<&Episode> = members.iter().map(|&i| &all[i].episode).collect();
        let crossings = Crossings::of(registry, &rollouts, options)?;
        let mut seen = BTreeSet::new();
        for (&i, rollout) in members.iter().zip(&rollouts) {
            let broken = |rule: &&EpisodeRule| !rule.holds(rollout, rollout.steps());
            if !within[i] {
                out.leave(OUT_OF_BOUNDS);
            } else if let Some(rule) = options.filters.iter().find(broken) {
                out.leave(format!("not {rule}"));
            } else {
                let prepared = player.prepared(rollout)?;
                let chat = Chat::new(prepared.forms(), &rollout.instruction, options.chat);
                found[i] = crossings.pairs(rollout, &chat, options, &mut seen);
                if found[i].is_empty() {
                    out.leave("no new pair");
                }
            }
        }
    }
    out.records = found.into_iter().flatten().collect();
    Ok(out)
}
