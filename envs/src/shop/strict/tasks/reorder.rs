//! `shop/reorder`: of what you bought of a kind, buy again the one you paid least for, in a quantity, to an address.
//!
//! Oracle: `orders` (`order` `back` `next`*)* `reorder` `cart` `set_quantity`? `address`? `checkout`. Evidence: every order
//! that holds a product of the kind, and every page of the list: what it does not show was not bought. Grade: as `shop/buy`.

use crate::shop::{
    catalog::lexicon,
    phrase::counted,
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::{
                facts_of, in_stock, order_line, order_pages, packs_count, past_orders, slot_for,
                with_options,
            },
            template::{Budget, Template},
        },
        text::words::send_to,
        world::{
            objective::{Objective, Purchase, ShownAt},
            offers::Offers,
            records::ADDRESSES,
        },
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "reorder",
    version: 5,
    summary: "of the products of a kind in past orders, buy again the one paid least for",
    random_ceiling_percent: 5,
    budget: Budget { base: 52, each: 0 },
    is_feasible: true,
    twin_of: None,
    draft,
};

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let bought = draw.between(2, 4);
    let kind = draw.kind(bought)?;
    let stocked = in_stock(draw, &kind.members);
    let products = draw.sample(&stocked, bought)?;
    let count = draw.between(6, 12);
    let mut orders = past_orders(draw, count, |p| kind.members.contains(&p))?;
    let places: Vec<usize> = (0..count).collect();
    let mut places = draw.sample(&places, bought)?;
    places.sort_unstable();
    let mut ranked = vec![];
    for (&place, &product) in places.iter().zip(&products) {
        let line = order_line(draw, product);
        ranked.push((line.paid_cents, line.line));
        let at = draw.below(orders[place].lines.len() + 1);
        orders[place].lines.insert(at, line);
    }
    ranked.sort_unstable();
    if ranked[0].0 == ranked[1].0 {
        return None;
    }
    let target = ranked[0].1;
    let quantity = draw.between(1, 3) as u8;
    let address = (draw.below(2) == 0).then(|| draw.between(1, ADDRESSES.len() - 1) as u8);
    let instruction = format!(
        "Of all the {} that you have bought, order again the product for which you paid the least per unit, with the same \
         options. Take {}.{}{}",
        lexicon::noun(&kind.name).in_general(),
        counted(quantity.into(), "unit"),
        packs_count(draw, &products),
        send_to(address),
    );
    let pages: Vec<_> = order_pages(count).collect();
    let needs = facts_of(0..bought + pages.len());
    let choice = with_options(draw, target.product, target.variant, needs);
    let mut draft = Draft::new(
        instruction,
        Objective::Purchase(Purchase {
            slots: vec![slot_for(choice, quantity)],
            address,
            ..Purchase::default()
        }),
    );
    for &place in &places {
        let name = format!("order {}", orders[place].id);
        draft.facts.push((name, ShownAt::Order(place as u8)));
    }
    draft.facts.extend(pages);
    draft.orders = orders;
    draft.offers = Offers::ORDERS
        .and(Offers::REORDER)
        .and(Offers::CART)
        .and(Offers::QUANTITIES);
    if address.is_some() {
        draft.offers = draft.offers.and(Offers::ADDRESSES);
    }
    draft.cart_limit = 2;
    draft.queries = vec![kind.name];
    Some(draft)
}
