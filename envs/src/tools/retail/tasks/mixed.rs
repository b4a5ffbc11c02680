//! Several things at once: cancel, ship elsewhere, take back.

use super::{
    Scope, Template,
    returns::{give_back, refund_words},
};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, REASONS, has, listed, new_address},
        world::Order,
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-mixed",
    version: 4,
    summary: "cancel one order, ship another elsewhere, take something back from a third",
    random_ceiling_percent: 2,
    build,
};

fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let cancelled = 1 + scope.chance.below(2) as usize;
    let fits = |user: &_| {
        has(user, cancelled + 1, Order::is_pending) && has(user, 1, Order::is_returnable)
    };
    let mut case = Case::ticket(scope, fits)?;
    let pending = case.draw_orders(cancelled + 1, Order::is_pending);
    let delivered = case.draw_orders(1, Order::is_returnable);
    let (to_ship, to_cancel) = (pending[0], &pending[1..]);
    let reason = case.draw(&REASONS);
    for order in to_cancel {
        let contents = case.contents(order);
        case.cancel(order, reason, contents);
    }
    let address = new_address(&mut case);
    let contents = case.contents(to_ship);
    let call = json!({"order_id": to_ship.id, "address": address.json()});
    let shown = case.listed(to_ship);
    case.maker
        .write("change_order_address", call, shown, contents);
    for order in to_cancel {
        let call = json!({"order_id": order.id, "address": address.json()});
        let shown = case.listed(order);
        case.maker.wrong("change_order_address", call, shown);
    }
    let contents = case.contents(delivered[0]);
    let tracking = case.tracking(delivered[0]);
    give_back(
        &mut case,
        delivered[0],
        false,
        contents,
        contents | tracking,
    );
    let call = json!({"user_id": case.user.id, "address": address.json()});
    case.maker.wrong("change_user_address", call, case.id);
    let spoken: Vec<String> = to_cancel.iter().map(|order| case.spoken(order)).collect();
    case.say(format!(
        "Please cancel {} with the reason \"{reason}\"",
        listed(&spoken)
    ));
    let ship = case.spoken(to_ship);
    case.say(format!(
        "Ship {ship} to {}, where I am on holiday",
        address.text()
    ));
    let back = case.thing(&delivered[0].items[0]);
    case.say(format!(
        "Take {back} back from its delivered order, and nothing else from there. {}",
        refund_words(false, 1)
    ));
    let all: Vec<&Order> = pending.iter().chain(&delivered).copied().collect();
    case.finish(&all)
}
