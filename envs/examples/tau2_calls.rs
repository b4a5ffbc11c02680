//! How fast tau2-bench's domains run: calls a second, what a start, a fork and a hash cost.
//!
//! `cargo run --release -p truestep-envs --no-default-features --features tools --example tau2_calls -- DATA RUNS`, with a
//! folder of tau2's data (`DATA/retail/db.json`, ...) and one of recorded runs (`RUNS/retail.jsonl`, ...).

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures and says what it measured"
)]

use serde::Deserialize;
use std::{error::Error, fs, path::Path, time::Instant};
use truestep_envs::tools::tau2::{DOMAINS, Mode, Requestor, Run, ToolCall, ToolType, World};
use truestep_sandbox::{Limits, Sandbox};

const ROUNDS: u32 = 5;

#[derive(Deserialize)]
struct Case {
    calls: Vec<ToolCall>,
}

/// The time of the fastest round, in microseconds.
fn micros(mut round: impl FnMut()) -> f64 {
    let timed = (0..ROUNDS).map(|_| {
        let begun = Instant::now();
        round();
        begun.elapsed().as_secs_f64() * 1e6
    });
    timed.fold(f64::INFINITY, f64::min)
}

/// Calls of one kind, each on a fork of the start.
fn report_calls(start: &Run, kind: &str, calls: &[&ToolCall]) {
    if calls.is_empty() {
        return;
    }
    let time = micros(|| {
        for call in calls {
            let mut run = start.clone();
            assert!(run.call(call).is_ok());
        }
    });
    let each = time / calls.len() as f64;
    println!("  {kind:<22}{:>9.0} calls/s   {each:.1} us", 1e6 / each);
}

fn measure(world: &std::sync::Arc<World>, cases: &[Case]) -> Result<(), Box<dyn Error>> {
    let start = Run::new(world, Mode::WithUser)?;
    let mut kinds: [Vec<&ToolCall>; 3] = [vec![], vec![], vec![]];
    for call in cases.iter().flat_map(|case| &case.calls) {
        let error = start.clone().call(call)?.error;
        let kind = match start.tool_type(&call.name) {
            _ if error => 2,
            Some(ToolType::Write) => 1,
            _ => 0,
        };
        kinds[kind].push(call);
    }
    for (kind, calls) in ["reads", "writes", "answered with errors"]
        .into_iter()
        .zip(&kinds)
    {
        report_calls(&start, kind, calls);
    }
    let count: usize = cases.iter().map(|case| case.calls.len()).sum();
    let time = micros(|| {
        for case in cases {
            let mut run = start.clone();
            assert!(case.calls.iter().all(|call| run.call(call).is_ok()));
        }
    });
    println!(
        "  {:<22}{:>9.0} calls/s",
        "recorded runs",
        count as f64 / time * 1e6
    );
    let tasks = &world.tasks().tasks;
    let time = micros(|| {
        for task in tasks {
            assert!(Run::begin(world, Mode::WithUser, task.initial_state.as_ref()).is_ok());
        }
    });
    println!(
        "  a task's start        {:>9.1} us",
        time / tasks.len().max(1) as f64
    );
    let time = micros(|| {
        for _ in 0..1_000 {
            std::hint::black_box(start.clone());
        }
    });
    println!("  a fork                {:>9.3} us", time / 1e3);
    let time = micros(|| {
        for side in Requestor::ALL {
            std::hint::black_box(start.database_hash(side));
        }
    });
    println!("  both hashes           {time:>9.1} us");
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = std::env::args_os().skip(1);
    let (Some(data), Some(runs)) = (folders.next(), folders.next()) else {
        return Err("expected two folders: tau2's data, recorded runs".into());
    };
    let sandbox = Sandbox::new(Limits::default())?;
    for domain in DOMAINS {
        let (folder, file) = (
            Path::new(&data).join(domain.name),
            Path::new(&runs).join(format!("{}.jsonl", domain.name)),
        );
        if !folder.is_dir() || !file.is_file() {
            continue;
        }
        let lines = fs::read_to_string(file)?;
        let cases: Result<Vec<Case>, _> = lines.lines().map(serde_json::from_str).collect();
        println!("{}", domain.name);
        measure(&World::load(&sandbox, domain, &folder)?, &cases?)?;
    }
    Ok(())
}
