//! A whole episode, step by step, and where it was lost.

use super::{Batch, Head, Priced, priced, subgoal_names, value_text, verdict::Verdict};
use crate::{
    complaint::one_line,
    printable::phrases,
    table::{WIDTH, clipped, decimal, fitted, table, wrapped},
};
use anyhow::Result;
use serde::Serialize;
use truestep_core::{
    rational::Exact,
    trajectory::Episode,
    truth::{Detail, DetailValue, Distance, Effect, Reachable},
};
use truestep_rewards::Scheme;

/// The explanation of an episode.
#[derive(Serialize)]
pub(super) struct Story {
    #[serde(flatten)]
    head: Head,
    verdict: Verdict,
    story: Vec<Line>,
}

/// A step of the story.
#[derive(Serialize)]
struct Line {
    step: usize,
    action: String,
    /// What it was done to, where the action does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    hit: Option<String>,
    effect: Effect,
    distance_after: Distance,
    reachable_after: Reachable,
    on_shortest_path: Option<bool>,
    gained: Vec<String>,
    lost: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    success_probability_after: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    advantage: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pivot: Option<bool>,
    rewards: Vec<Priced>,
}

impl Story {
    pub(super) fn of(head: Head, batch: &Batch, schemes: &[Scheme]) -> Result<Self> {
        let episode = batch.episode();
        let rewards = priced(batch, schemes)?;
        let story = rewards.into_iter().enumerate();
        let story = story.filter_map(|(t, rewards)| Line::of(episode, t, rewards));
        Ok(Self {
            head,
            verdict: Verdict::of(episode),
            story: story.collect(),
        })
    }

    pub(super) fn to_text(&self) -> String {
        let mut head = vec!["step", "action", "effect", "distance", "path", "sub-goals"];
        let values = self.story.iter().any(|l| l.advantage.is_some());
        if values {
            head.extend(["V after", "A", "pivot"]);
        }
        let numbers: Vec<usize> = std::iter::once(0).chain(6..head.len()).collect();
        let rows = self.story.iter().map(|line| line.to_row(values)).collect();
        format!(
            "{}\n{}\n{}{}",
            self.head.to_text(),
            fitted(&head, &numbers, rows, 1),
            self.rewards_text(),
            wrapped(&self.verdict.to_text(), WIDTH)
        )
    }

    /// Rewards and advantages, a column each; as many tables as it takes to stay within the width.
    fn rewards_text(&self) -> String {
        let of_step = |line: &Line, place: usize, part: Part| match part {
            Part::Reward => Some(line.rewards[place].reward),
            Part::Advantage => line.rewards[place].advantage,
        };
        let Some(first) = self.story.first().filter(|l| !l.rewards.is_empty()) else {
            return String::new();
        };
        let longest = first.rewards.iter().map(|p| p.scheme.chars().count()).max();
        let named = longest.is_some_and(|length| length <= LONGEST_NAME);
        let mut columns: Vec<(String, Vec<String>)> = vec![];
        for (place, priced) in first.rewards.iter().enumerate() {
            let name = match named {
                true => priced.scheme.clone(),
                false => format!("[{}]", place + 1),
            };
            for part in [Part::Reward, Part::Advantage] {
                if of_step(first, place, part).is_none() {
                    continue;
                }
                let what = match (part, priced.advantage.is_some()) {
                    (Part::Reward, false) => name.clone(),
                    (Part::Reward, true) => format!("{name} reward"),
                    (Part::Advantage, _) => format!("{name} advantage"),
                };
                let cells = self.story.iter().map(|line| {
                    let value = of_step(line, place, part);
                    value.as_ref().map_or(String::new(), value_text)
                });
                columns.push((what, cells.collect()));
            }
        }
        let mut text = match named {
            true => "rewards of the steps\n".to_owned(),
            false => {
                let each = first.rewards.iter().enumerate();
                let names = each.map(|(i, p)| format!("  [{}] {}\n", i + 1, p.scheme));
                "rewards of the steps; the schemes:\n".to_owned() + &names.collect::<String>()
            }
        };
        let mut rest = &columns[..];
        while !rest.is_empty() {
            let (some, later) = rest.split_at(fitting(rest));
            let mut head = vec!["step"];
            head.extend(some.iter().map(|(name, _)| name.as_str()));
            let row = |(i, line): (usize, &Line)| {
                let cells = some.iter().map(|(_, cells)| cells[i].clone());
                std::iter::once(line.step.to_string())
                    .chain(cells)
                    .collect()
            };
            let rows = self.story.iter().enumerate().map(row).collect();
            let numbers: Vec<usize> = (0..head.len()).collect();
            text += &table(&head, &numbers, rows);
            text += "\n";
            rest = later;
        }
        text
    }
}

/// Longest name of a scheme that heads a column.
const LONGEST_NAME: usize = 24;

#[derive(Clone, Copy)]
enum Part {
    Reward,
    Advantage,
}

/// How many of the columns stand beside the step within the width; at least one.
fn fitting(columns: &[(String, Vec<String>)]) -> usize {
    let mut width = "step".len();
    let fits = columns.iter().take_while(|(name, cells)| {
        let texts = cells.iter().chain([name]);
        let widest = texts.map(|t| t.chars().count()).max().unwrap_or(0);
        width += 2 + widest;
        width <= WIDTH
    });
    fits.count().max(1)
}

impl Line {
    fn of(episode: &Episode, t: usize, rewards: Vec<Priced>) -> Option<Self> {
        let transition = &episode.transitions[t];
        let (truth, after) = (transition.truth.as_ref()?, transition.after.truth.as_ref()?);
        Some(Self {
            step: t,
            action: transition.action.clone(),
            hit: truth.details.iter().find_map(hit),
            effect: transition.effect.clone(),
            distance_after: after.distance,
            reachable_after: after.reachable,
            on_shortest_path: truth.on_shortest_path,
            gained: subgoal_names(episode, truth.gained),
            lost: subgoal_names(episode, truth.lost),
            success_probability_after: after.success_probability,
            advantage: truth.advantage,
            pivot: truth.pivot,
            rewards,
        })
    }

    fn to_row(&self, values: bool) -> Vec<String> {
        let signed = |sign: &'static str, names: &[String]| {
            let each = names.iter().map(move |n| format!("{sign}{n}"));
            each.collect::<Vec<_>>()
        };
        let goals = [signed("+", &self.gained), signed("-", &self.lost)].concat();
        let mut row = vec![
            self.step.to_string(),
            match &self.hit {
                Some(hit) => one_line(&format!("{}  ({hit})", self.action)),
                None => one_line(&self.action),
            },
            effect_word(&self.effect).to_owned(),
            distance_text(self.distance_after, self.reachable_after),
            match self.on_shortest_path {
                Some(true) => "shortest".to_owned(),
                Some(false) => "detour".to_owned(),
                None => "-".to_owned(),
            },
            clipped(&phrases(&goals, " "), MOST_GOALS),
        ];
        if values {
            let number = |x: &Option<Exact>| decimal(x.map(|x| x.value()));
            row.push(number(&self.success_probability_after));
            row.push(number(&self.advantage));
            row.push(if self.pivot == Some(true) {
                "*".into()
            } else {
                String::new()
            });
        }
        row
    }
}

/// What the action was done to, if the detail says so.
fn hit(detail: &Detail) -> Option<String> {
    match (&*detail.name, &detail.value) {
        (Detail::HIT, DetailValue::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

/// Most characters of the sub-goals of a step; the step by itself shows them all.
const MOST_GOALS: usize = 40;

/// What an action did, in a word.
pub(super) fn effect_word(effect: &Effect) -> &'static str {
    match effect {
        Effect::Applied => "applied",
        Effect::NoEffect => "no effect",
        Effect::Rejected { .. } => "rejected",
    }
}

fn distance_text(distance: Distance, reachable: Reachable) -> String {
    match reachable {
        Reachable::OutOfBudget => format!("{distance} (too far)"),
        _ => distance.to_string(),
    }
}
