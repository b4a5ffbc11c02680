//! Somebody else has paid with a customer's cards.

use super::Scope;
use crate::tools::{
    bank::{
        case::{Case, HAND_OVER},
        world::{Customer, Posting, Standing},
        writes::spoken,
    },
    kernel::types::Def,
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Most payments of one ticket.
const MOST: u32 = 4;

fn is_with_active_card(customer: &Customer, posting: &Posting) -> bool {
    let card = customer.accounts[posting.account].card_is;
    posting.is_payment() && card == Standing::Active
}

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = 1 + scope.chance.below(MOST) as usize;
    let mut case = Case::ticket(scope, |customer| {
        let payments = customer.postings.iter();
        payments
            .filter(|posting| is_with_active_card(customer, posting))
            .count()
            >= count
    })?;
    let customer = case.customer;
    let all = case.all_postings(|posting| is_with_active_card(customer, posting));
    let payments = case.some(count, &all);
    let guide = case.guide("suspected fraud", "report_fraud");
    case.every_posting();
    let mut evidence = 0;
    let mut accounts: Vec<usize> = vec![];
    for payment in &payments {
        let posted = case.postings(payment.account);
        evidence |= posted;
        let call = json!({"posting_id": payment.id});
        case.maker.write("report_fraud", call, posted, guide);
        if !accounts.contains(&payment.account) {
            accounts.push(payment.account);
        }
    }
    if accounts.len() == customer.accounts.len() {
        return Err("somebody else has paid with every card".into());
    }
    for (place, account) in customer.accounts.iter().enumerate() {
        if !accounts.contains(&place) {
            let call = json!({"card_id": account.card});
            case.maker.wrong("freeze_card", call, case.profile);
        }
    }
    for &account in &accounts {
        let posted = case.postings(account);
        let card = &customer.accounts[account].card;
        case.means(card);
        let call = json!({"card_id": card});
        case.maker.write("freeze_card", call, posted, 0);
    }
    // Of each account that is looked at another posting.
    for account in 0..customer.accounts.len() {
        let posted = case.postings(account);
        let beside = case.all_postings(|other| other.account == account);
        let mut beside = beside
            .iter()
            .filter(|other| payments.iter().all(|p| p.id != other.id));
        if let Some(other) = beside.next() {
            let call = json!({"posting_id": other.id});
            case.maker.wrong("report_fraud", call, posted);
        }
    }
    case.maker
        .transfer(HAND_OVER[1], &customer.id, evidence | case.id, &[]);
    let payment = if count == 1 { "payment" } else { "payments" };
    case.say(format!(
        "I have not made the card {payment} to {}: somebody else has",
        spoken(&payments)
    ));
    case.say("I still have all my cards, and the other payments are mine".into());
    case.finish()
}
