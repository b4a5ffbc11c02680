//! `shop/coupon`: buy named products with the coupon that saves most.
//!
//! Oracle: (`search` `open` `add_to_cart`)* `coupons` `cart` `apply_coupon` `checkout`. Evidence: the terms of the coupons;
//! some have a minimum, so the total decides. Grade: each product and the coupon are worth 1, as in `shop/buy`.

use crate::shop::{
    product::ProductId,
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::{as_preselected, facts_of, packs_count, slot_for},
            template::{Budget, Template},
        },
        text::words::product_names,
        world::{
            objective::{Objective, Purchase, ShownAt},
            offers::Offers,
            records::{Coupon, Discount},
        },
    },
};
use truestep_core::truth::FactSet;

pub(crate) const TEMPLATE: Template = Template {
    name: "coupon",
    version: 5,
    summary: "buy named products with the coupon that saves most",
    random_ceiling_percent: 2,
    budget: Budget { base: 20, each: 10 },
    is_feasible: true,
    twin_of: None,
    draft,
};

const CODES: [&str; 4] = ["WELCOME", "SPRING", "EXTRA", "LOYAL"];

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let count = draw.weighted(&[(1, 1), (2, 1), (3, 2)]);
    let kinds = draw.kinds(count, 1)?;
    let mut products = vec![];
    for kind in &kinds {
        products.push(*draw.pick(&kind.members)?);
    }
    if products
        .iter()
        .any(|&id| draw.market.brief(id).stock_units == 0)
    {
        return None;
    }
    let total: u32 = products
        .iter()
        .map(|&id| draw.market.brief(id).price_cents)
        .sum();
    let coupons = coupons(draw, total);
    let mut savings: Vec<(u32, usize)> = coupons
        .iter()
        .enumerate()
        .map(|(i, c)| (c.saving(total), i))
        .collect();
    savings.sort_unstable();
    let (best, runner_up) = (savings[CODES.len() - 1], savings[CODES.len() - 2]);
    if best.0 == runner_up.0 {
        return None;
    }
    Some(ask(draw, &products, coupons, best.1 as u8))
}

fn ask(draw: &mut Draw<'_>, products: &[ProductId], coupons: Vec<Coupon>, best: u8) -> Draft {
    let instruction = format!(
        "Buy one unit {}{}.{} Leave the options as they are preselected. Use the coupon that saves the most on this purchase.",
        if products.len() == 1 {
            "of "
        } else {
            "each of "
        },
        product_names(|id| draw.name(id), products),
        packs_count(draw, products),
    );
    let slots = products
        .iter()
        .map(|&id| slot_for(as_preselected(draw, id, FactSet::default()), 1));
    let mut draft = Draft::new(
        instruction,
        Objective::Purchase(Purchase {
            slots: slots.collect(),
            coupon: Some(best),
            needs: facts_of(0..1),
            ..Purchase::default()
        }),
    );
    draft
        .facts
        .push(("terms of the coupons".into(), ShownAt::Coupons));
    draft.coupons = coupons;
    draft.offers = Offers::BUY
        .and(Offers::CART)
        .and(Offers::COUPONS)
        .and(Offers::COUPON_PAGE);
    draft.named = products.len();
    draft.cart_limit = products.len() as u8 + 1;
    draft.queries = products.iter().map(|&id| draw.title_query(id)).collect();
    if let Some(kind) = draw.kind(1) {
        draft.queries.push(kind.name);
    }
    draft
}

/// Percentages and amounts, half of them with a minimum around the total.
fn coupons(draw: &mut Draw<'_>, total: u32) -> Vec<Coupon> {
    let mut coupons = vec![];
    for code in CODES {
        let discount = if draw.below(2) == 0 {
            Discount::Percent(draw.between(3, 25) as u8)
        } else {
            Discount::Cents(total / 100 * draw.between(2, 30) as u32)
        };
        let minimum_cents = match draw.below(2) {
            0 => 0,
            _ => (total / 100 * draw.between(60, 140) as u32) / 100 * 100,
        };
        coupons.push(Coupon {
            code: code.into(),
            discount,
            minimum_cents,
        });
    }
    coupons
}
