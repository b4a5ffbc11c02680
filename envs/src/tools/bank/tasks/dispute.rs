//! Card payments are disputed: by the procedure for their amount, within the time, and while calls do not go as they should.

use super::Scope;
use crate::tools::{
    bank::{
        case::{Case, HAND_OVER},
        world::Posting,
        writes::{DISPUTES, REASONS, has, spoken},
    },
    kernel::types::{Def, FaultKind},
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Most payments of one ticket.
const MOST: u32 = 4;

fn ticket<'w>(
    mut scope: Scope<'w>,
    most: u32,
) -> Result<(Case<'w>, Vec<&'w Posting>, &'static str), String> {
    let count = 1 + scope.chance.below(most) as usize;
    let mut case = Case::ticket(scope, |customer| {
        has(customer, count, Posting::is_disputable)
    })?;
    let all = case.all_postings(Posting::is_disputable);
    let payments = case.some(count, &all);
    let reason = case.some(1, &REASONS)[0];
    case.every_posting();
    for payment in &payments {
        case.dispute(payment, reason, 0);
    }
    Ok((case, payments, reason))
}

pub(super) fn dispute(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, payments, reason) = ticket(scope, MOST)?;
    case.say(wish(&payments, reason));
    case.finish()
}

fn wish(payments: &[&Posting], reason: &str) -> String {
    let whole = format!(
        "Please dispute what I paid by card to {}, with the reason \"{reason}\"",
        spoken(payments)
    );
    match payments.len() {
        1 => whole,
        _ => format!("{whole} for each"),
    }
}

pub(super) fn late(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = scope.chance.below(MOST) as usize;
    let mut case = Case::ticket(scope, |customer| {
        has(customer, count, Posting::is_disputable) && has(customer, 1, Posting::is_too_old)
    })?;
    let all = case.all_postings(Posting::is_disputable);
    let payments = case.some(count, &all);
    let all = case.all_postings(Posting::is_too_old);
    let old = case.some(1, &all)[0];
    let reason = case.some(1, &REASONS)[0];
    case.every_posting();
    for payment in &payments {
        case.dispute(payment, reason, 0);
    }
    let posted = case.postings(old.account);
    for tool in ["open_quick_dispute", "open_full_dispute"] {
        case.guide(DISPUTES, tool);
        let call = json!({"posting_id": old.id, "reason": reason});
        case.maker.wrong(tool, call, posted);
    }
    let others: Vec<(&str, &str)> = payments
        .iter()
        .map(|payment| (HAND_OVER[0], payment.id.as_str()))
        .collect();
    case.maker.transfer(HAND_OVER[0], &old.id, posted, &others);
    let all: Vec<&Posting> = payments.iter().copied().chain([old]).collect();
    case.say(wish(&all, reason));
    case.finish()
}

/// Most payments that are disputed while little works.
const MOST_IN_OUTAGE: u32 = 2;

pub(super) fn outage(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, payments, reason) = ticket(scope, MOST_IN_OUTAGE)?;
    let reads = [
        FaultKind::PartialPage,
        FaultKind::StaleRead,
        FaultKind::WrongType,
        FaultKind::Transient,
    ];
    let read = case.some(1, &reads)[0];
    let write = case.some(1, &[FaultKind::Transient, FaultKind::Timeout])[0];
    case.maker.fault("list_postings", read);
    case.maker.fault("search_documents", FaultKind::RateLimit);
    let is_large = payments[0].cents > case.world.terms.quick;
    let tool = if is_large {
        "open_full_dispute"
    } else {
        "open_quick_dispute"
    };
    case.maker.fault(tool, write);
    case.say(wish(&payments, reason));
    case.say(
        "The systems are under strain today, and an answer may have to be asked for again".into(),
    );
    case.finish()
}
