//! Cancel orders that are named by what is in them.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, REASONS, has, listed},
        world::Order,
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-cancel",
    version: 1,
    summary: "cancel the pending orders that hold what the ticket names",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 5;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let mut chance = scope.chance;
    let count = 1 + chance.below(MOST) as usize;
    let mut case = Case::ticket(scope.world, scope.setting, chance, |user| {
        has(user, count, Order::is_pending)
    })?;
    let orders = case.draw_orders(count, Order::is_pending);
    let reason = case.draw(&REASONS);
    let other = REASONS
        .into_iter()
        .find(|other| *other != reason)
        .unwrap_or_default();
    for order in &orders {
        let contents = case.contents(order);
        let call = |reason: &str| json!({"order_id": order.id, "reason": reason});
        case.maker
            .write("cancel_order", call(reason), case.account, contents);
        case.maker.wrong("cancel_order", call(other), case.account);
    }
    let spoken: Vec<String> = orders.iter().map(|order| case.spoken(order)).collect();
    case.say(format!("Please cancel {}", listed(&spoken)));
    let (it, was) = if count == 1 {
        ("it", ("is", "was"))
    } else {
        ("they", ("are", "were"))
    };
    let verb = if reason == REASONS[0] { was.0 } else { was.1 };
    case.say(format!("The reason is that {it} {verb} {reason}"));
    case.finish(&orders)
}
