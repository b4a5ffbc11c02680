//! Nothing is to be changed: prices are to be found out and told.

use super::{Scope, Template};
use crate::tools::{
    kernel::types::Def,
    retail::{
        case::{Case, listed},
        world::Item,
    },
};

pub(super) const TEMPLATE: Template = Template {
    name: "retail-question",
    version: 4,
    summary: "tell the lowest present prices of the things named, and their total",
    random_ceiling_percent: 3,
    build,
};

/// What the prices are told as, in the order of the things named.
const TOPICS: [&str; 3] = ["first price", "second price", "third price"];

fn build(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, orders) = Case::about(scope, TOPICS.len() as u32, |_| true)?;
    let (mut all, mut total, mut spoken) = (0, 0, vec![]);
    for (order, topic) in orders.iter().zip(TOPICS) {
        let item = &order.items[0];
        let contents = case.contents(order);
        let variants = case.variants(item, contents);
        let (lowest, others) = prices(&case, item);
        let others: Vec<i64> = others.into_iter().take(2).collect();
        case.maker.tell(topic, lowest, contents | variants, &others);
        all |= contents | variants;
        total += lowest;
        spoken.push(case.thing(item));
    }
    case.maker
        .tell("total", total, all, &[total + 500, total + 1_000]);
    case.say(format!("I ordered {} from you before", listed(&spoken)));
    let which = match orders.len() {
        1 => {
            "Please tell me, as the first price, the lowest price at which a variant of it can be had now"
        }
        _ => {
            "Please tell me, as first price and so on in this order, the lowest price at which a variant of each can be had now"
        }
    };
    case.say(which.into());
    case.say("Then tell me the total of what you told me".into());
    case.finish(&orders)
}

/// The lowest price of the variants that can be had, and the prices of the others.
fn prices(case: &Case<'_>, item: &Item) -> (i64, Vec<i64>) {
    let variants = &case.world.products[item.product].variants;
    let there = variants
        .iter()
        .filter(|(_, available)| *available)
        .map(|(variant, _)| variant.cents);
    let lowest = there.min().unwrap_or_default();
    let others: Vec<i64> = variants
        .iter()
        .map(|(variant, _)| variant.cents)
        .filter(|cents| *cents != lowest)
        .collect();
    (lowest, others)
}
