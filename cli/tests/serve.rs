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
    assert_eq!(answers[0]["result"]["protocol"], 2);
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
    let refused = &answers[7]["result"]["slots"][0];
    assert_eq!(refused["error"]["code"], "episode_over");
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
fn a_mask_too_short_for_the_menu_says_so() {
    let reset = |mask| json!({ "task": "toy/door", "seed": 1, "mask": mask });
    let answers = ask(&[call(1, "reset", reset(1)), call(2, "reset", reset(6))]);
    let first = |i: usize| &answers[i]["result"]["slots"][0];
    assert_eq!(first(0)["menu_truncated"], true);
    assert_eq!(first(1)["menu_truncated"], false);
}

#[test]
fn a_group_of_any_size_is_handed_out_as_it_is_played() {
    let reset = json!({ "select": "toy", "group": u32::MAX, "slots": [0, 1] });
    let last = json!({ "task": "toy/door", "seed": 1, "rollout": u32::MAX - 1 });
    let answers = ask(&[call(1, "reset", reset), call(2, "reset", last)]);
    let slots = &answers[0]["result"]["slots"];
    assert_eq!(slots[1]["opening"]["rollout"], 1);
    assert_eq!(slots[0]["opening"]["task"], slots[1]["opening"]["task"]);
    let opening = &answers[1]["result"]["slots"][0]["opening"];
    assert_eq!(opening["rollout"], u32::MAX - 1);
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
fn each_reset_has_its_own_selection_for_auto_resets() {
    let select =
        |env: &str, slot: u64| json!({ "select": env, "slots": [slot], "auto_reset": true });
    let end = |slot: u64| json!({ "actions": [{ "slot": slot, "action": "submit[give up]" }] });
    let answers = ask(&[
        call(1, "reset", select("toy/door", 0)),
        call(2, "reset", select("toy/long-door", 1)),
        call(3, "step", end(0)),
        call(4, "step", end(1)),
    ]);
    let next = |i: usize| {
        let task = &answers[i]["result"]["slots"][0]["next_frame"]["opening"]["task"];
        task["template"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        [next(2), next(3)],
        ["toy/door@1".to_owned(), "toy/long-door@1".to_owned()]
    );
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

/// Actions that solve `toy/door` with seed 1, in the order of its best actions.
fn solve(folder: &tempfile::TempDir) -> (String, Vec<String>) {
    let path = folder.path().join("oracle.jsonl");
    let path = path.to_str().unwrap();
    let run = [
        "run", "toy/door", "--seeds", "1", "--agent", "oracle", "--out", path,
    ];
    assert_eq!(toy::truestep(&run).exit, Exit::Done);
    let text = std::fs::read_to_string(path).unwrap();
    let episode: Value = serde_json::from_str(&text).unwrap();
    let actions = episode["transitions"].as_array().unwrap().iter();
    let actions = actions.map(|t| t["action"].as_str().unwrap().to_owned());
    (text.clone(), actions.collect())
}

#[test]
fn a_recorded_episode_is_as_good_as_one_of_run() {
    let folder = tempfile::tempdir().unwrap();
    let (of_run, actions) = solve(&folder);
    let file = folder.path().join("served.jsonl");
    let file = file.to_str().unwrap();
    let reset = json!({
        "task": "toy/door", "seed": 1, "slots": [0, 1], "record": true, "truth": false,
        "agent": { "name": "reader", "params": { "temperature": 0.5 } },
        "rewards": ["outcome", "shaping:distance", "outcome |> min-form(T=0.1)", "outcome |> rloo:verl"],
    });
    let mut requests = vec![call(0, "reset", reset)];
    for action in &actions {
        let taken = json!({ "action": action, "probability": 0.25 });
        requests.push(call(1, "step", json!({ "actions": [taken] })));
    }
    let give_up = json!({ "actions": [{ "slot": 1, "action": "submit[give up]" }] });
    requests.push(call(2, "step", give_up));
    requests.push(call(3, "episodes", json!({ "slots": [0] })));
    let lines: Vec<String> = requests.iter().map(ToString::to_string).collect();
    let serve = ["serve", "--stdio", "--environments", "2", "--out", file];
    let said = truestep_fed(&serve, lines.join("\n").as_bytes());
    let parse = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let answers: Vec<Value> = said.out.lines().map(parse).collect();
    // No truth is told, and the opening leaks none.
    let opened = &answers[0]["result"]["slots"][0];
    assert!(opened["truth"].is_null() && opened["opening"]["subgoals"].is_null());
    // Rewards come with the step, at the end of the episode, and at the end of the group.
    let last = &answers[actions.len()]["result"]["slots"][0];
    assert_eq!(last["rewards"]["outcome"], 1.0);
    assert_eq!(last["scores"][0]["slots"], json!([0]));
    let group = &answers[actions.len() + 1]["result"]["slots"][0]["scores"];
    assert_eq!(group[1]["rollouts"], json!([0, 1]));
    assert_eq!(group[1]["scored"][0]["advantages"][0][0], 1.0);

    let text = std::fs::read_to_string(file).unwrap();
    assert_eq!(text.lines().count(), 2);
    let (mut served, mut expected) = (parse(text.lines().next().unwrap()), parse(of_run.trim()));
    let own = &answers[answers.len() - 1]["result"]["slots"][0]["episode"];
    assert_eq!(*own, served);
    assert_eq!(served["agent"]["params"]["temperature"], 0.5);
    assert_eq!(served["transitions"][0]["action_probability"], 0.25);
    for episode in [&mut served, &mut expected] {
        episode["agent"] = Value::Null;
        for t in episode["transitions"].as_array_mut().unwrap() {
            t["action_probability"] = Value::Null;
        }
    }
    assert_eq!(served, expected);
    assert_eq!(toy::truestep(&["replay", file]).exit, Exit::Done);
    let scored = ["score", file, "--scheme", "shaping:distance,rloo:verl"];
    assert_eq!(toy::truestep(&scored).exit, Exit::Done);
}

#[test]
fn an_episode_that_is_left_is_aborted_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("served.jsonl");
    let file = file.to_str().unwrap();
    let reset = |id| {
        call(
            id,
            "reset",
            json!({ "task": "toy/door", "seed": 1, "record": true }),
        )
    };
    let step = call(2, "step", json!({ "actions": [{ "menu": 0 }] }));
    let lines: Vec<String> = [reset(1), step.clone(), reset(3), step]
        .iter()
        .map(ToString::to_string)
        .collect();
    let serve = ["serve", "--stdio", "--environments", "2", "--out", file];
    truestep_fed(&serve, lines.join("\n").as_bytes());
    let text = std::fs::read_to_string(file).unwrap();
    assert_eq!(text.matches(r#""end":"aborted""#).count(), 2);
    assert_eq!(toy::truestep(&["replay", file]).exit, Exit::Done);
}

#[test]
fn a_recording_goes_back_only_to_where_it_was() {
    let reset = json!({ "task": "toy/long-door", "seed": 2, "record": true });
    let right = json!({ "actions": [{ "action": "right" }] });
    let taken = ask(&[
        call(1, "reset", reset.clone()),
        call(2, "step", right.clone()),
        call(3, "snapshot", json!({})),
    ]);
    let snapshot = &taken[2]["result"]["snapshot"];
    let back = json!({ "snapshot": snapshot, "record": true });
    let elsewhere = json!({ "snapshot": snapshot, "record": true, "slot": 1 });
    let answers = ask(&[
        call(1, "reset", reset),
        call(2, "restore", back.clone()),
        call(3, "step", right.clone()),
        call(4, "step", right),
        call(5, "restore", elsewhere),
        call(6, "restore", back),
        call(7, "fork", json!({ "from": 0, "to": [2], "record": true })),
        call(8, "episodes", json!({ "slots": [0, 2, 3] })),
    ]);
    assert_eq!(answers[1]["error"]["code"], "bad_params");
    assert_eq!(answers[4]["error"]["code"], "not_reset");
    assert!(answers[5]["error"].is_null(), "{}", answers[5]);
    let slots = &answers[7]["result"]["slots"];
    for kept in [&slots[0], &slots[1]] {
        let episode = &kept["episode"];
        assert_eq!(episode["transitions"].as_array().unwrap().len(), 1);
    }
    assert_eq!(slots[2]["error"]["code"], "not_recorded");
}

#[test]
fn lists_of_actions_become_the_trajectories_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let (of_run, actions) = solve(&folder);
    let list = folder.path().join("actions.jsonl");
    let out = folder.path().join("imported.jsonl");
    let (list, out) = (list.to_str().unwrap(), out.to_str().unwrap());
    let line = json!({ "task": "toy/door", "seed": 1, "actions": actions });
    let too_many = [actions.clone(), vec!["left".into()]].concat();
    let longer = json!({ "task": "toy/door", "seed": 1, "actions": too_many });
    std::fs::write(list, format!("{line}\nnonsense\n\n{longer}\n{line}\n")).unwrap();
    let said = toy::truestep(&["import", list, "--out", out, "--json"]);
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert_eq!(said.json()["episodes"], 2);
    assert_eq!(said.json()["refused"], 2);
    assert!(said.err.contains("line 2") && said.err.contains("line 4: episode_over"));
    let text = std::fs::read_to_string(out).unwrap();
    let parse = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let (first, second) = text.split_once('\n').unwrap();
    let (mut first, mut expected) = (parse(first), parse(of_run.trim()));
    for episode in [&mut first, &mut expected] {
        episode["agent"] = Value::Null;
        for t in episode["transitions"].as_array_mut().unwrap() {
            t["action_probability"] = Value::Null;
        }
    }
    assert_eq!(first, expected);
    let second = parse(second.trim());
    assert_eq!(
        (&second["group"], &second["rollout"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(toy::truestep(&["replay", out]).exit, Exit::Done);
}

#[test]
fn named_seeds_are_played_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("named.jsonl");
    let out = out.to_str().unwrap();
    let run = [
        "run", "toy/door", "--seeds", "5,1..3", "--group", "2", "--out", out,
    ];
    assert_eq!(toy::truestep(&run).exit, Exit::Done);
    let text = std::fs::read_to_string(out).unwrap();
    let seed = |line| serde_json::from_str::<Value>(line).unwrap()["task"]["seed"].clone();
    let seeds: Vec<Value> = text.lines().map(seed).collect();
    assert_eq!(json!(seeds), json!([5, 5, 1, 1, 2, 2, 3, 3]));
    for bad in [
        &["run", "toy/door", "--seeds", "7"][..],
        &["run", "toy", "--seeds", "1"],
        &["run", "toy/door", "--seeds", "3..1"],
        &["run", "toy/door", "--seeds", "1", "--seed", "2"],
    ] {
        assert_eq!(toy::truestep(bad).exit, Exit::CouldNotRun, "{bad:?}");
    }
}
