//! The name of a state: a digest of its canonical bytes.
//!
//! States are so small that the digest is made anew each time; there is no sum to keep up to date.

use truestep_core::digest::Digest;

use super::state::{Query, State};
use super::types::Chosen;

/// The canonical bytes of a state, from which its digest is made.
fn write_bytes(state: &State, out: &mut Vec<u8>) {
    let query_bytes = |query: &Query, out: &mut Vec<u8>| match query {
        Query::Menu(place) => out.extend([0, *place]),
        Query::Free(free) => {
            out.push(1);
            out.extend((free.text.len() as u32).to_le_bytes());
            out.extend(free.text.as_bytes());
        }
    };
    let chosen_bytes = |chosen: &Chosen, out: &mut Vec<u8>| {
        for (group, value) in chosen.iter() {
            out.extend((group as u16).to_le_bytes());
            out.extend((value as u16).to_le_bytes());
        }
    };
    match state {
        State::Search => out.push(0),
        State::Results { query, page } => {
            out.push(1);
            query_bytes(query, out);
            out.extend(page.to_le_bytes());
        }
        State::Item {
            query,
            rank,
            chosen,
        } => {
            out.push(2);
            query_bytes(query, out);
            out.extend(rank.to_le_bytes());
            chosen_bytes(chosen, out);
        }
        State::Sub {
            query,
            rank,
            chosen,
            kind,
        } => {
            out.extend([3, *kind as u8]);
            query_bytes(query, out);
            out.extend(rank.to_le_bytes());
            chosen_bytes(chosen, out);
        }
        State::Done { product, chosen } => {
            out.push(4);
            out.extend(product.0.to_le_bytes());
            chosen_bytes(chosen, out);
        }
    }
}

/// The digest of a state.
pub(super) fn digest(state: &State) -> Digest {
    let mut bytes = Vec::with_capacity(64);
    write_bytes(state, &mut bytes);
    Digest::of(&bytes)
}
