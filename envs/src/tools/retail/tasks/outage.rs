//! Cancel orders while calls do not go as they should.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::{Def, FaultKind},
    retail::{
        case::{Case, REASONS, listed},
        world::Order,
    },
};

pub(super) const TEMPLATE: Template = Template {
    name: "retail-outage",
    version: 4,
    summary: "cancel the pending orders named while calls are limited, break off and go unanswered",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 4;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, MOST, Order::is_pending)?;
    let reason = case.draw(&REASONS);
    for order in &orders {
        let contents = case.contents(order);
        case.cancel(order, reason, contents);
    }
    let reads = [
        FaultKind::PartialPage,
        FaultKind::StaleRead,
        FaultKind::WrongType,
        FaultKind::Transient,
    ];
    let writes = [FaultKind::Transient, FaultKind::Timeout];
    let (read, write) = (case.draw(&reads), case.draw(&writes));
    case.maker.fault("get_user", read);
    case.maker.fault("get_order", FaultKind::RateLimit);
    case.maker.fault("cancel_order", write);
    let spoken: Vec<String> = orders.iter().map(|order| case.spoken(order)).collect();
    let verb = match (orders.len(), reason == REASONS[0]) {
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
