//! The truth of a graph is the truth of the episodes in it.

use crate::tasks::{diagnostic_tasks, registry, task};
use truestep::{
    agents,
    core::{
        batch,
        graph::{Limits, Mode},
        registry::{Prepared, Registry},
        truth::StateTruth,
    },
};

/// What of a state's truth does not depend on a budget.
fn timeless(truth: &StateTruth) -> StateTruth {
    let budget = truth.steps_left;
    assert!(budget.is_some(), "episodes have a budget");
    StateTruth {
        steps_left: None,
        reachable: truestep::core::truth::Reachable::from_distance(truth.distance, None),
        ..truth.clone()
    }
}

fn agree(registry: &Registry, prepared: &dyn Prepared) -> usize {
    let explored = prepared.explore(0, &Limits::default(), Mode::Raw).unwrap();
    let (graph, truth) = (explored.graph(), explored.truth().unwrap().unwrap());
    let actions = explored.labels().unwrap().actions;
    let arcs: Vec<_> = graph.arcs().collect();
    let agent = agents::parse("noisy:0.5", registry).unwrap();
    let episodes = batch::rollouts(registry, prepared.task(), &*agent, 0, 20, None).unwrap();
    let node = |digest| {
        graph
            .node_ids()
            .find(|&n| graph.digest(n) == digest)
            .unwrap()
    };
    let mut compared = 0;
    for episode in &episodes {
        let mut here = node(episode.start.digests.state);
        for transition in &episode.transitions {
            let next = node(transition.after.digests.state);
            let taken = arcs.iter().find(|a| {
                a.from == here && a.to == next && actions[a.edge.0 as usize] == transition.action
            });
            let arc = taken.unwrap();
            let stated = &truth.steps[arc.index as usize];
            let mut recorded = transition.truth.clone().unwrap();
            // What was visited before is not known to a graph.
            recorded.redundant = stated.step.redundant;
            assert_eq!(stated.step, recorded);
            assert_eq!(stated.effect, transition.effect);
            let after = transition.after.truth.as_ref().unwrap();
            assert_eq!(truth.states[next.0 as usize], timeless(after));
            here = next;
            compared += 1;
        }
    }
    compared
}

#[test]
fn what_a_graph_says_of_a_step_is_what_an_episode_records() {
    for prepared in diagnostic_tasks() {
        assert!(agree(&registry(10), &*prepared) > 0);
    }
    for (name, products, seed) in [("cancel", 10, 4), ("coupon", 10, 1), ("webshop", 10, 3)] {
        let registry = registry(products);
        let prepared = task(&registry, &format!("shop/{name}"), seed);
        assert!(agree(&registry, &*prepared) > 20);
    }
}
