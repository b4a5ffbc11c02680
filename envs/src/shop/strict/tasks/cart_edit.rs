//! `shop/cart-edit`: look through a full cart, drop the line that leads in a fact, change a quantity, use a coupon, buy.
//!
//! Oracle: `cart` (`open` tab `back`)* `remove` `set_quantity` `apply_coupon`? `checkout`. Evidence: the fact of every
//! line. Grade: each line to keep is worth 1 (half with a wrong quantity), the coupon 1; divided by what could be had and
//! by lines that should not be there.

use crate::shop::{
    product::ProductId,
    strict::{
        rules::menu::QUANTITIES,
        tasks::{
            draft::Draft,
            draw::Draw,
            parts::{aside_query, packs_count, some_variant, with_options},
            template::{Budget, Template},
        },
        text::words::product_name,
        world::{
            objective::{Objective, Purchase, ShownAt, Slot},
            offers::Offers,
            page::Tab,
            records::{Coupon, Discount, Line},
        },
    },
};
use truestep_core::truth::FactSet;

pub(crate) const TEMPLATE: Template = Template {
    name: "cart-edit",
    version: 5,
    summary: "drop the line of a cart that leads in a fact, change a quantity, use a coupon, buy the rest",
    random_ceiling_percent: 5,
    budget: Budget { base: 50, each: 0 },
    is_feasible: true,
    twin_of: None,
    draft,
};

/// What decides which line goes.
#[derive(Clone, Copy)]
enum Aspect {
    Heaviest,
    ShortestWarranty,
    FewestReviews,
}

impl Aspect {
    /// Smallest goes.
    fn key(self, draw: &Draw<'_>, id: ProductId) -> i64 {
        let brief = draw.market.brief(id);
        match self {
            Aspect::Heaviest => -i64::from(brief.weight_grams),
            Aspect::ShortestWarranty => i64::from(brief.warranty_months),
            Aspect::FewestReviews => i64::from(brief.review_count),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Aspect::Heaviest => "the product whose single unit is the heaviest by its specs",
            Aspect::ShortestWarranty => "the product with the shortest warranty",
            Aspect::FewestReviews => "the product with the fewest reviews",
        }
    }

    fn tab(self) -> Tab {
        match self {
            Aspect::Heaviest => Tab::Specs,
            Aspect::ShortestWarranty => Tab::Description,
            Aspect::FewestReviews => Tab::Reviews,
        }
    }
}

fn draft(draw: &mut Draw<'_>, _: bool) -> Option<Draft> {
    let aspect = draw.weighted(&[
        (Aspect::Heaviest, 2),
        (Aspect::ShortestWarranty, 1),
        (Aspect::FewestReviews, 1),
    ]);
    let count = draw.weighted(&[(3, 2), (4, 1)]);
    let mut products = vec![];
    for _ in 0..count * 4 {
        let id = draw.product()?;
        if !products.contains(&id) {
            products.push(id);
        }
    }
    // Whatever quantity the menu offers can be had.
    let most = u16::from(*QUANTITIES.end());
    products.retain(|&id| draw.market.brief(id).stock_units >= most);
    products.truncate(count);
    if products.len() < count {
        return None;
    }
    let mut ranked = products.clone();
    ranked.sort_by_key(|&id| (aspect.key(draw, id), id));
    let leads = aspect.key(draw, ranked[0]);
    // Below nothing there is nothing: whoever saw it would need to see no more.
    if leads == 0 || leads == aspect.key(draw, ranked[1]) {
        return None;
    }
    let changed = *draw.pick(&ranked[1..])?;
    let now = draw.between(1, 4) as u8;
    let wanted = draw.between(1, 4) as u8;
    // A cart of four with a coupon as well would make the graph large.
    let has_coupon = count == 3 && draw.below(2) == 0;
    if now == wanted {
        return None;
    }
    let mut instruction = format!(
        "Tidy up the cart: remove {} and set the quantity of {} to {wanted}.{}",
        aspect.words(),
        product_name(&draw.open(changed)),
        packs_count(draw, &products),
    );
    let mut purchase = Purchase::default();
    let mut cart = vec![];
    for &id in &products {
        let shown = draw.open(id);
        let quantity = if id == changed {
            now
        } else {
            draw.between(1, 2) as u8
        };
        let variant = some_variant(draw, &shown);
        cart.push(Line {
            product: id,
            variant,
            quantity,
        });
        if id != ranked[0] {
            purchase.slots.push(Slot {
                choices: vec![with_options(draw, id, variant, FactSet::default())],
                quantity: if id == changed { wanted } else { quantity },
            });
        }
    }
    purchase.needs = Draft::all_facts(count);
    if has_coupon {
        purchase.coupon = Some(1);
        instruction.push_str(" Use the coupon TIDY.");
    }
    instruction.push_str(" Leave everything else as it is, and buy what is left.");
    // As a cart lists its lines.
    cart.sort_unstable();
    let mut draft = Draft::new(instruction, Objective::Purchase(purchase));
    for &id in &products {
        let asin = &draw.open(id).asin;
        draft
            .facts
            .push((format!("fact of {asin}"), ShownAt::Tab(id, aspect.tab())));
    }
    draft.cart = cart;
    draft.cart_limit = count as u8;
    draft.offers = Offers::CART.and(Offers::CART_LINKS).and(Offers::QUANTITIES);
    if has_coupon {
        draft.offers = draft.offers.and(Offers::COUPONS);
        draft.coupons = ["WELCOME", "TIDY"]
            .map(|code| Coupon {
                code: code.into(),
                discount: Discount::Percent(10),
                minimum_cents: 0,
            })
            .into();
    }
    // What lies in the cart has no name before the cart was seen.
    draft.queries = vec![aside_query(draw, &products)?];
    Some(draft)
}
