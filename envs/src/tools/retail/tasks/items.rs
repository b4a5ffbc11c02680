//! Have other variants of things in orders that are still pending.

use super::{Scope, Template};
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
    name: "retail-items",
    version: 1,
    summary: "replace things in pending orders by the variants that the ticket names",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 3;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let mut chance = scope.chance;
    let count = 1 + chance.below(MOST) as usize;
    let mut case = Case::ticket(scope.world, scope.setting, chance, |user| {
        has(user, count, Order::is_pending)
    })?;
    let orders = case.draw_orders(count, Order::is_pending);
    let mut wanted = vec![];
    for order in &orders {
        let item = &order.items[0];
        let contents = case.contents(order);
        let variants = case.variants(item, contents);
        let (to, others) = choose(&mut case, item)?;
        let call =
            |to: &Item| json!({"order_id": order.id, "items": [{"from": item.id, "to": to.id}]});
        case.maker.write(
            "change_order_items",
            call(to),
            variants,
            contents | variants,
        );
        for other in others {
            case.maker
                .wrong("change_order_items", call(other), variants);
        }
        wanted.push(format!(
            "{} in {}",
            case.thing(item),
            to.options.replace(", ", " and ")
        ));
    }
    case.say(format!(
        "In the pending orders, please let me have {} instead",
        listed(&wanted)
    ));
    case.finish(&orders)
}

/// A variant that can be had and is not the item's own, and the others that can be had.
pub(super) fn choose<'w>(
    case: &mut Case<'w>,
    item: &Item,
) -> Result<(&'w Item, Vec<&'w Item>), String> {
    let product = &case.world.products[item.product];
    let there = product
        .variants
        .iter()
        .filter(|(variant, available)| *available && variant.id != item.id);
    let mut there: Vec<&Item> = there.map(|(variant, _)| variant).collect();
    if there.is_empty() {
        return Err("no other variant of the product can be had".into());
    }
    let to = there.swap_remove(case.chance.below(there.len() as u32) as usize);
    Ok((to, there))
}
