//! `shop/stock-up`: take the cheapest of several named products and buy as many units of it as a budget allows.
//!
//! Oracle: `search`* `open` `add_to_cart` `cart` `set_quantity` `address`? `checkout`. Evidence: the price of the
//! product bought, and that every other is dearer. Grade: as `shop/buy`; halved beyond the budget.

use crate::shop::strict::{
    tasks::{
        draft::Draft,
        draw::Draw,
        parts::{
            as_preselected, facts_of, packs_count, slot_for, where_it_is_dearer, where_its_price,
        },
        template::{Budget, Template},
    },
    text::words::{money, product_names, send_to},
    world::{
        objective::{Objective, Purchase},
        offers::Offers,
        records::ADDRESSES,
        variant::PRESELECTED,
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "stock-up",
    version: 5,
    summary: "take the cheapest of several named products and buy as many units as a budget allows",
    random_ceiling_percent: 5,
    budget: Budget { base: 24, each: 8 },
    is_feasible: true,
    twin_of: None,
    draft,
};

/// Units the instruction allows at most.
const MOST_UNITS: usize = 4;

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let count = draw.between(3, 7);
    let kinds = draw.kinds(count, 1)?;
    let mut products = vec![];
    for kind in &kinds {
        products.push(*draw.pick(&kind.members)?);
    }
    let mut ranked: Vec<(u32, _)> = products
        .iter()
        .map(|&id| (draw.market.brief(id).price_cents, id))
        .collect();
    ranked.sort_unstable();
    let (price, target) = ranked[0];
    let is_stocked = usize::from(draw.market.brief(target).stock_units) >= MOST_UNITS;
    if price == ranked[1].0 || !is_stocked {
        return None;
    }
    let units = draw.between(2, MOST_UNITS);
    let budget = price * units as u32 + draw.below(price as usize) as u32;
    let address = (draw.below(2) == 0).then(|| draw.between(1, ADDRESSES.len() - 1) as u8);
    let instruction = format!(
        "Take the cheapest of these products: {}. Buy as many units of it as {} pays for, but no more than {MOST_UNITS}. \
         Leave the options as they are preselected; what counts is the price with them.{}{}",
        product_names(|id| draw.name(id), &products),
        money(budget),
        packs_count(draw, &products),
        send_to(address),
    );
    let choice = as_preselected(draw, target, facts_of(0..count));
    let mut draft = Draft::new(
        instruction,
        Objective::Purchase(Purchase {
            slots: vec![slot_for(choice, units as u8)],
            budget_cents: Some(budget),
            address,
            ..Purchase::default()
        }),
    );
    for &id in &products {
        let asin = &draw.open(id).asin;
        let shown_at = if id == target {
            where_its_price(draw, id, PRESELECTED)
        } else {
            where_it_is_dearer(draw, id, price)
        };
        draft.facts.push((format!("price of {asin}"), shown_at));
    }
    draft.named = count;
    draft.queries = products.iter().map(|&id| draw.title_query(id)).collect();
    draft.offers = Offers::BUY.and(Offers::CART).and(Offers::QUANTITIES);
    if address.is_some() {
        draft.offers = draft.offers.and(Offers::ADDRESSES);
    }
    draft.cart_limit = 2;
    Some(draft)
}
