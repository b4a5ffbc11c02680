//! Conversations to imitate.

use crate::desk::{Desk, actions, diagnostic};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use truestep_core::{
    environment::Environment as _,
    graph::{Limits, Mode},
    truth::{Distance, Reachable},
};

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

/// Random play reports a task as infeasible before it has looked; half of the time that is right, and nothing to imitate.
#[test]
fn a_blind_report_is_no_example() {
    let desk = Desk::record("shop/substitute-none", 40, "random");
    let (all, _) = desk.export(&["--as", "sft", "--filter", "success"]);
    let (kept, said) = desk.export(&["--as", "sft"]);
    assert!(all.len() >= 10, "{}", all.len());
    let supported = |line: &&Value| {
        let episode = desk.episode(&line["truth"]);
        let mut steps = episode.transitions.iter();
        steps.all(|t| t.truth.as_ref().unwrap().supported != Some(false))
    };
    assert_eq!(kept.len(), all.iter().filter(supported).count(), "{said}");
    assert!(kept.len() < all.len(), "{said}");
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
fn a_stricter_rule_finds_the_first_error_no_later() {
    let desk = diagnostic();
    let salvage = [
        "--as",
        "sft",
        "--filter",
        "failed",
        "--salvage",
        "prefix",
        "--error",
    ];
    let errors = |rule: &str| -> Vec<(String, u64)> {
        let (lines, _) = desk.export(&[&salvage[..], &[rule]].concat());
        let found = lines.iter().map(|l| &l["truth"]).map(|t| {
            let name = json!([t["task"], t["rollout"]]).to_string();
            (name, t["first_error"].as_u64().unwrap_or(u64::MAX))
        });
        found.collect()
    };
    let (fatal, detour) = (errors("reachable"), errors("shortest"));
    let mut earlier = 0;
    // Where no step left the shortest path it was chance that failed.
    for (name, at) in detour.iter().filter(|(_, at)| *at != u64::MAX) {
        let lost = fatal.iter().find(|(n, _)| n == name).unwrap().1;
        assert!(*at <= lost, "{name}: {at} {lost}");
        earlier += usize::from(*at < lost);
    }
    assert!(earlier > 0, "{detour:?}");
}

#[test]
fn calls_are_answered_by_their_ids_and_the_instruction_is_said_once() {
    let desk = diagnostic();
    for style in ["call", "forms"] {
        let (lines, _) = desk.export(&["--as", "sft", "--actions", style]);
        for line in &lines {
            let episode = desk.episode(&line["truth"]);
            let prepared = desk.registry.prepare(&episode.task).unwrap();
            let forms = prepared.forms();
            let messages = line["messages"].as_array().unwrap();
            let system = messages[0]["content"].as_str().unwrap();
            let told = |text: &str| system.contains(text);
            let said = match style {
                "call" => forms.iter().all(|form| told(&form.template)),
                _ => forms.iter().all(|form| told(&form.name)),
            };
            assert!(said, "{system}");
            let mut actions = vec![];
            for (step, pair) in messages[2..].chunks(2).enumerate() {
                let called = &pair[0]["tool_calls"][0];
                assert_eq!(called["id"], json!(format!("call_{step}")));
                let function = &called["function"];
                let name = function["name"].as_str().unwrap();
                let action = forms.action_of_call(name, &function["arguments"]);
                actions.push(action.unwrap());
                if let Some(answer) = pair.get(1) {
                    assert_eq!(answer["role"], "tool");
                    assert_eq!(answer["tool_call_id"], called["id"]);
                    assert_eq!(&answer["name"], name);
                }
            }
            let recorded: Vec<&str> = (episode.transitions.iter())
                .map(|t| t.action.as_str())
                .collect();
            assert_eq!(actions, recorded);
            let text = line["messages"].to_string();
            assert_eq!(text.matches(&episode.instruction).count(), 1, "{text}");
        }
    }
}
