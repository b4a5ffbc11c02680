//! `shop/price-watch`: what would the products of an earlier order, with the same options, cost today?
//!
//! Oracle: `orders` `next`* `order` (`open` `back`)* `open` `answer`. Evidence: the order and today's price of each of its
//! products. The menu offers sums of prices seen and as many wrong ones. Grade: 1 or 0.

use crate::shop::strict::{
    tasks::{
        draft::Draft,
        draw::Draw,
        parts::{aside_query, facts_of, order_line, packs_count, past_orders, where_its_price},
        template::{Budget, Template},
    },
    world::{
        action::{Unit, Value},
        objective::{Objective, Pool, ShownAt},
        offers::Offers,
        variant::price_cents,
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "price-watch",
    version: 5,
    summary: "say what the products of an earlier order would cost today",
    random_ceiling_percent: 15,
    budget: Budget { base: 50, each: 0 },
    is_feasible: true,
    twin_of: None,
    draft,
};

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let count = draw.between(5, 14);
    let mut orders = past_orders(draw, count, |_| false)?;
    let chosen = draw.below(count);
    let lines = draw.between(2, 5);
    let kinds = draw.kinds(lines, 1)?;
    let mut products = vec![];
    for kind in &kinds {
        products.push(*draw.pick(&kind.members)?);
    }
    orders[chosen].lines.clear();
    for &product in &products {
        let mut line = order_line(draw, product);
        line.line.quantity = 1;
        orders[chosen].lines.push(line);
    }
    let prices = (orders[chosen].lines.iter())
        .map(|l| price_cents(&draw.open(l.line.product), &l.line.variant).into())
        .collect();
    let paid = i64::from(orders[chosen].total_cents());
    let (total, pool) = answers(draw, prices, paid)?;
    let instruction = format!(
        "What would the products of order {} cost together today, with the options they were bought with, one unit \
         each?{} Whether they are in stock does not matter. Answer in the form the page asks for.",
        orders[chosen].id,
        packs_count(draw, &products),
    );
    let mut draft = Draft::new(
        instruction,
        Objective::Answer {
            correct: Value::Number(total),
            unit: Unit::Money,
            needs: facts_of(0..lines + 1),
            pool,
            partial: vec![],
        },
    );
    for bought in &orders[chosen].lines {
        let (id, variant) = (bought.line.product, bought.line.variant);
        let name = format!("price of {}", draw.open(id).asin);
        draft.facts.push((name, where_its_price(draw, id, variant)));
    }
    let name = format!("order {}", orders[chosen].id);
    draft.facts.push((name, ShownAt::Order(chosen as u8)));
    draft.orders = orders;
    draft.offers = Offers::ORDERS.and(Offers::ORDER_LINKS);
    // What was ordered has no name before the order was seen.
    draft.queries = vec![aside_query(draw, &products)?];
    Some(draft)
}

/// Today's total, and an answer pool: each price once seen, what was paid, the total, and as many wrong amounts.
fn answers(draw: &mut Draw<'_>, prices: Vec<i64>, paid: i64) -> Option<(i64, Pool)> {
    let total: i64 = prices.iter().sum();
    let count = prices.len();
    let mut taken = prices.clone();
    taken.push(paid);
    taken.push(total);
    let mut values = vec![(facts_of(0..count), Value::Number(total))];
    for (i, &price) in prices.iter().enumerate() {
        values.push((facts_of(i..i + 1), Value::Number(price)));
    }
    values.push((facts_of(count..count + 1), Value::Number(paid)));
    let mut distinct = taken.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < taken.len() {
        return None;
    }
    let mut decoys = vec![];
    for _ in 0..values.len() {
        let decoy = (0..16)
            .map(|_| total * draw.between(70, 130) as i64 / 100)
            .find(|d| !taken.contains(d))?;
        taken.push(decoy);
        decoys.push(Value::Number(decoy));
    }
    Some((total, Pool { values, decoys }))
}
