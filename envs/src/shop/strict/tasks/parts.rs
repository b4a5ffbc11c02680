//! What several templates are made of: past orders, wanted options, slots.

use crate::shop::{
    product::{Product, ProductId},
    strict::{
        tasks::draw::Draw,
        text::words::as_query,
        world::{
            limits::{MAX_GROUPS, ORDER_ROWS},
            objective::{Choice, ShownAt, Slot},
            page::Tab,
            records::{ADDRESSES, Line, Order, OrderLine, OrderStatus},
            variant::{PRESELECTED, Variant, choosable, comes_in_packs, price_cents, stock_needed},
        },
    },
};
use truestep_core::truth::FactSet;

/// Lines a made-up order has at most.
const ORDER_LINES: usize = 2;
/// Most days between two orders.
const ORDER_GAP: usize = 30;
/// Prices of the past lie within so many percent of today's.
const DRIFT_PERCENT: usize = 25;

/// A drawn choice of options.
pub(crate) fn some_variant(draw: &mut Draw<'_>, product: &Product) -> Variant {
    let mut variant = [0; MAX_GROUPS];
    for (group, values) in choosable(product) {
        variant[group] = draw.below(values.max(1)) as u8;
    }
    variant
}

/// A line of a past order: any options, a price of its time.
pub(crate) fn order_line(draw: &mut Draw<'_>, product: ProductId) -> OrderLine {
    let shown = draw.open(product);
    let percent = draw.between(100 - DRIFT_PERCENT, 100 + DRIFT_PERCENT) as u64;
    let variant = some_variant(draw, &shown);
    let paid = u64::from(price_cents(&shown, &variant)) * percent / 100;
    OrderLine {
        line: Line {
            product,
            variant,
            quantity: draw.between(1, 2) as u8,
        },
        paid_cents: paid.clamp(1, u32::MAX.into()) as u32,
    }
}

/// `count` past orders of drawn products, newest first, all delivered, some too old to be returned; none holds a product of
/// `without`.
pub(crate) fn past_orders(
    draw: &mut Draw<'_>,
    count: usize,
    without: impl Fn(ProductId) -> bool,
) -> Option<Vec<Order>> {
    let mut days_ago = 0;
    let mut number = 1_000 + draw.below(4_000);
    let mut orders = vec![];
    for _ in 0..count {
        days_ago += draw.between(1, ORDER_GAP) as u16;
        number += draw.between(1, 200);
        let mut lines = vec![];
        for _ in 0..draw.between(1, ORDER_LINES) {
            let product = (0..8).find_map(|_| draw.product().filter(|&p| !without(p)))?;
            lines.push(order_line(draw, product));
        }
        orders.push(Order {
            // Newer orders have higher numbers.
            id: format!("R-{}", 9_999 - number % 9_000),
            days_ago,
            status: OrderStatus::arrived(days_ago),
            address: draw.below(ADDRESSES.len()) as u8,
            lines,
        });
    }
    let mut ids: Vec<&String> = orders.iter().map(|o| &o.id).collect();
    ids.sort_unstable();
    ids.dedup();
    (ids.len() == count).then_some(orders)
}

/// Options to ask for: up to `most` groups of a product with a value that is not preselected, the others as they are; those
/// asked for by name.
pub(crate) fn wanted_options(
    draw: &mut Draw<'_>,
    product: &Product,
    most: usize,
) -> ([Option<u8>; MAX_GROUPS], Vec<(String, String)>) {
    let mut options = preselected(product);
    let groups: Vec<(usize, usize)> = choosable(product).filter(|(_, v)| *v > 1).collect();
    let count = most.min(groups.len());
    let mut chosen = draw.sample(&groups, count).unwrap_or_default();
    chosen.sort_unstable();
    let mut named = vec![];
    for (group, values) in chosen {
        let value = draw.between(1, values - 1);
        options[group] = Some(value as u8);
        let offered = &product.options[group];
        named.push((offered.name.clone(), offered.values[value].clone()));
    }
    (options, named)
}

/// The options that a product's page preselects, for every group there is a choice in.
pub(crate) fn preselected(product: &Product) -> [Option<u8>; MAX_GROUPS] {
    let mut options = [None; MAX_GROUPS];
    for (group, _) in choosable(product).filter(|(_, values)| *values > 1) {
        options[group] = Some(0);
    }
    options
}

/// A product that fills a slot with its options as they are preselected.
pub(crate) fn as_preselected(draw: &Draw<'_>, product: ProductId, needs: FactSet) -> Choice {
    let shown = draw.open(product);
    Choice::new(product, &shown, preselected(&shown), needs)
}

/// A product that fills a slot with exactly these options.
pub(crate) fn with_options(
    draw: &Draw<'_>,
    product: ProductId,
    variant: Variant,
    needs: FactSet,
) -> Choice {
    let shown = draw.open(product);
    let mut options = preselected(&shown);
    for (wanted, value) in options.iter_mut().zip(variant) {
        *wanted = wanted.map(|_| value);
    }
    Choice::new(product, &shown, options, needs)
}

/// Whether there is enough of a product to buy `quantity` units of it whatever else of it lies in a cart of `lines` lines.
pub(crate) fn is_plenty(draw: &Draw<'_>, product: ProductId, quantity: u8, lines: u8) -> bool {
    let stock = draw.market.brief(product).stock_units;
    stock >= stock_needed(&draw.open(product), quantity, lines)
}

/// Every page of a list of `count` orders, as facts: what is not on one of them is on none.
pub(crate) fn order_pages(count: usize) -> impl Iterator<Item = (String, ShownAt)> {
    let pages = 0..count.div_ceil(ORDER_ROWS).max(1);
    pages.map(|page| {
        let name = format!("page {} of the orders", page + 1);
        (name, ShownAt::Orders(page as u8))
    })
}

/// Where it is shown that a product has these attributes: in the specs, in the description if that names them all, and
/// wherever the title is if that does.
/// That it lacks one, the specs alone tell.
pub(crate) fn where_it_says(product: &Product, id: ProductId, attributes: &[String]) -> ShownAt {
    let names = |text: &str, attribute: &String| text.to_lowercase().contains(attribute.as_str());
    let is_told = |attribute: &String| {
        let mut bullets = product.bullets.iter();
        names(&product.description, attribute) || bullets.any(|text| names(text, attribute))
    };
    if attributes.iter().all(|a| names(&product.title, a)) {
        ShownAt::Row(vec![id])
    } else if attributes.iter().all(is_told) {
        ShownAt::EitherTab(id, [Tab::Specs, Tab::Description])
    } else {
        ShownAt::Tab(id, Tab::Specs)
    }
}

/// Where it is shown what a product costs with these options.
pub(crate) fn where_its_price(draw: &Draw<'_>, id: ProductId, variant: Variant) -> ShownAt {
    ShownAt::Price {
        product: id,
        variant,
        is_priced: draw.market.brief(id).is_priced,
    }
}

/// Where it is shown that a product, with the options that are preselected, costs more than `cents`: on a list, if its lowest
/// price is more.
pub(crate) fn where_it_is_dearer(draw: &Draw<'_>, id: ProductId, cents: u32) -> ShownAt {
    match draw.market.brief(id).from_cents > cents {
        true => ShownAt::Row(vec![id]),
        false => where_its_price(draw, id, PRESELECTED),
    }
}

/// What a unit is, as a sentence with a blank before it, where one of the products comes in packs; nothing else.
pub(crate) fn packs_count(draw: &Draw<'_>, ids: &[ProductId]) -> &'static str {
    match ids.iter().any(|&id| comes_in_packs(&draw.open(id))) {
        true => PACKS_COUNT,
        false => "",
    }
}

/// What a unit is, where there are packs.
pub(crate) const PACKS_COUNT: &str = " A pack counts as one unit.";

/// A slot that one product fills.
pub(crate) fn slot_for(choice: Choice, quantity: u8) -> Slot {
    Slot {
        choices: vec![choice],
        quantity,
    }
}

/// The facts numbered `range`.
pub(crate) fn facts_of(range: std::ops::Range<usize>) -> FactSet {
    range.fold(FactSet::default(), FactSet::with)
}

/// The products in stock among `ids`.
pub(crate) fn in_stock(draw: &Draw<'_>, ids: &[ProductId]) -> Vec<ProductId> {
    let has = |id: &&ProductId| draw.market.brief(**id).stock_units > 0;
    ids.iter().filter(has).copied().collect()
}

/// A query that lists none of these products: a way that leads nowhere.
pub(crate) fn aside_query(draw: &mut Draw<'_>, products: &[ProductId]) -> Option<String> {
    let query = as_query(&draw.kind(1)?.name);
    let is_aside = products.iter().all(|&id| !draw.lists(&query, id));
    is_aside.then_some(query)
}
