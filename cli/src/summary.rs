//! What a list of episodes comes to.

use crate::{
    stats::Mean,
    table::{decimal, table},
};
use serde::Serialize;
use truestep_core::{
    estimate::Rate,
    rational::rational_to_f64,
    task::TemplateId,
    trajectory::{End, Episode},
};

/// How the episodes of one template, or of all, went.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    successes: u64,
    /// Episodes with truth; only these say whether they succeeded.
    judged: u64,
    episodes: u64,
    ends: Ends,
    steps: Mean,
    steps_to_success: Mean,
    progress: Mean,
    outcome: Mean,
    rejected: u64,
    actions: u64,
}

/// How often episodes ended in each way.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Ends {
    /// The world ended them.
    pub(crate) terminated: u64,
    /// The budget ran out.
    pub(crate) truncated: u64,
    /// The agent stopped or the host failed.
    pub(crate) aborted: u64,
}

/// A tally as it is printed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Summary {
    /// Number of episodes.
    pub(crate) episodes: u64,
    /// Share that solved their task, of those with truth.
    pub(crate) success: Rate,
    /// How they ended.
    pub(crate) ends: Ends,
    /// Mean number of steps; `null` of no episodes.
    pub(crate) mean_steps: Option<f64>,
    /// Mean number of steps of the successful ones.
    pub(crate) mean_steps_to_success: Option<f64>,
    /// Mean share of sub-goals held at the end, in 0..=1.
    pub(crate) mean_progress: Option<f64>,
    /// Mean grade, in 0..=1.
    pub(crate) mean_outcome: Option<f64>,
    /// Share of actions that were rejected.
    pub(crate) rejected: Option<f64>,
}

impl Tally {
    /// Take an episode in.
    pub(crate) fn add(&mut self, episode: &Episode) {
        self.episodes += 1;
        match episode.end {
            End::Terminated => self.ends.terminated += 1,
            End::Truncated => self.ends.truncated += 1,
            End::Aborted => self.ends.aborted += 1,
        }
        self.steps.add(episode.steps() as f64);
        self.actions += episode.steps() as u64;
        let refused = episode
            .transitions
            .iter()
            .filter(|t| t.effect.is_rejected());
        self.rejected += refused.count() as u64;
        if let Some(truth) = &episode.last().truth {
            self.judged += 1;
            self.successes += u64::from(truth.success);
            if truth.success {
                self.steps_to_success.add(episode.steps() as f64);
            }
            self.progress.add(rational_to_f64(truth.progress));
            self.outcome.add(rational_to_f64(truth.outcome));
        }
    }

    /// Number of actions in all.
    #[must_use]
    pub(crate) fn actions(&self) -> u64 {
        self.actions
    }

    /// As it is printed.
    #[must_use]
    pub(crate) fn summary(&self) -> Summary {
        Summary {
            episodes: self.episodes,
            success: Rate::new(self.successes, self.judged),
            ends: self.ends,
            mean_steps: self.steps.value(),
            mean_steps_to_success: self.steps_to_success.value(),
            mean_progress: self.progress.value(),
            mean_outcome: self.outcome.value(),
            rejected: (self.actions > 0).then(|| self.rejected as f64 / self.actions as f64),
        }
    }
}

/// Tallies by template, in order of first appearance, and over all.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    all: Tally,
    templates: Vec<(TemplateId, Tally)>,
}

/// One template's summary.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TemplateSummary {
    /// Which template.
    pub(crate) template: TemplateId,
    /// How it went.
    #[serde(flatten)]
    pub(crate) summary: Summary,
}

impl Tallies {
    /// Take an episode in.
    pub(crate) fn add(&mut self, episode: &Episode) {
        self.all.add(episode);
        let id = &episode.task.template;
        let place = self.templates.iter().position(|(known, _)| known == id);
        let place = place.unwrap_or_else(|| {
            self.templates.push((id.clone(), Tally::default()));
            self.templates.len() - 1
        });
        self.templates[place].1.add(episode);
    }

    /// Over all templates.
    #[must_use]
    pub(crate) fn all(&self) -> &Tally {
        &self.all
    }

    /// Template by template.
    #[must_use]
    pub(crate) fn templates(&self) -> Vec<TemplateSummary> {
        let summary = |(template, tally): &(TemplateId, Tally)| TemplateSummary {
            template: template.clone(),
            summary: tally.summary(),
        };
        self.templates.iter().map(summary).collect()
    }
}

/// Summaries as a table: one row each, the first cell naming it.
#[must_use]
pub(crate) fn summary_table(name: &str, rows: &[(String, &Summary)]) -> String {
    let head = [
        name,
        "episodes",
        "success [95 %]",
        "steps",
        "progress",
        "outcome",
        "cut off",
        "rejected",
    ];
    let row = |(name, s): &(String, &Summary)| {
        vec![
            name.clone(),
            s.episodes.to_string(),
            s.success.to_string(),
            decimal(s.mean_steps),
            decimal(s.mean_progress),
            decimal(s.mean_outcome),
            (s.ends.truncated + s.ends.aborted).to_string(),
            decimal(s.rejected),
        ]
    };
    table(
        &head,
        &[1, 2, 3, 4, 5, 6, 7],
        rows.iter().map(row).collect(),
    )
}
