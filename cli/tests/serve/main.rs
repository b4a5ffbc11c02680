//! The line protocol, in process.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod play;
mod records;
mod refusals;
#[path = "../toy/mod.rs"]
mod toy;
mod words;

use serde_json::{Value, json};
use toy::truestep_fed;
use truestep_cli::Exit;

/// The responses to `requests`.
fn ask(requests: &[Value]) -> Vec<Value> {
    let lines: Vec<String> = requests.iter().map(ToString::to_string).collect();
    ask_raw(lines.join("\n").as_bytes())
}

fn ask_raw(input: &[u8]) -> Vec<Value> {
    let said = truestep_fed(&["serve", "--stdio", "--environments", "4"], input);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert_eq!(said.err, "");
    let parse = |line| serde_json::from_str(line).unwrap();
    said.out.lines().map(parse).collect()
}

fn call(id: u64, method: &str, params: Value) -> Value {
    json!({ "id": id, "method": method, "params": params })
}
