//! Text to terms, as the default English analyser of Anserini does it.
//!
//! The chain is Lucene's `EnglishAnalyzer` (<https://lucene.apache.org/core/8_11_0/analyzers-common/org/apache/lucene/analysis/en/EnglishAnalyzer.html>):
//! words by the Unicode segmentation rules (UAX #29), possessive `'s` removed, lower case, 33 stop words dropped, Porter's
//! stemmer. Two known differences: emoji are not terms here, and runs of Thai, Lao, Khmer or Burmese letters are split
//! into single letters.

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

/// Raised whenever the same text would give different terms; part of the catalogue digest.
pub(crate) const ANALYSIS_VERSION: u32 = 1;

/// Longer words are cut into pieces of this many characters, as Lucene's standard tokeniser does.
const MAX_WORD_CHARS: usize = 255;

/// Lucene's default English stop words (`EnglishAnalyzer.ENGLISH_STOP_WORDS_SET`), sorted.
const STOP_WORDS: [&str; 33] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it",
    "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these",
    "they", "this", "to", "was", "will", "with",
];

/// Calls `word` for every word of `text` in order, unstemmed and in its original case.
pub(crate) fn for_each_word(text: &str, mut word: impl FnMut(&str)) {
    if text.is_ascii() {
        for_each_ascii_word(text, word);
        return;
    }
    for whole in text.unicode_words() {
        if whole.len() <= MAX_WORD_CHARS {
            word(whole);
            continue;
        }
        let mut rest = whole;
        while let Some((cut, _)) = rest.char_indices().nth(MAX_WORD_CHARS) {
            word(&rest[..cut]);
            rest = &rest[cut..];
        }
        word(rest);
    }
}

/// The same rules written out for ASCII, where they are short; a test holds them to the library.
fn for_each_ascii_word(text: &str, mut word: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_word_byte(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        let mut has_alphanumeric = false;
        while at < bytes.len() {
            if is_word_byte(bytes[at]) {
                has_alphanumeric |= bytes[at] != b'_';
                at += 1;
            } else if joins(bytes, at) {
                at += 2;
            } else {
                break;
            }
        }
        if has_alphanumeric {
            bytes[start..at].chunks(MAX_WORD_CHARS).for_each(|piece| {
                word(
                    std::str::from_utf8(piece)
                        .expect("invariant: ascii text cut at bytes stays ascii"),
                );
            });
        }
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the punctuation at `at` stands inside a word: rules WB6, WB7, WB11 and WB12 of UAX #29.
fn joins(bytes: &[u8], at: usize) -> bool {
    let (Some(before), Some(after)) = (bytes.get(at.wrapping_sub(1)), bytes.get(at + 1)) else {
        return false;
    };
    match bytes[at] {
        b':' => before.is_ascii_alphabetic() && after.is_ascii_alphabetic(),
        b',' | b';' => before.is_ascii_digit() && after.is_ascii_digit(),
        b'.' | b'\'' => {
            (before.is_ascii_alphabetic() && after.is_ascii_alphabetic())
                || (before.is_ascii_digit() && after.is_ascii_digit())
        }
        _ => false,
    }
}

/// Turns one word into a term, or `None` for a stop word.
pub(crate) struct TermMaker {
    stemmer: Stemmer,
}

impl TermMaker {
    pub(crate) fn new() -> TermMaker {
        TermMaker {
            stemmer: Stemmer::create(Algorithm::Porter),
        }
    }

    /// The term of `word`; `None` if it is a stop word.
    pub(crate) fn term(&self, word: &str) -> Option<String> {
        let lower = without_possessive(word).to_lowercase();
        if STOP_WORDS.binary_search(&lower.as_str()).is_ok() {
            return None;
        }
        Some(self.stem(&lower))
    }

    /// Porter's stemmer as Lucene has it.
    ///
    /// Lucene follows Porter's own program, which leaves words of one or two letters alone, has two rules more than the
    /// paper, `bli` → `ble` and `logi` → `log` (<https://tartarus.org/martin/PorterStemmer/>, "points of difference"),
    /// and undoubles any consonant but l, s and z; the library undoubles a fixed list.
    fn stem(&self, word: &str) -> String {
        if word.chars().nth(2).is_none() {
            return word.to_owned();
        }
        let stem = self.stemmer.stem(word);
        // A final e goes only after both rules had their chance.
        let ending = |suffix| {
            let before = stem.strip_suffix(suffix).filter(|_| !word.ends_with('e'));
            before.filter(|before| has_vowel_then_consonant(before))
        };
        if let Some(before) = ending("bli") {
            return self.stemmer.stem(&format!("{before}ble")).into_owned();
        }
        if let Some(before) = ending("logi") {
            return format!("{before}log");
        }
        let cut = word.strip_suffix("ed").or(word.strip_suffix("ing"));
        if cut == Some(&stem)
            && ["cc", "hh", "jj", "kk", "qq", "vv", "ww", "xx"]
                .iter()
                .any(|two| stem.ends_with(two))
        {
            return stem[..stem.len() - 1].to_owned();
        }
        stem.into_owned()
    }
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

/// Porter's condition m > 0: somewhere a vowel is followed by a consonant.
fn has_vowel_then_consonant(text: &str) -> bool {
    let mut was_vowel = false;
    for (place, letter) in text.chars().enumerate() {
        let is_vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
            || (letter == 'y' && place > 0 && !was_vowel);
        if was_vowel && !is_vowel {
            return true;
        }
        was_vowel = is_vowel;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        let mut list = Vec::new();
        for_each_word(text, |word| list.push(word.to_owned()));
        list
    }

    fn terms(text: &str) -> Vec<String> {
        let maker = TermMaker::new();
        words(text)
            .iter()
            .filter_map(|word| maker.term(word))
            .collect()
    }

    #[test]
    fn stop_words_are_the_33_of_lucene() {
        assert!(STOP_WORDS.is_sorted());
        assert_eq!(
            terms("The men's shirts ARE in a box, not on the shelf"),
            ["men", "shirt", "box", "shelf"]
        );
    }

    #[test]
    fn words_follow_the_unicode_rules() {
        assert_eq!(
            words("1.5 x 2,000; u.s.a. 12-pack a_b _ don't"),
            ["1.5", "x", "2,000", "u.s.a", "12", "pack", "a_b", "don't"]
        );
    }

    #[test]
    fn stems_follow_porters_later_program() {
        // Pairs from the published sample vocabulary, plus the rules the paper lacks.
        let pairs = [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("relational", "relat"),
            ("conditional", "condit"),
            ("easily", "easili"),
            ("assembly", "assembl"),
            ("assemble", "assembl"),
            ("possibly", "possibl"),
            ("probably", "probabl"),
            ("incredibly", "incred"),
            ("technology", "technolog"),
            ("geology", "geologi"),
            ("sociologie", "sociologi"),
            ("trekking", "trek"),
            ("xs", "xs"),
            ("is", "is"),
        ];
        let maker = TermMaker::new();
        for (word, stem) in pairs {
            assert_eq!(maker.stem(word), stem, "{word}");
        }
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(
            words(&"x".repeat(600))
                .iter()
                .map(String::len)
                .collect::<Vec<_>>(),
            [255, 255, 90]
        );
        assert_eq!(
            words(&"é".repeat(300))
                .iter()
                .map(|word| word.chars().count())
                .collect::<Vec<_>>(),
            [255, 45]
        );
    }

    proptest! {
        #[test]
        fn ascii_words_equal_those_of_the_library(text in "[a-c0-2_ .,:;'!-]{0,24}") {
            let expected: Vec<_> = text.unicode_words().collect();
            prop_assert_eq!(words(&text), expected);
        }

        #[test]
        fn any_text_gives_terms(text in "\\PC{0,40}") {
            for term in terms(&text) {
                prop_assert!(!term.is_empty());
            }
        }
    }
}
