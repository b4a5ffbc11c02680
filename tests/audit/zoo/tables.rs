//! Tables of the zoo, and their values worked out once more: in doubles, by iteration.

use super::judge::Judged;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use truestep::{
    core::rational::rational_to_f64,
    rewards::audit::{Objective, Options, Table, TableReport},
};

#[derive(Deserialize)]
struct Written {
    start: String,
    transitions: Vec<Line>,
    policy: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Line {
    from: String,
    action: String,
    to: String,
    reward: Value,
    probability: Option<Value>,
}

pub(super) fn judge(text: &str, options: &Options) -> Judged {
    let report = Table::read(text).unwrap().judge(options.objective).unwrap();
    let mut judged = Judged {
        finds: BTreeSet::new(),
        warns: BTreeSet::new(),
        shown: vec![],
        refuted: refuted(text, &report, options),
    };
    if let Some(found) = &report.counterexample {
        judged.finds.insert("policy changed".to_owned());
        judged.shown.push(format!(
            "policy changed: in `{}` `{}` earns {}, what was meant {}",
            found.state, found.better, found.would_earn, found.earned
        ));
        if found.is_loop {
            judged.finds.insert("loop farmed".to_owned());
            let way: Vec<String> = found
                .best_way
                .iter()
                .map(|s| format!("`{}`", s.action))
                .collect();
            judged
                .shown
                .push(format!("loop farmed: {} and again", way.join(", ")));
        }
    }
    judged
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => match text.split_once('/') {
            Some((n, d)) => n.parse::<f64>().unwrap() / d.parse::<f64>().unwrap(),
            None => text.parse().unwrap(),
        },
        value => value.as_f64().unwrap(),
    }
}

/// What the values of the start are not, by value iteration.
fn refuted(text: &str, report: &TableReport, options: &Options) -> Vec<String> {
    let Objective::Discounted(gamma) = options.objective else {
        return vec!["a table is judged under a discount".to_owned()];
    };
    let gamma = rational_to_f64(gamma);
    let table: Written = serde_json::from_str(text).unwrap();
    // Of every state its actions, and of every action what it earns on average.
    let worth = |values: &BTreeMap<&str, f64>| {
        let mut worth: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
        for line in &table.transitions {
            let share = line.probability.as_ref().map_or(1.0, number);
            let next = values.get(line.to.as_str()).copied().unwrap_or(0.0);
            let action = worth.entry(&line.from).or_default();
            *action.entry(&line.action).or_default() +=
                share * (number(&line.reward) + gamma * next);
        }
        worth
    };
    let meant = |state: &str, actions: &BTreeMap<&str, f64>| match &table.policy[state] {
        Value::Object(shares) => shares
            .iter()
            .map(|(a, p)| number(p) * actions[a.as_str()])
            .sum(),
        action => actions[action.as_str().unwrap()],
    };
    let best = |_: &str, actions: &BTreeMap<&str, f64>| {
        actions.values().copied().fold(f64::NEG_INFINITY, f64::max)
    };
    type Choose<'a> = &'a dyn Fn(&str, &BTreeMap<&str, f64>) -> f64;
    let value = |choose: Choose<'_>| {
        let mut values: BTreeMap<&str, f64> = BTreeMap::new();
        // 0.99 to the power of 4,000 is below 1e-17.
        for _ in 0..4_000 {
            let worth = worth(&values);
            values = worth
                .iter()
                .map(|(s, actions)| (*s, choose(s, actions)))
                .collect();
        }
        values[table.start.as_str()]
    };
    let mut refuted = vec![];
    for (what, found, expected) in [
        (
            "the policy that was meant",
            report.meant.value,
            value(&meant),
        ),
        ("the best policy", report.best.value, value(&best)),
    ] {
        if (found - expected).abs() > 1e-9 {
            refuted.push(format!("{what} earns {expected}, not {found}"));
        }
    }
    refuted
}
