//! What is refused, and what it leaves as it was.

use super::{
    ask, ask_raw, call,
    toy::{self, truestep_fed},
};
use serde_json::{Value, json};

#[test]
fn nonsense_gets_an_error_line_and_the_server_goes_on() {
    let deep = "[".repeat(100_000);
    let long_id = format!(r#"{{"id": "{}", "method": "hello"}}"#, "x".repeat(300));
    let lines: &[(&[u8], &str)] = &[
        (b"nonsense", "malformed"),
        (b"\xff\xfe\x00", "malformed"),
        (b"[1, 2]", "malformed"),
        (b"{}", "malformed"),
        (b"{\"method\": 3}", "malformed"),
        (b"{\"id\": {}, \"method\": \"hello\"}", "malformed"),
        (deep.as_bytes(), "malformed"),
        (long_id.as_bytes(), "malformed"),
        (b"{\"method\": \"dance\"}", "unknown_method"),
        (b"{\"method\": \"step\"}", "bad_params"),
        (b"{\"method\": \"reset\"}", "bad_params"),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": -1}}"#,
            "bad_params",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "sede": 1}}"#,
            "bad_params",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/dor"}}"#,
            "unknown_task",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": 7}}"#,
            "no_instance",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door@9", "seed": 1}}"#,
            "other_version",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": 1, "slots": [4]}}"#,
            "no_such_slot",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": 1, "slots": [0, 0]}}"#,
            "bad_params",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": 1, "max_steps": 0}}"#,
            "bad_params",
        ),
        (
            br#"{"method": "step", "params": {"actions": [{"slot": 2, "action": "x", "menu": 1}]}}"#,
            "bad_params",
        ),
        (
            br#"{"method": "step", "params": {"actions": [{"action": "x", "probability": 2}]}}"#,
            "bad_params",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": 1, "seed": 2}}"#,
            "malformed",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": 1, "views": ["html"]}}"#,
            "no_such_view",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": 1, "rewards": ["outcme"]}}"#,
            "bad_scheme",
        ),
        (
            br#"{"method": "reset", "params": {"task": "toy/door", "seed": 1, "slots": [0, 1], "rollout": 4294967295}}"#,
            "bad_params",
        ),
        (
            br#"{"method": "menu", "params": {"slots": [1]}}"#,
            "not_reset",
        ),
        (
            br#"{"method": "fork", "params": {"from": 0, "to": [0]}}"#,
            "bad_params",
        ),
    ];
    let mut input = vec![];
    for (line, _) in lines {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    input.extend_from_slice(b"\n{\"id\": 1, \"method\": \"hello\"}");
    let answers = ask_raw(&input);
    assert_eq!(answers.len(), lines.len() + 1);
    for ((line, code), answer) in lines.iter().zip(&answers) {
        let shown = String::from_utf8_lossy(&line[..line.len().min(80)]);
        assert_eq!(answer["error"]["code"], *code, "{shown} {answer}");
        assert!(answer["error"]["message"].as_str().unwrap().len() < 2_000);
    }
    assert_eq!(answers[lines.len()]["result"]["name"], "truestep");
}

#[test]
fn ten_megabytes_of_action_are_rejected_as_data() {
    let huge = "x".repeat(10_000_000);
    let answers = ask(&[
        call(1, "reset", json!({ "task": "toy/door", "seed": 1 })),
        call(2, "step", json!({ "actions": [{ "action": huge }] })),
    ]);
    assert_eq!(
        answers[1]["result"]["slots"][0]["effect"]["kind"],
        "rejected"
    );
}

#[test]
fn what_one_slot_refuses_stops_no_other() {
    let over = json!({ "actions": [{ "slot": 0, "action": "submit[give up]" }] });
    let many = json!({ "actions": [
        { "slot": 0, "menu": 0 }, { "slot": 1, "menu": 99 }, { "slot": 2, "menu": 0 }, { "slot": 3, "menu": 0 },
    ]});
    let answers = ask(&[
        call(
            1,
            "reset",
            json!({ "task": "toy/door", "seed": 1, "slots": [0, 1, 2] }),
        ),
        call(2, "step", over),
        call(3, "step", many),
        call(4, "step", json!({ "actions": [{ "slot": 1, "menu": 0 }] })),
    ]);
    let slots = &answers[2]["result"]["slots"];
    assert_eq!(slots[0]["error"]["code"], "episode_over");
    assert_eq!(slots[1]["error"]["code"], "no_such_menu_entry");
    assert_eq!(slots[2]["frame"]["step"], 1);
    assert_eq!(slots[3]["error"]["code"], "not_reset");
    assert_eq!(answers[3]["result"]["slots"][0]["frame"]["step"], 1);
}

#[test]
fn a_response_is_bounded_and_says_what_it_leaves_out() {
    let slots: Vec<u32> = (0..1024).collect();
    let reset = json!({ "task": "toy/door", "seed": 1, "slots": slots, "mask": 65_535 });
    let line = call(1, "reset", reset).to_string();
    let said = truestep_fed(
        &["serve", "--stdio", "--environments", "1024"],
        line.as_bytes(),
    );
    assert!(said.out.len() < (1 << 26) + 1024);
    assert!(said.out.contains("response_full"));
    assert!(said.out.contains("action_mask"));
}

#[test]
fn a_snapshot_is_refused_in_another_world_and_a_refused_one_changes_nothing() {
    let serve = ["serve", "--stdio", "--environments", "4"];
    let reset = json!({ "task": "toy/door", "seed": 1 });
    let taken = ask(&[
        call(1, "reset", reset.clone()),
        call(2, "snapshot", json!({})),
    ]);
    let snapshot = &taken[1]["result"]["snapshot"];
    let mut torn = snapshot.clone();
    torn["moment"] = json!("{}");
    let lines = [
        call(1, "reset", json!({ "task": "toy/long-door", "seed": 2 })),
        call(2, "restore", json!({ "snapshot": snapshot })),
        call(3, "restore", json!({ "snapshot": torn })),
        call(4, "frames", json!({})),
    ];
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let said = toy::truestep_in("elsewhere", &serve, lines.join("\n").as_bytes());
    let parse = |line| serde_json::from_str::<Value>(line).unwrap();
    let answers: Vec<Value> = said.out.lines().map(parse).collect();
    assert_eq!(answers[1]["error"]["code"], "bad_snapshot");
    assert_eq!(answers[2]["error"]["code"], "bad_snapshot");
    assert_eq!(answers[3]["result"], answers[0]["result"]);
}

#[test]
fn an_array_is_not_taken_for_an_object() {
    let lines: &[(&str, &str)] = &[
        (r#"[1, "hello", null]"#, "malformed"),
        (r#" ["x", "hello", {}]"#, "malformed"),
        (r#"{"method": "hello", "params": []}"#, "bad_params"),
        (
            r#"{"method": "observe", "params": [0, "text"]}"#,
            "bad_params",
        ),
        (
            r#"{"method": "step", "params": {"actions": [[0, "right", null, null, null, null]]}}"#,
            "bad_params",
        ),
        (
            r#"{"method": "reset", "params": {"task": "toy/door", "seed": 1, "agent": ["me"]}}"#,
            "bad_params",
        ),
    ];
    let input: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
    let answers = ask_raw(input.join("\n").as_bytes());
    for ((line, code), answer) in lines.iter().zip(&answers) {
        assert_eq!(answer["error"]["code"], *code, "{line} {answer}");
    }
}

#[test]
fn the_codes_of_errors_are_those_that_are_documented() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/serve.md");
    let text = std::fs::read_to_string(docs).unwrap();
    let list = text.split("## Error codes").nth(1).unwrap();
    let list = list.split("The codes are stable").next().unwrap();
    let listed: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
    assert_eq!(listed, truestep_session::CODES);
}

#[test]
fn no_number_of_a_group_wraps() {
    let reset = |slots: &[u32], first: u64| json!({ "select": "toy/door", "slots": slots, "seed": 1, "first_group": first });
    let answers = ask(&[
        call(1, "reset", reset(&[0, 1], u64::MAX)),
        call(2, "reset", reset(&[0], u64::MAX)),
    ]);
    assert_eq!(answers[0]["error"]["code"], "bad_params");
    assert_eq!(
        answers[1]["result"]["slots"][0]["opening"]["group"],
        u64::MAX
    );
}

#[test]
fn no_agent_of_a_client_goes_by_the_name_of_one_that_a_replay_asks() {
    let reset = |name: &str| json!({ "task": "toy/door", "seed": 1, "agent": { "name": name } });
    let answers = ask(&[
        call(1, "reset", reset("random")),
        call(2, "reset", reset("my-random")),
    ]);
    assert_eq!(answers[0]["error"]["code"], "bad_params");
    let message = answers[0]["error"]["message"].as_str().unwrap();
    assert!(message.contains("`my-random`"), "{message}");
    assert!(answers[1]["error"].is_null());
}

#[test]
fn recordings_are_bounded_by_slot_by_group_and_all_together() {
    let huge = "x".repeat(10_000_000);
    let step = call(
        2,
        "step",
        json!({ "actions": [{ "slot": 0, "action": huge }] }),
    );
    let reset = json!({ "task": "toy/door", "seed": 1, "record": true });
    let children: Vec<u32> = (1..256).collect();
    let lines = [
        call(1, "reset", reset),
        step.clone(),
        step.clone(),
        step,
        call(
            3,
            "fork",
            json!({ "from": 0, "to": children, "record": true }),
        ),
        call(
            4,
            "fork",
            json!({ "from": 0, "to": [1, 2], "record": true }),
        ),
    ];
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let said = truestep_fed(&["serve", "--stdio"], lines.join("\n").as_bytes());
    let parse = |line| serde_json::from_str::<Value>(line).unwrap();
    let answers: Vec<Value> = said.out.lines().map(parse).collect();
    assert_eq!(answers[4]["error"]["code"], "recording_full");
    assert_eq!(answers[5]["result"]["slots"][1]["slot"], 2);

    let endless = json!({
        "select": "toy/door", "group": u32::MAX, "auto_reset": true, "rewards": ["outcome |> rloo:verl"],
    });
    let answers = ask(&[call(1, "reset", endless)]);
    assert_eq!(answers[0]["error"]["code"], "bad_params");
    let message = answers[0]["error"]["message"].as_str().unwrap();
    assert!(message.contains("at most 65536"), "{message}");
}
