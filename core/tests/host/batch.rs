//! Rollouts in bulk.

use super::dry;
use std::sync::{Arc, atomic::AtomicBool};
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    batch::{BatchError, BatchOptions, Job, run},
    chance::Chance as _,
    host::{Capabilities, HostError, TruthLevel},
    registry::TaskError,
    trajectory::{AgentInfo, End, Episode},
};

/// Follows the oracle most of the time, draws from the menu else.
struct Wanderer;

impl AgentFactory for Wanderer {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "wanderer".into(),
            policy: None,
            params: Default::default(),
        }
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(Wanderer)
    }
    fn needs_truth(&self) -> bool {
        true
    }
}

impl Agent for Wanderer {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let mut chance = decision.random.sampled();
        let choice = match decision.best.and_then(<[u32]>::first) {
            Some(&best) if chance.below(3) > 0 => Choice::Menu(best as usize),
            _ => Choice::Menu(chance.below(decision.menu.len() as u32) as usize),
        };
        Act {
            choice,
            probability: Some(0.5),
        }
    }
}

/// Points beyond the menu at its third step, or stops.
struct Erratic(Choice);

impl AgentFactory for Erratic {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "erratic".into(),
            policy: None,
            params: Default::default(),
        }
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(Erratic(self.0.clone()))
    }
}

impl Agent for Erratic {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let odd = decision.step == 2 && decision.task.seed.0 % 2 == 1;
        let choice = if odd { self.0.clone() } else { Choice::Menu(0) };
        Act {
            choice,
            probability: None,
        }
    }
}

fn jobs(n: u64) -> Vec<Job> {
    let ids = ["corridor/errand@1", "ice/fetch@1", "ice/ask@1"];
    let job = |i: u64| Job {
        task: Arc::new(crate::corridor::task(ids[i as usize % 3], i / 4)),
        group: i / 4,
        rollout: (i % 4) as u32,
    };
    (0..n).map(job).collect()
}

fn play(
    jobs: &[Job],
    agent: &dyn AgentFactory,
    options: &BatchOptions,
) -> (Vec<Episode>, Result<(), BatchError>) {
    let mut episodes = vec![];
    let cancel = AtomicBool::new(false);
    let result = run(&dry(), jobs, agent, options, &cancel, &mut |e| {
        episodes.push(e)
    });
    (episodes, result)
}

#[test]
fn output_is_the_same_for_any_number_of_threads_and_slots() {
    let jobs = jobs(90);
    let bytes = |threads, slots| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let options = BatchOptions {
            slots,
            ..Default::default()
        };
        let (episodes, result) = pool.install(|| play(&jobs, &Wanderer, &options));
        result.unwrap();
        serde_json::to_string(&episodes).unwrap()
    };
    let reference = bytes(1, 1);
    for (threads, slots) in [(1, 64), (2, 7), (8, 3), (8, 64)] {
        assert!(
            bytes(threads, slots) == reference,
            "{threads} threads, {slots} slots"
        );
    }
}

#[test]
fn episodes_before_the_first_job_that_fails_reach_the_sink() {
    let mut jobs = jobs(20);
    jobs[13].task = Arc::new(crate::corridor::task("corridor/wlak@1", 1));
    for slots in [1, 4, 64] {
        let (episodes, result) = play(
            &jobs,
            &Wanderer,
            &BatchOptions {
                slots,
                ..Default::default()
            },
        );
        assert_eq!(episodes.len(), 13, "{slots} slots");
        let Err(BatchError::Task(TaskError::UnknownTemplate { suggestion, .. })) = result else {
            panic!("{result:?}");
        };
        assert_eq!(suggestion.as_deref(), Some("corridor/walk@1"));
    }
}

#[test]
fn an_agent_that_points_beyond_the_menu_is_a_typed_error() {
    let jobs = jobs(12);
    let beyond = Erratic(Choice::Menu(usize::MAX));
    for slots in [1, 64] {
        let (episodes, result) = play(
            &jobs,
            &beyond,
            &BatchOptions {
                slots,
                ..Default::default()
            },
        );
        assert!(matches!(
            result,
            Err(BatchError::Host(HostError::NoSuchMenuEntry { .. }))
        ));
        assert_eq!(episodes.len(), 4, "{slots} slots");
    }
}

#[test]
fn an_agent_that_stops_aborts_its_own_episode_only() {
    let (episodes, result) = play(&jobs(12), &Erratic(Choice::Stop), &BatchOptions::default());
    result.unwrap();
    for episode in &episodes {
        let stopped = episode.task.seed.0 % 2 == 1;
        assert_eq!(episode.end == End::Aborted, stopped);
        assert_eq!(episode.steps() == 2, stopped);
    }
}

#[test]
fn a_cancelled_batch_hands_out_nothing_unfinished() {
    let mut episodes = vec![];
    let options = BatchOptions::default();
    run(
        &dry(),
        &jobs(9),
        &Wanderer,
        &options,
        &AtomicBool::new(true),
        &mut |e| episodes.push(e),
    )
    .unwrap();
    assert!(episodes.is_empty());
}

#[test]
fn an_agent_that_needs_truth_is_refused_a_run_without() {
    let blind = Capabilities {
        truth: TruthLevel::Off,
        ..Capabilities::recorded(0)
    };
    let options = BatchOptions {
        capabilities: blind,
        ..Default::default()
    };
    let (_, result) = play(&jobs(1), &Wanderer, &options);
    assert_eq!(
        result,
        Err(BatchError::AgentNeedsTruth {
            agent: "wanderer".into()
        })
    );
    let (_, result) = play(
        &jobs(1),
        &Wanderer,
        &BatchOptions {
            slots: 0,
            ..Default::default()
        },
    );
    assert_eq!(result, Err(BatchError::NoSlots));
}
