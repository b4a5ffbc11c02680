//! The truth of a step.

use super::{act, everything, follow_best, one, step_truth};
use truestep_core::{
    host::Shard,
    model::Dynamics as _,
    truth::{Distance, FactSet, Reachable},
};

/// Seed of an `errand` whose puddle, lamps, plaque and key are all off the start.
const ERRAND: u64 = 11;

#[test]
fn statements_are_sorted_into_violations_side_effects_and_events() {
    let mut shard = one("corridor/errand@1", ERRAND, &everything());
    let (mut violations, mut side_effects, mut events) = (vec![], vec![], vec![]);
    for _ in 0..12 {
        act(&mut shard, 0, "left");
        violations.extend(step_truth(&shard, 0).violations);
    }
    for _ in 0..24 {
        act(&mut shard, 0, "take lamp 1");
        side_effects.extend(step_truth(&shard, 0).side_effects);
        act(&mut shard, 0, "right");
        events.extend(step_truth(&shard, 0).events);
    }
    assert!(violations.iter().all(|v| v == "hit the wall") && violations.len() > 3);
    assert_eq!(side_effects, ["took lamp 1"]);
    assert_eq!(events, ["stepped in the puddle"]);
}

#[test]
fn every_step_of_the_oracle_lies_on_a_shortest_path_and_lowers_the_distance_by_one() {
    for id in [
        "corridor/walk@1",
        "corridor/fetch@1",
        "corridor/ask@1",
        "corridor/errand@1",
    ] {
        let mut shard = one(id, 5, &everything());
        let start = shard
            .frame(0)
            .unwrap()
            .truth
            .unwrap()
            .distance
            .steps()
            .unwrap();
        let actions = follow_best(&mut shard, 0);
        assert_eq!(actions.len() as u32, start, "{id}");
        let recording = shard.take_recording(0).unwrap().unwrap();
        for (t, transition) in recording.transitions.iter().enumerate() {
            let left = start - t as u32 - 1;
            assert_eq!(
                transition.truth.as_ref().unwrap().on_shortest_path,
                Some(true)
            );
            assert_eq!(
                transition.after.truth.as_ref().unwrap().distance,
                Distance::Steps(left)
            );
        }
        assert!(
            recording
                .transitions
                .last()
                .unwrap()
                .after
                .truth
                .as_ref()
                .unwrap()
                .success
        );
    }
}

#[test]
fn evidence_makes_looking_optimal_and_the_clairvoyant_distance_ignores_it() {
    let mut shard = one("corridor/ask@1", 5, &everything());
    let truth = shard.frame(0).unwrap().truth.unwrap();
    assert!(truth.distance > truth.distance_clairvoyant);
    assert_eq!(truth.known, FactSet::default());
    assert!(follow_best(&mut shard, 0).contains(&"read plaque".to_owned()));
    assert_eq!(
        shard.frame(0).unwrap().truth.unwrap().known,
        FactSet::first(1)
    );
}

fn best(shard: &mut Shard) -> Vec<String> {
    let truth = shard.frame(0).unwrap().truth.unwrap();
    truth.best_actions.unwrap().actions
}

#[test]
fn a_repeated_call_and_a_visited_state_are_redundant() {
    let mut shard = one("corridor/walk@1", 1, &everything());
    act(&mut shard, 0, "right");
    assert!(!step_truth(&shard, 0).redundant);
    act(&mut shard, 0, "left");
    assert!(step_truth(&shard, 0).redundant);
    let mut shard = one("corridor/ask@1", 5, &everything());
    while !best(&mut shard).contains(&"read plaque".to_owned()) {
        let next = best(&mut shard).remove(0);
        act(&mut shard, 0, &next);
    }
    act(&mut shard, 0, "read plaque");
    assert!(!step_truth(&shard, 0).redundant);
    act(&mut shard, 0, "read plaque");
    assert!(step_truth(&shard, 0).redundant);
}

#[test]
fn a_step_that_is_on_a_shortest_path_or_was_not_executed_is_never_redundant() {
    let mut shard = one("corridor/walk@1", 1, &everything());
    act(&mut shard, 0, "right");
    act(&mut shard, 0, "left");
    act(&mut shard, 0, "right");
    let undone = step_truth(&shard, 0);
    assert_eq!(undone.on_shortest_path, Some(true));
    assert!(!undone.redundant, "undoing a detour is needed");
    act(&mut shard, 0, "xyzzy");
    assert!(!step_truth(&shard, 0).redundant, "it did nothing");
}

#[test]
fn where_best_actions_are_not_computed_every_executed_step_that_leads_back_is_redundant() {
    // Free text in a world whose steps draw: whether it lay on a shortest path is not computed.
    let mut shard = one("ice/errand@1", 4, &everything());
    let mut visited = vec![shard.frame(0).unwrap().digests.state];
    let mut unknown = 0;
    for text in ["run", "left", "left", "run", "left", "left", "run", "xyzzy"] {
        act(&mut shard, 0, text);
        let (truth, state) = (step_truth(&shard, 0), shard.frame(0).unwrap().digests.state);
        let executed = !shard.outcome(0).unwrap().effect.is_rejected();
        let again = visited.contains(&state);
        if again && truth.on_shortest_path.is_none() {
            assert_eq!(truth.redundant, executed, "{text}");
            unknown += u32::from(executed);
        }
        visited.push(state);
    }
    assert!(unknown > 0);
}

#[test]
fn reachability_counts_the_steps_left() {
    let distance = one("corridor/walk@1", 1, &everything())
        .frame(0)
        .unwrap()
        .truth
        .unwrap()
        .distance;
    let budget = truestep_core::host::Capabilities::recorded(distance.steps().unwrap());
    let mut shard = one("corridor/walk@1", 1, &budget);
    assert_eq!(
        shard.frame(0).unwrap().truth.unwrap().reachable,
        Reachable::Now
    );
    act(&mut shard, 0, "left");
    assert_eq!(
        shard.frame(0).unwrap().truth.unwrap().reachable,
        Reachable::OutOfBudget
    );
}

#[test]
fn text_off_the_menu_is_executed_marked_and_may_gain_more_than_one_step() {
    let mut shard = one("corridor/walk@1", 1, &everything());
    let before = shard
        .frame(0)
        .unwrap()
        .truth
        .unwrap()
        .distance
        .steps()
        .unwrap();
    act(&mut shard, 0, "run");
    let truth = step_truth(&shard, 0);
    assert!(truth.off_menu && truth.on_shortest_path == Some(true));
    assert_eq!(
        shard.frame(0).unwrap().truth.unwrap().distance,
        Distance::Steps(before - 2)
    );
    act(&mut shard, 0, "right");
    assert!(!step_truth(&shard, 0).off_menu);
}

#[test]
fn value_stability_of_a_trace() {
    let mut shard = one("ice/errand@1", ERRAND, &everything());
    for text in ["right", "fly", "right", "left", "take key", "right"] {
        act(&mut shard, 0, text);
    }
    let digests = shard.frame(0).unwrap().digests;
    let pinned = [digests.state, digests.observation, digests.trace].map(|d| d.to_string());
    assert_eq!(
        pinned,
        [
            "6abd432eff86c216c6e7dd154ff7087a",
            "c25050c4b25d79f6fb98317b2010d153",
            "79e389bc656d095e3fca849dba421e25"
        ]
    );
    assert_eq!(crate::corridor::Corridor::<true>::NAME, "corridor/slippery");
}
