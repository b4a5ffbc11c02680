//! Snapshots, restores and forks.

use super::{act, everything, one, prepare, shard, step_truth};
use truestep_core::{
    host::{Capabilities, HostError, Recorder, Shard},
    trajectory::{End, Transition},
};

fn walk(shard: &mut Shard, slot: usize, steps: usize) {
    for step in 0..steps {
        act(shard, slot, if step % 5 == 3 { "left" } else { "right" });
    }
}

fn recorded(shard: &Shard, slot: usize) -> Vec<Transition> {
    shard.parts::<&Recorder>(slot).unwrap().transitions.clone()
}

#[test]
fn after_a_restore_the_same_steps_give_the_same_frames() {
    for id in ["corridor/errand@1", "ice/errand@1"] {
        let mut shard = one(id, 4, &everything());
        walk(&mut shard, 0, 6);
        let snapshot = shard.snapshot(0).unwrap();
        walk(&mut shard, 0, 12);
        let first = recorded(&shard, 0);
        assert!(
            first[6..]
                .iter()
                .any(|t| t.truth.as_ref().unwrap().redundant)
        );
        shard.restore(0, &snapshot, None).unwrap();
        assert_eq!(recorded(&shard, 0), first[..6], "{id}");
        walk(&mut shard, 0, 12);
        assert_eq!(recorded(&shard, 0), first, "{id}");
    }
}

#[test]
fn a_moment_goes_into_any_slot_of_any_shard_through_json() {
    let mut from = one("ice/errand@1", 4, &everything());
    walk(&mut from, 0, 7);
    let json = from.snapshot(0).unwrap().to_json().unwrap();
    let mut to = shard(3);
    prepare("ice/errand@1", 4)
        .load(&mut to, 2, 9, &everything())
        .unwrap();
    let read = to.read_snapshot(2, &json).unwrap();
    to.restore(2, &read, None).unwrap();
    assert_eq!(to.frame(2).unwrap(), from.frame(0).unwrap());
    walk(&mut from, 0, 5);
    walk(&mut to, 2, 5);
    assert_eq!(to.frame(2).unwrap(), from.frame(0).unwrap());
    assert_eq!(recorded(&to, 2), recorded(&from, 0)[7..]);
}

#[test]
fn a_snapshot_that_does_not_fit_is_refused_and_nothing_changes() {
    let mut shard = shard(3);
    let tasks = [
        ("corridor/walk@1", 1),
        ("ice/walk@1", 1),
        ("corridor/walk@1", 2),
    ];
    for (slot, (id, seed)) in tasks.into_iter().enumerate() {
        prepare(id, seed)
            .load(&mut shard, slot, 0, &everything())
            .unwrap();
    }
    let moment = shard.snapshot(0).unwrap();
    let before = [1, 2].map(|slot| shard.frame(slot).unwrap());
    assert!(matches!(
        shard.restore(1, &moment, None),
        Err(HostError::WrongModel { .. })
    ));
    assert!(matches!(
        shard.restore(2, &moment, None),
        Err(HostError::WrongTask { .. })
    ));
    assert!(matches!(
        shard.fork(0, 2, None),
        Err(HostError::WrongTask { .. })
    ));
    assert_eq!(before, [1, 2].map(|slot| shard.frame(slot).unwrap()));
    let json = moment.to_json().unwrap();
    for bad in [
        json.replace("\"lamps\":0", "\"lamps\":1"),
        json[..40].into(),
        "{}".into(),
    ] {
        assert!(
            matches!(
                shard.read_snapshot(0, &bad),
                Err(HostError::BadSnapshot { .. })
            ),
            "{bad}"
        );
    }
}

#[test]
fn a_fork_keeps_the_chance_to_come_unless_it_branches() {
    let mut shard = shard(4);
    for slot in 0..4 {
        prepare("ice/walk@1", 6)
            .load(&mut shard, slot, slot as u32, &everything())
            .unwrap();
    }
    walk(&mut shard, 0, 3);
    shard.fork(0, 1, None).unwrap();
    shard.fork(0, 2, Some(1)).unwrap();
    shard.fork(0, 3, Some(2)).unwrap();
    let past = recorded(&shard, 0);
    (0..4).for_each(|slot| walk(&mut shard, slot, 20));
    let played: Vec<_> = (0..4).map(|slot| recorded(&shard, slot)).collect();
    assert!(played.iter().all(|p| p.len() == 23 && p[..3] == past));
    assert_eq!(played[0], played[1]);
    assert_ne!(played[0], played[2]);
    assert_ne!(played[2], played[3]);
}

#[test]
fn the_budget_is_the_slots_not_the_moments() {
    let mut shard = shard(3);
    for (slot, max_steps) in [Some(4), Some(9), None].into_iter().enumerate() {
        let capabilities = Capabilities {
            max_steps,
            ..everything()
        };
        prepare("corridor/walk@1", 1)
            .load(&mut shard, slot, 0, &capabilities)
            .unwrap();
    }
    walk(&mut shard, 0, 4);
    assert_eq!(shard.end(0).unwrap(), Some(End::Truncated));
    shard.fork(0, 1, None).unwrap();
    assert_eq!(shard.end(1).unwrap(), None);
    assert_eq!(shard.frame(1).unwrap().truth.unwrap().steps_left, Some(5));
    // Of just the budget's length, longer, and one step shorter.
    walk(&mut shard, 2, 3);
    shard.fork(2, 0, None).unwrap();
    assert_eq!(shard.end(0).unwrap(), None);
    walk(&mut shard, 2, 1);
    shard.fork(2, 0, None).unwrap();
    assert_eq!(shard.end(0).unwrap(), Some(End::Truncated));
    walk(&mut shard, 2, 1);
    shard.fork(2, 0, None).unwrap();
    assert_eq!(shard.end(0).unwrap(), Some(End::Truncated));
    assert_eq!(shard.frame(0).unwrap().truth.unwrap().steps_left, Some(0));
}

#[test]
fn an_input_given_before_a_restore_is_not_carried_into_the_moment() {
    let mut shard = one("corridor/walk@1", 1, &everything());
    let start = shard.snapshot(0).unwrap();
    let frame = shard.frame(0).unwrap();
    shard
        .submit(0, truestep_core::host::Input::Text("right".into()), None)
        .unwrap();
    shard.restore(0, &start, None).unwrap();
    shard.run();
    assert_eq!(shard.frame(0).unwrap(), frame);
}

#[test]
fn a_moment_remembers_what_the_last_action_did() {
    let mut shard = one("corridor/walk@1", 1, &everything());
    type Dry = crate::corridor::Corridor<false>;
    let effect = |shard: &Shard| shard.moment::<Dry>(0).unwrap().effect;
    assert_eq!(effect(&shard), None, "nothing has been done yet");
    act(&mut shard, 0, "fly");
    assert!(effect(&shard).unwrap().is_rejected());
    let rejected = shard.snapshot(0).unwrap();
    act(&mut shard, 0, "right");
    shard.restore(0, &rejected, None).unwrap();
    assert!(shard.outcome(0).unwrap().effect.is_rejected());
}

#[test]
fn the_fast_way_back_shows_the_moment_when_it_is_asked_for() {
    type Dry = crate::corridor::Corridor<false>;
    let views = Capabilities {
        views: vec![truestep_core::view::ViewName::TEXT],
        ..Capabilities::bare()
    };
    for capabilities in [
        views,
        Capabilities {
            record: false,
            ..everything()
        },
    ] {
        let mut shard = one("corridor/walk@1", 1, &capabilities);
        walk(&mut shard, 0, 2);
        let (snap, frame) = (shard.moment::<Dry>(0).unwrap(), shard.frame(0).unwrap());
        walk(&mut shard, 0, 2);
        shard.put::<Dry>(0, &snap, None).unwrap();
        assert_eq!(shard.frame(0).unwrap(), frame);
        walk(&mut shard, 0, 2);
        shard.put::<Dry>(0, &snap, None).unwrap();
        act(&mut shard, 0, "left");
        if capabilities.truth == truestep_core::host::TruthLevel::Basic {
            assert!(step_truth(&shard, 0).redundant);
        }
    }
}

#[test]
fn a_recording_goes_back_to_the_moment_and_starts_anew_at_one_it_never_passed() {
    let mut shard = shard(2);
    for slot in 0..2 {
        prepare("corridor/walk@1", 1)
            .load(&mut shard, slot, 0, &everything())
            .unwrap();
    }
    let started = |shard: &Shard| shard.parts::<&Recorder>(0).unwrap().start.clone();
    let (start, frame) = (shard.snapshot(0).unwrap(), shard.frame(0).unwrap());
    walk(&mut shard, 0, 3);
    shard.restore(0, &start, None).unwrap();
    assert!(started(&shard) == Some(frame) && recorded(&shard, 0).is_empty());
    walk(&mut shard, 1, 2);
    let foreign = shard.snapshot(1).unwrap();
    act(&mut shard, 0, "left");
    shard.restore(0, &foreign, None).unwrap();
    let frame = shard.frame(1).unwrap();
    assert!(started(&shard) == Some(frame) && recorded(&shard, 0).is_empty());
}

#[test]
fn successors_are_looked_at_whole_with_their_kinds_and_leave_the_slot_as_it_is() {
    let mut shard = one("ice/walk@1", 6, &everything());
    let before = shard.frame(0).unwrap();
    let ahead = shard.successors(0).unwrap();
    let seen: Vec<_> = ahead
        .iter()
        .map(|s| (s.action.as_str(), s.complete, s.reached.len()))
        .collect();
    // A step on ice goes well or slips; at the wall it can only stay.
    assert_eq!(seen[1], ("right", true, 2));
    assert!(
        ahead
            .iter()
            .all(|s| s.complete && s.admitted && s.fault.is_none())
    );
    let slips = &ahead[1].reached[1];
    assert!(!slips.differs && !slips.changed && slips.digest == slips.recomputed);
    assert_eq!(slips.digest, before.digests.state);
    assert_eq!(shard.frame(0).unwrap(), before);
    let kinds = shard
        .with_menu(0, |_, _, menu| [0, 1].map(|i| menu.kind(i)))
        .unwrap();
    assert_eq!(kinds, ["left", "right"]);
}
