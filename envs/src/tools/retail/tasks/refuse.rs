//! Something is asked for that the policy does not allow: what is allowed is done, and the rest handed over.

use super::{
    Scope, Template,
    returns::{asks_for_gift_card, back_words, give_back, refund_words},
};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, has},
        world::{Order, Standing},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-refuse",
    version: 4,
    summary: "return what can still be returned, and hand over what came too long ago",
    random_ceiling_percent: 3,
    build,
};

/// Most orders of one ticket that can be returned.
const MOST: u32 = 4;

fn is_too_old(order: &Order) -> bool {
    matches!(order.standing, Standing::Delivered(_)) && !order.is_returnable()
}

fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = scope.chance.below(MOST) as usize;
    let fits = |user: &_| has(user, count, Order::is_returnable) && has(user, 1, is_too_old);
    let mut case = Case::ticket(scope, fits)?;
    let returned = case.draw_orders(count, Order::is_returnable);
    let old = case.draw_orders(1, is_too_old);
    let gift = asks_for_gift_card(&mut case);
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
    case.maker
        .wrong("return_items", call, contents | case.account);
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
    case.say(back_words(&spoken));
    case.say(refund_words(gift, spoken.len()).into());
    case.finish(&all)
}
