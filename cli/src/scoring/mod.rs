//! Pricing episodes with schemes, as they come.

mod lists;
mod shown;
mod tally;

pub(crate) use lists::{files, parse_schemes};
pub(crate) use shown::scheme_table;
pub(crate) use tally::SchemeSummary;

use anyhow::{Result, bail};
use tally::{SchemeTally, summaries};
use truestep_core::trajectory::Episode;
use truestep_rewards::{Reach, Scheme, Scored, score_carrying};

/// Prices episodes as they come: one by one, group by group, or all together at the end, as the schemes allow.
pub(crate) struct Scoring {
    schemes: Vec<Scheme>,
    tallies: Vec<SchemeTally>,
    reach: Reach,
    /// Whether tasks of several templates are played: one may lack a channel that another carries.
    mixed: bool,
    /// The episodes that are not priced yet, if a scheme compares them.
    kept: Vec<Episode>,
}

/// Most episodes that are held to be compared with each other.
pub(crate) const MAX_COMPARED: u64 = 65_536;

impl Scoring {
    /// The schemes of a comma-separated list; commas inside brackets belong to the scheme.
    ///
    /// # Errors
    /// If the text of a scheme cannot be read.
    pub(crate) fn parse(lists: &[String]) -> Result<Self> {
        let schemes = parse_schemes(lists)?;
        Ok(Self {
            tallies: schemes.iter().map(|_| SchemeTally::default()).collect(),
            reach: reach(&schemes),
            mixed: false,
            kept: vec![],
            schemes,
        })
    }

    /// The same for tasks of so many templates. Of one alone, the first episode that lacks a channel says that all do.
    pub(crate) fn over(self, templates: usize) -> Self {
        Self {
            mixed: templates > 1,
            ..self
        }
    }

    /// That a run of `episodes` in groups of `group` needs no more memory than there is.
    ///
    /// # Errors
    /// If too many episodes are compared with each other.
    pub(crate) fn check_size(&self, episodes: u64, group: u64) -> Result<()> {
        let held = match self.reach {
            Reach::Episode => 1,
            Reach::Group => episodes.min(group),
            Reach::Batch => episodes,
        };
        if held <= MAX_COMPARED {
            return Ok(());
        }
        let all = self.schemes.iter().filter(|s| s.reach() == self.reach);
        let names: Vec<String> = all.map(|s| format!("`{s}`")).collect();
        bail!(
            "{} compares {held} episodes with each other, which are held in memory: at most {MAX_COMPARED}; \
             run without it, and `score` the file",
            names.join(", ")
        )
    }

    /// Take an episode in; rollouts of a group must follow each other.
    ///
    /// # Errors
    /// If it lacks a channel that a scheme needs, where all are of one template.
    pub(crate) fn take(&mut self, episode: &Episode) -> Result<()> {
        if !self.mixed {
            // Now and not at the end: a missing channel should not show after hours.
            let (id, provided) = (episode.task.template.to_string(), episode.provides());
            let mut schemes = self.schemes.iter();
            schemes.try_for_each(|scheme| scheme.check(provided, &id))?;
        }
        if self.reach == Reach::Episode {
            return self.price(std::slice::from_ref(episode));
        }
        let other = |last: &Episode| last.group != episode.group || last.task != episode.task;
        if self.reach == Reach::Group && self.kept.last().is_some_and(other) {
            let group = std::mem::take(&mut self.kept);
            self.price(&group)?;
        }
        self.kept.push(episode.clone());
        Ok(())
    }

    fn price(&mut self, episodes: &[Episode]) -> Result<()> {
        let scored = score_carrying(episodes, &self.schemes)?;
        add(&mut self.tallies, &self.schemes, episodes, &scored);
        Ok(())
    }

    /// What the schemes gave.
    ///
    /// # Errors
    /// As [`Scoring::take`]; if no episode carries what a scheme needs.
    pub(crate) fn finish(mut self) -> Result<Vec<SchemeSummary>> {
        let kept = std::mem::take(&mut self.kept);
        if !kept.is_empty() {
            self.price(&kept)?;
        }
        summaries(&self.schemes, &self.tallies)
    }
}

/// How many episodes have to be held to price one with all of `schemes`.
#[must_use]
pub(crate) fn reach(schemes: &[Scheme]) -> Reach {
    let reaches = schemes.iter().map(Scheme::reach);
    reaches.max().unwrap_or(Reach::Episode)
}

/// Prices a file part by part and adds up.
pub(crate) struct Totals<'s> {
    schemes: &'s [Scheme],
    tallies: Vec<SchemeTally>,
}

impl<'s> Totals<'s> {
    /// Nothing yet.
    pub(crate) fn new(schemes: &'s [Scheme]) -> Self {
        Self {
            schemes,
            tallies: schemes.iter().map(|_| SchemeTally::default()).collect(),
        }
    }

    /// Take in what the schemes gave a part of the file, in their order.
    pub(crate) fn add(&mut self, episodes: &[Episode], scored: &[Scored]) {
        add(&mut self.tallies, self.schemes, episodes, scored);
    }

    /// What it comes to.
    ///
    /// # Errors
    /// If no episode carries what a scheme needs.
    pub(crate) fn summaries(&self) -> Result<Vec<SchemeSummary>> {
        summaries(self.schemes, &self.tallies)
    }
}

/// Take in what each scheme gave some episodes.
fn add(tallies: &mut [SchemeTally], schemes: &[Scheme], episodes: &[Episode], scored: &[Scored]) {
    for ((tally, scheme), scored) in tallies.iter_mut().zip(schemes).zip(scored) {
        tally.add(scheme, episodes, scored);
    }
}
