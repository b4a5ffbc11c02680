//! Pricing episodes with schemes, as they come.

use crate::{
    files,
    stats::Mean,
    table::{decimal, table},
};
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use truestep_core::trajectory::Episode;
use truestep_rewards::{Reach, Scheme, Scored, Value, score_many, toml_file};

/// What a scheme gave the episodes, as it is printed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SchemeSummary {
    /// The scheme, in its canonical spelling.
    pub(crate) scheme: String,
    /// Mean of the episodes' undiscounted returns, over those that are numbers; `null` of none.
    pub(crate) mean_return: Option<f64>,
    /// Episodes whose return is a number.
    pub(crate) scored: u64,
    /// Episodes whose return is minus infinity.
    pub(crate) minus_infinity: u64,
    /// Episodes without a return.
    pub(crate) undefined: u64,
}

#[derive(Default)]
struct SchemeTally {
    mean: Mean,
    minus_infinity: u64,
    undefined: u64,
}

impl SchemeTally {
    fn add(&mut self, scored: &Scored) {
        for value in scored.returns() {
            match value {
                Value::Number(x) => self.mean.add(x),
                Value::MinusInfinity => self.minus_infinity += 1,
                Value::Undefined(_) => self.undefined += 1,
            }
        }
    }
}

/// Prices episodes as they come: one by one, group by group, or all together at the end, as the schemes allow.
pub(crate) struct Scoring {
    schemes: Vec<Scheme>,
    tallies: Vec<SchemeTally>,
    reach: Reach,
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
            kept: vec![],
            schemes,
        })
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
    /// If it lacks a channel that a scheme needs.
    pub(crate) fn take(&mut self, episode: &Episode) -> Result<()> {
        if self.reach == Reach::Episode {
            return self.price(std::slice::from_ref(episode));
        }
        let other = |last: &Episode| last.group != episode.group || last.task != episode.task;
        if self.reach == Reach::Group && self.kept.last().is_some_and(other) {
            let group = std::mem::take(&mut self.kept);
            self.price(&group)?;
        }
        // The check now, the comparison later: a missing channel should not show after hours.
        let id = episode.task.template.to_string();
        let provided = episode.provides();
        for scheme in &self.schemes {
            scheme.check(provided, &id)?;
        }
        self.kept.push(episode.clone());
        Ok(())
    }

    fn price(&mut self, episodes: &[Episode]) -> Result<()> {
        let scored = score_many(episodes, &self.schemes)?;
        for (tally, scored) in self.tallies.iter_mut().zip(scored) {
            tally.add(&scored);
        }
        Ok(())
    }

    /// What the schemes gave.
    ///
    /// # Errors
    /// As [`Scoring::take`].
    pub(crate) fn finish(mut self) -> Result<Vec<SchemeSummary>> {
        let kept = std::mem::take(&mut self.kept);
        if !kept.is_empty() {
            self.price(&kept)?;
        }
        Ok(summaries(&self.schemes, &self.tallies))
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

    /// Take in what the schemes gave a part, in their order.
    pub(crate) fn add(&mut self, scored: &[Scored]) {
        let each = self.tallies.iter_mut().zip(scored);
        each.for_each(|(tally, scored)| tally.add(scored));
    }

    /// What it comes to.
    #[must_use]
    pub(crate) fn summaries(&self) -> Vec<SchemeSummary> {
        summaries(self.schemes, &self.tallies)
    }
}

fn summaries(schemes: &[Scheme], tallies: &[SchemeTally]) -> Vec<SchemeSummary> {
    let each = schemes.iter().zip(tallies);
    each.map(|(s, t)| summary(s.to_string(), t)).collect()
}

fn summary(scheme: String, tally: &SchemeTally) -> SchemeSummary {
    SchemeSummary {
        scheme,
        mean_return: tally.mean.value(),
        scored: tally.mean.count(),
        minus_infinity: tally.minus_infinity,
        undefined: tally.undefined,
    }
}

/// Summaries as a table.
pub(crate) fn scheme_table(summaries: &[SchemeSummary]) -> String {
    let row = |s: &SchemeSummary| {
        vec![
            s.scheme.clone(),
            decimal(s.mean_return),
            s.scored.to_string(),
            s.minus_infinity.to_string(),
            s.undefined.to_string(),
        ]
    };
    let head = ["scheme", "mean return", "episodes", "-inf", "undefined"];
    table(&head, &[1, 2, 3, 4], summaries.iter().map(row).collect())
}

/// The schemes of comma-separated lists; `@FILE` stands for all schemes of a TOML file.
///
/// # Errors
/// If the text of a scheme or a file cannot be read, or a list is empty.
pub(crate) fn parse_schemes(lists: &[String]) -> Result<Vec<Scheme>> {
    let mut schemes = vec![];
    for text in lists.iter().flat_map(|list| split(list)) {
        let text = text.trim();
        if let Some(path) = text.strip_prefix('@') {
            let content = files::text(path.as_ref())?;
            let named = toml_file::read(&content).with_context(|| format!("`{path}`"))?;
            schemes.extend(named.into_iter().map(|named| named.scheme));
        } else if text.is_empty() {
            bail!(
                "an empty scheme: give a list such as `outcome,shaping:distance`; `truestep list schemes` prints them"
            );
        } else {
            schemes.push(text.parse()?);
        }
    }
    Ok(schemes)
}

/// The parts of `list` between commas that stand outside all brackets.
fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (vec![], 0u32, 0);
    for (at, c) in list.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_brackets_belong_to_the_scheme() {
        let list = "outcome,gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1),g-ra";
        assert_eq!(
            split(list),
            [
                "outcome",
                "gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1)",
                "g-ra"
            ]
        );
        assert_eq!(parse_schemes(&[list.into()]).unwrap().len(), 3);
        assert!(parse_schemes(&["outcome,".into()]).is_err());
    }
}
