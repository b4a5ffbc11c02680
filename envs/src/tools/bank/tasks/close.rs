//! Accounts are closed, once nothing is on them.

use super::Scope;
use crate::tools::{
    bank::case::{Case, HAND_OVER},
    kernel::types::{Def, Facts},
};
use serde_json::json;
use truestep_core::chance::Chance;

/// What documents about each matter are searched by.
const CLOSING: &str = "closing accounts";
pub(super) const ORDERS: &str = "standing orders";

/// The closing of an account after all that is on it was moved to the first.
fn close_one(case: &mut Case<'_>, place: usize) {
    let customer = case.customer;
    let (id, to) = (&customer.accounts[place].id, &customer.accounts[0].id);
    let profile = case.profile;
    let guide = case.guide(CLOSING, "close_account");
    let (stands, orders) = (case.account(place), case.orders(place));
    let evidence = guide | stands | orders;
    for order in customer
        .orders
        .iter()
        .filter(|order| order.account == place)
    {
        let moving = case.guide(ORDERS, "move_standing_order");
        let shown = orders | profile;
        let call = json!({"standing_order_id": order.id, "to_account_id": to});
        case.maker
            .write("move_standing_order", call, shown, evidence | moving);
        let call = json!({"standing_order_id": order.id, "to_account_id": id});
        case.maker.wrong("move_standing_order", call, shown);
        let call = json!({"standing_order_id": order.id});
        case.maker.wrong("cancel_standing_order", call, orders);
    }
    let call = json!({"account_id": id, "to_account_id": to});
    case.maker.write("move_balance", call, profile, evidence);
    let call = json!({"account_id": to, "to_account_id": id});
    case.maker.wrong("move_balance", call, profile);
    let call = json!({"account_id": to});
    case.maker.wrong("close_account", call, profile);
    for (other, account) in customer.accounts.iter().enumerate() {
        if other != place && other != 0 {
            let call = json!({"account_id": id, "to_account_id": account.id});
            case.maker.wrong("move_balance", call, profile);
            let call = json!({"account_id": account.id, "to_account_id": to});
            case.maker.wrong("move_balance", call, profile);
        }
    }
    let call = json!({"account_id": id});
    case.maker.write("close_account", call, profile, evidence);
}

pub(super) fn close(mut scope: Scope<'_>) -> Result<Def, String> {
    let place = 1 + scope.chance.below(2) as usize;
    let mut case = Case::ticket(scope, |customer| {
        customer.accounts.len() > place && !customer.has_pending(place)
    })?;
    let accounts = &case.customer.accounts;
    let (kind, to) = (accounts[place].kind, accounts[0].kind);
    close_one(&mut case, place);
    case.say(format!(
        "Please close my {kind} account. What is on it, money and standing orders, is to go to my {to} account"
    ));
    case.finish()
}

pub(super) fn pending(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::ticket(scope, |customer| {
        let pending = [1, 2].map(|place| customer.has_pending(place));
        customer.accounts.len() == 3 && pending[0] != pending[1]
    })?;
    let customer = case.customer;
    let is_first = customer.has_pending(1);
    let (bad, good) = if is_first { (1, 2) } else { (2, 1) };
    close_one(&mut case, good);
    let evidence: Facts = case.account(bad) | case.guide(CLOSING, "close_account") | case.profile;
    let id = &customer.accounts[bad].id;
    let other = customer.accounts[good].id.as_str();
    case.maker
        .transfer(HAND_OVER[0], id, evidence, &[(HAND_OVER[0], other)]);
    let kinds = [1, 2].map(|place| customer.accounts[place].kind);
    case.say(format!(
        "Please close my {} account and my {} account. What is on them, money and standing orders, is to go to my {} account",
        kinds[0], kinds[1], customer.accounts[0].kind
    ));
    case.finish()
}
