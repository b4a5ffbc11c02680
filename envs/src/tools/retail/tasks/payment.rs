//! Have pending orders paid in another way.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, listed},
        world::Order,
    },
};
use serde_json::json;

pub(super) const TEMPLATE: Template = Template {
    name: "retail-payment",
    version: 4,
    summary: "change the payment method of the pending orders named to the kind that the ticket names",
    random_ceiling_percent: 2,
    build,
};

/// Most orders of one ticket.
const MOST: u32 = 5;

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, MOST, Order::is_pending)?;
    let mut wanted = vec![];
    for order in &orders {
        let contents = case.contents(order);
        let others: Vec<_> = case
            .user
            .payments
            .iter()
            .filter(|(id, _)| *id != order.payment)
            .collect();
        let (to, kind) = case.draw(&others);
        let call = |to: &str| json!({"order_id": order.id, "payment_id": to});
        case.maker
            .write("change_order_payment", call(to), case.account, contents);
        for (other, _) in others.iter().filter(|(id, _)| id != to) {
            case.maker
                .wrong("change_order_payment", call(other), case.account);
        }
        let kind = kind.replace("paypal", "PayPal account");
        wanted.push(format!("{} paid with my {kind}", case.spoken(order)));
    }
    case.say(format!("Please have {}", listed(&wanted)));
    case.finish(&orders)
}
