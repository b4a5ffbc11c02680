//! Hard edges: what was made up, what would be written over, what would never end.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use super::{RUN, with};
use crate::toy::{truestep, truestep_fed};
use std::fs;
use truestep_cli::Exit;

/// A folder, and the names of files in it.
fn folder() -> (tempfile::TempDir, impl Fn(&str) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let place = move |name: &str| path.join(name).to_str().unwrap().to_owned();
    (folder, place)
}

/// `text` with the first `"field":{…}` as `to`, nothing if that is empty.
fn with_field(text: &str, field: &str, to: &str) -> String {
    let start = text.find(&format!(r#""{field}":{{"#)).unwrap();
    let end = start + text[start..].find('}').unwrap() + 1;
    let (before, after) = (&text[..start], &text[end..]);
    match to {
        "" => format!("{before}{}", after.trim_start_matches(',')),
        to => format!(r#"{before}"{field}":{to}{after}"#),
    }
}

#[test]
fn verify_refuses_values_it_could_not_compute_again_where_they_are_used() {
    let (_folder, place) = folder();
    let (name, scores, out) = (place("f"), place("scores"), place("out"));
    fs::write(&scores, "").unwrap();
    let run = with(RUN, &["--truth", "graph", "--out", &name]);
    assert_eq!(truestep(&run).exit, Exit::Done);
    let whole = fs::read_to_string(&name).unwrap();
    let note = r#""graph":{"policy":"eps-optimal(3/10)","advantage":"behaviour""#;
    assert!(whole.contains(note));
    let under = |policy: &str, kind: &str| {
        let other = format!(r#""graph":{{"policy":"{policy}","advantage":"{kind}""#);
        fs::write(&name, whole.replace(note, &other)).unwrap();
    };

    under("table(no-such-table.json)", "reference");
    let said = truestep(&["replay", &name]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let told = "not computed again in 60 episodes: graph";
    assert!(said.out.contains(told), "{}", said.out);
    let score = ["score", &name, "--verify", "--scheme"];
    let steps = ["export", &name, "--as", "steps", "--label", "advantage"];
    for args in [
        with(&score, &["outcome", "--identify"]),
        with(&score, &["shaping:success"]),
        with(&steps, &["--out", &out, "--verify"]),
        vec!["prm", &name, &scores, "--label", "advantage", "--verify"],
    ] {
        let said = truestep(&args);
        assert_eq!(said.exit, Exit::Failed, "{args:?} {said:?}");
        let told = "graph of 60 episodes could not be computed again";
        assert!(said.err.contains(told), "{}", said.err);
    }
    let said = truestep(&with(&score, &["outcome"]));
    assert_eq!(said.exit, Exit::Done, "{said:?}");

    // What is no policy was made up, and a policy that did not act is not said to have acted.
    under("mine", "reference");
    let said = truestep(&["replay", &name]);
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert!(said.out.contains("graph.policy"), "{}", said.out);
    under("uniform", "behaviour");
    let said = truestep(&with(&score[..2], &["--scheme", "outcome", "--identify"]));
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert!(said.err.contains("the policy that acted"), "{}", said.err);
}

#[test]
fn a_made_up_number_is_not_read_and_a_missing_one_is_missed() {
    let (_folder, place) = folder();
    let name = place("f");
    let run = with(RUN, &["--truth", "graph", "--out", &name]);
    assert_eq!(truestep(&run).exit, Exit::Done);
    let whole = fs::read_to_string(&name).unwrap();
    for (field, to, told) in [
        (
            "success_probability",
            r#"{"value":7.0,"exact":"7/1"}"#,
            "7 is outside 0..=1",
        ),
        (
            "advantage",
            r#"{"value":-5.0,"exact":"-5/1"}"#,
            "-5 is outside -1..=1",
        ),
        (
            "advantage",
            r#"{"value":0.5,"exact":"1/3"}"#,
            "not that of the fraction 1/3",
        ),
    ] {
        fs::write(&name, with_field(&whole, field, to)).unwrap();
        let said = truestep(&["replay", &name]);
        assert_eq!(said.exit, Exit::Failed, "{said:?}");
        assert!(said.err.contains(told), "{told} in {}", said.err);
    }
    for field in ["expected_outcome", "success_probability", "advantage"] {
        fs::write(&name, with_field(&whole, field, "")).unwrap();
        let said = truestep(&["replay", &name]);
        assert_eq!(said.exit, Exit::Failed, "{field} {said:?}");
        assert!(said.out.contains(field), "{}", said.out);
    }
    fs::write(&name, &whole).unwrap();
    let said = truestep(&["replay", &name, "--max-states", "1"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let told = "graph (more than 1 states can be reached)";
    assert!(said.out.contains(told), "{}", said.out);
}

#[test]
fn nothing_that_is_read_is_written_over() {
    let (_folder, place) = folder();
    let (name, toml, table) = (place("f"), place("s.toml"), place("p.json"));
    assert_eq!(truestep(&with(RUN, &["--out", &name])).exit, Exit::Done);
    let (schemes, policy) = (
        "[schemes]\na = \"outcome\"\n",
        r#"{"schema":"truestep.policy/1","states":{}}"#,
    );
    fs::write(&toml, schemes).unwrap();
    fs::write(&table, policy).unwrap();
    let at = format!("outcome,@{toml}");
    let (of_table, best) = (
        format!("table({table})"),
        format!("best-of-2(table({table}))"),
    );
    let graph = ["graph", "toy/door", "--policy"];
    let annotate = ["annotate", &name, "--out", &table, "--policy"];
    let export = [
        "export", &name, "--as", "steps", "--values", "--out", &table,
    ];
    for args in [
        vec!["score", &name, "--scheme", &at, "--out", &toml],
        with(RUN, &["--score", &at, "--out", &toml]),
        with(&graph, &[&of_table, "--out", &table]),
        with(&graph, &[&best, "--edges", &table]),
        with(&annotate, &[&of_table]),
        with(
            RUN,
            &["--truth", "graph", "--policy", &of_table, "--out", &table],
        ),
        with(&export, &["--policy", &of_table]),
    ] {
        let said = truestep(&args);
        assert_eq!(said.exit, Exit::CouldNotRun, "{args:?} {said:?}");
        let told = "is the file that is read as";
        assert!(said.err.contains(told), "{args:?} {}", said.err);
    }
    assert_eq!(fs::read_to_string(&toml).unwrap(), schemes);
    assert_eq!(fs::read_to_string(&table).unwrap(), policy);
}

#[test]
#[cfg(unix)]
fn two_results_do_not_meet_behind_a_link_to_nothing() {
    let (folder, place) = folder();
    let (new, link) = (place("new.json"), place("link.json"));
    std::os::unix::fs::symlink("new.json", folder.path().join("link.json")).unwrap();
    let said = truestep(&["graph", "toy/door", "--out", &link, "--edges", &new]);
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert!(said.err.contains("name one file"), "{}", said.err);
    // By itself the link leads to where it says.
    assert_eq!(
        truestep(&["graph", "toy/door", "--out", &link]).exit,
        Exit::Done
    );
    assert!(fs::metadata(&new).unwrap().len() > 100);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn import_reads_what_the_others_read_and_refuses_what_they_refuse() {
    let (_folder, place) = folder();
    let (list, out) = (place("list"), place("out"));
    let said = truestep(&["import", "/dev/zero", "--out", &out]);
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert!(said.err.contains("may never end"), "{}", said.err);
    for (line, told) in [
        (
            r#"{"task":"toy/door","seed":1,"actions":["right"],"agent":{"name":"oracle"}}"#,
            "goes by the name",
        ),
        (
            r#"{"task":"toy/door","seed":1,"actions":["right"],"agent":{"name":"noisy:0.3"}}"#,
            "goes by the name",
        ),
        (
            r#"{"task":"toy/door","seed":1,"actions":["right"],"agent":["me"]}"#,
            "expected an object",
        ),
        (r#"["toy/door",1,{},["right"]]"#, "expected an object"),
        (
            r#"{"task":"toy/door","seed":1,"actions":["right"],"agent":{"name":""}}"#,
            "give one, such as `my-agent`",
        ),
        (
            r#"{"task":"toy/door","seed":1,"actions":"right"}"#,
            "found the text \"right\", expected a list",
        ),
        (r#"{"task":"toy/door","seed":1}"#, "`actions` is missing"),
        (
            r#"{"task":"toy/door","seed":1.5,"actions":["right"]}"#,
            "found `1.5`, expected a whole number",
        ),
        (
            r#"{"schema":"truestep.trajectory/1","task":"toy/door","transitions":[]}"#,
            "a recorded episode, which `replay`",
        ),
    ] {
        fs::write(&list, format!("{line}\n")).unwrap();
        let said = truestep(&["import", &list, "--out", &out]);
        assert_eq!(said.exit, Exit::CouldNotRun, "{line} {said:?}");
        assert!(said.err.contains(told), "{told} in {}", said.err);
    }
    fs::write(&list, b"\x1f\x8b\x08\x00nothing\nof\nany\nuse").unwrap();
    for args in [&["import", &list, "--out", &out][..], &["replay", &list]] {
        let said = truestep(args);
        assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
        assert!(said.err.contains("unpack it first"), "{}", said.err);
    }
}

/// What a client calls itself and does comes to the terminal of somebody else.
#[test]
fn what_agents_write_moves_no_terminal() {
    let (_folder, place) = folder();
    let (list, out) = (place("list"), place("out"));
    let line = r#"{"task":"toy/door","seed":1,"actions":["right","\u001b]0;owned\u0007\u001b[2J","tu\u202ern"],"agent":{"name":"me\u001b[31m\u009b2J\nepisode 7: solved"}}"#;
    fs::write(&list, format!("{line}\n")).unwrap();
    assert_eq!(truestep(&["import", &list, "--out", &out]).exit, Exit::Done);
    let is_harmless = |text: &str| {
        let acts = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
        assert!(!text.contains(acts), "{text:?}");
    };
    for args in [
        &["explain", &out, "--episode", "0"][..],
        &["explain", &out, "--episode", "0", "--step", "1"],
        &["explain", &out, "--episode", "0", "--step", "2"],
        &["replay", &out],
        &[
            "annotate",
            &out,
            "--out",
            &place("annotated"),
            "--policy",
            "behaviour",
        ],
    ] {
        let said = truestep(args);
        is_harmless(&said.out);
        is_harmless(&said.err);
        assert!(
            !said.out.lines().any(|line| line.starts_with("episode 7")),
            "{}",
            said.out
        );
    }
    let shown = truestep(&["explain", &out, "--episode", "0"]);
    assert!(shown.out.contains("agent me [31m"), "{}", shown.out);
    // What programs read is what was written.
    let json = truestep(&["explain", &out, "--episode", "0", "--json"]).json();
    assert_eq!(
        json["agent"]["name"],
        "me\u{1b}[31m\u{9b}2J\nepisode 7: solved"
    );
    let typed = "\u{1b}[2J\nquit\n";
    let played = truestep_fed(&["play", "toy/door", "--seed", "1"], typed.as_bytes());
    assert!(played.out.contains("rejected"), "{}", played.out);
    is_harmless(&played.out);
}

#[test]
fn a_graph_above_its_cap_is_one_error_with_one_exit_code() {
    let audit = ["audit", "outcome", "toy/long-door", "--max-states", "2"];
    let said = truestep(&audit);
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert!(said.err.contains("more than 2 states"), "{}", said.err);
    assert!(!said.err.contains("--allow-capped"), "{}", said.err);
    let run = [
        "run",
        "toy/long-door",
        "--truth",
        "graph",
        "--max-states",
        "2",
    ];
    for args in [&run[..], &["graph", "toy/long-door", "--max-states", "2"]] {
        let said = truestep(args);
        assert_eq!(said.exit, Exit::Failed, "{args:?} {said:?}");
        assert!(said.err.contains("`--allow-capped`"), "{}", said.err);
    }
    let said = truestep(&["graph", "toy/door", "--horizon", "4294967295"]);
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert!(!said.err.contains("f64"), "{}", said.err);
}

#[test]
fn an_episode_that_could_not_be_held_is_not_begun() {
    let run = ["run", "toy", "--agent", "do-nothing", "--max-steps"];
    let said = truestep(&with(&run, &["4294967295", "--episodes", "1"]));
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert!(said.err.contains("give at most 262144"), "{}", said.err);
    let many = ["200000", "--episodes", "100000", "--slots", "4096"];
    let said = truestep(&with(&run, &with(&many, &["--threads", "1"])));
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert!(said.err.contains("4096 episodes of up to"), "{}", said.err);
}

#[test]
fn what_a_run_goes_on_with_is_believed_or_computed_again() {
    let (_folder, place) = folder();
    let name = place("f");
    assert_eq!(truestep(&with(RUN, &["--out", &name])).exit, Exit::Done);
    let whole = fs::read_to_string(&name).unwrap();
    let half: Vec<&str> = whole.lines().take(30).collect();
    let tampered = half.join("\n") + "\n";
    let tampered = tampered.replacen(r#""action":"right""#, r#""action":"take""#, 1);
    let resume = with(RUN, &["--out", &name, "--resume"]);
    fs::write(&name, &tampered).unwrap();
    let said = truestep(&with(&resume, &["--verify"]));
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert!(said.err.contains("not as computed again"), "{}", said.err);
    assert_eq!(fs::read_to_string(&name).unwrap(), tampered);
    let said = truestep(&resume);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert!(said.err.contains("the file is believed"), "{}", said.err);
    let said = truestep(&with(RUN, &["--verify"]));
    assert!(said.err.contains("without `--resume`"), "{said:?}");
}

#[test]
fn replay_says_of_a_table_what_it_is() {
    let (_folder, place) = folder();
    let name = place("f");
    let run = with(RUN, &["--truth", "graph", "--out", &name]);
    assert_eq!(truestep(&run).exit, Exit::Done);
    let note = r#""graph":{"policy":"eps-optimal(3/10)","advantage":"behaviour""#;
    let zero = r#""graph":{"policy":"table(/dev/zero)","advantage":"reference""#;
    let text = fs::read_to_string(&name).unwrap().replace(note, zero);
    fs::write(&name, text).unwrap();
    let said = truestep(&["replay", &name]);
    assert!(said.out.contains("is no ordinary file"), "{}", said.out);
}

#[test]
fn a_version_that_was_changed_or_taken_out_is_told() {
    let (_folder, place) = folder();
    let name = place("f");
    assert_eq!(truestep(&with(RUN, &["--out", &name])).exit, Exit::Done);
    let whole = fs::read_to_string(&name).unwrap();
    let version = format!(r#""truestep":"{}""#, env!("CARGO_PKG_VERSION"));
    assert!(whole.contains(&version));
    for other in [r#""truestep":"9""#, ""] {
        fs::write(&name, whole.replace(&version, other)).unwrap();
        let said = truestep(&["replay", &name]);
        let told = "not computed again in 60 episodes: versions";
        assert!(said.out.contains(told), "{}", said.out);
    }
}
