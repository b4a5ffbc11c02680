//! How fast tau2's retail domain runs here: calls a second, and what a reset, a fork, a comparison and a hash cost.
//!
//! `TRUESTEP_TAU2_DATA=DIR cargo run --release -p truestep-envs --no-default-features --features tools --example
//! tau2_figures`, where `DIR/retail` is a copy of tau2's data.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures and says what it measured"
)]

use serde_json::{Value, json};
use std::{error::Error, hint::black_box, path::PathBuf, sync::Arc, time::Instant};
use truestep_envs::tools::tau2::{Mode, Replay, Requestor, Run, ToolCall, World, domain, verdict};
use truestep_sandbox::{Limits, Sandbox};

const ROUNDS: u32 = 5;

/// Seconds that `times` of something take: the best of some rounds.
fn seconds(times: u32, mut work: impl FnMut()) -> f64 {
    let mut round = || {
        let begun = Instant::now();
        for _ in 0..times {
            work();
        }
        begun.elapsed().as_secs_f64() / f64::from(times)
    };
    (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min)
}

fn call(name: &str, arguments: &Value) -> Result<ToolCall, serde_json::Error> {
    serde_json::from_value(json!({"name": name, "arguments": arguments}))
}

/// One call, over and over, each on a fresh fork of the start.
fn per_second(world: &Arc<World>, name: &str, arguments: &Value) -> Result<f64, Box<dyn Error>> {
    let call = call(name, arguments)?;
    let start = Run::new(world, Mode::WithUser)?;
    let mut failed = 0;
    let took = seconds(20_000, || {
        let mut run = start.clone();
        failed += u32::from(run.call(&call).is_err());
    });
    if failed > 0 {
        return Err("a call failed".into());
    }
    Ok(1.0 / took)
}

fn main() -> Result<(), Box<dyn Error>> {
    let data = std::env::var_os("TRUESTEP_TAU2_DATA").map(PathBuf::from);
    let Some(data) = data else {
        println!("skipped: set TRUESTEP_TAU2_DATA to a folder of tau2's data");
        return Ok(());
    };
    for (metering, sandbox) in [
        ("fuel counted", Sandbox::new(Limits::default())?),
        ("fuel not counted", Sandbox::unmetered(Limits::default())?),
    ] {
        println!("{metering}:");
        figures(&sandbox, &data)?;
    }
    Ok(())
}

fn figures(sandbox: &Sandbox, data: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let world = World::load(sandbox, domain("retail")?, &data.join("retail"))?;
    println!("  loaded in {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let user = json!({"user_id": "yusuf_rossi_9620"});
    let address = json!({
        "user_id": "yusuf_rossi_9620", "address1": "1 Main St", "address2": "", "city": "Austin",
        "state": "TX", "country": "USA", "zip": "78701",
    });
    let name = json!({"first_name": "Yusuf", "last_name": "Rossi", "zip": "19122"});
    let calls = [
        ("calculate", json!({"expression": "3 * (2 + 4) - 7.25"})),
        ("find_user_id_by_name_zip", name),
        ("get_user_details", user),
        ("get_order_details", json!({"order_id": "#W2378156"})),
        ("get_product_details", json!({"product_id": "1656367028"})),
        ("list_all_product_types", json!({})),
        ("modify_user_address", address),
    ];
    for (name, arguments) in calls {
        let figure = per_second(&world, name, &arguments)?;
        println!("  {name}: {figure:.0} calls/s");
    }
    whole_tasks(&world)?;
    let run = Run::new(&world, Mode::WithUser)?;
    let task = world.tasks().tasks.first().ok_or("no tasks")?;
    let gold = verdict::reference(&world, task, Replay::Strict)?;
    let micro = |seconds: f64| seconds * 1e6;
    let reset = seconds(100_000, || {
        black_box(Run::new(&world, Mode::WithUser).is_ok());
    });
    let fork = seconds(100_000, || {
        black_box(gold.clone());
    });
    let equal = seconds(10_000, || {
        black_box(run.same_database(&gold, Requestor::Assistant));
    });
    let hash = seconds(10, || {
        black_box(gold.database_hash(Requestor::Assistant));
    });
    println!("  reset {:.3} µs, fork {:.3} µs", micro(reset), micro(fork));
    println!(
        "  comparison {:.3} µs, hash as tau2's {:.0} µs",
        micro(equal),
        micro(hash)
    );
    Ok(())
}

/// The reference solutions of all tasks, one after the other.
fn whole_tasks(world: &Arc<World>) -> Result<(), Box<dyn Error>> {
    let tasks = &world.tasks().tasks;
    let criteria = tasks
        .iter()
        .filter_map(|task| task.evaluation_criteria.as_ref());
    let calls: usize = criteria
        .map(|c| c.actions.as_ref().map_or(0, Vec::len))
        .sum();
    let mut failed = 0;
    let took = seconds(20, || {
        for task in tasks {
            failed += u32::from(verdict::reference(world, task, Replay::Strict).is_err());
        }
    });
    println!(
        "  reference solutions of {} tasks, {calls} calls, {failed} failed: {:.0} calls/s",
        tasks.len(),
        calls as f64 / took
    );
    Ok(())
}
