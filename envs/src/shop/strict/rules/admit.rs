//! Which actions can be executed where, and why not.

use crate::shop::{
    phrase::counted,
    product::ProductId,
    strict::{
        rules::report::status_name,
        world::{
            action::Action,
            def::Def,
            limits::{MAX_LINES, MAX_QUANTITY, ORDER_ROWS},
            objective::Objective,
            page::Page,
            records::{ADDRESSES, OrderStatus, REASONS, REFUNDS, RETURN_DAYS, WRAPS},
            state::State,
            variant::choosable,
        },
    },
};
use truestep_core::truth::Rejection;

/// Whether the action can be executed here.
///
/// # Errors
/// A [`Rejection`]: `episode_over`, `not_on_page`, `no_such_page`, `no_such_value`, `sold_out`, `beyond_stock`, `cart_full`, `empty_cart`,
/// `not_cancellable`, `not_returnable`, `incomplete_form`, `not_asked`.
pub(crate) fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
    if state.ending().is_some() {
        return Err(Rejection::new(
            "episode_over",
            "the episode has ended; nothing can be done any more",
        ));
    }
    match action {
        Action::Search(_) | Action::Cart | Action::Coupons | Action::Orders | Action::Report => {
            Ok(())
        }
        Action::Open(_) | Action::Next | Action::Prev | Action::Back | Action::Order(_) => {
            admit_move(def, state, action)
        }
        Action::Sort(_) | Action::Filter(_) | Action::ClearFilters => match state.page() {
            Page::Results { .. } => Ok(()),
            _ => Err(elsewhere("a page of results")),
        },
        Action::Tab(_) | Action::Select(..) | Action::AddToCart => {
            admit_on_item(def, state, action)
        }
        Action::Remove(_)
        | Action::Restore(_)
        | Action::SetQuantity(..)
        | Action::ApplyCoupon(_)
        | Action::RemoveCoupon
        | Action::Address(_)
        | Action::Wrap(_)
        | Action::Checkout => admit_in_cart(def, state, action),
        Action::CancelOrder | Action::Return(_) | Action::Reorder(_) => {
            admit_on_order(def, state, action)
        }
        Action::Reason(_) | Action::Refund(_) | Action::Submit => admit_on_form(state, action),
        Action::Answer(_) => match def.objective {
            Objective::Answer { .. } => Ok(()),
            _ => Err(Rejection::new("not_asked", "this task asks no question")),
        },
        Action::Finish => match def.objective {
            Objective::Cancel { .. } => Ok(()),
            _ => Err(Rejection::new(
                "not_asked",
                "this task does not end with `finish`",
            )),
        },
    }
}

fn elsewhere(expected: &str) -> Rejection {
    Rejection::new("not_on_page", format!("this works only on {expected}"))
}

fn admit_move(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
    let page = state.page();
    match (action, page) {
        (Action::Open(product), _) => match is_linked(def, state, *product) {
            true => Ok(()),
            false => Err(Rejection::new(
                "not_on_page",
                "this page has no link to that product",
            )),
        },
        (Action::Next, Page::Results { listing, page }) if page + 1 < def.pages(listing) => Ok(()),
        (Action::Next, Page::Orders(page)) if page + 1 < def.order_pages() => Ok(()),
        (Action::Prev, Page::Results { page, .. } | Page::Orders(page)) if *page > 0 => Ok(()),
        (Action::Next | Action::Prev, Page::Results { .. } | Page::Orders(_)) => Err(
            Rejection::new("no_such_page", "the list has no page in that direction"),
        ),
        (Action::Next | Action::Prev, _) => Err(elsewhere("a list")),
        (Action::Back, Page::Item { .. } | Page::Order(_) | Page::Form { .. }) => Ok(()),
        (Action::Back, _) => Err(elsewhere("an item, an order or a form")),
        (Action::Order(order), Page::Orders(page))
            if usize::from(*order) / ORDER_ROWS == usize::from(*page) =>
        {
            Ok(())
        }
        _ => Err(Rejection::new(
            "not_on_page",
            "this page does not list that order",
        )),
    }
}

/// Whether the page shown has a link to a product.
fn is_linked(def: &Def, state: &State, product: ProductId) -> bool {
    match state.page() {
        Page::Results { listing, page } => {
            let hits = def.hits(listing);
            def.rows(&hits, *page).contains(&product)
        }
        Page::Cart => {
            let removed = || state.removed(def).any(|l| l.product == product);
            state.lines().iter().any(|l| l.product == product) || removed()
        }
        Page::Order(order) => {
            let lines = &def.orders[usize::from(*order)].lines;
            lines.iter().any(|l| l.line.product == product)
        }
        _ => false,
    }
}

fn admit_on_item(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
    let Page::Item { product: shown, .. } = state.page() else {
        return Err(elsewhere("an item page"));
    };
    let product = def.product(*shown);
    match action {
        Action::Select(of, group, value) => {
            let found = choosable(&product).nth(usize::from(*group));
            match found {
                Some((_, values)) if of == shown && usize::from(*value) < values => Ok(()),
                _ => Err(Rejection::new(
                    "no_such_value",
                    "this product has no such option",
                )),
            }
        }
        Action::AddToCart => room_for(def, state, *shown, 1),
        _ => Ok(()),
    }
}

/// Whether one more line of `units` of a product can be put into the cart.
pub(crate) fn has_room(def: &Def, state: &State, product: ProductId, units: u8) -> bool {
    let stock = def.market.brief(product).stock_units;
    state.lines().len() < line_limit(def) && state.units(product) + u16::from(units) <= stock
}

fn line_limit(def: &Def) -> usize {
    usize::from(def.cart_limit).min(MAX_LINES)
}

/// Why not, if not.
fn room_for(def: &Def, state: &State, product: ProductId, units: u8) -> Result<(), Rejection> {
    let stock = def.market.brief(product).stock_units;
    if stock == 0 {
        return Err(Rejection::new("sold_out", "this product is sold out"));
    }
    if state.units(product) + u16::from(units) > stock {
        return Err(beyond_stock(stock));
    }
    let limit = line_limit(def);
    if state.lines().len() >= limit {
        return Err(Rejection::new(
            "cart_full",
            format!("the cart holds at most {limit} lines; remove one first"),
        ));
    }
    Ok(())
}

fn beyond_stock(stock: u16) -> Rejection {
    let told = match stock {
        1 => "there is 1 unit of this product in stock; the cart cannot hold more".into(),
        _ => format!("there are {stock} units of this product in stock; the cart cannot hold more"),
    };
    Rejection::new("beyond_stock", told)
}

/// Whether line `line` of the cart can have `quantity` units, as far as the stock goes.
pub(crate) fn is_in_stock(def: &Def, state: &State, line: usize, quantity: u8) -> bool {
    let now = state.lines()[line];
    let others = state.units(now.product).saturating_sub(now.quantity.into());
    others + u16::from(quantity) <= def.market.brief(now.product).stock_units
}

fn admit_in_cart(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
    if !matches!(state.page(), Page::Cart) {
        return Err(elsewhere("the cart"));
    }
    let exists = |what: &str, number: u8, count: usize| {
        if usize::from(number) < count {
            Ok(())
        } else {
            Err(Rejection::new(
                "no_such_value",
                format!("there is no such {what}"),
            ))
        }
    };
    match action {
        Action::Remove(line) => exists("line", *line, state.lines().len()),
        Action::Restore(number) => {
            let line = state.removed(def).nth(usize::from(*number));
            let line = line
                .ok_or_else(|| Rejection::new("no_such_value", "there is no such removed line"))?;
            room_for(def, state, line.product, line.quantity)
        }
        Action::SetQuantity(line, quantity) => {
            exists("line", *line, state.lines().len())?;
            if !(1..=MAX_QUANTITY).contains(quantity) {
                return Err(Rejection::new(
                    "no_such_value",
                    format!("a quantity is 1 to {MAX_QUANTITY}"),
                ));
            }
            if !is_in_stock(def, state, usize::from(*line), *quantity) {
                let product = state.lines()[usize::from(*line)].product;
                return Err(beyond_stock(def.market.brief(product).stock_units));
            }
            Ok(())
        }
        Action::ApplyCoupon(coupon) => exists("coupon", *coupon, def.coupons.len()),
        Action::RemoveCoupon if state.coupon().is_none() => {
            Err(Rejection::new("no_such_value", "no coupon is in use"))
        }
        Action::RemoveCoupon => Ok(()),
        Action::Address(address) => exists("address", *address, ADDRESSES.len()),
        Action::Wrap(wrap) => exists("wrapping", *wrap, WRAPS.len()),
        _ if state.lines().is_empty() => Err(Rejection::new(
            "empty_cart",
            "the cart is empty; nothing can be bought",
        )),
        _ => Ok(()),
    }
}

fn admit_on_order(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
    let Page::Order(number) = state.page() else {
        return Err(elsewhere("the page of an order"));
    };
    let order = &def.orders[usize::from(*number)];
    let has = |line: &u8| usize::from(*line) < order.lines.len();
    match action {
        Action::CancelOrder if state.cancelled() >> number & 1 == 1 => Err(Rejection::new(
            "not_cancellable",
            "this order is cancelled already",
        )),
        Action::CancelOrder if order.status != OrderStatus::Pending => Err(Rejection::new(
            "not_cancellable",
            format!(
                "only pending orders can be cancelled; this one is {}",
                order.status.name()
            ),
        )),
        Action::Return(line) | Action::Reorder(line) if !has(line) => Err(Rejection::new(
            "no_such_value",
            "this order has no such line",
        )),
        Action::Return(_) if order.status == OrderStatus::Closed => Err(Rejection::new(
            "not_returnable",
            format!(
                "orders can be returned for {RETURN_DAYS} days; this one was placed {} ago",
                counted(order.days_ago.into(), "day")
            ),
        )),
        Action::Return(_) if order.status != OrderStatus::Delivered => Err(Rejection::new(
            "not_returnable",
            format!(
                "only delivered orders can be returned; this one is {}",
                status_name(def, state, *number)
            ),
        )),
        Action::Reorder(line) => {
            let product = order.lines[usize::from(*line)].line.product;
            room_for(def, state, product, 1)
        }
        _ => Ok(()),
    }
}

fn admit_on_form(state: &State, action: &Action) -> Result<(), Rejection> {
    let Page::Form { reason, refund, .. } = state.page() else {
        return Err(elsewhere("the form of a return"));
    };
    let exists = |number: u8, count: usize| {
        if usize::from(number) < count {
            Ok(())
        } else {
            Err(Rejection::new(
                "no_such_value",
                "the form has no such value",
            ))
        }
    };
    match action {
        Action::Reason(r) => exists(*r, REASONS.len()),
        Action::Refund(r) => exists(*r, REFUNDS.len()),
        _ if reason.is_none() || refund.is_none() => Err(Rejection::new(
            "incomplete_form",
            "choose a reason and a refund before submitting",
        )),
        _ => Ok(()),
    }
}
