//! How titles are written.

use crate::shop::phrase::capitalised;

/// Words of a title that stay small.
const SMALL: &[&str] = &[
    "a", "an", "and", "by", "for", "in", "of", "or", "the", "to", "with",
];

/// Upper-cases the first letter of every word but the small ones between others.
pub(super) fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, word) in text.split(' ').enumerate() {
        if place > 0 {
            out.push(' ');
        }
        if place > 0 && SMALL.contains(&word) {
            out.push_str(word);
        } else {
            out.push_str(&capitalised(word));
        }
    }
    out
}
