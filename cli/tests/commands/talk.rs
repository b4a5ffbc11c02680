//! What the other commands say: `play`, `graph`, `bench`, JSON, errors.

use super::with;
use crate::toy::{truestep, truestep_fed};
use truestep_cli::Exit;

#[test]
fn play_takes_numbers_text_and_commands_from_a_pipe() {
    let typed = b"menu\ntruth\n99\nright\nundo\nundo\nnonsense\nquit\n";
    let said = truestep_fed(&["play", "toy/door", "--seed", "1"], typed);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    for part in [
        "open the door",
        "distance",
        "undone",
        "nothing to undo",
        "rejected",
        "bye",
    ] {
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
    let solved = b"take\nright\nright\nright\nright\nright\nopen\n";
    let said = truestep_fed(&["play", "toy/door", "--json", "--seed", "1"], solved);
    assert!(!said.json()["actions"].as_array().unwrap().is_empty());
}

#[test]
fn everything_prints_one_json_object() {
    for args in [
        &["list"][..],
        &["list", "agents"],
        &["show", "toy"],
        &["show", "toy/door"],
        &["run", "toy", "--episodes", "3"],
        &["completions", "bash"],
    ] {
        let said = truestep(&with(args, &["--json"]));
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        assert!(said.json().is_object(), "{args:?}");
        assert_eq!(said.out.lines().count(), 1, "{args:?}");
    }
}

#[test]
fn whoever_asks_for_the_impossible_is_told_in_one_line() {
    for (args, told) in [
        (&["run", "tory"][..], "did you mean `toy`?"),
        (&["run", "toy/dor"], "did you mean `toy/door`?"),
        (&["run", "toy/door@2"], "is not the version here"),
        (
            &["run", "toy", "--agent", "oracel"],
            "did you mean `oracle`?",
        ),
        (&["run", "toy", "--threads", "0"], "--threads"),
        (&["run", "toy", "--thread", "1"], "--threads"),
        (&["run", "toy", "--episodes", "0"], "--episodes"),
        (
            &["run", "toy", "--out", "/no/such/folder/f"],
            "cannot create `/no/such/folder/f`",
        ),
        (
            &["run", "toy", "--out", "/dev/full"],
            "cannot write `/dev/full`",
        ),
        (&["run", "toy", "--distance", "9..2"], "A at most B"),
        (
            &["run", "toy", "--split", "dev"],
            "train, validation or test",
        ),
        (&["replay", "/no/such/file"], "cannot open `/no/such/file`"),
        (&["replay", "/tmp"], "cannot open `/tmp`: it is a folder"),
        (&["replay", "/dev/null"], "holds no episode"),
        (
            &["show", "toy/door", "--seed", "7"],
            "no instance for seed 7",
        ),
        (&["play", "all"], "tasks, and one is wanted"),
        (&["runn"], "'run'"),
    ] {
        let said = truestep(args);
        assert_eq!(said.exit, Exit::CouldNotRun, "{args:?} {said:?}");
        let complaints: Vec<&str> = said
            .err
            .lines()
            .filter(|l| l.starts_with("error"))
            .collect();
        assert_eq!(complaints.len(), 1, "{args:?} {}", said.err);
        assert!(complaints[0].contains(told), "{args:?} {}", said.err);
    }
}

#[test]
fn a_graph_says_what_it_holds_and_is_written_whole() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (json, dot, edges) = (place("g.json"), place("g.dot"), place("e"));
    let graph = ["graph", "toy/door", "--seed", "1"];
    let said = truestep(&with(
        &graph,
        &["--out", &json, "--edges", &edges, "--json"],
    ));
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let result = said.json();
    assert_eq!(result["raw_equals_lumped"], true);
    assert!(result["planner_mismatch"].is_null());
    assert_eq!(result["policies"][1]["policy"], "uniform");
    let written = std::fs::read_to_string(&json).unwrap();
    let read = truestep_core::graph::file::read(&written).unwrap();
    assert_eq!(
        read.graph.nodes() as u64,
        result["graphs"][0]["states"].as_u64().unwrap()
    );
    assert_eq!(read.solution.unwrap().policy, "eps-optimal(3/10)");
    let lines = std::fs::read_to_string(&edges).unwrap().lines().count();
    // A line per transition, and one for rejected actions in every state that runs.
    let count = |what: &str| result["graphs"][0][what].as_u64().unwrap();
    assert_eq!(lines as u64, count("edges") + count("running"));
    assert_eq!(truestep(&with(&graph, &["--out", &dot])).exit, Exit::Done);
    assert!(
        std::fs::read_to_string(&dot)
            .unwrap()
            .starts_with("digraph")
    );

    let said = truestep(&with(&graph, &["--max-states", "3"]));
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    let said = truestep(&with(&graph, &["--max-states", "3", "--allow-capped"]));
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert!(said.out.contains("more than"), "{}", said.out);
    let said = truestep(&with(&graph, &["--out", "/dev/full"]));
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
}

#[test]
fn every_figure_of_a_bench_has_a_name_a_number_and_a_unit() {
    let toy = [
        "toy: step, state only",
        "toy: fork, any model",
        "toy: raw enumeration",
    ];
    let rewards = [
        "rewards: outcome",
        "rewards: per-step schemes, the slowest",
        "rewards: group advantages, the slowest",
    ];
    for (what, names) in [("toy", toy), ("rewards", rewards)] {
        let said = truestep(&["bench", what, "--time", "0", "--json"]);
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        let result = said.json();
        let figures = result["figures"].as_array().unwrap();
        for figure in figures {
            assert!(figure["value"].as_f64().unwrap() > 0.0, "{figure}");
            assert!(!figure["unit"].as_str().unwrap().is_empty(), "{figure}");
        }
        for name in names {
            assert!(figures.iter().any(|f| f["name"] == name), "{name}");
        }
    }
    assert_eq!(truestep(&["bench", "tory"]).exit, Exit::CouldNotRun);
}
