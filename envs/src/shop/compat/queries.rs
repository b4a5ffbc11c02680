//! The search texts of a task's menu.

use truestep_core::chance::{Chance as _, Seed};

use crate::shop::product::{Product, ProductId};

use super::goals::Goal;
use super::moves::says_page_kind;
use super::parse::{Lookup, Parsed, parse};
use super::reward::GoalOptions;
use super::stock::Stock;

/// Queries in a task's menu.
pub(super) const MENU_QUERIES: usize = 8;

/// Good, partial and distracting search texts made from a goal: lower case, distinct, at most [`MENU_QUERIES`].
///
/// `seed` decides which other kind of product distracts.
pub(super) fn menu_queries(
    stock: &dyn Stock,
    seed: Seed,
    product: &Product,
    goal: &Goal,
) -> Vec<String> {
    let options: Vec<&str> = match &goal.options {
        GoalOptions::List(values) => values.iter().map(String::as_str).collect(),
        GoalOptions::Dict(pairs) => pairs.iter().map(|(_, value)| value.as_str()).collect(),
    };
    let (attributes, options, query) =
        (goal.attributes.join(" "), options.join(" "), &product.query);
    let first = goal.attributes.first().map_or("", String::as_str);
    let seed = seed.derive("shop/compat distraction", u64::from(goal.product.0));
    let other = ProductId(seed.stream("product").sampled().below(stock.len()));
    let other = &stock.product(other).query;
    let request = goal
        .instruction
        .split(", and price lower than")
        .next()
        .unwrap_or("");
    let mut menu = Vec::with_capacity(MENU_QUERIES);
    for text in [
        format!("{attributes} {query}"),
        format!("{attributes} {query} {options}"),
        request.to_owned(),
        format!("{query} {options}"),
        query.clone(),
        attributes.clone(),
        options,
        format!("{first} {other}"),
        first.to_owned(),
        other.clone(),
        product.category.clone(),
    ] {
        let text = plain(&text);
        if is_plain_search(&text) && !menu.contains(&text) && menu.len() < MENU_QUERIES {
            menu.push(text);
        }
    }
    menu
}

/// Lower case, single blanks, no brackets.
fn plain(text: &str) -> String {
    let words: Vec<String> = text
        .replace(['[', ']'], " ")
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// Whether an action can name the text, the search engine answers it, and it does not confuse addresses.
fn is_plain_search(text: &str) -> bool {
    let action = format!("search[{text}]");
    parse(&action) == Parsed::Search(text.into())
        && matches!(Lookup::of(text), Lookup::Text(_))
        && !says_page_kind(text)
}
