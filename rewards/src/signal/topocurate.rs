use crate::{prelude::*, scope::Numbers};
use std::collections::BTreeSet;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "topocurate:reconstruction",
        summary: "change of the group's success rate through the states of the step",
        family: Family::Gated,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "arXiv 2603.01714",
        status: Status::Reconstruction,
        parameters: &[],
    },
    Build::Signal(build),
);

/// TopoCurate's state graph of a group: the success rate through each state, and what follows from it.
///
/// # Formula
/// Φ(v) = share of successful rollouts among those that visit v. Semantic efficiency = shortest path in the merged graph over
/// the rollout's length; reflective recovery = Φ regained after a drop; error branch ratio = share of edges out of
/// branching states whose head has Φ < τ; strategic heterogeneity = distinct over all successful tool chains
/// ([`Topology`]). As a reward: r = Φ(s′) − Φ(s).
/// # Source
/// *TopoCurate*, arXiv 2603.01714, <https://arxiv.org/abs/2603.01714>, from a summary of its method.
/// # Our reading and deviations
/// A reconstruction, low certainty in every normalisation: the paper curates data, the reward is our reading. States are
/// merged by their digest. The amount of a recovery is Φ's largest later value minus its value after the drop.
/// # Needs
/// `outcome`; rollouts of a task must share a group number.
/// # Range
/// −1..=1; telescopes to Φ(s_T) − Φ(s_0).
/// # Known exploits
/// With few rollouts Φ memorises luck: a state seen once is worth its rollout's outcome.
/// # Worked example
/// s→a→g succeeds, s→b→f fails: Φ(s) = 1/2, Φ(a) = Φ(g) = 1, Φ(b) = Φ(f) = 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Topology<S> {
    /// Φ of every state, by number.
    pub potential: Vec<S>,
    edges: BTreeSet<(usize, usize)>,
}

impl<S: Scalar> Topology<S> {
    /// The graph of rollouts given as visited states (numbered from 0) and success.
    #[must_use]
    pub fn new(rollouts: &[(Vec<usize>, bool)]) -> Self {
        let count = rollouts
            .iter()
            .flat_map(|r| &r.0)
            .max()
            .map_or(0, |m| m + 1);
        let (mut visits, mut wins) = (vec![0; count], vec![0; count]);
        let mut edges = BTreeSet::new();
        for (states, success) in rollouts {
            for &state in states.iter().collect::<BTreeSet<_>>() {
                visits[state] += 1;
                wins[state] += usize::from(*success);
            }
            edges.extend(states.windows(2).map(|pair| (pair[0], pair[1])));
        }
        let share = |(&won, &seen): (&usize, &usize)| {
            S::from_count(won)
                .over(&S::from_count(seen))
                .unwrap_or_else(S::zero)
        };
        Self {
            potential: wins.iter().zip(&visits).map(share).collect(),
            edges,
        }
    }

    /// Fewest edges from one state to another.
    fn geodesic(&self, from: usize, to: usize) -> Option<usize> {
        let (mut seen, mut layer, mut length) = (BTreeSet::from([from]), vec![from], 0);
        while !layer.is_empty() {
            if layer.contains(&to) {
                return Some(length);
            }
            let next = layer
                .iter()
                .flat_map(|&v| self.edges.range((v, 0)..=(v, usize::MAX)));
            layer = next.map(|e| e.1).filter(|&v| seen.insert(v)).collect();
            length += 1;
        }
        None
    }

    /// Shortest path between a rollout's ends over its length; 1 without transitions.
    #[must_use]
    pub fn efficiency(&self, states: &[usize]) -> f64 {
        match (states.first(), states.last()) {
            (Some(&a), Some(&b)) if states.len() > 1 => {
                self.geodesic(a, b).unwrap_or(0) as f64 / (states.len() - 1) as f64
            }
            _ => 1.0,
        }
    }

    /// The largest potential regained after a drop of at least `drop`; 0 without one.
    #[must_use]
    pub fn recovery(&self, states: &[usize], drop: &S) -> S {
        let phi = |t: usize| self.potential[states[t]].clone();
        (1..states.len())
            .filter(|&t| phi(t - 1) - phi(t) >= *drop)
            .map(|t| (t..states.len()).fold(S::zero(), |best, u| best.larger(phi(u) - phi(t))))
            .fold(S::zero(), S::larger)
    }

    /// Share of the edges out of branching states that lead to a potential below `tau`; 0 without any.
    #[must_use]
    pub fn error_branch_ratio(&self, tau: &S) -> f64 {
        let degree = |v: usize| self.edges.range((v, 0)..=(v, usize::MAX)).count();
        let branches: Vec<usize> = self
            .edges
            .iter()
            .filter(|e| degree(e.0) >= 2)
            .map(|e| e.1)
            .collect();
        let wrong = branches
            .iter()
            .filter(|&&v| self.potential[v] < *tau)
            .count();
        if branches.is_empty() {
            0.0
        } else {
            wrong as f64 / branches.len() as f64
        }
    }
}

/// Distinct over all tool chains; 0 of none.
#[must_use]
pub fn heterogeneity(chains: &[Vec<String>]) -> f64 {
    let distinct: BTreeSet<&Vec<String>> = chains.iter().collect();
    if chains.is_empty() {
        0.0
    } else {
        distinct.len() as f64 / chains.len() as f64
    }
}

#[derive(Clone, Copy, Debug)]
struct PotentialGain;

impl<S: Scalar> BatchSignal<S> for PotentialGain {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        let all = batch.episodes();
        let mut out: Rows<S> = all.iter().map(|e| vec![Value::zero(); e.steps()]).collect();
        for group in batch.members() {
            let mut known = Numbers::default();
            let rollouts: Vec<(Vec<usize>, bool)> = group
                .iter()
                .map(|&i| {
                    let e = &all[i];
                    let states =
                        (0..=e.steps()).map(|t| known.of(e.frame(t).digests.state.0) as usize);
                    (states.collect(), e.success() == Some(true))
                })
                .collect();
            let topology = Topology::<S>::new(&rollouts);
            for (&i, (states, _)) in group.iter().zip(&rollouts) {
                let phi: Vec<S> = states
                    .iter()
                    .map(|&v| topology.potential[v].clone())
                    .collect();
                out[i] = row(super::shaping_terms(&phi, &S::one()));
            }
        }
        out
    }
}

fn build(_: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::batch(PotentialGain, PotentialGain))
}
