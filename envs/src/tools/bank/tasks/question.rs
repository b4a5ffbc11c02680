//! Nothing is to be changed: amounts are to be found out, in accounts and in documents, and told.

use super::Scope;
use crate::tools::{
    bank::{case::Case, library::CARD_LIMITS},
    kernel::types::Def,
};
use serde_json::json;

/// Fees that make a total, at least.
const FEWEST: usize = 2;

pub(super) fn build(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::ticket(scope, |customer| {
        customer
            .postings
            .iter()
            .filter(|posting| posting.is_fee)
            .count()
            >= FEWEST
    })?;
    let customer = case.customer;
    let terms = &case.world.terms;
    let fees = case.all_postings(|posting| posting.is_fee);
    let total: i64 = fees.iter().map(|fee| fee.cents).sum();
    let all = case.every_posting() | case.profile;
    let others = [total - fees[0].cents, total + fees[0].cents];
    case.maker.tell("total", total, all, &others);
    let profile = case.profile;
    let beside = |by_tier: [i64; 3]| -> (i64, Vec<i64>) {
        let right = by_tier[customer.tier];
        (
            right,
            by_tier
                .into_iter()
                .filter(|other| *other != right)
                .collect(),
        )
    };
    let limits = case.document("card limits", CARD_LIMITS);
    let (right, others) = beside(terms.card);
    case.maker
        .tell("card limit", right, limits | profile, &others);
    let limits = case.guide("transfer limits", "send_reviewed_transfer");
    let (right, others) = beside(terms.transfer);
    case.maker
        .tell("transfer limit", right, limits | profile, &others);
    for fee in &fees {
        let tool = if terms.is_waived(fee.text) {
            "waive_fee"
        } else {
            "refund_fee"
        };
        let posted = case.postings(fee.account);
        case.maker
            .wrong(tool, json!({"posting_id": fee.id}), posted);
    }
    case.say(
        "Please tell me, as the total, what the fees come to that stand among the postings of all my accounts"
            .into(),
    );
    case.say(
        "Tell me as well, as the card limit, the highest daily limit that a card of mine can have, and, as the transfer limit, the most that I can send at once in one transfer"
            .into(),
    );
    case.finish()
}
