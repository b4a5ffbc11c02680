//! The addresses of WebShop's pages.
//!
//! They matter beyond the `url` observation: WebShop decides what `< Prev` does, and which option labels read as clicked, by
//! looking for substrings in the address, which contains the query and the chosen options.

use super::pages::Place;
use super::python::{push_dict_json, push_dict_repr};

/// Host of the simulated shop.
pub const BASE: &str = "http://127.0.0.1:3000";

/// The kind of page WebShop believes an address to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Results.
    Results,
    /// An item.
    Item,
    /// A page behind an item.
    Sub,
    /// After buying.
    Done,
    /// The search page.
    Index,
}

/// The first kind, in WebShop's order, whose name occurs anywhere in the address.
pub fn kind(address: &str) -> Kind {
    [
        ("search_results", Kind::Results),
        ("item_page", Kind::Item),
        ("item_sub_page", Kind::Sub),
        ("done", Kind::Done),
    ]
    .into_iter()
    .find(|(name, _)| address.contains(name))
    .map_or(Kind::Index, |(_, kind)| kind)
}

/// The address of a page in a session.
pub fn address(session: &str, place: &Place<'_>) -> String {
    let mut out = String::with_capacity(160);
    out.push_str(BASE);
    let mut part = |text: &str| {
        out.push('/');
        out.push_str(text);
    };
    match place {
        Place::Search => part(session),
        Place::Results { query, page, .. } => {
            for text in ["search_results", session, &joined(query), &page.to_string()] {
                part(text);
            }
        }
        Place::Item {
            query,
            page,
            product,
            picks,
        } => {
            for text in [
                "item_page",
                session,
                &product.asin,
                &joined(query),
                &page.to_string(),
                "",
            ] {
                part(text);
            }
            push_dict_json(&mut out, picks.iter());
        }
        Place::Sub {
            query,
            page,
            product,
            picks,
            kind,
        } => {
            for text in [
                "item_sub_page",
                session,
                &product.asin,
                &joined(query),
                &page.to_string(),
                kind.name(),
                "",
            ] {
                part(text);
            }
            push_dict_repr(&mut out, picks.iter());
        }
        Place::Done { product, picks, .. } => {
            for text in ["done", session, &product.asin, ""] {
                part(text);
            }
            push_dict_repr(&mut out, picks.iter());
        }
    }
    out
}

/// Keywords joined by `+`, as they stand in addresses.
fn joined(query: &str) -> String {
    query.replace(' ', "+")
}
