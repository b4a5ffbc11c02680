//! Everything the graph says of its nodes and edges under one policy, with one number of steps left.

use super::{
    Evidence, GraphError, Horizon, Layer, Measure, NodeId, NodeStatus, Rows, ShortestEdges,
};
use crate::{
    rational::{Exact, Rational},
    truth::Distance,
};
use serde::{Deserialize, Serialize};

/// What is said of a node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SolvedState {
    /// Fewest steps to success over supported actions.
    pub distance: Distance,
    /// The same with evidence ignored.
    pub distance_clairvoyant: Distance,
    /// The best grade still reachable; `null` if only states beyond the cap could tell.
    #[serde(default, deserialize_with = "crate::rational::read_some_share")]
    pub best_outcome: Option<Rational>,
    /// V of success; `null` if states beyond the cap matter.
    pub success_probability: Option<Exact>,
    /// V of the outcome.
    pub expected_outcome: Option<Exact>,
}

/// What is said of an edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SolvedAction {
    /// The probability the policy gives it, numerator and denominator.
    pub probability: (u64, u64),
    /// Whether it lies on a shortest path over supported actions (with chance: of best play), whatever the policy, as a
    /// step's `on_shortest_path` says; `null` if it was not computed.
    pub shortest: Option<bool>,
    /// A = Q − V of success; `null` if states beyond the cap matter, or no steps are left.
    pub advantage: Option<Exact>,
    /// A of the outcome.
    pub outcome_advantage: Option<Exact>,
}

/// A solved graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// The policy.
    pub policy: String,
    /// Steps left before any further action, in every node.
    pub steps_left: u32,
    /// By node.
    pub states: Vec<SolvedState>,
    /// By edge.
    pub actions: Vec<SolvedAction>,
}

/// V by node and A by edge.
type Numbers = (Vec<Option<Exact>>, Vec<Option<Exact>>);

impl Solution {
    /// Solve the rows' graph with `steps_left` in every node.
    ///
    /// # Errors
    /// As [`Horizon::new`] and [`Horizon::layers`].
    pub fn of(rows: &Rows<'_>, steps_left: u32) -> Result<Self, GraphError> {
        let graph = rows.graph();
        let clairvoyant = graph.distances(Evidence::Ignored);
        let shortest = ShortestEdges::of(graph, rows.distances());
        let best = graph.best_outcomes(Evidence::Ignored);
        let (success, advantage) = numbers(rows, Measure::Success, steps_left)?;
        let (outcome, outcome_advantage) = numbers(rows, Measure::Outcome, steps_left)?;
        let states = graph.node_ids().map(|node| SolvedState {
            distance: rows.distances().get(node),
            distance_clairvoyant: clairvoyant.get(node),
            best_outcome: best[node.at()],
            success_probability: success[node.at()],
            expected_outcome: outcome[node.at()],
        });
        let mut actions = Vec::with_capacity(graph.edge_count());
        for node in graph.node_ids().filter(|&n| !graph.row(n).is_empty()) {
            let row = rows.edge_row(node)?;
            for (edge, &numerator) in graph.edges(node).zip(row.numerators()) {
                actions.push(SolvedAction {
                    probability: (numerator, row.denominator()),
                    shortest: shortest.contains(node, edge),
                    advantage: advantage[edge.at()],
                    outcome_advantage: outcome_advantage[edge.at()],
                });
            }
        }
        Ok(Self {
            policy: rows.policy().name().to_string(),
            steps_left,
            states: states.collect(),
            actions,
        })
    }
}

fn numbers(rows: &Rows<'_>, measure: Measure, steps_left: u32) -> Result<Numbers, GraphError> {
    let mut numbers = (vec![], vec![]);
    Horizon::new(rows, measure)?.layers(steps_left, |layer| {
        if layer.steps_left() == steps_left {
            for node in rows.graph().node_ids() {
                read_node(rows, layer, node, &mut numbers);
            }
        }
    })?;
    Ok(numbers)
}

fn read_node(rows: &Rows<'_>, layer: &Layer<'_>, node: NodeId, numbers: &mut Numbers) {
    let graph = rows.graph();
    // A node that was not expanded has no value of its own, whatever the steps left.
    let known = graph.status(node) != NodeStatus::Unexpanded;
    let value = known.then(|| layer.value(node)).flatten();
    numbers.0.push(value.as_ref().map(super::Fraction::exact));
    for edge in graph.edges(node) {
        let q = layer.action_value(graph.outcomes(edge));
        let advantage = q.zip(value.as_ref()).map(|(q, v)| q.minus(v).exact());
        numbers.1.push(advantage);
    }
}
