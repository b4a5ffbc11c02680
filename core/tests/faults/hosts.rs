//! A fault of the host is no deed of the agent: nothing is recorded of it but that it came.

use super::{Walker, act, batch, everything, jobs, shard};
use crate::faulty::{Fails, Settings, registry, task};
use truestep_core::{
    environment::{Environment, EnvironmentError, Hosted},
    graph::{GraphError, Limits, Mode},
    host::{Clock, HostError, Input, Recorder},
    play::{self, PlayError},
    replay::{ReplayError, replay},
    trajectory::End,
    view::ViewName,
};

fn fails_at(cell: u32, lists: bool) -> Settings {
    Settings {
        fails: Fails::At(cell),
        lists,
        length: Some(9),
        ..Settings::default()
    }
}

#[test]
fn a_fault_aborts_the_episode_and_leaves_everything_as_it_was() {
    // Where best actions are found by trial, the fault comes one cell earlier: what cannot be tried cannot be judged.
    for (lists, walked) in [(true, 3), (false, 2)] {
        let (mut shard, _) = shard::<0>(fails_at(3, lists), 1);
        for _ in 0..walked {
            act(&mut shard, 0, "right");
        }
        let clock = *shard.parts::<&Clock>(0).unwrap();
        let recorded = shard.parts::<&Recorder>(0).unwrap().transitions.clone();
        let frame = shard.frame(0).unwrap();
        act(&mut shard, 0, "right");
        let outcome = shard.outcome(0).unwrap();
        assert_eq!(outcome.end, Some(End::Aborted), "lists: {lists}");
        let fault = outcome.fault.unwrap().to_string();
        assert!(fault.contains("ran out of fuel"), "{fault}");
        let after = *shard.parts::<&Clock>(0).unwrap();
        assert_eq!((after.step, after.at), (clock.step, clock.at));
        let transitions = &shard.parts::<&Recorder>(0).unwrap().transitions;
        assert_eq!(
            *transitions, recorded,
            "the action that met it is not recorded"
        );
        assert_eq!(shard.frame(0).unwrap(), frame);
        let refused = shard.submit(0, Input::Text("right".into()), None);
        assert_eq!(refused, Err(HostError::EpisodeOver { slot: 0 }));
    }
}

#[test]
fn a_fault_leaves_the_state_itself_as_it_was_and_not_only_what_is_said_of_it() {
    for (lists, walked) in [(true, 3), (false, 2)] {
        let (mut shard, _) = shard::<0>(fails_at(3, lists), 1);
        for _ in 0..walked {
            act(&mut shard, 0, "right");
        }
        let before = shard.snapshot(0).unwrap().to_json().unwrap();
        act(&mut shard, 0, "right");
        assert_eq!(shard.end(0).unwrap(), Some(End::Aborted));
        let (kept, recomputed) = shard.digest_pair(0).unwrap();
        assert_eq!(
            (kept, kept),
            (recomputed, shard.frame(0).unwrap().digests.state)
        );
        let shown = shard.observe(0, ViewName::TEXT).unwrap();
        let expected = format!("cell {walked} of 9, steps taken: {walked}");
        assert_eq!(shown.text(), Some(&*expected), "lists: {lists}");
        let parsed = |json: &str| -> serde_json::Value { serde_json::from_str(json).unwrap() };
        let after = shard.snapshot(0).unwrap().to_json().unwrap();
        let (before, after) = (parsed(&before), parsed(&after));
        for field in ["state", "view", "visited", "step", "at", "digests"] {
            assert_eq!(before[field], after[field], "{field}, lists: {lists}");
        }
    }
}

#[test]
fn a_fault_is_recorded_alike_by_a_batch_and_by_one_environment() {
    for lists in [true, false] {
        let registry = registry::<0>(fails_at(4, lists));
        let jobs = jobs(3);
        let episodes = batch(&registry, &jobs);
        for (job, episode) in jobs.iter().zip(&episodes) {
            assert_eq!(episode.end, End::Aborted);
            assert_eq!(episode.steps(), if lists { 4 } else { 3 });
            assert_eq!(
                episode.fault.as_deref(),
                Some("the sandbox ran out of fuel")
            );
            assert!(episode.success().is_none() && episode.trace == episode.last().digests.trace);
            let mut one = Hosted::new(registry.clone(), everything());
            let played = play::play(&mut one, job, &episode.world, &Walker).unwrap();
            assert_eq!(played, *episode);
        }
    }
}

#[test]
fn an_aborted_episode_replays_and_a_fault_during_a_replay_is_an_error() {
    let faulty = registry::<0>(fails_at(4, true));
    let aborted = batch(&faulty, &jobs(1)).remove(0);
    assert_eq!(replay(&faulty, &aborted, &[]).unwrap(), []);
    let sound = registry::<0>(Settings {
        fails: Fails::Never,
        ..fails_at(4, true)
    });
    assert_eq!(replay(&sound, &aborted, &[]).unwrap(), []);
    let whole = batch(&sound, &jobs(1)).remove(0);
    assert_eq!((whole.end, &whole.fault), (End::Terminated, &None));
    let error = replay(&faulty, &whole, &[]).unwrap_err();
    assert!(
        matches!(error, ReplayError::Fault { step: 4, .. }),
        "{error}"
    );
}

#[test]
fn what_cannot_be_looked_at_is_an_error_and_never_a_wrong_answer() {
    let registry = registry::<0>(fails_at(0, false));
    let prepared = registry.prepare(&task(1)).unwrap();
    let mut shard = registry.shard_builder().build(1);
    let refused = prepared.load(&mut shard, 0, 0, &everything());
    assert!(matches!(refused, Err(HostError::Fault(_))), "{refused:?}");
    assert_eq!(shard.end(0), Err(HostError::NotReset { slot: 0 }));
    let graph = prepared.explore(0, &Limits::default(), Mode::Raw);
    assert!(matches!(graph.err(), Some(GraphError::Host(_))));

    let (mut shard, _) = super::shard::<0>(fails_at(0, true), 1);
    let ahead = shard.successors(0).unwrap();
    assert!(ahead.iter().all(|s| s.fault.is_some() && !s.complete));
}

#[test]
fn a_fork_that_meets_a_fault_is_no_failed_trial() {
    let registry = registry::<0>(fails_at(4, true));
    let mut environment = Hosted::new(registry, everything());
    environment.reset(&task(1), 0).unwrap();
    let moment = environment.snapshot().unwrap();
    let task = task(1);
    let forks = play::Continuations {
        task: &task,
        factory: &Walker,
        count: 4,
    };
    let error = play::success_from(&mut environment, &moment, forks).unwrap_err();
    let fault = matches!(error, PlayError::Environment(EnvironmentError::Fault(_)));
    assert!(fault, "{error}");
}

#[test]
fn a_host_that_failed_is_replaced_and_its_neighbours_go_on() {
    let settings = Settings {
        fails: Fails::Every(3),
        lists: true,
        length: Some(9),
        ..Settings::default()
    };
    let (mut shard, _) = shard::<0>(settings.clone(), 4);
    for slot in 0..4 {
        shard
            .submit(slot, Input::Text("right".into()), None)
            .unwrap();
    }
    shard.run();
    let ends: Vec<_> = (0..4).map(|slot| shard.end(slot).unwrap()).collect();
    assert_eq!(ends, [None, None, Some(End::Aborted), None]);
    assert_eq!(settings.meter.starts(), 2);
    // The second host has made one call; an earlier moment of the aborted slot goes on from where it was.
    let moment = shard.snapshot(0).unwrap();
    shard.restore(2, &moment, None).unwrap();
    act(&mut shard, 2, "right");
    assert_eq!(shard.end(2).unwrap(), None);
}

#[test]
fn a_host_that_cannot_start_is_a_fault() {
    let settings = Settings {
        fails: Fails::Starting,
        lists: true,
        ..Settings::default()
    };
    let (mut shard, _) = shard::<0>(settings, 1);
    act(&mut shard, 0, "right");
    let fault = shard.outcome(0).unwrap().fault.unwrap();
    assert_eq!(fault.message, "no room for a sandbox");
}

#[test]
fn one_worker_starts_one_host_for_all_that_steps() {
    let settings = Settings {
        length: Some(9),
        ..Settings::default()
    };
    let (mut shard, prepared) = shard::<0>(settings.clone(), 2);
    for _ in 0..5 {
        act(&mut shard, 0, "right");
        act(&mut shard, 1, "right");
        shard.frame(0).unwrap();
        shard.successors(1).unwrap();
    }
    let moment = shard.snapshot(0).unwrap();
    shard.restore(1, &moment, None).unwrap();
    assert_eq!(settings.meter.starts(), 1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    pool.install(|| {
        let mut graph = prepared.explore(0, &Limits::default(), Mode::Raw).unwrap();
        graph.land(&moment, "right", 10).unwrap();
        graph.truth().unwrap().unwrap();
    });
    assert_eq!(settings.meter.starts(), 2, "one more for the exploration");
}

#[test]
fn a_judged_step_costs_one_model_step_and_one_for_each_entry_tried() {
    for (lists, expected) in [(true, 1), (false, 3)] {
        let settings = Settings {
            lists,
            length: Some(9),
            ..Settings::default()
        };
        let (mut shard, prepared) = shard::<0>(settings.clone(), 1);
        act(&mut shard, 0, "right");
        settings.meter.steps();
        act(&mut shard, 0, "right");
        shard.frame(0).unwrap();
        assert_eq!(settings.meter.steps(), expected, "lists: {lists}");
        let graph = prepared.explore(0, &Limits::default(), Mode::Raw).unwrap();
        let edges = graph.graph().edge_count() as u32;
        assert_eq!(settings.meter.steps(), edges);
        graph.truth().unwrap().unwrap();
        assert_eq!(
            settings.meter.steps(),
            if lists { edges } else { 2 * edges }
        );
    }
}
