//! Something is asked for that the policy does not allow: what is allowed is done, and the rest handed over.

use super::{
    Scope, Template,
    returns::{give_back, refund_words},
};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, has, listed},
        world::{Order, Standing},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-refuse",
    version: 1,
    summary: "return what can still be returned, and hand over what came too long ago",
    random_ceiling_percent: 3,
    build,
};

/// Most orders of one ticket that can be returned.
const MOST: u32 = 4;

fn is_too_old(order: &Order) -> bool {
    matches!(order.standing, Standing::Delivered(_)) && !order.is_returnable()
}

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let mut chance = scope.chance;
    let count = chance.below(MOST) as usize;
    let fits = |user: &_| has(user, count, Order::is_returnable) && has(user, 1, is_too_old);
    let mut case = Case::ticket(scope.world, scope.setting, chance, fits)?;
    let returned = case.draw_orders(count, Order::is_returnable);
    let old = case.draw_orders(1, is_too_old);
    let gift = case.chance.below(2) == 0;
    for order in &returned {
        let contents = case.contents(order);
        let tracking = case.tracking(order);
        give_back(&mut case, order, gift, contents, contents | tracking);
    }
    let order = old[0];
    let contents = case.contents(order);
    let evidence = contents | case.tracking(order);
    let to = if gift {
        &case.user.payments[2].0
    } else {
        &order.payment
    };
    let call = json!({"order_id": order.id, "item_ids": [order.items[0].id], "refund_to": to});
    case.maker.wrong("return_items", call, contents);
    let others: Vec<(&str, &str)> = returned
        .iter()
        .map(|order| ("not allowed", order.id.as_str()))
        .collect();
    case.maker
        .transfer("not allowed", &order.id, evidence, &others);
    let all: Vec<&Order> = returned.iter().copied().chain([order]).collect();
    let spoken: Vec<String> = all
        .iter()
        .map(|order| case.thing(&order.items[0]))
        .collect();
    case.say(format!(
        "Please take {} back, each from its delivered order and nothing else from there",
        listed(&spoken)
    ));
    case.say(refund_words(gift).into());
    case.finish(&all)
}
