//! What is found when a record is played again.

use super::{Weighed, played};
use crate::corridor;
use std::sync::Arc;
use truestep_core::{
    batch::rollouts,
    digest::Digest,
    rational::Exact,
    replay::{Mismatch, ReplayError, moments, replay},
    trajectory::{End, Episode},
};

#[test]
fn an_episode_of_another_world_is_not_replayed() {
    let registry = corridor::registry();
    let mut episode = played("corridor/walk@1", 1, &Weighed::default()).remove(0);
    assert_eq!(replay(&registry, &episode, &[]).unwrap(), []);
    episode.world.digest = Digest::of(b"another world");
    let error = replay(&registry, &episode, &[]).unwrap_err();
    assert!(matches!(error, ReplayError::OtherWorld { .. }), "{error}");
}

#[test]
fn every_field_of_a_record_that_is_changed_is_found_by_its_path() {
    let registry = corridor::registry();
    let honest = played("ice/ask@1", 4, &Weighed::default()).remove(0);
    type Change = fn(&mut Episode);
    let changes: [(&str, Option<usize>, Change); 12] = [
        ("instruction", None, |e| e.instruction.push('!')),
        ("evidence", None, |e| e.evidence.clear()),
        ("subgoals", None, |e| e.subgoals.clear()),
        ("trace", None, |e| e.trace = Digest::of(b"other")),
        ("digests.observation", None, |e| {
            e.start.digests.observation = Digest::of(b"other");
        }),
        ("truth.best_actions.total", None, |e| {
            let truth = e.start.truth.as_mut().unwrap();
            truth.best_actions.as_mut().unwrap().total += 1;
        }),
        ("menu_size", Some(2), |e| e.transitions[2].menu_size += 1),
        ("truth.redundant", Some(1), |e| {
            let truth = e.transitions[1].truth.as_mut().unwrap();
            truth.redundant = !truth.redundant;
        }),
        ("after.truth.distance", Some(0), |e| {
            let truth = e.transitions[0].after.truth.as_mut().unwrap();
            truth.distance = truth.distance.plus(1);
        }),
        ("after.truth.steps_left", Some(3), |e| {
            e.transitions[3].after.truth.as_mut().unwrap().steps_left = Some(7);
        }),
        ("after.truth.details.0.value", Some(1), |e| {
            e.transitions[1].after.truth.as_mut().unwrap().details[0].value =
                truestep_core::truth::DetailValue::Integer(-1);
        }),
        ("split", None, |e| {
            use truestep_core::task::Split;
            e.split = match e.split {
                Split::Train => Split::Test,
                _ => Split::Train,
            };
        }),
    ];
    for (field, at, change) in changes {
        let mut episode = honest.clone();
        change(&mut episode);
        let found = replay(&registry, &episode, &[]).unwrap();
        let paths: Vec<_> = found.iter().map(|m| (m.step, &*m.field)).collect();
        let [(step, path)] = paths[..] else {
            panic!("{field}: {paths:?}");
        };
        assert_eq!(step, at, "{field}");
        assert!(path.starts_with(field), "{field}: {path}");
    }
    // What is added later is no part of it.
    let mut later = honest.clone();
    let start = later.start.truth.as_mut().unwrap();
    start.success_probability = Some(Exact::new(1, 3));
    later.transitions[0].truth.as_mut().unwrap().pivot = Some(true);
    assert_eq!(replay(&registry, &later, &[]).unwrap(), []);
}

#[test]
fn a_record_that_was_cut_or_goes_on_after_the_end_is_found_out() {
    let registry = corridor::registry();
    let task = Arc::new(corridor::task("corridor/walk@1", 1));
    let agent = Weighed::default();
    let episodes = rollouts(&registry, &task, &agent, 0, 40, Some(200)).unwrap();
    let honest = episodes.iter().find(|e| e.end == End::Terminated).unwrap();
    let mut cut = honest.clone();
    cut.transitions.pop();
    let found = replay(&registry, &cut, &[]).unwrap();
    let fields: Vec<_> = found.iter().map(|m| &*m.field).collect();
    assert_eq!(fields, ["end", "trace"]);
    assert_eq!(
        moments(&registry, &cut, &[]).unwrap().len(),
        cut.steps() + 1
    );
    let mut long = honest.clone();
    let last = long.transitions.last().unwrap().clone();
    long.transitions.push(last);
    let found = replay(&registry, &long, &[]).unwrap();
    let fields: Vec<_> = found.iter().map(|m| &*m.field).collect();
    assert_eq!(fields, ["steps"]);
    assert_eq!(
        moments(&registry, &long, &[]).unwrap().len(),
        honest.steps() + 1
    );
}

#[test]
fn a_difference_is_one_line_with_its_place_and_both_values() {
    let line = |step| {
        let mismatch = Mismatch {
            step,
            field: "after.truth.distance".into(),
            recorded: 3.into(),
            replayed: serde_json::Value::Null,
        };
        mismatch.to_line()
    };
    let rest = "after.truth.distance: recorded 3, now null";
    assert_eq!(line(None), format!("start: {rest}"));
    assert_eq!(line(Some(7)), format!("step 7: {rest}"));
}
