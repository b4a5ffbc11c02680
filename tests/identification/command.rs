//! The same on the command line: what `score --identify` and `graph --json` print.

use crate::mdp::Rebuilt;
use num_rational::BigRational;
use std::process::Command;

fn truestep(args: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_truestep"));
    command.args(args).output().unwrap()
}

#[test]
fn score_identifies_annotated_episodes_and_says_how_to_annotate_others() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("run.jsonl").display().to_string();
    let run = [
        "run",
        "diagnostic/recovery",
        "--agent",
        "random",
        "--episodes",
        "20",
        "--out",
        &name,
    ];
    assert!(truestep(&run).status.success());
    let score = [
        "score",
        &name,
        "--scheme",
        "truth:advantage,outcome",
        "--identify",
        "--json",
    ];
    let refused = truestep(&["score", &name, "--scheme", "outcome", "--identify"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(said.contains("annotate F --truth graph"), "{said}");

    assert!(
        truestep(&["annotate", &name, "--policy", "uniform"])
            .status
            .success()
    );
    let printed: serde_json::Value = serde_json::from_slice(&truestep(&score).stdout).unwrap();
    let found = &printed["identification"];
    assert_eq!(found["against"], "success");
    assert_eq!(found["policies"][0]["behaviour"], true);
    assert_eq!(found["schemes"][0]["rmse"], 0.0);
    assert_eq!(found["schemes"][0]["spearman"], 1.0);
    assert!(found["schemes"][1]["rmse"].as_f64().unwrap() > 0.1);
    assert_eq!(found["schemes"][1]["leaked_mean"], serde_json::Value::Null);
}

#[test]
fn what_the_graph_command_prints_is_enough_to_rebuild_the_process() {
    for template in [
        "recovery",
        "delayed-effect",
        "variable-horizon",
        "key-door",
        "coin-loop",
    ] {
        let task = format!("diagnostic/{template}");
        let output = truestep(&[
            "graph", &task, "--json", "--policy", "uniform", "--mode", "raw",
        ]);
        assert!(output.status.success());
        let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let mdp = Rebuilt::from_json(&printed["graph"]);
        let horizon = printed["horizon"].as_u64().unwrap() as usize;
        let values = mdp.values::<BigRational>(horizon);
        let stated = printed["policies"][0]["expected_outcome"]["exact"].as_str();
        assert_eq!(
            values[horizon][0].to_string(),
            stated.unwrap(),
            "{template}"
        );
        // Every state's value and every action's advantage, not only the start's.
        for (node, state) in mdp.states.iter().enumerate() {
            let solved = &printed["graph"]["states"][node];
            let same = |found: BigRational, stated: &serde_json::Value| {
                let found = format!("{}/{}", found.numer(), found.denom());
                assert_eq!(
                    Some(&*found),
                    stated["exact"].as_str(),
                    "{template}: {stated}"
                );
            };
            let value = &values[horizon][node];
            same(value.clone(), &solved["solution"]["expected_outcome"]);
            for (action, stated) in state
                .actions
                .iter()
                .zip(solved["actions"].as_array().unwrap())
            {
                let a = mdp.q(action, &values[horizon - 1]) - value;
                same(a, &stated["solution"]["outcome_advantage"]);
            }
        }
    }
}

#[test]
fn a_policy_without_values_of_single_states_still_prints_its_graph() {
    let task = "diagnostic/variable-horizon";
    let output = truestep(&["graph", task, "--json", "--policy", "best-of-2(uniform)"]);
    assert!(output.status.success());
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["graph"]["solution"], serde_json::Value::Null);
    assert_eq!(printed["graph"]["states"].as_array().unwrap().len(), 10);
}
