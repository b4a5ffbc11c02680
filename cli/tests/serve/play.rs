//! Episodes, forks and groups, played line by line.

use super::{ask, call};
use serde_json::{Value, json};

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
