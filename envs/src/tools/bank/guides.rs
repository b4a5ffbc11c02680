//! The documents that open tools: what each says of when its tool may be used, and the check of that, from one place.

use super::terms::{FEES, TIERS, TODAY, Terms, YEAR, tier};
use crate::tools::kernel::{deed::money, rule::Scene};
pub(super) use crate::tools::words::listed;
use serde_json::Value;
use std::sync::Arc;

/// A document that opens a tool.
pub(super) struct Guide {
    pub(super) tool: &'static str,
    pub(super) title: &'static str,
    /// Words that it is found by, beside those of its title.
    pub(super) about: &'static str,
    /// What it says.
    pub(super) text: fn(&Terms) -> String,
    /// Whether a call of the tool is one that it does not allow.
    pub(super) is_misused: fn(&Scene<'_>, &Terms) -> bool,
}

fn posting(scene: &Scene<'_>) -> Arc<Value> {
    let row = scene.row("postings", scene.text("posting_id"));
    row.unwrap_or_default()
}

fn card(scene: &Scene<'_>) -> Arc<Value> {
    let row = scene.row("cards", scene.text("card_id"));
    row.unwrap_or_default()
}

/// How many fees the owner of a posting was given back within a year.
fn given_back(scene: &Scene<'_>, owner: &Value) -> (i64, usize) {
    let customer = scene.row("customers", owner.as_str().unwrap_or_default());
    let customer = customer.unwrap_or_default();
    let days = customer["fee_refunds"].as_array().cloned();
    let days = days.unwrap_or_default().into_iter();
    let recent = days.filter(|day| day.as_i64().is_some_and(|day| TODAY - day <= YEAR));
    let tier = tier(customer["tier"].as_str().unwrap_or_default());
    (recent.count() as i64, tier)
}

fn is_beyond_the_year(scene: &Scene<'_>, terms: &Terms) -> bool {
    let (count, tier) = given_back(scene, &posting(scene)["owner"]);
    count >= terms.fees_a_year[tier]
}

fn is_waived(scene: &Scene<'_>, terms: &Terms) -> bool {
    terms.is_waived(posting(scene)["text"].as_str().unwrap_or_default())
}

fn is_large(scene: &Scene<'_>, terms: &Terms) -> bool {
    posting(scene)["cents"].as_i64().unwrap_or_default() > terms.quick
}

/// The cents that a call to transfer is about, and the most that its customer may send without a review.
pub(super) fn transfer(scene: &Scene<'_>, terms: &Terms) -> (i64, i64) {
    let account = scene.row("accounts", scene.text("account_id"));
    let owner = account.unwrap_or_default();
    let customer = scene.row("customers", owner["owner"].as_str().unwrap_or_default());
    let customer = customer.unwrap_or_default();
    let tier = tier(customer["tier"].as_str().unwrap_or_default());
    (cents(scene.text("amount")), terms.transfer[tier])
}

/// The cents of an amount that a tool has taken, as people write it.
pub(super) fn cents(amount: &str) -> i64 {
    let plain: String = (amount.chars())
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, "00"));
    let number = |text: &str| text.parse::<i64>().unwrap_or_default();
    number(whole) * 100 + number(&format!("{part:0<2}"))
}

fn fees(terms: &Terms, waived: bool) -> String {
    let all = FEES
        .iter()
        .filter(|fee| terms.is_waived(fee) == waived)
        .map(|fee| format!("a {fee}").replace("a overdraft", "an overdraft"));
    let all: Vec<String> = all.collect();
    all.join(" or ")
}

/// Amounts by tier.
pub(super) fn by_tier(amounts: [i64; 3]) -> String {
    let all = TIERS.iter().zip(amounts);
    let all: Vec<String> = all
        .map(|(tier, cents)| format!("{tier}: {}", money(cents)))
        .collect();
    all.join("; ")
}

/// Every tool that a document opens.
pub(super) static GUIDES: [Guide; 12] = [
    Guide {
        tool: "list_fee_refunds",
        title: "How many fees are given back",
        about: "fee refunds year tier",
        text: |terms| {
            let [basic, plus, premier] = terms.fees_a_year;
            format!(
                "In any {YEAR} days up to today, customers are given back at most so many fees, of whatever kind: tier basic {basic}, tier plus {plus}, tier premier {premier}.\nBeyond that no fee is given back, whoever asks.\nThe days on which a customer was given fees back are listed by a tool, for every customer."
            )
        },
        is_misused: |_, _| false,
    },
    Guide {
        tool: "waive_fee",
        title: "Fees that are waived",
        about: "fee refunds give back",
        text: |terms| {
            format!(
                "What is charged as {} is given back by waiving it.\nOther fees are never waived, and are given back in another way or not at all.",
                fees(terms, true)
            )
        },
        is_misused: |scene, terms| !is_waived(scene, terms) || is_beyond_the_year(scene, terms),
    },
    Guide {
        tool: "refund_fee",
        title: "Fees that are paid back",
        about: "fee refunds give back",
        text: |terms| {
            format!(
                "What is charged as {} is given back by paying it back.\nOther fees are never paid back, and are given back in another way or not at all.",
                fees(terms, false)
            )
        },
        is_misused: |scene, terms| is_waived(scene, terms) || is_beyond_the_year(scene, terms),
    },
    Guide {
        tool: "open_quick_dispute",
        title: "Disputes of small card payments",
        about: "card disputes quick procedure merchant",
        text: |terms| {
            format!(
                "A card payment of up to {} is disputed by the quick procedure.\nFor a larger one the quick procedure is never used.",
                money(terms.quick)
            )
        },
        is_misused: is_large,
    },
    Guide {
        tool: "open_full_dispute",
        title: "Disputes of large card payments",
        about: "card disputes full procedure merchant",
        text: |terms| {
            format!(
                "A card payment of more than {} is disputed by the full procedure.\nFor a smaller one the full procedure is never used.",
                money(terms.quick)
            )
        },
        is_misused: |scene, terms| !is_large(scene, terms),
    },
    Guide {
        tool: "report_fraud",
        title: "Payments that the customer has not made",
        about: "suspected fraud card stolen number",
        text: |_| {
            "Each card payment that somebody else has made is reported as fraud, one by one.\nIt is not disputed: disputes are about what merchants have done.".into()
        },
        is_misused: |_, _| false,
    },
    Guide {
        tool: "replace_card",
        title: "Cards that are lost or were stolen",
        about: "lost cards replacement new number",
        text: |_| {
            "A card that is lost or was stolen is frozen first, and then replaced by one with a new number.\nA card that the customer still has is never replaced.".into()
        },
        is_misused: |scene, _| !scene.is_asked("lost"),
    },
    Guide {
        tool: "reissue_card",
        title: "Cards that are damaged",
        about: "damaged cards broken chip same number",
        text: |_| {
            "A card that is damaged, and that the customer still has, is sent once more with the same number. It stays active until then, and is not frozen.\nA card that is lost or was stolen is never sent once more.".into()
        },
        is_misused: |scene, _| !scene.is_asked("damaged"),
    },
    Guide {
        tool: "unfreeze_card",
        title: "Frozen cards",
        about: "frozen cards unfreeze active again",
        text: |_| {
            "A card that was frozen by the customer is made active again when the customer asks for it.\nA card that was frozen by the bank stays frozen, whoever asks: a person decides.".into()
        },
        is_misused: |scene, _| card(scene)["frozen_by"] != "the customer",
    },
    Guide {
        tool: "send_reviewed_transfer",
        title: "Transfers and when they are reviewed",
        about: "transfer limits tier review",
        text: |terms| {
            format!(
                "The most that is sent at once, in one transfer, goes by the tier of the customer. {}.\nWhat is more than that is sent whole, as one transfer, to be reviewed; what is not more is never reviewed.",
                capital(&by_tier(terms.transfer))
            )
        },
        is_misused: |scene, terms| {
            let (cents, most) = transfer(scene, terms);
            cents <= most
        },
    },
    Guide {
        tool: "close_account",
        title: "Closing an account",
        about: "closing accounts balance pending",
        text: |_| {
            "An account is closed once nothing is on it: its balance has been moved to another account of the customer, and no standing order is paid from it any more.\nAn account with pending postings is never closed, and nothing is done to close it: a person waits for them.".into()
        },
        is_misused: |scene, _| has_pending(scene, scene.text("account_id")),
    },
    Guide {
        tool: "move_standing_order",
        title: "Standing orders on another account",
        about: "standing orders move account",
        text: |_| {
            "A standing order is moved when it is to be paid from another account of the same customer. It keeps its payee and its amount.\nIt is not cancelled for that.".into()
        },
        is_misused: |_, _| false,
    },
];

/// Whether postings of an account are pending.
pub(super) fn has_pending(scene: &Scene<'_>, account: &str) -> bool {
    let is_pending = |row: &Value| row["account"] == account && row["status"] == "pending";
    let postings = scene.rows("postings");
    postings.iter().any(|(_, row)| is_pending(row))
}

/// The same beginning with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
