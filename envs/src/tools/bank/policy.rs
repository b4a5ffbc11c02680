//! The policy of the bank's desk: each rule once, as the sentence agents read and the check of every call.

use super::{
    guides::{GUIDES, cents, transfer},
    terms::{DISPUTE_DAYS, TODAY, Terms, tier},
};
use crate::tools::{
    kernel::rule::{Check, Rule, Scene},
    policy::{CONFIRM, NOTHING_ELSE, TRUTH, alone, in_words, own},
};
use std::sync::LazyLock;

/// What can be called before the customer is identified.
const FREE: &[&str] = &["find_customer", "search_documents", "read_document"];

const IDENTIFY: Rule = Rule {
    name: "identify",
    text: "Identify the customer first, by phone number, before you look at or change anything but documents.",
    check: Check::Identified(FREE),
};

const OWN: Rule = own("own", |scene| {
    owner(scene).is_some_and(|owner| owner != scene.customer())
});

const DOCUMENTS: Rule = Rule {
    name: "documents",
    text: "Some tools are not listed: to read the document that a tool belongs to opens it. Call it with `use_tool`, and only for what its document allows.",
    check: Check::Broken(|scene| {
        let guide = GUIDES.iter().find(|guide| guide.tool == scene.tool);
        let terms = guide.and_then(|_| Terms::of(scene));
        let both = guide.zip(terms);
        both.is_some_and(|(guide, terms)| (guide.is_misused)(scene, &terms))
    }),
};

const LIMITS: Rule = Rule {
    name: "limits",
    text: "Keep to what the documents say about transfer limits, about new payees and about card limits.",
    check: Check::Broken(|scene| {
        let Some(terms) = Terms::of(scene) else {
            return false;
        };
        let sends = ["make_transfer", "send_reviewed_transfer"].contains(&scene.tool);
        let (sent, most) = transfer(scene, &terms);
        scene.tool == "make_transfer" && sent > most
            || sends && is_new_payee(scene, &terms)
            || scene.tool == "set_card_limit" && is_beyond_limit(scene, &terms)
    }),
};

fn is_new_payee(scene: &Scene<'_>, terms: &Terms) -> bool {
    let payee = scene.row("payees", scene.text("payee_id"));
    let added = payee.and_then(|payee| payee["added"].as_i64());
    added.is_some_and(|day| TODAY - day < terms.cooling)
}

fn is_beyond_limit(scene: &Scene<'_>, terms: &Terms) -> bool {
    let card = scene
        .row("cards", scene.text("card_id"))
        .unwrap_or_default();
    let customer = scene.row("customers", card["owner"].as_str().unwrap_or_default());
    let customer = customer.unwrap_or_default();
    let tier = tier(customer["tier"].as_str().unwrap_or_default());
    cents(scene.text("amount")) > terms.card[tier]
}

const DISPUTES: Rule = Rule {
    name: "disputes",
    text: "A card payment can be disputed within 60 days after the day of its posting, and not later.",
    check: Check::Broken(|scene| {
        let disputes = ["open_quick_dispute", "open_full_dispute"].contains(&scene.tool);
        let posting = scene.row("postings", scene.text("posting_id"));
        let day = posting.and_then(|posting| posting["day"].as_i64());
        disputes && day.is_some_and(|day| scene.today() - day > DISPUTE_DAYS)
    }),
};

const FRAUD: Rule = Rule {
    name: "fraud",
    text: "Where somebody else has paid with a customer's card, report each of these payments, freeze every card that they were made with, and then hand over with the reason `suspected fraud` and the id of the customer.",
    check: Check::Told,
};

const PERSON: Rule = Rule {
    name: "person",
    text: "Do what this policy and the documents allow, and hand over to a person what they do not, with the reason `not allowed` and the id of the posting, payee, card or account that cannot be dealt with as asked.",
    check: Check::Told,
};

/// Whose record a call changes.
fn owner(scene: &Scene<'_>) -> Option<String> {
    const READS: [&str; 4] = ["find_", "get_", "list_", "read_"];
    const KEYS: [(&str, &str); 4] = [
        ("account_id", "accounts"),
        ("card_id", "cards"),
        ("posting_id", "postings"),
        ("standing_order_id", "standing"),
    ];
    if READS.iter().any(|verb| scene.tool.starts_with(verb)) {
        return None;
    }
    let mut rows = KEYS
        .iter()
        .filter_map(|(key, table)| scene.row(table, scene.text(key)));
    Some(
        rows.next()?["owner"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    )
}

/// The rules of a desk without a customer to ask.
pub(super) static SOLO: LazyLock<Vec<Rule>> = LazyLock::new(|| alone(DIALOGUE));
/// The rules of one with a customer.
pub(super) const DIALOGUE: &[Rule] = &[
    IDENTIFY,
    OWN,
    CONFIRM,
    DOCUMENTS,
    LIMITS,
    DISPUTES,
    FRAUD,
    PERSON,
    TRUTH,
    NOTHING_ELSE,
];

/// The policy in words.
pub(super) fn text(rules: &[Rule]) -> String {
    let desk = format!("You work at the desk of a bank. Today is day {TODAY}.");
    let rules = in_words(&desk, rules);
    format!(
        "{rules} There are documents about fee refunds, card disputes, suspected fraud, lost cards, damaged cards, frozen cards, card limits, transfer limits, new payees, closing accounts, standing orders, and more."
    )
}
