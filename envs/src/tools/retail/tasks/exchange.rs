//! Exchange delivered things for other variants.

use super::{Scope, Template, items::choose};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, has, listed},
        world::{Item, Order},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-exchange",
    version: 1,
    summary: "exchange delivered things for the variants that the ticket names, where that is still possible",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 3;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let mut chance = scope.chance;
    let count = 1 + chance.below(MOST) as usize;
    let mut case = Case::ticket(scope.world, scope.setting, chance, |user| {
        has(user, count, Order::is_returnable)
    })?;
    let orders = case.draw_orders(count, Order::is_returnable);
    let mut wanted = vec![];
    for order in &orders {
        let item = &order.items[0];
        let contents = case.contents(order);
        let tracking = case.tracking(order);
        let variants = case.variants(item, contents);
        let (to, others) = choose(&mut case, item)?;
        let call =
            |to: &Item| json!({"order_id": order.id, "items": [{"from": item.id, "to": to.id}]});
        case.maker
            .write("exchange_items", call(to), contents | variants, tracking);
        for other in others {
            case.maker
                .wrong("exchange_items", call(other), contents | variants);
        }
        wanted.push(format!(
            "{} for one in {}",
            case.thing(item),
            to.options.replace(", ", " and ")
        ));
    }
    case.say(format!(
        "From my delivered orders, please exchange {}",
        listed(&wanted)
    ));
    case.finish(&orders)
}
