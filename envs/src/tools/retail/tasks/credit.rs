//! Credit orders that came late, by how late they came.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, listed},
        policy::{CREDITS, credit},
        world::Order,
    },
};
use serde_json::json;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-credit",
    version: 4,
    summary: "issue the credit that the policy gives for the late orders named",
    random_ceiling_percent: 3,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 3;

fn is_late(order: &Order) -> bool {
    order.late() > 0
}

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, MOST, is_late)?;
    for order in &orders {
        let contents = case.contents(order);
        let tracking = case.tracking(order);
        let call = |cents: i64| json!({"order_id": order.id, "cents": cents});
        let (right, listed) = (credit(order.late()), case.listed(order));
        case.maker
            .write("issue_credit", call(right), listed, contents | tracking);
        case.maker
            .wrong("issue_credit", call(CREDITS.0 + CREDITS.1 - right), listed);
    }
    let spoken: Vec<String> = orders.iter().map(|order| case.spoken(order)).collect();
    let came = if orders.len() == 1 {
        "It came late"
    } else {
        "They all came late"
    };
    case.say(format!(
        "This is about {}. {came}, and I would like the credit that you give for that",
        listed(&spoken)
    ));
    case.finish(&orders)
}
