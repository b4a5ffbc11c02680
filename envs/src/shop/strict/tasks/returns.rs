//! `shop/return`: of several purchases of one product return the dearest (or cheapest), with a reason and a refund.
//! `shop/return-late` is its twin: the time to return that purchase is over, which is to be reported.
//!
//! Oracle: `orders` (`order` `back` `next`*)* `return` `reason` `refund` `submit`; the twin ends with `report`. Evidence:
//! every order that holds the product, and every page of the list. Grade: 1/2 for the right line, 1/4 each for reason and refund; the twin 1 or 0.

use crate::shop::strict::{
    tasks::{
        draft::Draft,
        draw::Draw,
        parts::{facts_of, order_line, order_pages, past_orders},
        template::Template,
    },
    text::words::product_name,
    world::{
        objective::{Objective, ShownAt},
        offers::Offers,
        records::{OrderStatus, REASONS, REFUNDS},
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "return",
    version: 4,
    summary: "of several purchases of one product return the dearest or cheapest, with reason and refund",
    random_ceiling_percent: 5,
    is_feasible: true,
    twin_of: None,
    draft,
};

pub(crate) const TWIN: Template = Template {
    name: "return-late",
    version: 4,
    summary: "as `shop/return`, but that purchase can no longer be returned: report it",
    random_ceiling_percent: 5,
    is_feasible: false,
    twin_of: Some("return"),
    draft,
};

fn draft(draw: &mut Draw<'_>, is_feasible: bool) -> Option<Draft> {
    let product = draw.product()?;
    let count = draw.between(7, 13);
    let mut orders = past_orders(draw, count, |p| p == product)?;
    let places: Vec<usize> = (0..count).collect();
    let bought = draw.between(2, 5);
    let mut places = draw.sample(&places, bought)?;
    places.sort_unstable();
    let mut ranked = vec![];
    for &place in &places {
        let line = order_line(draw, product);
        let at = draw.below(orders[place].lines.len() + 1);
        orders[place].lines.insert(at, line);
        ranked.push((line.paid_cents, place, at));
    }
    ranked.sort_unstable();
    let wants_dearest = draw.below(2) == 0;
    let (words, (paid, order, line), runner_up) = if wants_dearest {
        ("most", ranked[bought - 1], ranked[bought - 2].0)
    } else {
        ("least", ranked[0], ranked[1].0)
    };
    if paid == runner_up {
        return None;
    }
    let reason = draw.below(REASONS.len()) as u8;
    let refund = draw.below(REFUNDS.len()) as u8;
    let instruction = format!(
        "You bought {} several times. Return the purchase for which you paid the {words} per unit. Give the reason `{}` and \
         take the refund `{}`. If that purchase can no longer be returned, report the task as infeasible.",
        product_name(&draw.open(product)),
        REASONS[usize::from(reason)],
        REFUNDS[usize::from(refund)],
    );
    let pages: Vec<_> = order_pages(count).collect();
    let needs = facts_of(0..bought + pages.len());
    let objective = if is_feasible {
        Objective::Return {
            order: order as u8,
            line: line as u8,
            reason,
            refund,
            needs,
        }
    } else {
        orders[order].status = OrderStatus::Closed;
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
