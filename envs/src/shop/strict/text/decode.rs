//! How actions are written: one form each, read strictly.
//!
//! The verbs, with what they do and where they work, are listed in [`verbs`](super::verbs).
//!
//! Lines are numbered from 1. Text is read without regard to case and surrounding blanks; anything else that is not
//! exactly of this form is rejected, with the reason.

use crate::shop::{
    phrase::listed,
    product::ProductId,
    strict::{
        text::{answers, forms::forms, verbs::Verb},
        world::{
            action::{Action, Unit, Value},
            def::Def,
            limits::MAX_QUERY_BYTES,
            listing::{Filter, FreeHits, Query, Sort},
            objective::Objective,
            page::Page,
            records::{ADDRESSES, Coupon, Order, REASONS, REFUNDS, WRAPS},
            state::State,
            variant::choosable,
        },
    },
};
use std::sync::Arc;
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

/// As [`no_value`], with the values there are.
fn none_of(names: &[&str], what: &str, given: &str) -> Rejection {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let mut rejection = no_value(what, given);
    rejection.message.push_str("; expected ");
    rejection.message.push_str(&listed(&names, "or"));
    rejection
}

/// Read an action.
///
/// # Errors
/// A [`Rejection`]: `malformed`, `unknown_action`, `no_such_value`, `bad_answer`, `not_on_page`, `not_asked`.
pub(crate) fn decode(def: &Def, state: &State, text: &str) -> Result<Action, Rejection> {
    if text.len() > MAX_ACTION_BYTES {
        return Err(malformed(format!(
            "an action has at most {MAX_ACTION_BYTES} bytes"
        )));
    }
    let text = text.trim();
    let unknown = || forms(def).unknown(text);
    let (name, rest) = match text.split_once('[') {
        None => (text, None),
        Some((name, rest)) => (name.trim_end(), Some(rest)),
    };
    let verb = Verb::named(name).ok_or_else(unknown)?;
    match rest {
        None if !verb.is_bracketed() => verb.plain_action().ok_or_else(unknown),
        Some(rest) if verb.is_bracketed() => {
            let argument = rest
                .strip_suffix(']')
                .ok_or_else(|| malformed("an argument ends with `]`, and nothing follows it"))?;
            filled_in(def, state, verb, argument.trim())
        }
        _ => Err(unknown()),
    }
}

fn filled_in(def: &Def, state: &State, verb: Verb, argument: &str) -> Result<Action, Rejection> {
    let named = |names: &[&str], what: &str| {
        let found = names.iter().position(|n| n.eq_ignore_ascii_case(argument));
        found
            .map(|i| i as u8)
            .ok_or_else(|| none_of(names, what, argument))
    };
    Ok(match verb {
        Verb::Search => Action::Search(query(def, argument)?),
        Verb::Open => {
            let found = product(def, argument);
            Action::Open(found.ok_or_else(|| no_value("product", argument))?)
        }
        Verb::Sort => {
            let names = Sort::ALL.map(Sort::name);
            Action::Sort(Sort::ALL[usize::from(named(&names, "sort order")?)])
        }
        Verb::Filter => {
            let names = Filter::ALL.map(Filter::name);
            Action::Filter(Filter::ALL[usize::from(named(&names, "filter")?)])
        }
        Verb::Select => select(def, state, argument)?,
        Verb::Remove => Action::Remove(line(argument)?),
        Verb::Restore => Action::Restore(line(argument)?),
        Verb::Return => Action::Return(line(argument)?),
        Verb::Reorder => Action::Reorder(line(argument)?),
        Verb::SetQuantity => {
            let (number, quantity) = argument
                .split_once(':')
                .ok_or_else(|| malformed("expected `set_quantity[LINE: N]`"))?;
            let quantity = quantity.trim();
            let count = whole(quantity).ok_or_else(|| no_value("quantity", quantity))?;
            Action::SetQuantity(line(number.trim())?, count)
        }
        Verb::ApplyCoupon => {
            let code = |c: &Coupon| c.code.eq_ignore_ascii_case(argument);
            let found = def.coupons.iter().position(code);
            Action::ApplyCoupon(found.ok_or_else(|| no_value("coupon", argument))? as u8)
        }
        Verb::Address => Action::Address(named(&ADDRESSES, "address")?),
        Verb::Wrap => Action::Wrap(named(&WRAPS, "wrapping")?),
        Verb::Reason => Action::Reason(named(&REASONS, "reason")?),
        Verb::Refund => Action::Refund(named(&REFUNDS, "refund")?),
        Verb::Order => {
            let id = |o: &Order| o.id.eq_ignore_ascii_case(argument);
            let found = def.orders.iter().position(id);
            Action::Order(found.ok_or_else(|| no_value("order", argument))? as u8)
        }
        Verb::Answer => Action::Answer(answer(def, argument)?),
        Verb::Report if argument.eq_ignore_ascii_case("infeasible") => Action::Report,
        _ => return Err(forms(def).unknown(verb.name())),
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
    let (group, _) = argument
        .split_once(':')
        .ok_or_else(|| malformed("expected `select[GROUP: VALUE]`"))?;
    let id = *product;
    let product = def.product(id);
    let mut wrong = no_value("option group", group);
    for (number, values) in choosable(&product) {
        let offered = &product.options[number];
        let Some(value) = value_of(argument, &offered.name) else {
            continue;
        };
        let mut all = offered.values[..values].iter();
        match all.position(|v| v.eq_ignore_ascii_case(value)) {
            Some(place) => return Ok(Action::Select(id, number as u8, place as u8)),
            None => wrong = no_value("option value", value),
        }
    }
    Err(wrong)
}

/// The value an argument gives to a group; the blank after the colon may be missing.
fn value_of<'a>(argument: &'a str, group: &str) -> Option<&'a str> {
    let (head, rest) = argument.split_at_checked(group.len())?;
    let value = rest.trim_start().strip_prefix(':')?;
    head.eq_ignore_ascii_case(group).then(|| value.trim())
}

/// The product with an id, as it is spelled or in capitals.
fn product(def: &Def, asin: &str) -> Option<ProductId> {
    let find = |asin: &str| def.market.find(asin);
    find(asin).or_else(|| find(&asin.to_ascii_uppercase()))
}

fn answer(def: &Def, argument: &str) -> Result<Value, Rejection> {
    let Objective::Answer { unit, .. } = &def.objective else {
        return Err(Rejection::new("not_asked", "this task asks no question"));
    };
    let found = match unit {
        Unit::Asin => product(def, argument).map(Value::Product),
        _ => answers::read(*unit, argument).map(Value::Number),
    };
    found.ok_or_else(|| {
        let expected = answers::expected(*unit);
        let told = match *unit == Unit::Asin && answers::is_like_an_id(argument) {
            true => format!("no product with the id `{argument}` is sold here"),
            false => format!("expected {expected}"),
        };
        Rejection::new("bad_answer", told)
    })
}
