//! Text to terms, as the default English analyser of Anserini does it.
//!
//! The chain is Lucene's `EnglishAnalyzer` (<https://lucene.apache.org/core/8_11_0/analyzers-common/org/apache/lucene/analysis/en/EnglishAnalyzer.html>):
//! words by its standard tokeniser ([`super::words`]), possessive `'s` removed, lower case letter by letter, 33 stop words
//! dropped, Porter's stemmer ([`super::porter`]).

use super::porter::stem;
use super::words::for_each_word;

/// Raised whenever the same text would give different terms; part of the catalogue digest.
pub(crate) const ANALYSIS_VERSION: u32 = 2;

/// Lucene's default English stop words (`EnglishAnalyzer.ENGLISH_STOP_WORDS_SET`), sorted.
const STOP_WORDS: [&str; 33] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it",
    "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these",
    "they", "this", "to", "was", "will", "with",
];

/// The term a word becomes; `None` if it is a stop word.
pub(crate) fn term(word: &str) -> Option<String> {
    let lower: String = without_possessive(word).chars().map(lower_case).collect();
    if STOP_WORDS.binary_search(&lower.as_str()).is_ok() {
        return None;
    }
    Some(stem(&lower))
}

/// Calls `found` for every term of `text` in order.
pub(crate) fn for_each_term(text: &str, mut found: impl FnMut(String)) {
    for_each_word(text, |word| {
        if let Some(term) = term(word) {
            found(term);
        }
    });
}

/// The terms of a text in order, as the index and queries have them.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let mut list = Vec::new();
    for_each_term(text, |term| list.push(term));
    list
}

/// The lower case of one character, as Java's `Character.toLowerCase` has it: always one character, whatever its place.
fn lower_case(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Removes a final `'s`, as Lucene's possessive filter does.
fn without_possessive(word: &str) -> &str {
    let Some(before) = word.strip_suffix(['s', 'S']) else {
        return word;
    };
    before
        .strip_suffix(['\'', '\u{2019}', '\u{ff07}'])
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stop_words_are_the_33_of_lucene() {
        assert!(STOP_WORDS.is_sorted());
        assert_eq!(
            terms("The men's shirts ARE in a box, not on the shelf"),
            ["men", "shirt", "box", "shelf"]
        );
    }

    #[test]
    fn case_is_that_of_single_letters() {
        assert_eq!(terms("ΟΔΟΣ İZMİR STRAẞE"), ["οδοσ", "izmir", "straße"]);
        assert_eq!(terms("Men’s WOMEN＇S it's"), ["men", "women"]);
    }

    proptest! {
        #[test]
        fn any_text_gives_terms(text in "\\PC{0,40}") {
            for term in terms(&text) {
                prop_assert!(!term.is_empty());
            }
        }
    }
}
