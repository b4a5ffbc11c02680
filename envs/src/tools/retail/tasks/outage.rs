//! Cancel orders while calls do not go as they should.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::{Def, FaultKind},
    retail::{
        case::{Case, REASONS, has, listed},
        world::Order,
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-outage",
    version: 1,
    summary: "cancel the pending orders named while calls are limited, break off and go unanswered",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 4;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let mut chance = scope.chance;
    let count = 1 + chance.below(MOST) as usize;
    let mut case = Case::ticket(scope.world, scope.setting, chance, |user| {
        has(user, count, Order::is_pending)
    })?;
    let orders = case.draw_orders(count, Order::is_pending);
    let reason = case.draw(&REASONS);
    for order in &orders {
        let contents = case.contents(order);
        let call = |reason: &str| json!({"order_id": order.id, "reason": reason});
        case.maker
            .write("cancel_order", call(reason), case.account, contents);
        for other in REASONS.into_iter().filter(|other| *other != reason) {
            case.maker.wrong("cancel_order", call(other), case.account);
        }
    }
    let reads = [
        FaultKind::PartialPage,
        FaultKind::StaleRead,
        FaultKind::Transient,
    ];
    let writes = [FaultKind::Transient, FaultKind::Timeout];
    let (read, write) = (case.draw(&reads), case.draw(&writes));
    case.maker.fault("get_user", read);
    case.maker.fault("get_order", FaultKind::RateLimit);
    case.maker.fault("cancel_order", write);
    let spoken: Vec<String> = orders.iter().map(|order| case.spoken(order)).collect();
    let verb = match (count, reason == REASONS[0]) {
        (1, true) => "it is",
        (1, false) => "it was",
        (_, true) => "they are",
        (_, false) => "they were",
    };
    case.say(format!(
        "Please cancel {}, because {verb} {reason}",
        listed(&spoken)
    ));
    case.say(
        "The systems are under strain today, and an answer may have to be asked for again".into(),
    );
    case.finish(&orders)
}
