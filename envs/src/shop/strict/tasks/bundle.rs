//! `shop/bundle`: buy one product of each of several short lists, within a budget for all.
//!
//! Oracle: (`search` `open` `add_to_cart`)* `cart` `address`? `checkout`. Some combinations are too dear, so prices
//! decide. Grade: each list is worth 1, the address 1; divided by what could be had and by lines nobody asked for; halved
//! if the products of the lists cost more than the budget.

use crate::shop::{
    catalog::lexicon,
    product::ProductId,
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::{as_preselected, in_stock, packs_count},
            template::{Budget, Template},
        },
        text::words::{as_query, either_of, money, send_to},
        world::{
            objective::{Objective, Purchase, ShownAt, Slot},
            offers::Offers,
            records::ADDRESSES,
        },
    },
};
use truestep_core::truth::FactSet;

pub(crate) const TEMPLATE: Template = Template {
    name: "bundle",
    version: 5,
    summary: "buy one product of each of several short lists within a total budget",
    random_ceiling_percent: 2,
    budget: Budget { base: 24, each: 8 },
    is_feasible: true,
    twin_of: None,
    draft,
};

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let count = draw.weighted(&[(2, 1), (3, 2)]);
    let width = 2;
    let kinds = draw.kinds(count, width)?;
    let mut lists: Vec<(String, Vec<ProductId>)> = vec![];
    for kind in kinds {
        let stocked = in_stock(draw, &kind.members);
        lists.push((kind.name, draw.sample(&stocked, width)?));
    }
    let price = |id: &ProductId| draw.market.brief(*id).price_cents;
    let mut totals = vec![0];
    for (_, list) in &lists {
        totals = totals
            .iter()
            .flat_map(|total| list.iter().map(move |id| total + price(id)))
            .collect();
    }
    totals.sort_unstable();
    // At most half of the combinations are affordable.
    let affordable = draw.between(1, totals.len() / 2);
    let (least, next) = (totals[affordable - 1], totals[affordable]);
    if least == next {
        return None;
    }
    let budget = least + draw.below((next - least) as usize) as u32;
    let address = (draw.below(2) == 0).then(|| draw.between(1, ADDRESSES.len() - 1) as u8);
    Some(ask(draw, lists, budget, address))
}

fn ask(
    draw: &mut Draw<'_>,
    lists: Vec<(String, Vec<ProductId>)>,
    budget: u32,
    address: Option<u8>,
) -> Draft {
    let mut instruction = String::from("Buy one unit of one product from each list.");
    for (number, (kind, list)) in lists.iter().enumerate() {
        instruction.push_str(&format!(
            " List {}, {}: {}.",
            number + 1,
            lexicon::noun(kind).in_general(),
            either_of(|id| draw.name(id), list)
        ));
    }
    let all: Vec<ProductId> = lists.iter().flat_map(|(_, list)| list.clone()).collect();
    instruction.push_str(&format!(
        " Spend at most {} on them together.{}{} Leave the options as they are preselected.",
        money(budget),
        packs_count(draw, &all),
        send_to(address)
    ));
    let slots = lists.iter().map(|(_, list)| Slot {
        choices: list
            .iter()
            .map(|&id| as_preselected(draw, id, FactSet::default()))
            .collect(),
        quantity: 1,
    });
    let mut draft = Draft::new(
        instruction,
        Objective::Purchase(Purchase {
            slots: slots.collect(),
            budget_cents: Some(budget),
            address,
            ..Purchase::default()
        }),
    );
    draft.named = all.len();
    draft.offers = Offers::BUY.and(Offers::CART);
    if address.is_some() {
        draft.offers = draft.offers.and(Offers::ADDRESSES);
    }
    draft.cart_limit = lists.len() as u8 + 1;
    for (kind, list) in &lists {
        // Nothing can be put into the cart without its price being shown.
        draft
            .implied
            .push((format!("price of a {kind}"), ShownAt::Item(list.clone())));
        draft.queries.push(as_query(kind));
    }
    // A title is a query of its own only where the kind does not list the product.
    for (kind, list) in &lists {
        let kind = as_query(kind);
        let hidden = list.iter().filter(|&&id| !draw.lists(&kind, id));
        draft.queries.extend(hidden.map(|&id| draw.title_query(id)));
    }
    draft
}
