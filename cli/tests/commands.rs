//! The commands over a toy environment, in process.

mod toy;

use toy::{truestep, truestep_fed};
use truestep_cli::Exit;

const RUN: &[&str] = &[
    "run",
    "toy",
    "--agent",
    "noisy:0.3",
    "--episodes",
    "60",
    "--seed",
    "1",
];

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    base.iter().chain(more).copied().collect()
}

#[test]
fn a_run_is_the_same_bytes_for_any_threads_and_slots() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen: Vec<(String, Vec<u8>)> = vec![];
    for (threads, slots) in [("1", "64"), ("2", "7"), ("8", "1")] {
        let path = folder.path().join(format!("{threads}.jsonl"));
        let path = path.to_str().unwrap();
        let more = ["--threads", threads, "--slots", slots, "--out", path];
        let said = truestep(&with(RUN, &more));
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        seen.push((said.out, std::fs::read(path).unwrap()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
    assert!(seen[0].0.contains("noisy:0.3"));
}

#[test]
fn what_a_run_writes_is_verified_by_replay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let path = path.to_str().unwrap();
    assert_eq!(truestep(&with(RUN, &["--out", path])).exit, Exit::Done);
    let said = truestep(&["replay", path, "--json"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let result = said.json();
    assert_eq!(
        (&result["episodes"], &result["differing"]),
        (&60.into(), &0.into())
    );

    let changed = std::fs::read_to_string(path).unwrap().replacen(
        r#""distance":{"steps":2}"#,
        r#""distance":{"steps":3}"#,
        1,
    );
    std::fs::write(path, changed).unwrap();
    let said = truestep(&["replay", path]);
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert!(
        said.out.contains("distance.steps: recorded 3, now 2"),
        "{}",
        said.out
    );
}

#[test]
fn the_tasks_of_a_run_depend_on_its_seed_and_filters_only() {
    let folder = tempfile::tempdir().unwrap();
    let tasks = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let path = path.to_str().unwrap();
        let said = truestep(&with(&["run", "toy", "--out", path], more));
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        let text = std::fs::read_to_string(path).unwrap();
        let task = |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["task"].clone();
        text.lines().map(task).collect::<Vec<_>>()
    };
    let few = tasks("a", &["--episodes", "10"]);
    let many = tasks("b", &["--episodes", "40", "--agent", "oracle"]);
    let grouped = tasks("c", &["--episodes", "30", "--group", "3"]);
    assert_eq!(few, many[..10]);
    assert_eq!(
        few[..10],
        grouped.iter().step_by(3).cloned().collect::<Vec<_>>()
    );
    assert!(
        few.chunks(2)
            .all(|pair| pair[0]["template"] != pair[1]["template"])
    );
    let test = tasks("d", &["--episodes", "10", "--split", "test"]);
    assert!(test.iter().all(|t| t["seed"].as_u64().unwrap() % 10 == 9));
}

#[test]
fn only_starts_at_the_distance_asked_for_are_played() {
    let said = truestep(&[
        "run",
        "toy/door",
        "--agent",
        "oracle",
        "--distance",
        "4..5",
        "--episodes",
        "20",
        "--json",
    ]);
    let mean = said.json()["mean_steps"].as_f64().unwrap();
    assert!((4.0..=5.0).contains(&mean), "{said:?}");
    let said = truestep(&["run", "toy/door", "--distance", "500..600"]);
    assert_eq!(said.exit, Exit::CouldNotRun);
    assert!(said.err.contains("widen --distance"), "{}", said.err);
}

#[test]
fn agents_do_what_their_names_say() {
    let rate = |agent: &str| {
        let said = truestep(&["run", "toy", "--agent", agent, "--episodes", "40", "--json"]);
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        said.json()["success"]["rate"].as_f64().unwrap()
    };
    assert!(rate("oracle") > 0.999);
    assert!(rate("do-nothing") < 0.001);
    assert!(rate("submit-now") < 0.001);
    let (random, noisy) = (rate("random"), rate("noisy:0.3"));
    assert!(random < noisy && noisy < 0.999, "{random} {noisy}");
}

#[test]
fn a_script_is_played_and_its_end_is_an_abort() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("s.txt");
    std::fs::write(&script, "# two steps\nright\nnonsense\n").unwrap();
    let agent = format!("scripted:{}", script.display());
    let said = truestep(&[
        "run",
        "toy/long-door",
        "--agent",
        &agent,
        "--episodes",
        "3",
        "--json",
    ]);
    let result = said.json();
    assert_eq!(result["ends"]["aborted"], 3, "{result}");
    assert!((result["rejected"].as_f64().unwrap() - 0.5).abs() < 1e-12);
}

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
        (&["replay", "/tmp"], "cannot read `/tmp`"),
        (&["replay", "/dev/null"], "holds no episode"),
        (
            &["show", "toy/door", "--seed", "7"],
            "no instance for seed 7",
        ),
        (&["play", "all"], "names no single task"),
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
fn lines_that_are_no_records_are_counted_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let name = path.to_str().unwrap();
    assert_eq!(truestep(&with(RUN, &["--out", name])).exit, Exit::Done);
    let whole = std::fs::read(&path).unwrap();

    let mut torn = whole.clone();
    torn.truncate(whole.len() - 40);
    std::fs::write(&path, &torn).unwrap();
    let said = truestep(&["replay", name, "--json"]);
    assert_eq!(
        (said.exit, &said.json()["episodes"]),
        (Exit::Done, &59.into())
    );
    assert!(said.err.contains("cut off"), "{}", said.err);

    let mut dirty = b"not json\n[1,2]\n{\"schema\":\"other/9\"}\n\xff\xfe\n".to_vec();
    dirty.extend_from_slice(&whole);
    std::fs::write(&path, &dirty).unwrap();
    let said = truestep(&["replay", name, "--json"]);
    assert_eq!(said.exit, Exit::Failed);
    assert_eq!(said.json()["skipped"]["unreadable"], 4);
    assert_eq!(said.json()["episodes"], 60);
    assert_eq!(said.err.matches("warning:").count(), 4, "{}", said.err);

    std::fs::write(&path, b"nothing here\n").unwrap();
    let said = truestep(&["replay", name]);
    assert_eq!(said.exit, Exit::CouldNotRun);
    assert!(said.err.contains("no episode in"), "{}", said.err);
}

#[test]
fn a_run_prices_what_score_prices_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let name = path.to_str().unwrap();
    let schemes = "outcome,shaping:distance,g-ra,pica:survival";
    let more = ["--group", "4", "--out", name, "--score", schemes, "--json"];
    let run = truestep(&with(RUN, &more)).json();
    let said = truestep(&["score", name, "--scheme", schemes, "--json"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert_eq!(run["schemes"], said.json()["schemes"]);
    assert_eq!(run["schemes"][0]["mean_return"], run["success"]["rate"]);

    let out = folder.path().join("scores");
    let out = out.to_str().unwrap();
    let said = truestep(&[
        "score",
        name,
        "--scheme",
        "outcome |> rloo:verl",
        "--out",
        out,
    ]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let scores: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(out).unwrap()).unwrap();
    assert_eq!(scores["advantages"].as_array().unwrap().len(), 60);

    for (args, told) in [
        (
            &["score", name, "--scheme", "outcom"][..],
            "did you mean `outcome`?",
        ),
        (
            &["score", name, "--scheme", "shaping:success"],
            "annotate F --truth graph",
        ),
        (
            &["score", name, "--scheme", "outcome", "--out", name],
            "is the file that is read",
        ),
        (
            &["score", name, "--scheme", "outcome", "--out", "/dev/full"],
            "cannot write `/dev/full`",
        ),
        (
            &[
                "run",
                "toy",
                "--score",
                "shaping:success",
                "--episodes",
                "2",
            ],
            "success_probability",
        ),
    ] {
        let said = truestep(args);
        assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
        assert!(said.err.contains(told), "{}", said.err);
    }
    assert_eq!(truestep(&["replay", name]).exit, Exit::Done);
}

#[test]
fn annotating_adds_the_graph_channels_and_leaves_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("f"), folder.path().join("g"));
    let (name, graph) = (path.to_str().unwrap(), other.to_str().unwrap());
    assert_eq!(truestep(&with(RUN, &["--out", name])).exit, Exit::Done);
    let said = truestep(&["annotate", name, "--policy", "uniform", "--json"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert_eq!(said.json()["policy"], "uniform");
    assert!(!folder.path().join("f.tmp").exists());
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(r#""advantage":"reference""#).count(), 60);
    assert!(text.contains("success_probability"));
    assert_eq!(truestep(&["replay", name]).exit, Exit::Done);

    let more = [
        "--truth",
        "graph",
        "--out",
        graph,
        "--score",
        "shaping:success",
        "--json",
    ];
    let said = truestep(&with(RUN, &more));
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert_eq!(said.json()["schemes"][0]["undefined"], 0);
    let text = std::fs::read_to_string(&other).unwrap();
    assert_eq!(text.matches(r#""advantage":"behaviour""#).count(), 60);

    let said = truestep(&["annotate", name, "--max-states", "3"]);
    assert_eq!(said.exit, Exit::Failed, "{said:?}");
    assert!(said.err.contains("raise the cap"), "{}", said.err);
    let said = truestep(&["annotate", name, "--policy", "unifrom"]);
    assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
    assert_eq!(truestep(&["replay", name]).exit, Exit::Done);
}

#[test]
fn an_exploiter_goes_round_where_a_reward_pays_for_it() {
    let earned = |agent: &str| {
        let run = [
            "run",
            "toy/door",
            "--agent",
            agent,
            "--episodes",
            "10",
            "--json",
        ];
        let said = truestep(&with(&run, &["--score", "gain:clipped,shaping:distance"]));
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        let result = said.json();
        let number = |v: &serde_json::Value| v.as_f64().unwrap();
        let scheme = |i: usize| number(&result["schemes"][i]["mean_return"]);
        (number(&result["success"]["rate"]), scheme(0), scheme(1))
    };
    let (solved, gain, _) = earned("oracle");
    let (farmed, more_gain, _) = earned("exploit:gain:clipped");
    assert!(
        more_gain > 2.0 * gain && farmed < solved,
        "{gain} {more_gain}"
    );
    // A potential cannot be farmed: going after it solves the task.
    let (shaped, ..) = earned("exploit:shaping:distance");
    assert!(shaped > 0.999, "{shaped}");
}

#[test]
fn explain_names_the_step_that_lost_the_episode_and_the_better_action() {
    let folder = tempfile::tempdir().unwrap();
    let (path, script) = (folder.path().join("f"), folder.path().join("s"));
    let (path, script) = (path.to_str().unwrap(), script.to_str().unwrap());
    std::fs::write(script, "right\nleft\nsubmit[give up]\n").unwrap();
    let agent = format!("scripted:{script}");
    let run = [
        "run",
        "toy/door",
        "--episodes",
        "2",
        "--agent",
        &agent,
        "--out",
        path,
    ];
    assert_eq!(truestep(&run).exit, Exit::Done);
    let said = truestep(&["explain", path, "--episode", "1"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let lost = "success went out of reach with step 2, `submit[give up]`";
    assert!(said.out.contains(lost), "{}", said.out);
    assert!(said.out.contains("-> never; better was `"), "{}", said.out);
    let said = truestep(&["explain", path, "--episode", "1", "--json"]);
    assert_eq!(said.json()["verdict"]["step"], 2);

    let said = truestep(&["explain", path, "--episode", "0", "--step", "2", "--json"]);
    let step = said.json();
    let alternatives = step["alternatives"].as_array().unwrap();
    let taken: Vec<_> = alternatives.iter().filter(|a| a["taken"] == true).collect();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0]["advantage"], step["truth"]["advantage"]);
    assert_eq!(taken[0]["best"], false);
    assert!(alternatives.iter().any(|a| a["best"] == true));
    assert!(!step["rewards"].as_array().unwrap().is_empty());

    for (args, told) in [
        (&["--episode", "2"][..], "there is no episode 2"),
        (&["--episode", "0", "--step", "3"], "there is no step 3"),
        (&["--episode", "x"], "--episode"),
    ] {
        let said = truestep(&with(&["explain", path], args));
        assert_eq!(said.exit, Exit::CouldNotRun, "{said:?}");
        assert!(said.err.contains(told), "{}", said.err);
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
    assert_eq!(lines as u64, result["graphs"][0]["edges"].as_u64().unwrap());
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
    let said = truestep(&["bench", "toy", "--time", "0", "--json"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    let result = said.json();
    let figures = result["figures"].as_array().unwrap();
    for figure in figures {
        assert!(figure["value"].as_f64().unwrap() > 0.0, "{figure}");
        assert!(!figure["unit"].as_str().unwrap().is_empty(), "{figure}");
    }
    for name in [
        "toy: step, state only",
        "toy: fork, any model",
        "toy: raw enumeration",
    ] {
        assert!(figures.iter().any(|f| f["name"] == name), "{name}");
    }
    assert_eq!(truestep(&["bench", "tory"]).exit, Exit::CouldNotRun);
}
