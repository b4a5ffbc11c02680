//! Single steps of the phone from the command line: exported, matched, priced.

#![cfg(all(feature = "cli", feature = "gui"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

use serde_json::{Value as Json, json};
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn truestep(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_truestep"));
    command.current_dir(folder).args(args).output().unwrap()
}

/// What a command prints as JSON.
fn printed(folder: &Path, args: &[&str]) -> Json {
    let output = truestep(folder, &[args, &["--json"]].concat());
    assert!(output.status.success(), "{args:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn lines(folder: &Path, name: &str) -> Vec<Json> {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn write(folder: &Path, name: &str, lines: impl Iterator<Item = Json>) {
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    fs::write(folder.join(name), text).unwrap();
}

const GRAMMAR: &str = "android-world";

/// Steps of the oracle, which are all on shortest paths.
fn exported(folder: &Path, task: &str) -> Vec<Json> {
    printed(
        folder,
        &[
            "run",
            task,
            "--agent",
            "oracle",
            "--episodes",
            "4",
            "--out",
            "f.jsonl",
        ],
    );
    let export = ["export", "f.jsonl", "--as", "static", "--grammar", GRAMMAR];
    let options = ["--view", "pixels_small", "--out", "items.jsonl"];
    printed(folder, &[&export[..], &options[..]].concat());
    lines(folder, "items.jsonl")
}

/// A prediction of each item by the first way to write its first right action.
fn right(items: &[Json]) -> impl Iterator<Item = Json> + '_ {
    items
        .iter()
        .map(|item| json!({ "id": item["id"], "prediction": item["acceptable"][0]["written"][0] }))
}

fn rule<'a>(matched: &'a Json, name: &str) -> &'a Json {
    let rules = matched["rules"].as_array().unwrap();
    rules.iter().find(|rule| rule["rule"] == name).unwrap()
}

#[test]
fn every_step_of_the_oracle_is_an_item_whose_picture_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let items = exported(folder.path(), "gui/contact-add");
    assert!(items.len() > 12, "{}", items.len());
    for item in &items {
        let path = folder
            .path()
            .join(item["screenshot"]["path"].as_str().unwrap());
        let png = fs::read(&path).unwrap();
        assert_eq!(png[1..4], *b"PNG");
        let acceptable = item["acceptable"].as_array().unwrap();
        assert!(
            acceptable
                .iter()
                .any(|right| right["action"] == item["taken"]),
            "{item}"
        );
    }
}

#[test]
fn right_predictions_are_right_and_others_are_counted_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let items = exported(folder, "gui/contact-add");
    write(folder, "p.jsonl", right(&items));
    let command = ["match", "items.jsonl", "p.jsonl", "--grammar", GRAMMAR];
    let matched = printed(folder, &command);
    for rule in matched["rules"].as_array().unwrap() {
        assert_eq!(rule["success_share"], 1.0, "{rule}");
    }
    // The first is no action, the second is missing.
    let mut predictions: Vec<Json> = right(&items).collect();
    predictions[0]["prediction"] = "tap the thing".into();
    predictions.remove(1);
    write(folder, "p.jsonl", predictions.into_iter());
    let matched = printed(folder, &[&command[..], &["--out", "v.jsonl"]].concat());
    assert_eq!(
        matched["refused"],
        json!({ "no prediction": 1, "not in the grammar": 1 })
    );
    let success = &rule(&matched, "exact")["success"];
    assert_eq!(
        success,
        &json!({ "hits": items.len() - 2, "of": items.len() })
    );
    let verdicts = lines(folder, "v.jsonl");
    assert_eq!(verdicts.len(), items.len());
    assert!(
        verdicts[0]["refused"]
            .as_str()
            .unwrap()
            .contains("android-world"),
        "{}",
        verdicts[0]
    );
    assert_eq!(verdicts[2]["verdicts"]["exact"]["success"], true);
}

#[test]
fn what_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    exported(folder, "gui/note-read");
    let says = |args: &[&str], what: &str| {
        let output = truestep(folder, args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(what), "{said}");
    };
    write(
        folder,
        "p.jsonl",
        [json!({ "id": "x", "prediction": "y" })].into_iter(),
    );
    let command = ["match", "items.jsonl", "p.jsonl", "--grammar"];
    says(&[&command[..], &[GRAMMAR]].concat(), "`x`");
    says(&[&command[..], &["none"]].concat(), "no such grammar");
    says(
        &[&command[..], &[GRAMMAR, "--by", "none"]].concat(),
        "there is no rule `none`",
    );
    let export = ["export", "f.jsonl", "--as", "static", "--out", "g.jsonl"];
    says(&[&export[..], &["--view", "tree"]].concat(), "no picture");
    says(
        &[&export[..], &["--share", "1/4..3/4"]].concat(),
        "belongs to",
    );
    says(
        &[
            "export", "f.jsonl", "--as", "sft", "--out", "g.jsonl", "--view", "som",
        ],
        "belongs to",
    );
}

/// GUI-R1 and UI-R1 price predictions of single steps, Mobile-R1 and CSRS the episode that they are of.
#[test]
fn published_rewards_for_single_steps_price_steps_of_the_phone() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let items = exported(folder, "gui/settings-toggle");
    let steps = items.len();
    // The last step of the file is the end of an episode; its prediction is a click beside every box.
    let mut predictions: Vec<Json> = right(&items).collect();
    predictions[steps - 1]["prediction"] = r#"{"action_type": "click", "x": 1, "y": 1}"#.into();
    predictions[0]["prediction"] = "nothing".into();
    write(folder, "p.jsonl", predictions.into_iter());
    let input = |name: &str| {
        let file = format!("{name}.jsonl");
        let command = ["match", "items.jsonl", "p.jsonl", "--grammar", GRAMMAR];
        printed(
            folder,
            &[&command[..], &["--as", name, "--out", &file]].concat(),
        );
        file
    };
    let computed = |name: &str| {
        let computed = printed(folder, &["compute", name, &input(name)]);
        computed["results"].as_array().unwrap().clone()
    };
    let gui = computed("gui-r1");
    assert_eq!(gui.len(), steps);
    assert_eq!(gui[0]["reward"], 0.0);
    assert_eq!(
        gui[steps - 1],
        json!({ "reward": 0.2, "accuracy": 0.0, "format": 1.0 })
    );
    assert!(
        gui[1..steps - 1]
            .iter()
            .all(|priced| priced["reward"] == 1.0),
        "{gui:?}"
    );
    let ui = computed("ui-r1");
    let three = json!({ "action_type": 1.0, "coordinate": 1.0, "format": 1.0 });
    assert!(
        ui[1..steps - 1].iter().all(|priced| priced == &three),
        "{ui:?}"
    );
    assert_eq!(ui[steps - 1]["action_type"], 0.0);
    let mobile = format!("mobile-r1(file={})", input("mobile-r1"));
    let out = ["--out", "priced.jsonl"];
    printed(
        folder,
        &[
            &["score", "f.jsonl", "--scheme", &mobile, "--scheme", "csrs"][..],
            &out[..],
        ]
        .concat(),
    );
    let priced = lines(folder, "priced.jsonl");
    // Written as JSON writes them, so that equal is equal.
    let rewards = |scheme: &str| -> Vec<String> {
        let of = |line: &&Json| line["scheme"].as_str().unwrap().starts_with(scheme);
        let episodes = priced.iter().find(of).unwrap()["rewards"].as_array();
        let steps = episodes.unwrap().iter().flat_map(|e| e.as_array().unwrap());
        steps.map(ToString::to_string).collect()
    };
    let mobile = rewards("mobile-r1");
    assert_eq!(mobile.len(), steps);
    let (first, second, last) = (&mobile[0], &mobile[1], &mobile[steps - 1]);
    assert_eq!([first, second, last], ["0.0", "2.0", "1.0"]);
    assert!(rewards("csrs").iter().all(|reward| reward == "1.0"));
}
