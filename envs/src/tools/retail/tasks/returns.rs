//! Take delivered things back, and say what is refunded.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::{Def, Facts},
    retail::{
        case::{Case, listed},
        policy::GIFT_CARD,
        world::Order,
    },
};
use serde_json::{Value, json};
use truestep_core::chance::Chance;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-return",
    version: 4,
    summary: "return what the ticket names, refund it as asked, and tell the total",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 3;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, MOST, Order::is_returnable)?;
    let gift = asks_for_gift_card(&mut case);
    let (mut all, mut spoken, mut returns) = (0, vec![], vec![]);
    for order in &orders {
        let contents = case.contents(order);
        let tracking = case.tracking(order);
        all |= contents;
        let evidence = contents | tracking;
        returns.push(give_back(&mut case, order, gift, contents, evidence));
        spoken.push(case.thing(&order.items[0]));
    }
    tell_total(&mut case, &orders, all, &returns);
    case.say(back_words(&spoken));
    case.say(refund_words(gift, spoken.len()).into());
    let what = match spoken.len() {
        1 => "the amount of the refund, as the total",
        _ => "the total of the refunds",
    };
    case.say(format!("Then tell me {what}"));
    case.finish(&orders)
}

/// Whether the refund is to go to a gift card, drawn, and noted for the rule that asks.
pub(super) fn asks_for_gift_card(case: &mut Case<'_>) -> bool {
    let gift = case.chance.below(2) == 0;
    if gift {
        case.maker.note(GIFT_CARD);
    }
    gift
}

/// What is to be taken back.
pub(super) fn back_words(things: &[String]) -> String {
    let each = if things.len() == 1 { "" } else { "each " };
    format!(
        "Please take {} back, {each}from its delivered order and nothing else from there",
        listed(things)
    )
}

/// How the refund of so many things is asked for.
pub(super) fn refund_words(gift: bool, things: usize) -> &'static str {
    match (gift, things) {
        (true, _) => "I would like the refund on my gift card",
        (false, 1) => "I would like the refund to go to how the order was paid",
        (false, _) => "I would like each refund to go to how the order was paid",
    }
}

/// The return of the first thing of an order, which is given, and the mistakes beside it; the order shows the ids of its
/// things.
pub(super) fn give_back(
    case: &mut Case<'_>,
    order: &Order,
    gift: bool,
    shown: Facts,
    evidence: Facts,
) -> u16 {
    let card = &case.user.payments[2].0;
    let (to, other) = if gift {
        (card, &order.payment)
    } else {
        (&order.payment, card)
    };
    let call = |items: &[&str], to: &str| -> Value {
        json!({"order_id": order.id, "item_ids": items, "refund_to": to})
    };
    // The order shows how it was paid, the customer's record the gift card: all of it is offered at one moment.
    let (first, shown) = (order.items[0].id.as_str(), shown | case.account);
    let returned = case
        .maker
        .write("return_items", call(&[first], to), shown, evidence);
    case.maker
        .wrong("return_items", call(&[first], other), shown);
    if let Some(second) = order.items.get(1) {
        case.maker
            .wrong("return_items", call(&[&second.id], to), shown);
        case.maker
            .wrong("return_items", call(&[first, &second.id], to), shown);
    }
    returned
}

/// What the first things of some orders cost together, to be told once these returns are made.
pub(super) fn tell_total(case: &mut Case<'_>, orders: &[&Order], evidence: Facts, returns: &[u16]) {
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
    ];
    let told = case.maker.tell("total", total, evidence, &others);
    case.maker.after(told, returns.iter().copied());
}
