//! The policy of the support desk: each rule once, as the sentence agents read and the check of every call.

use super::world::{RETURN_DAYS, TODAY};
use crate::tools::{
    kernel::rule::{Check, Rule, Scene},
    policy::{CONFIRM, NOTHING_ELSE, TRUTH, alone, in_words, own},
};
use std::sync::LazyLock;

/// Finds the customer; anything else needs one who was found.
const FREE: &[&str] = &["find_user_by_email", "find_user_by_name"];

pub(super) const IDENTIFY: Rule = Rule {
    name: "identify",
    text: "Identify the customer first, by email address or by name and zip code, before you look at or change anything else.",
    check: Check::Identified(FREE),
};

const OWN: Rule = own("own_orders", |scene| {
    owner(scene).is_some_and(|owner| owner != scene.customer())
});

/// That the customer asks for the refund on a gift card.
pub(super) const GIFT_CARD: &str = "gift card";

pub(super) const REFUND: Rule = Rule {
    name: "refund",
    text: "Refund to the payment method that the order was paid with, or to a gift card where the customer asks for that.",
    check: Check::Broken(|scene| {
        let to = scene.text("refund_to");
        let order = scene.row("orders", scene.text("order_id"));
        let is_asked = to.starts_with("gift_") && scene.is_asked(GIFT_CARD);
        scene.tool == "return_items"
            && !is_asked
            && order.is_some_and(|order| order["payment"] != to)
    }),
};

pub(super) const WINDOW: Rule = Rule {
    name: "window",
    text: "A delivered order can be returned or exchanged within 30 days after the day it arrived, and not later.",
    check: Check::Broken(|scene| {
        let takes_back = ["return_items", "exchange_items"].contains(&scene.tool);
        let order = scene.row("orders", scene.text("order_id"));
        let arrived = order.and_then(|order| order["arrived"].as_i64());
        takes_back && arrived.is_some_and(|day| scene.today() - day > RETURN_DAYS)
    }),
};

/// The most days late for which the smaller credit is issued.
pub(super) const LITTLE_LATE: i64 = 5;
/// The smaller and the larger credit.
pub(super) const CREDITS: (i64, i64) = (500, 1500);

/// The credit for an order that came so many days late.
pub(super) fn credit(late: i64) -> i64 {
    match late {
        ..=0 => 0,
        1..=LITTLE_LATE => CREDITS.0,
        _ => CREDITS.1,
    }
}

pub(super) const CREDIT: Rule = Rule {
    name: "credit",
    text: "Issue credit only for an order that arrived after the promised day: 500 cents if it came up to 5 days late, and 1500 cents if it came later than that.",
    check: Check::Broken(|scene| {
        let order = scene
            .row("orders", scene.text("order_id"))
            .unwrap_or_default();
        let late = order["arrived"]
            .as_i64()
            .map_or(0, |day| day - order["promised"].as_i64().unwrap_or(day));
        scene.tool == "issue_credit" && scene.call.arguments["cents"] != credit(late)
    }),
};

pub(super) const PERSON: Rule = Rule {
    name: "person",
    text: "Do what this policy allows, and hand over to a person what it does not, with the reason `not allowed` and the id of the order.",
    check: Check::Told,
};

/// Whose record a call works on.
fn owner(scene: &Scene<'_>) -> Option<String> {
    match scene.call.arguments["user_id"].as_str() {
        Some(user) => (scene.tool != "get_user").then(|| user.to_owned()),
        None => {
            let order = scene.row("orders", scene.text("order_id"))?;
            let reads = ["get_order", "track_order"].contains(&scene.tool);
            (!reads).then(|| order["user"].as_str().unwrap_or_default().to_owned())
        }
    }
}

/// The rules of a desk without a customer to ask.
pub(super) static SOLO: LazyLock<Vec<Rule>> = LazyLock::new(|| alone(DIALOGUE));
/// The rules of one with a customer.
pub(super) const DIALOGUE: &[Rule] = &[
    IDENTIFY,
    OWN,
    CONFIRM,
    REFUND,
    WINDOW,
    CREDIT,
    PERSON,
    TRUTH,
    NOTHING_ELSE,
];

/// The policy in words.
pub(super) fn text(rules: &[Rule]) -> String {
    let desk = format!("You work at the support desk of a shop. Today is day {TODAY}.");
    in_words(&desk, rules)
}
