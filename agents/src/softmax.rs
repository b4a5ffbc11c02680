//! A tabular softmax policy over the menu: the smallest learner there is.

use crate::draw::total;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    chance::Chance,
    digest::Digest,
    trajectory::{AgentInfo, Episode},
};
use truestep_rewards::value::Rows;

/// Parts of a probability that are drawn exactly: probabilities are rounded to this many, at least one part each.
const PARTS: f64 = 16_777_216.0;

/// One logit for every state and menu entry, all 0 to begin with: the policy `π(a|s) ∝ weight(a) · exp(θ[s, a])`.
///
/// Clones share the table. [`Softmax::update`] is REINFORCE with given advantages; between two updates the table only grows
/// by states not seen before, so the episodes of a batch do not depend on each other.
///
/// ```
/// use truestep_agents::Softmax;
/// let policy = Softmax::new();
/// policy.update(&[], &vec![], 0.5);
/// assert_eq!(policy.states(), 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Softmax {
    table: Arc<Mutex<BTreeMap<Digest, Row>>>,
}

/// What the table holds of one state.
#[derive(Clone, Debug)]
struct Row {
    actions: Vec<String>,
    weights: Vec<u32>,
    logits: Vec<f64>,
}

impl Row {
    /// π(·|s), `[menu]`.
    fn policy(&self) -> Vec<f64> {
        let largest = self.logits.iter().copied().fold(f64::MIN, f64::max);
        let unscaled = self.logits.iter().zip(&self.weights);
        let unscaled: Vec<f64> = unscaled
            .map(|(logit, &weight)| f64::from(weight) * libm::exp(logit - largest))
            .collect();
        let sum: f64 = unscaled.iter().sum();
        unscaled.iter().map(|p| p / sum).collect()
    }
}

impl Softmax {
    /// A policy that has learned nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many states it has been in.
    #[must_use]
    pub fn states(&self) -> usize {
        self.lock().len()
    }

    /// One step of gradient ascent: `θ[s, ·] += step_size / episodes · A · (1[a] − π(·|s))` summed over all steps, every π
    /// taken before the update. Steps off the menu, and undefined advantages, are left out.
    pub fn update(&self, episodes: &[Episode], advantages: &Rows<f64>, step_size: f64) {
        let mut table = self.lock();
        let mut gradient: BTreeMap<Digest, Vec<f64>> = BTreeMap::new();
        let scale = step_size / (episodes.len().max(1) as f64);
        for (episode, row) in episodes.iter().zip(advantages) {
            for (t, (transition, advantage)) in episode.transitions.iter().zip(row).enumerate() {
                let state = episode.frame(t).digests.state;
                let (Some(known), Some(advantage)) = (table.get(&state), advantage.number()) else {
                    continue;
                };
                let Some(taken) = known.actions.iter().position(|a| *a == transition.action) else {
                    continue;
                };
                let sum = gradient
                    .entry(state)
                    .or_insert_with(|| vec![0.0; known.logits.len()]);
                for (i, p) in known.policy().into_iter().enumerate() {
                    let indicator = if i == taken { 1.0 } else { 0.0 };
                    sum[i] += scale * advantage * (indicator - p);
                }
            }
        }
        for (state, sum) in gradient {
            if let Some(row) = table.get_mut(&state) {
                row.logits.iter_mut().zip(sum).for_each(|(l, g)| *l += g);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Digest, Row>> {
        // A panic elsewhere leaves whole rows behind: the table is usable as it is.
        self.table
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl AgentFactory for Softmax {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "softmax".into(),
            policy: None,
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(self.clone())
    }
}

impl Agent for Softmax {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let menu = decision.menu;
        if menu.is_empty() {
            return Act {
                choice: Choice::Stop,
                probability: None,
            };
        }
        let policy = {
            let mut table = self.lock();
            let row = table.entry(decision.digests.state).or_insert_with(|| Row {
                actions: (0..menu.len()).map(|i| menu.text(i)).collect(),
                weights: (0..menu.len()).map(|i| menu.weight(i)).collect(),
                logits: vec![0.0; menu.len()],
            });
            row.policy()
        };
        let parts: Vec<u32> = policy.iter().map(|p| ((p * PARTS) as u32).max(1)).collect();
        let index = decision.random.sampled().pick(&parts);
        Act {
            choice: Choice::Menu(index),
            probability: Some(f64::from(parts[index]) / total(&parts) as f64),
        }
    }
}
