//! A fault of the host is never a failed task, whichever command meets it.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod said;

use flaky_host::Fails;
use said::{done, fed};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;
use truestep_cli::Exit;

/// Before this house the host fails; some tasks pass it and some do not.
const FAILS: Fails = Fails::House(15);

/// A folder with the episodes of a run, their path, and what the run said as JSON.
fn recorded(fails: Fails, more: &[&str]) -> (TempDir, String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder
        .path()
        .join("episodes.jsonl")
        .to_str()
        .unwrap()
        .to_owned();
    let run = [
        "--json",
        "run",
        "courier",
        "--episodes",
        "40",
        "--out",
        &file,
    ];
    let said = done(fails, &[&run, more].concat());
    let result = said.lines().remove(0);
    (folder, file, result)
}

fn episodes(file: &str) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn is_faulted(episode: &Value) -> bool {
    !episode["fault"].is_null()
}

#[test]
fn episodes_that_meet_a_fault_are_aborted_and_not_failed() {
    let (_folder, file, result) = recorded(FAILS, &["--agent", "oracle"]);
    let all = episodes(&file);
    let faulted: Vec<&Value> = all.iter().filter(|e| is_faulted(e)).collect();
    assert!(!faulted.is_empty() && faulted.len() < all.len());
    for episode in &faulted {
        assert_eq!(episode["end"], "aborted");
        assert_eq!(episode["fault"], "the engine stalls before this house");
    }
    let sound = all.len() - faulted.len();
    assert_eq!(result["ends"]["faulted"], json!(faulted.len()));
    assert_eq!(result["ends"]["aborted"], json!(faulted.len()));
    assert_eq!(
        (
            &result["success"]["successes"],
            &result["success"]["trials"]
        ),
        (&json!(sound), &json!(sound))
    );
    let said = done(
        FAILS,
        &["run", "courier", "--agent", "oracle", "--episodes", "40"],
    )
    .out;
    let told = format!(
        "the host failed in {} episodes: aborted, and neither solved nor failed",
        faulted.len()
    );
    assert!(said.contains(&told), "{said}");
}

#[test]
fn what_was_played_before_a_fault_replays_with_and_without_it() {
    let (_folder, file, _) = recorded(FAILS, &["--agent", "noisy:0.2"]);
    for fails in [FAILS, Fails::Never] {
        let replayed = done(fails, &["replay", &file]);
        assert!(
            replayed.out.contains("0 mismatches"),
            "{fails:?}: {replayed:?}"
        );
    }
}

/// What schemes give the others is what they would give if the faulted episodes were not there.
#[test]
fn faulted_episodes_are_left_out_of_their_groups() {
    let (folder, file, _) = recorded(
        FAILS,
        &["--agent", "noisy:0.5", "--group", "4", "--max-steps", "30"],
    );
    let all = episodes(&file);
    let text = fs::read_to_string(&file).unwrap();
    let sound: Vec<&str> = text
        .lines()
        .zip(&all)
        .filter(|(_, e)| !is_faulted(e))
        .map(|(line, _)| line)
        .collect();
    let mixed = |group: &[Value]| group.iter().any(is_faulted) && !group.iter().all(is_faulted);
    assert!(all.chunks(4).any(mixed), "some groups have both");
    let without = folder
        .path()
        .join("sound.jsonl")
        .to_str()
        .unwrap()
        .to_owned();
    fs::write(&without, sound.join("\n") + "\n").unwrap();
    let scored = |file: &str| -> Vec<Value> {
        let out = folder
            .path()
            .join("scored.jsonl")
            .to_str()
            .unwrap()
            .to_owned();
        let schemes = "outcome,shaping:distance,rloo:verl,grpo-passk:verl,gigpo";
        done(
            Fails::Never,
            &["score", file, "--scheme", schemes, "--out", &out],
        );
        episodes(&out)
    };
    let (with, without) = (scored(&file), scored(&without));
    for (with, without) in with.iter().zip(&without) {
        for rows in ["rewards", "advantages"] {
            let Some(all_rows) = with[rows].as_array() else {
                continue;
            };
            let kept: Vec<&Value> = all_rows
                .iter()
                .zip(&all)
                .filter(|(_, e)| !is_faulted(e))
                .map(|(row, _)| row)
                .collect();
            let expected: Vec<&Value> = without[rows].as_array().unwrap().iter().collect();
            assert_eq!(kept, expected, "{} of {}", rows, with["scheme"]);
            let left = all_rows
                .iter()
                .zip(&all)
                .filter(|(_, e)| is_faulted(e))
                .map(|(row, _)| row);
            let mut left = left.flat_map(|row| row.as_array().unwrap());
            assert!(left.all(Value::is_null), "a faulted episode has no number");
        }
    }
    let said = done(
        Fails::Never,
        &["--json", "score", &file, "--scheme", "outcome"],
    )
    .lines()
    .remove(0);
    let reason = &said["schemes"][0]["reasons"][0];
    assert_eq!(reason["reason"], "the host failed");
    assert_eq!(
        reason["count"],
        json!(all.iter().filter(|e| is_faulted(e)).count())
    );
}

#[test]
fn a_run_of_nothing_but_faults_says_so_and_claims_nothing() {
    for fails in [Fails::Start, Fails::Call(1)] {
        let (_folder, file, result) = recorded(
            fails,
            &[
                "--agent",
                "oracle",
                "--group",
                "2",
                "--score",
                "outcome,rloo:verl",
            ],
        );
        assert_eq!(result["ends"]["faulted"], 40);
        assert_eq!(result["success"]["trials"], 0);
        assert!(result["mean_outcome"].is_null(), "{result}");
        assert_eq!(result["schemes"][0]["undefined"], 40, "{result}");
        assert!(
            episodes(&file)
                .iter()
                .all(|e| is_faulted(e) && e["transitions"].as_array().unwrap().is_empty())
        );
        assert!(done(fails, &["replay", &file]).out.contains("0 mismatches"));
    }
}

#[test]
fn what_is_made_of_episodes_leaves_faulted_ones_out_and_says_why() {
    let (folder, file, _) = recorded(FAILS, &["--agent", "noisy:0.2"]);
    let all = episodes(&file);
    let count = all.iter().filter(|e| is_faulted(e)).count();
    for format in ["sft", "dpo", "steps"] {
        let out = folder.path().join(format!("{format}.jsonl"));
        let said = done(
            Fails::Never,
            &[
                "--json",
                "export",
                &file,
                "--as",
                format,
                "--out",
                out.to_str().unwrap(),
            ],
        );
        assert_eq!(
            said.lines()[0]["left_out"]["the host failed"],
            json!(count),
            "{format}: {said:?}"
        );
    }
    let first = all.iter().position(is_faulted).unwrap().to_string();
    let told = done(Fails::Never, &["explain", &file, "--episode", &first]).out;
    assert!(
        told.contains("not judged") && told.contains("the engine stalls before this house"),
        "{told}"
    );
    done(Fails::Never, &["annotate", &file, "--truth", "graph"]);
    assert!(
        done(Fails::Never, &["replay", &file])
            .out
            .contains("0 mismatches")
    );
}

#[test]
fn what_cannot_be_explored_is_an_error_that_names_the_host() {
    for command in [
        &["graph", "courier/ring", "--seed", "1"][..],
        &["audit", "outcome", "courier/ring", "--seed", "1"],
    ] {
        let said = fed(FAILS, command, "");
        assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
        assert!(
            said.err.contains("the engine stalls before this house"),
            "{said:?}"
        );
    }
}

#[test]
fn a_player_is_told_of_a_fault_and_goes_back_to_before_it() {
    let (_folder, file, _) = recorded(FAILS, &["--agent", "oracle"]);
    let all = episodes(&file);
    let faulted = all.iter().find(|e| is_faulted(e)).unwrap();
    let seed = faulted["task"]["seed"].to_string();
    let taken = faulted["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["action"].as_str().unwrap());
    let mut typed: Vec<&str> = taken.collect();
    typed.extend(["up", "up", "undo", "look", "quit"]);
    let played = fed(
        FAILS,
        &["play", "courier/ring", "--seed", &seed],
        &typed.join("\n"),
    );
    assert_eq!(played.exit, Exit::Done, "{played:?}");
    for told in [
        "the engine stalls before this house",
        "neither solved nor failed",
        "the episode is over",
        "undone",
    ] {
        assert!(played.out.contains(told), "{told}: {}", played.out);
    }
}

#[test]
fn a_server_aborts_the_slot_that_meets_a_fault_and_the_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder
        .path()
        .join("served.jsonl")
        .to_str()
        .unwrap()
        .to_owned();
    let reset = json!({
        "task": "courier/ring", "seed": 1, "slots": [0, 1, 2], "record": true, "rewards": ["outcome", "outcome |> rloo:verl"],
    });
    let step = |slots: &[u64], action: &str| {
        let actions: Vec<Value> = slots
            .iter()
            .map(|slot| json!({"slot": slot, "action": action}))
            .collect();
        json!({"method": "step", "params": {"actions": actions}}).to_string()
    };
    // The third call of the host fails: slot 2 is aborted. Then another host is started.
    let requests = [
        json!({"method": "reset", "params": reset}).to_string(),
        step(&[0, 1, 2], "up"),
        step(&[0, 1], "ring"),
        step(&[2], "up"),
    ];
    let said = fed(
        Fails::Call(3),
        &["serve", "--stdio", "--environments", "3", "--out", &file],
        &requests.join("\n"),
    );
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let answers = said.lines();
    let slots = &answers[1]["result"]["slots"];
    assert_eq!(
        (&slots[0]["end"], &slots[1]["end"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(slots[2]["end"], "aborted");
    assert!(
        slots[2]["fault"]
            .as_str()
            .unwrap()
            .contains("the engine is worn out"),
        "{}",
        slots[2]
    );
    assert!(slots[2]["rewards"].is_null());
    let group = &answers[2]["result"]["slots"][1]["scores"][0];
    assert_eq!(group["slots"], json!([0, 1, 2]), "{group}");
    assert_eq!(group["scored"][0]["advantages"][2], json!([]), "{group}");
    assert_eq!(
        answers[3]["result"]["slots"][0]["error"]["code"],
        "episode_over"
    );
    let all = episodes(&file);
    assert_eq!(all.iter().filter(|e| is_faulted(e)).count(), 1);
    assert!(
        done(Fails::Never, &["replay", &file])
            .out
            .contains("0 mismatches")
    );
}
