//! Money, names and lists in words.

use crate::shop::product::{Product, ProductId};
use std::fmt::Write as _;

/// How a product is named in instructions: title and id.
#[must_use]
pub(crate) fn product_name(product: &Product) -> String {
    format!("\"{}\" ({})", product.title, product.asin)
}

/// An amount of cents as money.
#[must_use]
pub(crate) fn money(cents: u32) -> String {
    let mut out = String::new();
    put_money(&mut out, cents);
    out
}

/// Several names as a list in words.
#[must_use]
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The titles of products, as [`product_name`].
#[must_use]
pub(crate) fn product_names(
    def_product: impl Fn(ProductId) -> String,
    ids: &[ProductId],
) -> String {
    let names: Vec<String> = ids.iter().map(|&id| def_product(id)).collect();
    listed(&names)
}

/// Append an amount of cents as money.
pub(crate) fn put_money(out: &mut String, cents: u32) {
    write!(out, "${}.{:02}", cents / 100, cents % 100)
        .expect("invariant: writing to a string cannot fail");
}
