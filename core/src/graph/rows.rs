//! What a policy does in every node, as exact integers.

use super::{
    BestPlay, Distances, EdgeId, Evidence, GraphError, Labels, Mode, NodeId, NodeStatus, Outcomes,
    StateGraph,
};
use crate::policy::{Policy, PolicyError, Row, StepPolicy, reduce_together};
use num_integer::Integer;
use rayon::prelude::*;

/// The Markov chain a policy makes of a graph: for every node its successors with integer coefficients over one
/// denominator a node. Successors are distinct and ascending; those of probability 0 are left out.
#[derive(Clone, Debug)]
pub struct Rows<'g> {
    graph: &'g StateGraph,
    policy: &'g Policy,
    distances: &'g Distances,
    labels: Option<&'g Labels>,
    /// What is best where chance has a say and the policy asks.
    best: Option<BestPlay>,
    first: Vec<usize>,
    arcs: Vec<(NodeId, u64)>,
    denominator: Vec<u64>,
}

impl<'g> Rows<'g> {
    /// Of `policy` on `graph`. `distances` (with evidence required) say what is on a shortest path; where chance has a
    /// say, that is what [`BestPlay`] calls best. `labels` are needed only by a user's table, which also needs a raw
    /// graph.
    ///
    /// # Errors
    /// If a table does not fit the graph, a node's probabilities do not fit 64 bits, or best play is needed and cannot
    /// be had (as [`BestPlay::of`]).
    pub fn of(
        graph: &'g StateGraph,
        policy: &'g Policy,
        distances: &'g Distances,
        labels: Option<&'g Labels>,
    ) -> Result<Self, GraphError> {
        let is_table = matches!(policy.steps(), StepPolicy::Table(_));
        if is_table && (graph.mode() != Mode::Raw || labels.is_none()) {
            return Err(PolicyError::NeedsRaw.into());
        }
        let best = if graph.has_chance() && policy.steps().needs_distance() {
            Some(BestPlay::of(graph, Evidence::Required)?)
        } else {
            None
        };
        let mut rows = Self {
            best,
            graph,
            policy,
            distances,
            labels,
            first: vec![0],
            arcs: vec![],
            denominator: vec![],
        };
        let made: Vec<Made> = (0..graph.nodes() as u32)
            .into_par_iter()
            .with_min_len(256)
            .map(|node| rows.make(NodeId(node)))
            .collect::<Result<_, _>>()?;
        for (arcs, denominator) in made {
            rows.arcs.extend(arcs);
            rows.first.push(rows.arcs.len());
            rows.denominator.push(denominator);
        }
        Ok(rows)
    }

    /// The graph.
    #[must_use]
    pub fn graph(&self) -> &'g StateGraph {
        self.graph
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &'g Policy {
        self.policy
    }

    /// The distances the policy goes by.
    #[must_use]
    pub fn distances(&self) -> &'g Distances {
        self.distances
    }

    /// The successors of `node` and the numerators of their probabilities; empty where the episode has ended.
    #[must_use]
    pub fn arcs(&self, node: NodeId) -> &[(NodeId, u64)] {
        &self.arcs[self.first[node.at()]..self.first[node.at() + 1]]
    }

    /// The common denominator of the probabilities of `node`.
    #[must_use]
    pub fn denominator(&self, node: NodeId) -> u64 {
        self.denominator[node.at()]
    }

    /// The probability of every edge of a running node, in menu order.
    ///
    /// # Errors
    /// None that [`Rows::of`] did not already give.
    pub fn edge_row(&self, node: NodeId) -> Result<Row, GraphError> {
        let graph = self.graph;
        let row = graph.row(node);
        let best: Vec<u32> = match self.policy.steps().needs_distance() {
            true => (row.clone())
                .filter(|&e| self.is_best(node, EdgeId(e)))
                .map(|e| e - row.start)
                .collect(),
            false => vec![],
        };
        let text = |i: usize| {
            let labels = self.labels.map(|l| &l.actions[row.start as usize + i]);
            labels.cloned().unwrap_or_default()
        };
        let weights = graph.weights(node);
        let state = graph.digest(node);
        Ok(self.policy.steps().row(weights, &best, state, &text)?)
    }

    /// Whether `eps-optimal` takes the edge for one on a shortest path: with chance, one of best play.
    pub(super) fn is_best(&self, node: NodeId, edge: EdgeId) -> bool {
        match &self.best {
            Some(best) => best.is_best(self.graph, node, edge),
            None => self.distances.is_shortest(self.graph, node, edge),
        }
    }

    fn make(&self, node: NodeId) -> Result<Made, GraphError> {
        if self.graph.status(node) != NodeStatus::Running || self.graph.row(node).is_empty() {
            return Ok((vec![], 1));
        }
        let row = self.edge_row(node)?;
        let edges = || self.graph.edges(node).zip(row.numerators());
        let too_fine = || {
            GraphError::from(PolicyError::TooFine {
                state: self.graph.digest(node),
            })
        };
        let mut chance = 1u128;
        for (edge, _) in edges().filter(|(_, n)| **n > 0) {
            if let Outcomes::Drawn { denominator, .. } = self.graph.outcomes(edge) {
                chance = chance.lcm(&u128::from(denominator));
                // Within 64 bits no product below exceeds 128.
                u64::try_from(chance).map_err(|_| too_fine())?;
            }
        }
        let mut arcs: Vec<(NodeId, u128)> = vec![];
        for (edge, &numerator) in edges().filter(|(_, n)| **n > 0) {
            let outcomes = self.graph.outcomes(edge);
            let scale = match outcomes {
                Outcomes::Sure(_) => u128::from(numerator) * chance,
                Outcomes::Drawn { denominator, .. } => {
                    u128::from(numerator) * (chance / u128::from(denominator))
                }
            };
            for (next, n) in outcomes.iter() {
                let share = scale.checked_mul(u128::from(n)).ok_or_else(too_fine)?;
                arcs.push((next, share));
            }
        }
        arcs.sort_unstable_by_key(|(next, _)| *next);
        arcs.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        let shares: Vec<u128> = arcs.iter().map(|(_, n)| *n).collect();
        let (shares, whole) = reduce_together(&shares).ok_or_else(too_fine)?;
        let arcs = arcs.into_iter().zip(shares);
        Ok((arcs.map(|((next, _), n)| (next, n)).collect(), whole))
    }
}

type Made = (Vec<(NodeId, u64)>, u64);
