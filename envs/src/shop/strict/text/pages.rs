//! The text an agent reads: everything the page shows, nothing of the task's truth.

use crate::shop::{
    catalog::lexicon,
    phrase::counted,
    product::Product,
    strict::{
        rules::report::{status_name, totals},
        text::{forms, words::put_money},
        world::{
            action::Unit,
            def::Def,
            limits::{MAX_GROUPS, ORDER_ROWS, ROWS},
            listing::{Listing, Query},
            objective::Objective,
            page::{Page, Tab},
            records::{
                ADDRESSES, Discount, Line, Order, OrderStatus, REASONS, REFUNDS, RETURN_DAYS, WRAPS,
            },
            state::State,
            variant::{Variant, from_cents, is_priced, price_cents},
        },
    },
};
use std::fmt::Write as _;

/// Room made at once for a page of results and for any other page; most pages fit.
const RESULTS_BYTES: usize = 1_500;
const PAGE_BYTES: usize = 700;

macro_rules! put {
    ($out:expr, $($form:tt)*) => {
        write!($out, $($form)*).expect("invariant: writing to a string cannot fail")
    };
}

/// Append the page as text.
pub(crate) fn text(def: &Def, state: &State, out: &mut String) {
    let page_bytes = match state.page() {
        Page::Results { .. } => RESULTS_BYTES,
        _ => PAGE_BYTES,
    };
    out.reserve(page_bytes);
    if state.ending().is_some() {
        out.push_str("The episode has ended.\n");
        return;
    }
    match state.page() {
        Page::Home => out.push_str("Page: home\nSearch for products to begin.\n"),
        Page::Results { listing, page } => results(def, listing, *page, out),
        Page::Item {
            product,
            tab,
            chosen,
            ..
        } => item(&def.product(*product), *tab, chosen, out),
        Page::Cart => cart(def, state, out),
        Page::Coupons => coupons(def, out),
        Page::Orders(page) => orders(def, state, *page, out),
        Page::Order(order) => order_page(def, state, *order, out),
        Page::Form {
            order,
            line,
            reason,
            refund,
        } => form(def, *order, *line, *reason, *refund, out),
    }
    if !matches!(state.page(), Page::Cart) {
        cart_in_short(state, out);
    }
    if let Objective::Answer { unit, .. } = &def.objective {
        out.push_str("Answer with answer[");
        out.push_str(match unit {
            Unit::Asin => "ASIN",
            Unit::Money => "$D.CC",
            Unit::Grams => "N g",
            Unit::Months => "N months",
            Unit::Count => "N",
        });
        out.push_str("].\n");
    }
    out.push_str("You can: ");
    forms::write_here(def, state, out);
    out.push('\n');
}

/// How full the cart is: what adding to it from another page changes there.
fn cart_in_short(state: &State, out: &mut String) {
    let units: u64 = state.lines().iter().map(|l| u64::from(l.quantity)).sum();
    match state.lines().len() as u64 {
        0 => out.push_str("Cart: empty\n"),
        lines => put!(
            out,
            "Cart: {}, {}\n",
            counted(lines, "line"),
            counted(units, "unit")
        ),
    }
}

fn stars(out: &mut String, tenths: u8) {
    put!(out, "{}.{} stars", tenths / 10, tenths % 10);
}

fn results(def: &Def, listing: &Listing, page: u8, out: &mut String) {
    let query = match &listing.query {
        Query::Listed(i) => def.queries.get(usize::from(*i)).map_or("", |q| &q.text),
        Query::Free(free) => &free.text,
    };
    let hits = def.hits(listing);
    put!(
        out,
        "Page: results for `{query}`, page {} of {}, {}, sorted by {}",
        page + 1,
        def.pages(listing),
        counted(hits.len() as u64, "product"),
        listing.sort.name()
    );
    for filter in listing.filters.iter() {
        put!(out, ", {}", filter.name());
    }
    out.push('\n');
    for (row, &id) in def.rows(&hits, page).iter().enumerate() {
        let product = def.product(id);
        put!(
            out,
            "{}. {} | {} | ",
            usize::from(page) * ROWS + row + 1,
            product.asin,
            product.title
        );
        // What a list says is the lowest price; which options it is for, the product's page says.
        out.push_str(if def.market.brief(id).is_priced {
            "from "
        } else {
            ""
        });
        put_money(out, from_cents(&product));
        out.push_str(" | ");
        stars(out, product.details.rating_tenths);
        if product.details.sponsored {
            out.push_str(" | sponsored");
        }
        out.push('\n');
    }
}

fn item(product: &Product, tab: Tab, chosen: &Variant, out: &mut String) {
    put!(
        out,
        "Page: item {}\n{}\nPrice: ",
        product.asin,
        product.title
    );
    put_money(out, price_cents(product, chosen));
    if is_priced(product) {
        out.push_str(" as chosen, from ");
        put_money(out, from_cents(product));
    }
    out.push_str("\nRating: ");
    stars(out, product.details.rating_tenths);
    match product.details.stock_units {
        0 => out.push_str("\nStock: sold out\n"),
        units => put!(out, "\nStock: {}\n", counted(units.into(), "unit")),
    }
    for (number, group) in product.options.iter().enumerate() {
        put!(out, "Option {}:", group.name);
        let now = if number < MAX_GROUPS {
            usize::from(chosen[number])
        } else {
            0
        };
        for (place, value) in group.values.iter().enumerate() {
            out.push_str(if place == 0 { " " } else { ", " });
            if place == now {
                put!(out, "[{value}]");
            } else {
                out.push_str(value);
            }
            let added = group.surcharge_cents(place);
            if added > 0 {
                out.push_str(" (+");
                put_money(out, added);
                out.push(')');
            }
        }
        out.push('\n');
    }
    match tab {
        Tab::Main => out.push_str("More: specs, description, reviews\n"),
        Tab::Specs => {
            put!(
                out,
                "Specs:\nKind: {}\nCategory: {}\nWeight: {} g\nAttributes: {}\n",
                lexicon::shown_kind(&product.query),
                product.product_category,
                product.details.weight_grams,
                listed_attributes(product)
            );
        }
        Tab::Description => {
            put!(out, "Description:\n{}\n", product.description);
            for bullet in &product.bullets {
                put!(out, "- {bullet}\n");
            }
            match product.details.warranty_months {
                0 => out.push_str("It comes without a warranty.\n"),
                months => put!(
                    out,
                    "It comes with a warranty of {}.\n",
                    counted(months.into(), "month")
                ),
            }
        }
        Tab::Reviews => put!(out, "Reviews: {}\n", product.details.review_count),
    }
}

/// The attributes, separated by commas.
fn listed_attributes(product: &Product) -> String {
    let names = product
        .attributes
        .iter()
        .map(|a| lexicon::shown_attribute(a));
    names.collect::<Vec<_>>().join(", ")
}

fn line(def: &Def, line: &Line, out: &mut String) {
    let product = def.product(line.product);
    put!(out, "{} | {}", product.asin, product.title);
    variant(&product, &line.variant, out);
    put!(out, " | {} x ", line.quantity);
}

fn variant(product: &Product, chosen: &Variant, out: &mut String) {
    for (group, place) in product.options.iter().zip(chosen) {
        if let Some(value) = group.values.get(usize::from(*place)) {
            put!(out, " | {}: {value}", group.name);
        }
    }
}

fn cart(def: &Def, state: &State, out: &mut String) {
    put!(
        out,
        "Page: cart, {} ({} at most)\n",
        counted(state.lines().len() as u64, "line"),
        def.cart_limit
    );
    for (number, bought) in state.lines().iter().enumerate() {
        put!(out, "{}. ", number + 1);
        line(def, bought, out);
        put_money(
            out,
            price_cents(&def.product(bought.product), &bought.variant),
        );
        out.push('\n');
    }
    for (number, removed) in state.removed(def).enumerate() {
        put!(out, "Removed {}: ", number + 1);
        line(def, removed, out);
        put_money(
            out,
            price_cents(&def.product(removed.product), &removed.variant),
        );
        out.push('\n');
    }
    let (total, charged) = totals(def, state);
    out.push_str("Total: ");
    put_money(out, total);
    match state.coupon().and_then(|c| def.coupons.get(usize::from(c))) {
        Some(coupon) if total < coupon.minimum_cents => {
            put!(
                out,
                "\nCoupon: {}, which takes nothing off below ",
                coupon.code
            );
            put_money(out, coupon.minimum_cents);
        }
        Some(coupon) => {
            put!(out, "\nCoupon: {}, which makes it ", coupon.code);
            put_money(out, charged);
        }
        None => out.push_str("\nCoupon: none"),
    }
    let name = |names: &[&'static str], i: u8| names.get(usize::from(i)).copied().unwrap_or("");
    put!(
        out,
        "\nSend to: {} (of {})\nWrap: {} (of {})\n",
        name(&ADDRESSES, state.address()),
        ADDRESSES.join(", "),
        name(&WRAPS, state.wrap()),
        WRAPS.join(", ")
    );
}

fn coupons(def: &Def, out: &mut String) {
    out.push_str("Page: coupons\n");
    if def.coupons.is_empty() {
        out.push_str("There are no coupons.\n");
    }
    for coupon in &def.coupons {
        put!(out, "{}: ", coupon.code);
        match coupon.discount {
            Discount::Percent(p) => put!(out, "{p}% off"),
            Discount::Cents(cents) => {
                put_money(out, cents);
                out.push_str(" off");
            }
        }
        if coupon.minimum_cents > 0 {
            out.push_str(" from ");
            put_money(out, coupon.minimum_cents);
        }
        out.push('\n');
    }
}

fn order_head(def: &Def, state: &State, number: u8, out: &mut String) {
    let order = &def.orders[usize::from(number)];
    put!(
        out,
        "{} | placed {} ago | {}",
        order.id,
        counted(order.days_ago.into(), "day"),
        status_name(def, state, number)
    );
}

fn orders(def: &Def, state: &State, page: u8, out: &mut String) {
    put!(
        out,
        "Page: orders, page {} of {}\n",
        page + 1,
        def.order_pages()
    );
    if def.orders.is_empty() {
        out.push_str("There are no orders.\n");
    }
    let first = usize::from(page) * ORDER_ROWS;
    for number in first..(first + ORDER_ROWS).min(def.orders.len()) {
        order_head(def, state, number as u8, out);
        out.push_str(" | ");
        contents(def, &def.orders[number], out);
        out.push('\n');
    }
}

/// What an order holds: the kind and the id of each product. What was paid, its own page says.
fn contents(def: &Def, order: &Order, out: &mut String) {
    for (number, bought) in order.lines.iter().enumerate() {
        let product = def.product(bought.line.product);
        out.push_str(if number == 0 { "" } else { ", " });
        put!(
            out,
            "{} {}",
            lexicon::shown_kind(&product.query),
            product.asin
        );
    }
}

fn order_page(def: &Def, state: &State, number: u8, out: &mut String) {
    out.push_str("Page: order ");
    order_head(def, state, number, out);
    out.push_str("\nTotal: ");
    put_money(out, def.orders[usize::from(number)].total_cents());
    out.push('\n');
    let address = def.orders[usize::from(number)].address;
    put!(
        out,
        "Sent to: {}\n",
        ADDRESSES.get(usize::from(address)).copied().unwrap_or("")
    );
    returns(&def.orders[usize::from(number)], out);
    for (place, bought) in def.orders[usize::from(number)].lines.iter().enumerate() {
        put!(out, "{}. ", place + 1);
        line(def, &bought.line, out);
        put_money(out, bought.paid_cents);
        out.push('\n');
    }
}

/// For how long what has arrived can be returned.
fn returns(order: &Order, out: &mut String) {
    let days = |count: u16| counted(count.into(), "day");
    let kept = format!("within {} of the order", days(RETURN_DAYS));
    match order.status {
        OrderStatus::Delivered => {
            let left = days(RETURN_DAYS.saturating_sub(order.days_ago));
            put!(out, "Returns: {kept}, {left} left\n");
        }
        OrderStatus::Closed => put!(out, "Returns: {kept}, which is over\n"),
        OrderStatus::Pending | OrderStatus::Shipped => {}
    }
}

fn form(def: &Def, order: u8, place: u8, reason: Option<u8>, refund: Option<u8>, out: &mut String) {
    let order = &def.orders[usize::from(order)];
    put!(out, "Page: return from order {}\n", order.id);
    line(def, &order.lines[usize::from(place)].line, out);
    put_money(out, order.lines[usize::from(place)].paid_cents);
    let name = |names: &[&'static str], i: Option<u8>| {
        i.and_then(|i| names.get(usize::from(i)).copied())
            .unwrap_or("not chosen")
    };
    put!(
        out,
        "\nReason: {} (of {})\nRefund: {} (of {})\n",
        name(&REASONS, reason),
        REASONS.join(", "),
        name(&REFUNDS, refund),
        REFUNDS.join(", ")
    );
}
