//! What a list of episodes comes to.

use crate::{
    count::counted,
    stats::Mean,
    table::{decimal, table},
};
use serde::Serialize;
use std::collections::BTreeMap;
use truestep_core::{
    estimate::Rate,
    rational::rational_to_f64,
    registry::TemplateInfo,
    task::TemplateId,
    trajectory::{End, Episode},
};

/// How the episodes of one template, or of all, went.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    successes: u64,
    /// Episodes with truth in which no host failed; only these say whether they succeeded.
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
    /// Those of them in which the host failed: they are judged neither solved nor failed.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) faulted: u64,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// A tally as it is printed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Summary {
    /// Number of episodes.
    pub(crate) episodes: u64,
    /// Share that solved their task, of those with truth in which no host failed.
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
        self.ends.faulted += u64::from(episode.fault.is_some());
        if let Some(truth) = episode.judged() {
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
#[derive(Debug)]
pub(crate) struct Tallies {
    all: Tally,
    templates: Vec<(TemplateId, Tally)>,
    pairs: Vec<Pairs>,
}

/// A feasible template and its infeasible twin, by task and rollout.
#[derive(Debug)]
struct Pairs {
    feasible: TemplateId,
    twin: TemplateId,
    /// Episodes whose other half has not been seen, and whether they succeeded.
    halves: BTreeMap<(bool, u64, u32), bool>,
    seen: u64,
    solved: u64,
}

/// How often both halves of a pair were solved.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PairSummary {
    /// The feasible template.
    pub(crate) template: TemplateId,
    /// Its infeasible twin.
    pub(crate) twin: TemplateId,
    /// Pairs of one seed and rollout, and those of them with both solved.
    pub(crate) both: Rate,
}

impl Pairs {
    fn add(&mut self, episode: &Episode) {
        let id = &episode.task.template;
        let Some(success) = episode.success() else {
            return;
        };
        let is_twin = *id == self.twin;
        if !is_twin && *id != self.feasible {
            return;
        }
        let (seed, rollout) = (episode.task.seed.0, episode.rollout);
        match self.halves.remove(&(!is_twin, seed, rollout)) {
            Some(other) => {
                self.seen += 1;
                self.solved += u64::from(success && other);
            }
            None => {
                self.halves.insert((is_twin, seed, rollout), success);
            }
        }
    }
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
    /// No episodes yet, of these templates.
    #[must_use]
    pub(crate) fn new(templates: &[TemplateInfo]) -> Self {
        let pair = |info: &TemplateInfo| {
            let feasible = info.twin_of.clone()?;
            let is_there = templates.iter().any(|t| t.id == feasible);
            is_there.then(|| Pairs {
                feasible,
                twin: info.id.clone(),
                halves: BTreeMap::new(),
                seen: 0,
                solved: 0,
            })
        };
        Self {
            all: Tally::default(),
            templates: vec![],
            pairs: templates.iter().filter_map(pair).collect(),
        }
    }

    /// How pairs of a task and its infeasible twin went, of which at least one was played.
    #[must_use]
    pub(crate) fn pairs(&self) -> Vec<PairSummary> {
        let summary = |pairs: &Pairs| PairSummary {
            template: pairs.feasible.clone(),
            twin: pairs.twin.clone(),
            both: Rate::new(pairs.solved, pairs.seen),
        };
        let played = self.pairs.iter().filter(|p| p.seen > 0);
        played.map(summary).collect()
    }

    /// Take an episode in.
    pub(crate) fn add(&mut self, episode: &Episode) {
        self.all.add(episode);
        self.pairs.iter_mut().for_each(|pairs| pairs.add(episode));
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

/// Pairs as a table.
#[must_use]
pub(crate) fn pair_table(pairs: &[PairSummary]) -> String {
    let row = |p: &PairSummary| {
        let trials = p.both.trials.to_string();
        vec![
            p.template.to_string(),
            p.twin.to_string(),
            trials,
            p.both.to_string(),
        ]
    };
    let head = ["task", "infeasible twin", "pairs", "both solved [95 %]"];
    table(&head, &[2, 3], pairs.iter().map(row).collect())
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
    let mut text = table(
        &head,
        &[1, 2, 3, 4, 5, 6, 7],
        rows.iter().map(row).collect(),
    );
    // The last row is over all.
    let faulted = rows.last().map_or(0, |(_, s)| s.ends.faulted);
    if faulted > 0 {
        text += &format!(
            "the host failed in {}: aborted, and neither solved nor failed\n",
            counted(faulted, "episode")
        );
    }
    text
}
