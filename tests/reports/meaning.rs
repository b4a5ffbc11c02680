//! Words and flags that say what the numbers beside them say.

use crate::{json, printed};
use serde_json::{Value, json as made};
use std::{collections::BTreeMap, path::Path};

/// The lines of a file of JSON lines.
fn lines(path: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let line = |l| serde_json::from_str(l).unwrap();
    text.lines().map(line).collect()
}

/// Play these actions of seed 1.
fn import(folder: &Path, episodes: &[Value]) -> String {
    let path = |name: &str| folder.join(name).display().to_string();
    let (actions, out) = (path("actions.jsonl"), path("played.jsonl"));
    let text: Vec<String> = episodes.iter().map(Value::to_string).collect();
    std::fs::write(&actions, text.join("\n")).unwrap();
    printed(&["import", &actions, "--out", &out]);
    out
}

/// 64 episodes of the world in which chance decides the last step, under the policy that acted.
fn delayed(folder: &Path) -> String {
    let path = folder.join("delayed.jsonl").display().to_string();
    printed(&[
        "run",
        "diagnostic/delayed-effect",
        "--agent",
        "random",
        "--episodes",
        "64",
        "--group",
        "8",
        "--seed",
        "1",
        "--truth",
        "graph",
        "--policy",
        "uniform",
        "--out",
        &path,
    ]);
    path
}

fn number(exact: &Value) -> f64 {
    exact["value"].as_f64().unwrap()
}

/// The frames of an episode before and after a step, and the truth of the step.
fn steps(episode: &Value) -> Vec<[&Value; 3]> {
    let transitions = episode["transitions"].as_array().unwrap();
    let mut before = &episode["start"];
    let each = transitions.iter().map(|transition| {
        let step = [before, transition, &transition["after"]];
        before = &transition["after"];
        step
    });
    each.collect()
}

#[test]
fn the_only_right_action_is_not_blamed_for_a_bad_draw() {
    let folder = tempfile::tempdir().unwrap();
    let play = |q: Value| {
        made!({ "task": "diagnostic/recovery", "seed": 1, "rollout": 0, "parameters": { "q": q },
                "actions": ["bad", "recover"] })
    };
    let file = import(
        folder.path(),
        &[play(made!("1/3")), play(made!(0.25)), play(made!("0.25"))],
    );
    let text = printed(&["explain", &file, "--episode", "0"]);
    let draw =
        "with step 1, `recover`: distance 1 -> never; it was the draw of step 1, not the action";
    assert!(text.replace('\n', " ").contains(draw), "{text}");
    assert!(!text.contains("better was `recover`"), "{text}");
    let mistake = "the largest mistake was step 0, `bad`: A = -";
    assert!(
        text.contains(mistake) && text.contains("better was `good`"),
        "{text}"
    );
    let told = json(&["explain", &file, "--episode", "1", "--json"]);
    assert_eq!(told["verdict"]["by_draw"], true);
    assert_eq!(told["verdict"]["mistake"]["step"], 0);
    assert_eq!(told["task"]["parameters"]["q"], "0.25");
    let step = printed(&["explain", &file, "--episode", "0", "--step", "1"]);
    for said in [
        "as drawn",
        "distance drawn",
        "Q and A over all draws",
        "luck  ",
    ] {
        assert!(step.contains(said), "{said}: {step}");
    }
}

#[test]
fn the_step_that_decided_is_named_where_a_later_draw_lost() {
    let folder = tempfile::tempdir().unwrap();
    let file = delayed(folder.path());
    let failed = |e: &Value| {
        let steps = steps(e);
        steps[0][1]["action"] == "bad" && steps[7][2]["truth"]["success"] == false
    };
    let number = lines(&file).iter().position(failed).unwrap().to_string();
    let text = printed(&["explain", &file, "--episode", &number]);
    let said = text.replace('\n', " ");
    assert!(
        said.contains("it was the draw of step 7, not the action"),
        "{text}"
    );
    let mistake = "the largest mistake was step 0, `bad`: A = -0.300; better was `good`";
    assert!(said.contains(mistake), "{text}");
}

#[test]
fn a_pivot_has_a_large_advantage_or_leaves_no_chance() {
    let folder = tempfile::tempdir().unwrap();
    let hop = made!({ "task": "diagnostic/two-hop", "seed": 1, "max_steps": 3,
                      "actions": ["look up Ada", "look up Ben", "look up Cleo"] });
    let hops = import(folder.path(), &[hop]);
    printed(&["annotate", &hops, "--policy", "uniform"]);
    let mut pivots = BTreeMap::from([(true, 0), (false, 0)]);
    for episode in [lines(&delayed(folder.path())), lines(&hops)].concat() {
        for [before, step, _] in steps(&episode) {
            let a = number(&step["truth"]["advantage"]);
            let v = number(&before["truth"]["success_probability"]);
            let ruins = v > 0.0 && (v + a).abs() < 1e-12;
            let expected = a.abs() > 0.2 - 1e-12 || ruins;
            assert_eq!(step["truth"]["pivot"], expected, "{step}");
            *pivots.get_mut(&expected).unwrap() += 1;
        }
    }
    assert!(pivots[&true] > 60 && pivots[&false] >= 7 * 64, "{pivots:?}");
}

#[test]
fn the_largest_probability_with_evidence_may_be_below_that_of_a_policy_that_guesses() {
    let folder = tempfile::tempdir().unwrap();
    let hop = made!({ "task": "diagnostic/two-hop", "seed": 1, "max_steps": 3, "actions": ["look up Ada"] });
    let file = import(folder.path(), &[hop]);
    printed(&["annotate", &file, "--policy", "uniform"]);
    let episode = &lines(&file)[0];
    let truth = &steps(episode)[0][2]["truth"];
    // Over supported actions within the budget nothing is left; the whole menu still guesses; without a budget all is open.
    assert_eq!(truth["reachable"], "out_of_budget");
    assert_eq!(truth["best_success_probability"]["exact"], "0/1");
    assert_eq!(truth["success_probability"]["exact"], "17/63");
    assert_eq!(truth["best_outcome"], made!([1, 1]));
}

#[test]
fn a_guess_may_succeed_after_success_went_out_of_reach_with_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let guess = |name: &str| {
        made!({ "task": "diagnostic/two-hop", "seed": 1, "max_steps": 3,
                "actions": ["look up Ada", format!("answer {name}")] })
    };
    let all = ["Dora", "Edith", "Flora"].map(guess);
    let file = import(folder.path(), &all);
    let scored = folder.path().join("scored.jsonl").display().to_string();
    printed(&[
        "score",
        &file,
        "--scheme",
        "truth:label,truth:alive,fapo",
        "--out",
        &scored,
    ]);
    let rows = lines(&scored);
    let of = |scheme: usize, episode: usize| rows[scheme]["rewards"][episode].clone();
    let episodes = lines(&file);
    let solved = |e: &Value| steps(e)[1][2]["truth"]["success"] == true;
    let lucky = episodes.iter().position(solved).unwrap();
    assert_eq!(of(0, lucky)[0], -1.0);
    assert_eq!(of(1, lucky)[0], 0.0);
    assert_eq!(
        of(2, lucky)[1],
        0.0,
        "a success that is flawed by its guess"
    );
    let unlucky = (lucky + 1) % 3;
    assert_eq!(of(2, unlucky)[1], -1.0);
    let text = printed(&[
        "explain",
        &file,
        "--episode",
        &unlucky.to_string(),
        "--policy",
        "uniform",
    ]);
    assert!(
        text.contains("success with evidence went out of reach with step 0"),
        "{text}"
    );
}

#[test]
fn one_rule_says_what_is_on_a_shortest_path_of_steps_files_and_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (whole, picture) = (path("g.json"), path("g.dot"));
    let task = [
        "graph",
        "diagnostic/delayed-effect",
        "--seed",
        "1",
        "--policy",
        "uniform",
    ];
    for out in [&whole, &picture] {
        printed(&[&task[..], &["--mode", "raw", "--out", out]].concat());
    }
    let graph = &lines(&whole)[0];
    let mut shortest = BTreeMap::new();
    for state in graph["states"].as_array().unwrap() {
        for action in state["actions"].as_array().unwrap() {
            let name = (state["digest"].to_string(), action["action"].to_string());
            shortest.insert(name, action["solution"]["shortest"].clone());
        }
    }
    let mut compared = 0;
    for episode in lines(&delayed(folder.path())) {
        for [before, step, _] in steps(&episode) {
            let name = (
                before["digests"]["state"].to_string(),
                step["action"].to_string(),
            );
            assert_eq!(
                shortest[&name], step["truth"]["on_shortest_path"],
                "{name:?}"
            );
            compared += 1;
        }
    }
    assert_eq!(compared, 512);
    let drawn = std::fs::read_to_string(&picture).unwrap();
    let bold = |action: &str| {
        let label = format!("[label=\"{action}");
        let of_it = drawn.lines().filter(|l| l.contains(&label));
        of_it.map(|l| l.contains("style=bold")).collect::<Vec<_>>()
    };
    assert_eq!((bold("good"), bold("bad")), (vec![true], vec![false]));
}

/// Transitions of a graph, by whether success is as far after them as before, further away or lost.
fn counted(edges: &[Value]) -> [u64; 2] {
    let (mut same, mut worse) = (0, 0);
    for edge in edges.iter().filter(|e| e["rejected"].is_null()) {
        let steps = |name: &str| edge[name]["steps"].as_u64();
        match (steps("distance"), steps("next_distance")) {
            (Some(before), Some(after)) if after == before => same += 1,
            (Some(before), Some(after)) if after > before => worse += 1,
            (Some(_), None) => worse += 1,
            _ => {}
        }
    }
    [same, worse]
}

#[test]
fn no_step_is_both_harmless_and_harmful() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edges.jsonl").display().to_string();
    let seed = ["diagnostic/key-door", "--seed", "1", "--mode", "raw"];
    printed(&[&["graph"], &seed[..], &["--edges", &path]].concat());
    let audited = json(&[&["audit", "outcome"], &seed[..], &["--json"]].concat());
    let found = [&audited["harmless"]["steps"], &audited["harmful"]["steps"]];
    let [same, worse] = counted(&lines(&path));
    assert!(worse > 0);
    assert_eq!(found, [&made!(same), &made!(worse)]);
}

#[test]
fn a_draw_that_no_action_avoids_is_no_harmful_step() {
    let seed = ["audit", "outcome", "diagnostic/delayed-effect", "--json"];
    assert_eq!(json(&seed)["harmful"]["steps"], 0);
    let horizon = [&seed[..], &["--horizon", "8"]].concat();
    assert_eq!(json(&horizon)["harmful"]["steps"], 0);
}

#[test]
fn the_look_alikes_of_a_lumped_graph_are_classes() {
    let mode = |mode: &str| {
        printed(&[
            "graph",
            "diagnostic/key-door",
            "--seed",
            "1",
            "--policy",
            "uniform",
            "--mode",
            mode,
        ])
    };
    assert!(mode("lumped").contains("classes of states in 4 groups look alike"));
    assert!(mode("raw").contains("8 states in 4 groups look alike"));
}

#[test]
fn alternatives_that_commit_without_evidence_are_marked_as_guesses() {
    let folder = tempfile::tempdir().unwrap();
    let actions = ["look up Ada", "look up the lighthouse"];
    let task = made!({"task": "diagnostic/two-hop", "seed": 1, "actions": actions});
    let file = import(folder.path(), &[task]);
    let step = ["explain", &file, "--episode", "0", "--step", "1"];
    let explained = json(&[&step[..], &["--json"]].concat());
    let mut guesses = 0;
    for alternative in explained["alternatives"].as_array().unwrap() {
        let action = alternative["action"].as_str().unwrap();
        // After one page of two answers can be given, and none is supported.
        let expected = match action.starts_with("answer") {
            true => made!(false),
            false => Value::Null,
        };
        assert_eq!(alternative["supported"], expected, "{action}");
        guesses += usize::from(action.starts_with("answer"));
    }
    assert!(guesses > 0, "{explained}");
    let text = printed(&step);
    let marked = text
        .lines()
        .filter(|line| line.starts_with("guess ") && line.contains("answer"));
    assert_eq!(marked.count(), guesses, "{text}");
    assert!(
        text.contains("guess: commits to what nothing shown so far supports"),
        "{text}"
    );
}

#[test]
fn a_credit_over_groups_of_one_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl").display().to_string();
    let run = |group: &str| {
        let _ = std::fs::remove_file(&path);
        printed(&[
            "run",
            "diagnostic/recovery",
            "--episodes",
            "6",
            "--group",
            group,
            "--out",
            &path,
            "--score",
            "outcome |> grpo:verl",
        ])
    };
    let note = "grpo:verl compares the rollouts of a group with each other";
    let (alone, whole) = (run("1"), run("3"));
    assert!(
        alone.contains(note) && alone.contains("6 of 6 groups"),
        "{alone}"
    );
    assert!(!whole.contains(note), "{whole}");
    let score = [
        "score",
        path.as_str(),
        "--scheme",
        "outcome |> grpo:verl,outcome",
    ];
    assert!(!printed(&score).contains(note));
    run("1");
    assert!(printed(&score).contains(note));
    let scored = json(&[&score[..], &["--json"]].concat());
    let credit = &scored["schemes"][0]["advantages"]["groups"];
    assert_eq!(*credit, made!({"all": 6, "of_one": 6}));
}
