//! Training data from exact truth.
//!
//! Recorded episodes become conversations to imitate ([`sft()`]), preference pairs ([`pairs()`]) and stepwise labels
//! ([`stepwise()`]). What the field estimates with models and rollouts - the first wrong step, the critical step, the detour
//! that should not be learnt, the label of a step - is read off the truth here, by named [`rule`]s. Every line carries a
//! `truth` object that says where it comes from and what its numbers are exact with respect to: the menu, the policy, the
//! horizon.
//!
//! ```
//! use truestep_core::registry::Registry;
//! use truestep_rewards::data::{SftOptions, sft};
//! let registry = Registry::new(vec![]);
//! let exported = sft(&registry, vec![], &SftOptions::default())?;
//! assert!(exported.records.is_empty());
//! # Ok::<(), truestep_rewards::data::DataError>(())
//! ```

pub mod about;
pub mod chat;
pub(crate) mod error;
pub mod pairs;
pub mod rework;
pub mod rule;
pub mod scores;
pub mod sft;
pub mod stepwise;
mod values;

pub use about::{About, ExactFor, SCHEMA};
pub use chat::{ActionStyle, Chat, ChatOptions, Instruction};
pub use error::DataError;
pub use pairs::{Critical, PairOptions, PairRecord, pairs};
pub use rework::{Player, Rework, Reworked, Shorter};
pub use rule::{EpisodeRule, ShareBounds, StepRule};
pub use scores::{StepScores, carry_scores};
pub use sft::{BadSteps, Salvage, SftOptions, SftRecord, sft};
pub use stepwise::{StepwiseOptions, StepwiseRecord, stepwise};

use std::collections::BTreeMap;
use truestep_core::trajectory::Episode;

/// Why the rollouts of a task gave no line.
const OUT_OF_BOUNDS: &str = "share of successes out of bounds";

/// What an export came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported<R> {
    /// The lines, in the order of the episodes.
    pub records: Vec<R>,
    /// Episodes that gave no line, by the first reason.
    pub left_out: BTreeMap<String, u64>,
    /// What else is to be said, with how many episodes it concerns.
    pub notes: BTreeMap<&'static str, u64>,
}

impl<R> Default for Exported<R> {
    fn default() -> Self {
        Self {
            records: vec![],
            left_out: BTreeMap::new(),
            notes: BTreeMap::new(),
        }
    }
}

impl<R> Exported<R> {
    /// The episodes in which no host failed; the others say nothing about the agent.
    fn sound(&mut self, mut episodes: Vec<Episode>) -> Vec<Episode> {
        let all = episodes.len();
        episodes.retain(|episode| episode.fault.is_none());
        (episodes.len()..all).for_each(|_| self.leave("the host failed"));
        episodes
    }

    fn leave(&mut self, why: impl Into<String>) {
        *self.left_out.entry(why.into()).or_default() += 1;
    }

    fn note(&mut self, what: &'static str) {
        *self.notes.entry(what).or_default() += 1;
    }
}
