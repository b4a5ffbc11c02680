//! Verdicts that were wrong once.

use crate::tasks::{diagnostic, shop};
use truestep::{
    core::registry::Prepared,
    rewards::audit::{self, Finding, Options, Report},
};

fn audited(text: &str, task: &dyn Prepared) -> Report {
    let options = Options::default();
    let scheme = audit::read(text, options.objective).unwrap();
    audit::audit_scheme(&scheme, task, &options).unwrap()
}

fn names(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(Finding::name).collect()
}

#[test]
fn a_loop_that_pays_nothing_is_not_what_is_farmed() {
    // The key is paid for and opening the door is charged: who has the key stays. Staying pays nothing, fetching it did.
    let task = diagnostic("key-door");
    let report = audited("sum(gain:subgoals, -1 * outcome)", &*task);
    assert_eq!(
        names(&report),
        ["policy_changed", "exploit_gap"],
        "{report}"
    );
}

#[test]
fn to_read_before_a_guess_is_no_change_for_the_worse() {
    for name in ["cancel", "return", "compare"] {
        let task = shop(name);
        let report = audited("sum(outcome, 1/10 * gain:subgoals)", &*task);
        assert!(report.is_sound(), "{name}:\n{report}");
        let whole = report.whole_menu.unwrap();
        // What the best policy does is still said: it reads, and is later than a guess that happens to be right.
        assert!(whole.gap.success.value > 0.99, "{name}");
    }
}

#[test]
fn a_guess_that_is_paid_is_found_where_guesses_count() {
    // Every commitment is paid, right or wrong: who reads first can earn it too, but a wrong guess earns as much as a right one.
    let task = shop("cancel");
    let report = audited("sum(1/10 * outcome, action:kind(kind=finish))", &*task);
    assert!(!report.is_sound(), "{report}");
}
