//! Pivots: the steps that decide.
//!
//! A step is a pivot when |A| ≥ τ under the policy, or when it leaves no chance of success where there was one: V(s) > 0 and
//! Q(s, a) = 0. Both are over the whole menu as graded, within the steps left, and average over what chance may do: a draw
//! is no step, and a bad one makes no pivot of the action before it.
//! Beside it stands the form of CSO (arXiv 2602.03412): the step taken scored low, an alternative scored high, and going
//! on with the policy after the alternative reaches success - here with its exact probability instead of by sampling.

use super::{
    EdgeId, Fraction, GraphError, Horizon, Layer, Measure, NodeId, NodeStatus, Outcomes, Rows,
    StateGraph,
};
use crate::rational::{Exact, Rational};
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
    /// Whether it leaves no chance of success where there was one.
    pub ruins: bool,
}

/// Whether a step of value `q` in a state of value `v` is a pivot.
#[must_use]
pub fn is_pivot(q: &Fraction, v: &Fraction, threshold: Rational) -> bool {
    ruins(q, v) || q.minus(v).abs().compare(&Fraction::of(threshold)).is_ge()
}

/// Whether a step leaves no chance of success where there was one.
fn ruins(q: &Fraction, v: &Fraction) -> bool {
    q.is_zero() && !v.is_zero()
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
    let graph = rows.graph();
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
                let q = layer.action_value(graph.outcomes(edge));
                if let Some(q) = q.filter(|q| is_pivot(q, &value, threshold)) {
                    found.push(Pivot {
                        node,
                        edge,
                        advantage: q.minus(&value).exact(),
                        ruins: ruins(&q, &value),
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
            testing::{Table, draw, ended, goto, run},
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
    fn pivots_are_large_advantages_and_steps_that_leave_no_chance() {
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
        // With one step left, bad and idle leave no chance where good had one.
        let last = pivots(&rows, 1, Rational::from_integer(1)).unwrap();
        let edges: Vec<(u32, bool)> = last.iter().map(|p| (p.edge.0, p.ruins)).collect();
        assert_eq!(edges, [(1, true), (2, true), (4, true)]);
    }

    #[test]
    fn a_draw_makes_no_pivot_nor_does_a_step_where_there_was_no_chance() {
        // 0: sow -> 1, where reaping is all there is to do (1/2 success, 1/2 failure), or stray -> 4, where nothing succeeds.
        let graph = Table::new(vec![
            run(vec![goto(1), goto(4)]),
            run(vec![draw(vec![(1, 2), (1, 3)])]),
            ended(1, 1),
            ended(0, 1),
            run(vec![goto(4), goto(3)]),
        ])
        .raw();
        let distances = graph.distances(Evidence::Required);
        let policy = Policy::uniform();
        let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
        let found = pivots(&rows, 5, Rational::from_integer(1)).unwrap();
        let edges: Vec<(u32, bool)> = found.iter().map(|p| (p.edge.0, p.ruins)).collect();
        assert_eq!(edges, [(1, true)], "only the step that leaves no chance");
    }

    #[test]
    fn a_guess_off_the_supported_way_is_no_pivot_by_what_evidence_could_reach() {
        // 0: guess (not supported) -> success, or look -> 2, where the answer is supported; one step is left.
        let graph = Table::new(vec![
            run(vec![goto(1).unsupported(), goto(2)]),
            ended(1, 1),
            run(vec![goto(1).supported()]),
        ])
        .raw();
        let distances = graph.distances(Evidence::Required);
        let policy = Policy::uniform();
        let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
        let found = pivots(&rows, 2, Rational::new(1, 5)).unwrap();
        assert_eq!(found, [], "every way succeeds");
        let last = pivots(&rows, 1, Rational::from_integer(1)).unwrap();
        let edges: Vec<(u32, bool)> = last.iter().map(|p| (p.edge.0, p.ruins)).collect();
        assert_eq!(edges, [(1, true)], "with one step left looking is too long");
    }

    #[test]
    fn an_advantage_of_just_the_threshold_decides_and_so_does_leaving_no_chance() {
        let threshold = Rational::new(1, 6);
        let pivot = |q: (i64, i64), v: (i64, i64)| {
            let fraction = |(n, d)| Fraction::of(Rational::new(n, d));
            is_pivot(&fraction(q), &fraction(v), threshold)
        };
        assert!(
            pivot((2, 3), (1, 2)) && pivot((1, 3), (1, 2)),
            "1/6 up and down"
        );
        assert!(!pivot((9, 14), (1, 2)) && !pivot((5, 14), (1, 2)), "1/7");
        assert!(pivot((0, 1), (1, 7)), "nothing is left of 1/7");
        assert!(!pivot((0, 1), (0, 1)), "there was nothing to lose");
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
