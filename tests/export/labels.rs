//! Stepwise labels, and scores held against them.

use crate::desk::{diagnostic, done, truestep};
use serde_json::{Value, json};
use std::fs;
use truestep_core::truth::Reachable;

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
        let errors = err.lines().filter(|line| !line.starts_with("note: "));
        assert_eq!(errors.count(), 1, "{err}");
        assert!(err.contains(told), "{told}: {err}");
    }
}
