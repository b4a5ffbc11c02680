//! Pricing episodes with schemes, as they come.

use crate::{
    stats::Mean,
    table::{decimal, table},
};
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use truestep_core::trajectory::Episode;
use truestep_rewards::{Form, Scheme, Scored, Value, score_many, toml_file};

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

/// Prices episodes one by one where the schemes allow it, and all together at the end where one compares episodes.
pub(crate) struct Scoring {
    schemes: Vec<Scheme>,
    tallies: Vec<SchemeTally>,
    /// The episodes so far, if a scheme compares them.
    kept: Option<Vec<Episode>>,
}

impl Scoring {
    /// The schemes of a comma-separated list; commas inside brackets belong to the scheme.
    ///
    /// # Errors
    /// If the text of a scheme cannot be read.
    pub(crate) fn parse(lists: &[String]) -> Result<Self> {
        let schemes = parse_schemes(lists)?;
        let compares = schemes.iter().any(|s| s.form() == Form::Group);
        Ok(Self {
            tallies: schemes.iter().map(|_| SchemeTally::default()).collect(),
            kept: compares.then(Vec::new),
            schemes,
        })
    }

    /// Take an episode in.
    ///
    /// # Errors
    /// If it lacks a channel that a scheme needs.
    pub(crate) fn take(&mut self, episode: &Episode) -> Result<()> {
        match &mut self.kept {
            // The check now, the comparison at the end: a missing channel should not show after hours.
            Some(kept) => {
                let id = episode.task.template.to_string();
                let provided = episode.provides();
                for scheme in &self.schemes {
                    scheme.check(provided, &id)?;
                }
                kept.push(episode.clone());
                Ok(())
            }
            None => self.price(std::slice::from_ref(episode)),
        }
    }

    fn price(&mut self, episodes: &[Episode]) -> Result<()> {
        for (tally, scored) in self
            .tallies
            .iter_mut()
            .zip(score_many(episodes, &self.schemes)?)
        {
            tally.add(&scored);
        }
        Ok(())
    }

    /// What the schemes gave.
    ///
    /// # Errors
    /// As [`Scoring::take`].
    pub(crate) fn finish(mut self) -> Result<Vec<SchemeSummary>> {
        if let Some(kept) = self.kept.take() {
            self.price(&kept)?;
        }
        Ok(summaries(&self.schemes, &self.tallies))
    }
}

/// What `scored` comes to, scheme by scheme.
pub(crate) fn summarise(scored: &[Scored]) -> Vec<SchemeSummary> {
    scored
        .iter()
        .map(|scored| {
            let mut tally = SchemeTally::default();
            tally.add(scored);
            summary(scored.scheme.clone(), &tally)
        })
        .collect()
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
            let content =
                std::fs::read_to_string(path).with_context(|| format!("cannot read `{path}`"))?;
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
