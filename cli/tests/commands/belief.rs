//! No file is believed blindly, and nothing is lost.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use super::{RUN, with};
use crate::toy::{Said, truestep};
use std::fs;
use truestep_cli::Exit;

/// A folder with a recorded file in it, and the file's name.
fn recorded(more: &[&str]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("f.jsonl").to_str().unwrap().to_owned();
    let run = with(RUN, more);
    assert_eq!(truestep(&with(&run, &["--out", &name])).exit, Exit::Done);
    (folder, name)
}

fn forge(name: &str, from: &str, to: &str) {
    let text = fs::read_to_string(name).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(name, text.replacen(from, to, 1)).unwrap();
}

fn replay_says(name: &str, told: &str) {
    let said = truestep(&["replay", name]);
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert!(said.out.contains(told), "{told} in {}", said.out);
}

#[test]
fn replay_finds_a_forged_probability_action_agent_and_value() {
    let (_folder, name) = recorded(&["--truth", "graph"]);
    let whole = fs::read_to_string(&name).unwrap();
    let probability = whole.split(r#""action_probability":"#).nth(1).unwrap();
    let probability = probability.split(',').next().unwrap();
    let from = format!(r#""action_probability":{probability}"#);
    forge(&name, &from, r#""action_probability":0.123"#);
    replay_says(&name, "action_probability: recorded 0.123");
    for (from, to, told) in [
        (r#""name":"noisy:0.3""#, r#""name":"noisy:0.4""#, "agent"),
        (
            r#""pivot":false"#,
            r#""pivot":true"#,
            "pivot: recorded true",
        ),
        (
            r#""kind":"a corridor""#,
            r#""kind":"a castle""#,
            "world.kind",
        ),
    ] {
        fs::write(&name, &whole).unwrap();
        forge(&name, from, to);
        replay_says(&name, told);
    }
    // The policy of the agent alone contradicts the note that it acted.
    fs::write(&name, &whole).unwrap();
    forge(&name, r#"eps-optimal(3/10)"}"#, r#"uniform"}"#);
    let said = truestep(&["replay", &name]);
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert!(
        said.err.contains("its agent follows `uniform`"),
        "{}",
        said.err
    );
    // The advantage of one step in the place of another's.
    let advantages: Vec<&str> = whole.split(r#""advantage":{"#).skip(1).collect();
    let value = |text: &str| text[..text.find('}').unwrap()].to_owned();
    let first = value(advantages[0]);
    let other = advantages.iter().map(|a| value(a)).find(|a| *a != first);
    fs::write(&name, &whole).unwrap();
    forge(&name, &first, &other.unwrap());
    replay_says(&name, "advantage");
    fs::write(&name, &whole).unwrap();
    let said = truestep(&["replay", &name]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert!(
        said.out.contains("taken as given: task, group"),
        "{}",
        said.out
    );
    assert!(!said.out.contains("not computed again"), "{}", said.out);
}

#[test]
fn replay_says_what_it_could_not_compute_again() {
    let (_folder, name) = recorded(&[]);
    let whole = fs::read_to_string(&name).unwrap();
    let foreign = whole.replace(r#""name":"noisy:0.3""#, r#""name":"my-model""#);
    fs::write(&name, foreign).unwrap();
    let said = truestep(&["replay", &name, "--json"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let left = &said.json()["unchecked"][0];
    assert_eq!(left["episodes"], 60);
    assert!(
        left["field"]
            .as_str()
            .unwrap()
            .contains("action_probability")
    );
    assert!(
        left["reason"].as_str().unwrap().contains("my-model"),
        "{left}"
    );
}

#[test]
fn replay_goes_on_past_episodes_of_another_world_and_reports_all() {
    let (_folder, name) = recorded(&[]);
    let text = fs::read_to_string(&name).unwrap();
    let digest = text
        .split(r#""kind":"a corridor","digest":""#)
        .nth(1)
        .unwrap();
    let digest = &digest[..32];
    let zeros = "0".repeat(32);
    let other = text.replacen(digest, &zeros, 1);
    fs::write(&name, &other).unwrap();
    let said = truestep(&["replay", &name]);
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert!(said.out.contains("60 episodes"), "{}", said.out);
    assert!(
        said.out.contains("1 episode cannot be replayed here"),
        "{}",
        said.out
    );
    assert!(
        said.err.contains("recorded in another world"),
        "{}",
        said.err
    );
    // What is wrong after it is found all the same.
    let (before, last) = other.trim_end().rsplit_once('\n').unwrap();
    let last = last.replacen(r#""progress":[0"#, r#""progress":[1"#, 1);
    fs::write(&name, format!("{before}\n{last}\n")).unwrap();
    replay_says(&name, "episode 59: 1 field differs");
}

fn wrong_truth() -> (tempfile::TempDir, String) {
    let (folder, name) = recorded(&[]);
    forge(
        &name,
        r#""distance":{"steps":2}"#,
        r#""distance":{"steps":3}"#,
    );
    (folder, name)
}

#[test]
fn annotate_never_keeps_a_truth_it_found_wrong() {
    let (folder, name) = wrong_truth();
    let before = fs::read(&name).unwrap();
    let said = truestep(&["annotate", &name]);
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert!(
        said.err.contains("distance.steps: recorded 3, now 2"),
        "{}",
        said.err
    );
    assert_eq!(fs::read(&name).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn whoever_believes_a_file_says_so_and_verifies_on_request() {
    let (folder, name) = wrong_truth();
    let scores = folder.path().join("scores");
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    fs::write(&scores, "").unwrap();
    let prm = ["prm", &name, scores.to_str().unwrap(), "--verify"];
    let export = ["export", &name, "--as", "sft", "--out", out];
    let score = ["score", &name, "--scheme", "outcome", "--out", out];
    for args in [&score[..], &export] {
        let believed = truestep(&with(args, &["--json"]));
        assert_eq!(believed.exit, Exit::Done, "{believed:?}");
        assert!(
            believed.err.contains("the file is believed"),
            "{}",
            believed.err
        );
        assert_eq!(believed.json()["verified"], false);
    }
    fs::write(out, "as it was").unwrap();
    let refused = |said: Said| {
        assert_eq!(said.exit, Exit::Failed, "{said:?}");
        assert!(said.err.contains("not as computed again"), "{}", said.err);
    };
    refused(truestep(&with(&score, &["--verify"])));
    refused(truestep(&with(&export, &["--verify"])));
    refused(truestep(&["annotate", &name, "--verify"]));
    refused(truestep(&prm));
    assert_eq!(fs::read_to_string(out).unwrap(), "as it was");
    let (_folder, good) = recorded(&[]);
    let said = truestep(&["score", &good, "--scheme", "outcome", "--verify", "--json"]);
    assert_eq!(said.json()["verified"], true, "{said:?}");
}

#[test]
fn annotating_in_place_keeps_what_it_does_not_know() {
    let (_folder, name) = recorded(&[]);
    forge(&name, r#"{"schema":"#, r#"{"mine":{"a":[1,2]},"schema":"#);
    forge(&name, r#""menu_size":"#, r#""note":"x","menu_size":"#);
    assert_eq!(truestep(&["annotate", &name]).exit, Exit::Done);
    let text = fs::read_to_string(&name).unwrap();
    assert_eq!(text.matches(r#""mine":{"a":[1,2]}"#).count(), 1);
    assert_eq!(text.matches(r#""note":"x""#).count(), 1);
    assert_eq!(text.matches(r#""pivot_threshold""#).count(), 60);
    assert_eq!(truestep(&["replay", &name]).exit, Exit::Done);
}

#[test]
fn collisions_of_files_are_refused_before_anything_is_lost() {
    let (folder, name) = recorded(&[]);
    let place = |n: &str| folder.path().join(n).to_str().unwrap().to_owned();
    let (link, g, script) = (place("link"), place("g"), place("s"));
    fs::hard_link(&name, &link).unwrap();
    fs::write(&script, "right\n").unwrap();
    let agent = format!("scripted:{script}");
    let before = fs::read(&name).unwrap();
    for (args, told) in [
        (
            &["score", &name, "--scheme", "outcome", "--out", &link][..],
            "is the file that is read",
        ),
        (
            &["export", &name, "--as", "sft", "--out", &link],
            "is the file that is read",
        ),
        (
            &["annotate", &name, "--out", &link],
            "is the file that is read",
        ),
        (
            &["graph", "toy/door", "--out", &g, "--edges", &g],
            "name one file",
        ),
        (
            &["run", "toy", "--agent", &agent, "--out", &script],
            "is the file that is read",
        ),
        (
            &["graph", "toy/door", "--out", &place("g.png")],
            "ends in .json",
        ),
    ] {
        let said = truestep(args);
        assert_eq!(said.exit, Exit::CouldNotRun, "{args:?} {said:?}");
        assert!(said.err.contains(told), "{}", said.err);
    }
    assert_eq!(fs::read(&name).unwrap(), before);
    assert_eq!(fs::read_to_string(&script).unwrap(), "right\n");
}

#[test]
fn a_file_with_a_mark_in_front_loses_no_episode() {
    let (_folder, name) = recorded(&[]);
    let text = fs::read_to_string(&name).unwrap();
    fs::write(&name, format!("\u{feff}{text}")).unwrap();
    let said = truestep(&["replay", &name, "--json"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert_eq!(said.json()["episodes"], 60);
}

#[test]
fn repeated_episodes_and_partial_groups_are_noticed() {
    let (_folder, name) = recorded(&["--group", "7"]);
    let said = truestep(&with(RUN, &["--group", "7", "--json"]));
    assert!(
        said.err.contains("8 groups of 7 and one of 4"),
        "{}",
        said.err
    );
    assert_eq!(said.json()["partial_group"], 4);
    let score = ["score", &name, "--scheme", "outcome |> rloo:verl", "--json"];
    let said = truestep(&score);
    assert_eq!(said.json()["groups"]["7"], 8, "{said:?}");
    assert!(
        said.err.contains("1 group of 4, 8 groups of 7"),
        "{}",
        said.err
    );
    let text = fs::read_to_string(&name).unwrap();
    fs::write(&name, format!("{text}{text}")).unwrap();
    let said = truestep(&score);
    assert_eq!(said.json()["repeated"], 60);
    assert!(
        said.err.contains("episode 60 is episode 0 again"),
        "{}",
        said.err
    );
    let said = truestep(&["replay", &name]);
    assert!(
        said.out.contains("60 episodes stand in the file twice"),
        "{said:?}"
    );
}

#[test]
fn scattered_groups_are_priced_as_neighbours_are() {
    let (_folder, name) = recorded(&["--group", "4"]);
    let scheme = "outcome |> rloo:verl,shaping:distance |> gigpo";
    let score = |name: &str| {
        let out = format!("{name}.scores");
        let said = truestep(&["score", name, "--scheme", scheme, "--out", &out, "--json"]);
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        (
            said.json()["schemes"].clone(),
            fs::read_to_string(&out).unwrap(),
            said.err,
        )
    };
    let (schemes, rows, _) = score(&name);
    let text = fs::read_to_string(&name).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.rotate_left(1);
    fs::write(&name, lines.join("\n") + "\n").unwrap();
    let (scattered, other, told) = score(&name);
    assert!(told.contains("do not follow each other"), "{told}");
    // Sums run in the order of the file, so that their last bits may differ.
    for (a, b) in schemes
        .as_array()
        .unwrap()
        .iter()
        .zip(scattered.as_array().unwrap())
    {
        assert_eq!((&a["scheme"], &a["scored"]), (&b["scheme"], &b["scored"]));
        for figure in ["mean", "spread", "steps"] {
            let [x, y] = [a, b].map(|s| s["advantages"][figure].as_f64().unwrap());
            assert!((x - y).abs() < 1e-12, "{figure}: {x} {y}");
        }
    }
    for (line, other) in rows.lines().zip(other.lines()) {
        let read = |l: &str| serde_json::from_str::<serde_json::Value>(l).unwrap();
        let (line, other) = (read(line), read(other));
        let mut advantages = line["advantages"].as_array().unwrap().clone();
        advantages.rotate_left(1);
        assert_eq!(other["advantages"], serde_json::Value::Array(advantages));
    }
}

#[test]
fn an_interrupted_run_goes_on_to_the_same_bytes() {
    for (ending, packed) in [("jsonl", false), ("zst", true)] {
        let folder = tempfile::tempdir().unwrap();
        let place = |n: &str| {
            let name = format!("{n}.{ending}");
            folder.path().join(name).to_str().unwrap().to_owned()
        };
        let (whole, part) = (place("whole"), place("part"));
        let run = with(
            RUN,
            &["--group", "4", "--score", "outcome |> rloo:verl", "--json"],
        );
        let expected = truestep(&with(&run, &["--out", &whole]));
        assert_eq!(expected.exit, Exit::Done, "{expected:?}");
        let bytes = fs::read(&whole).unwrap();
        for cut in [0, bytes.len() / 3, bytes.len() - 5, bytes.len()] {
            fs::write(&part, &bytes[..cut]).unwrap();
            let said = truestep(&with(&run, &["--out", &part, "--resume"]));
            assert_eq!(said.exit, Exit::Done, "{said:?}");
            assert_eq!(said.json(), expected.json());
            if packed {
                let said = truestep(&["replay", &part, "--json"]);
                assert_eq!(said.json()["episodes"], 60, "{said:?}");
                assert_eq!(said.json()["skipped"]["torn"], false);
            } else {
                assert!(fs::read(&part).unwrap() == bytes, "cut at {cut}");
            }
        }
        let other = with(&run, &["--out", &part, "--resume", "--agent", "random"]);
        let other: Vec<&str> = other
            .into_iter()
            .filter(|a| !["--agent", "noisy:0.3", "random"].contains(a))
            .collect();
        let said = truestep(&with(&other, &["--agent", "oracle"]));
        assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
        assert!(
            said.err.contains("episode 0 differs in its agent"),
            "{}",
            said.err
        );
    }
}

#[test]
fn packed_files_are_read_wherever_plain_ones_are() {
    let (folder, name) = recorded(&[]);
    let packed = folder
        .path()
        .join("f.jsonl.zst")
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(truestep(&with(RUN, &["--out", &packed])).exit, Exit::Done);
    assert!(fs::metadata(&packed).unwrap().len() * 5 < fs::metadata(&name).unwrap().len());
    assert_eq!(truestep(&["annotate", &packed]).exit, Exit::Done);
    assert_eq!(fs::read(&packed).unwrap()[..4], [0x28, 0xb5, 0x2f, 0xfd]);
    let said = truestep(&["replay", &packed, "--json"]);
    assert_eq!(
        (said.exit, &said.json()["episodes"]),
        (Exit::Done, &60.into()),
        "{said:?}"
    );
    let out = folder.path().join("o.zst").to_str().unwrap().to_owned();
    for args in [
        &["score", &packed, "--scheme", "outcome", "--out", &out][..],
        &["export", &packed, "--as", "sft", "--out", &out],
        &["explain", &packed, "--episode", "3"],
    ] {
        assert_eq!(truestep(args).exit, Exit::Done, "{args:?}");
    }
}

#[test]
fn a_group_too_large_to_hold_is_refused_before_anything_is_played() {
    let run = [
        "run",
        "toy",
        "--episodes",
        "100000000000",
        "--group",
        "4294967295",
    ];
    let said = truestep(&with(&run, &["--score", "outcome |> rloo:verl"]));
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert!(said.err.contains("held in memory"), "{}", said.err);
    let slots = ["run", "toy", "--slots", "4096", "--threads", "1024"];
    let said = truestep(&slots);
    assert!(said.err.contains("at most 65536"), "{said:?}");
    let said = truestep(&[
        "run",
        "toy",
        "--group",
        "4294967295",
        "--episodes",
        "50",
        "--json",
    ]);
    assert_eq!(said.json()["partial_group"], 50, "{said:?}");
}

#[test]
fn hints_are_about_what_was_meant() {
    for (args, told) in [
        (
            &["run", "toy", "--seed", "-1"][..],
            "a number of at least 0",
        ),
        (
            &["list", "tasks", "lng-door"],
            "did you mean `toy/long-door",
        ),
        (&["list", "schemes", "PiCAA"], "did you mean `pica"),
        (&["run", "toy/foo"], "truestep list"),
        (&["run", "toy/Door"], "did you mean `toy/door`?"),
        (&["replay", "/dev/zero"], "may never end"),
    ] {
        let said = truestep(args);
        assert_eq!(said.exit, Exit::CouldNotRun, "{args:?} {said:?}");
        assert!(said.err.contains(told), "{args:?} {}", said.err);
        assert!(!said.err.contains("-- -1"), "{}", said.err);
    }
    assert_eq!(truestep(&["list", "schemes", "PiCA"]).exit, Exit::Done);
    let said = truestep(&["run", "toy", "--episodes", "1"]);
    assert!(said.err.contains("1 episode, "), "{}", said.err);
}
