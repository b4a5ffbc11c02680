//! tau2's domains over databases of our own: small shops with the corners that the packs have to get right.
//!
//! The expected hashes were computed by tau2's own environments (commit a2c0247) over the same files.

#![cfg(feature = "tools")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod files;
mod runs;
mod verdicts;

use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc};
use truestep_envs::tools::tau2::{Answer, Mode, Requestor, Run, ToolCall, World, domain};
use truestep_sandbox::{Limits, Sandbox};

fn folder(name: &str) -> PathBuf {
    let packs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("packs");
    packs.join(format!("tau2_{name}/testing"))
}

fn world(name: &str) -> Arc<World> {
    let sandbox = Sandbox::new(Limits::default()).unwrap();
    World::load(&sandbox, domain(name).unwrap(), &folder(name)).unwrap()
}

fn call_of(requestor: &str, name: &str, arguments: Value) -> ToolCall {
    let call = json!({"requestor": requestor, "name": name, "arguments": arguments});
    serde_json::from_value(call).unwrap()
}

fn call(run: &mut Run, name: &str, arguments: Value) -> Answer {
    run.call(&call_of("assistant", name, arguments)).unwrap()
}

fn error(text: &str) -> Answer {
    Answer {
        content: format!("Error: {text}"),
        error: true,
    }
}

fn hash(run: &Run) -> String {
    run.database_hash(Requestor::Assistant).unwrap()
}

fn start(name: &str) -> (Arc<World>, Run) {
    let world = world(name);
    let run = Run::new(&world, Mode::WithUser).unwrap();
    (world, run)
}

fn begin(world: &Arc<World>, task: &str) -> Run {
    let initial = world.task(task).unwrap().initial_state.as_ref();
    Run::begin(world, Mode::WithUser, initial).unwrap()
}
