//! Standing orders are moved, cancelled and changed.

use super::{Scope, close::ORDERS};
use crate::tools::{
    bank::{case::Case, world::Customer},
    kernel::{deed::money, types::Def},
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Fewest and most standing orders of one ticket.
const FEWEST: usize = 2;
const MOST: u32 = 4;

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = (FEWEST + scope.chance.below(MOST) as usize).min(MOST as usize);
    let mut case = Case::ticket(scope, |customer: &Customer| customer.orders.len() >= count)?;
    let customer = case.customer;
    let all: Vec<usize> = (0..customer.orders.len()).collect();
    let orders = case.some(count, &all);
    let guide = case.guide(ORDERS, "move_standing_order");
    let mut of_account = vec![];
    for place in 0..customer.accounts.len() {
        of_account.push(case.orders(place));
    }
    let profile = case.profile;
    let mut wishes = vec![];
    for (number, place) in orders.into_iter().enumerate() {
        let order = &customer.orders[place];
        let shown = of_account[order.account];
        let cancel = json!({"standing_order_id": order.id});
        match number % 3 {
            0 => {
                let others = (0..customer.accounts.len()).filter(|to| *to != order.account);
                let others: Vec<usize> = others.collect();
                let to = case.some(1, &others)[0];
                let call = |to: usize| json!({"standing_order_id": order.id, "to_account_id": customer.accounts[to].id});
                case.maker
                    .write("move_standing_order", call(to), shown | profile, guide);
                for other in others.into_iter().filter(|other| *other != to) {
                    case.maker
                        .wrong("move_standing_order", call(other), shown | profile);
                }
                // Where it is paid from already it cannot be moved to.
                case.maker
                    .wrong("move_standing_order", call(order.account), shown | profile);
                case.maker.wrong("cancel_standing_order", cancel, shown);
                let kind = customer.accounts[to].kind;
                wishes.push(format!(
                    "have the one to {} paid from my {kind} account",
                    order.payee
                ));
            }
            1 => {
                case.maker.write("cancel_standing_order", cancel, shown, 0);
                wishes.push(format!("cancel the one to {}", order.payee));
            }
            _ => {
                let cents = 12_000 + 500 * i64::from(case.chance.below(20));
                let call =
                    |cents: i64| json!({"standing_order_id": order.id, "amount": money(cents)});
                case.maker
                    .write("set_standing_order_amount", call(cents), shown, 0);
                case.maker
                    .wrong("set_standing_order_amount", call(cents + 1_000), shown);
                case.maker.wrong("cancel_standing_order", cancel, shown);
                wishes.push(format!(
                    "change the one to {} to {} a month",
                    order.payee,
                    money(cents)
                ));
            }
        }
    }
    let rest = customer.orders.iter().enumerate();
    let rest = rest.filter(|(place, _)| !all_in(&wishes, customer.orders[*place].payee));
    for (_, order) in rest.take(2) {
        let call = json!({"standing_order_id": order.id});
        let shown = of_account[order.account];
        case.maker.wrong("cancel_standing_order", call, shown);
    }
    case.say("This is about my standing orders".into());
    for wish in wishes {
        case.say(format!("Please {wish}"));
    }
    case.finish()
}

/// Whether one of the wishes is about a payee.
fn all_in(wishes: &[String], payee: &str) -> bool {
    wishes.iter().any(|wish| wish.contains(payee))
}
