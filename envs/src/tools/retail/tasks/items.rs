//! Have other variants of things in orders that are still pending.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, listed},
        world::Order,
    },
};

pub(super) const TEMPLATE: Template = Template {
    name: "retail-items",
    version: 4,
    summary: "replace things in pending orders by the variants that the ticket names",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 3;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, MOST, Order::is_pending)?;
    let mut wanted = vec![];
    for order in &orders {
        let item = &order.items[0];
        let to = case.choose(item)?;
        case.swap("change_order_items", order, &to, 0);
        wanted.push(format!("{} in {}", case.thing(item), to.spoken()));
    }
    let from = match orders.len() {
        1 => "my pending order",
        _ => "my pending orders",
    };
    case.say(format!(
        "In {from}, please let me have {} instead",
        listed(&wanted)
    ));
    case.finish(&orders)
}
