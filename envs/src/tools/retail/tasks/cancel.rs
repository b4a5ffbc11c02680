//! Cancel orders that are named by what is in them.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, REASONS, listed},
        world::Order,
    },
};

pub(super) const TEMPLATE: Template = Template {
    name: "retail-cancel",
    version: 4,
    summary: "cancel the pending orders that hold what the ticket names",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 5;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, MOST, Order::is_pending)?;
    let reason = case.draw(&REASONS);
    for order in &orders {
        let contents = case.contents(order);
        case.cancel(order, reason, contents);
    }
    let spoken: Vec<String> = orders.iter().map(|order| case.spoken(order)).collect();
    case.say(format!("Please cancel {}", listed(&spoken)));
    let (it, was) = if orders.len() == 1 {
        ("it", ("is", "was"))
    } else {
        ("they", ("are", "were"))
    };
    let verb = if reason == REASONS[0] { was.0 } else { was.1 };
    case.say(format!("The reason is that {it} {verb} {reason}"));
    case.finish(&orders)
}
