//! Pivots: the steps that decide.
//!
//! A step is a pivot when |A| ≥ τ under the policy, or when it changes whether success can be reached in the steps left.
//! Beside it stands the form of CSO (arXiv 2602.03412): the step taken scored low, an alternative scored high, and going
//! on with the policy after the alternative reaches success - here with its exact probability instead of by sampling.

use super::{
    Distances, EdgeId, Fraction, GraphError, Horizon, Layer, Measure, NodeId, NodeStatus, Outcomes,
    Rows, StateGraph,
};
use crate::{
    rational::{Exact, Rational},
    truth::Reachable,
};
use serde::Serialize;

/// The default threshold τ: 1/5.
pub const THRESHOLD: (i64, i64) = (1, 5);
/// CSO: a step is a candidate only if its own score is below this.
pub const CSO_LOW: (i64, i64) = (1, 2);
/// CSO: and its best alternative's above this.
pub const CSO_HIGH: (i64, i64) = (3, 5);

/// A pivot of the graph: an edge taken with some number of steps left.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pivot {
    /// The node.
    pub node: NodeId,
    /// The edge.
    pub edge: EdgeId,
    /// A = Q − V of success under the policy.
    pub advantage: Exact,
    /// Whether success could be reached in the steps left before it.
    pub before: Reachable,
    /// The same after it, one step fewer left, by outcome in order.
    pub after: Vec<Reachable>,
}

/// Whether a step with this advantage and this change of reachability is a pivot.
#[must_use]
pub fn is_pivot(
    advantage: &Fraction,
    threshold: Rational,
    before: Reachable,
    after: Reachable,
) -> bool {
    before != after || advantage.abs().compare(&Fraction::of(threshold)).is_ge()
}

/// The pivots of a whole graph with `steps_left`, node by node, in menu order. Edges whose advantage is beyond the cap
/// are left out.
///
/// # Errors
/// As [`Horizon::new`] and [`Horizon::layers`].
pub fn pivots(
    rows: &Rows<'_>,
    steps_left: u32,
    threshold: Rational,
) -> Result<Vec<Pivot>, GraphError> {
    let (graph, distances) = (rows.graph(), rows.distances());
    let mut found = vec![];
    Horizon::new(rows, Measure::Success)?.layers(steps_left, |layer| {
        if layer.steps_left() != steps_left {
            return;
        }
        for node in graph.node_ids() {
            let Some(value) = running_value(graph, layer, node) else {
                continue;
            };
            for edge in graph.edges(node) {
                let Some(q) = layer.action_value(graph.outcomes(edge)) else {
                    continue;
                };
                let advantage = q.minus(&value);
                let (before, after) = reachable(graph, distances, node, edge, steps_left);
                if after
                    .iter()
                    .any(|&a| is_pivot(&advantage, threshold, before, a))
                {
                    found.push(Pivot {
                        node,
                        edge,
                        advantage: advantage.exact(),
                        before,
                        after,
                    });
                }
            }
        }
    })?;
    Ok(found)
}

fn running_value(graph: &StateGraph, layer: &Layer<'_>, node: NodeId) -> Option<Fraction> {
    let runs = graph.status(node) == NodeStatus::Running;
    runs.then(|| layer.value(node)).flatten()
}

fn reachable(
    graph: &StateGraph,
    distances: &Distances,
    node: NodeId,
    edge: EdgeId,
    steps_left: u32,
) -> (Reachable, Vec<Reachable>) {
    let with = |node, left| Reachable::from_distance(distances.get(node), Some(left));
    let after = graph.outcomes(edge).iter();
    let after = after.map(|(next, _)| with(next, steps_left.saturating_sub(1)));
    (with(node, steps_left), after.collect())
}

/// A step and its best alternative, as CSO weighs them, with exact success probabilities for scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Q of the step taken.
    pub taken: Fraction,
    /// The menu's best edge, the first of equals.
    pub best: EdgeId,
    /// Q of that edge: the probability that going on with the policy after it reaches success.
    pub best_value: Fraction,
    /// CSO's candidate rule: taken < 1/2, best > 3/5, both strict.
    pub candidate: bool,
}

/// Weigh a step from `node` that led to `taken` against the menu, with the layer's steps left. `None` where the node has
/// no menu, no steps are left, or states beyond the cap matter.
#[must_use]
pub fn best_alternative(
    graph: &StateGraph,
    layer: &Layer<'_>,
    node: NodeId,
    taken: Outcomes<'_>,
) -> Option<Alternative> {
    let taken = layer.action_value(taken)?;
    let mut best: Option<(EdgeId, Fraction)> = None;
    for edge in graph.edges(node) {
        let value = layer.action_value(graph.outcomes(edge))?;
        let better = |(_, top): &(EdgeId, Fraction)| value.compare(top).is_gt();
        if best.as_ref().is_none_or(better) {
            best = Some((edge, value));
        }
    }
    let (best, best_value) = best?;
    let ratio = |(n, d)| Fraction::of(Rational::new(n, d));
    let low = taken.compare(&ratio(CSO_LOW)).is_lt();
    Some(Alternative {
        candidate: low && best_value.compare(&ratio(CSO_HIGH)).is_gt(),
        taken,
        best,
        best_value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{
            Evidence,
            testing::{Table, ended, goto, run},
        },
        policy::Policy,
    };

    /// 0: good -> success, bad -> 1, idle -> 4; 1: recover -> success, give up -> failure; 4: on -> success.
    fn table() -> StateGraph {
        Table::new(vec![
            run(vec![goto(2), goto(1), goto(4)]),
            run(vec![goto(2), goto(3)]),
            ended(1, 1),
            ended(0, 1),
            run(vec![goto(2)]),
        ])
        .raw()
    }

    #[test]
    fn pivots_are_large_advantages_and_changes_of_reachability() {
        let graph = table();
        let distances = graph.distances(Evidence::Required);
        let policy = Policy::uniform();
        let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
        let (n, d) = THRESHOLD;
        let found = pivots(&rows, 2, Rational::new(n, d)).unwrap();
        // V(0) = 5/6: good and idle +1/6, bad -1/3. V(1) = 1/2: recover +1/2, give up -1/2. V(4) = 1: 0.
        let shown: Vec<(u32, Exact)> = found.iter().map(|p| (p.edge.0, p.advantage)).collect();
        let expected = [(1, -1, 3), (3, 1, 2), (4, -1, 2)];
        assert_eq!(shown, expected.map(|(e, n, d)| (e, Exact::new(n, d))));
        // With one step left, bad and idle lose what good still had in reach.
        let last = pivots(&rows, 1, Rational::from_integer(1)).unwrap();
        let edges: Vec<u32> = last.iter().map(|p| p.edge.0).collect();
        assert_eq!(edges, [1, 2, 4]);
        assert_eq!(last[0].after, [Reachable::OutOfBudget]);
    }

    #[test]
    fn an_advantage_of_just_the_threshold_decides_and_so_does_any_change_of_reachability() {
        let threshold = Rational::new(1, 6);
        let pivot = |(n, d), before, after| {
            is_pivot(&Fraction::of(Rational::new(n, d)), threshold, before, after)
        };
        let (now, gone) = (Reachable::Now, Reachable::OutOfBudget);
        for sign in [1, -1] {
            assert!(pivot((sign, 6), now, now));
            assert!(!pivot((sign, 7), now, now));
            assert!(pivot((sign, 7), now, gone) && pivot((0, 1), gone, now));
        }
        // In the table: good and idle are worth +1/6, of just the threshold.
        let graph = table();
        let distances = graph.distances(Evidence::Required);
        let policy = Policy::uniform();
        let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
        let found = pivots(&rows, 2, threshold).unwrap();
        let edges: Vec<u32> = found.iter().map(|p| p.edge.0).collect();
        assert_eq!(edges, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn the_best_alternative_is_a_candidate_by_strict_thresholds() {
        let graph = table();
        let distances = graph.distances(Evidence::Required);
        let policy = Policy::uniform();
        let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
        let mut weighed = vec![];
        let horizon = Horizon::new(&rows, Measure::Success).unwrap();
        horizon
            .layers(2, |layer| {
                if layer.steps_left() == 2 {
                    for (node, edge) in [(0, 1), (0, 0), (2, 4)] {
                        let taken = graph.outcomes(EdgeId(edge));
                        weighed.push(best_alternative(&graph, layer, NodeId(node), taken).unwrap());
                    }
                }
            })
            .unwrap();
        let fraction = |n, d| Fraction::of(Rational::new(n, d));
        assert_eq!(weighed[0].taken, fraction(1, 2));
        assert!(!weighed[0].candidate, "1/2 is not below 1/2");
        assert_eq!(weighed[1].best, EdgeId(0), "the first of equals");
        assert!(weighed[2].candidate);
        assert_eq!(
            (weighed[2].best, &weighed[2].best_value),
            (EdgeId(3), &fraction(1, 1))
        );
    }
}
