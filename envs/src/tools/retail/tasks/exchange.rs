//! Exchange delivered things for other variants.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, listed},
        world::Order,
    },
};

pub(super) const TEMPLATE: Template = Template {
    name: "retail-exchange",
    version: 4,
    summary: "exchange delivered things for the variants that the ticket names, where that is still possible",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 3;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, MOST, Order::is_returnable)?;
    let mut wanted = vec![];
    for order in &orders {
        let item = &order.items[0];
        let tracking = case.tracking(order);
        let to = case.choose(item)?;
        case.swap("exchange_items", order, &to, tracking);
        wanted.push(format!("{} for one in {}", case.thing(item), to.spoken()));
    }
    let from = match orders.len() {
        1 => "my delivered order",
        _ => "my delivered orders",
    };
    case.say(format!("From {from}, please exchange {}", listed(&wanted)));
    case.finish(&orders)
}
