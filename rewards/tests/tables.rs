//! Tables written down by hand: is the policy that was meant best?
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use proptest::prelude::*;
use serde_json::{Value, json};
use truestep_core::rational::Rational;
use truestep_rewards::audit::{Objective, Table, TableReport};

fn judged(table: &Value, discount: (i128, i128)) -> TableReport {
    let discount = Objective::Discounted(Rational::new(discount.0 as _, discount.1 as _));
    Table::read(&table.to_string())
        .unwrap()
        .judge(discount)
        .unwrap()
}

fn edge(from: &str, action: &str, to: &str, reward: Value) -> Value {
    json!({"from": from, "action": action, "to": to, "reward": reward})
}

#[test]
fn a_loop_that_is_paid_more_than_the_task_is_the_counterexample() {
    let table = json!({
        "start": "shelf",
        "transitions": [
            edge("shelf", "take", "cart", json!("1/5")), edge("cart", "put back", "shelf", json!(0)),
            edge("cart", "buy", "bought", json!(1)),
        ],
        "policy": {"shelf": "take", "cart": "buy"},
    });
    let report = judged(&table, (99, 100));
    assert!(!report.is_sound() && report.exact);
    let found = report.counterexample.unwrap();
    assert_eq!(
        (&*found.state, &*found.better, found.is_loop),
        ("cart", "put back", true)
    );
    assert_eq!(found.reached_by.len(), 1);
    // 1/5 every other step for ever: (1/5)/(1 - (99/100)^2).
    assert_eq!(report.best.exact.as_deref(), Some("2000/199"));
    // 1/5 + 99/100.
    assert_eq!(report.meant.exact.as_deref(), Some("119/100"));
    // As much as that, with a discount at which waiting costs more than it pays.
    let report = judged(&table, (1, 2));
    assert!(report.is_sound() && report.counterexample.is_none());
    assert_eq!((report.states, report.choosing, report.tied), (3, 2, 0));
}

#[test]
fn chance_is_weighed_exactly() {
    let bet = |stake: &str| {
        json!({
            "start": "table",
            "transitions": [
                {"from": "table", "action": "bet", "to": "won", "reward": stake, "probability": "1/3"},
                {"from": "table", "action": "bet", "to": "lost", "reward": -1, "probability": "2/3"},
                edge("table", "leave", "home", json!(0)),
            ],
            "policy": {"table": "leave"},
        })
    };
    assert!(judged(&bet("1.99"), (9, 10)).is_sound());
    let even = judged(&bet("2"), (9, 10));
    assert!(even.is_sound() && even.tied == 1);
    let bad = judged(&bet("2.01"), (9, 10));
    let found = bad.counterexample.unwrap();
    assert_eq!(
        (&*found.better, found.would_earn.exact.as_deref()),
        ("bet", Some("1/300"))
    );
    let mut mixed = bet("3");
    mixed["policy"] = json!({"table": {"bet": "3/4", "leave": "1/4"}});
    let report = judged(&mixed, (9, 10));
    assert_eq!(report.meant.exact.as_deref(), Some("1/4"));
    assert_eq!(report.counterexample.unwrap().meant, ["bet", "leave"]);
}

#[test]
fn what_is_wrong_with_a_table_is_said_in_a_line() {
    let good = || json!({"start": "a", "transitions": [edge("a", "go", "b", json!(1))], "policy": {"a": "go"}});
    let said = |change: &dyn Fn(&mut Value)| {
        let mut table = good();
        change(&mut table);
        let said = Table::read(&table.to_string()).unwrap_err().to_string();
        assert!(!said.contains('\n'), "{said}");
        said
    };
    assert!(Table::read(&good().to_string()).is_ok());
    type Change<'c> = &'c dyn Fn(&mut Value);
    let cases: [(Change<'_>, &str); 11] = [
        (
            &|t| t["start"] = json!("c"),
            "no transition leaves the start `c`",
        ),
        (
            &|t| t["policy"] = json!({}),
            "`policy` says nothing of the state `a`, which can be reached: one of `go`",
        ),
        (
            &|t| t["policy"] = json!({"a": "fly"}),
            "`policy` takes `fly` in `a`, which has `go`",
        ),
        (
            &|t| t["policy"] = json!({"a": {"go": 0.5}}),
            "the probabilities of `policy` in `a` are 1/2 in all, not 1",
        ),
        (
            &|t| t["policy"] = json!({"a": 3}),
            "expected an action or actions with their probabilities",
        ),
        (
            &|t| t["transitions"][0]["reward"] = json!("much"),
            "`reward` of transition 0: \"much\" is no number",
        ),
        (
            &|t| t["transitions"][0]["probability"] = json!(0.5),
            "the probabilities of `go` in `a` are 1/2 in all",
        ),
        (
            &|t| t["transitions"][0]["probability"] = json!(2),
            "the probabilities of transition 0 are 2 in all",
        ),
        (
            &|t| t["transitions"] = json!([t["transitions"][0], t["transitions"][0]]),
            "`go` leads from `a` to `b` twice",
        ),
        (
            &|t| t["transitions"][0]["action"] = json!("a\nb"),
            "a control character",
        ),
        (
            &|t| t["gamma"] = json!(1),
            "there is no `gamma` here: expected one of `start`, `transitions`, `policy`",
        ),
    ];
    for (change, words) in cases {
        let said = said(change);
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(
        Table::read("[1]")
            .unwrap_err()
            .to_string()
            .contains("expected an object")
    );
    let horizon = Table::read(&good().to_string())
        .unwrap()
        .judge(Objective::Horizon(3));
    assert!(
        horizon
            .unwrap_err()
            .to_string()
            .contains("under a discount")
    );
}

/// States with a few actions each, that lead anywhere with rewards of any kind; what is meant is the first action.
fn tables() -> impl Strategy<Value = Value> {
    let lead = (0..5_usize, -3..4_i32, 1..4_u8);
    let action = proptest::collection::vec(lead, 1..3);
    let actions = proptest::collection::vec(action, 1..3);
    proptest::collection::vec(actions, 2..5).prop_map(|states| {
        let (count, mut lines, mut policy) = (states.len(), vec![], serde_json::Map::new());
        for (s, actions) in states.iter().enumerate() {
            policy.insert(format!("s{s}"), json!("a0"));
            for (a, leads) in actions.iter().enumerate() {
                let mut to: std::collections::BTreeMap<usize, (i32, u32)> = Default::default();
                for (next, reward, weight) in leads {
                    let entry = to.entry(next % (count + 1)).or_insert((*reward, 0));
                    entry.1 += u32::from(*weight);
                }
                let sum: u32 = to.values().map(|(_, weight)| weight).sum();
                for (next, (reward, weight)) in to {
                    lines.push(json!({"from": format!("s{s}"), "action": format!("a{a}"), "to": format!("s{next}"),
                        "reward": reward, "probability": format!("{weight}/{sum}")}));
                }
            }
        }
        json!({"start": "s0", "transitions": lines, "policy": policy})
    })
}

proptest! {
    /// The best policy of a table is sound when it is the one that was meant, and no policy earns more.
    #[test]
    fn what_is_best_is_sound_and_at_least_as_good_as_what_was_meant(table in tables()) {
        let report = judged(&table, (9, 10));
        prop_assert!(report.best.value >= report.meant.value - 1e-12);
        if report.is_sound() {
            prop_assert_eq!(&report.best, &report.meant);
        } else {
            let found = report.counterexample.clone().unwrap();
            prop_assert!(found.would_earn.value > found.earned.value);
        }
        // A potential that is added and taken away changes no verdict.
        let potential = |state: &Value| -> i64 { state.as_str().unwrap()[1..].parse::<i64>().unwrap() };
        let names: Vec<Value> = table["transitions"].as_array().unwrap().iter().map(|t| t["from"].clone()).collect();
        let mut shaped = table.clone();
        for line in shaped["transitions"].as_array_mut().unwrap() {
            let after = if names.contains(&line["to"]) { 9 * potential(&line["to"]) } else { 0 };
            let sum = 10 * line["reward"].as_i64().unwrap() + after - 10 * potential(&line["from"]);
            line["reward"] = json!(format!("{sum}/10"));
        }
        let other = judged(&shaped, (9, 10));
        prop_assert_eq!((other.is_sound(), other.changed, other.tied), (report.is_sound(), report.changed, report.tied));
    }
}
