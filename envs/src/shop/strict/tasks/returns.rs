//! `shop/return`: of several purchases of one product return the dearest (or cheapest), with a reason and a refund.
//! `shop/return-late` is its twin: the time to return that purchase is over, which is to be reported.
//!
//! Some of the purchases are too old to be returned, in both: what was paid for each says which one is meant.
//!
//! Oracle: `orders` (`order` `back` `next`*)* `return` `reason` `refund` `submit`; the twin ends with `report`. Evidence:
//! every order that holds the product, and every page of the list. Grade: 1/2 for the right line, 1/4 each for reason and refund; the twin 1 or 0.

use crate::shop::strict::{
    tasks::{
        draft::Draft,
        draw::Draw,
        parts::{facts_of, order_line, order_pages, packs_count, past_orders},
        template::{Budget, Template},
    },
    text::words::product_name,
    world::{
        objective::{Objective, ShownAt},
        offers::Offers,
        records::{OrderLine, OrderStatus, REASONS, REFUNDS},
    },
};

/// What both twins are allowed.
const BUDGET: Budget = Budget { base: 52, each: 0 };

pub(crate) const TEMPLATE: Template = Template {
    name: "return",
    version: 5,
    summary: "of several purchases of one product return the dearest or cheapest, with reason and refund",
    random_ceiling_percent: 5,
    budget: BUDGET,
    is_feasible: true,
    twin_of: None,
    draft,
};

pub(crate) const TWIN: Template = Template {
    name: "return-late",
    version: 5,
    summary: "as `shop/return`, but that purchase can no longer be returned: report it",
    random_ceiling_percent: 5,
    budget: BUDGET,
    is_feasible: false,
    twin_of: Some("return"),
    draft,
};

fn draft(draw: &mut Draw<'_>, is_feasible: bool) -> Option<Draft> {
    let product = draw.product()?;
    let count = draw.between(7, 13);
    let mut orders = past_orders(draw, count, |p| p == product)?;
    let bought = draw.between(2, 5);
    let of = |status| -> Vec<usize> {
        let all = 0..count;
        all.filter(|&place| orders[place].status == status)
            .collect()
    };
    let (all_open, all_closed) = (of(OrderStatus::Delivered), of(OrderStatus::Closed));
    let open = *draw.pick(&all_open)?;
    let closed = *draw.pick(&all_closed)?;
    let rest: Vec<usize> = (0..count).filter(|p| ![open, closed].contains(p)).collect();
    let mut places = draw.sample(&rest, bought - 2)?;
    places.extend([open, closed]);
    places.sort_unstable();
    let mut lines = vec![];
    for _ in 0..bought {
        lines.push(order_line(draw, product));
    }
    let wants_dearest = draw.below(2) == 0;
    // The one that is meant comes first.
    lines.sort_by_key(|l| i64::from(l.paid_cents) * if wants_dearest { -1 } else { 1 });
    if lines[0].paid_cents == lines[1].paid_cents {
        return None;
    }
    let mut others = lines.split_off(1);
    draw.shuffle(&mut others);
    let mut held: Vec<(usize, OrderLine)> = vec![(open, lines[0])];
    let elsewhere = places.iter().filter(|&&place| place != open);
    held.extend(elsewhere.copied().zip(others));
    // The twins differ in whether it lies in an order that can be returned or in one that cannot.
    if !is_feasible {
        for (place, _) in &mut held {
            *place = match *place {
                p if p == open => closed,
                p if p == closed => open,
                p => p,
            };
        }
    }
    held.sort_unstable_by_key(|(place, _)| *place);
    let meant = if is_feasible { open } else { closed };
    let mut line = 0;
    for (place, bought) in held {
        let at = draw.below(orders[place].lines.len() + 1);
        line = if place == meant { at } else { line };
        orders[place].lines.insert(at, bought);
    }
    let reason = draw.below(REASONS.len()) as u8;
    let refund = draw.below(REFUNDS.len()) as u8;
    let instruction = format!(
        "You bought {} several times. Return the purchase for which you paid the {} per unit.{} Give the reason `{}` and \
         take the refund `{}`. If that purchase can no longer be returned, report the task as infeasible.",
        product_name(&draw.open(product)),
        if wants_dearest { "most" } else { "least" },
        packs_count(draw, &[product]),
        REASONS[usize::from(reason)],
        REFUNDS[usize::from(refund)],
    );
    let pages: Vec<_> = order_pages(count).collect();
    let needs = facts_of(0..bought + pages.len());
    let objective = if is_feasible {
        Objective::Return {
            order: meant as u8,
            line: line as u8,
            reason,
            refund,
            needs,
        }
    } else {
        Objective::Report { needs }
    };
    let mut draft = Draft::new(instruction, objective);
    for &place in &places {
        let name = format!("order {}", orders[place].id);
        draft.facts.push((name, ShownAt::Order(place as u8)));
    }
    draft.facts.extend(pages);
    draft.orders = orders;
    draft.offers = Offers::ORDERS.and(Offers::RETURN).and(Offers::REPORT);
    draft.queries = vec![draw.title_query(product)];
    Some(draft)
}
