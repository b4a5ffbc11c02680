//! Add a capability without touching the core: a statistic, and a disturbance that refuses actions.

#![allow(clippy::print_stdout, reason = "an example prints")]

use bevy_ecs::{prelude::*, world::EntityWorldMut};
use std::sync::Arc;
use truestep::{
    core::{
        chance::{Chance as _, RngRef, Seed},
        host::{
            Capabilities, Clock, Influence, Input, Phase, RunningStep, ShardBuilder, StepPlugin,
        },
        model::StatementKind,
        task::Task,
        truth::Rejection,
    },
    envs,
};

/// A statistic: how many actions were refused.
#[derive(Component, Default)]
struct Refusals(u32);

/// A disturbance: one action in `period` meets a busy server. Drawn from the task, so it replays.
#[derive(Component)]
struct BusyServer {
    at: RngRef,
    period: u32,
}

struct Weather;

impl StepPlugin for Weather {
    fn name(&self) -> &str {
        "weather"
    }
    fn influence(&self) -> Influence {
        Influence::Acts
    }
    fn build(&self, shard: &mut ShardBuilder) {
        shard
            .add_system(Phase::Admit, disturb)
            .add_system(Phase::Show, count);
    }
    fn attach(&self, environment: &mut EntityWorldMut<'_>, task: &Task) {
        let at = task.stream("busy server");
        environment.insert((Refusals::default(), BusyServer { at, period: 3 }));
    }
}

fn disturb(mut environments: Query<(&BusyServer, &Clock, &mut RunningStep)>) {
    for (server, clock, mut report) in &mut environments {
        let at = RngRef {
            step: clock.step,
            ..server.at
        };
        if report.active && at.sampled().below(server.period) == 0 {
            report
                .statements
                .push((StatementKind::Event, "the server was busy".into()));
            report.reject(Rejection::new(
                "server_busy",
                "the server is busy; try again",
            ));
        }
    }
}

fn count(mut environments: Query<(&RunningStep, &mut Refusals)>) {
    for (report, mut refusals) in &mut environments {
        refusals.0 += u32::from(report.active && report.effect.is_rejected());
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    let task = registry.prepare(&Task::new(registry.select("shop")?.remove(0).id, Seed(4)))?;
    let mut builder = registry.shard_builder();
    builder.plugin(Arc::new(Weather));
    let mut shard = builder.build(2);
    // Two environments of one task; only the second has the weather.
    let calm = Capabilities::recorded(40);
    task.load(&mut shard, 0, 0, &calm)?;
    task.load(
        &mut shard,
        1,
        0,
        &Capabilities {
            plugins: vec!["weather".into()],
            ..calm
        },
    )?;
    while shard.end(0)?.is_none() || shard.end(1)?.is_none() {
        for slot in 0..2 {
            if shard.end(slot)?.is_none() {
                shard.submit(slot, Input::Menu(0), None)?;
            }
        }
        shard.run();
    }
    for slot in 0..2 {
        let refusals = shard.parts::<Option<&Refusals>>(slot)?.map(|r| r.0);
        println!("environment {slot}: {refusals:?} actions refused");
    }
    Ok(())
}
