//! The same with a customer who has to be asked, and who agrees to each change before it is made.

use super::{
    Scope, Template,
    returns::{asks_for_gift_card, give_back, refund_words, tell_total},
};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, REASONS, listed},
        world::Order,
    },
};

/// Most orders of one customer's wish.
const MOST: u32 = 3;

pub(super) const CANCEL: Template = Template {
    name: "retail-talk-cancel",
    version: 4,
    summary: "ask a customer what to cancel and why, have each change agreed, and carry it out",
    random_ceiling_percent: 2,
    build: cancel,
};

fn cancel(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::talk_about(scope, MOST, Order::is_pending)?;
    let reason = case.draw(&REASONS);
    let spoken: Vec<String> = orders.iter().map(|order| case.spoken(order)).collect();
    let request = case.wish(
        "request",
        "which orders",
        &format!("please cancel {}.", listed(&spoken)),
    );
    let why = case.wish("reason", "the reason", &format!("the reason is: {reason}."));
    for order in &orders {
        let contents = case.contents(order);
        case.cancel(order, reason, request | why | contents);
    }
    case.say("I want something cancelled".into());
    case.finish(&orders)
}

pub(super) const RETURN: Template = Template {
    name: "retail-talk-return",
    version: 4,
    summary: "ask a customer what to take back, have each return agreed, carry it out and tell the total",
    random_ceiling_percent: 2,
    build: give,
};

fn give(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::talk_about(scope, MOST - 1, Order::is_returnable)?;
    let gift = asks_for_gift_card(&mut case);
    let spoken: Vec<String> = orders
        .iter()
        .map(|order| case.thing(&order.items[0]))
        .collect();
    let request = case.wish(
        "request",
        "what to take back",
        &format!("please take {} back, and nothing else.", listed(&spoken)),
    );
    let words = format!("{}.", refund_words(gift, orders.len()));
    let details = case.wish("details", "where the refund goes", &words);
    let (mut all, mut returns) = (request, vec![]);
    for order in &orders {
        let contents = case.contents(order);
        let tracking = case.tracking(order);
        all |= contents;
        let evidence = request | details | contents | tracking;
        returns.push(give_back(&mut case, order, gift, contents, evidence));
    }
    tell_total(&mut case, &orders, all, &returns);
    case.say("I want to give something back, and to be told the total of what is refunded".into());
    case.finish(&orders)
}

pub(super) const EXCHANGE: Template = Template {
    name: "retail-talk-items",
    version: 4,
    summary: "ask a customer what to have instead in pending orders, have each change agreed, and carry it out",
    random_ceiling_percent: 2,
    build: exchange,
};

fn exchange(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::talk_about(scope, MOST - 1, Order::is_pending)?;
    let spoken: Vec<String> = orders
        .iter()
        .map(|order| case.thing(&order.items[0]))
        .collect();
    let mut chosen = vec![];
    for order in &orders {
        chosen.push(case.choose(&order.items[0])?);
    }
    let request = match &spoken[..] {
        [one] => format!("in my pending order I want another variant of {one}."),
        all => format!(
            "in my pending orders I want other variants of {}.",
            listed(all)
        ),
    };
    let request = case.wish("request", "which things", &request);
    let words: Vec<String> = (orders.iter().zip(&chosen))
        .map(|(order, to)| format!("{} in {}", case.thing(&order.items[0]), to.spoken()))
        .collect();
    let details = case.wish(
        "details",
        "which variants",
        &format!("I want {}.", listed(&words)),
    );
    for (order, mut to) in orders.iter().zip(chosen) {
        to.others.truncate(1);
        case.swap("change_order_items", order, &to, request | details);
    }
    case.say("I would like something other than what I ordered".into());
    case.finish(&orders)
}
