//! Rules: exact yes-or-no statements about a step or an episode, by name.
//!
//! Step rules are what step-level filters keep, what first errors are defined by and what stepwise labels state. Each says
//! what it needs; a truth that was not computed is `None`, never a guess.

use super::{DataError, error::unknown, rework::Reworked};
use crate::scope::{Numbers, members};
use serde::Serialize;
use std::{fmt, str::FromStr};
use truestep_core::{
    channels::Channel,
    rational::{Rational, parse_unsigned},
    trajectory::{End, Episode},
    truth::{Effect, Reachable, StateTruth, StepTruth},
};

macro_rules! names {
    ($type:ident, $what:literal, $($name:ident => $text:literal;)*) => {
        impl $type {
            /// Every one, in order.
            pub const ALL: &'static [$type] = &[$($type::$name),*];

            /// Its name in commands and files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($type::$name => $text,)* }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl FromStr for $type {
            type Err = DataError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().find(|rule| rule.name() == text);
                let names: Vec<&str> = Self::ALL.iter().map(|rule| rule.name()).collect();
                found.copied().ok_or_else(|| unknown($what, text, &names))
            }
        }

        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

/// A statement about one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepRule {
    /// Success can be reached with evidence - over supported menu actions - within the steps left after the step:
    /// Math-Shepherd's hard label, exactly. A guess may succeed after a step that is wrong by it.
    Reachable,
    /// The exact advantage is at least 0, with respect to the policy and horizon of the episode's graph note.
    Advantage,
    /// The action lies on a shortest path over supported menu actions.
    Shortest,
    /// The best outcome that can still be reached over the menu has not fallen; off the menu it can rise.
    NoRegret,
    /// The action was executed and is not redundant: it led somewhere new, or its way back was needed.
    Fresh,
    /// The action was executed.
    Valid,
    /// No rule was broken and nothing outside the task was changed.
    Clean,
}

names! { StepRule, "rule for steps",
    Reachable => "reachable";
    Advantage => "advantage";
    Shortest => "shortest";
    NoRegret => "no-regret";
    Fresh => "fresh";
    Valid => "valid";
    Clean => "clean";
}

impl StepRule {
    /// The channel it reads.
    #[must_use]
    pub fn needs(self) -> Channel {
        match self {
            StepRule::Reachable => Channel::Distance,
            StepRule::Advantage => Channel::Advantage,
            StepRule::Shortest => Channel::ShortestPath,
            StepRule::NoRegret => Channel::BestOutcome,
            StepRule::Fresh => Channel::Redundant,
            StepRule::Valid => Channel::Effect,
            StepRule::Clean => Channel::Violations,
        }
    }

    /// Whether it holds of step `t`; `None` if the truth it reads was not computed.
    ///
    /// # Panics
    /// If there is no step `t`.
    #[must_use]
    pub fn holds(self, episode: &Episode, t: usize) -> Option<bool> {
        let transition = &episode.transitions[t];
        let before: &StateTruth = episode.frame(t).truth.as_ref()?;
        let after: &StateTruth = transition.after.truth.as_ref()?;
        let step: &StepTruth = transition.truth.as_ref()?;
        match self {
            StepRule::Reachable => match after.reachable {
                Reachable::NotComputed => None,
                reachable => Some(reachable == Reachable::Now),
            },
            StepRule::Advantage => step.advantage.as_ref().map(|a| match a.fraction() {
                Some(fraction) => *fraction.numer() >= 0,
                None => a.value() >= 0.0,
            }),
            StepRule::Shortest => step.on_shortest_path,
            StepRule::NoRegret => Some(after.best_outcome? >= before.best_outcome?),
            StepRule::Fresh => Some(!step.redundant && !transition.effect.is_rejected()),
            StepRule::Valid => Some(!transition.effect.is_rejected()),
            StepRule::Clean => Some(step.violations.is_empty() && step.side_effects.is_empty()),
        }
    }

    /// Whether it holds of every step, `[steps]`.
    ///
    /// # Errors
    /// [`DataError::Missing`] if the truth it reads was not computed for a step.
    pub fn labels(self, episode: &Episode) -> Result<Vec<bool>, DataError> {
        (0..episode.steps())
            .map(|t| self.require(episode, t))
            .collect()
    }

    /// Whether it holds of step `t`.
    pub(crate) fn require(self, episode: &Episode, t: usize) -> Result<bool, DataError> {
        self.holds(episode, t).ok_or_else(|| self.missing(episode))
    }

    fn missing(self, episode: &Episode) -> DataError {
        DataError::Missing {
            rule: self.name(),
            channel: self.needs(),
            template: episode.task.template.to_string(),
        }
    }

    /// The first step it does not hold of; `None` if it holds of all.
    ///
    /// # Errors
    /// As [`StepRule::labels`], for the steps before it.
    pub fn first_error(self, episode: &Episode) -> Result<Option<usize>, DataError> {
        for t in 0..episode.steps() {
            if !self.require(episode, t)? {
                return Ok(Some(t));
            }
        }
        Ok(None)
    }
}

/// A statement about an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EpisodeRule {
    /// It ended in success.
    Success,
    /// It did not.
    Failed,
    /// Every step lies on a shortest path.
    OnPath,
    /// Every commitment was made with its evidence known: no lucky guess.
    Supported,
    /// No rule was broken and nothing outside the task was changed.
    Clean,
    /// Every action was executed.
    Valid,
    /// Every action was executed and none was redundant.
    Fresh,
    /// The world ended it: neither the budget nor an abort did.
    Ended,
}

names! { EpisodeRule, "filter",
    Success => "success";
    Failed => "failed";
    OnPath => "on-path";
    Supported => "supported";
    Clean => "clean";
    Valid => "valid";
    Fresh => "fresh";
    Ended => "ended";
}

impl EpisodeRule {
    /// Whether it speaks of the end, which a cut-off prefix does not have.
    #[must_use]
    pub fn is_about_the_end(self) -> bool {
        matches!(
            self,
            EpisodeRule::Success | EpisodeRule::Failed | EpisodeRule::Ended
        )
    }

    /// Whether it holds of the first `steps` steps of `episode`; statements about the end read the whole episode. A truth
    /// that was not computed does not hold.
    #[must_use]
    pub fn holds(self, episode: &Episode, steps: usize) -> bool {
        let every = |rule: StepRule| (0..steps).all(|t| rule.holds(episode, t) == Some(true));
        match self {
            EpisodeRule::Success => episode.success() == Some(true),
            EpisodeRule::Failed => episode.success() == Some(false),
            EpisodeRule::OnPath => every(StepRule::Shortest),
            EpisodeRule::Supported => episode.transitions[..steps]
                .iter()
                .all(|t| t.truth.as_ref().is_some_and(|s| s.supported != Some(false))),
            EpisodeRule::Clean => every(StepRule::Clean),
            EpisodeRule::Valid => episode.transitions[..steps]
                .iter()
                .all(|t| !matches!(t.effect, Effect::Rejected { .. })),
            EpisodeRule::Fresh => every(StepRule::Fresh),
            EpisodeRule::Ended => episode.end == End::Terminated,
        }
    }
}

/// Bounds of the share of successes among the rollouts of a task, both included: what consistency filters keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareBounds {
    low: Rational,
    high: Rational,
}

impl ShareBounds {
    /// Whether `successes` out of `rollouts` lie within; a task without rollouts does not.
    #[must_use]
    pub fn hold(self, successes: usize, rollouts: usize) -> bool {
        if rollouts == 0 {
            return false;
        }
        let share = Rational::new(successes as i64, rollouts as i64);
        (self.low..=self.high).contains(&share)
    }
}

impl FromStr for ShareBounds {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || DataError::BadShare {
            text: text.chars().take(80).collect(),
        };
        let (low, high) = text.split_once("..").ok_or_else(bad)?;
        let share = |part: &str| parse_unsigned(part.trim()).ok_or_else(bad);
        let (low, high) = (share(low)?, share(high)?);
        let whole = Rational::from_integer(0)..=Rational::from_integer(1);
        if whole.contains(&low) && whole.contains(&high) && low <= high {
            Ok(Self { low, high })
        } else {
            Err(bad())
        }
    }
}

/// Which episodes belong to tasks whose share of successes lies within `bounds`, `[episodes]`; all of them without bounds.
/// Rollouts of one task with one group number are counted together.
pub(crate) fn within_share(all: &[Reworked], bounds: Option<ShareBounds>) -> Vec<bool> {
    let Some(bounds) = bounds else {
        return vec![true; all.len()];
    };
    let mut numbers = Numbers::default();
    let group = |r: &Reworked| {
        let task = &r.episode.task;
        (
            task.template.clone(),
            task.seed.0,
            task.parameters.clone(),
            r.episode.group,
        )
    };
    let groups: Vec<u32> = all.iter().map(|r| numbers.of(group(r))).collect();
    let mut within = vec![false; all.len()];
    for members in members(&groups) {
        let solved = |i: &&usize| all[**i].episode.success() == Some(true);
        let successes = members.iter().filter(solved).count();
        for &i in &members {
            within[i] = bounds.hold(successes, members.len());
        }
    }
    within
}
