//! tau2's tasks from the command line: `--tau2 DIR` wherever tasks are made, and files that know their world.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use serde_json::{Value, json};
use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// A folder as tau2 has it, with tasks of our own.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let envs = Path::new(env!("CARGO_MANIFEST_DIR")).join("envs");
    let place = folder.path().join("domains/mock");
    fs::create_dir_all(&place).unwrap();
    for file in fs::read_dir(envs.join("packs/tau2_mock/testing")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), place.join(file.file_name())).unwrap();
    }
    fs::copy(
        envs.join("tests/tau2_env/mock.json"),
        place.join("tasks.json"),
    )
    .unwrap();
    folder
}

fn truestep(arguments: &[&str], data: &TempDir, input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_truestep"))
        .args(arguments)
        .arg("--tau2")
        .arg(data.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn said(arguments: &[&str], data: &TempDir) -> String {
    let output = truestep(arguments, data, "");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_recorded_run_is_executed_again_in_its_world_and_in_no_other() {
    let data = folder();
    assert!(said(&["list", "tasks"], &data).contains("tools/tau2-mock@2"));
    let file = data.path().join("runs.jsonl");
    let file = file.to_str().unwrap();
    let run = [
        "run",
        "tools/tau2-mock",
        "--agent",
        "oracle",
        "--seeds",
        "0..5",
        "--out",
        file,
    ];
    assert!(said(&run, &data).contains("1.000"));
    let again = said(&["replay", file], &data);
    assert!(
        again.contains("6 episodes") && again.contains("0 mismatches"),
        "{again}"
    );
    let other = folder();
    fs::write(
        other.path().join("domains/mock/policy.md"),
        "Another policy.",
    )
    .unwrap();
    let refused = truestep(&["replay", file], &other, "");
    assert!(!refused.status.success());
}

#[test]
fn a_server_plays_a_task_by_its_id_in_either_mode() {
    let data = folder();
    for mode in ["no-user", "solo"] {
        let requests = [
            json!({"id": 1, "method": "reset", "params": {"task": "tools/tau2-mock", "seed": 0,
                "parameters": {"id": "dismiss", "mode": mode}}}),
            json!({"id": 2, "method": "step", "params": {"actions": [{"slot": 0,
                "tool": "dismiss_notification", "arguments": {"notification_id": "n2"}}]}}),
            json!({"id": 3, "method": "step", "params": {"actions": [{"slot": 0,
                "action": r#"update_task_status({"status": "completed", "task_id": "task_1"})"#}]}}),
            json!({"id": 4, "method": "step", "params": {"actions": [{"slot": 0, "action": "done"}]}}),
        ];
        let lines: String = requests
            .iter()
            .map(|request| format!("{request}\n"))
            .collect();
        let output = truestep(&["serve", "--stdio"], &data, &lines);
        let lines = String::from_utf8(output.stdout).unwrap();
        let answers: Vec<Value> = lines
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        let text = answers[1].to_string();
        assert!(text.contains("Notification n2 dismissed"), "{text}");
        let last = answers[3].to_string();
        assert!(last.contains(r#""success":true"#), "{mode}: {last}");
    }
}
