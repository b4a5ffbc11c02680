//! The whole command line works over the panel, image views included.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod said;

use said::{done, fed};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};
use tempfile::TempDir;
use truestep_cli::Exit;

/// A folder with `episodes.jsonl`, both views recorded, and its path.
fn recorded(more: &[&str]) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder
        .path()
        .join("episodes.jsonl")
        .to_str()
        .unwrap()
        .to_owned();
    let run = ["run", "light", "--view", "text,pixels", "--out", &file];
    done(&[&run, more].concat());
    (folder, file)
}

fn episodes(file: &str) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The images that the frames of an episode name.
fn images(episode: &Value) -> Vec<Value> {
    let after = episode["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| &t["after"]);
    let frames = std::iter::once(&episode["start"]).chain(after);
    let views = frames.flat_map(|frame| frame["observation"].as_array().unwrap());
    views
        .filter(|view| view["kind"] == "pixels")
        .map(|view| view["image"].clone())
        .collect()
}

#[test]
fn the_panel_is_listed_and_shown() {
    assert!(done(&["list", "tasks"]).out.contains("light/match@1"));
    assert!(done(&["show", "light"]).out.contains("tap(AT)"));
    let shown = done(&["show", "light/match", "--seed", "1"]).out;
    assert!(
        shown.contains("observation (text; there is also pixels)"),
        "{shown}"
    );
    let shown = done(&["show", "light/match", "--seed", "1", "--view", "pixels"]).out;
    assert!(
        shown.contains("observation (pixels; there is also text)"),
        "{shown}"
    );
    assert!(
        shown.contains("160x120") && shown.contains("--out FILE"),
        "{shown}"
    );
}

#[test]
fn images_are_written_beside_the_file_once_each_and_verified_by_replay() {
    let (folder, file) = recorded(&["--agent", "noisy:0.3", "--episodes", "12"]);
    let all = episodes(&file);
    let named: Vec<Value> = all.iter().flat_map(images).collect();
    let steps: usize = all
        .iter()
        .map(|e| e["transitions"].as_array().unwrap().len())
        .sum();
    assert_eq!(named.len(), steps + all.len(), "an image for every frame");
    let digests: BTreeSet<&str> = named
        .iter()
        .map(|image| image["digest"].as_str().unwrap())
        .collect();
    let pictures = folder.path().join("episodes.images");
    let written: BTreeSet<String> = fs::read_dir(&pictures)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected: BTreeSet<String> = digests
        .iter()
        .map(|digest| format!("{digest}.png"))
        .collect();
    assert_eq!(written, expected);
    written
        .iter()
        .for_each(|name| is_the_panel(&pictures.join(name)));
    let replayed = done(&["replay", &file]);
    assert!(replayed.out.contains("0 mismatches"), "{replayed:?}");

    let text = fs::read_to_string(&file).unwrap();
    let first = named[0]["digest"].as_str().unwrap();
    let other = named.iter().find(|image| image["digest"] != first).unwrap();
    fs::write(
        &file,
        text.replacen(first, other["digest"].as_str().unwrap(), 1),
    )
    .unwrap();
    let found = fed(&["replay", &file], "");
    assert_eq!(found.exit, Exit::Failed, "{found:?}");
    assert!(
        found.out.contains("observation") || found.err.contains("observation"),
        "{found:?}"
    );
}

/// The file is a PNG as wide and as high as the panel.
fn is_the_panel(path: &Path) {
    let bytes = fs::read(path).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!(
        (side(16), side(20)),
        (light_switch::WIDTH, light_switch::HEIGHT)
    );
}

#[test]
fn every_agent_plays_and_every_episode_replays() {
    for agent in [
        "random",
        "oracle",
        "noisy:0.2",
        "do-nothing",
        "submit-now",
        "exploit:outcome",
    ] {
        let (_folder, file) = recorded(&["--agent", agent, "--group", "3", "--episodes", "12"]);
        let replayed = done(&["replay", &file]);
        assert!(
            replayed.out.contains("0 mismatches"),
            "{agent}: {replayed:?}"
        );
    }
}

/// Rollouts of a task start with other fuses; from each start the oracle is as good as its distance.
#[test]
fn the_disturbance_is_drawn_at_reset_and_known_to_the_truth() {
    let (_folder, file) = recorded(&["--agent", "oracle", "--group", "4", "--episodes", "40"]);
    let (mut starts, mut trips) = (BTreeSet::new(), 0);
    for episode in episodes(&file) {
        let steps = episode["transitions"].as_array().unwrap();
        assert_eq!(
            episode["start"]["truth"]["distance"],
            json!({"steps": steps.len()})
        );
        starts.insert((
            episode["task"]["seed"].as_u64(),
            episode["start"]["digests"]["state"].to_string(),
        ));
        let text = episode.to_string();
        trips += usize::from(text.contains("the fuse tripped"));
        assert_eq!(episode["end"], "terminated");
    }
    assert!(
        starts.len() > 3 && trips > 0,
        "{} starts, {trips} trips",
        starts.len()
    );
    done(&["annotate", &file, "--truth", "graph"]);
    for episode in episodes(&file) {
        let certain = &episode["start"]["truth"]["success_probability"]["exact"];
        assert_eq!(*certain, "1/1", "the oracle knows of the fuse");
    }
}

#[test]
fn every_command_takes_what_was_recorded() {
    let (folder, file) = recorded(&[
        "--agent",
        "noisy:0.3",
        "--group",
        "3",
        "--max-steps",
        "40",
        "--episodes",
        "12",
    ]);
    let schemes = "outcome,shaping:distance,rloo:verl";
    assert!(
        done(&["score", &file, "--scheme", schemes, "--verify"])
            .out
            .contains("rloo:verl")
    );
    assert!(
        done(&["explain", &file, "--episode", "0"])
            .out
            .contains("tap(")
    );
    assert!(
        done(&["explain", &file, "--episode", "0", "--step", "0"])
            .out
            .contains("tap(")
    );
    for format in ["sft", "steps"] {
        let out = folder.path().join(format!("{format}.jsonl"));
        done(&[
            "export",
            &file,
            "--as",
            format,
            "--out",
            out.to_str().unwrap(),
        ]);
        let told = fs::read_to_string(out).unwrap();
        assert!(told.contains("tap("), "{format}: {told}");
    }
    let graph = done(&[
        "graph",
        "light/match",
        "--seed",
        "1",
        "--policy",
        "uniform",
        "--json",
    ]);
    assert!(graph.out.contains("states"));
    let audited = fed(&["audit", "gain:clipped", "light/match", "--seed", "1"], "");
    assert_ne!(audited.exit, Exit::CouldNotRun, "{audited:?}");
}

#[test]
fn a_person_plays_by_text_and_is_told_what_names_an_image() {
    let typed = "tap(1, 1)\ntap(20, 15)\ntruth\nundo\nquit\n";
    let played = fed(&["play", "light/match", "--seed", "1"], typed);
    assert_eq!(played.exit, Exit::Done, "{played:?}");
    assert!(
        played.out.contains("rejected: nothing is at 1, 1"),
        "{}",
        played.out
    );
    assert!(
        played.out.contains("[tap(20, 15)]") && played.out.contains("undone"),
        "{}",
        played.out
    );
    let played = fed(
        &["play", "light/match", "--seed", "1", "--view", "pixels"],
        "1\nquit\n",
    );
    assert_eq!(played.exit, Exit::Done, "{played:?}");
    assert!(played.out.contains("160x120"), "{}", played.out);
}

#[test]
fn a_server_sends_the_image_that_its_frames_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder
        .path()
        .join("served.jsonl")
        .to_str()
        .unwrap()
        .to_owned();
    let reset =
        json!({"task": "light/match", "seed": 1, "views": ["text", "pixels"], "record": true});
    let requests = [
        json!({"method": "reset", "params": reset}),
        json!({"method": "step", "params": {"actions": [{"action": "tap(20, 15)"}]}}),
        json!({"method": "observe", "params": {"view": "pixels"}}),
        json!({"method": "observe", "params": {"view": "text"}}),
        json!({"method": "observe", "params": {"view": "tree"}}),
        json!({"method": "reset", "params": {"task": "light/match", "views": ["html"]}}),
    ];
    let input: Vec<String> = requests.iter().map(Value::to_string).collect();
    let said = fed(
        &["serve", "--stdio", "--environments", "1", "--out", &file],
        &input.join("\n"),
    );
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let answers = said.lines();
    let frame = &answers[1]["result"]["slots"][0]["frame"];
    let named = &frame["observation"][1];
    assert_eq!(named["kind"], "pixels", "{frame}");
    assert!(
        named["image"].get("png").is_none(),
        "frames name their images: {named}"
    );
    let sent = &answers[2]["result"]["image"];
    assert_eq!(
        (&sent["digest"], &sent["width"]),
        (&named["image"]["digest"], &json!(160))
    );
    assert!(
        sent["png"]
            .as_str()
            .is_some_and(|png| png.starts_with("iVBORw0KGgo")),
        "{sent}"
    );
    assert_eq!(
        answers[3]["result"]["text"],
        frame["observation"][0]["text"]
    );
    for refused in &answers[4..] {
        let message = refused["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains("text, pixels"), "{refused}");
    }
    // The recorded episode has its images beside it, and is as good as one of `run`.
    let written = fs::read_dir(folder.path().join("served.images"))
        .unwrap()
        .count();
    assert_eq!(written, 2);
    assert!(done(&["replay", &file]).out.contains("0 mismatches"));
}
