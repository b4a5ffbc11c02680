//! The line protocol, in process.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod toy;

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

#[test]
fn an_episode_is_played_and_its_truth_told() {
    let answers = ask(&[
        call(1, "hello", json!({})),
        call(2, "list", json!({})),
        call(
            3,
            "reset",
            json!({ "task": "toy/door", "seed": 1, "mask": 6, "chat": true }),
        ),
        call(4, "menu", json!({})),
        call(
            5,
            "step",
            json!({ "actions": [{ "slot": 0, "action": "nonsense" }] }),
        ),
        call(6, "step", json!({ "actions": [{ "menu": 0 }] })),
        call(
            7,
            "step",
            json!({ "actions": [{ "action": "submit[give up]" }] }),
        ),
        call(8, "step", json!({ "actions": [{ "action": "left" }] })),
        call(9, "close", json!({})),
    ]);
    let ids: Vec<u64> = answers.iter().map(|a| a["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(answers[0]["result"]["protocol"], 1);
    assert_eq!(answers[0]["result"]["tools"][0]["function"]["name"], "act");
    assert_eq!(answers[1]["result"]["environments"][0]["name"], "toy");
    let first = &answers[2]["result"]["slots"][0];
    assert_eq!(first["opening"]["instruction"], "open the door");
    assert!(first["truth"]["distance"]["steps"].is_u64());
    let ones = first["action_mask"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|m| **m == 1)
        .count();
    assert_eq!(ones as u64, first["menu_size"].as_u64().unwrap());
    assert_eq!(first["messages"][0]["role"], "system");
    let menu = answers[3]["result"]["slots"][0]["menu"].as_array().unwrap();
    assert_eq!(menu.len(), ones);
    let refused = &answers[4]["result"]["slots"][0];
    assert_eq!(refused["effect"]["kind"], "rejected");
    assert!(
        refused["frame"]["messages"][0]["content"]
            .as_str()
            .unwrap()
            .starts_with("Rejected:")
    );
    let over = &answers[6]["result"]["slots"][0];
    assert_eq!(
        (&over["terminated"], &over["end"]),
        (&json!(true), &json!("terminated"))
    );
    assert_eq!(over["frame"]["truth"]["success"], false);
    assert_eq!(answers[7]["error"]["code"], "episode_over");
}

#[test]
fn an_agent_is_told_every_form_and_may_act_by_tool_calls() {
    let reset = |actions: &str| json!({ "task": "toy/door", "seed": 1, "chat": true, "actions": actions, "menu": true });
    let call_of = |tool: &str, arguments: Value| json!({ "actions": [{ "tool": tool, "arguments": arguments }] });
    let answers = ask(&[
        call(1, "reset", reset("forms")),
        call(2, "step", call_of("right", json!({}))),
        call(3, "step", call_of("fly", json!({}))),
        call(4, "step", call_of("right", json!({ "far": 1 }))),
        call(
            5,
            "step",
            call_of("act", json!({ "action": "submit[give up]" })),
        ),
        call(6, "reset", reset("text")),
        call(
            7,
            "step",
            json!({ "actions": [{ "action": "right" }], "menu": false }),
        ),
        call(8, "step", json!({ "actions": [{ "arguments": {} }] })),
        call(
            9,
            "step",
            json!({ "actions": [{ "action": "right", "tool": "right" }] }),
        ),
    ]);
    let first = &answers[0]["result"]["slots"][0];
    let forms = first["opening"]["forms"].as_array().unwrap();
    let tools = first["opening"]["tools"].as_array().unwrap();
    let system = first["messages"][0]["content"].as_str().unwrap();
    assert_eq!((forms.len(), tools.len()), (5, 5));
    for (form, tool) in forms.iter().zip(tools) {
        assert_eq!(form["name"], tool["function"]["name"]);
        assert!(system.contains(form["name"].as_str().unwrap()), "{system}");
    }
    assert_eq!(
        first["menu"].as_array().unwrap().len() as u64,
        first["menu_size"]
    );
    let stepped = |at: usize| &answers[at]["result"]["slots"][0];
    assert_eq!(stepped(1)["effect"]["kind"], "applied");
    let message = &stepped(1)["frame"]["messages"][0];
    assert_eq!(
        (&message["role"], &message["tool_call_id"]),
        (&json!("tool"), &json!("call_0"))
    );
    assert_eq!(stepped(2)["effect"]["code"], "unknown_action");
    assert_eq!(stepped(3)["effect"]["code"], "malformed");
    assert!(
        stepped(3)["effect"]["message"]
            .as_str()
            .unwrap()
            .contains("takes no `far`")
    );
    assert_eq!(stepped(3)["frame"]["messages"][0]["tool_call_id"], "call_2");
    assert_eq!(stepped(4)["end"], "terminated");
    let plain = &answers[5]["result"]["slots"][0];
    assert!(plain["opening"].get("tools").is_none());
    let system = plain["messages"][0]["content"].as_str().unwrap();
    assert!(system.contains("submit[give up] - "), "{system}");
    assert_eq!(stepped(6)["frame"]["messages"][0]["role"], "user");
    assert!(stepped(6)["frame"].get("menu").is_none());
    assert_eq!(answers[7]["error"]["code"], "bad_params");
    assert_eq!(answers[8]["error"]["code"], "bad_params");
}

#[test]
fn the_last_frame_survives_an_auto_reset() {
    let select = json!({ "select": "toy", "seed": 5, "slots": [0, 1], "auto_reset": true });
    let give_up = json!({ "actions": [{ "slot": 1, "action": "submit[give up]" }] });
    let answers = ask(&[call(1, "reset", select), call(2, "step", give_up)]);
    let stepped = &answers[1]["result"]["slots"][0];
    assert_eq!(stepped["slot"], 1);
    assert_eq!(stepped["frame"]["step"], 1);
    assert!(stepped["frame"]["truth"]["distance"] == "never");
    assert_eq!(stepped["next_frame"]["step"], 0);
    let seats = &answers[0]["result"]["slots"];
    let next = &stepped["next_frame"]["opening"]["task"];
    assert_ne!(&seats[0]["opening"]["task"], next);
    assert_ne!(&seats[1]["opening"]["task"], next);
}

#[test]
fn forks_and_snapshots_go_on_from_where_they_were_taken() {
    let reset = json!({ "task": "toy/long-door", "seed": 2 });
    let right = |slot: u64| json!({ "actions": [{ "slot": slot, "action": "right" }] });
    let answers = ask(&[
        call(1, "reset", reset.clone()),
        call(2, "step", right(0)),
        call(3, "snapshot", json!({ "slot": 0 })),
        call(4, "fork", json!({ "from": 0, "to": [1, 2] })),
        call(5, "step", right(1)),
        call(6, "step", right(0)),
    ]);
    let forked = answers[3]["result"]["slots"].as_array().unwrap();
    assert_eq!(forked.len(), 2);
    let of_step = |i: usize| &answers[i]["result"]["slots"][0]["frame"]["digests"];
    assert_eq!(of_step(1), &forked[1]["digests"]);
    assert_eq!(of_step(4), of_step(5));

    let snapshot = answers[2]["result"]["snapshot"].clone();
    let mut tampered = snapshot.clone();
    tampered["rollout"] = json!(9);
    let answers = ask(&[
        call(1, "restore", json!({ "slot": 3, "snapshot": snapshot })),
        call(2, "restore", json!({ "slot": 3, "snapshot": tampered })),
        call(3, "step", right(3)),
    ]);
    assert_eq!(
        answers[0]["result"]["slots"][0]["digests"],
        forked[0]["digests"]
    );
    assert_eq!(answers[1]["error"]["code"], "bad_snapshot");
    assert_eq!(answers[2]["result"]["slots"][0]["frame"]["step"], 2);
}

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
            br#"{"method": "step", "params": {"actions": [{"slot": 2, "action": "x"}]}}"#,
            "not_reset",
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
fn a_request_is_done_as_a_whole_or_not_at_all() {
    let answers = ask(&[
        call(
            1,
            "reset",
            json!({ "task": "toy/door", "seed": 1, "slots": [0, 1] }),
        ),
        call(
            2,
            "step",
            json!({ "actions": [{ "slot": 0, "menu": 0 }, { "slot": 1, "menu": 99 }] }),
        ),
        call(3, "step", json!({ "actions": [{ "slot": 0, "menu": 0 }] })),
    ]);
    assert_eq!(answers[1]["error"]["code"], "no_such_menu_entry");
    assert_eq!(answers[2]["result"]["slots"][0]["frame"]["step"], 1);
}
