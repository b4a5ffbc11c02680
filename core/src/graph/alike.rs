//! States that look alike and differ in value: where an agent that goes by what it sees cannot play right.

use super::{NodeId, StateGraph};
use crate::{digest::Digest, rational::Exact};
use serde::Serialize;
use std::collections::BTreeMap;

/// Nodes that show the same observation and do not all have the same value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LookAlikes {
    /// Digest of the observation they share.
    pub observation: Digest,
    /// The nodes with their values, in order.
    pub nodes: Vec<(NodeId, Exact)>,
    /// Largest value minus smallest, as a double.
    pub spread: f64,
}

/// The groups of running nodes with equal observations and different values, the widest spread first.
///
/// `observation` gives the digest of what a node shows; `value` its value (a success probability, say), `None` where it
/// was not computed; such nodes are left out.
#[must_use]
pub fn look_alikes(
    graph: &StateGraph,
    observation: impl Fn(NodeId) -> Digest,
    value: impl Fn(NodeId) -> Option<Exact>,
) -> Vec<LookAlikes> {
    let mut groups: BTreeMap<Digest, Vec<(NodeId, Exact)>> = BTreeMap::new();
    for node in graph.node_ids() {
        let runs = graph.status(node) == super::NodeStatus::Running;
        if let Some(value) = value(node).filter(|_| runs) {
            groups
                .entry(observation(node))
                .or_default()
                .push((node, value));
        }
    }
    let mut found: Vec<LookAlikes> = groups
        .into_iter()
        .filter(|(_, nodes)| nodes.iter().any(|(_, v)| differs(v, &nodes[0].1)))
        .map(|(observation, nodes)| {
            let values = || nodes.iter().map(|(_, v)| v.value());
            LookAlikes {
                observation,
                spread: values().fold(f64::MIN, f64::max) - values().fold(f64::MAX, f64::min),
                nodes,
            }
        })
        .collect();
    found.sort_by(|a, b| {
        let spread = b.spread.total_cmp(&a.spread);
        spread.then_with(|| a.nodes[0].0.cmp(&b.nodes[0].0))
    });
    found
}

/// Whether two numbers differ: by their fractions if both are carried, else by their doubles.
fn differs(a: &Exact, b: &Exact) -> bool {
    match (a.fraction(), b.fraction()) {
        (Some(a), Some(b)) => a != b,
        _ => a.value().total_cmp(&b.value()).is_ne(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::{Table, ended, goto, run};

    #[test]
    fn only_states_that_look_alike_and_differ_are_reported() {
        // 1 and 2 look alike; 3 looks like 4, which has ended; 0 is alone.
        let graph = Table::new(vec![
            run(vec![goto(1), goto(2), goto(3)]),
            run(vec![goto(4)]),
            run(vec![goto(3)]),
            run(vec![goto(3)]),
            ended(1, 1),
        ])
        .raw();
        let look = |n: NodeId| Digest(u128::from([0u8, 1, 1, 2, 2][n.0 as usize]));
        let value = |n: NodeId| Some(Exact::new(i128::from(n.0), 3));
        let found = look_alikes(&graph, look, value);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].nodes,
            [(NodeId(1), Exact::new(1, 3)), (NodeId(2), Exact::new(2, 3))]
        );
        let same = look_alikes(&graph, look, |_| Some(Exact::new(1, 2)));
        assert_eq!(same, []);
    }

    #[test]
    fn the_widest_spread_comes_first_and_is_largest_minus_smallest() {
        // 1 and 2 look alike, 3 and 4 too.
        let graph = Table::new(vec![
            run(vec![goto(1), goto(2), goto(3), goto(4)]),
            run(vec![goto(5)]),
            run(vec![goto(5)]),
            run(vec![goto(5)]),
            run(vec![goto(5)]),
            ended(1, 1),
        ])
        .raw();
        let look = |n: NodeId| Digest(u128::from([0u8, 1, 1, 2, 2, 3][n.0 as usize]));
        let value = |n: NodeId| Some(Exact::new([0, 3, 2, 1, 3, 0][n.0 as usize], 4));
        let found = look_alikes(&graph, look, value);
        let shown: Vec<_> = found.iter().map(|f| (f.nodes[0].0, f.spread)).collect();
        assert_eq!(shown, [(NodeId(3), 0.5), (NodeId(1), 0.25)]);
    }

    #[test]
    fn fractions_tell_apart_what_doubles_cannot() {
        let (big, one) = (1_i128 << 100, 1);
        let [a, b] = [big, big + one].map(|n| Exact::new(n, 3));
        assert_eq!(a.value().to_bits(), b.value().to_bits());
        assert!(differs(&a, &b) && !differs(&a, &a));
    }
}
