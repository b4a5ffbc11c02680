//! `shop/cancel`: cancel every pending order that holds a product of a kind, and no other.
//!
//! Oracle: `orders` (`order` `cancel_order` `back` `next`*)* `finish`. The list shows what is pending and what it holds.
//! Evidence: every page of the list. Grade: orders rightly cancelled over those to cancel and those
//! cancelled wrongly, once `finish` is said.

use crate::shop::{
    catalog::lexicon,
    phrase::Number,
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::{facts_of, order_line, order_pages, past_orders},
            template::{Budget, Template},
        },
        world::{objective::Objective, offers::Offers, records::OrderStatus},
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "cancel",
    version: 5,
    summary: "cancel every pending order that holds a product of a kind, and no other",
    random_ceiling_percent: 10,
    budget: Budget { base: 40, each: 0 },
    is_feasible: true,
    twin_of: None,
    draft,
};

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let kind = draw.kind(1)?;
    let count = draw.between(6, 12);
    let is_kind = |p| kind.members.contains(&p);
    let mut orders = past_orders(draw, count, is_kind)?;
    let pending = draw.between(2, 4);
    // What is pending was ordered lately: the first half of the list, with shipped orders in between.
    let places: Vec<usize> = (0..count.min(8)).collect();
    let mut pending = draw.sample(&places, pending)?;
    pending.sort_unstable();
    for order in orders.iter_mut().take(8) {
        order.status = OrderStatus::Shipped;
    }
    let wanted = draw.between(1, pending.len() - 1);
    let targets = draw.sample(&pending, wanted)?;
    let mut mask = 0;
    for &place in &pending {
        orders[place].status = OrderStatus::Pending;
    }
    for &place in &targets {
        let product = *draw.pick(&kind.members)?;
        let line = order_line(draw, product);
        let at = draw.below(orders[place].lines.len() + 1);
        orders[place].lines.insert(at, line);
        mask |= 1 << place;
    }
    let pages: Vec<_> = order_pages(count).collect();
    let instruction = format!(
        "Cancel every pending order that contains {}, and no other order. What counts is the kind that a product's specs \
         name; its title names it too. Then say `finish`.",
        match lexicon::noun(&kind.name) {
            noun if noun.number() == Number::Plural => noun.name().to_owned(),
            noun if noun.in_general() == noun.name() => noun.name().to_owned(),
            noun => noun.one(),
        },
    );
    let mut draft = Draft::new(
        instruction,
        Objective::Cancel {
            targets: mask,
            needs: facts_of(0..pages.len()),
        },
    );
    draft.facts = pages;
    draft.orders = orders;
    draft.offers = Offers::ORDERS.and(Offers::CANCEL);
    draft.queries = vec![kind.name.clone()];
    Some(draft)
}
