//! `shop/gift`: buy a product with given options, wrapped, sent where an earlier order went.
//!
//! Oracle: `orders` `next`* `order` `search` `open` `select`* `add_to_cart` `cart` `address` `wrap` `checkout`. Evidence:
//! the page of the earlier order. Grade: as `shop/buy`; address and wrapping are worth 1 each.

use crate::shop::strict::{
    tasks::{
        draft::Draft,
        draw::Draw,
        parts::{facts_of, packs_count, past_orders, slot_for, wanted_options},
        template::{Budget, Template},
    },
    text::words::{choose, product_name},
    world::{
        objective::{Choice, Objective, Purchase, ShownAt},
        offers::Offers,
        records::WRAPS,
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "gift",
    version: 5,
    summary: "buy a product with given options, wrapped, sent where an earlier order went",
    random_ceiling_percent: 2,
    budget: Budget { base: 44, each: 0 },
    is_feasible: true,
    twin_of: None,
    draft,
};

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let product = draw.product()?;
    let shown = draw.open(product);
    if shown.details.stock_units == 0 {
        return None;
    }
    let most = draw.between(0, 3);
    let (options, named) = wanted_options(draw, &shown, most);
    let count = draw.between(4, 12);
    let orders = past_orders(draw, count, |p| p == product)?;
    let earlier = draw.below(count);
    let address = orders[earlier].address;
    let wrap = draw.between(1, WRAPS.len() - 1) as u8;
    if address == 0 {
        // Gifts go elsewhere than home, where they would go anyway.
        return None;
    }
    let instruction = format!(
        "Buy one unit of {} as a gift.{}{} Leave options that are not named as they are preselected. Take the gift wrap `{}`, and send the \
         order to the address that order {} was sent to.",
        product_name(&shown),
        packs_count(draw, &[product]),
        choose(&named),
        WRAPS[usize::from(wrap)],
        orders[earlier].id,
    );
    let choice = Choice::new(product, &shown, options, facts_of(0..1));
    let mut draft = Draft::new(
        instruction,
        Objective::Purchase(Purchase {
            slots: vec![slot_for(choice, 1)],
            address: Some(address),
            wrap: Some(wrap),
            ..Purchase::default()
        }),
    );
    let name = format!("address of order {}", orders[earlier].id);
    draft.facts.push((name, ShownAt::Order(earlier as u8)));
    draft.orders = orders;
    draft.offers = Offers::BUY
        .and(Offers::OPTIONS)
        .and(Offers::CART)
        .and(Offers::ORDERS)
        .and(Offers::ADDRESSES)
        .and(Offers::WRAPS);
    draft.cart_limit = 2;
    draft.queries = vec![
        draw.title_query(product),
        shown.query.clone(),
        draw.kind(1)?.name,
    ];
    Some(draft)
}
