//! A customer has moved: the orders named and the customer's own record get the new address.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, listed, new_address},
        world::{Address, Order},
    },
};
use serde_json::json;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-address",
    version: 4,
    summary: "change where the orders named ship to, and the customer's own address",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 5;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, MOST, Order::is_pending)?;
    let (address, other) = (new_address(&mut case), new_address(&mut case));
    for order in &orders {
        let contents = case.contents(order);
        let call = |address: &Address| json!({"order_id": order.id, "address": address.json()});
        let listed = case.listed(order);
        case.maker
            .write("change_order_address", call(&address), listed, contents);
        case.maker
            .wrong("change_order_address", call(&other), listed);
    }
    let call = |address: &Address| json!({"user_id": case.user.id, "address": address.json()});
    let (right, wrong) = (call(&address), call(&other));
    case.maker.write("change_user_address", right, case.id, 0);
    // An address that the ticket names as well: where the customer lived before that.
    case.maker.wrong("change_user_address", wrong, case.id);
    let spoken: Vec<String> = orders.iter().map(|order| case.spoken(order)).collect();
    case.say(format!(
        "Long ago I lived at {}. I have moved to {}",
        other.text(),
        address.text()
    ));
    case.say(format!(
        "Please change my own address to the new one, and ship {} there",
        listed(&spoken)
    ));
    case.finish(&orders)
}
