//! `shop/substitute`: buy the first product of a list that is in stock. `shop/substitute-none` is its twin: none is,
//! which is to be reported.
//!
//! The product to buy may stand anywhere on the list. Some products of it, whichever they are, have a clause that says which
//! options to choose of them. The twin has the same clauses in the same places, so nothing that is told says whether
//! anything can be bought, or what.
//!
//! Oracle: (`search` `open`)* `select`* `add_to_cart` `cart` `checkout`; the twin ends with `report`. Evidence: the stock
//! of every product up to the one to buy. Grade: as `shop/buy`; the twin 1 or 0.

use crate::shop::{
    product::ProductId,
    strict::{
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::{facts_of, is_plenty, packs_count, preselected, slot_for, wanted_options},
            template::{Budget, Template},
        },
        text::words::{options_in_words, product_name},
        world::{
            objective::{Choice, Objective, Purchase, ShownAt},
            offers::Offers,
            variant::choosable,
        },
    },
};

/// What both twins are allowed.
const BUDGET: Budget = Budget { base: 24, each: 8 };

pub(crate) const TEMPLATE: Template = Template {
    name: "substitute",
    version: 5,
    summary: "buy the first product of a list that is in stock",
    random_ceiling_percent: 5,
    budget: BUDGET,
    is_feasible: true,
    twin_of: None,
    draft,
};

pub(crate) const TWIN: Template = Template {
    name: "substitute-none",
    version: 5,
    summary: "as `shop/substitute`, but nothing on the list is in stock: report it",
    random_ceiling_percent: 5,
    budget: BUDGET,
    is_feasible: false,
    twin_of: Some("substitute"),
    draft,
};

/// Lines the cart holds.
const CART_LINES: u8 = 2;
/// Draws of a product for a place of the list before giving up.
const DRAWS: usize = 64;

/// What is left of a product.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stock {
    Nothing,
    Plenty,
}

/// A place of the list.
#[derive(Clone, Copy)]
struct Place {
    /// Whether the instruction says which options to choose of the product there.
    has_clause: bool,
    sold_out: ProductId,
    /// The product that stands there in its stead where the task can be done.
    in_stock: Option<ProductId>,
}

/// A product for a place: with something to choose, if it has a clause.
fn product_for(
    draw: &mut Draw<'_>,
    has_clause: bool,
    taken: &[ProductId],
    stock: Stock,
) -> Option<ProductId> {
    let market = draw.market;
    for _ in 0..DRAWS {
        let id = match stock {
            Stock::Nothing => *draw.pick(market.sold_out())?,
            Stock::Plenty => draw.product()?,
        };
        let can_choose = || choosable(&draw.open(id)).any(|(_, values)| values > 1);
        let suits = !taken.contains(&id)
            && (stock == Stock::Nothing || is_plenty(draw, id, 1, CART_LINES))
            && (!has_clause || can_choose());
        if suits {
            return Some(id);
        }
    }
    None
}

/// The list with the place of the product to buy.
fn places(draw: &mut Draw<'_>) -> Option<(Vec<Place>, usize)> {
    let count = draw.weighted(&[(1, 1), (2, 2), (3, 3), (4, 3), (5, 1), (6, 1)]);
    let target = draw.below(count);
    let mut taken = vec![];
    let mut places = vec![];
    for number in 0..count {
        let has_clause = draw.below(2) == 0;
        let is_in_stock = number == target || number > target && draw.below(2) == 0;
        let sold_out = product_for(draw, has_clause, &taken, Stock::Nothing)?;
        taken.push(sold_out);
        let in_stock = match is_in_stock {
            true => Some(product_for(draw, has_clause, &taken, Stock::Plenty)?),
            false => None,
        };
        taken.extend(in_stock);
        places.push(Place {
            has_clause,
            sold_out,
            in_stock,
        });
    }
    Some((places, target))
}

fn draft(draw: &mut Draw<'_>, is_feasible: bool) -> Option<Draft> {
    let (places, target) = places(draw)?;
    let aside = draw.kind(1)?.name;
    let list: Vec<ProductId> = places
        .iter()
        .map(|place| match place.in_stock {
            Some(id) if is_feasible => id,
            _ => place.sold_out,
        })
        .collect();
    let mut clauses = String::new();
    let mut options = preselected(&draw.open(list[target]));
    for (number, place) in places.iter().enumerate() {
        if !place.has_clause {
            continue;
        }
        let shown = draw.open(list[number]);
        let (wanted, named) = wanted_options(draw, &shown, 1);
        clauses.push_str(&format!(
            " Of {}, choose {}.",
            product_name(&shown),
            options_in_words(&named)
        ));
        if number == target {
            options = wanted;
        }
    }
    // Whatever stands in either twin's list counts, so that this sentence tells nothing either.
    let either = places.iter().flat_map(|p| [Some(p.sold_out), p.in_stock]);
    let either: Vec<ProductId> = either.flatten().collect();
    let clauses = packs_count(draw, &either).to_owned() + &clauses;
    let instruction = said(draw, &list, &clauses);
    let seen = if is_feasible { target + 1 } else { list.len() };
    let needs = facts_of(0..seen);
    let objective = if is_feasible {
        let id = list[target];
        let choice = Choice::new(id, &draw.open(id), options, needs);
        Objective::Purchase(Purchase {
            slots: vec![slot_for(choice, 1)],
            ..Purchase::default()
        })
    } else {
        Objective::Report { needs }
    };
    let mut draft = Draft::new(instruction, objective);
    draft.named = list.len();
    for &id in &list[..seen] {
        let asin = &draw.open(id).asin;
        draft
            .facts
            .push((format!("stock of {asin}"), ShownAt::Item(vec![id])));
    }
    draft.queries = list.iter().map(|&id| draw.title_query(id)).collect();
    draft.queries.push(aside);
    draft.offers = Offers::BUY
        .and(Offers::OPTIONS)
        .and(Offers::CART)
        .and(Offers::REPORT);
    draft.cart_limit = CART_LINES;
    Some(draft)
}

fn said(draw: &Draw<'_>, list: &[ProductId], clauses: &str) -> String {
    let mut instruction = String::new();
    for (number, &id) in list.iter().enumerate() {
        let name = draw.name(id);
        instruction.push_str(&match number {
            0 => format!("Buy one unit of {name}."),
            1 => format!(" If that is sold out, take {name}."),
            _ => format!(" If that is sold out too, take {name}."),
        });
    }
    instruction.push_str(clauses);
    instruction.push_str(" Leave options that are not named as they are preselected.");
    instruction.push_str(match list.len() {
        1 => " If it is sold out, report the task as infeasible.",
        _ => " If everything is sold out, report the task as infeasible.",
    });
    instruction
}
