//! How fast tau2-bench's domains run: calls a second, what a start, a fork and a hash cost.
//!
//! `cargo run --release -p truestep-envs --no-default-features --features tools --example tau2_calls -- DATA [RUNS]`, with a
//! folder of tau2's data (`DATA/retail/db.json`, ...). The calls are those of the tasks' reference solutions, each task's from
//! its own start, or with a folder of recorded runs (`RUNS/retail.jsonl`, ...) those, from the start of the domain.
//! `tau2_calls.py` beside this file makes the same calls of tau2's own code.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures and says what it measured"
)]

use serde::Deserialize;
use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};
use truestep_envs::tools::tau2::{
    DOMAINS, Mode, Requestor, Run, Task, ToolCall, ToolType, World, task::Action,
};
use truestep_sandbox::{Limits, Sandbox};

const ROUNDS: u32 = 5;

#[derive(Deserialize)]
struct Recorded {
    calls: Vec<ToolCall>,
}

/// Calls that are made one after the other, and where they begin.
struct Case {
    start: Run,
    calls: Vec<ToolCall>,
}

/// The reference solutions of a domain's tasks.
fn solutions(world: &Arc<World>) -> Result<Vec<Case>, Box<dyn Error>> {
    let case = |task: &Task| {
        let actions = task.evaluation_criteria.as_ref()?.actions.as_ref()?;
        let call = |action: &Action| ToolCall {
            id: action.action_id.clone(),
            name: action.name.clone(),
            arguments: action.arguments.clone(),
            requestor: action.requestor,
        };
        let start = Run::begin(world, Mode::WithUser, task.initial_state.as_ref());
        let calls = actions.iter().map(call).collect();
        Some(start.map(|start| Case { start, calls }))
    };
    let cases: Result<Vec<Case>, _> = world.tasks().tasks.iter().filter_map(case).collect();
    Ok(cases?)
}

fn recorded(world: &Arc<World>, file: &Path) -> Result<Vec<Case>, Box<dyn Error>> {
    let start = Run::new(world, Mode::WithUser)?;
    let lines = fs::read_to_string(file)?;
    let cases: Result<Vec<Recorded>, _> = lines.lines().map(serde_json::from_str).collect();
    let case = |recorded: Recorded| Case {
        start: start.clone(),
        calls: recorded.calls,
    };
    Ok(cases?.into_iter().map(case).collect())
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

/// Calls of one kind, each from where it is made.
fn report_calls(kind: &str, calls: &[(Run, &ToolCall)]) {
    if calls.is_empty() {
        return;
    }
    let time = micros(|| {
        for (before, call) in calls {
            let mut run = before.clone();
            assert!(run.call(call).is_ok());
        }
    });
    let each = time / calls.len() as f64;
    let count = calls.len();
    println!(
        "  {kind:<22}{:>9.0} calls/s   {each:.1} us, {count} calls",
        1e6 / each
    );
}

fn measure(world: &Arc<World>, cases: &[Case]) -> Result<(), Box<dyn Error>> {
    let start = Run::new(world, Mode::WithUser)?;
    let mut kinds: [Vec<(Run, &ToolCall)>; 3] = [vec![], vec![], vec![]];
    for case in cases {
        let mut run = case.start.clone();
        for call in &case.calls {
            let before = run.clone();
            let error = run.call(call)?.error;
            let kind = match start.tool_type(&call.name) {
                _ if error => 2,
                Some(ToolType::Write) => 1,
                _ => 0,
            };
            kinds[kind].push((before, call));
        }
    }
    for (kind, calls) in ["reads", "writes", "answered with errors"]
        .into_iter()
        .zip(&kinds)
    {
        report_calls(kind, calls);
    }
    let count: usize = cases.iter().map(|case| case.calls.len()).sum();
    let time = micros(|| {
        for case in cases {
            let mut run = case.start.clone();
            assert!(case.calls.iter().all(|call| run.call(call).is_ok()));
        }
    });
    println!(
        "  {:<22}{:>9.0} calls/s   {} runs, {count} calls",
        "all, run by run",
        count as f64 / time * 1e6,
        cases.len()
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
    println!("  hashes as tau2's      {time:>9.1} us");
    let time = micros(|| {
        for case in cases {
            for side in Requestor::ALL {
                std::hint::black_box(case.start.same_database(&start, side));
            }
        }
    });
    println!(
        "  comparison of states  {:>9.3} us",
        time / cases.len().max(1) as f64
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(data) = folders.next() else {
        return Err("expected a folder of tau2's data, and perhaps one of recorded runs".into());
    };
    let runs = folders.next();
    let sandbox = Sandbox::new(Limits::default())?;
    for domain in DOMAINS {
        let folder = data.join(domain.name);
        let file = |runs: &PathBuf| runs.join(format!("{}.jsonl", domain.name));
        let file = runs.as_ref().map(file);
        if !folder.is_dir() || file.as_ref().is_some_and(|file| !file.is_file()) {
            continue;
        }
        println!("{}", domain.name);
        let world = World::load(&sandbox, domain, &folder)?;
        let cases = match file {
            Some(file) => recorded(&world, &file)?,
            None => solutions(&world)?,
        };
        measure(&world, &cases)?;
    }
    Ok(())
}
