//! The largest success probability: what the best play reaches where chance has a say.

use super::{
    Distances, EdgeId, Evidence, Fraction, GraphError, NodeId, NodeStatus, Query, StateGraph,
    Support,
    exact::{self, Equation},
};
use crate::truth::Distance;
use num_bigint::BigUint;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Zero};

/// Unknowns of one strongly connected part that exact elimination takes on; the cost grows with its cube.
pub const EXACT_LIMIT: usize = 400;

impl StateGraph {
    pub(super) fn counts(&self, edge: EdgeId, evidence: Evidence) -> bool {
        evidence == Evidence::Ignored || self.support(edge) != Support::Unsupported
    }
}

/// The largest success probability within `h` steps, exact: V*_h, and Q*_h of actions.
///
/// In a graph without chance this is 1 where success is near enough and 0 elsewhere.
#[derive(Debug)]
pub struct BestChance<'g> {
    graph: &'g StateGraph,
    evidence: Evidence,
    /// Least common multiple of the draws' denominators.
    base: BigUint,
    beyond: Vec<u32>,
}

impl<'g> BestChance<'g> {
    /// Over the actions that count.
    #[must_use]
    pub fn new(graph: &'g StateGraph, evidence: Evidence) -> Self {
        let mut distinct = graph.denominator.clone();
        distinct.sort_unstable();
        distinct.dedup();
        Self {
            graph,
            evidence,
            base: distinct
                .iter()
                .fold(BigUint::one(), |l, &d| l.lcm(&BigUint::from(d))),
            beyond: graph.steps_to_unexpanded(),
        }
    }

    /// The numbers asked for, in the order asked; `None` where states beyond the cap matter, and for an action with no
    /// steps left.
    #[must_use]
    pub fn solve(&self, queries: &[Query<'_>]) -> Vec<Option<Fraction>> {
        let last = queries.iter().map(|q| q.steps_left()).max().unwrap_or(0);
        let mut answers = vec![None; queries.len()];
        let mut unit = BigUint::one();
        let mut before: Vec<BigUint> = vec![];
        let success = |n: NodeId| BigUint::from(u8::from(self.graph.is_success(n)));
        let mut now: Vec<BigUint> = self.graph.node_ids().map(success).collect();
        for steps_left in 0..=last {
            for (query, answer) in queries.iter().zip(&mut answers) {
                if query.steps_left() == steps_left {
                    *answer = self.answer(*query, &now, &before, &unit);
                }
            }
            if steps_left < last {
                let next = self.graph.node_ids().map(|n| self.next(n, &now));
                let next: Vec<BigUint> = next.collect();
                before = std::mem::replace(&mut now, next);
                unit *= &self.base;
            }
        }
        answers
    }

    fn answer(
        &self,
        query: Query<'_>,
        now: &[BigUint],
        before: &[BigUint],
        unit: &BigUint,
    ) -> Option<Fraction> {
        match query {
            Query::Value { node, steps_left } => (steps_left <= self.beyond[node.at()])
                .then(|| Fraction::new(now[node.at()].clone(), unit.clone())),
            Query::Action {
                outcomes,
                steps_left,
            } => {
                let left = steps_left.checked_sub(1)?;
                let known = |(n, _): (NodeId, u64)| left <= self.beyond[n.at()];
                outcomes.iter().all(known).then(|| {
                    let sum: BigUint = outcomes.iter().map(|(n, p)| &before[n.at()] * p).sum();
                    Fraction::new(sum, unit / &self.base * outcomes.denominator())
                })
            }
        }
    }

    /// The numerator of a node one layer on.
    fn next(&self, node: NodeId, before: &[BigUint]) -> BigUint {
        let graph = self.graph;
        if graph.status(node) != NodeStatus::Running {
            return &before[node.at()] * &self.base;
        }
        let edges = graph
            .edges(node)
            .filter(|&e| graph.counts(e, self.evidence));
        let values = edges.map(|edge| {
            let outcomes = graph.outcomes(edge);
            let sum: BigUint = outcomes.iter().map(|(n, p)| &before[n.at()] * p).sum();
            sum * (&self.base / outcomes.denominator())
        });
        values.max().unwrap_or_default()
    }
}

/// Best play without a horizon: the largest success probability of every node, and the edges that keep it.
///
/// An edge is *best* when it keeps the largest success probability and leads (with chance: can lead) one step nearer to
/// success over edges that keep it. Following best edges reaches that probability. Without chance best edges are those on
/// a shortest path.
#[derive(Clone, Debug, PartialEq)]
pub struct BestPlay {
    success: Vec<BigRational>,
    keeping: Distances,
}

impl BestPlay {
    /// Over the actions that count.
    ///
    /// # Errors
    /// [`GraphError::BeyondCap`] for a capped graph, [`GraphError::TooEntangled`] if a strongly connected part is larger
    /// than [`EXACT_LIMIT`] and chance has a say.
    pub fn of(graph: &StateGraph, evidence: Evidence) -> Result<Self, GraphError> {
        if graph.cap().is_some() {
            return Err(GraphError::BeyondCap);
        }
        let distances = graph.distances(evidence);
        let reaches = |n: NodeId| match distances.get(n) {
            Distance::Steps(_) => BigRational::one(),
            Distance::Never | Distance::NotComputed => BigRational::zero(),
        };
        if !graph.has_chance() {
            return Ok(Self {
                success: graph.node_ids().map(reaches).collect(),
                keeping: distances,
            });
        }
        let success = improve(graph, evidence, &distances)?;
        let keeping = graph.distances_over(evidence, |edge, node| {
            graph.counts(edge, evidence) && odds(graph, edge, &success) == success[node.at()]
        });
        Ok(Self { success, keeping })
    }

    /// The largest success probability of a node, with no limit on steps.
    #[must_use]
    pub fn success(&self, node: NodeId) -> &BigRational {
        &self.success[node.at()]
    }

    /// Whether an edge of `node` is best.
    #[must_use]
    pub fn is_best(&self, graph: &StateGraph, node: NodeId, edge: EdgeId) -> bool {
        self.keeping.is_shortest(graph, node, edge)
            && (!graph.has_chance() || odds(graph, edge, &self.success) == self.success[node.at()])
    }
}

/// The probability that an edge leads to success when nodes have these.
fn odds(graph: &StateGraph, edge: EdgeId, success: &[BigRational]) -> BigRational {
    let outcomes = graph.outcomes(edge);
    if let super::Outcomes::Sure(node) = outcomes {
        return success[node.at()].clone();
    }
    let sum = outcomes.iter().fold(BigRational::zero(), |sum, (n, p)| {
        sum + &success[n.at()] * BigRational::from_integer(p.into())
    });
    sum / BigRational::from_integer(outcomes.denominator().into())
}

/// Policy iteration from the best-case shortest paths. They reach success with positive probability from wherever any
/// play does, and an edge is exchanged only for a strictly better one, so no iterate gets caught in a loop.
fn improve(
    graph: &StateGraph,
    evidence: Evidence,
    distances: &Distances,
) -> Result<Vec<BigRational>, GraphError> {
    let live: Vec<NodeId> = graph
        .node_ids()
        .filter(|&n| distances.get(n).steps().is_some_and(|d| d > 0))
        .collect();
    let mut dense = vec![u32::MAX; graph.nodes()];
    for (i, node) in live.iter().enumerate() {
        dense[node.at()] = i as u32;
    }
    let first = |&node: &NodeId| {
        let mut edges = graph.edges(node);
        let edge = edges.find(|&e| distances.is_shortest(graph, node, e));
        edge.expect("invariant: a finite distance has a shortest edge")
    };
    let mut chosen: Vec<EdgeId> = live.iter().map(first).collect();
    loop {
        let equations: Vec<Equation> = chosen.iter().map(|&e| equation(graph, e, &dense)).collect();
        let solved = exact::solve(&equations, EXACT_LIMIT)?;
        let value = |n: NodeId| match dense[n.at()] {
            u32::MAX if graph.is_success(n) => BigRational::one(),
            u32::MAX => BigRational::zero(),
            i => solved[i as usize].clone(),
        };
        let values: Vec<BigRational> = graph.node_ids().map(value).collect();
        let mut better = false;
        for (&node, chosen) in live.iter().zip(&mut chosen) {
            let mut best = values[node.at()].clone();
            for edge in graph.edges(node).filter(|&e| graph.counts(e, evidence)) {
                let odds = odds(graph, edge, &values);
                if odds > best {
                    (best, *chosen, better) = (odds, edge, true);
                }
            }
        }
        if !better {
            return Ok(values);
        }
    }
}

fn equation(graph: &StateGraph, edge: EdgeId, dense: &[u32]) -> Equation {
    let outcomes = graph.outcomes(edge);
    let mut equation = Equation {
        constant: BigRational::zero(),
        terms: vec![],
    };
    for (next, p) in outcomes.iter() {
        let p = BigRational::new(p.into(), outcomes.denominator().into());
        match dense[next.at()] {
            u32::MAX if graph.is_success(next) => equation.constant += p,
            u32::MAX => {}
            i => equation.terms.push((i, p)),
        }
    }
    equation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{
            Horizon, Measure, Rows,
            testing::{Table, draw, ended, goto, random_table, run},
        },
        policy::Policy,
        rational::Rational,
    };
    use proptest::prelude::*;

    fn value(node: u32, steps_left: u32) -> Query<'static> {
        Query::Value {
            node: NodeId(node),
            steps_left,
        }
    }

    #[test]
    fn best_play_prefers_the_better_odds_to_the_shorter_way() {
        // 0: leap (1/3 success, 2/3 failure), or walk -> 1 -> success; 1 may also rest (back to 0).
        let graph = Table::new(vec![
            run(vec![draw(vec![(1, 2), (2, 3)]), goto(1)]),
            run(vec![goto(0), goto(2)]),
            ended(1, 1),
            ended(0, 1),
        ])
        .raw();
        let best = BestPlay::of(&graph, Evidence::Required).unwrap();
        assert_eq!(*best.success(NodeId(0)), BigRational::one());
        let kept: Vec<bool> = (0..4)
            .map(|e| best.is_best(&graph, graph.source(EdgeId(e)), EdgeId(e)))
            .collect();
        assert_eq!(kept, [false, true, false, true]);
        let within = BestChance::new(&graph, Evidence::Required);
        let leap = Query::Action {
            outcomes: graph.outcomes(EdgeId(0)),
            steps_left: 2,
        };
        let got = within.solve(&[value(0, 1), value(0, 2), leap, value(0, 0)]);
        let fraction = |n, d| Some(Fraction::of(Rational::new(n, d)));
        assert_eq!(
            got,
            [
                fraction(1, 3),
                fraction(1, 1),
                fraction(1, 3),
                fraction(0, 1)
            ]
        );
    }

    #[test]
    fn a_gamble_that_can_come_as_near_as_the_sure_way_is_not_best() {
        // 0: on to 1, surely, or with 1/2 and else to failure; 1: on to success.
        let graph = Table::new(vec![
            run(vec![goto(1), draw(vec![(1, 1), (1, 3)])]),
            run(vec![goto(2)]),
            ended(1, 1),
            ended(0, 1),
        ])
        .raw();
        let best = BestPlay::of(&graph, Evidence::Required).unwrap();
        let kept = [0, 1].map(|e| best.is_best(&graph, NodeId(0), EdgeId(e)));
        assert_eq!(kept, [true, false]);
    }

    #[test]
    fn retrying_for_ever_succeeds_surely_and_in_h_steps_with_the_odds_of_h_tries() {
        let graph = Table::new(vec![run(vec![draw(vec![(1, 1), (2, 0)])]), ended(1, 1)]).raw();
        let best = BestPlay::of(&graph, Evidence::Required).unwrap();
        assert_eq!(*best.success(NodeId(0)), BigRational::one());
        let within = BestChance::new(&graph, Evidence::Required).solve(&[value(0, 3)]);
        assert_eq!(within, [Some(Fraction::of(Rational::new(19, 27)))]);
    }

    #[test]
    fn a_capped_graph_gives_no_best_chance_that_what_is_beyond_could_change() {
        // 0 -> success or 2; 2 -> (4, not expanded). Two steps from 0 nothing beyond the cap can have a say, three it can.
        let graph = Table::new(vec![
            run(vec![draw(vec![(1, 1), (3, 0)]), goto(2)]),
            ended(1, 1),
            run(vec![goto(3)]),
            run(vec![goto(4)]),
            ended(1, 1),
        ])
        .capped(4);
        assert_eq!(graph.cap().unwrap().unexpanded, 1);
        let best = BestChance::new(&graph, Evidence::Required);
        let action = |edge, steps_left| Query::Action {
            outcomes: graph.outcomes(EdgeId(edge)),
            steps_left,
        };
        let asked = [
            value(0, 2),
            value(0, 3),
            value(2, 1),
            value(2, 2),
            value(1, 9),
            action(1, 0),
            action(1, 2),
            action(1, 3),
            action(0, 3),
            action(0, 4),
        ];
        let fraction = |n, d| Some(Fraction::of(Rational::new(n, d)));
        let expected = [
            fraction(7, 16),
            None,
            fraction(0, 1),
            None,
            fraction(1, 1),
            None,
            fraction(0, 1),
            None,
            fraction(37, 64),
            None,
        ];
        // The draw comes back to 0 with 3/4: 1/4, then 1 - (3/4)^2, then 1 - (3/4)^3.
        assert_eq!(best.solve(&asked), expected);
        assert!(matches!(
            BestPlay::of(&graph, Evidence::Required),
            Err(GraphError::BeyondCap)
        ));
    }

    proptest! {
        #[test]
        fn no_policy_beats_best_play_and_best_play_reaches_its_odds(seed in any::<u64>(), steps_left in 0u32..6) {
            let graph = random_table(seed, 10).raw();
            let best = BestPlay::of(&graph, Evidence::Ignored).unwrap();
            // Bellman: the best over the menu, and nothing better.
            for node in graph.node_ids().filter(|&n| graph.status(n) == NodeStatus::Running) {
                let top = graph.edges(node).map(|e| odds(&graph, e, &best.success)).max().unwrap();
                prop_assert_eq!(&top, best.success(node));
                let reaches = *best.success(node) > BigRational::zero();
                prop_assert_eq!(reaches, graph.edges(node).any(|e| best.is_best(&graph, node, e)));
            }
            let distances = graph.distances(Evidence::Required);
            let uniform = Policy::uniform();
            let rows = Rows::of(&graph, &uniform, &distances, None).unwrap();
            let queries: Vec<Query<'_>> = graph.node_ids().map(|n| value(n.0, steps_left)).collect();
            let played = Horizon::new(&rows, Measure::Success).unwrap().solve(&queries).unwrap();
            let within = BestChance::new(&graph, Evidence::Ignored).solve(&queries);
            for ((played, within), node) in played.iter().zip(&within).zip(graph.node_ids()) {
                let (played, within) = (played.as_ref().unwrap().reduced(), within.as_ref().unwrap().reduced());
                prop_assert!(played <= within && within <= *best.success(node));
            }
        }
    }
}
