//! Steps, ends and errors.

use super::{act, everything, follow_best, one, prepare, shard, step_truth};
use truestep_core::{
    host::{Capabilities, HostError, Input},
    trajectory::End,
    truth::{Distance, Effect},
};

#[test]
fn rejected_action_leaves_state_unchanged_and_costs_a_step() {
    let mut shard = one("corridor/errand@1", 3, &Capabilities::recorded(9));
    let before = shard.frame(0).unwrap();
    act(&mut shard, 0, "open 1");
    act(&mut shard, 0, "fly");
    let after = shard.frame(0).unwrap();
    assert_eq!(before.digests.state, after.digests.state);
    assert_eq!(before.observation, after.observation);
    assert_ne!(before.digests.trace, after.digests.trace);
    assert_eq!(after.truth.unwrap().steps_left, Some(7));
    let Effect::Rejected { reason } = shard.outcome(0).unwrap().effect else {
        panic!("not rejected");
    };
    assert_eq!(reason.code, "unknown_action");
    assert!(step_truth(&shard, 0).off_menu);
}

#[test]
fn budget_truncates_at_exactly_max_steps() {
    let mut shard = one("corridor/walk@1", 1, &Capabilities::recorded(4));
    for left in (0..4).rev() {
        assert_eq!(shard.end(0).unwrap(), None);
        act(&mut shard, 0, "left");
        assert_eq!(
            shard.frame(0).unwrap().truth.unwrap().steps_left,
            Some(left)
        );
    }
    assert_eq!(shard.end(0).unwrap(), Some(End::Truncated));
    let recording = shard.take_recording(0).unwrap().unwrap();
    assert_eq!(recording.transitions.len(), 4);
    assert_eq!(recording.transitions[3].after, shard.frame(0).unwrap());
}

#[test]
fn a_budget_of_nothing_is_spent_at_once() {
    let mut shard = one("corridor/walk@1", 1, &Capabilities::recorded(0));
    assert_eq!(shard.end(0).unwrap(), Some(End::Truncated));
    let refused = shard.submit(0, Input::Text("left".into()), None);
    assert_eq!(refused, Err(HostError::EpisodeOver { slot: 0 }));
}

#[test]
fn success_on_the_last_step_of_the_budget_is_terminated_not_truncated() {
    let distance = {
        let mut shard = one("corridor/walk@1", 2, &everything());
        shard
            .frame(0)
            .unwrap()
            .truth
            .unwrap()
            .distance
            .steps()
            .unwrap()
    };
    let mut shard = one("corridor/walk@1", 2, &Capabilities::recorded(distance));
    assert_eq!(follow_best(&mut shard, 0).len() as u32, distance);
    assert_eq!(shard.end(0).unwrap(), Some(End::Terminated));
    let mut shard = one("corridor/walk@1", 2, &Capabilities::recorded(distance - 1));
    follow_best(&mut shard, 0);
    assert_eq!(shard.end(0).unwrap(), Some(End::Truncated));
}

#[test]
fn a_call_out_of_order_is_a_typed_error() {
    let mut shard = shard(1);
    let left = || Input::Text("left".into());
    assert_eq!(
        shard.submit(0, left(), None),
        Err(HostError::NotReset { slot: 0 })
    );
    assert_eq!(
        shard.submit(7, left(), None),
        Err(HostError::NoSuchSlot { slot: 7, slots: 1 })
    );
    assert_eq!(shard.frame(0).unwrap_err(), HostError::NotReset { slot: 0 });
    prepare("corridor/walk@1", 1)
        .load(&mut shard, 0, 0, &everything())
        .unwrap();
    let far = shard.submit(0, Input::Menu(99), None);
    assert_eq!(
        far,
        Err(HostError::NoSuchMenuEntry {
            slot: 0,
            index: 99,
            len: 2
        })
    );
    follow_best(&mut shard, 0);
    assert_eq!(
        shard.submit(0, left(), None),
        Err(HostError::EpisodeOver { slot: 0 })
    );
    shard.unload(0).unwrap();
    assert_eq!(shard.unload(0), Err(HostError::NotReset { slot: 0 }));
}

#[test]
fn a_run_steps_only_the_slots_that_were_given_an_input() {
    let mut shard = shard(2);
    for slot in 0..2 {
        prepare("corridor/walk@1", 1)
            .load(&mut shard, slot, 0, &everything())
            .unwrap();
    }
    let idle = shard.frame(1).unwrap();
    act(&mut shard, 0, "right");
    assert_eq!(shard.frame(1).unwrap(), idle);
    assert_ne!(shard.frame(0).unwrap(), idle);
}

#[test]
fn a_wrong_ending_is_graded_and_success_is_out_of_reach() {
    let mut shard = one("corridor/ask@1", 5, &everything());
    for _ in 0..30 {
        act(&mut shard, 0, "right");
    }
    let (before, _) = (shard.frame(0).unwrap(), ());
    assert_eq!(before.truth.as_ref().unwrap().best_outcome, Some(1.into()));
    let wrong = (0..4)
        .map(|code| format!("open {code}"))
        .find(|text| {
            let snapshot = shard.snapshot(0).unwrap();
            act(&mut shard, 0, text);
            let graded_half = !shard.frame(0).unwrap().truth.unwrap().success;
            shard.restore(0, &snapshot, None).unwrap();
            graded_half
        })
        .unwrap();
    act(&mut shard, 0, &wrong);
    let truth = shard.frame(0).unwrap().truth.unwrap();
    assert_eq!((truth.success, *truth.outcome.denom()), (false, 2));
    assert_eq!(truth.distance, Distance::Never);
    assert_eq!(step_truth(&shard, 0).supported, Some(false));
    assert_eq!(shard.end(0).unwrap(), Some(End::Terminated));
}

#[test]
fn resets_leave_nothing_behind_in_the_world() {
    let mut shard = shard(1);
    let task = prepare("corridor/walk@1", 1);
    let mut sizes = vec![];
    for _ in 0..5000 {
        task.load(&mut shard, 0, 0, &everything()).unwrap();
        let world = shard.world();
        let notes: usize = world
            .removed_components()
            .iter()
            .map(|(_, notes)| notes.len())
            .sum();
        sizes.push((notes, shard.entity(0).unwrap().index_u32() as usize));
    }
    let most = |f: fn(&(usize, usize)) -> usize| sizes.iter().map(f).max().unwrap();
    assert!(
        most(|s| s.0) < 60_000,
        "{} notes of removals",
        most(|s| s.0)
    );
    assert!(most(|s| s.1) < 2_000, "{} entities", most(|s| s.1));
    shard.run();
    task.load(&mut shard, 0, 0, &everything()).unwrap();
    shard.run();
    shard.run();
    let left: usize = shard
        .world()
        .removed_components()
        .iter()
        .map(|(_, notes)| notes.len())
        .sum();
    assert_eq!(left, 0);
}
