//! `shop/avoid`: buy the cheapest of several named products that does not have an attribute.
//!
//! Oracle: `search` (`open` `specs` `back`)* `open` `specs` `add_to_cart` `cart` `checkout`. Evidence: the attributes of
//! the product bought and of every cheaper one (each has the attribute), that the others are dearer. Grade: as `shop/buy`.

use crate::shop::{
    catalog::lexicon,
    phrase::Number,
    product::ProductId,
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::{
                as_preselected, facts_of, in_stock, packs_count, slot_for, where_it_is_dearer,
                where_it_says,
            },
            template::{Budget, Template},
        },
        text::words::{as_query, product_names},
        world::{
            objective::{Objective, Purchase, ShownAt},
            offers::Offers,
            page::Tab,
        },
    },
};

pub(crate) const TEMPLATE: Template = Template {
    name: "avoid",
    version: 5,
    summary: "buy the cheapest of several named products that does not have an attribute",
    random_ceiling_percent: 5,
    budget: Budget { base: 24, each: 10 },
    is_feasible: true,
    twin_of: None,
    draft,
};

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let kind = draw.kind(3)?;
    let stocked = in_stock(draw, &kind.members);
    let count = draw.between(3, 5).min(stocked.len());
    let mut candidates = draw.sample(&stocked, count)?;
    let shown = candidates.clone();
    candidates.sort_by_key(|&id| (draw.market.brief(id).price_cents, id));
    let first = draw.open(*candidates.first()?);
    let attribute = draw.pick(&first.attributes)?.clone();
    let has = |id| draw.open(id).attributes.contains(&attribute);
    // Whoever has the same by another name does not lack it.
    let has_it_by_another_name = |&id: &ProductId| {
        let product = draw.open(id);
        let mut own = product.attributes.iter();
        own.any(|a| *a != attribute && lexicon::means_the_same(a, &attribute))
    };
    // A title that names it would leave nothing to look up.
    let is_in_its_title = |&id: &ProductId| {
        let title = draw.open(id).title.to_lowercase();
        title.contains(attribute.as_str())
    };
    if candidates.iter().any(is_in_its_title) || candidates.iter().any(has_it_by_another_name) {
        return None;
    }
    let place = candidates.iter().position(|&id| !has(id))?;
    let target = candidates[place];
    let price = |id| draw.market.brief(id).price_cents;
    let twins = candidates.iter().filter(|&&id| price(id) == price(target));
    if twins.count() > 1 {
        return None;
    }
    let instruction = format!(
        "Of these products, buy one unit of the cheapest one {}: {}. Leave the options as they are preselected; \
         what counts is the price with them.{}",
        lexicon::quality(&attribute).lacking(Number::Singular),
        product_names(|id| draw.name(id), &shown),
        packs_count(draw, &shown),
    );
    let mut draft = Draft::new(
        instruction,
        Objective::Purchase(Purchase {
            slots: vec![slot_for(
                as_preselected(draw, target, facts_of(0..count)),
                1,
            )],
            forbidden: Some(attribute.clone()),
            ..Purchase::default()
        }),
    );
    for (rank, &id) in candidates.iter().enumerate() {
        let asin = &draw.open(id).asin;
        draft.facts.push(if rank <= place {
            let shown_at = if rank < place {
                where_it_says(&draw.open(id), id, std::slice::from_ref(&attribute))
            } else {
                ShownAt::Tab(id, Tab::Specs)
            };
            (format!("attributes of {asin}"), shown_at)
        } else {
            let shown_at = where_it_is_dearer(draw, id, price(target));
            (format!("price of {asin}"), shown_at)
        });
    }
    draft.named = shown.len();
    draft.offers = Offers::BUY.and(Offers::CART);
    draft.cart_limit = 2;
    draft.queries = shown.iter().map(|&id| draw.title_query(id)).collect();
    draft.queries.push(as_query(&kind.name));
    Some(draft)
}
