//! The canonical bytes of lines and pages, which digests are made of.

use crate::shop::strict::world::{
    listing::{Listing, Query},
    page::{Origin, Page},
    records::Line,
};

/// The canonical bytes of a line.
pub(crate) fn line_bytes(line: &Line) -> [u8; 9] {
    let mut bytes = [0; 9];
    bytes[..4].copy_from_slice(&line.product.0.to_le_bytes());
    bytes[4..8].copy_from_slice(&line.variant);
    bytes[8] = line.quantity;
    bytes
}

/// The canonical bytes of a page: a tag per form, fixed fields, then the text of a free query.
pub(crate) fn with_page_bytes(page: &Page, use_bytes: impl FnOnce(&[u8])) {
    let mut fixed = [0u8; 20];
    let mut text = None;
    fixed[0] = match page {
        Page::Home => 0,
        Page::Results {
            listing,
            page: number,
        } => {
            text = put_listing(&mut fixed, listing, *number);
            1
        }
        Page::Item {
            product,
            tab,
            chosen,
            from,
        } => {
            fixed[8..12].copy_from_slice(&product.0.to_le_bytes());
            fixed[12] = *tab as u8;
            fixed[13..17].copy_from_slice(chosen);
            match from {
                Origin::Results { listing, page } => {
                    text = put_listing(&mut fixed, listing, *page);
                    2
                }
                Origin::Cart => 3,
                Origin::Order(order) => {
                    fixed[1] = *order;
                    4
                }
            }
        }
        Page::Cart => 5,
        Page::Coupons => 6,
        Page::Orders(number) => {
            fixed[1] = *number;
            7
        }
        Page::Order(order) => {
            fixed[1] = *order;
            8
        }
        Page::Form {
            order,
            line,
            reason,
            refund,
        } => {
            fixed[1] = *order;
            fixed[2] = *line;
            fixed[3] = reason.map_or(0, |r| r + 1);
            fixed[4] = refund.map_or(0, |r| r + 1);
            9
        }
    };
    match text {
        None => use_bytes(&fixed),
        Some(text) => use_bytes(&[&fixed, text.as_bytes()].concat()),
    }
}

fn put_listing<'a>(fixed: &mut [u8; 20], listing: &'a Listing, page: u8) -> Option<&'a str> {
    fixed[1] = page;
    fixed[2] = listing.filters.0;
    fixed[3] = listing.sort as u8;
    match &listing.query {
        Query::Listed(i) => {
            fixed[4] = *i;
            None
        }
        Query::Free(free) => {
            fixed[4] = u8::MAX;
            Some(&free.text)
        }
    }
}
