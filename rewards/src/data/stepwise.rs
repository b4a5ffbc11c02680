//! Stepwise labels: one yes or no per step, for process reward models.

use super::{
    DataError, Exported, OUT_OF_BOUNDS, Rework,
    about::About,
    chat::{Chat, ChatOptions},
    rework::{Player, Reworked},
    rule::{EpisodeRule, ShareBounds, StepRule, within_share},
};
use serde::Serialize;
use truestep_core::{digest::Digest, rational::Exact, registry::Registry, trajectory::Episode};

/// What is exported.
#[derive(Clone, Debug)]
pub struct StepwiseOptions {
    /// What a label states.
    pub label: StepRule,
    /// How pages are told; actions are always text.
    pub chat: ChatOptions,
    /// What an episode must be.
    pub filters: Vec<EpisodeRule>,
    /// How often the task must have been solved.
    pub share: Option<ShareBounds>,
    /// Whether steps after the first `false` are left out.
    pub until_error: bool,
    /// What is done to the episodes first.
    pub rework: Rework,
}

/// One line, in the form of stepwise supervision: `prompt`, `completions`, `labels`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepwiseRecord {
    /// The instruction, the forms of actions and the first page.
    pub prompt: String,
    /// The steps, `[steps]`: what was seen since the step before, then the action.
    pub completions: Vec<String>,
    /// What the rule says of each, `[steps]`.
    pub labels: Vec<bool>,
    /// What is known about it.
    pub truth: StepwiseTruth,
}

/// The truth of a labelled episode.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepwiseTruth {
    /// Where it comes from.
    #[serde(flatten)]
    pub about: About,
    /// What the labels state.
    pub label: StepRule,
    /// The first step labelled `false`; `null` if there is none.
    pub first_error: Option<usize>,
    /// Whether the episode succeeded.
    pub success: bool,
    /// The states the steps were taken in, `[steps]`.
    pub states: Vec<Digest>,
    /// The soft label of every step, `[steps]`: the success probability after it (Math-Shepherd's, without sampling);
    /// `null` where it was not computed.
    pub values: Vec<Option<Exact>>,
}

/// Labelled episodes.
///
/// # Errors
/// [`DataError`]: an episode that must be re-executed and cannot be, or a label whose channel is missing.
pub fn stepwise(
    registry: &Registry,
    episodes: Vec<Episode>,
    options: &StepwiseOptions,
) -> Result<Exported<StepwiseRecord>, DataError> {
    let mut out = Exported::default();
    let all = options.rework.apply(registry, out.sound(episodes))?;
    let within = within_share(&all, options.share);
    let mut player = Player::new(registry);
    for (Reworked { episode, .. }, within) in all.iter().zip(within) {
        let broken = |rule: &&EpisodeRule| !rule.holds(episode, episode.steps());
        if !within {
            out.leave(OUT_OF_BOUNDS);
        } else if let Some(rule) = options.filters.iter().find(broken) {
            out.leave(format!("not {rule}"));
        } else if episode.steps() == 0 {
            out.leave("no step is left");
        } else {
            let prepared = player.prepared(episode)?;
            let chat = Chat::new(prepared.forms(), &episode.instruction, options.chat);
            out.records.push(labelled(episode, &chat, options)?);
        }
    }
    Ok(out)
}

fn labelled(
    episode: &Episode,
    chat: &Chat<'_>,
    options: &StepwiseOptions,
) -> Result<StepwiseRecord, DataError> {
    let mut labels = options.label.labels(episode)?;
    let first_error = labels.iter().position(|ok| !ok);
    if let Some(error) = first_error.filter(|_| options.until_error) {
        labels.truncate(error + 1);
    }
    let steps = 0..labels.len();
    let value = |t| {
        let after = episode.frame(t + 1).truth.as_ref();
        after.and_then(|s| s.success_probability)
    };
    Ok(StepwiseRecord {
        prompt: chat.first_page(&episode.start),
        completions: steps
            .clone()
            .map(|t| completion(episode, chat, t))
            .collect(),
        truth: StepwiseTruth {
            about: About::of(episode),
            label: options.label,
            first_error,
            success: episode.success() == Some(true),
            states: steps
                .clone()
                .map(|t| episode.frame(t).digests.state)
                .collect(),
            values: steps.map(value).collect(),
        },
        labels,
    })
}

fn completion(episode: &Episode, chat: &Chat<'_>, t: usize) -> String {
    let action = &episode.transitions[t].action;
    match t.checked_sub(1).map(|before| &episode.transitions[before]) {
        None => format!("Action: {action}"),
        Some(before) => format!(
            "{}\n\nAction: {action}",
            chat.page_after(&before.effect, &before.after)
        ),
    }
}
