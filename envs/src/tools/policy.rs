//! Rules that several desks have, and a policy's words.

use super::kernel::rule::{Check, Rule, Scene};

/// That nothing is changed which the customer has not agreed to.
pub(crate) const CONFIRM: Rule = Rule {
    name: "confirm",
    text: "Lay every change before the customer with `confirm_with_user` and carry it out once the customer has agreed, one change at a time.",
    check: Check::Confirmed,
};

/// What the customer is told.
pub(crate) const TRUTH: Rule = Rule {
    name: "truth",
    text: "Tell the customer only what was asked for, and only what is so.",
    check: Check::True,
};

/// What is left as it is.
pub(crate) const NOTHING_ELSE: Rule = Rule {
    name: "nothing_else",
    text: "Change nothing that was not asked for.",
    check: Check::Told,
};

/// That nobody else's records are changed: `is_others` says of a call whether it does.
pub(crate) const fn own(name: &'static str, is_others: fn(&Scene<'_>) -> bool) -> Rule {
    Rule {
        name,
        text: "Change nothing that belongs to another customer.",
        check: Check::Broken(is_others),
    }
}

/// The rules of a desk without a customer to ask: nobody agrees to anything there.
pub(crate) fn alone(rules: &[Rule]) -> Vec<Rule> {
    let is_told = |rule: &&Rule| !matches!(rule.check, Check::Confirmed);
    rules.iter().filter(is_told).copied().collect()
}

/// A policy in words, after what kind of a desk it is of.
pub(crate) fn in_words(desk: &str, rules: &[Rule]) -> String {
    let rules: Vec<&str> = rules.iter().map(|rule| rule.text).collect();
    format!("{desk} {}", rules.join(" "))
}
