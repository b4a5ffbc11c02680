//! tau2's verdict of a state: what [`crate::tools::tau2::judge`] gives for every conversation that leads there.

use super::{
    super::task::{Requestor, RewardType, ToolCall},
    super::verdict::weak_match,
    call::fault,
    types::{Def, State},
};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use truestep_core::model::HostFault;

/// Databases whose judgement is kept, at most.
const MOST_KEPT: usize = 200_000;

/// What the databases come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    /// Both equal those after the reference solution.
    pub(super) same: bool,
    /// The assertions that hold, in order.
    pub(super) held: Vec<bool>,
}

/// Judgements by databases.
#[derive(Debug, Default)]
pub(super) struct Judgements(Mutex<FxHashMap<u128, Arc<Judged>>>);

impl Def {
    /// What the databases of a state come to.
    ///
    /// # Errors
    /// A [`HostFault`] if the sandbox failed.
    pub(super) fn judged(&self, state: &State) -> Result<Arc<Judged>, HostFault> {
        let key = state.databases();
        let all = &self.plan.judgements.0;
        let known = all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(judged) = known.get(&key) {
            return Ok(judged.clone());
        }
        drop(known);
        let judged = Arc::new(self.judge(state)?);
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        Ok(all.entry(key).or_insert(judged).clone())
    }

    fn judge(&self, state: &State) -> Result<Judged, HostFault> {
        let mut run = self.resume(state)?;
        // An exception while the databases are brought into line ends tau2's evaluation: nothing is won.
        if !run.settle().map_err(fault)? {
            return Ok(Judged {
                same: false,
                held: vec![false; self.assertions.len()],
            });
        }
        let same = |side| run.same_database(&self.end, side);
        Ok(Judged {
            same: Requestor::ALL.into_iter().all(same),
            held: self
                .assertions
                .iter()
                .map(|assertion| Ok(run.assertion(assertion).map_err(fault)? == Ok(true)))
                .collect::<Result<_, HostFault>>()?,
        })
    }

    /// Whether the reward is 1 if the conversation ends in this state.
    ///
    /// # Errors
    /// A [`HostFault`] if the sandbox failed.
    pub(super) fn is_won(&self, state: &State) -> Result<bool, HostFault> {
        let all = |count: usize| match count {
            64.. => u64::MAX,
            count => (1 << count) - 1,
        };
        for kind in &self.basis {
            let met = match kind {
                RewardType::Db => !self.compares || self.judged(state)?.same,
                RewardType::EnvAssertion => {
                    !self.compares || self.judged(state)?.held.iter().all(|held| *held)
                }
                RewardType::Action => state.matched == all(self.actions.len()),
                RewardType::Communicate => state.told == all(self.infos.len()),
                // Only tasks without such statements are made, and tau2 finds none of them wanting.
                RewardType::NlAssertion => true,
            };
            if !met {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Calls of the reference solution that a call matches, where that is judged.
    pub(super) fn matches(&self, call: &ToolCall) -> u64 {
        if !self.asks_for(RewardType::Action) {
            return 0;
        }
        bits(self.actions.iter().map(|action| weak_match(action, call)))
    }

    /// Texts to be said that words hold, where that is judged.
    pub(super) fn tells(&self, words: &str) -> u64 {
        if !self.asks_for(RewardType::Communicate) {
            return 0;
        }
        let said = words.to_lowercase().replace(',', "");
        bits(self.infos.iter().map(|info| said.contains(info.as_str())))
    }
}

fn bits(all: impl Iterator<Item = bool>) -> u64 {
    let numbered = all.enumerate();
    numbered.fold(0, |all, (number, set)| all | u64::from(set) << number)
}
