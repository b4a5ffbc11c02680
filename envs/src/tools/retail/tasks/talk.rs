//! The same with a customer who has to be asked, and who agrees to each change before it is made.

use super::{
    Scope, Template,
    items::choose,
    returns::{give_back, tell_total},
};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, REASONS, has, listed},
        world::{Item, Order},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Most orders of one customer's wish.
const MOST: u32 = 3;

pub(super) const CANCEL: Template = Template {
    name: "retail-talk-cancel",
    version: 1,
    summary: "ask a customer what to cancel and why, have each change agreed, and carry it out",
    random_ceiling_percent: 2,
    build: cancel,
};

fn cancel(scope: Scope<'_>) -> Result<Def, String> {
    let mut chance = scope.chance;
    let count = 1 + chance.below(MOST) as usize;
    let mut case = Case::talk(scope.world, scope.setting, chance, |user| {
        has(user, count, Order::is_pending)
    })?;
    let orders = case.draw_orders(count, Order::is_pending);
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
        let call = |reason: &str| json!({"order_id": order.id, "reason": reason});
        let shown = case.account;
        case.maker.write(
            "cancel_order",
            call(reason),
            shown,
            request | why | contents,
        );
        for other in REASONS.into_iter().filter(|other| *other != reason) {
            case.maker.wrong("cancel_order", call(other), shown);
        }
    }
    case.say("I want something cancelled".into());
    case.finish(&orders)
}

pub(super) const RETURN: Template = Template {
    name: "retail-talk-return",
    version: 1,
    summary: "ask a customer what to take back, have each return agreed, carry it out and tell the total",
    random_ceiling_percent: 2,
    build: give,
};

fn give(scope: Scope<'_>) -> Result<Def, String> {
    let mut chance = scope.chance;
    let count = 1 + chance.below(MOST - 1) as usize;
    let mut case = Case::talk(scope.world, scope.setting, chance, |user| {
        has(user, count, Order::is_returnable)
    })?;
    let orders = case.draw_orders(count, Order::is_returnable);
    let gift = case.chance.below(2) == 0;
    let spoken: Vec<String> = orders
        .iter()
        .map(|order| case.thing(&order.items[0]))
        .collect();
    let request = case.wish(
        "request",
        "what to take back",
        &format!("please take {} back, and nothing else.", listed(&spoken)),
    );
    let words = match gift {
        true => "I want the refund on my gift card.",
        false => "I want each refund to go to how the order was paid.",
    };
    let details = case.wish("details", "where the refund goes", words);
    let mut all = request;
    for order in &orders {
        let contents = case.contents(order);
        let tracking = case.tracking(order);
        all |= contents;
        give_back(
            &mut case,
            order,
            gift,
            contents,
            request | details | contents | tracking,
        );
    }
    tell_total(&mut case, &orders, all);
    case.say("I want to give something back, and to be told the total of what is refunded".into());
    case.finish(&orders)
}

pub(super) const EXCHANGE: Template = Template {
    name: "retail-talk-items",
    version: 1,
    summary: "ask a customer what to have instead in pending orders, have each change agreed, and carry it out",
    random_ceiling_percent: 2,
    build: exchange,
};

fn exchange(scope: Scope<'_>) -> Result<Def, String> {
    let mut chance = scope.chance;
    let count = 1 + chance.below(MOST - 1) as usize;
    let mut case = Case::talk(scope.world, scope.setting, chance, |user| {
        has(user, count, Order::is_pending)
    })?;
    let orders = case.draw_orders(count, Order::is_pending);
    let spoken: Vec<String> = orders
        .iter()
        .map(|order| case.thing(&order.items[0]))
        .collect();
    let mut chosen = vec![];
    for order in &orders {
        chosen.push(choose(&mut case, &order.items[0])?);
    }
    let request = format!(
        "in my pending orders I want another {}.",
        listed(&spoken).replace("the ", "")
    );
    let request = case.wish("request", "which things", &request);
    let words: Vec<String> = (orders.iter().zip(&chosen))
        .map(|(order, (to, _))| {
            format!(
                "{} in {}",
                case.thing(&order.items[0]),
                to.options.replace(", ", " and ")
            )
        })
        .collect();
    let details = case.wish(
        "details",
        "which variants",
        &format!("I want {}.", listed(&words)),
    );
    for (order, (to, others)) in orders.iter().zip(chosen) {
        let item = &order.items[0];
        let contents = case.contents(order);
        let variants = case.variants(item, contents);
        let call =
            |to: &Item| json!({"order_id": order.id, "items": [{"from": item.id, "to": to.id}]});
        let shown = contents | variants;
        case.maker
            .write("change_order_items", call(to), shown, request | details);
        for other in others.into_iter().take(2) {
            case.maker.wrong("change_order_items", call(other), shown);
        }
    }
    case.say("I would like something other than what I ordered".into());
    case.finish(&orders)
}
