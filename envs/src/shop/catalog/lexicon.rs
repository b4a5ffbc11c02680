//! How the kinds and attributes of a catalogue are said, by their names in its data.

use super::vocabulary::{self, Vocabulary};
use crate::shop::phrase::{Noun, Quality};

/// Groups of attributes that mean one thing.
pub const SYNONYMS: &[&[&str]] = vocabulary::SYNONYMS;

/// What the products of a query noun are called. A loaded catalogue has kinds whose grammar nobody wrote down; those are
/// named by their word.
#[must_use]
pub fn noun(query: &str) -> Noun {
    let known = Vocabulary::shared().nouns.get(query);
    known.map_or_else(|| Noun::unknown(query), |&noun| noun.clone())
}

/// How an attribute is said, likewise.
#[must_use]
pub fn quality(attribute: &str) -> Quality {
    let known = Vocabulary::shared().qualities.get(attribute);
    known.map_or_else(|| Quality::unknown(attribute), |&said| said.clone())
}

/// Whether two attributes mean the same: a product that has one does not lack the other.
#[must_use]
pub fn means_the_same(one: &str, other: &str) -> bool {
    one == other
        || SYNONYMS
            .iter()
            .any(|group| group.contains(&one) && group.contains(&other))
}

/// A kind as a page shows it: with its capitals, if they are known.
#[must_use]
pub fn shown_kind(query: &str) -> &str {
    let known = Vocabulary::shared().nouns.get(query);
    known.map_or(query, |noun| noun.name())
}

/// An attribute as a page shows it, likewise.
#[must_use]
pub fn shown_attribute(attribute: &str) -> &str {
    let known = Vocabulary::shared().qualities.get(attribute);
    known.map_or(attribute, |said| said.name())
}
