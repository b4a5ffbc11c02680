//! Audits and graphs.

use crate::{json, refused, truestep};
use std::sync::Arc;
use truestep::{
    core::{
        chance::Seed, graph::Evidence, rational::Rational, registry::Prepared, task::Task,
        truth::Distance,
    },
    envs::{WorldOptions, registry},
    rewards::audit::{Objective, Options, Transition, check, check_with},
};

fn diagnostic(name: &str) -> Arc<dyn Prepared> {
    let registry = registry(&WorldOptions::default()).unwrap();
    let id = registry
        .select(&format!("diagnostic/{name}"))
        .unwrap()
        .remove(0)
        .id;
    registry.prepare(&Task::new(id, Seed(0))).unwrap()
}

/// outcome + 0.1(d − d′), with "never" read as 0: the plausible bug.
fn nearer(t: &Transition<'_>) -> Rational {
    let steps = |distance: Distance| i64::from(distance.steps().unwrap_or(0));
    let gained = steps(t.before.distance) - steps(t.after.distance);
    let outcome = match t.end {
        Some(_) => t.after.outcome,
        None => Rational::from_integer(0),
    };
    outcome + Rational::new(gained, 10)
}

#[test]
fn a_step_off_the_cliff_that_is_paid_more_than_the_best_step_is_warned_of() {
    let task = diagnostic("cliff");
    let report = check(nearer, &*task, Objective::default()).unwrap();
    assert!(report.pays_harm());
    let worst = report.harmful.largest.as_ref().unwrap();
    assert!(worst.amount.value > worst.best.value, "{worst:?}");
    let text = report.to_string();
    assert!(text.lines().next().unwrap().contains("warning"), "{text}");
    assert!(text.contains("warning: harmful steps paid"), "{text}");
    let good = |t: &Transition<'_>| match t.end {
        Some(_) => t.after.outcome,
        None => Rational::from_integer(0),
    };
    let report = check(good, &*task, Objective::default()).unwrap();
    assert!(!report.pays_harm() && report.is_sound(), "{report}");
}

#[test]
fn a_reward_that_pays_for_rejected_actions_is_farmed_by_them() {
    let scheme = "truth:valid |> scale(by=-1, plus=1)";
    let audited = truestep(&["audit", scheme, "diagnostic/two-hop", "--json"]);
    assert_eq!(audited.status.code(), Some(1), "{audited:?}");
    let report: serde_json::Value = serde_json::from_slice(&audited.stdout).unwrap();
    let farmed = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["finding"] == "farmable_cycle")
        .unwrap();
    assert_eq!(farmed["cycle"][0], "no such action");
    assert!(report["rejected"].as_u64().unwrap() > 0);
    // Over a horizon, too.
    let audited = truestep(&["audit", scheme, "diagnostic/two-hop", "--horizon", "9"]);
    assert_eq!(audited.status.code(), Some(1), "{audited:?}");
}

#[test]
fn every_state_that_runs_has_a_line_for_rejected_actions_with_their_causes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edges.jsonl").display().to_string();
    let graph = json(&[
        "graph",
        "diagnostic/key-door",
        "--mode",
        "lumped",
        "--edges",
        &path,
        "--json",
    ]);
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let rejected: Vec<&serde_json::Value> =
        lines.iter().filter(|l| !l["rejected"].is_null()).collect();
    assert_eq!(
        rejected.len() as u64,
        graph["graphs"][0]["running"].as_u64().unwrap()
    );
    for line in rejected {
        assert_eq!(line["state"], line["next_state"]);
        assert!(!line["rejected"].as_array().unwrap().is_empty());
    }
    let indexes: Vec<u64> = lines.iter().map(|l| l["index"].as_u64().unwrap()).collect();
    assert_eq!(indexes, (0..lines.len() as u64).collect::<Vec<_>>());
}

#[test]
fn a_task_with_evidence_is_judged_as_an_agent_that_reads_can_play_it_and_over_the_whole_menu() {
    let task = diagnostic("two-hop");
    let outcome = |t: &Transition<'_>| match t.end {
        Some(_) => t.after.outcome,
        None => Rational::from_integer(0),
    };
    let report = check(outcome, &*task, Objective::default()).unwrap();
    assert_eq!(report.actions, "supported");
    let whole = report.whole_menu.as_ref().unwrap();
    assert_eq!(whole.actions, "menu");
    assert_eq!(whole.gap.oracle_return, report.gap.oracle_return);
    assert!(whole.gap.best_return.value >= report.gap.best_return.value);
    let only = Options {
        evidence: Evidence::Required,
        ..Options::default()
    };
    let supported = check_with(outcome, &*task, &only).unwrap();
    assert!(supported.whole_menu.is_none());
    // A reward that pays for wrong guesses alone is sound for those who never guess, and is found all the same.
    let guesses = |t: &Transition<'_>| match (t.end, t.step.supported) {
        (Some(_), Some(false)) => Rational::from_integer(2),
        (Some(_), _) => t.after.outcome,
        (None, _) => Rational::from_integer(0),
    };
    let report = check(guesses, &*task, Objective::default()).unwrap();
    assert!(report.findings.is_empty() && !report.is_sound(), "{report}");
}

#[test]
fn differing_actions_are_named_in_full() {
    let wrong = |t: &Transition<'_>| match t.end {
        Some(_) if !t.after.success => Rational::from_integer(2),
        Some(_) => t.after.outcome,
        None => Rational::from_integer(0),
    };
    let report = check(wrong, &*diagnostic("cliff"), Objective::default()).unwrap();
    let text = report.to_string();
    let line = text.lines().find(|l| l.contains("best under it:")).unwrap();
    assert!(!line.contains('…'), "{line}");
    assert!(text.contains("\nterms\n"), "{text}");
    assert!(
        text.contains("  starc_value ") && text.contains("whether the sum of rewards"),
        "{text}"
    );
}

#[test]
fn what_would_take_for_ever_is_refused_at_once() {
    let cliff = "diagnostic/cliff";
    refused(
        &["audit", "outcome", cliff, "--horizon", "10000000"],
        "shorten the horizon",
    );
    refused(
        &["audit", "pica:survival", cliff, "--horizon", "4294967295"],
        "shorten the horizon",
    );
    refused(
        &[
            "audit",
            "outcome",
            cliff,
            "--discount",
            "0.999999999999999999",
        ],
        "too near 1",
    );
    refused(
        &[
            "audit",
            "outcome",
            cliff,
            "--discount",
            "1/-9223372036854775808",
        ],
        "99/100",
    );
    refused(
        &["graph", cliff, "--policy", "best-of-1000000(uniform)"],
        "fewer rollouts",
    );
    refused(
        &["graph", cliff, "--horizon", "100000"],
        "shorten the horizon",
    );
}

#[test]
fn a_graph_says_what_its_numbers_are() {
    let result = json(&[
        "graph",
        "diagnostic/cliff",
        "--json",
        "--policy",
        "eps-optimal(0.3)",
        "--policy",
        "best-of-2(uniform)",
    ]);
    assert_eq!(result["policies"][0]["policy"], "eps-optimal(3/10)");
    for policy in result["policies"].as_array().unwrap() {
        let exact = policy["success_probability"]["exact"].as_str().unwrap();
        assert!(exact.contains('/'), "{exact}");
    }
    let states = result["graph"]["states"].as_array().unwrap();
    for state in states {
        let solved = state["outcome"] == serde_json::json!([1, 1]);
        assert_eq!(state["success"], solved, "{state}");
    }
    refused(&["graph", "diagnostic/cliff", "--out", "x.png"], ".dot");
    refused(
        &["graph", "diagnostic/cliff", "--out", "g", "--edges", "g"],
        "one file",
    );
}

#[test]
fn shortest_flags_do_not_depend_on_the_policy() {
    let registry = registry(&WorldOptions::default()).unwrap();
    let mut with_chance = 0;
    for template in registry.select("diagnostic").unwrap() {
        let id = template.id.to_string();
        let mut flags = |policy: &str| {
            let result = json(&["graph", &id, "--json", "--policy", policy]);
            with_chance += usize::from(result["graphs"][0]["has_chance"] == true);
            let states = result["graph"]["states"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            let actions = states
                .iter()
                .flat_map(|s| s["actions"].as_array().unwrap().clone());
            actions
                .map(|a| a["solution"]["shortest"].as_bool())
                .collect::<Vec<_>>()
        };
        assert_eq!(flags("uniform"), flags("eps-optimal(3/10)"), "{id}");
    }
    assert!(with_chance > 0);
}
