//! A third party's statistic and disturbance, without a line changed in the core.

use super::{act, everything, one, prepare, shard};
use bevy_ecs::{prelude::*, world::EntityWorldMut};
use std::sync::{Arc, atomic::AtomicBool};
use truestep_core::{
    annotate::{AnnotateError, AnnotateOptions, annotate},
    batch::{BatchOptions, Job, run},
    channels::Channel,
    contract::RandomPlay,
    graph::Limits,
    host::{
        Capabilities, Clock, HostError, Influence, Phase, RunningStep, Shard, ShardBuilder,
        StepPlugin,
    },
    policy::Policy,
    rational::Rational,
    registry::Family as _,
    task::Task,
    trajectory::{End, Episode, Transition},
    truth::{Distance, Effect, Reachable, Rejection},
};

/// A statistic: how many actions came to nothing.
struct IdleCount;

#[derive(Component, Default)]
struct Idle(u32);

fn count_idle(mut environments: Query<(&RunningStep, &mut Idle)>) {
    for (report, mut idle) in &mut environments {
        idle.0 += u32::from(report.active && report.effect != Effect::Applied);
    }
}

impl StepPlugin for IdleCount {
    fn name(&self) -> &str {
        "idle-count"
    }
    fn influence(&self) -> Influence {
        Influence::Observes
    }
    fn build(&self, shard: &mut ShardBuilder) {
        shard.add_system(Phase::Judge, count_idle);
    }
    fn attach(&self, environment: &mut EntityWorldMut<'_>, _: &Task) {
        environment.insert(Idle::default());
    }
}

/// A disturbance: every third action is lost, keyed by the clock.
struct Draught;

#[derive(Component)]
struct Blows;

fn blow(mut environments: Query<(&Clock, &mut RunningStep), With<Blows>>) {
    for (clock, mut report) in &mut environments {
        if report.active && clock.step % 3 == 2 {
            report.reject(Rejection::new(
                "draught",
                "a draught pushed you back: try again",
            ));
        }
    }
}

impl StepPlugin for Draught {
    fn name(&self) -> &str {
        "draught"
    }
    fn influence(&self) -> Influence {
        Influence::Acts
    }
    fn build(&self, shard: &mut ShardBuilder) {
        shard.add_system(Phase::Admit, blow);
    }
    fn attach(&self, environment: &mut EntityWorldMut<'_>, _: &Task) {
        environment.insert(Blows);
    }
}

fn plugged() -> Shard {
    let mut builder = ShardBuilder::default();
    builder.plugin(Arc::new(IdleCount));
    crate::corridor::Corridors::<false>::default().install(&mut builder);
    builder.plugin(Arc::new(Draught));
    builder.build(3)
}

fn with(names: &[&str]) -> Capabilities {
    Capabilities {
        plugins: names.iter().map(|&n| n.to_owned()).collect(),
        ..everything()
    }
}

#[test]
fn a_disturbance_rejects_in_admit_and_a_statistic_counts_it() {
    let mut shard = plugged();
    let task = prepare("corridor/walk@1", 1);
    for (slot, names) in [&["idle-count", "draught"][..], &["idle-count"], &[]]
        .iter()
        .enumerate()
    {
        task.load(&mut shard, slot, 0, &with(names)).unwrap();
    }
    for _ in 0..6 {
        for slot in 0..3 {
            shard
                .submit(slot, truestep_core::host::Input::Text("right".into()), None)
                .unwrap();
        }
        shard.run();
    }
    let idle = |slot| shard.parts::<Option<&Idle>>(slot).unwrap().map(|i| i.0);
    assert_eq!([idle(0), idle(1), idle(2)], [Some(2), Some(0), None]);
    let rejected: Vec<usize> = {
        let recording = shard.take_recording(0).unwrap().unwrap();
        let rejected = |t: &truestep_core::trajectory::Transition| t.effect.is_rejected();
        (0..6)
            .filter(|&t| rejected(&recording.transitions[t]))
            .collect()
    };
    assert_eq!(rejected, [2, 5]);
}

#[test]
fn a_plug_in_that_is_not_named_changes_nothing() {
    let mut with_plugins = plugged();
    prepare("corridor/walk@1", 1)
        .load(&mut with_plugins, 0, 0, &everything())
        .unwrap();
    let mut without = one("corridor/walk@1", 1, &everything());
    for _ in 0..5 {
        act(&mut with_plugins, 0, "right");
        act(&mut without, 0, "right");
    }
    assert_eq!(with_plugins.frame(0).unwrap(), without.frame(0).unwrap());
}

/// Adds two systems that write the same component in one call, without an order.
struct Careless;

fn add_one(mut environments: Query<&mut Idle>) {
    environments.iter_mut().for_each(|mut idle| idle.0 += 1);
}

fn double(mut environments: Query<&mut Idle>) {
    environments.iter_mut().for_each(|mut idle| idle.0 *= 2);
}

impl StepPlugin for Careless {
    fn name(&self) -> &str {
        "careless"
    }
    fn influence(&self) -> Influence {
        Influence::Observes
    }
    fn build(&self, shard: &mut ShardBuilder) {
        shard.add_system(Phase::Judge, (add_one, double));
    }
    fn attach(&self, _: &mut EntityWorldMut<'_>, _: &Task) {}
}

#[test]
fn systems_that_conflict_without_an_order_are_an_error() {
    let mut builder = ShardBuilder::default();
    builder.plugin(Arc::new(Careless));
    let Err(HostError::UnorderedSystems { message }) = builder.try_build(1) else {
        panic!("an ambiguity was accepted");
    };
    assert!(
        message.contains("conflict") && message.contains("Judge"),
        "{message}"
    );
    let mut ordered = ShardBuilder::default();
    ordered.add_system(Phase::Judge, (add_one, double).chain());
    assert!(ordered.try_build(1).is_ok());
    drop(shard(1));
}

/// The episodes of a batch in which `plugins` took part.
fn played(plugins: &[Arc<dyn StepPlugin>]) -> Vec<Episode> {
    let names = plugins.iter().map(|p| p.name().to_owned()).collect();
    let options = BatchOptions {
        capabilities: Capabilities {
            plugins: names,
            ..Capabilities::recorded(0)
        },
        plugins: plugins.to_vec(),
        ..BatchOptions::default()
    };
    let job = |rollout| Job {
        task: Arc::new(crate::corridor::task("corridor/errand@1", 4)),
        group: 0,
        rollout,
    };
    let jobs: Vec<Job> = (0..2).map(job).collect();
    let (mut episodes, never) = (vec![], AtomicBool::new(false));
    let registry = crate::corridor::registry();
    let agent = RandomPlay;
    run(&registry, &jobs, &agent, &options, &never, &mut |e| {
        episodes.push(e);
    })
    .unwrap();
    episodes
}

#[test]
fn where_a_plug_in_acts_nothing_is_said_about_what_can_be_reached() {
    for episode in played(&[Arc::new(Draught)]) {
        for t in 0..=episode.steps() {
            let truth = episode.frame(t).truth.as_ref().unwrap();
            assert_eq!(truth.distance, Distance::NotComputed);
            assert_eq!(truth.distance_clairvoyant, Distance::NotComputed);
            assert_eq!(truth.reachable, Reachable::NotComputed);
            assert_eq!((&truth.best_actions, truth.best_outcome), (&None, None));
        }
        let shortest = |t: &Transition| t.truth.as_ref().unwrap().on_shortest_path;
        assert!(episode.transitions.iter().all(|t| shortest(t).is_none()));
        let told = episode.provides();
        for channel in [
            Channel::Distance,
            Channel::ShortestPath,
            Channel::BestOutcome,
        ] {
            assert!(!told.contains(channel), "{channel:?}");
        }
        assert!(told.contains(Channel::Subgoals) && told.contains(Channel::Redundant));
    }
}

#[test]
fn where_a_plug_in_only_observes_truth_is_whole() {
    for episode in played(&[Arc::new(IdleCount)]) {
        let told = episode.provides();
        assert!(told.contains(Channel::Distance) && told.contains(Channel::ShortestPath));
    }
}

#[test]
fn episodes_a_plug_in_acted_on_are_not_annotated() {
    let options = AnnotateOptions {
        policy: Policy::uniform(),
        pivot_threshold: Rational::new(1, 5),
        limits: Limits::default(),
        max_new: 100,
    };
    let registry = crate::corridor::registry();
    let acting: [Arc<dyn StepPlugin>; 1] = [Arc::new(Draught)];
    let mut episodes = played(&acting);
    let error = annotate(&registry, &mut episodes, &acting, &options).unwrap_err();
    assert!(matches!(&error, AnnotateError::Disturbed { plugin } if plugin == "draught"));
    let watching: [Arc<dyn StepPlugin>; 1] = [Arc::new(IdleCount)];
    let mut episodes = played(&watching);
    annotate(&registry, &mut episodes, &watching, &options).unwrap();
    assert!(episodes[0].provides().contains(Channel::Advantage));
}

/// Refuses every action and says that it only watches.
struct Liar;

impl StepPlugin for Liar {
    fn name(&self) -> &str {
        "liar"
    }
    fn influence(&self) -> Influence {
        Influence::Observes
    }
    fn build(&self, shard: &mut ShardBuilder) {
        shard.add_system(
            Phase::Admit,
            |mut all: Query<&mut RunningStep, With<Blows>>| {
                for mut report in &mut all {
                    report.reject(Rejection::new("no", "no"));
                }
            },
        );
    }
    fn attach(&self, environment: &mut EntityWorldMut<'_>, _: &Task) {
        environment.insert(Blows);
    }
}

#[test]
fn a_plug_in_that_says_it_observes_and_refuses_an_action_aborts_the_episode() {
    for episode in played(&[Arc::new(Liar)]) {
        assert_eq!((episode.end, episode.steps()), (End::Aborted, 0));
        let fault = episode.fault.unwrap();
        assert!(fault.contains("must declare that it acts"), "{fault}");
    }
}
