//! The built program: bytes, exit codes, signals, pipes.

#![allow(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Command, Output, Stdio},
};

fn truestep(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_truestep"));
    command.args(args).stdin(Stdio::null());
    command
}

fn output(args: &[&str]) -> Output {
    truestep(args).output().unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"))
}

/// The environment these tests play: the quickest there is.
const ENV: &str = "diagnostic";

#[test]
fn a_run_over_several_templates_prices_what_carries_the_channels_and_counts_the_rest() {
    let run = |selector, scheme| {
        output(&[
            "run",
            selector,
            "--agent",
            "random",
            "--episodes",
            "8",
            "--score",
            scheme,
            "--json",
        ])
    };
    let mixed = run(ENV, "outcome,shaping:subgoals");
    assert!(mixed.status.success(), "{mixed:?}");
    let schemes = json(&mixed)["schemes"].clone();
    assert_eq!(schemes[0]["scored"], 8);
    assert_eq!(
        (&schemes[1]["scored"], &schemes[1]["undefined"]),
        (&2.into(), &6.into())
    );
    let reason = schemes[1]["reasons"][0]["reason"].as_str().unwrap();
    assert_eq!(reason, "channel `subgoals` is missing");
    let alone = run("diagnostic/recovery", "shaping:subgoals");
    assert_eq!(alone.status.code(), Some(2), "{alone:?}");
}

#[test]
fn a_file_of_several_templates_is_scored_as_its_run_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let path = path.to_str().unwrap();
    let called = |line: String| {
        let words: Vec<&str> = line.split(' ').collect();
        let done = output(
            &[
                &words[..],
                &["--score", "shaping:subgoals |> grpo:verl", "--json"],
            ]
            .concat(),
        );
        assert!(done.status.success(), "{done:?}");
        json(&done)["schemes"][0].clone()
    };
    let ran = called(format!(
        "run {ENV} --agent random --episodes 8 --group 2 --out {path} --truth graph"
    ));
    let scored = called(format!("score {path}"));
    assert_eq!(ran, scored);
    let missing = |reasons: &serde_json::Value| {
        let reasons = reasons.as_array().unwrap();
        let of = |r: &&serde_json::Value| r["reason"] == "channel `subgoals` is missing";
        reasons
            .iter()
            .find(of)
            .map(|r| r["count"].as_u64().unwrap())
    };
    let advantages = &scored["advantages"];
    assert_eq!(missing(&scored["reasons"]), Some(6), "episodes: {scored}");
    assert!(missing(&advantages["reasons"]) > Some(6), "steps: {scored}");
    assert_eq!(
        advantages["groups"]["all"], 1,
        "those that were compared: {scored}"
    );
}

#[test]
fn standard_output_is_the_same_bytes_for_the_same_seed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let path = path.to_str().unwrap();
    let run = [
        "run",
        ENV,
        "--agent",
        "noisy:0.3",
        "--episodes",
        "50",
        "--seed",
        "7",
        "--truth",
        "graph",
        "--score",
        "outcome,shaping:distance,pica:survival,outcome |> rloo:verl",
        "--out",
        path,
    ];
    let commands: [&[&str]; 6] = [
        &run,
        &["list"],
        &["show", "shop"],
        &["explain", path, "--episode", "3"],
        &["replay", path, "--json"],
        &["graph", "diagnostic/key-door", "--seed", "1"],
    ];
    for args in commands {
        let first = output(args);
        assert_eq!(first.status.code(), Some(0), "{args:?} {first:?}");
        assert!(!first.stdout.is_empty());
        let threads = if ["run", "replay", "graph"].contains(&args[0]) {
            &["--threads", "1"][..]
        } else {
            &[]
        };
        let again = output(&[args, threads].concat());
        assert_eq!(first.stdout, again.stdout, "{args:?}");
    }
}

#[test]
fn tasks_are_made_with_the_parameters_given_and_recorded_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let path = path.to_str().unwrap();
    let task = ["search/chain2", "--seed", "3"];
    let asked = |extra: &[&str]| {
        let shown = output(&[&["show", "--json"], &task[..], extra].concat());
        json(&shown)["goal"]["instruction"].clone()
    };
    let (plain, shuffled) = (asked(&[]), asked(&["--set", "names=shuffled"]));
    assert!(plain.is_string() && shuffled.is_string() && plain != shuffled);

    let run = ["run", "search/chain2", "--seeds", "3", "--agent", "oracle"];
    let to_file = ["--set", "names=shuffled", "--out", path];
    assert!(output(&[&run[..], &to_file].concat()).status.success());
    let recorded = fs::read_to_string(path).unwrap();
    assert!(recorded.contains(shuffled.as_str().unwrap()), "{recorded}");
    assert!(output(&["replay", path]).status.success());

    let wrong = output(&[&["show"], &task[..], &["--set", "colour=red"]].concat());
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said.contains("colour") && said.contains("names"), "{said}");
    let none = output(&[&["show"], &task[..], &["--set", "colour"]].concat());
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("NAME=VALUE"));
}

#[test]
fn tools_are_listed_with_their_environment() {
    let listed = json(&output(&["list", "tools", "--json"]));
    let tools = listed["tools"].as_array().unwrap();
    let of = |name: &str| tools.iter().filter(|tool| tool["name"] == name).count();
    assert_eq!([of("cancel_order"), of("free_hours")], [1, 1], "{listed}");
    // An editor is a tool as well.
    let known = |tool: &serde_json::Value| tool["env"] == "tools" || tool["env"] == "swe";
    assert!(tools.iter().all(known), "{listed}");
    let told = output(&["list", "tools", "free_hours"]);
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(text.contains("lists the hours of a day"), "{text}");
}

#[test]
fn exit_codes_tell_done_from_failed_from_could_not_run() {
    let code = |args: &[&str]| output(args).status.code();
    assert_eq!(code(&["--version"]), Some(0));
    assert_eq!(code(&["run", "--help"]), Some(0));
    assert_eq!(code(&[]), Some(2));
    assert_eq!(code(&["dance"]), Some(2));
    let graph = [
        "graph",
        "diagnostic/key-door",
        "--seed",
        "1",
        "--max-states",
        "2",
    ];
    assert_eq!(code(&graph), Some(1));
    assert_eq!(code(&["run", ENV, "--threads", "0"]), Some(2));
}

#[test]
fn errors_are_one_line_on_standard_error_with_a_suggestion() {
    for (args, told) in [
        (&["run", "diagnostik"][..], "did you mean `diagnostic`?"),
        (&["run", "cliff"], "did you mean `diagnostic/cliff`?"),
        (
            &["run", "diagnostic/key-dor"],
            "did you mean `diagnostic/key-door`?",
        ),
        (&["run", "tools/travel"], "did you mean `tools/travel-*`?"),
        (&["run", "travel"], "did you mean `tools/travel-*`?"),
        (&["run", "tools/*-cancel"], "a `*` stands at the end"),
        (&["run", "tools*"], "a `*` stands at the end"),
        (
            &[
                "run",
                "tools",
                "--set",
                "surface=plain",
                "--set",
                "surface=scrambled",
            ],
            "`--set surface=` is given twice, with `plain` and `scrambled`",
        ),
        (&["run", ENV, "--agent", "orakel"], "did you mean `oracle`?"),
        (
            &["run", ENV, "--score", "shaping:distanse"],
            "did you mean `shaping:distance`?",
        ),
        (
            &["run", "shop", "--catalog", "/no/such/folder"],
            "/no/such/folder",
        ),
        (
            &["run", ENV, "--products", "300"],
            "`--products` chooses the world of `shop`, and `diagnostic` is not set in it",
        ),
        (&["run", ENV, "--products", "0"], "--products"),
        (&["replay", "/no/such/file"], "cannot open `/no/such/file`"),
        (&["runn", ENV], "'run'"),
    ] {
        let said = output(args);
        assert_eq!(said.status.code(), Some(2), "{args:?} {said:?}");
        assert!(said.stdout.is_empty(), "{said:?}");
        let err = String::from_utf8(said.stderr).unwrap();
        assert_eq!(err.lines().count(), 1, "{args:?} {err}");
        assert!(err.contains(told), "{args:?} {err}");
    }
}

/// Giving up at once solves every infeasible task and fails its feasible half: only pairs say something.
#[test]
fn infeasible_twins_are_scored_in_pairs() {
    let pairs = |agent| {
        let run = [
            "run",
            "shop",
            "--agent",
            agent,
            "--episodes",
            "72",
            "--json",
        ];
        let found = json(&output(&run))["pairs"].clone();
        let rates = found.as_array().unwrap().iter();
        let rate = |p: &serde_json::Value| {
            (
                p["both"]["trials"].as_u64(),
                p["both"]["successes"].as_u64(),
            )
        };
        rates.map(rate).collect::<Vec<_>>()
    };
    assert_eq!(pairs("oracle"), vec![(Some(4), Some(4)); 2]);
    assert_eq!(pairs("random"), vec![(Some(4), Some(0)); 2]);
}

#[test]
fn a_catalogue_that_is_read_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = folder.path().join("catalog");
    fs::write(&catalog, "a catalogue").unwrap();
    let name = catalog.to_str().unwrap();
    let said = output(&["run", "shop", "--catalog", name, "--out", name]);
    assert_eq!(said.status.code(), Some(2));
    let told = String::from_utf8(said.stderr).unwrap();
    assert!(told.contains("is the file that is read as"), "{told}");
    assert_eq!(fs::read_to_string(&catalog).unwrap(), "a catalogue");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = truestep(&["serve", "--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    // The answer to the first line meets a closed pipe.
    std::io::Write::write_all(&mut input, b"{\"method\": \"hello\"}\n").unwrap();
    drop(input);
    let said = child.wait_with_output().unwrap();
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    assert!(said.stderr.is_empty(), "{said:?}");
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_hides_no_failing_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let name = path.to_str().unwrap();
    let run = [
        "run",
        ENV,
        "--agent",
        "oracle",
        "--episodes",
        "8",
        "--out",
        name,
    ];
    assert_eq!(output(&run).status.code(), Some(0));
    let forged = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        forged.replacen("\"menu_size\":", "\"menu_size\":1", 1),
    )
    .unwrap();
    for (args, code) in [
        (&["replay", name][..], 1),
        (&["audit", "gain:clipped", "diagnostic/coin-loop"], 1),
        (&["list", "schemes"], 0),
    ] {
        let mut child = truestep(args).stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(code), "{args:?}");
    }
    // A file is no pipe to whoever looks at results: that it cannot be written on is an error.
    let pipe = folder.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let mut reader = Command::new("head")
        .args(["-c", "10"])
        .arg(&pipe)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let said = output(&[
        "run",
        ENV,
        "--episodes",
        "5000",
        "--out",
        pipe.to_str().unwrap(),
    ]);
    reader.wait().unwrap();
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(err.contains("cannot write"), "{err}");
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_work_that_cannot_be_stopped_half_way() {
    // A graph of millions of states, explored in one go.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let run = ["run", "shop/bundle", "--truth", "graph", "--episodes", "64"];
    let child = truestep(&run)
        .args(["--max-states", "4000000", "--out"])
        .arg(&path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The file is made when the work begins.
    while !path.exists() {
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    let interrupt = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(interrupt.success());
    let said = child.wait_with_output().unwrap();
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(err.contains("error: interrupted"), "{err}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_in_one_line() {
    for args in [
        &["run", ENV, "--episodes", "5", "--out", "/dev/full"][..],
        &[
            "graph",
            "diagnostic/key-door",
            "--seed",
            "1",
            "--edges",
            "/dev/full",
        ],
    ] {
        let said = output(args);
        assert_eq!(said.status.code(), Some(2), "{said:?}");
        let err = String::from_utf8(said.stderr).unwrap();
        let told: Vec<&str> = err.lines().filter(|l| l.starts_with("error")).collect();
        assert_eq!(told.len(), 1, "{err}");
        assert!(told[0].contains("cannot write `/dev/full`"), "{err}");
    }
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let said = truestep(&["list"]).stdout(full).output().unwrap();
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(err.contains("cannot write to standard output"), "{err}");
}

#[test]
#[cfg(unix)]
fn what_an_interrupted_run_finished_is_on_disk_and_replays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let name = path.to_str().unwrap();
    let child = truestep(&["run", ENV, "--episodes", "100000000", "--out", name])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The run is under way as soon as something is written.
    while fs::metadata(&path).map_or(0, |m| m.len()) == 0 {
        std::thread::yield_now();
    }
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupt.success());
    let said = child.wait_with_output().unwrap();
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    let err = String::from_utf8(said.stderr).unwrap();
    let lines = fs::read_to_string(&path).unwrap().lines().count();
    let told = format!("error: interrupted: {lines} of 100000000 episodes were finished");
    assert!(err.contains(&told), "{told} {err}");
    assert!(err.contains("with --resume goes on"), "{err}");

    let replayed = output(&["replay", name, "--json"]);
    assert_eq!(replayed.status.code(), Some(0), "{replayed:?}");
    assert_eq!(json(&replayed)["episodes"], lines);
    assert_eq!(json(&replayed)["skipped"]["torn"], false);
}

#[test]
fn a_replay_in_another_world_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let name = path.to_str().unwrap();
    let made = output(&[
        "run",
        "shop",
        "--episodes",
        "3",
        "--products",
        "300",
        "--out",
        name,
    ]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let said = output(&["replay", name, "--products", "300"]);
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    let said = output(&["replay", name]);
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(err.contains("recorded in another world"), "{err}");
}

#[test]
fn the_python_client_plays_an_episode() {
    let Ok(version) = Command::new("python3").arg("--version").output() else {
        // No Python here; the protocol itself is tested in cli/tests/serve.rs.
        return;
    };
    assert!(version.status.success());
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/client.py");
    let source = fs::read_to_string(&client).unwrap();
    assert!(source.lines().count() <= 100);
    let said = Command::new("python3")
        .arg(&client)
        .args(["--truestep", env!("CARGO_BIN_EXE_truestep")])
        .args(["--task", "diagnostic/key-door", "--noise", "0"])
        .output()
        .unwrap();
    let out = String::from_utf8(said.stdout.clone()).unwrap();
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    let last = out.lines().last().unwrap();
    assert!(
        last.starts_with("terminated: success True, outcome 1/1"),
        "{out}"
    );
}

#[test]
fn a_completion_script_is_there_for_every_shell() {
    // Not every shell's generator writes the values of options, or of what stands without an option's name.
    let all = ["noisy", "gigpo", "shop/compare"];
    for (shell, names) in [
        ("bash", &all[..]),
        ("zsh", &all[..]),
        ("fish", &all[..2]),
        ("elvish", &[]),
        ("powershell", &[]),
    ] {
        let said = output(&["completions", shell]);
        assert_eq!(said.status.code(), Some(0), "{said:?}");
        let script = String::from_utf8(said.stdout).unwrap();
        for &known in ["truestep", "annotate"].iter().chain(names) {
            assert!(script.contains(known), "{shell} {known}");
        }
    }
}

#[test]
fn serve_answers_each_line_before_the_next_is_sent() {
    let mut child = truestep(&["serve", "--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for (request, expected) in [
        (r#"{"id": 1, "method": "hello"}"#, r#""protocol":2"#),
        ("nonsense", r#""code":"malformed""#),
        (r#"{"id": 2, "method": "close"}"#, r#""closed":[]"#),
    ] {
        std::io::Write::write_all(&mut input, format!("{request}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert!(answer.contains(expected), "{answer}");
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    answers.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}
