//! Exact identities on every small graph of search and tools: pivots, progress and gates beside sums worked out here.

use crate::tasks::{desk_tasks, registry};
use num_rational::BigRational;
use num_traits::{Signed as _, Zero as _};
use rayon::prelude::*;
use std::sync::Arc;
use truestep::{
    agents,
    core::{
        batch,
        graph::{
            Evidence, Horizon, Limits, Measure, Mode, NodeId, NodeStatus, Outcomes, Query, Rows,
            StateGraph, pivots::pivots,
        },
        policy::Policy,
        rational::{Exact, Rational},
        registry::Prepared,
        trajectory::Episode,
    },
    rewards::{Scheme, score_exact},
};

/// Steps left where values are compared.
const STEPS_LEFT: u32 = 8;

fn ratio(n: u64, d: u64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// What comes of an action on average.
fn mean(values: &[BigRational], outcomes: Outcomes<'_>) -> BigRational {
    let of = |(next, n): (NodeId, u64)| &values[next.0 as usize] * ratio(n, outcomes.denominator());
    outcomes.iter().map(of).sum()
}

/// The actions of a node and how likely each is under the policy; empty where the episode has ended.
fn choices(rows: &Rows<'_>, node: NodeId) -> Vec<BigRational> {
    let row = match rows.graph().status(node) {
        NodeStatus::Running => rows.edge_row(node).unwrap(),
        _ => return vec![],
    };
    let share = |n: &u64| ratio(*n, row.denominator());
    row.numerators().iter().map(share).collect()
}

/// The chance of success of every node with so many steps left: Bellman's sum, written out.
fn successes(rows: &Rows<'_>, steps_left: u32) -> Vec<BigRational> {
    let graph = rows.graph();
    let ended = |node| ratio(u64::from(graph.is_success(node)), 1);
    let mut values: Vec<BigRational> = graph.node_ids().map(ended).collect();
    for _ in 0..steps_left {
        let of = |node: NodeId| match choices(rows, node) {
            row if row.is_empty() => values[node.0 as usize].clone(),
            row => (row.iter().zip(graph.edges(node)))
                .map(|(p, edge)| p * mean(&values, graph.outcomes(edge)))
                .sum(),
        };
        values = graph.node_ids().map(of).collect();
    }
    values
}

fn explored(task: &dyn Prepared, use_it: impl FnOnce(&StateGraph)) {
    let graph = task.explore(0, &Limits::default(), Mode::Raw).unwrap();
    use_it(graph.graph());
}

fn name(task: &dyn Prepared) -> String {
    task.task().template.to_string()
}

#[test]
fn advantages_average_to_nothing_and_pivots_are_those_that_decide() {
    let look = |task: &Arc<dyn Prepared>| {
        let mut all = 0;
        explored(&**task, |graph| {
            let (policy, distances) = (Policy::uniform(), graph.distances(Evidence::Required));
            let rows = Rows::of(graph, &policy, &distances, None).unwrap();
            let (now, next) = (
                successes(&rows, STEPS_LEFT),
                successes(&rows, STEPS_LEFT - 1),
            );
            let mut expected = vec![];
            for node in graph.node_ids() {
                let (row, value) = (choices(&rows, node), &now[node.0 as usize]);
                let mut sum = BigRational::zero();
                for (p, edge) in row.iter().zip(graph.edges(node)) {
                    let q = mean(&next, graph.outcomes(edge));
                    let ruins = q.is_zero() && !value.is_zero();
                    let advantage = q - value;
                    if ruins || advantage.abs() >= ratio(1, 5) {
                        let exact =
                            Exact::from_big(advantage.numer(), advantage.denom().magnitude());
                        expected.push((node, edge, exact));
                    }
                    sum += p * advantage;
                }
                assert!(sum.is_zero(), "{}: {sum}", name(&**task));
            }
            let found = pivots(&rows, STEPS_LEFT, Rational::new(1, 5)).unwrap();
            let found = found.into_iter();
            let found: Vec<_> = found
                .map(|pivot| (pivot.node, pivot.edge, pivot.advantage))
                .collect();
            assert_eq!(found, expected, "{}", name(&**task));
            all = found.len();
            let horizon = Horizon::new(&rows, Measure::Success).unwrap();
            let steps_left = STEPS_LEFT;
            let values = |node| Query::Value { node, steps_left };
            let queries: Vec<Query<'_>> = graph.node_ids().map(values).collect();
            for (solved, value) in horizon.solve(&queries).unwrap().iter().zip(&now) {
                assert_eq!(solved.as_ref().map(|v| v.reduced()).as_ref(), Some(value));
            }
        });
        all
    };
    let all: usize = desk_tasks().par_iter().map(look).sum();
    assert!(all > 1_000, "{all} pivots");
}

fn sum(text: &str, episode: &Episode) -> BigRational {
    let scheme: Scheme = text.parse().unwrap();
    let scored = score_exact(std::slice::from_ref(episode), &scheme).unwrap();
    scored.returns()[0].number().unwrap().clone()
}

#[test]
fn progress_sums_to_the_way_gone_and_a_gate_opens_for_success_alone() {
    let registry = registry(10);
    let agent = agents::parse("noisy:0.3", &registry).unwrap();
    let mut ended = [0, 0];
    // A task of which nothing is to be done but to hand it over has no sub-goals.
    let has_some = |task: &Arc<dyn Prepared>| !task.goal().subgoals.is_empty();
    for task in desk_tasks().iter().filter(|task| has_some(task)) {
        let episodes = batch::rollouts(&registry, task.task(), &*agent, 0, 12, None).unwrap();
        for episode in &episodes {
            let truth = |t: usize| episode.frame(t).truth.as_ref().unwrap();
            let done = truth(episode.steps()).success;
            ended[usize::from(done)] += 1;
            let all = task.goal().subgoals.len() as u64;
            let held = |t: usize| ratio(truth(t).subgoals.len() as u64, all);
            let gained = sum("gain:subgoals", episode);
            assert_eq!(gained, held(episode.steps()) - held(0), "{}", name(&**task));
            let gated = sum("gate(gain:subgoals, outcome >= 1)", episode);
            let expected = if done { gained } else { BigRational::zero() };
            assert_eq!(gated, expected, "{}", name(&**task));
        }
    }
    assert!(ended.iter().all(|&count| count > 20), "{ended:?}");
}
