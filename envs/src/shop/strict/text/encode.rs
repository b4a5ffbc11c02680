//! Actions as text, in the one form that is canonical.

use crate::shop::strict::{
    text::{verbs::Verb, words::put_money},
    world::{
        action::{Action, Unit, Value},
        def::Def,
        listing::Query,
        objective::Objective,
        records::{ADDRESSES, REASONS, REFUNDS, WRAPS},
    },
};
use std::fmt::Write as _;

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text)
        .expect("invariant: writing to a string cannot fail");
}

/// Append a value as answers write it.
pub(crate) fn put_value(def: &Def, unit: Unit, value: Value, out: &mut String) {
    match (unit, value) {
        (_, Value::Product(product)) => out.push_str(&def.product(product).asin),
        (Unit::Money, Value::Number(n)) => put_money(out, n.clamp(0, i64::from(u32::MAX)) as u32),
        (Unit::Grams, Value::Number(n)) => put(out, format_args!("{n} g")),
        (Unit::Months, Value::Number(n)) => put(out, format_args!("{n} months")),
        (_, Value::Number(n)) => put(out, format_args!("{n}")),
    }
}

/// Append the canonical text of an action.
pub(crate) fn encode(def: &Def, action: &Action, out: &mut String) {
    let verb = Verb::of(action);
    if let Some(text) = verb.plain() {
        out.push_str(text);
        return;
    }
    out.push_str(verb.name());
    out.push('[');
    encode_argument(def, action, out);
    out.push(']');
}

fn encode_argument(def: &Def, action: &Action, out: &mut String) {
    let name = |names: &[&'static str], i: &u8| names.get(usize::from(*i)).copied().unwrap_or("");
    match action {
        Action::Search(Query::Listed(i)) => {
            let text = def.queries.get(usize::from(*i)).map_or("", |q| &q.text);
            out.push_str(text);
        }
        Action::Search(Query::Free(free)) => out.push_str(&free.text),
        Action::Open(product) => out.push_str(&def.product(*product).asin),
        Action::Sort(sort) => out.push_str(sort.name()),
        Action::Filter(filter) => out.push_str(filter.name()),
        Action::Select(product, group, value) => {
            let product = def.product(*product);
            let group = product.options.get(usize::from(*group));
            let value = group.and_then(|g| g.values.get(usize::from(*value)));
            put(
                out,
                format_args!(
                    "{}: {}",
                    group.map_or("", |g| &g.name),
                    value.map_or("", |v| v)
                ),
            );
        }
        Action::Order(order) => {
            let id = def.orders.get(usize::from(*order)).map_or("", |o| &o.id);
            out.push_str(id);
        }
        Action::Remove(line)
        | Action::Restore(line)
        | Action::Return(line)
        | Action::Reorder(line) => {
            put(out, format_args!("{}", u16::from(*line) + 1));
        }
        Action::SetQuantity(line, n) => {
            put(out, format_args!("{}: {n}", u16::from(*line) + 1));
        }
        Action::ApplyCoupon(coupon) => {
            let code = def
                .coupons
                .get(usize::from(*coupon))
                .map_or("", |c| &c.code);
            out.push_str(code);
        }
        Action::Address(i) => out.push_str(name(&ADDRESSES, i)),
        Action::Wrap(i) => out.push_str(name(&WRAPS, i)),
        Action::Reason(i) => out.push_str(name(&REASONS, i)),
        Action::Refund(i) => out.push_str(name(&REFUNDS, i)),
        Action::Answer(value) => {
            if let Objective::Answer { unit, .. } = &def.objective {
                put_value(def, *unit, *value, out);
            }
        }
        _ => {}
    }
}
