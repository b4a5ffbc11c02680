//! The story of `docs/how-to/check-my-reward.md`, as it is told there: a reward with a bug is found, the mended one holds.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail their test")]

use std::sync::Arc;
use truestep::{core::registry::Prepared, rewards::audit::Finding};
// shown: imports
use truestep::core::{chance::Seed, rational::Rational, task::Task};
use truestep::envs::{WorldOptions, registry};
use truestep::rewards::audit::{Objective, Transition, check};
// end

// shown: draft
/// The grade at the end, and 1/5 for every sub-goal reached on the way.
fn draft(t: &Transition<'_>) -> Rational {
    let grade = match t.end {
        Some(_) => t.after.outcome,
        None => Rational::from_integer(0),
    };
    grade + Rational::new(t.step.gained.len() as i64, 5)
}
// end

// shown: mended
/// The grade at the end, and 1/5 for every sub-goal held, as a potential: what is gained is paid back when it is lost.
fn mended(t: &Transition<'_>) -> Rational {
    let held = |n: usize| Rational::new(n as i64, 5);
    let before = held(t.before.subgoals.len());
    match t.end {
        Some(_) => t.after.outcome - before,
        None => Rational::new(99, 100) * held(t.after.subgoals.len()) - before,
    }
}
// end

fn prepared(id: &str) -> Arc<dyn Prepared> {
    let task = Task::new(id.parse().unwrap(), Seed(3));
    registry(&WorldOptions::default())
        .unwrap()
        .prepare(&task)
        .unwrap()
}

#[test]
fn the_draft_is_farmed_by_filling_and_emptying_the_cart() {
    let report = check(draft, &*prepared("shop/buy@5"), Objective::default()).unwrap();
    let cycle = report.findings.iter().find_map(|f| match f {
        Finding::FarmableCycle { cycle, .. } => Some(cycle),
        _ => None,
    });
    let cycle = cycle.unwrap();
    assert!(cycle.contains(&"add_to_cart".to_owned()), "{cycle:?}");
    assert!(cycle.iter().any(|a| a.starts_with("remove[")), "{cycle:?}");
}

// shown: test
#[test]
fn my_reward_is_sound() {
    let worlds = registry(&WorldOptions::default()).unwrap();
    let task = Task::new("shop/buy@5".parse().unwrap(), Seed(3));
    let task = worlds.prepare(&task).unwrap();
    let report = check(mended, &*task, Objective::default()).unwrap();
    report.assert_sound();
}
// end

/// What stands between `// shown: NAME` and `// end` in this file, without its indentation.
fn shown() -> Vec<String> {
    let mut blocks = vec![];
    let mut block: Option<(usize, Vec<&str>)> = None;
    for line in include_str!("check_my_reward.rs").lines() {
        let text = line.trim_start();
        if text.starts_with("// shown: ") {
            block = Some((line.len() - text.len(), vec![]));
        } else if text == "// end" {
            blocks.extend(block.take().map(|(_, lines)| lines.join("\n")));
        } else if let Some((indent, lines)) = &mut block {
            lines.push(line.get(*indent..).unwrap_or_default());
        }
    }
    blocks
}

#[test]
fn the_document_shows_the_code_that_is_tested() {
    let document = include_str!("../docs/how-to/check-my-reward.md");
    let blocks = shown();
    assert_eq!(blocks.len(), 4);
    for block in blocks {
        assert!(document.contains(&block), "not in the document:\n{block}");
    }
}
