//! What recordings are good for: replay, score, annotate, explain.

use super::{RUN, with};
use crate::toy::truestep;
use truestep_cli::Exit;

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
fn a_toml_file_stands_for_its_schemes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schemes.toml");
    std::fs::write(
        &path,
        "[schemes]\nb = \"outcome\"\n[schemes.a]\nstages = [\"shaping:distance\", \"rloo:verl\"]\n",
    )
    .unwrap();
    let file = format!("g-ra,@{}", path.display());
    let said = truestep(&with(RUN, &["--score", &file, "--json"])).json();
    let names: Vec<_> = said["schemes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["scheme"].clone())
        .collect();
    assert_eq!(names, ["g-ra", "outcome", "shaping:distance |> rloo:verl"]);
    std::fs::write(
        &path,
        "[schemes]\nboth = \"sum(base, 1/2 * gain:subgoals)\"\nbase = \"gate(truth:valid, distance <= 2)\"\n",
    )
    .unwrap();
    let said = truestep(&with(RUN, &["--score", &file, "--json"])).json();
    assert_eq!(said["schemes"][1]["name"], "both");
    let whole = "sum(gate(truth:valid, distance <= 2), 1/2 * gain:subgoals)";
    assert_eq!(said["schemes"][1]["scheme"], whole);
    let table = truestep(&with(RUN, &["--score", &file])).out;
    assert!(table.contains(&format!("both = {whole}\n")), "{table}");
    std::fs::write(&path, "[schemes]\na = \"outcom\"\n").unwrap();
    let refused = truestep(&with(RUN, &["--score", &file]));
    assert_eq!(refused.exit, Exit::CouldNotRun);
    assert!(
        refused.err.contains("scheme `a`: unknown scheme `outcom`"),
        "{}",
        refused.err
    );
}

#[test]
fn annotating_adds_the_graph_channels_and_leaves_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("f"), folder.path().join("g"));
    let (name, graph) = (path.to_str().unwrap(), other.to_str().unwrap());
    assert_eq!(truestep(&with(RUN, &["--out", name])).exit, Exit::Done);
    let said = truestep(&["annotate", name, "--policy", "uniform", "--json"]);
    assert_eq!(said.exit, Exit::Done, "{said:?}");
    assert_eq!(said.json()["policies"], serde_json::json!(["uniform"]));
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
