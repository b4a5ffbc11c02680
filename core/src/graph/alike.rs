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
}
