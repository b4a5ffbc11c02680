//! Money, names and lists in words.

use crate::shop::{
    catalog::lexicon,
    phrase::{Quality, listed},
    product::{Product, ProductId},
    strict::world::{limits::MAX_QUERY_BYTES, records::ADDRESSES},
};
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

/// Attributes as they are said.
#[must_use]
pub(crate) fn qualities(attributes: &[String]) -> Vec<Quality> {
    attributes.iter().map(|a| lexicon::quality(a)).collect()
}

/// Options to choose, as a sentence with a blank before it; nothing if there are none.
#[must_use]
pub(crate) fn choose(options: &[(String, String)]) -> String {
    match options {
        [] => String::new(),
        _ => format!(" Choose {}.", options_in_words(options)),
    }
}

/// Options by name and value.
#[must_use]
pub(crate) fn options_in_words(options: &[(String, String)]) -> String {
    let said = options
        .iter()
        .map(|(name, value)| format!("{name} `{value}`"));
    listed(&said.collect::<Vec<_>>(), "and")
}

/// Where to send a purchase, as a sentence with a blank before it; nothing if it is not said.
#[must_use]
pub(crate) fn send_to(address: Option<u8>) -> String {
    let name = address.and_then(|a| ADDRESSES.get(usize::from(a)));
    name.map_or_else(String::new, |name| {
        format!(" Send the order to the address `{name}`.")
    })
}

/// The titles of products, as [`product_name`].
#[must_use]
pub(crate) fn product_names(
    def_product: impl Fn(ProductId) -> String,
    ids: &[ProductId],
) -> String {
    let names: Vec<String> = ids.iter().map(|&id| def_product(id)).collect();
    listed(&names, "and")
}

/// The titles of products one of which is to be taken.
#[must_use]
pub(crate) fn either_of(name: impl Fn(ProductId) -> String, ids: &[ProductId]) -> String {
    let names: Vec<String> = ids.iter().map(|&id| name(id)).collect();
    listed(&names, "or")
}

/// Append an amount of cents as money.
pub(crate) fn put_money(out: &mut String, cents: u32) {
    write!(out, "${}.{:02}", cents / 100, cents % 100)
        .expect("invariant: writing to a string cannot fail");
}

/// A text as searches keep it: lower case, single blanks, no brackets, at most [`MAX_QUERY_BYTES`].
pub(crate) fn as_query(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '[' | ']' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let mut query = String::new();
    for word in plain.to_lowercase().split_whitespace() {
        let blank = usize::from(!query.is_empty());
        if query.len() + blank + word.len() > MAX_QUERY_BYTES {
            break;
        }
        if blank == 1 {
            query.push(' ');
        }
        query.push_str(word);
    }
    query
}
