//! Pricing episodes with schemes, as they come.

use crate::{
    alone::{Groups, compares},
    files,
    stats::Mean,
    table::{decimal, table},
};
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use truestep_core::trajectory::Episode;
use truestep_rewards::{
    Reach, Scheme, SchemeError, Scored, Undefined, Value, score_many, toml_file,
};

/// What a scheme gave the episodes, as it is printed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SchemeSummary {
    /// The name a file of schemes gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// The scheme, in its canonical spelling.
    pub(crate) scheme: String,
    /// Mean of the episodes' undiscounted returns, over those that are numbers; `null` of none. Of a scheme that ends in a
    /// credit, of the rewards before it.
    pub(crate) mean_return: Option<f64>,
    /// Episodes whose return is a number.
    pub(crate) scored: u64,
    /// Episodes whose return is minus infinity.
    pub(crate) minus_infinity: u64,
    /// Episodes without a return.
    pub(crate) undefined: u64,
    /// Why they have none, with how often, in order of first appearance.
    pub(crate) reasons: Vec<Reason>,
    /// What the credit made of the rewards; `null` if the scheme ends in none.
    pub(crate) advantages: Option<AdvantageSummary>,
}

/// The advantages of single steps.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AdvantageSummary {
    /// Mean of those that are numbers; `null` of none.
    pub(crate) mean: Option<f64>,
    /// Standard deviation of those that are numbers.
    pub(crate) spread: Option<f64>,
    /// Steps whose advantage is a number.
    pub(crate) steps: u64,
    /// Steps whose advantage is minus infinity.
    pub(crate) minus_infinity: u64,
    /// Steps without an advantage.
    pub(crate) undefined: u64,
    /// Why they have none, with how often.
    pub(crate) reasons: Vec<Reason>,
    /// Of a credit that compares the rollouts of a group with each other: the groups it saw; `null` of others.
    pub(crate) groups: Option<Groups>,
}

/// A reason why there is no number.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Reason {
    /// In words.
    pub(crate) reason: String,
    /// How often.
    pub(crate) count: u64,
}

/// Values as they come.
#[derive(Default)]
struct Values {
    mean: Mean,
    minus_infinity: u64,
    undefined: u64,
    reasons: Vec<(Undefined, u64)>,
}

impl Values {
    fn add(&mut self, value: Value<f64>) {
        match value {
            Value::Number(x) => self.mean.add(x),
            Value::MinusInfinity => self.minus_infinity += 1,
            Value::Undefined(why) => {
                self.undefined += 1;
                match self.reasons.iter_mut().find(|(known, _)| *known == why) {
                    Some((_, count)) => *count += 1,
                    None => self.reasons.push((why, 1)),
                }
            }
        }
    }

    fn reasons(&self) -> Vec<Reason> {
        let reason = |(why, count): &(Undefined, u64)| Reason {
            reason: why.to_string(),
            count: *count,
        };
        self.reasons.iter().map(reason).collect()
    }
}

#[derive(Default)]
struct SchemeTally {
    returns: Values,
    /// Of single steps.
    advantages: Values,
    groups: Groups,
    /// Episodes that lack a channel which the scheme needs, and what the first of them lacks.
    lacking: u64,
    lacks: Option<SchemeError>,
}

impl SchemeTally {
    fn add(&mut self, scored: &Scored, groups: Groups) {
        self.groups.add(groups);
        scored
            .returns()
            .into_iter()
            .for_each(|v| self.returns.add(v));
        let advantages = scored.advantages.iter().flatten().flatten();
        advantages.for_each(|v| self.advantages.add(*v));
    }
}

/// Prices episodes as they come: one by one, group by group, or all together at the end, as the schemes allow.
pub(crate) struct Scoring {
    schemes: Vec<Scheme>,
    tallies: Vec<SchemeTally>,
    reach: Reach,
    /// Whether tasks of several templates are played: one may lack what another carries.
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

    /// The same for tasks of so many templates: of several, one that lacks a channel has no return, and the others have theirs.
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
        let mut schemes = self.schemes.iter().filter(|_| !self.mixed);
        schemes.try_for_each(|scheme| scheme.check(provided, &id))?;
        self.kept.push(episode.clone());
        Ok(())
    }

    fn price(&mut self, episodes: &[Episode]) -> Result<()> {
        if self.mixed && self.schemes.iter().any(|s| lack(s, episodes).is_some()) {
            return self.price_apart(episodes);
        }
        let scored = score_many(episodes, &self.schemes)?;
        let groups = Groups::whole(&self.schemes, episodes);
        for (tally, scored) in self.tallies.iter_mut().zip(scored) {
            tally.add(&scored, groups);
        }
        Ok(())
    }

    /// Each scheme over the episodes that carry what it needs.
    fn price_apart(&mut self, episodes: &[Episode]) -> Result<()> {
        for (scheme, tally) in self.schemes.iter().zip(&mut self.tallies) {
            let carries =
                |episode: &&Episode| lack(scheme, std::slice::from_ref(*episode)).is_none();
            let carrying: Vec<Episode> = episodes.iter().filter(carries).cloned().collect();
            tally.lacking += (episodes.len() - carrying.len()) as u64;
            tally.lacks = tally.lacks.take().or_else(|| lack(scheme, episodes));
            if carrying.is_empty() {
                continue;
            }
            let one = std::slice::from_ref(scheme);
            let groups = Groups::whole(one, &carrying);
            for scored in score_many(&carrying, one)? {
                tally.add(&scored, groups);
            }
        }
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
        for tally in &mut self.tallies {
            let returns = &tally.returns;
            let none = returns.mean.count() + returns.minus_infinity + returns.undefined == 0;
            if let Some(lacks) = tally.lacks.take_if(|_| none) {
                return Err(lacks.into());
            }
        }
        Ok(summaries(&self.schemes, &self.tallies))
    }
}

/// What the first episode that lacks a channel which a scheme needs lacks.
fn lack(scheme: &Scheme, episodes: &[Episode]) -> Option<SchemeError> {
    let check = |episode: &Episode| {
        let id = episode.task.template.to_string();
        scheme.check(episode.provides(), &id).err()
    };
    episodes.iter().find_map(check)
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
        let groups = Groups::whole(self.schemes, episodes);
        let each = self.tallies.iter_mut().zip(scored);
        each.for_each(|(tally, scored)| tally.add(scored, groups));
    }

    /// What it comes to.
    #[must_use]
    pub(crate) fn summaries(&self) -> Vec<SchemeSummary> {
        summaries(self.schemes, &self.tallies)
    }
}

fn summaries(schemes: &[Scheme], tallies: &[SchemeTally]) -> Vec<SchemeSummary> {
    let each = schemes.iter().zip(tallies);
    each.map(|(s, t)| summary(s, t)).collect()
}

fn summary(scheme: &Scheme, tally: &SchemeTally) -> SchemeSummary {
    let (returns, advantages) = (&tally.returns, &tally.advantages);
    let lacking = tally.lacks.as_ref().map(|lacks| Reason {
        reason: match lacks {
            SchemeError::MissingChannel { channel, .. } => {
                format!("no channel `{}` in the task's truth", channel.name())
            }
            other => other.to_string(),
        },
        count: tally.lacking,
    });
    SchemeSummary {
        name: scheme.name().map(str::to_owned),
        scheme: scheme.to_string(),
        mean_return: returns.mean.value(),
        scored: returns.mean.count(),
        minus_infinity: returns.minus_infinity,
        undefined: returns.undefined + tally.lacking,
        reasons: returns.reasons().into_iter().chain(lacking).collect(),
        advantages: scheme.has_credit().then(|| AdvantageSummary {
            mean: advantages.mean.value(),
            spread: advantages.mean.spread(),
            steps: advantages.mean.count(),
            minus_infinity: advantages.minus_infinity,
            undefined: advantages.undefined,
            reasons: advantages.reasons(),
            groups: compares(scheme).then_some(tally.groups),
        }),
    }
}

impl SchemeSummary {
    /// What it is called in tables: its name, if it has one.
    fn label(&self) -> String {
        self.name.as_ref().unwrap_or(&self.scheme).clone()
    }
}

/// Summaries as tables: returns of schemes that give rewards, advantages of those that end in a credit.
pub(crate) fn scheme_table(summaries: &[SchemeSummary]) -> String {
    let mut parts = vec![];
    let signals: Vec<&SchemeSummary> = summaries
        .iter()
        .filter(|s| s.advantages.is_none())
        .collect();
    if !signals.is_empty() {
        let row = |s: &&SchemeSummary| {
            vec![
                s.label(),
                decimal(s.mean_return),
                s.scored.to_string(),
                s.minus_infinity.to_string(),
                s.undefined.to_string(),
            ]
        };
        let head = ["scheme", "mean return", "episodes", "-inf", "undefined"];
        let rows = signals.iter().map(row).collect();
        parts.push(table(&head, &[1, 2, 3, 4], rows));
    }
    let credits = || {
        summaries
            .iter()
            .filter_map(|s| Some((s, s.advantages.as_ref()?)))
    };
    if credits().next().is_some() {
        let row = |(s, a): (&SchemeSummary, &AdvantageSummary)| {
            vec![
                s.label(),
                decimal(a.mean),
                decimal(a.spread),
                a.steps.to_string(),
                a.minus_infinity.to_string(),
                a.undefined.to_string(),
            ]
        };
        let head = [
            "scheme",
            "mean advantage",
            "spread",
            "steps",
            "-inf",
            "undefined",
        ];
        parts.push(table(&head, &[1, 2, 3, 4, 5], credits().map(row).collect()));
    }
    let named = summaries
        .iter()
        .filter_map(|s| Some((s.name.as_ref()?, &s.scheme)));
    let meanings: String = named
        .map(|(name, text)| format!("{name} = {text}\n"))
        .collect();
    if !meanings.is_empty() {
        parts.push(meanings);
    }
    let mut reasons = String::new();
    for s in summaries {
        let (of, what) = match &s.advantages {
            None => (&s.reasons, "episodes"),
            Some(a) => (&a.reasons, "steps"),
        };
        let said: Vec<String> = of
            .iter()
            .map(|r| format!("{} in {} {what}", r.reason, r.count))
            .collect();
        if !said.is_empty() {
            reasons += &format!("undefined in {}: {}\n", s.label(), said.join("; "));
        }
    }
    if !reasons.is_empty() {
        parts.push(reasons);
    }
    let alone = |(s, a): (&SchemeSummary, &AdvantageSummary)| a.groups?.note(&s.label());
    let alone: String = credits().filter_map(alone).collect();
    if !alone.is_empty() {
        parts.push(alone);
    }
    parts.join("\n")
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

/// The files that such lists name.
pub(crate) fn files(lists: &[String]) -> impl Iterator<Item = &str> {
    let texts = lists.iter().flat_map(|list| split(list));
    texts.filter_map(|text| text.trim().strip_prefix('@'))
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
    fn a_credit_shows_its_advantages_and_why_some_are_undefined() {
        let scheme: Scheme = "outcome |> rloo:verl".parse().unwrap();
        let undefined = Value::Undefined(Undefined::Singleton);
        let scored = Scored {
            scheme: scheme.to_string(),
            name: None,
            rewards: vec![vec![Value::Number(1.0); 3], vec![Value::Number(0.0)]],
            advantages: Some(vec![
                vec![Value::Number(1e-5), Value::Number(3e-5), undefined],
                vec![undefined],
            ]),
            faulted: vec![],
        };
        let schemes = [scheme];
        let mut totals = Totals::new(&schemes);
        totals.add(&[], &[scored]);
        let summaries = totals.summaries();
        let advantages = summaries[0].advantages.as_ref().unwrap();
        assert_eq!((advantages.steps, advantages.undefined), (2, 2));
        let text = scheme_table(&summaries);
        assert!(!text.contains("mean return"), "{text}");
        for shown in [
            "mean advantage",
            "2.00e-5",
            "1.00e-5",
            "undefined in outcome |> rloo:verl: compared with nothing in 2 steps",
        ] {
            assert!(text.contains(shown), "{shown}\n{text}");
        }
    }

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
