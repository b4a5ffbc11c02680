//! Take delivered things back, and say what is refunded.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::{Def, Facts},
    retail::{
        case::{Case, has, listed},
        world::{Order, money},
    },
};
use serde_json::{Value, json};
use truestep_core::chance::Chance;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-return",
    version: 1,
    summary: "return what the ticket names, refund it as asked, and tell the total",
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
    let gift = case.chance.below(2) == 0;
    let (mut all, mut spoken) = (0, vec![]);
    for order in &orders {
        let contents = case.contents(order);
        let tracking = case.tracking(order);
        all |= contents;
        give_back(&mut case, order, gift, contents, contents | tracking);
        spoken.push(case.thing(&order.items[0]));
    }
    tell_total(&mut case, &orders, all);
    case.say(format!(
        "Please take {} back, each from its delivered order and nothing else from there",
        listed(&spoken)
    ));
    case.say(refund_words(gift).into());
    case.say("Then tell me the total of the refunds".into());
    case.finish(&orders)
}

/// How the refund is asked for.
pub(super) fn refund_words(gift: bool) -> &'static str {
    match gift {
        true => "I would like the refund on my gift card",
        false => "I would like each refund to go to how the order was paid",
    }
}

/// The return of the first thing of an order, and the mistakes beside it; the order shows the ids of its things.
pub(super) fn give_back(
    case: &mut Case<'_>,
    order: &Order,
    gift: bool,
    shown: Facts,
    evidence: Facts,
) {
    let card = &case.user.payments[2].0;
    let (to, other) = if gift {
        (card, &order.payment)
    } else {
        (&order.payment, card)
    };
    let call = |items: &[&str], to: &str| -> Value {
        json!({"order_id": order.id, "item_ids": items, "refund_to": to})
    };
    let first = order.items[0].id.as_str();
    case.maker
        .write("return_items", call(&[first], to), shown, evidence);
    case.maker
        .wrong("return_items", call(&[first], other), shown);
    if let Some(second) = order.items.get(1) {
        case.maker
            .wrong("return_items", call(&[&second.id], to), shown);
        case.maker
            .wrong("return_items", call(&[first, &second.id], to), shown);
    }
}

/// What the first things of some orders cost together, to be told.
pub(super) fn tell_total(case: &mut Case<'_>, orders: &[&Order], evidence: Facts) {
    let total: i64 = orders.iter().map(|order| order.items[0].cents).sum();
    let whole: i64 = orders
        .iter()
        .flat_map(|order| &order.items)
        .map(|item| item.cents)
        .sum();
    let others = [
        total - orders[0].items[0].cents + 5_000,
        whole + 500,
        total + 100,
    ]
    .map(money);
    case.maker.tell("total", &money(total), evidence, &others);
}
