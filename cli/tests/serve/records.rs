//! Episodes of outside players as trajectories, and what else becomes one.

use super::{
    ask, call,
    toy::{self, truestep_fed},
};
use serde_json::{Value, json};
use truestep_cli::Exit;

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
