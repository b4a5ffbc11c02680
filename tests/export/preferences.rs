//! Preference pairs.

use crate::desk::{Desk, actions, diagnostic, done};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn both_actions_of_every_pair_have_the_values_claimed() {
    let desk = diagnostic();
    let (pairs, said) = desk.export(&["--as", "dpo", "--margin", "1/10"]);
    assert!(pairs.len() >= 20, "{said}");
    assert_eq!(said["lines"], pairs.len());
    let sources = values_hold(&desk, &pairs);
    assert_eq!(sources.len(), 2, "alternatives of both kinds: {sources:?}");
}

#[test]
fn pairs_of_a_shop_have_the_values_claimed() {
    let desk = Desk::record("shop/buy", 4, "noisy:0.6");
    let (pairs, said) = desk.export(&["--as", "dpo", "--margin", "1/10", "--by", "outcome"]);
    assert!(!pairs.is_empty(), "{said}");
    for pair in &pairs {
        let outcome = |side: &str| {
            pair["truth"][side]["expected_outcome"]["value"]
                .as_f64()
                .unwrap()
        };
        assert!(
            outcome("chosen") - outcome("rejected") > 0.1 - 1e-12,
            "{pair}"
        );
    }
    let by_success = |p: &&Value| {
        let q = |side: &str| {
            p["truth"][side]["success_probability"]["value"]
                .as_f64()
                .unwrap()
        };
        q("chosen") - q("rejected") > 0.1
    };
    let some: Vec<Value> = pairs.iter().filter(by_success).take(2).cloned().collect();
    assert!(!some.is_empty());
    values_hold(&desk, &some);
}

/// That states, histories and values of `pairs` are those found by playing and annotating them again; where their
/// alternatives come from.
fn values_hold(desk: &Desk, pairs: &[Value]) -> BTreeSet<String> {
    let mut sources = BTreeSet::new();
    for pair in pairs {
        let truth = &pair["truth"];
        let episode = desk.episode(truth);
        let t = truth["step"].as_u64().unwrap() as usize;
        assert_eq!(truth["state"], json!(episode.frame(t).digests.state));
        // The policy that acted, where the agent says which.
        let policy = truth["exact_for"]["policy"].as_str().unwrap();
        assert_eq!(truth["exact_for"]["horizon"], json!(episode.max_steps));
        let recorded = episode.transitions[..t].iter().map(|t| t.action.clone());
        assert_eq!(actions(&pair["prompt"]), recorded.collect::<Vec<_>>());
        let mut advantages = vec![];
        for side in ["chosen", "rejected"] {
            let action = truth[side]["action"].as_str().unwrap();
            assert_eq!(actions(&pair[side]), [action]);
            let (value, advantage) = desk.annotated(episode, t, action, policy);
            assert_eq!(value, truth["success_probability"], "{truth}");
            assert_eq!(advantage, truth[side]["advantage"], "{truth}");
            advantages.push(advantage["value"].as_f64().unwrap());
        }
        let apart = advantages[0] - advantages[1];
        assert!(apart > 0.1 - 1e-12, "{truth}");
        let difference = |q: &str| {
            let value = |side: &str| truth[side][q]["value"].as_f64().unwrap();
            value("chosen") - value("rejected")
        };
        assert!((apart - difference("success_probability")).abs() < 1e-12);
        sources.insert(truth["alternative_from"].as_str().unwrap().to_owned());
    }
    sources
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
fn actions_that_are_refused_have_a_value_too() {
    let folder = tempfile::tempdir().unwrap();
    let (script, file) = (folder.path().join("script"), folder.path().join("f.jsonl"));
    // Each line costs a step and changes nothing; the budget is what they waste.
    std::fs::write(&script, "dance\n".repeat(40)).unwrap();
    let agent = format!("scripted:{}", script.display());
    let run = [
        "run",
        "diagnostic/key-door",
        "--episodes",
        "1",
        "--agent",
        &agent,
    ];
    done(&[&run[..], &["--out", file.to_str().unwrap()]].concat());
    let desk = Desk::open(folder);
    let (pairs, said) = desk.export(&["--as", "dpo", "--margin", "0", "--from", "oracle"]);
    assert!(pairs.len() >= 5, "{said}");
    let differ = |p: &&Value| p["truth"]["difference"]["value"].as_f64().unwrap() > 0.1;
    let some: Vec<Value> = pairs.iter().filter(differ).cloned().collect();
    assert!(
        some.iter()
            .all(|p| p["truth"]["rejected"]["action"] == "dance")
    );
    assert!(some.len() >= 2, "{said}");
    values_hold(&desk, &some);
    // Nothing is left once the refused actions are taken back.
    let sft = ["--as", "sft", "--filter", "all", "--rollback"];
    let (lines, said) = desk.export(&sft);
    assert!(
        lines.is_empty() && said["left_out"]["no step is left"] == 1,
        "{said}"
    );
}
