//! Fees: given back as the documents say, and handed over beyond those of the year.

use super::Scope;
use crate::tools::{
    bank::{
        case::{Case, HAND_OVER},
        world::Posting,
        writes::{FEES, REASONS, has, spoken},
    },
    kernel::types::Def,
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Most fees of one ticket.
const MOST: u32 = 3;

fn is_fee(posting: &Posting) -> bool {
    posting.is_fee
}

pub(super) fn give_back(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = 1 + scope.chance.below(MOST) as usize;
    let terms = &scope.world.terms;
    let mut case = Case::ticket(scope, |customer| {
        customer.fees_left(terms) >= count as i64 && has(customer, count, is_fee)
    })?;
    let all = case.all_postings(is_fee);
    let fees = case.some(count, &all);
    let left = case.fees_left();
    case.every_posting();
    for fee in &fees {
        case.give_back(fee, left);
    }
    let were = if count == 1 { "was" } else { "were" };
    case.say(format!(
        "Please give me back {}, which {were} charged to my accounts",
        spoken(&fees)
    ));
    case.finish()
}

/// Most payments that are disputed beside the fee.
const MOST_DISPUTES: u32 = 3;

pub(super) fn refuse(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = scope.chance.below(MOST_DISPUTES) as usize;
    let terms = &scope.world.terms;
    let mut case = Case::ticket(scope, |customer| {
        let has_all = has(customer, count, Posting::is_disputable) && has(customer, 1, is_fee);
        customer.fees_left(terms) <= 0 && has_all
    })?;
    let all = case.all_postings(Posting::is_disputable);
    let payments = case.some(count, &all);
    let all = case.all_postings(is_fee);
    let fee = case.some(1, &all)[0];
    let reason = case.some(1, &REASONS)[0];
    let left = case.fees_left();
    case.every_posting();
    for payment in &payments {
        case.dispute(payment, reason, 0);
    }
    let tools = ["waive_fee", "refund_fee"];
    let posted = case.postings(fee.account);
    for tool in tools {
        case.guide(FEES, tool);
        case.maker
            .wrong(tool, json!({"posting_id": fee.id}), posted);
    }
    let others: Vec<(&str, &str)> = payments
        .iter()
        .map(|payment| (HAND_OVER[0], payment.id.as_str()))
        .collect();
    case.maker
        .transfer(HAND_OVER[0], &fee.id, left | posted, &others);
    if !payments.is_empty() {
        case.say(format!(
            "Please dispute what I paid by card to {}, with the reason \"{reason}\"",
            spoken(&payments)
        ));
    }
    case.say(format!(
        "Please give me back {}, which was charged to one of my accounts",
        spoken(&[fee])
    ));
    case.finish()
}
