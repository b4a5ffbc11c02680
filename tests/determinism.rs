//! The same seed gives the same bytes: for any number of threads, in shards of any size, in another process.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{Arc, atomic::AtomicBool},
};
use truestep_core::{
    batch::{BatchOptions, Job, run},
    chance::Seed,
    jsonl,
    task::Task,
};

const AGENT: &str = "noisy:0.3";
const EPISODES: u32 = 30;

/// What the program prints and writes for `selector` with `threads`, in a process of its own.
fn run_program(selector: &str, threads: u32, folder: &Path) -> (Vec<u8>, Vec<u8>) {
    let file = folder.join(format!("{threads}.jsonl"));
    let output = Command::new(env!("CARGO_BIN_EXE_truestep"))
        .args(["run", selector, "--agent", AGENT, "--seed", "3", "--json"])
        .args(["--episodes", &EPISODES.to_string()])
        .args(["--threads", &threads.to_string()])
        .args(["--out".as_ref(), file.as_os_str()])
        .output()
        .unwrap();
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{talk}");
    // Where the file is differs from call to call; what is in it must not.
    let printed = String::from_utf8(output.stdout).unwrap();
    let printed = printed.replace(&*file.to_string_lossy(), "FILE");
    (printed.into_bytes(), fs::read(&file).unwrap())
}

#[test]
fn processes_with_any_number_of_threads_print_and_write_the_same_bytes() {
    for selector in ["shop", "diagnostic"] {
        let folder = tempfile::tempdir().unwrap();
        let reference = run_program(selector, 1, folder.path());
        assert_eq!(
            reference.1.iter().filter(|&&b| b == b'\n').count() as u32,
            EPISODES
        );
        for threads in [1, 2, 8] {
            let again = run_program(selector, threads, folder.path());
            assert!(again == reference, "{selector} with {threads} threads");
        }
    }
}

/// Episodes of every template, in shards of `slots` on `threads`, as a file.
fn in_shards(slots: usize, threads: usize) -> Vec<u8> {
    let registry = truestep_envs::registry(&Default::default()).unwrap();
    let mut jobs = vec![];
    for (group, template) in registry.select("all").unwrap().into_iter().enumerate() {
        // Not every seed has an instance.
        let tasks = (1..).map(|seed| Task::new(template.id.clone(), Seed(seed)));
        let there_are = tasks.filter(|task| registry.prepare(task).is_ok());
        for (seed, task) in (1..).zip(there_are.take(2)) {
            let task = Arc::new(task);
            let job = |rollout| Job {
                task: Arc::clone(&task),
                group: group as u64 * 2 + seed,
                rollout,
            };
            jobs.extend((0..2).map(job));
        }
    }
    let agent = truestep_agents::parse(AGENT, &registry).unwrap();
    let options = BatchOptions {
        slots,
        ..Default::default()
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    let mut bytes = vec![];
    let go_on = AtomicBool::new(false);
    let mut write = |episode| jsonl::write(&mut bytes, &episode).unwrap();
    pool.install(|| run(&registry, &jobs, &*agent, &options, &go_on, &mut write))
        .unwrap();
    bytes
}

#[test]
fn shards_of_any_size_write_the_same_bytes() {
    let reference = in_shards(1, 1);
    for (slots, threads) in [(3, 2), (64, 1), (256, 8)] {
        assert!(
            in_shards(slots, threads) == reference,
            "{slots} slots, {threads} threads"
        );
    }
}
