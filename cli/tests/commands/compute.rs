//! Every scheme by its command, and functions on lines of JSON.

use crate::{
    recorded::{Recorded, refused},
    toy::truestep,
};
use serde_json::{Value, json};
use std::{fs, path::PathBuf, process::Command};
use truestep_cli::Exit;
use truestep_rewards::{Stage, registry::schemes};

/// Every scheme has a command, and every command works on recorded episodes that carry what the scheme needs.
#[test]
fn every_scheme_that_is_listed_is_used_by_its_command() {
    let recorded = Recorded::new();
    let cells = |steps: usize| {
        json!({
            "reward": vec![0.5; steps], "logprob": vec![-1.0; steps], "logprob_ref": vec![-1.5; steps],
            "confidence": vec![0.5; steps], "perplexity": vec![2.0; steps], "perplexity_alone": vec![4.0; steps],
            "q1": vec![0.5; steps], "q2": vec![0.25; steps], "v1": vec![0.5; steps], "v2": vec![0.5; steps],
            "mean": vec![0.5; steps], "concentration": vec![2.0; steps], "successes": vec![4; steps], "rollouts": vec![8; steps],
            "correct": vec![1; steps], "format": vec![0; steps], "references": vec![vec![0.0, 1.0]; steps],
        })
    };
    let steps = |e: &Value| e["transitions"].as_array().unwrap().len();
    let all: Vec<usize> = recorded.episodes().iter().map(steps).collect();
    let columns = recorded.write("columns.jsonl", all.iter().map(|&n| cells(n)));
    let alone = recorded.write("alone.jsonl", all.iter().map(|&n| json!(vec![0.5; n])));
    for entry in schemes() {
        let (name, usage) = (entry.info.name, entry.usage());
        let said = match usage.strip_prefix("truestep compute ") {
            Some(rest) => {
                assert_eq!(rest, format!("{name} INPUT.jsonl"));
                assert_eq!(entry.info.stage, Stage::Function);
                let shown = truestep(&["compute", name, "--json"]).json();
                let input = recorded.write("input.jsonl", [shown["takes"].clone()]);
                let said = truestep(&["compute", name, &input]);
                assert_eq!(said.json(), shown["gives"], "{name}");
                said
            }
            None => {
                let scheme = usage.split('\'').nth(1).unwrap();
                let file = if ["file", "given"].contains(&name) {
                    &alone
                } else {
                    &columns
                };
                recorded.score(&["--scheme", &scheme.replace("NUMBERS.jsonl", file)])
            }
        };
        assert_eq!(said.exit, Exit::Done, "{usage}: {said:?}");
    }
}

#[test]
fn compute_reads_lines_and_says_what_is_wrong_with_them() {
    let recorded = Recorded::new();
    let shown = truestep(&["compute", "dpo-pair"]);
    assert!(
        shown.out.contains("takes: {") && shown.out.contains("gives: {"),
        "{shown:?}"
    );
    let input = recorded.path("input");
    fs::write(&input, "{\"chosen\":-1}\n\n{\"chosen\":0,\"chosen_reference\":0,\"rejected\":0,\"rejected_reference\":0,\"beta\":1}\nnonsense\n").unwrap();
    let said = truestep(&["compute", "dpo-pair", &input]);
    assert_eq!(said.exit, Exit::Failed);
    assert_eq!(said.json()["loss"], std::f64::consts::LN_2);
    assert!(
        said.err.contains("line 1: `chosen_reference` is missing"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("line 4: not a line of JSON"),
        "{}",
        said.err
    );
    let out = recorded.path("out");
    let said = truestep(&["compute", "dpo-pair", &input, "--out", &out, "--json"]);
    assert_eq!(
        (&said.json()["lines"], &said.json()["refused"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 1);
    refused(
        &truestep(&["compute", "outcome"]),
        "`outcome` prices trajectories: `truestep score F.jsonl --scheme 'outcome'`",
    );
    refused(
        &truestep(&["compute", "dpo-pare"]),
        "did you mean `dpo-pair`?",
    );
    refused(
        &recorded.score(&["--scheme", "dpo-pair"]),
        "`compute dpo-pair INPUT.jsonl`",
    );
}

/// The examples in Python, where there is one.
#[test]
fn a_reward_and_an_estimator_in_python_are_scored() {
    let python = |args: &[&str]| Command::new("python3").args(args).output();
    if python(&["--version"]).is_err() {
        eprintln!("no python3 here: its examples are not run");
        return;
    }
    let recorded = Recorded::new();
    let examples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let run = |name: &str, args: &[&str], out: &str| {
        let script = examples.join(name);
        let said = python(&[&[script.to_str().unwrap()], args].concat()).unwrap();
        assert!(said.status.success(), "{said:?}");
        fs::write(recorded.path(out), said.stdout).unwrap();
        recorded.path(out)
    };
    let episodes = recorded.path("f.jsonl");
    let rewards = run("step_reward.py", &[&episodes], "rewards.jsonl");
    let advantages = run("estimator.py", &[&episodes, &rewards], "advantages.jsonl");
    let scheme = format!("file:{rewards}");
    let said = recorded.score(&[
        "--scheme",
        &scheme,
        "--advantages",
        &advantages,
        "--identify",
        "--json",
    ]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let found = said.json()["identification"]["schemes"].clone();
    assert_eq!(found.as_array().unwrap().len(), 2);
    assert!(found[1]["steps"].as_u64().unwrap() > 0, "{found}");
}
