//! A whole episode, step by step, and where it was lost.

use super::{Head, Reward, reward_text, rewards, subgoal_names};
use crate::{complaint::one_line, table::table};
use anyhow::Result;
use serde::Serialize;
use truestep_core::{
    rational::Exact,
    trajectory::Episode,
    truth::{BestActions, Distance, Effect, Reachable, StateTruth},
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

/// What decided the episode.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Verdict {
    /// The task was solved.
    Solved {
        /// Steps more than the shortest way; `null` if that is not computed.
        detour: Option<i64>,
    },
    /// A step put success out of reach.
    Lost {
        /// The step.
        step: usize,
        /// Its action.
        action: String,
        /// Distance before it.
        distance: Distance,
        /// Distance after it.
        distance_after: Distance,
        /// Steps left after it.
        steps_left: Option<u32>,
        /// Whether it can still be reached without a budget.
        reachable_after: Reachable,
        /// What would have been better.
        better: BestActions,
    },
    /// Success was out of reach from the start.
    NeverInReach,
    /// Success was still within reach when the episode was cut off.
    StillInReach,
    /// The distance is not computed here.
    Unknown,
}

/// A step of the story.
#[derive(Serialize)]
struct Line {
    step: usize,
    action: String,
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
    rewards: Vec<Reward>,
}

impl Story {
    pub(super) fn of(head: Head, episode: &Episode, schemes: &[Scheme]) -> Result<Self> {
        let rewards = rewards(episode, schemes)?;
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
        let schemes: Vec<&str> = self.story.first().map_or(vec![], |l| {
            l.rewards.iter().map(|r| r.scheme.as_str()).collect()
        });
        head.extend(schemes);
        let numbers: Vec<usize> = std::iter::once(0).chain(6..head.len()).collect();
        let rows = self.story.iter().map(|line| line.to_row(values)).collect();
        format!(
            "{}\n{}\n{}",
            self.head.to_text(),
            table(&head, &numbers, rows),
            self.verdict.to_text()
        )
    }
}

impl Line {
    fn of(episode: &Episode, t: usize, rewards: Vec<Reward>) -> Option<Self> {
        let transition = &episode.transitions[t];
        let (truth, after) = (transition.truth.as_ref()?, transition.after.truth.as_ref()?);
        Some(Self {
            step: t,
            action: transition.action.clone(),
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
            one_line(&self.action).chars().take(60).collect(),
            effect_word(&self.effect).to_owned(),
            distance_text(self.distance_after, self.reachable_after),
            match self.on_shortest_path {
                Some(true) => "shortest".to_owned(),
                Some(false) => "detour".to_owned(),
                None => "-".to_owned(),
            },
            goals.join(" "),
        ];
        if values {
            let number = |x: &Option<Exact>| x.map_or("-".into(), |x| format!("{:.3}", x.value()));
            row.push(number(&self.success_probability_after));
            row.push(number(&self.advantage));
            row.push(if self.pivot == Some(true) {
                "*".into()
            } else {
                String::new()
            });
        }
        row.extend(self.rewards.iter().map(|r| reward_text(&r.reward)));
        row
    }
}

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

impl Verdict {
    fn of(episode: &Episode) -> Self {
        let truth = |t: usize| episode.frame(t).truth.as_ref();
        let within = |t: &usize| truth(*t).is_some_and(|s| s.reachable == Reachable::Now);
        let last: Option<&StateTruth> = truth(episode.steps());
        if last.is_some_and(|s| s.success) {
            let shortest = truth(0).and_then(|s| s.distance.steps());
            let detour = shortest.map(|d| episode.steps() as i64 - i64::from(d));
            return Verdict::Solved { detour };
        }
        if (0..=episode.steps())
            .any(|t| truth(t).is_none_or(|s| s.reachable == Reachable::NotComputed))
        {
            return Verdict::Unknown;
        }
        let Some(step) = (0..=episode.steps()).rev().find(within) else {
            return Verdict::NeverInReach;
        };
        let (Some(transition), Some(before), Some(after)) = (
            episode.transitions.get(step),
            truth(step),
            truth((step + 1).min(episode.steps())),
        ) else {
            return Verdict::StillInReach;
        };
        Verdict::Lost {
            step,
            action: transition.action.clone(),
            distance: before.distance,
            distance_after: after.distance,
            steps_left: after.steps_left,
            reachable_after: after.reachable,
            better: before.best_actions.clone().unwrap_or_default(),
        }
    }

    fn to_text(&self) -> String {
        match self {
            Verdict::Solved { detour } => match detour {
                Some(0) => "solved on a shortest path\n".into(),
                Some(n) if *n > 0 => format!("solved, {n} steps more than the shortest path\n"),
                Some(n) => format!(
                    "solved {} steps sooner than the evidence can be had: a guess that was right\n",
                    -n
                ),
                None => "solved\n".into(),
            },
            Verdict::NeverInReach => "success was never within reach\n".into(),
            Verdict::StillInReach => {
                "success was still within reach when the episode was cut off\n".into()
            }
            Verdict::Unknown => {
                "where success went out of reach is not known: the distance is not computed here\n"
                    .into()
            }
            Verdict::Lost {
                step,
                action,
                distance,
                distance_after,
                steps_left,
                reachable_after,
                better,
            } => {
                let action = one_line(action);
                let after = match (reachable_after, steps_left) {
                    (Reachable::OutOfBudget, Some(left)) => {
                        format!("{distance_after}, with {left} steps left")
                    }
                    _ => distance_after.to_string(),
                };
                let others = better.total.saturating_sub(1);
                let others = match others {
                    0 => String::new(),
                    n => format!(" (one of {} equally short)", n + 1),
                };
                let instead = match better.actions.first() {
                    Some(best) => format!("better was `{}`{others}", one_line(best)),
                    None => "no better action is known".into(),
                };
                format!(
                    "success went out of reach with step {step}, `{action}`: distance {distance} -> {after}; {instead}\n"
                )
            }
        }
    }
}
