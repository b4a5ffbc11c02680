//! Reports on recorded episodes.

use crate::{json, printed, refused, truestep};
use std::path::Path;

/// A file of episodes of a diagnostic world.
fn record(folder: &Path, task: &str, more: &[&str]) -> String {
    let path = folder.join("run.jsonl").display().to_string();
    let args = ["run", task, "--out", &path, "--seed", "1"];
    printed(&[&args[..], more].concat());
    path
}

const GROUPS: [&str; 6] = ["--agent", "noisy:0.5", "--group", "4", "--episodes", "8"];

#[test]
fn a_credit_is_explained_by_its_reward_and_its_advantage_over_the_groups_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), "diagnostic/cliff", &GROUPS);
    let schemes = "rloo:verl,outcome,gigpo";
    let scored = folder.path().join("scored.jsonl").display().to_string();
    printed(&["score", &file, "--scheme", schemes, "--out", &scored]);
    let text = std::fs::read_to_string(&scored).unwrap();
    let rows: Vec<serde_json::Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let explained = json(&[
        "explain",
        &file,
        "--episode",
        "2",
        "--score",
        schemes,
        "--json",
    ]);
    assert_eq!(explained["compared"], 8);
    for (t, line) in explained["story"].as_array().unwrap().iter().enumerate() {
        for (row, priced) in rows.iter().zip(line["rewards"].as_array().unwrap()) {
            assert_eq!(priced["reward"], row["rewards"][2][t]);
            assert_eq!(priced["advantage"], row["advantages"][2][t]);
        }
    }
    let text = printed(&["explain", &file, "--episode", "2", "--score", schemes]);
    for shown in [
        "[1] reward",
        "[1] advantage",
        "outcome",
        "8 episodes of the file",
    ] {
        assert!(
            text.contains(shown) || text.contains(&shown.replace("[1]", "rloo:verl")),
            "{shown}\n{text}"
        );
    }
    let step = printed(&[
        "explain",
        &file,
        "--episode",
        "2",
        "--step",
        "0",
        "--scheme",
        schemes,
    ]);
    assert!(step.contains("advantage of this step"), "{step}");
}

#[test]
fn explain_and_list_stay_within_120_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl").display().to_string();
    printed(&[
        "run",
        "shop/buy",
        "--agent",
        "noisy:0.5",
        "--episodes",
        "2",
        "--out",
        &path,
    ]);
    let all = "outcome,shaping:distance,g-ra,pica:survival,gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1) |> rloo:verl";
    for args in [
        &["list", "schemes"][..],
        &["list", "tasks"],
        &["explain", &path, "--episode", "0"],
        &["explain", &path, "--episode", "1", "--score", all],
        &["explain", &path, "--episode", "1", "--step", "0"],
    ] {
        for line in printed(args).lines() {
            assert!(line.chars().count() <= 120, "{args:?}: {line}");
        }
    }
}

#[test]
fn undefined_advantages_are_counted_with_their_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), "diagnostic/cliff", &["--episodes", "3"]);
    let scored = json(&[
        "score",
        &file,
        "--scheme",
        "grpo-passk:verl,outcome",
        "--json",
    ]);
    let advantages = &scored["schemes"][0]["advantages"];
    assert_eq!(advantages["mean"], serde_json::Value::Null);
    assert_eq!(advantages["undefined"], scored["steps"]);
    assert_eq!(advantages["reasons"][0]["count"], scored["steps"]);
    assert!(advantages["reasons"][0]["reason"].is_string());
    assert_eq!(scored["schemes"][1]["advantages"], serde_json::Value::Null);
    let text = printed(&["score", &file, "--score", "grpo-passk:verl,outcome"]);
    assert!(
        text.contains("undefined in outcome |> grpo-passk:verl:"),
        "{text}"
    );
}

#[test]
fn what_does_not_depend_on_scale_comes_first_and_small_is_not_zero() {
    let folder = tempfile::tempdir().unwrap();
    let more = [&GROUPS[..], &["--truth", "graph"]].concat();
    let file = record(folder.path(), "diagnostic/cliff", &more);
    let tiny = "truth:advantage |> scale(by=0.00001)";
    let score = ["score", &file, "--scheme", tiny, "--identify"];
    let text = printed(&score);
    let head = text
        .lines()
        .find(|l| l.contains("RMSE") && l.contains("scheme"))
        .unwrap();
    let place = |name: &str| head.find(name).unwrap();
    assert!(place("within") < place("signs") && place("signs") < place("order"));
    assert!(place("order") < place("RMSE") && place("RMSE") < place("centred"));
    assert!(text.contains("depend on the scale"), "{text}");
    let found = json(&[&score[..], &["--json"]].concat());
    let metrics = &found["identification"]["schemes"][0];
    for name in ["within_state", "ordering", "sign_accuracy"] {
        let x = metrics[name].as_f64().unwrap();
        assert!((x - 1.0).abs() < 1e-9, "{name} {x}");
    }
    let text = printed(&["score", &file, "--scheme", "outcome |> scale(by=0.00001)"]);
    let row = text.lines().find(|l| l.starts_with("outcome |>")).unwrap();
    assert!(row.contains("e-"), "{row}");
}

#[test]
fn values_are_those_of_the_policy_that_acted_unless_another_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let more = ["--agent", "random", "--episodes", "2", "--truth", "graph"];
    let file = record(folder.path(), "diagnostic/cliff", &more);
    let note = |file: &str| {
        let text = std::fs::read_to_string(file).unwrap();
        let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        first["graph"].clone()
    };
    assert_eq!(note(&file)["policy"], "uniform");
    assert_eq!(note(&file)["advantage"], "behaviour");
    printed(&["annotate", &file, "--policy", "eps-optimal(0.3)"]);
    assert_eq!(note(&file)["policy"], "eps-optimal(3/10)");
    assert_eq!(note(&file)["advantage"], "reference");
    printed(&["annotate", &file, "--policy", "behaviour"]);
    assert_eq!(note(&file)["advantage"], "behaviour");
    // An agent that only says it played the policy did not.
    let text = std::fs::read_to_string(&file).unwrap();
    let forged = text.replacen("\"action_probability\":0.", "\"action_probability\":0.0", 1);
    assert_ne!(forged, text);
    std::fs::write(&file, forged).unwrap();
    printed(&["annotate", &file, "--policy", "behaviour"]);
    assert_eq!(note(&file)["advantage"], "reference");
}

#[test]
fn an_option_without_effect_is_an_error() {
    for option in [
        &["--policy", "uniform"][..],
        &["--pivot", "1/4"],
        &["--max-states", "9"],
        &["--allow-capped"],
    ] {
        let args = [&["run", "diagnostic/cliff", "--episodes", "1"], option].concat();
        refused(&args, "--truth graph");
    }
}

#[test]
fn a_file_with_an_impossible_grade_is_skipped_and_never_ends_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let file = record(folder.path(), "diagnostic/cliff", &["--episodes", "2"]);
    let text = std::fs::read_to_string(&file).unwrap();
    for bad in ["[-9223372036854775808,-1]", "[1,0]", "[3,-2]"] {
        let broken = text.replacen("\"outcome\":[0,1]", &format!("\"outcome\":{bad}"), 1);
        assert_ne!(broken, text);
        std::fs::write(&file, broken).unwrap();
        let scored = truestep(&["score", &file, "--scheme", "outcome,shaping:distance"]);
        assert_eq!(scored.status.code(), Some(0), "{scored:?}");
        assert!(
            String::from_utf8(scored.stderr)
                .unwrap()
                .contains("skipped")
        );
    }
}

#[test]
fn a_number_that_cannot_be_read_says_what_numbers_are() {
    refused(
        &["audit", "rloo:trl(eps=1e-300)", "diagnostic/cliff"],
        "between 1e-38 and 1e38",
    );
}

#[test]
fn the_readme_counts_the_schemes_there_are() {
    let schemes = json(&["list", "schemes", "--json"]);
    let schemes = schemes["schemes"].as_array().unwrap().clone();
    let functions = schemes.iter().filter(|s| s["stage"] == "function").count();
    let readme = std::fs::read_to_string("README.md").unwrap();
    let price = schemes.len() - functions;
    assert!(
        readme.contains(&format!("{price} that price a trajectory")),
        "{price}"
    );
    assert!(
        readme.contains(&format!("{functions} functions")),
        "{functions}"
    );
}
