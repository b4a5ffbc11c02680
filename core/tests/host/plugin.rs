//! A third party's statistic and disturbance, without a line changed in the core.

use super::{act, everything, one, prepare, shard};
use bevy_ecs::{prelude::*, world::EntityWorldMut};
use std::sync::Arc;
use truestep_core::{
    host::{Capabilities, Clock, HostError, Phase, Report, Shard, ShardBuilder, StepPlugin},
    registry::Family as _,
    task::Task,
    truth::{Effect, Rejection},
};

/// A statistic: how many actions came to nothing.
struct IdleCount;

#[derive(Component, Default)]
struct Idle(u32);

fn count_idle(mut environments: Query<(&Report, &mut Idle)>) {
    for (report, mut idle) in &mut environments {
        idle.0 += u32::from(report.active && report.effect != Effect::Applied);
    }
}

impl StepPlugin for IdleCount {
    fn name(&self) -> &str {
        "idle-count"
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

fn blow(mut environments: Query<(&Clock, &mut Report), With<Blows>>) {
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
