//! Numbers from outside: rewards, advantages and columns of files, in every command that takes schemes.

use crate::{
    recorded::{Recorded, refused},
    toy::{Said, truestep, truestep_fed},
};
use serde_json::{Value, json};
use std::fs;
use truestep_cli::Exit;

#[test]
fn a_reward_from_a_file_is_a_reward_like_any() {
    let recorded = Recorded::new();
    let own = recorded.numbers("shaping:subgoals", "rewards");
    let lists = recorded.write("n.jsonl", own.iter().map(|row| json!(row)));
    let named = |(i, row): (usize, &Vec<Value>)| json!({"episode": i, "gain": row, "other": row});
    let columns = recorded.write("c.jsonl", own.iter().enumerate().rev().map(named));
    let each = own.iter().enumerate().flat_map(|(i, row)| {
        let one = move |(t, x): (usize, &Value)| json!({"step": t, "episode": i, "q": x});
        row.iter().enumerate().map(one).collect::<Vec<_>>()
    });
    let mut each: Vec<Value> = each.collect();
    each.reverse();
    let steps = recorded.write("s.jsonl", each);
    for file in [
        format!("file:{lists}"),
        format!("file:{columns}(column=gain)"),
        format!("file:{steps}"),
    ] {
        assert_eq!(recorded.numbers(&file, "rewards"), own, "{file}");
        for rest in ["rloo:verl", "min-form(T=0.1) |> grpo:trl", "oprl:istar"] {
            let expected = recorded.numbers(&format!("shaping:subgoals |> {rest}"), "advantages");
            let given = recorded.numbers(&format!("{file} |> {rest}"), "advantages");
            assert_eq!(given, expected, "{file} |> {rest}");
        }
        let part = format!("sum(outcome, {file} |> scale(by=2))");
        let expected = recorded.numbers("sum(outcome, shaping:subgoals |> scale(by=2))", "rewards");
        assert_eq!(recorded.numbers(&part, "rewards"), expected);
    }
}

#[test]
fn advantages_from_a_file_are_held_against_the_exact_ones() {
    let recorded = Recorded::new();
    let exact = recorded.numbers("truth:advantage", "rewards");
    let file = recorded.write("a.jsonl", exact.iter().map(|row| json!(row)));
    let said = recorded.score(&["--advantages", &file, "--identify", "--json"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let found = &said.json()["identification"]["schemes"][0];
    assert_eq!(found["rmse"], 0.0, "{found}");
    assert_eq!(found["sign_accuracy"], 1.0);
    assert!(
        found["scheme"]
            .as_str()
            .unwrap()
            .starts_with("outcome |> given(file=")
    );
    // Beside others, and not required to be alone.
    let both = recorded.score(&[
        "--advantages",
        &file,
        "--scheme",
        "outcome |> rloo:verl",
        "--identify",
    ]);
    assert_eq!(both.exit, Exit::Done, "{both:?}");
    assert!(both.out.contains("rloo:verl") && both.out.contains("given(file="));
    refused(&recorded.score(&[]), "--scheme");
}

#[test]
fn columns_feed_the_schemes_that_take_them() {
    let recorded = Recorded::new();
    let lengths: Vec<usize> = recorded
        .episodes()
        .iter()
        .map(|e| e["transitions"].as_array().unwrap().len())
        .collect();
    let line = |(i, &n): (usize, &usize)| json!({"episode": i, "logprob": vec![[-1.0, -0.5]; n], "logprob_ref": vec![-2.0; n], "confidence": 0.75});
    let file = recorded.write("n.jsonl", lengths.iter().enumerate().map(line));
    let implicit = recorded.numbers(&format!("implicit-prm(file={file})"), "rewards");
    // 0.05·(−1.5 + 2).
    assert!(
        implicit
            .iter()
            .flatten()
            .all(|x| (x.as_f64().unwrap() - 0.025).abs() < 1e-12)
    );
    let prime = recorded.numbers(&format!("implicit-prm(file={file}) |> prime"), "advantages");
    assert_eq!(prime.len(), 12);
    let solved: Vec<bool> = recorded
        .episodes()
        .iter()
        .map(|e| {
            let last = e["transitions"].as_array().unwrap().last().unwrap();
            last["after"]["truth"]["success"] == true
        })
        .collect();
    let rlcr = recorded.numbers(&format!("rlcr(file={file})"), "rewards");
    for (row, solved) in rlcr.iter().zip(solved) {
        let expected = if solved { 0.9375 } else { -0.5625 };
        assert_eq!(row.last().unwrap(), expected);
        assert!(row[..row.len() - 1].iter().all(|x| x == 0.0));
    }
}

#[test]
fn what_does_not_fit_is_one_clear_line() {
    let recorded = Recorded::new();
    let own = recorded.numbers("outcome", "rewards");
    let whole = || own.iter().map(|row| json!(row)).collect::<Vec<Value>>();
    let said = |name: &str, lines: Vec<Value>| {
        let file = recorded.write(name, lines);
        recorded.score(&["--scheme", &format!("file:{file}")])
    };
    let mut fewer = whole();
    fewer.pop();
    refused(
        &said("n", fewer),
        "it says nothing of episode 11: it needs a line of every episode",
    );
    let mut more = whole();
    more.push(json!([1]));
    refused(
        &said("n", more),
        "it speaks of episode 12: the trajectories hold 12, counted from 0",
    );
    let mut long = whole();
    long[3].as_array_mut().unwrap().push(json!(0));
    refused(&said("n", long), "expected one a step");
    let mut text = whole();
    text[2][0] = json!("high");
    refused(
        &said("n", text),
        "line 3: `reward` holds \"high\": expected a number",
    );
    let twice = (0..12)
        .map(|_| json!({"episode": 0, "reward": []}))
        .collect();
    refused(
        &said("n", twice),
        "line 2: episode 0 is there a second time",
    );
    let mixed = vec![json!([1]), json!({"episode": 1, "reward": [1]})];
    refused(&said("n", mixed), "and the same form on every line");
    let other = vec![json!({"a": [1]}), json!({"b": [1]})];
    refused(
        &said("n", other),
        "line 2: it has the columns `b`, and the first line has `a`",
    );
    refused(&said("n", vec![]), "it holds no numbers");
    let step = vec![
        json!({"episode": 0, "step": 0, "reward": 1}),
        json!({"episode": 0, "step": 99, "reward": 1}),
    ];
    refused(&said("n", step), "of step 99 of episode 0");
    let path = recorded.path("nan");
    fs::write(&path, "[NaN]\n").unwrap();
    refused(
        &recorded.score(&["--scheme", &format!("file:{path}")]),
        "line 1: no JSON value stands there at line 1 column 2; `NaN` and `Infinity` are no numbers in JSON",
    );
    let named = |(i, row): (usize, &Vec<Value>)| json!({"episode": i, "a": row, "b": row});
    let columns = recorded.write("c", own.iter().enumerate().map(named));
    refused(
        &recorded.score(&["--scheme", &format!("file:{columns}")]),
        "has the columns `a`, `b`: name one, such as",
    );
    refused(
        &recorded.score(&["--scheme", &format!("file:{columns}(column=c)")]),
        "has no column `c`: it has `a`, `b`",
    );
    refused(
        &recorded.score(&["--scheme", &format!("rlcr(file={columns})")]),
        "has no column `confidence`",
    );
    refused(
        &recorded.score(&["--scheme", "rlcr"]),
        "reads a file of numbers: name it",
    );
    refused(
        &recorded.score(&["--scheme", "file:nowhere.jsonl"]),
        "cannot read `nowhere.jsonl`",
    );
    let numbers = recorded.write("numbers", whole());
    refused(
        &recorded.score(&["--scheme", &format!("file:{numbers}"), "--out", &numbers]),
        "read as numbers",
    );
    refused(
        &recorded.score(&["--advantages", "my advantages.jsonl"]),
        "the path `my advantages.jsonl` cannot stand in a scheme",
    );
    let path = recorded.path("cut");
    fs::write(&path, "[1,\n").unwrap();
    let said = recorded.score(&["--scheme", &format!("file:{path}")]);
    assert!(
        said.err.contains("line 1: ") && !said.err.contains("NaN"),
        "{}",
        said.err
    );
}

/// What plays has no numbers that were made of it.
#[test]
fn numbers_of_recorded_episodes_are_refused_where_none_are_recorded() {
    let said = truestep(&["run", "toy", "--episodes", "3", "--score", "file:n.jsonl"]);
    refused(&said, "holds numbers of recorded episodes");
    let reset = json!({"id": 1, "method": "reset", "params": {"task": "toy/door", "seed": 1, "rewards": ["file:n.jsonl"]}});
    let said = truestep_fed(&["serve", "--stdio"], reset.to_string().as_bytes());
    assert_eq!(said.json()["error"]["code"], "bad_scheme");
    refused(
        &truestep(&["audit", "file:n.jsonl", "toy/door"]),
        "give --seed S too",
    );
}

#[test]
fn explanations_and_training_data_carry_them() {
    let recorded = Recorded::new();
    let own = recorded.numbers("shaping:subgoals", "rewards");
    let file = recorded.write("n.jsonl", own.iter().map(|row| json!(row)));
    let (scheme, episodes) = (
        format!("file:{file} |> rloo:verl"),
        recorded.path("f.jsonl"),
    );
    let said = truestep(&[
        "explain",
        &episodes,
        "--episode",
        "1",
        "--score",
        &scheme,
        "--json",
    ]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert_eq!(said.json()["story"][0]["rewards"][0]["reward"], own[1][0]);
    let advantages = recorded.numbers(&scheme, "advantages");
    let out = recorded.path("sft.jsonl");
    for format in ["sft", "steps", "dpo"] {
        let export = [
            "export", &episodes, "--as", format, "--filter", "all", "--score", &scheme, "--out",
            &out,
        ];
        let said = truestep(&export);
        assert_eq!(said.exit, Exit::Done, "{format}: {said:?}");
        let text = fs::read_to_string(&out).unwrap();
        assert!(!text.is_empty(), "{format}");
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let truth = &line["truth"];
            let same = |e: &Value| {
                e["task"] == truth["task"]
                    && e["group"] == truth["group"]
                    && e["rollout"] == truth["rollout"]
            };
            let place = recorded.episodes().iter().position(same).unwrap();
            let scores = &truth["scores"][&scheme];
            assert_eq!(scores["rewards"], json!(own[place]), "{format}");
            assert_eq!(scores["advantages"], json!(advantages[place]));
        }
    }
    refused(
        &truestep(&[
            "export",
            &episodes,
            "--as",
            "sft",
            "--rollback",
            "--score",
            &scheme,
            "--out",
            &out,
        ]),
        "`--rollback` makes other steps",
    );
}

#[test]
fn an_audit_takes_a_table() {
    let recorded = Recorded::new();
    let edge = |from: &str, action: &str, to: &str, reward: f64| json!({"from": from, "action": action, "to": to, "reward": reward});
    let table = |bonus: f64| {
        json!({
            "start": "a",
            "transitions": [edge("a", "solve", "end", 1.0), edge("a", "look", "a", bonus)],
            "policy": {"a": "solve"},
        })
    };
    let judged = |bonus: f64, more: &[&str]| {
        let path = recorded.write("table.json", [table(bonus)]);
        truestep(&[&["audit", "--table", &path], more].concat())
    };
    let sound = judged(0.001, &[]);
    assert_eq!(sound.exit, Exit::Done, "{sound:?}");
    assert!(sound.out.starts_with("SOUND"), "{}", sound.out);
    let unsound = judged(0.1, &[]);
    assert_eq!(unsound.exit, Exit::Failed);
    for shown in [
        "UNSOUND",
        "`look` earns",
        "round a loop",
        "a --look--> a  pays 1/10",
    ] {
        assert!(unsound.out.contains(shown), "{shown}: {}", unsound.out);
    }
    // Looking for ever is worth less than the end where the future counts little.
    assert_eq!(
        judged(0.1, &["--discount", "1/2", "--json"]).json()["changed"],
        0
    );
    let path = recorded.write("table.json", [json!({"start": "a"})]);
    refused(
        &truestep(&["audit", "--table", &path]),
        "`transitions` is missing; expected {\"start\"",
    );
    for ignored in [
        ["--policy", "uniform"],
        ["--mode", "raw"],
        ["--rollout", "1"],
        ["--max-states", "9"],
        ["--max-trajectories", "9"],
        ["--set", "names=shuffled"],
    ] {
        refused(&judged(0.1, &ignored), ignored[0]);
    }
}

/// The seed of the shortest corridor among a few, and its length in steps.
fn shortest() -> (String, String) {
    let steps = |seed: &u32| {
        let shown = truestep(&["show", "toy/door", "--seed", &seed.to_string(), "--json"]);
        shown.json()["frame"]["truth"]["distance"]["steps"]
            .as_u64()
            .unwrap()
    };
    let seed = (1..7).min_by_key(steps).unwrap();
    (seed.to_string(), steps(&seed).to_string())
}

#[test]
fn an_audit_takes_numbers_of_transitions() {
    let recorded = Recorded::new();
    let (seed, steps) = shortest();
    let of_a_group = ["--group", "2", "--horizon", &steps];
    for (mode, rest, args) in [
        ("lumped", "", &[][..]),
        ("raw", " |> rloo:verl", &of_a_group[..]),
    ] {
        let edges = recorded.path("edges.jsonl");
        let graph = [
            "graph", "toy/door", "--seed", &seed, "--mode", mode, "--edges", &edges,
        ];
        assert_eq!(truestep(&graph).exit, Exit::Done);
        let text = fs::read_to_string(&edges).unwrap();
        let price = |line: &str| {
            let edge: Value = serde_json::from_str(line).unwrap();
            let grade = edge["outcome"].as_array();
            json!(grade.map_or(0, |o| o[0].as_i64().unwrap()))
        };
        let audit = |reward: &str| {
            let scheme = format!("{reward}{rest}");
            let what = ["audit", &scheme, "toy/door", "--seed", &seed, "--json"];
            truestep(&[&what, args].concat())
        };
        let file = recorded.write("prices", text.lines().map(price));
        let (own, given) = (audit("outcome"), audit(&format!("file:{file}")));
        assert_eq!(given.exit, own.exit, "{mode}: {given:?} {own:?}");
        let findings = |said: &Said| said.json()["findings"].clone();
        assert_eq!(findings(&given), findings(&own), "{mode}");
        // A bonus for every step that opens nothing is another reward.
        let bonus = |line: &str| json!({"index": 0, "reward": if price(line) == 0 { 2 } else { 1 }, "x": 0});
        let file = recorded.write("prices", text.lines().map(bonus));
        let paid = audit(&format!("file:{file}(column=reward)"));
        assert_eq!(paid.exit, Exit::Failed, "{mode}: {paid:?}");
        fs::write(&file, "1\n2\n").unwrap();
        refused(&audit(&format!("file:{file}")), "has 2 lines for");
    }
}
