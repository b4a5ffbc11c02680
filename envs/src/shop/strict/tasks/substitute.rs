//! `shop/substitute`: buy the first product of a list that is in stock. `shop/substitute-none` is its twin: none is,
//! which is to be reported.
//!
//! Oracle: (`search` `open`)* `select`* `add_to_cart` `cart` `checkout`; the twin ends with `report`. Evidence: the stock
//! of every product up to the one to buy. Grade: as `shop/buy`; the twin 1 or 0.

use crate::shop::strict::{
    tasks::{
        draft::Draft,
        draw::Draw,
        parts::{facts_of, is_plenty, slot_for, wanted_options},
        template::Template,
    },
    text::words::{options_in_words, product_name},
    world::{
        objective::{Choice, Objective, Purchase, ShownAt},
        offers::Offers,
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "substitute",
    version: 4,
    summary: "buy the first product of a list that is in stock",
    random_ceiling_percent: 5,
    is_feasible: true,
    twin_of: None,
    draft,
};

pub(crate) const TWIN: Template = Template {
    name: "substitute-none",
    version: 4,
    summary: "as `shop/substitute`, but nothing on the list is in stock: report it",
    random_ceiling_percent: 5,
    is_feasible: false,
    twin_of: Some("substitute"),
    draft,
};

/// Lines the cart holds.
const CART_LINES: u8 = 2;

fn draft(draw: &mut Draw<'_>, is_feasible: bool) -> Option<Draft> {
    let missing = draw.weighted(&[(0, 1), (1, 2), (2, 3), (3, 2), (4, 1), (5, 1)]);
    let mut list = draw.sample(draw.market.sold_out(), missing + 1)?;
    let last = list.pop()?;
    let target = draw.product()?;
    let shown = draw.open(target);
    if !is_plenty(draw, target, 1, CART_LINES) {
        return None;
    }
    let most = draw.between(1, 3);
    let (options, named) = wanted_options(draw, &shown, most);
    list.push(if is_feasible { target } else { last });
    let mut instruction = String::new();
    for (number, &id) in list.iter().enumerate() {
        let name = product_name(&draw.open(id));
        instruction.push_str(&match number {
            0 => format!("Buy one unit of {name}."),
            1 => format!(" If that is sold out, take {name}."),
            _ => format!(" If that is sold out too, take {name}."),
        });
    }
    if is_feasible && !named.is_empty() {
        instruction.push_str(&format!(
            " For the last one, choose {}.",
            options_in_words(&named)
        ));
    }
    instruction.push_str(
        " Leave options that are not named as they are preselected. If everything is sold out, report the task as infeasible.",
    );
    let needs = facts_of(0..list.len());
    let objective = if is_feasible {
        let choice = Choice::new(target, &shown, options, needs);
        Objective::Purchase(Purchase {
            slots: vec![slot_for(choice, 1)],
            ..Purchase::default()
        })
    } else {
        Objective::Report { needs }
    };
    let mut draft = Draft::new(instruction, objective);
    for &id in &list {
        let asin = &draw.open(id).asin;
        draft
            .facts
            .push((format!("stock of {asin}"), ShownAt::Item(vec![id])));
    }
    draft.queries = list.iter().map(|&id| draw.title_query(id)).collect();
    draft.queries.push(draw.kind(1)?.name);
    draft.offers = Offers::BUY
        .and(Offers::OPTIONS)
        .and(Offers::CART)
        .and(Offers::REPORT);
    draft.cart_limit = CART_LINES;
    Some(draft)
}
