//! Training data from exact truth: what is exported is executed again and gives the values claimed.

#![allow(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use truestep_core::{
    annotate::{AnnotateOptions, annotate},
    environment::{Environment as _, Hosted},
    graph::{Limits, Mode},
    host::Capabilities,
    jsonl::Reader,
    policy::PolicyName,
    rational::Rational,
    registry::Registry,
    trajectory::{Episode, Transition},
    truth::{Distance, Reachable},
};

fn truestep(args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_truestep");
    Command::new(program).args(args).output().unwrap()
}

fn done(args: &[&str]) -> String {
    let output = truestep(args);
    assert_eq!(output.status.code(), Some(0), "{args:?} {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A folder with recorded episodes and what is exported from them.
struct Desk {
    folder: tempfile::TempDir,
    episodes: Vec<Episode>,
    registry: Registry,
}

impl Desk {
    /// Episodes of a noisy agent, four rollouts of each task.
    fn record(selector: &str, count: u32, agent: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("f.jsonl");
        let count = count.to_string();
        let run = [
            "run", selector, "--agent", agent, "--seed", "3", "--group", "4",
        ];
        let out = ["--episodes", &count, "--out", file.to_str().unwrap()];
        done(&[&run[..], &out].concat());
        Self::open(folder)
    }

    fn open(folder: tempfile::TempDir) -> Self {
        let lines = fs::read(folder.path().join("f.jsonl")).unwrap();
        Self {
            episodes: Reader::new(&lines[..]).map(Result::unwrap).collect(),
            registry: truestep_envs::registry(&Default::default()).unwrap(),
            folder,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The lines of an export, and what the command said.
    fn export(&self, options: &[&str]) -> (Vec<Value>, Value) {
        let (from, to) = (self.path("f.jsonl"), self.path("g.jsonl"));
        let names = [from.to_str().unwrap(), "--out", to.to_str().unwrap()];
        let said = done(&[&["export", "--json"], &names[..], options].concat());
        let lines = fs::read_to_string(to).unwrap();
        let lines = lines.lines().map(|l| serde_json::from_str(l).unwrap());
        (lines.collect(), serde_json::from_str(&said).unwrap())
    }

    /// The episode a line was made of.
    fn episode(&self, truth: &Value) -> &Episode {
        let same = |e: &&Episode| {
            json!(e.task) == truth["task"]
                && json!(e.group) == truth["group"]
                && json!(e.rollout) == truth["rollout"]
        };
        self.episodes.iter().find(same).unwrap()
    }

    /// The task of `episode` at its start.
    fn at_start(&self, episode: &Episode) -> Hosted {
        let capabilities = Capabilities {
            max_steps: episode.max_steps,
            ..Capabilities::recorded(0)
        };
        let mut world = Hosted::new(self.registry.clone(), capabilities);
        world.reset(&episode.task, episode.rollout).unwrap();
        world
    }

    /// V before the action after the first `t` steps of `episode`, and its advantage, as `annotate` has them.
    fn annotated(&self, episode: &Episode, t: usize, action: &str) -> (Value, Value) {
        let mut world = self.at_start(episode);
        for transition in &episode.transitions[..t] {
            world.step(&transition.action).unwrap();
        }
        let step = world.step(action).unwrap();
        let mut other = episode.clone();
        other.transitions.truncate(t);
        other.transitions.push(Transition {
            action: action.to_owned(),
            action_probability: None,
            menu_size: 0,
            effect: step.effect,
            truth: step.truth,
            after: step.after,
        });
        let policy: PolicyName = "eps-optimal(3/10)".parse().unwrap();
        let options = AnnotateOptions {
            policy: policy.load(|_| unreachable!()).unwrap(),
            pivot_threshold: Rational::new(1, 5),
            limits: Limits::states(1_000_000),
            max_new: 20_000,
        };
        annotate(
            &self.registry,
            std::slice::from_mut(&mut other),
            &[],
            &options,
        )
        .unwrap();
        (
            json!(other.frame(t).truth.as_ref().unwrap().success_probability),
            json!(other.transitions[t].truth.as_ref().unwrap().advantage),
        )
    }
}

/// The actions an assistant takes in a conversation.
fn actions(messages: &Value) -> Vec<String> {
    let said = messages.as_array().unwrap().iter();
    said.filter(|m| m["role"] == "assistant")
        .map(
            |m| match &m["tool_calls"][0]["function"]["arguments"]["action"] {
                Value::String(action) => action.clone(),
                _ => m["content"].as_str().unwrap().to_owned(),
            },
        )
        .collect()
}

fn diagnostic() -> Desk {
    Desk::record("diagnostic", 84, "noisy:0.4")
}

#[test]
fn both_actions_of_every_pair_have_the_values_claimed() {
    let desk = diagnostic();
    let (pairs, said) = desk.export(&["--as", "dpo", "--margin", "1/10"]);
    assert!(pairs.len() >= 20, "{said}");
    assert_eq!(said["lines"], pairs.len());
    let mut sources = BTreeSet::new();
    for pair in &pairs {
        let truth = &pair["truth"];
        let episode = desk.episode(truth);
        let t = truth["step"].as_u64().unwrap() as usize;
        assert_eq!(truth["state"], json!(episode.frame(t).digests.state));
        assert_eq!(truth["values"]["policy"], "eps-optimal(3/10)");
        assert_eq!(truth["values"]["horizon"], json!(episode.max_steps));
        let recorded = episode.transitions[..t].iter().map(|t| t.action.clone());
        assert_eq!(actions(&pair["prompt"]), recorded.collect::<Vec<_>>());
        let mut advantages = vec![];
        for side in ["chosen", "rejected"] {
            let action = truth[side]["action"].as_str().unwrap();
            assert_eq!(actions(&pair[side]), [action]);
            let (value, advantage) = desk.annotated(episode, t, action);
            assert_eq!(value, truth["success_probability"], "{truth}");
            assert_eq!(advantage, truth[side]["advantage"], "{truth}");
            advantages.push(advantage["value"].as_f64().unwrap());
        }
        let difference = truth["difference"]["value"].as_f64().unwrap();
        assert!((advantages[0] - advantages[1] - difference).abs() < 1e-12);
        assert!(difference > 0.1 - 1e-12, "{truth}");
        sources.insert(truth["alternative_from"].as_str().unwrap().to_owned());
    }
    assert_eq!(sources.len(), 2, "alternatives of both kinds: {sources:?}");
}

#[test]
fn flips_leave_the_rejected_action_no_chance() {
    let desk = diagnostic();
    let (pairs, _) = desk.export(&["--as", "dpo", "--critical", "flip", "--filter", "failed"]);
    assert!(!pairs.is_empty());
    for pair in &pairs {
        let truth = &pair["truth"];
        assert_eq!(truth["rejected"]["success_probability"]["exact"], "0/1");
        assert_ne!(truth["chosen"]["success_probability"]["exact"], "0/1");
        assert_ne!(desk.episode(truth).success(), Some(true));
    }
    let (oracle, _) = desk.export(&["--as", "dpo", "--from", "oracle", "--per-step", "1"]);
    let from = |p: &Value| p["truth"]["alternative_from"] == "oracle";
    assert!(!oracle.is_empty() && oracle.iter().all(from));
}

#[test]
fn every_conversation_can_be_acted_out_and_succeeds_where_it_says_so() {
    let desk = diagnostic();
    for options in [
        &["--as", "sft"][..],
        &["--as", "sft", "--rollback"],
        &["--as", "sft", "--actions", "text"],
        &["--as", "sft", "--salvage", "prefix"],
        &["--as", "sft", "--salvage", "intervene", "--rollback"],
    ] {
        let (lines, said) = desk.export(options);
        assert!(lines.len() >= 40, "{options:?} {said}");
        for line in &lines {
            let truth = &line["truth"];
            let mut world = desk.at_start(desk.episode(truth));
            let mut success = false;
            let acted = actions(&line["messages"]);
            let steps = truth["actions"].as_array().unwrap();
            assert_eq!(acted.len(), steps.len());
            for (action, step) in acted.iter().zip(steps) {
                let state = world.snapshot().unwrap().state_digest();
                assert_eq!(step["state"], json!(state), "{options:?} {truth}");
                let after = world.step(action).unwrap().after;
                success = after.truth.unwrap().success;
            }
            // What would have come of an intervention is another episode.
            if truth["made"] != "intervention" && truth["made"] != "prefix" {
                assert_eq!(truth["success"], success, "{options:?} {truth}");
            }
        }
    }
}

#[test]
fn detours_are_gone_and_nothing_else_is() {
    let desk = diagnostic();
    let (lines, _) = desk.export(&["--as", "sft", "--rollback"]);
    let cut = |l: &&Value| l["truth"]["cut"].as_u64().unwrap() > 0;
    assert!(lines.iter().filter(cut).count() >= 3);
    for line in &lines {
        let truth = &line["truth"];
        let states = truth["actions"].as_array().unwrap().iter();
        let states: Vec<String> = states.map(|a| a["state"].to_string()).collect();
        let distinct: BTreeSet<&String> = states.iter().collect();
        assert_eq!(distinct.len(), states.len(), "{truth}");
        let episode = desk.episode(truth);
        let kept = states.len() as u64 + truth["cut"].as_u64().unwrap();
        assert_eq!(kept, episode.steps() as u64);
        let visited = (0..episode.steps()).map(|t| json!(episode.frame(t).digests.state));
        let visited: BTreeSet<String> = visited.map(|d| d.to_string()).collect();
        assert!(states.iter().all(|state| visited.contains(state)));
    }
}

#[test]
fn salvaged_prefixes_end_before_the_fatal_step_and_interventions_step_nearer() {
    let desk = diagnostic();
    let salvage = ["--as", "sft", "--filter", "failed", "--salvage"];
    let (prefixes, _) = desk.export(&[&salvage[..], &["prefix"]].concat());
    let (mended, _) = desk.export(&[&salvage[..], &["intervene"]].concat());
    let mut chance_free = 0;
    for line in prefixes.iter().chain(&mended) {
        let truth = &line["truth"];
        let episode = desk.episode(truth);
        let acted = actions(&line["messages"]);
        let prepared = desk.registry.prepare(&episode.task).unwrap();
        let graph = prepared.explore(episode.rollout, &Limits::states(10_000), Mode::Lumped);
        if graph.unwrap().graph().has_chance() {
            continue;
        }
        chance_free += 1;
        let mut world = desk.at_start(episode);
        let mut last = episode.start.truth.clone().unwrap();
        for (t, action) in acted.iter().enumerate() {
            let before = last;
            last = world.step(action).unwrap().after.truth.unwrap();
            assert_eq!(last.reachable, Reachable::Now, "{truth}");
            if truth["made"] == "intervention" && t + 1 == acted.len() {
                let nearer = before.distance.steps().unwrap() - 1;
                assert_eq!(last.distance, Distance::Steps(nearer), "{truth}");
            }
        }
        let kept = acted.len() - usize::from(truth["made"] == "intervention");
        let fatal = &episode.transitions[kept].after.truth;
        assert_eq!(truth["first_error"], kept);
        assert_ne!(fatal.as_ref().unwrap().reachable, Reachable::Now);
    }
    assert!(chance_free >= 10, "{chance_free}");
}

#[test]
fn step_rules_mask_or_drop_the_same_steps() {
    let desk = diagnostic();
    let rules = [
        "--as",
        "sft",
        "--filter",
        "all",
        "--steps",
        "advantage,valid",
    ];
    let (masked, _) = desk.export(&rules);
    let (single, _) = desk.export(&[&rules[..], &["--bad-steps", "drop"]].concat());
    let (mut trained, mut masked_out) = (0, 0);
    for line in &masked {
        let weights = line["messages"].as_array().unwrap().iter();
        let weights: Vec<u64> = weights.filter_map(|m| m["weight"].as_u64()).collect();
        let steps = line["truth"]["actions"].as_array().unwrap();
        assert_eq!(weights.len(), steps.len());
        for (weight, step) in weights.iter().zip(steps) {
            let good = step["advantage"]["value"].as_f64().unwrap() >= 0.0;
            assert_eq!(*weight == 1, good, "{step}");
        }
        trained += weights.iter().sum::<u64>() as usize;
        masked_out += weights.iter().filter(|w| **w == 0).count();
    }
    assert_eq!(single.len(), trained);
    assert!(masked_out >= 10);
    for line in &single {
        let step = &line["truth"]["actions"][0];
        let taken = actions(&line["prompt"]).len();
        assert_eq!(step["step"], taken);
        let episode = desk.episode(&line["truth"]);
        assert_eq!(
            actions(&line["completion"]),
            [episode.transitions[taken].action.as_str()]
        );
    }
}

#[test]
fn labels_and_soft_values_are_what_annotate_computes() {
    let desk = diagnostic();
    let (lines, _) = desk.export(&["--as", "steps", "--values"]);
    assert_eq!(lines.len(), desk.episodes.len());
    let mut errors = 0;
    for line in &lines {
        let episode = desk.episode(&line["truth"]);
        let labels = line["labels"].as_array().unwrap();
        assert_eq!(labels.len(), episode.steps());
        assert_eq!(line["completions"].as_array().unwrap().len(), labels.len());
        for (t, label) in labels.iter().enumerate() {
            let after = episode.frame(t + 1).truth.as_ref().unwrap();
            assert_eq!(*label, after.reachable == Reachable::Now);
            // Every policy that leaves nothing out can succeed exactly where success is in reach.
            let value = line["truth"]["values"][t]["value"].as_f64().unwrap();
            assert_eq!(value > 0.0, *label == true);
        }
        let first = labels.iter().position(|l| *l == false);
        assert_eq!(line["truth"]["first_error"], json!(first));
        errors += usize::from(first.is_some());
    }
    assert!(errors >= 5);
    let (short, _) = desk.export(&["--as", "steps", "--until-error"]);
    for line in &short {
        let labels = line["labels"].as_array().unwrap();
        let ends = labels
            .iter()
            .position(|l| *l == false)
            .unwrap_or(labels.len() - 1);
        assert_eq!(ends, labels.len() - 1);
    }
}

#[test]
fn shares_keep_whole_tasks_whose_rollouts_disagree() {
    let desk = diagnostic();
    let (lines, said) = desk.export(&["--as", "steps", "--share", "1/4..3/4"]);
    assert!(!lines.is_empty() && lines.len().is_multiple_of(4), "{said}");
    for group in lines.chunks(4) {
        let solved = group
            .iter()
            .filter(|l| l["truth"]["success"] == true)
            .count();
        assert!((1..=3).contains(&solved));
    }
    let left = &said["left_out"]["share of successes out of bounds"];
    assert_eq!(
        left.as_u64().unwrap() as usize + lines.len(),
        desk.episodes.len()
    );
}

#[test]
fn what_a_record_left_out_is_executed_again() {
    let mut desk = diagnostic();
    let (whole, _) = desk.export(&["--as", "sft", "--rollback"]);
    for episode in &mut desk.episodes {
        let frames = std::iter::once(&mut episode.start);
        for frame in frames.chain(episode.transitions.iter_mut().map(|t| &mut t.after)) {
            frame.observation.clear();
            frame.truth = None;
        }
        episode.transitions.iter_mut().for_each(|t| t.truth = None);
    }
    write(&desk.path("f.jsonl"), &desk.episodes);
    let (bare, _) = desk.export(&["--as", "sft", "--rollback"]);
    assert_eq!(bare, whole);

    desk.episodes[0].transitions[0].after.digests.state.0 ^= 1;
    write(&desk.path("f.jsonl"), &desk.episodes);
    let (from, to) = (desk.path("f.jsonl"), desk.path("h.jsonl"));
    let names = [from.to_str().unwrap(), to.to_str().unwrap()];
    let said = truestep(&["export", names[0], "--as", "sft", "--out", names[1]]);
    assert_eq!(said.status.code(), Some(2));
    let told = String::from_utf8(said.stderr).unwrap();
    assert!(told.contains("does not reproduce at step 1"), "{told}");
}

fn write(path: &Path, episodes: &[Episode]) {
    let mut bytes = vec![];
    for episode in episodes {
        truestep_core::jsonl::write(&mut bytes, episode).unwrap();
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn wrong_options_are_refused_in_one_line_and_torn_lines_are_counted() {
    let desk = diagnostic();
    let path = desk.path("f.jsonl");
    let path = path.to_str().unwrap();
    for (options, told) in [
        (
            &["--as", "dpo", "--salvage", "prefix"][..],
            "`--salvage` belongs to `--as sft`",
        ),
        (
            &["--as", "sft", "--filter", "sucess"],
            "did you mean `success`?",
        ),
        (
            &["--as", "sft", "--steps", "advantag"],
            "did you mean `advantage`?",
        ),
        (
            &["--as", "sft", "--share", "3/4..1/4"],
            "are no bounds of a share",
        ),
        (&["--as", "dpo", "--margin", "3/2"], "expected 0..=1"),
        (&["--as", "csv"], "sft, dpo, steps"),
    ] {
        let out = desk.path("g.jsonl");
        let said = truestep(&[&["export", path, "--out", out.to_str().unwrap()], options].concat());
        assert_eq!(said.status.code(), Some(2), "{options:?} {said:?}");
        let err = String::from_utf8(said.stderr).unwrap();
        assert!(
            err.lines().count() == 1 && err.contains(told),
            "{options:?} {err}"
        );
        assert!(!out.exists());
    }
    let mut bytes = fs::read(path).unwrap();
    bytes.truncate(bytes.len() - 10);
    fs::write(path, bytes).unwrap();
    let (_, said) = desk.export(&["--as", "steps"]);
    assert_eq!(said["skipped"], json!({"unreadable": 0, "torn": true}));
    assert_eq!(said["episodes"], desk.episodes.len() - 1);
}

#[test]
fn exports_of_a_small_file_read_as_they_did() {
    let desk = Desk::record("diagnostic/two-hop", 4, "noisy:0.6");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/export");
    for (name, options) in [
        (
            "sft",
            &[
                "--as",
                "sft",
                "--actions",
                "text",
                "--filter",
                "all",
                "--salvage",
                "intervene",
                "--steps",
                "advantage",
            ][..],
        ),
        (
            "dpo",
            &["--as", "dpo", "--actions", "text", "--per-step", "1"],
        ),
        ("steps", &["--as", "steps", "--values"]),
    ] {
        let (lines, _) = desk.export(options);
        let text = serde_json::to_string_pretty(&lines[..lines.len().min(2)]).unwrap() + "\n";
        let path = golden.join(format!("{name}.json"));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(&golden).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let shown = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            text,
            shown,
            "{}: run with BLESS=1 and read what changed",
            path.display()
        );
    }
}

#[test]
fn exported_labels_score_perfectly_and_wrong_scores_are_refused() {
    let desk = diagnostic();
    let (lines, _) = desk.export(&["--as", "steps"]);
    let scores = lines.iter().map(|line| {
        let labels = line["labels"].as_array().unwrap().iter();
        let score = |label: &Value| if *label == true { 0.9 } else { 0.1 };
        json!(labels.map(score).collect::<Vec<_>>()).to_string() + "\n"
    });
    let scores: Vec<String> = scores.collect();
    let (from, file) = (desk.path("f.jsonl"), desk.path("scores.jsonl"));
    let args = ["prm", from.to_str().unwrap(), file.to_str().unwrap()];
    fs::write(&file, scores.concat()).unwrap();
    let said = done(&[&args[..], &["--json"]].concat());
    let found: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(found["first_error"]["f1"]["value"], 1.0, "{found}");
    assert_eq!(found["auroc"]["value"], 1.0, "{found}");
    let text = done(&args);
    assert!(text.contains("area under the ROC: 1.000"), "{text}");
    for (wrong, told) in [
        (
            "[]\n".to_owned() + &scores[1..].concat(),
            "expected one score per step",
        ),
        (scores[..3].concat(), "has no scores"),
        (scores.concat().replace("0.1", "NaN"), "not JSON"),
        (scores.concat() + "[1]\n", "there is no episode"),
        (String::new(), "has no scores"),
    ] {
        fs::write(&file, wrong).unwrap();
        let said = truestep(&args);
        assert_eq!(said.status.code(), Some(2), "{said:?}");
        let err = String::from_utf8(said.stderr).unwrap();
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(err.contains(told), "{told}: {err}");
    }
}
