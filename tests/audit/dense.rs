//! Distances over the sparse graph against the dense tables that pass the recorded cases.

use crate::tasks::diagnostic;
use truestep::{
    core::{
        digest::Digest,
        graph::{Mode, NodeStatus},
        registry::Prepared,
    },
    rewards::{
        audit::{self, Options, Report, Transition},
        function::{Canonical, TabularReward, TabularWorld, normalised_distance, pearson_distance},
    },
};

fn starc(report: &Report, name: &str) -> f64 {
    let found = report.distances.iter().find(|d| d.name == name).unwrap();
    found.value.unwrap()
}

/// A world whose states have two actions each, as dense tables with the reward `price` on its transitions.
fn dense(
    task: &dyn Prepared,
    price: impl Fn(Digest, Digest, usize) -> f64,
) -> (TabularWorld, TabularReward) {
    let explored = task.explore(0, &Default::default(), Mode::Raw).unwrap();
    let graph = explored.graph();
    let n = graph.nodes();
    let empty = vec![vec![vec![0.0; n]; 2]; n];
    let (mut transition, mut reward) = (empty.clone(), empty);
    for node in graph.node_ids() {
        let s = node.0 as usize;
        if graph.status(node) != NodeStatus::Running {
            transition[s][0][s] = 1.0;
            transition[s][1][s] = 1.0;
            continue;
        }
        assert_eq!(graph.edges(node).len(), 2);
        for (a, edge) in graph.edges(node).enumerate() {
            let outcomes = graph.outcomes(edge);
            for (next, p) in outcomes.iter() {
                let to = next.0 as usize;
                transition[s][a][to] = p as f64 / outcomes.denominator() as f64;
                reward[s][a][to] = price(graph.digest(node), graph.digest(next), a);
            }
        }
    }
    let gamma = 0.99;
    (TabularWorld { transition, gamma }, TabularReward { reward })
}

#[test]
fn distances_over_the_sparse_graph_are_those_over_dense_tables() {
    for name in ["delayed-effect", "recovery"] {
        let task = diagnostic(name);
        let explored = task.explore(0, &Default::default(), Mode::Raw).unwrap();
        let actions = explored.labels().unwrap().actions;
        let place = |from: Digest, action: &str| {
            let graph = explored.graph();
            let node = graph.node_ids().find(|&n| graph.digest(n) == from).unwrap();
            let edges = graph.edges(node);
            edges
                .into_iter()
                .position(|e| actions[e.0 as usize] == action)
                .unwrap()
        };
        let price = |from: Digest, to: Digest, a: usize| {
            ((from.0 % 13) * 7 + (to.0 % 11) * 3 + a as u128 * 5) as f64 / 10.0
        };
        let pays = |t: &Transition<'_>| match t.effect.is_rejected() {
            // No edge of a table.
            true => 0.0,
            false => price(t.state, t.next_state, place(t.state, t.action)),
        };
        let options = Options {
            mode: Mode::Raw,
            ..Options::default()
        };
        let report = audit::check_with(pays, &*task, &options).unwrap();
        let (world, reward) = dense(&*task, price);
        let graph = explored.graph();
        let grade = |_: Digest, to: Digest, _: usize| {
            let node = graph.node_ids().find(|&n| graph.digest(n) == to).unwrap();
            match graph.status(node) {
                NodeStatus::Ended(grade) => *grade.numer() as f64 / *grade.denom() as f64,
                _ => 0.0,
            }
        };
        let (_, outcome) = dense(&*task, grade);
        let value = normalised_distance(&world, &reward, &outcome, Canonical::Value);
        let epic = pearson_distance(&world, &reward, &outcome).unwrap();
        let off = (starc(&report, "starc_value") - value).abs();
        assert!(
            off < 1e-9,
            "{name}: {value} and {}",
            starc(&report, "starc_value")
        );
        let off = (starc(&report, "epic") - epic).abs();
        assert!(off < 1e-9, "{name}: {epic} and {}", starc(&report, "epic"));
    }
}
