//! How actions are written: one form each, read strictly.
//!
//! | text | does | works on |
//! |---|---|---|
//! | `search[TEXT]` | lists the best 30 hits | every page |
//! | `open[ASIN]` | opens a product | results, cart, order |
//! | `next`, `prev` | turn the page of a list | results, orders |
//! | `back` | up | item, order, return form |
//! | `sort[ORDER]`, `filter[NAME]`, `clear_filters` | arrange the list; back to its first page | results |
//! | `specs`, `description`, `reviews` | show that part | item |
//! | `select[GROUP: VALUE]` | choose an option | item |
//! | `add_to_cart` | adds a line of one unit with the options chosen | item |
//! | `cart`, `coupons`, `orders` | go there | every page |
//! | `remove[LINE]`, `set_quantity[LINE: N]` | edit the cart | cart |
//! | `apply_coupon[CODE]`, `address[NAME]`, `wrap[NAME]` | set how the purchase is made | cart |
//! | `checkout` | buys; ends the episode | cart |
//! | `order[ID]` | opens an order | orders |
//! | `cancel_order`, `return[LINE]`, `reorder[LINE]` | as named | order |
//! | `reason[NAME]`, `refund[NAME]`, `submit` | fill in and send; `submit` ends the episode | return form |
//! | `answer[VALUE]` | answers; ends the episode | every page |
//! | `report[infeasible]` | says that it cannot be done; ends the episode | every page |
//! | `finish` | says that all is done; ends the episode | every page |
//!
//! Lines are numbered from 1. Text is read without regard to case and surrounding blanks; anything else that is not
//! exactly of this form is rejected, with the reason.

use super::{
    def::{Aim, Def},
    state::State,
    types::{
        ADDRESSES, Action, Filter, FreeHits, MAX_QUERY_BYTES, Page, Query, REASONS, REFUNDS, Sort,
        Tab, Unit, Value, WRAPS, choosable,
    },
};
use std::{fmt::Write as _, sync::Arc};
use truestep_core::truth::Rejection;

/// Longest action text, bytes.
const MAX_ACTION_BYTES: usize = 256;

fn malformed(message: impl Into<String>) -> Rejection {
    Rejection::new("malformed", message)
}

fn no_value(what: &str, given: &str) -> Rejection {
    let given: String = given.chars().take(40).collect();
    Rejection::new(
        "no_such_value",
        format!("there is no {what} `{given}` here"),
    )
}

/// Read an action.
///
/// # Errors
/// A [`Rejection`]: `malformed`, `unknown_action`, `no_such_value`, `bad_answer`, `not_on_page`, `not_asked`.
pub fn decode(def: &Def, state: &State, text: &str) -> Result<Action, Rejection> {
    if text.len() > MAX_ACTION_BYTES {
        return Err(malformed(format!(
            "an action has at most {MAX_ACTION_BYTES} bytes"
        )));
    }
    let text = text.trim();
    match text.split_once('[') {
        None => plain(text),
        Some((verb, rest)) => {
            let argument = rest
                .strip_suffix(']')
                .ok_or_else(|| malformed("an argument ends with `]`, and nothing follows it"))?;
            with_argument(def, state, verb, argument.trim())
        }
    }
}

fn plain(text: &str) -> Result<Action, Rejection> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "next" => Action::Next,
        "prev" => Action::Prev,
        "back" => Action::Back,
        "clear_filters" => Action::ClearFilters,
        "specs" => Action::Tab(Tab::Specs),
        "description" => Action::Tab(Tab::Description),
        "reviews" => Action::Tab(Tab::Reviews),
        "add_to_cart" => Action::AddToCart,
        "cart" => Action::Cart,
        "coupons" => Action::Coupons,
        "orders" => Action::Orders,
        "checkout" => Action::Checkout,
        "cancel_order" => Action::CancelOrder,
        "submit" => Action::Submit,
        "finish" => Action::Finish,
        _ => return Err(unknown(text)),
    })
}

fn unknown(text: &str) -> Rejection {
    let shown: String = text.chars().take(40).collect();
    Rejection::new(
        "unknown_action",
        format!(
            "`{shown}` is no action; expected one such as `search[text]`, `open[asin]`, `cart`"
        ),
    )
}

fn with_argument(
    def: &Def,
    state: &State,
    verb: &str,
    argument: &str,
) -> Result<Action, Rejection> {
    let named = |names: &[&str], what: &str| {
        let found = names.iter().position(|n| n.eq_ignore_ascii_case(argument));
        found
            .map(|i| i as u8)
            .ok_or_else(|| no_value(what, argument))
    };
    Ok(match verb.trim_end().to_ascii_lowercase().as_str() {
        "search" => Action::Search(query(def, argument)?),
        "open" => {
            let found = def.market.find(&argument.to_ascii_uppercase());
            Action::Open(found.ok_or_else(|| no_value("product", argument))?)
        }
        "sort" => {
            let names = Sort::ALL.map(Sort::name);
            Action::Sort(Sort::ALL[usize::from(named(&names, "sort order")?)])
        }
        "filter" => {
            let names = Filter::ALL.map(Filter::name);
            Action::Filter(Filter::ALL[usize::from(named(&names, "filter")?)])
        }
        "select" => select(def, state, argument)?,
        "remove" => Action::Remove(line(argument)?),
        "return" => Action::Return(line(argument)?),
        "reorder" => Action::Reorder(line(argument)?),
        "set_quantity" => {
            let (number, quantity) = argument
                .split_once(':')
                .ok_or_else(|| malformed("expected `set_quantity[LINE: N]`"))?;
            let quantity = quantity.trim();
            let count = whole(quantity).ok_or_else(|| no_value("quantity", quantity))?;
            Action::SetQuantity(line(number.trim())?, count)
        }
        "apply_coupon" => {
            let code = |c: &super::types::Coupon| c.code.eq_ignore_ascii_case(argument);
            let found = def.coupons.iter().position(code);
            Action::ApplyCoupon(found.ok_or_else(|| no_value("coupon", argument))? as u8)
        }
        "address" => Action::Address(named(&ADDRESSES, "address")?),
        "wrap" => Action::Wrap(named(&WRAPS, "wrapping")?),
        "reason" => Action::Reason(named(&REASONS, "reason")?),
        "refund" => Action::Refund(named(&REFUNDS, "refund")?),
        "order" => {
            let id = |o: &super::types::Order| o.id.eq_ignore_ascii_case(argument);
            let found = def.orders.iter().position(id);
            Action::Order(found.ok_or_else(|| no_value("order", argument))? as u8)
        }
        "answer" => Action::Answer(answer(def, argument)?),
        "report" if argument.eq_ignore_ascii_case("infeasible") => Action::Report,
        "report" => return Err(malformed("expected `report[infeasible]`")),
        _ => return Err(unknown(verb)),
    })
}

/// A number as it is written: digits without sign or leading zero, below 256.
fn whole(text: &str) -> Option<u8> {
    let number: u8 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn line(text: &str) -> Result<u8, Rejection> {
    let number = whole(text).and_then(|n| n.checked_sub(1));
    number.ok_or_else(|| no_value("line", text))
}

fn query(def: &Def, argument: &str) -> Result<Query, Rejection> {
    let words: Vec<&str> = argument.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    if text.is_empty() || text.len() > MAX_QUERY_BYTES {
        return Err(malformed(format!(
            "a search text has 1 to {MAX_QUERY_BYTES} bytes"
        )));
    }
    if text.contains(['[', ']']) || text.chars().any(char::is_control) {
        return Err(malformed(
            "a search text holds no brackets and no control characters",
        ));
    }
    if let Some(i) = def.queries.iter().position(|q| q.text == text) {
        return Ok(Query::Listed(i as u8));
    }
    let hits = def.search(&text);
    Ok(Query::Free(Arc::new(FreeHits { text, hits })))
}

fn select(def: &Def, state: &State, argument: &str) -> Result<Action, Rejection> {
    let Page::Item { product, .. } = state.page() else {
        return Err(Rejection::new(
            "not_on_page",
            "this works only on an item page",
        ));
    };
    let (group, value) = argument
        .split_once(": ")
        .ok_or_else(|| malformed("expected `select[GROUP: VALUE]`"))?;
    let id = *product;
    let product = def.product(id);
    for (number, values) in choosable(&product) {
        let offered = &product.options[number];
        if offered.name.eq_ignore_ascii_case(group.trim()) {
            let wanted = |v: &String| v.eq_ignore_ascii_case(value.trim());
            let found = offered.values[..values].iter().position(wanted);
            let place = found.ok_or_else(|| no_value("option value", value))?;
            return Ok(Action::Select(id, number as u8, place as u8));
        }
    }
    Err(no_value("option group", group))
}

fn answer(def: &Def, argument: &str) -> Result<Value, Rejection> {
    let Aim::Answer { unit, .. } = &def.aim else {
        return Err(Rejection::new("not_asked", "this task asks no question"));
    };
    let found = match unit {
        Unit::Asin => def
            .market
            .find(&argument.to_ascii_uppercase())
            .map(Value::Product),
        Unit::Money => argument
            .strip_prefix('$')
            .and_then(cents)
            .map(Value::Number),
        Unit::Grams => argument
            .strip_suffix(" g")
            .and_then(number)
            .map(Value::Number),
        Unit::Months => argument
            .strip_suffix(" months")
            .and_then(number)
            .map(Value::Number),
        Unit::Count => number(argument).map(Value::Number),
    };
    found.ok_or_else(|| Rejection::new("bad_answer", format!("expected {}", unit_form(*unit))))
}

fn unit_form(unit: Unit) -> &'static str {
    match unit {
        Unit::Asin => "the id of a product, such as `B00EXAMPLE`",
        Unit::Money => "an amount such as `$12.34`",
        Unit::Grams => "a weight such as `350 g`",
        Unit::Months => "a time such as `12 months`",
        Unit::Count => "a whole number such as `7`",
    }
}

fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn cents(text: &str) -> Option<i64> {
    let (dollars, cents) = text.split_once('.')?;
    let is_pair = cents.len() == 2 && cents.bytes().all(|b| b.is_ascii_digit());
    let dollars = number(dollars).filter(|d| (0..=1_000_000_000).contains(d))?;
    is_pair.then(|| cents.parse::<i64>().ok().map(|c| dollars * 100 + c))?
}

/// Append an amount of cents as money.
pub fn put_money(out: &mut String, cents: u32) {
    put(out, format_args!("${}.{:02}", cents / 100, cents % 100));
}

/// Append a value as answers write it.
pub fn put_value(def: &Def, unit: Unit, value: Value, out: &mut String) {
    match (unit, value) {
        (_, Value::Product(product)) => out.push_str(&def.product(product).asin),
        (Unit::Money, Value::Number(n)) => put_money(out, n.clamp(0, i64::from(u32::MAX)) as u32),
        (Unit::Grams, Value::Number(n)) => put(out, format_args!("{n} g")),
        (Unit::Months, Value::Number(n)) => put(out, format_args!("{n} months")),
        (_, Value::Number(n)) => put(out, format_args!("{n}")),
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text)
        .expect("invariant: writing to a string cannot fail");
}

/// Append the canonical text of an action.
pub fn encode(def: &Def, action: &Action, out: &mut String) {
    let bare = match action {
        Action::Next => "next",
        Action::Prev => "prev",
        Action::Back => "back",
        Action::ClearFilters => "clear_filters",
        Action::Tab(tab) => tab.name(),
        Action::AddToCart => "add_to_cart",
        Action::Cart => "cart",
        Action::Coupons => "coupons",
        Action::Orders => "orders",
        Action::Checkout => "checkout",
        Action::CancelOrder => "cancel_order",
        Action::Submit => "submit",
        Action::Finish => "finish",
        Action::Report => "report[infeasible]",
        _ => return encode_with_argument(def, action, out),
    };
    out.push_str(bare);
}

fn encode_with_argument(def: &Def, action: &Action, out: &mut String) {
    let name = |names: &[&'static str], i: &u8| names.get(usize::from(*i)).copied().unwrap_or("");
    match action {
        Action::Search(Query::Listed(i)) => {
            let text = def.queries.get(usize::from(*i)).map_or("", |q| &q.text);
            put(out, format_args!("search[{text}]"));
        }
        Action::Search(Query::Free(free)) => put(out, format_args!("search[{}]", free.text)),
        Action::Open(product) => put(out, format_args!("open[{}]", def.product(*product).asin)),
        Action::Sort(sort) => put(out, format_args!("sort[{}]", sort.name())),
        Action::Filter(filter) => put(out, format_args!("filter[{}]", filter.name())),
        Action::Select(product, group, value) => {
            let product = def.product(*product);
            let group = product.options.get(usize::from(*group));
            let value = group.and_then(|g| g.values.get(usize::from(*value)));
            put(
                out,
                format_args!(
                    "select[{}: {}]",
                    group.map_or("", |g| &g.name),
                    value.map_or("", |v| v)
                ),
            );
        }
        Action::Order(order) => {
            let id = def.orders.get(usize::from(*order)).map_or("", |o| &o.id);
            put(out, format_args!("order[{id}]"));
        }
        Action::Remove(line) => put(out, format_args!("remove[{}]", u16::from(*line) + 1)),
        Action::SetQuantity(line, n) => {
            put(
                out,
                format_args!("set_quantity[{}: {n}]", u16::from(*line) + 1),
            );
        }
        Action::ApplyCoupon(coupon) => {
            let code = def
                .coupons
                .get(usize::from(*coupon))
                .map_or("", |c| &c.code);
            put(out, format_args!("apply_coupon[{code}]"));
        }
        Action::Address(i) => put(out, format_args!("address[{}]", name(&ADDRESSES, i))),
        Action::Wrap(i) => put(out, format_args!("wrap[{}]", name(&WRAPS, i))),
        Action::Return(line) => put(out, format_args!("return[{}]", u16::from(*line) + 1)),
        Action::Reorder(line) => put(out, format_args!("reorder[{}]", u16::from(*line) + 1)),
        Action::Reason(i) => put(out, format_args!("reason[{}]", name(&REASONS, i))),
        Action::Refund(i) => put(out, format_args!("refund[{}]", name(&REFUNDS, i))),
        Action::Answer(value) => {
            out.push_str("answer[");
            if let Aim::Answer { unit, .. } = &def.aim {
                put_value(def, *unit, *value, out);
            }
            out.push(']');
        }
        _ => {}
    }
}
