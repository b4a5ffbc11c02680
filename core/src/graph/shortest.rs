//! Which edges are on a shortest path, by the one rule of steps, files and pictures.

use super::{BestPlay, Distances, EdgeId, NodeId, StateGraph};
use crate::truth::Distance;

/// The edges on a shortest path: those whose step has `on_shortest_path`. Without chance they lead one step nearer; with it
/// they are those of best play ([`BestPlay`]), which need not be the shortest in the best case.
#[derive(Debug)]
pub struct ShortestEdges<'g> {
    graph: &'g StateGraph,
    rule: Rule<'g>,
}

#[derive(Debug)]
enum Rule<'g> {
    Nearer(&'g Distances),
    Best(BestPlay),
    /// Chance has a say, and best play cannot be had: the graph is capped, or a part of it too entangled.
    NotComputed,
}

impl<'g> ShortestEdges<'g> {
    /// Of a graph whose distances these are.
    #[must_use]
    pub fn of(graph: &'g StateGraph, distances: &'g Distances) -> Self {
        let rule = match graph.has_chance() {
            false => Rule::Nearer(distances),
            true => BestPlay::of(graph, distances.evidence()).map_or(Rule::NotComputed, Rule::Best),
        };
        Self { graph, rule }
    }

    /// Whether an edge of `node` is on a shortest path; `None` if only states beyond the cap could tell, or it was not
    /// computed.
    #[must_use]
    pub fn contains(&self, node: NodeId, edge: EdgeId) -> Option<bool> {
        match &self.rule {
            Rule::Nearer(distances) => is_nearer(self.graph, distances, node, edge),
            Rule::Best(best) => Some(best.is_best(self.graph, node, edge)),
            Rule::NotComputed => None,
        }
    }
}

fn is_nearer(
    graph: &StateGraph,
    distances: &Distances,
    node: NodeId,
    edge: EdgeId,
) -> Option<bool> {
    if !graph.counts(edge, distances.evidence()) {
        return Some(false);
    }
    match distances.get(node) {
        Distance::NotComputed => None,
        Distance::Never | Distance::Steps(0) => Some(false),
        Distance::Steps(_) if distances.is_shortest(graph, node, edge) => Some(true),
        Distance::Steps(_) => {
            let mut next = graph.outcomes(edge).iter();
            let known = next.all(|(n, _)| distances.get(n) != Distance::NotComputed);
            known.then_some(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        Evidence,
        testing::{Table, draw, ended, goto, run},
    };

    fn of(graph: &StateGraph, edges: u32) -> Vec<Option<bool>> {
        let distances = graph.distances(Evidence::Required);
        let shortest = ShortestEdges::of(graph, &distances);
        let edges = (0..edges).map(EdgeId);
        edges
            .map(|e| shortest.contains(graph.source(e), e))
            .collect()
    }

    #[test]
    fn a_leap_with_worse_odds_is_on_no_shortest_path_though_it_may_be_the_nearer_way() {
        // 0: leap (1/3 success, 2/3 failure), or walk -> 1 -> success.
        let graph = Table::new(vec![
            run(vec![draw(vec![(1, 2), (2, 3)]), goto(1)]),
            run(vec![goto(2)]),
            ended(1, 1),
            ended(0, 1),
        ])
        .raw();
        assert_eq!(of(&graph, 3), [Some(false), Some(true), Some(true)]);
    }

    #[test]
    fn what_only_states_beyond_the_cap_could_tell_is_not_said() {
        // 0: on -> 1 -> 2 success; a guess -> 2; astray -> 3, which leads nowhere.
        let whole = Table::new(vec![
            run(vec![goto(1), goto(2).unsupported(), goto(3)]),
            run(vec![goto(2)]),
            ended(1, 1),
            run(vec![goto(3)]),
        ]);
        assert_eq!(
            of(&whole.raw(), 3),
            [Some(true), Some(false), Some(false)],
            "whole"
        );
        let capped = Table::new(vec![
            run(vec![goto(1), goto(4)]),
            run(vec![goto(2)]),
            run(vec![goto(3)]),
            ended(1, 1),
            run(vec![goto(5)]),
            ended(1, 1),
        ])
        .capped(4);
        assert_eq!(of(&capped, 2), [None, None]);
        let drawn = Table::new(vec![
            run(vec![draw(vec![(1, 1), (1, 2)])]),
            ended(1, 1),
            run(vec![goto(3)]),
            run(vec![goto(1)]),
        ])
        .capped(3);
        assert_eq!(of(&drawn, 1), [None], "best play needs the whole graph");
    }
}
