//! `truestep audit` from outside.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

fn truestep(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_truestep"));
    command.args(args).stdin(Stdio::null()).output().unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"))
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_farmable_reward_exits_1_and_prints_the_loop_and_a_sound_one_exits_0() {
    let small = ["shop/coupon", "--products", "10", "--seed", "1"];
    let bad = truestep(&[&["audit", "gain:clipped"], &small[..]].concat());
    assert_eq!(code(&bad), 1);
    let text = String::from_utf8(bad.stdout).unwrap();
    assert!(text.starts_with("UNSOUND"), "{text}");
    assert!(
        text.contains("farmable cycle") && text.contains("loop:"),
        "{text}"
    );
    let good = truestep(&[&["audit", "shaping:distance", "--json"], &small[..]].concat());
    assert_eq!(code(&good), 0);
    let report = json(&good);
    assert_eq!(report["findings"], serde_json::json!([]));
    assert_eq!(report["reward"], "shaping:distance(gamma=99/100)");
    assert_eq!(report["invariance"][0]["broken"], 0);
    assert_eq!(report["shaped_outcome"]["exact"], "1");
}

/// Prices for the edges of a task, by a rule over the lines of the edges file.
fn priced(folder: &Path, task: &str, rule: impl Fn(&serde_json::Value) -> String) -> String {
    let edges = folder.join("edges.jsonl");
    let done = truestep(&["graph", task, "--edges", edges.to_str().unwrap()]);
    assert_eq!(code(&done), 0);
    let text = fs::read_to_string(edges).unwrap();
    let lines = text
        .lines()
        .map(|l| rule(&serde_json::from_str(l).unwrap()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn numbers_from_another_program_are_judged_like_a_scheme() {
    let folder = tempfile::tempdir().unwrap();
    let task = "diagnostic/coin-loop";
    let path = folder.path().join("rewards.txt");
    let audit = |text: &str| {
        fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap();
        truestep(&["audit", "--rewards", path, task, "--seed", "0", "--json"])
    };
    let outcome = |line: &serde_json::Value| match line["outcome"][0].as_i64() {
        Some(1) => "1".to_owned(),
        _ => "0".to_owned(),
    };
    let sound = audit(&priced(folder.path(), task, outcome));
    assert_eq!(code(&sound), 0, "{}", said(&sound));
    assert_eq!(json(&sound)["exact"], true);
    let steps = |line: &serde_json::Value, field: &str| line[field]["steps"].as_i64().unwrap_or(99);
    let gain = |line: &serde_json::Value| {
        let nearer = steps(line, "distance") > steps(line, "next_distance");
        if nearer {
            "0.3333333333333333".into()
        } else {
            outcome(line)
        }
    };
    let text = priced(folder.path(), task, gain);
    let farmed = audit(&text);
    assert_eq!(code(&farmed), 1, "{}", said(&farmed));
    assert_eq!(json(&farmed)["exact"], false);
    // One double makes doubles of them all, fractions included.
    let mixed = audit(&text.replacen("0.3333333333333333", "1/3", 1));
    assert_eq!(json(&mixed)["findings"], json(&farmed)["findings"]);
    let torn = text.rsplit_once('\n').unwrap().0.to_owned();
    let nan = text.replacen("0.3333333333333333", "NaN", 1);
    for (bad, says) in [
        (torn.clone(), "numbers for"),
        (format!("{text}\n1\n"), "numbers for"),
        (
            nan.replace("0.3333333333333333", "1/3"),
            "`NaN` is not a finite number",
        ),
        (nan, "`NaN` is not a finite number"),
        (format!("{torn}\n0.33e"), "is not a finite number"),
        (String::new(), "0 numbers"),
    ] {
        let refused = audit(&bad);
        assert_eq!(code(&refused), 2, "{}", said(&refused));
        assert!(said(&refused).contains(says), "{}", said(&refused));
    }
}

#[test]
fn what_cannot_be_audited_exits_2_and_says_why() {
    let cases: &[(&[&str], &str)] = &[
        (&["gain:clipped"], "give a scheme and a task"),
        (&[], "give a scheme and a task"),
        (&["--rewards", "f.txt"], "give the task alone"),
        (&["gain:clip", "diagnostic/cliff"], "did you mean"),
        (&["outcome", "diagnostic/clif"], "did you mean"),
        (
            &["diagnostic/cliff", "outcome"],
            "`audit outcome diagnostic/cliff`",
        ),
        (
            &["outcome", "diagnostic/cliff", "--discount", "1"],
            "every action that does not lose",
        ),
        (
            &["outcome", "diagnostic/cliff", "--discount", "x"],
            "99/100",
        ),
        (&["pica:ratio", "diagnostic/cliff"], "--horizon"),
        (
            &["outcome |> grpo:verl", "diagnostic/cliff"],
            "--max-trajectories",
        ),
        (
            &["--rewards", "/nowhere/f", "diagnostic/cliff", "--seed", "0"],
            "cannot read",
        ),
        (
            &["--rewards", "f.txt", "diagnostic/cliff"],
            "give --seed S too",
        ),
    ];
    for (args, says) in cases {
        let refused = truestep(&[&["audit"], *args].concat());
        assert_eq!(code(&refused), 2, "{args:?}: {}", said(&refused));
        assert!(
            said(&refused).contains(says),
            "{args:?}: {}",
            said(&refused)
        );
    }
    // Of a graph above its cap every command says with exit code 1 that it was looked at and found too large.
    let capped = truestep(&["audit", "outcome", "diagnostic/cliff", "--max-states", "3"]);
    assert_eq!(code(&capped), 1, "{}", said(&capped));
    assert!(said(&capped).contains("raise the cap"), "{}", said(&capped));
}

#[test]
fn a_term_alone_is_unsound_and_added_to_the_outcome_it_is_sound() {
    let term = "shaping:distance(base=none)";
    for (more, expected) in [
        (&[][..], 1),
        (&["--added"][..], 0),
        (&["--added", "--supported"][..], 0),
    ] {
        let done = truestep(&[&["audit", term, "diagnostic/two-hop"], more].concat());
        assert_eq!(code(&done), expected, "{more:?}: {}", said(&done));
    }
}
