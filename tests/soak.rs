//! Long runs: nothing panics, nothing leaks, everything can be replayed. Minutes; `.ci/extra` runs them.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{
    env, fs,
    sync::{Arc, atomic::AtomicBool},
};
use truestep_core::{
    batch::{BatchOptions, Job, run},
    chance::Seed,
    host::{Capabilities, Input},
    registry::{Registry, TemplateInfo},
    replay::replay,
    task::Task,
};

/// Steps in all.
const STEPS: u64 = 10_000_000;
/// One episode in this many is executed again.
const REPLAYED: u64 = 500;
/// Most growth of resident memory after it has settled, in percent.
const GROWTH_PERCENT: u64 = 2;

fn steps() -> u64 {
    env::var("TRUESTEP_SOAK_STEPS").map_or(STEPS, |text| text.parse().unwrap())
}

/// Resident memory in bytes; 0 where the system does not tell.
fn resident_bytes() -> u64 {
    const PAGE: u64 = 4096;
    let text = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0) * PAGE
}

/// Resident memory, tenth by tenth of the run, as the mean of what was looked at: what a batch holds while it runs, and what
/// the allocator has not yet given back, differ by more than a percent from moment to moment.
#[derive(Default)]
struct Memory {
    /// Sum and number of what was looked at, by tenth.
    tenths: [(u64, u64); 10],
}

impl Memory {
    fn note(&mut self, done: u64, all: u64) {
        let tenth = &mut self.tenths[(done * 10 / all).min(9) as usize];
        *tenth = (tenth.0 + resident_bytes(), tenth.1 + 1);
    }

    /// That the last tenth holds no more than the second, in which memory has settled.
    fn check(&self) {
        let means = self.tenths.map(|(sum, count)| sum / count.max(1));
        eprintln!("resident bytes, mean of each tenth: {means:?}");
        let (settled, end) = (means[1], means[9]);
        assert!(
            settled > 0 && end <= settled + settled * GROWTH_PERCENT / 100,
            "memory grew from {settled} to {end} bytes"
        );
    }
}

/// Environments whose steps run Python in the guest: milliseconds a step. Their own tests play them for long.
const GUESTS: [&str; 2] = ["data", "swe"];
/// Phones with everything in the way that can be.
#[cfg(feature = "gui")]
const DISTURBED: [(&str, &str); 2] = [("disturb", "all"), ("disturb_rate", "30")];

/// An endless list of tasks that goes round its templates.
struct Tasks {
    templates: Vec<TemplateInfo>,
    parameters: &'static [(&'static str, &'static str)],
}

impl Tasks {
    fn all(registry: &Registry) -> Self {
        let mut templates = registry.select("all").unwrap();
        templates.retain(|template| !GUESTS.contains(&template.id.env()));
        Self {
            templates,
            parameters: &[],
        }
    }

    fn get(&self, i: u64) -> Arc<Task> {
        let (round, place) = (
            i / self.templates.len() as u64,
            i as usize % self.templates.len(),
        );
        let mut task = Task::new(self.templates[place].id.clone(), Seed(round % 997));
        let given = self.parameters.iter();
        task.parameters = given
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Arc::new(task)
    }
}

#[test]
#[ignore = "minutes; .ci/extra runs it"]
fn ten_million_random_steps_in_bulk_leak_nothing_and_replay() {
    let registry = truestep_envs::registry(&Default::default()).unwrap();
    in_bulk(&registry, steps(), &Tasks::all(&registry));
}

#[test]
#[cfg(feature = "gui")]
#[ignore = "minutes; .ci/extra runs it"]
fn twice_as_many_on_disturbed_phones_leak_nothing_and_replay() {
    let registry = truestep_envs::registry(&Default::default()).unwrap();
    let tasks = Tasks {
        templates: registry.select("gui").unwrap(),
        parameters: &DISTURBED,
    };
    in_bulk(&registry, 2 * steps(), &tasks);
}

/// Random play of `all` steps over the tasks of a list.
fn in_bulk(registry: &Registry, all: u64, tasks: &Tasks) {
    let agent = truestep_agents::parse("random", registry).unwrap();
    let (mut done, mut first, mut episodes, mut memory) = (0, 0, 0_u64, Memory::default());
    let go_on = AtomicBool::new(false);
    while done < all {
        // Rollouts never repeat: the number of the round tells them apart once the seeds come round again.
        let job = |i| Job {
            task: tasks.get(i),
            group: i,
            rollout: (i / 100_000) as u32,
        };
        let jobs: Vec<Job> = (first..first + 1024)
            .map(job)
            .filter(|job| registry.prepare(&job.task).is_ok())
            .collect();
        run(
            registry,
            &jobs,
            &*agent,
            &BatchOptions::default(),
            &go_on,
            &mut |episode| {
                done += episode.steps() as u64;
                episodes += 1;
                if episodes % REPLAYED == 0 {
                    assert_eq!(replay(registry, &episode, &[]).unwrap(), []);
                }
            },
        )
        .unwrap();
        first += 1024;
        memory.note(done, all);
    }
    eprintln!("{done} steps in {episodes} episodes");
    memory.check();
}

#[test]
#[ignore = "minutes; .ci/extra runs it"]
fn one_shard_plays_millions_of_steps_in_the_same_slots() {
    let registry = truestep_envs::registry(&Default::default()).unwrap();
    let mut shard = registry.shard_builder().build(64);
    let tasks = Tasks::all(&registry);
    let (mut started, mut memory, all) = (0, Memory::default(), steps() / 5);
    let mut pick = 1_u64;
    for done in (0..all).step_by(shard.len()) {
        for slot in 0..shard.len() {
            if !matches!(shard.end(slot), Ok(None)) {
                let prepared = registry.prepare(&tasks.get(started)).unwrap();
                let capabilities = Capabilities::recorded(prepared.goal().max_steps);
                prepared.load(&mut shard, slot, 0, &capabilities).unwrap();
                started += 1;
            }
            // A congruential generator is enough to wander, and the same everywhere.
            pick = pick
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let len = shard.with_menu(slot, |_, _, menu| menu.len()).unwrap() as u64;
            shard
                .submit(slot, Input::Menu(((pick >> 33) % len) as u32), None)
                .unwrap();
        }
        shard.run();
        memory.note(done, all);
    }
    memory.check();
}
