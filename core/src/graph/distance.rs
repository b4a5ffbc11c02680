//! Distances: fewest steps to success, and what follows from them.

use super::{EdgeId, FIRST_GRADE, NodeId, NodeStatus, RUNNING, StateGraph, UNEXPANDED};
use crate::{rational::Rational, truth::Distance};
use serde::{Deserialize, Serialize};

/// Which actions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Actions that commit without their evidence being known are left out: the supported graph.
    Required,
    /// The whole menu: what one who knows everything could do.
    Ignored,
}

const NEVER: u32 = u32::MAX;
const UNKNOWN: u32 = u32::MAX - 1;

/// Fewest steps to success from every node; with chance, in the best case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distances {
    evidence: Evidence,
    steps: Vec<u32>,
}

impl Distances {
    /// The distance of a node.
    #[must_use]
    pub fn get(&self, node: NodeId) -> Distance {
        match self.steps[node.at()] {
            NEVER => Distance::Never,
            UNKNOWN => Distance::NotComputed,
            steps => Distance::Steps(steps),
        }
    }

    /// Which actions counted.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// Whether an edge that counts leads (with chance: can lead) one step nearer.
    #[must_use]
    pub fn is_shortest(&self, graph: &StateGraph, node: NodeId, edge: EdgeId) -> bool {
        let Distance::Steps(here) = self.get(node) else {
            return false;
        };
        here > 0
            && graph.counts(edge, self.evidence)
            && graph
                .outcomes(edge)
                .iter()
                .any(|(next, _)| self.get(next) == Distance::Steps(here - 1))
    }

    /// The edges of `node` on a shortest path, in menu order.
    #[must_use]
    pub fn shortest_edges(&self, graph: &StateGraph, node: NodeId) -> Vec<EdgeId> {
        graph
            .edges(node)
            .filter(|&edge| self.is_shortest(graph, node, edge))
            .collect()
    }

    /// The running nodes from which success can no longer be reached, in order.
    #[must_use]
    pub fn dead_ends(&self, graph: &StateGraph) -> Vec<NodeId> {
        graph
            .node_ids()
            .filter(|&n| graph.status(n) == NodeStatus::Running && self.get(n) == Distance::Never)
            .collect()
    }
}

impl StateGraph {
    /// Fewest steps to success from every node.
    ///
    /// In a capped graph a distance is given only if no unexpanded node could lower it; the rest is `NotComputed`.
    #[must_use]
    pub fn distances(&self, evidence: Evidence) -> Distances {
        self.distances_over(evidence, |edge, _| self.counts(edge, evidence))
    }

    /// The same over the edges (with the node they leave) that `keep` accepts.
    pub(super) fn distances_over(
        &self,
        evidence: Evidence,
        keep: impl Fn(EdgeId, NodeId) -> bool,
    ) -> Distances {
        let back = Reverse::of(self, keep);
        let mut steps = back.breadth_first(self.nodes(), |n| self.is_success(NodeId(n)));
        if self.cap.is_some() {
            let edge_of_known =
                back.breadth_first(self.nodes(), |n| self.status[n as usize] == UNEXPANDED);
            for (steps, &to_unexpanded) in steps.iter_mut().zip(&edge_of_known) {
                // An unexpanded node runs, so success lies at least one step beyond it.
                if to_unexpanded != NEVER && *steps > to_unexpanded + 1 {
                    *steps = UNKNOWN;
                }
            }
        }
        Distances { evidence, steps }
    }

    /// For every node, the best grade that can still be reached over the menu (its own grade, once ended); `None` where
    /// only states beyond the cap could tell. A running node from which no episode ends has 0.
    #[must_use]
    pub fn best_outcomes(&self, evidence: Evidence) -> Vec<Option<Rational>> {
        let back = Reverse::of(self, |edge, _| self.counts(edge, evidence));
        let mut order: Vec<usize> = (0..self.grades.len()).collect();
        order.sort_by(|&a, &b| self.grades[b].cmp(&self.grades[a]));
        let mut best = vec![None; self.nodes()];
        for grade in order {
            let code = FIRST_GRADE + grade as u32;
            let ended = |n: u32| self.status[n as usize] == code;
            let reached = back.breadth_first(self.nodes(), ended);
            for (best, &steps) in best.iter_mut().zip(&reached) {
                if steps != NEVER && best.is_none() {
                    *best = Some(self.grades[grade]);
                }
            }
        }
        let beyond = self.steps_to_unexpanded();
        for ((best, &beyond), &status) in best.iter_mut().zip(&beyond).zip(&self.status) {
            let one = Rational::from_integer(1);
            if beyond != NEVER && *best != Some(one) {
                *best = None;
            } else if best.is_none() && status == RUNNING {
                *best = Some(Rational::from_integer(0));
            }
        }
        best
    }

    /// Fewest steps over the whole menu to a node the cap left unexpanded; `u32::MAX` if there is none.
    pub(super) fn steps_to_unexpanded(&self) -> Vec<u32> {
        if self.cap.is_none() {
            return vec![NEVER; self.nodes()];
        }
        Reverse::of(self, |_, _| true)
            .breadth_first(self.nodes(), |n| self.status[n as usize] == UNEXPANDED)
    }
}

/// The arcs turned round: for every node, the nodes with an edge to it.
pub(super) struct Reverse {
    first: Vec<u64>,
    sources: Vec<u32>,
}

impl Reverse {
    /// Of the edges (with the node they leave) that `keep` accepts.
    pub(super) fn of(graph: &StateGraph, keep: impl Fn(EdgeId, NodeId) -> bool) -> Self {
        let mut first = vec![0u64; graph.nodes() + 1];
        let arcs = |visit: &mut dyn FnMut(u32, u32)| {
            for node in graph.node_ids() {
                for edge in graph.edges(node).filter(|&e| keep(e, node)) {
                    for (next, _) in graph.outcomes(edge).iter() {
                        visit(node.0, next.0);
                    }
                }
            }
        };
        arcs(&mut |_, next| first[next as usize + 1] += 1);
        for node in 0..graph.nodes() {
            first[node + 1] += first[node];
        }
        let mut free = first.clone();
        let mut sources = vec![0; first[graph.nodes()] as usize];
        arcs(&mut |node, next| {
            let place = &mut free[next as usize];
            sources[*place as usize] = node;
            *place += 1;
        });
        Self { first, sources }
    }

    pub(super) fn sources(&self, node: u32) -> &[u32] {
        let (from, to) = (self.first[node as usize], self.first[node as usize + 1]);
        &self.sources[from as usize..to as usize]
    }

    /// Fewest steps from every node to one of `goals`; `u32::MAX` where there is no way.
    pub(super) fn breadth_first(&self, nodes: usize, goals: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut steps = vec![NEVER; nodes];
        let mut queue: Vec<u32> = (0..nodes as u32).filter(|&n| goals(n)).collect();
        for &goal in &queue {
            steps[goal as usize] = 0;
        }
        let mut next = 0;
        while let Some(&node) = queue.get(next) {
            next += 1;
            for &source in self.sources(node) {
                if steps[source as usize] == NEVER {
                    steps[source as usize] = steps[node as usize] + 1;
                    queue.push(source);
                }
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::{Table, ended, goto, run};

    #[test]
    fn distances_respect_evidence_and_dead_ends() {
        // 0 -look-> 1 -answer (supported)-> 2 success; 0 -answer (unsupported)-> 2; 0 -wrong-> 3 stuck.
        let table = Table::new(vec![
            run(vec![goto(1), goto(2).unsupported(), goto(3)]),
            run(vec![goto(2).supported()]),
            ended(1, 1),
            run(vec![goto(3)]),
        ]);
        let graph = table.raw();
        let required = graph.distances(Evidence::Required);
        let all: Vec<Distance> = graph.node_ids().map(|n| required.get(n)).collect();
        use Distance::{Never, Steps};
        // Nodes are numbered as found: 1 is `look`'s, 2 the success, 3 the stuck one.
        assert_eq!(all, [Steps(2), Steps(1), Steps(0), Never]);
        let ignored = graph.distances(Evidence::Ignored);
        assert_eq!(ignored.get(NodeId(0)), Steps(1));
        assert_eq!(required.dead_ends(&graph), [NodeId(3)]);
        assert_eq!(required.shortest_edges(&graph, NodeId(0)), [EdgeId(0)]);
        assert_eq!(ignored.shortest_edges(&graph, NodeId(0)), [EdgeId(1)]);
        let best = graph.best_outcomes(Evidence::Required);
        assert_eq!(best[3], Some(Rational::from_integer(0)));
        assert_eq!(best[0], Some(Rational::from_integer(1)));
    }

    #[test]
    fn a_capped_graph_gives_no_distance_that_what_is_beyond_could_lower() {
        // 0 -> 1 -> 2 -> 3 success, and 0 -> 4 -> (5 success, not seen).
        let table = Table::new(vec![
            run(vec![goto(1), goto(4)]),
            run(vec![goto(2)]),
            run(vec![goto(3)]),
            ended(1, 1),
            run(vec![goto(5)]),
            ended(1, 1),
        ]);
        let whole = table.raw().distances(Evidence::Required);
        assert_eq!(whole.get(NodeId(0)), Distance::Steps(2));
        let capped = table.capped(4);
        assert_eq!(capped.cap().unwrap().unexpanded, 2);
        let distances = capped.distances(Evidence::Required);
        assert_eq!(distances.get(NodeId(0)), Distance::NotComputed);
        assert_eq!(capped.best_outcomes(Evidence::Required)[0], None);
    }

    #[test]
    fn a_capped_graph_keeps_what_is_as_near_as_anything_beyond_could_be() {
        use Distance::{Never, NotComputed, Steps};
        let table = Table::new(vec![
            run(vec![goto(1), goto(2)]),
            run(vec![goto(3), goto(4)]),
            run(vec![goto(5), goto(6)]),
            ended(1, 1),
            run(vec![goto(4)]),
            ended(1, 2),
            run(vec![goto(7)]),
            ended(1, 1),
        ]);
        // 6 leads to an eighth place, for which there is no room.
        let capped = table.capped(7);
        let known = |evidence| -> Vec<Distance> {
            let distances = capped.distances(evidence);
            capped.node_ids().map(|n| distances.get(n)).collect()
        };
        // 0 reaches success and the unexpanded 6 in two steps each: nothing beyond is nearer. Nobody knows of 2.
        assert_eq!(
            known(Evidence::Required),
            [
                Steps(2),
                Steps(1),
                NotComputed,
                Steps(0),
                Never,
                Never,
                NotComputed
            ]
        );
        let best = capped.best_outcomes(Evidence::Required);
        let one = Some(Rational::from_integer(1));
        let (half, none) = (Some(Rational::new(1, 2)), Some(Rational::from_integer(0)));
        assert_eq!(best, [one, one, None, one, none, half, None]);
    }

    #[test]
    fn an_edge_is_shortest_if_it_counts_and_leads_just_one_step_nearer() {
        // 0: to 1, the same without its evidence, back to itself, and straight to success without evidence.
        let graph = Table::new(vec![
            run(vec![
                goto(1),
                goto(1).unsupported(),
                goto(0),
                goto(2).unsupported(),
            ]),
            run(vec![goto(2)]),
            ended(1, 1),
        ])
        .raw();
        let distances = graph.distances(Evidence::Required);
        let shortest = |node, edge| distances.is_shortest(&graph, NodeId(node), EdgeId(edge));
        let of_start = [0, 1, 2, 3].map(|edge| shortest(0, edge));
        assert_eq!(of_start, [true, false, false, false]);
        assert!(
            shortest(1, 4) && !shortest(2, 4),
            "success has nothing nearer"
        );
    }

    #[test]
    fn a_success_just_one_step_beyond_the_cap_is_no_nearer_than_one_two_steps_away() {
        // 0 -> 1 -> 2 success; 0 -> 3 unexpanded: success through 3 takes two steps at least, as many as through 1.
        let table = Table::new(vec![
            run(vec![goto(1), goto(3)]),
            run(vec![goto(2)]),
            ended(1, 1),
            run(vec![goto(4)]),
            run(vec![goto(2)]),
        ]);
        let capped = table.capped(4);
        let distances = capped.distances(Evidence::Required);
        assert_eq!(capped.cap().unwrap().unexpanded, 1);
        assert_eq!(distances.get(NodeId(0)), Distance::Steps(2));
    }

    #[test]
    fn without_a_cap_what_ends_nowhere_has_grade_nought_and_what_ends_has_the_best_of_its_ends() {
        let graph = Table::new(vec![
            run(vec![goto(1), goto(2), goto(3)]),
            ended(1, 3),
            ended(2, 3),
            run(vec![goto(3)]),
        ])
        .raw();
        let best = graph.best_outcomes(Evidence::Required);
        let expected = [(2, 3), (1, 3), (2, 3), (0, 1)];
        assert_eq!(best, expected.map(|(n, d)| Some(Rational::new(n, d))));
    }
}
