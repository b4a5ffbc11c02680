//! The menu: the actions the graph is made of.

use crate::shop::{
    product::ProductId,
    strict::{
        rules::{
            admit::{has_room, is_in_stock},
            matching::strays,
        },
        world::{
            action::Action,
            def::Def,
            limits::ORDER_ROWS,
            listing::{Filter, Query},
            objective::Objective,
            offers::Offers,
            page::{Page, Tab},
            records::{ADDRESSES, OrderStatus, REASONS, REFUNDS, WRAPS},
            state::State,
            variant::choosable,
        },
    },
};
use std::ops::RangeInclusive;
use truestep_core::model::MenuEntry;

/// Weight of an action that ends the episode; a random walk should not end at once.
const COMMIT: u32 = 1;
/// Weight of every other action.
const MOVE: u32 = 2;
/// Quantities offered where quantities matter.
pub(crate) const QUANTITIES: RangeInclusive<u8> = 1..=4;

type Menu = Vec<MenuEntry<Action>>;

fn push(out: &mut Menu, weight: u32, action: Action) {
    out.push(MenuEntry { action, weight });
}

/// Append the menu of a state: what the page offers, then the links every page has, then what ends the task.
pub(crate) fn menu(def: &Def, state: &State, out: &mut Menu) {
    if state.ending().is_some() {
        return;
    }
    match state.page() {
        Page::Results { .. } => on_results(def, state, out),
        Page::Item { .. } => on_item(def, state, out),
        Page::Cart => in_cart(def, state, out),
        Page::Orders(_) => on_orders(def, state, out),
        Page::Order(_) => on_order(def, state, out),
        Page::Form { .. } => on_form(state, out),
        Page::Home | Page::Coupons => {}
    }
    for query in 0..def.queries.len() {
        push(out, MOVE, Action::Search(Query::Listed(query as u8)));
    }
    let links = [
        (
            Offers::CART,
            Action::Cart,
            matches!(state.page(), Page::Cart),
        ),
        (
            Offers::COUPON_PAGE,
            Action::Coupons,
            matches!(state.page(), Page::Coupons),
        ),
        (
            Offers::ORDERS,
            Action::Orders,
            matches!(state.page(), Page::Orders(0)),
        ),
    ];
    for (offer, action, is_here) in links {
        let is_offered = def.offers.has(offer) || offer == Offers::CART && strays(def, state) > 0;
        if is_offered && !is_here {
            push(out, MOVE, action);
        }
    }
    answers(def, state, out);
    if matches!(def.objective, Objective::Cancel { .. }) {
        push(out, COMMIT, Action::Finish);
    }
    if def.offers.has(Offers::REPORT) {
        push(out, COMMIT, Action::Report);
    }
}

fn on_results(def: &Def, state: &State, out: &mut Menu) {
    let Page::Results { listing, page } = state.page() else {
        return;
    };
    let hits = def.hits(listing);
    for &product in def.rows(&hits, *page) {
        push(out, MOVE, Action::Open(product));
    }
    if page + 1 < def.pages(listing) {
        push(out, MOVE, Action::Next);
    }
    if *page > 0 {
        push(out, MOVE, Action::Prev);
    }
    for &sort in def.sorts.iter().filter(|&&s| s != listing.sort) {
        push(out, MOVE, Action::Sort(sort));
    }
    for filter in Filter::ALL {
        if def.filters.contains(filter) && !listing.filters.contains(filter) {
            push(out, MOVE, Action::Filter(filter));
        }
    }
    if listing.filters.0 != 0 {
        push(out, MOVE, Action::ClearFilters);
    }
}

fn on_item(def: &Def, state: &State, out: &mut Menu) {
    let Page::Item {
        product, chosen, ..
    } = state.page()
    else {
        return;
    };
    push(out, MOVE, Action::Back);
    for tab in Tab::ALL {
        push(out, MOVE, Action::Tab(tab));
    }
    let id = *product;
    let product = def.product(id);
    if def.offers.has(Offers::OPTIONS) {
        for (group, values) in choosable(&product) {
            for value in (0..values).filter(|&v| v != usize::from(chosen[group])) {
                push(out, MOVE, Action::Select(id, group as u8, value as u8));
            }
        }
    }
    let has_room = state.lines().len() < usize::from(def.cart_limit);
    let is_left = state.units(id) < product.details.stock_units;
    if def.offers.has(Offers::BUY) && has_room && is_left {
        push(out, MOVE, Action::AddToCart);
    }
}

/// Quantities offered for lines of a product: of what the task is about, where quantities matter, more than one.
pub(crate) fn quantities(def: &Def, product: ProductId) -> RangeInclusive<u8> {
    let is_asked = def.offers.has(Offers::QUANTITIES) && def.relevance(product).is_some();
    if is_asked { QUANTITIES } else { 1..=1 }
}

fn in_cart(def: &Def, state: &State, out: &mut Menu) {
    let lines = state.lines();
    for (number, line) in lines.iter().enumerate() {
        push(out, MOVE, Action::Remove(number as u8));
        let fits = |q: &u8| *q != line.quantity && is_in_stock(def, state, number, *q);
        for quantity in quantities(def, line.product).filter(fits) {
            push(out, MOVE, Action::SetQuantity(number as u8, quantity));
        }
        let is_first = lines[..number].iter().all(|l| l.product != line.product);
        if def.offers.has(Offers::CART_LINKS) && is_first {
            push(out, MOVE, Action::Open(line.product));
        }
    }
    for (number, line) in state.removed(def).enumerate() {
        if has_room(def, state, line.product, line.quantity) {
            push(out, MOVE, Action::Restore(number as u8));
        }
        let is_linked = lines.iter().any(|l| l.product == line.product);
        if def.offers.has(Offers::CART_LINKS) && !is_linked {
            push(out, MOVE, Action::Open(line.product));
        }
    }
    let settings = [
        (Offers::COUPONS, def.coupons.len(), state.coupon()),
        (Offers::ADDRESSES, ADDRESSES.len(), Some(state.address())),
        (Offers::WRAPS, WRAPS.len(), Some(state.wrap())),
    ];
    let set: [fn(u8) -> Action; 3] = [Action::ApplyCoupon, Action::Address, Action::Wrap];
    for ((offer, count, now), action) in settings.into_iter().zip(set) {
        if def.offers.has(offer) {
            for value in (0..count as u8).filter(|&v| Some(v) != now) {
                push(out, MOVE, action(value));
            }
        } else if offer != Offers::COUPONS && now != Some(0) {
            // What was changed off the menu can be changed back on it.
            push(out, MOVE, action(0));
        }
    }
    if state.coupon().is_some() {
        push(out, MOVE, Action::RemoveCoupon);
    }
    if !lines.is_empty() {
        push(out, COMMIT, Action::Checkout);
    }
}

fn on_orders(def: &Def, state: &State, out: &mut Menu) {
    let Page::Orders(page) = state.page() else {
        return;
    };
    let first = usize::from(*page) * ORDER_ROWS;
    for order in first..(first + ORDER_ROWS).min(def.orders.len()) {
        push(out, MOVE, Action::Order(order as u8));
    }
    if page + 1 < def.order_pages() {
        push(out, MOVE, Action::Next);
    }
    if *page > 0 {
        push(out, MOVE, Action::Prev);
    }
}

fn on_order(def: &Def, state: &State, out: &mut Menu) {
    let Page::Order(number) = *state.page() else {
        return;
    };
    let order = &def.orders[usize::from(number)];
    push(out, MOVE, Action::Back);
    let is_open = order.status == OrderStatus::Pending && state.cancelled() >> number & 1 == 0;
    if def.offers.has(Offers::CANCEL) && is_open {
        push(out, MOVE, Action::CancelOrder);
    }
    let has_room = state.lines().len() < usize::from(def.cart_limit);
    for (line, bought) in order.lines.iter().enumerate() {
        let product = bought.line.product;
        let is_first = order.lines[..line]
            .iter()
            .all(|l| l.line.product != product);
        if def.offers.has(Offers::ORDER_LINKS) && is_first {
            push(out, MOVE, Action::Open(product));
        }
        if def.offers.has(Offers::RETURN) && order.status == OrderStatus::Delivered {
            push(out, MOVE, Action::Return(line as u8));
        }
        if def.offers.has(Offers::REORDER)
            && has_room
            && state.units(product) < def.market.brief(product).stock_units
        {
            push(out, MOVE, Action::Reorder(line as u8));
        }
    }
}

fn on_form(state: &State, out: &mut Menu) {
    let Page::Form { reason, refund, .. } = state.page() else {
        return;
    };
    push(out, MOVE, Action::Back);
    for value in (0..REASONS.len() as u8).filter(|&v| Some(v) != *reason) {
        push(out, MOVE, Action::Reason(value));
    }
    for value in (0..REFUNDS.len() as u8).filter(|&v| Some(v) != *refund) {
        push(out, MOVE, Action::Refund(value));
    }
    if reason.is_some() && refund.is_some() {
        push(out, COMMIT, Action::Submit);
    }
}

fn answers(def: &Def, state: &State, out: &mut Menu) {
    let Objective::Answer { pool, .. } = &def.objective else {
        return;
    };
    let known = state.known();
    let seen = pool
        .values
        .iter()
        .filter(|(facts, _)| known.includes(*facts));
    let mut count = 0;
    for (_, value) in seen {
        push(out, COMMIT, Action::Answer(*value));
        count += 1;
    }
    for &decoy in pool.decoys.iter().take(count) {
        push(out, COMMIT, Action::Answer(decoy));
    }
}
