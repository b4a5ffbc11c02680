//! Episodes in bulk: over threads and slots, through files and replay.

use super::{
    Scope,
    agents::Follower,
    ledger::{Ledger, short},
    probe::{picture, texts},
    report::Figures,
    sentence::Sentence,
};
use crate::{
    agent::AgentFactory,
    batch::{BatchOptions, Job, run},
    host::Capabilities,
    jsonl,
    replay::replay,
    trajectory::Episode,
    view::ViewName,
};
use std::sync::{Arc, atomic::AtomicBool};

/// Threads and slots that must make no difference; the first is what the others are compared with.
const SHAPES: [(usize, usize); 4] = [(1, 1), (1, 64), (2, 7), (8, 3)];
/// Episodes that are written, read and replayed.
const EPISODES: u32 = 24;
/// Those of them that are watched in a picture too: each of its frames is painted six times here, which costs more than all
/// the rest of an episode.
const PICTURED: usize = 1;

pub(super) fn check(scope: &Scope<'_>, ledger: &mut Ledger, figures: &Figures) {
    if figures.instances == 0 {
        return;
    }
    let options = scope.options;
    let seeds = EPISODES.min(options.seeds);
    let rollouts = EPISODES.div_ceil(seeds);
    let jobs = jobs(scope, seeds, rollouts);
    let Some(Ok(prepared)) = jobs.first().map(|job| scope.registry.prepare(&job.task)) else {
        return;
    };
    over(scope, ledger, &jobs, texts(&prepared));
    if let Some(picture) = picture(&prepared) {
        over(
            scope,
            ledger,
            &jobs[..jobs.len().min(PICTURED)],
            vec![picture],
        );
    }
}

/// Episodes that are recorded in `views`.
fn over(scope: &Scope<'_>, ledger: &mut Ledger, jobs: &[Job], views: Vec<ViewName>) {
    let capabilities = Capabilities {
        views,
        ..Capabilities::recorded(0)
    };
    let follower = Follower { strays: 3 };
    match played(scope, jobs, &follower, &capabilities, 64) {
        Ok(episodes) => files(scope, ledger, &episodes),
        Err(error) => ledger.check(Sentence::ReplayReproduces, false, || error),
    }
    threads(scope, ledger, jobs, &follower, &capabilities);
}

/// Jobs for the seeds that have an instance.
pub(super) fn jobs(scope: &Scope<'_>, seeds: u32, rollouts: u32) -> Vec<Job> {
    let mut jobs = vec![];
    for number in 0..u64::from(seeds) {
        let task = Arc::new(scope.task(scope.options.first_seed.wrapping_add(number)));
        if scope.registry.prepare(&task).is_ok() {
            let job = |rollout| Job {
                task: Arc::clone(&task),
                group: number,
                rollout,
            };
            jobs.extend((0..rollouts).map(job));
        }
    }
    jobs
}

pub(super) fn played(
    scope: &Scope<'_>,
    jobs: &[Job],
    agent: &dyn AgentFactory,
    capabilities: &Capabilities,
    slots: usize,
) -> Result<Vec<Episode>, String> {
    let options = BatchOptions {
        slots,
        capabilities: capabilities.clone(),
        ..Default::default()
    };
    let mut episodes = vec![];
    let go_on = AtomicBool::new(false);
    run(scope.registry, jobs, agent, &options, &go_on, &mut |e| {
        episodes.push(e)
    })
    .map_err(|error| error.to_string())?;
    Ok(episodes)
}

fn lines(episodes: &[Episode]) -> Result<Vec<u8>, String> {
    let mut bytes = vec![];
    for episode in episodes {
        jsonl::write(&mut bytes, episode).map_err(|error| error.to_string())?;
    }
    Ok(bytes)
}

/// Written and read back, and executed again.
fn files(scope: &Scope<'_>, ledger: &mut Ledger, episodes: &[Episode]) {
    let bytes = match lines(episodes) {
        Ok(bytes) => bytes,
        Err(error) => return ledger.check(Sentence::JsonIsLossless, false, || error),
    };
    let read: Vec<_> = jsonl::Reader::new(&*bytes).collect();
    ledger.equal(
        Sentence::JsonIsLossless,
        "episodes read",
        &read.len(),
        &episodes.len(),
    );
    for (read, written) in read.iter().zip(episodes) {
        ledger.seed = written.task.seed.0;
        let same = read.as_ref().is_ok_and(|read| read == written);
        ledger.check(Sentence::JsonIsLossless, same, || match read {
            Ok(read) => format!("read {}, written {}", short(read), short(written)),
            Err(error) => error.to_string(),
        });
    }
    for episode in episodes {
        ledger.seed = episode.task.seed.0;
        let found = replay(scope.registry, episode, &[]);
        let reproduces = found.as_ref().is_ok_and(Vec::is_empty);
        ledger.check(Sentence::ReplayReproduces, reproduces, || match &found {
            Ok(differences) => format!(
                "{} differences, first {:?}",
                differences.len(),
                differences.first()
            ),
            Err(error) => error.to_string(),
        });
    }
    ledger.seed = scope.options.first_seed;
}

fn threads(
    scope: &Scope<'_>,
    ledger: &mut Ledger,
    jobs: &[Job],
    agent: &dyn AgentFactory,
    capabilities: &Capabilities,
) {
    let mut reference = None;
    for (threads, slots) in SHAPES {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let bytes = pool.map_err(|error| error.to_string()).and_then(|pool| {
            pool.install(|| played(scope, jobs, agent, capabilities, slots))
                .and_then(|e| lines(&e))
        });
        let first = reference.get_or_insert_with(|| bytes.clone());
        let same = bytes.is_ok() && bytes == *first;
        ledger.check(Sentence::AnyThreadsAnySlots, same, || match bytes {
            Ok(_) => {
                format!("{threads} threads with {slots} slots give other bytes than {SHAPES:?}[0]")
            }
            Err(error) => error,
        });
    }
}
