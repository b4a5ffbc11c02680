//! Where words begin and end: Lucene's `StandardTokenizer`, character for character.
//!
//! Lucene states its rules as regular expressions over properties of Unicode 9.0 and the emoji data of version 11
//! (`StandardTokenizerImpl.jflex` of Lucene 8 and 9): the word rules of UAX #29, a rule that keeps runs of Thai, Lao, Khmer
//! and Burmese letters together, single ideographs and hiragana, and emoji sequences, `©`, `®` and `™` among them. Of all
//! that match at a place the longest is a word; a character at which none matches is passed over.
//!
//! `classes` says which properties a character has, `grammar` states the rules, `automaton` makes a table of them.

mod automaton;
mod classes;
mod grammar;

use automaton::{Automaton, DEAD, START};
use classes::Classes;
use std::sync::LazyLock;

/// UTF-16 units of a word at most, the size of the tokeniser's buffer: a longer one is cut where the longest part of it that
/// fits ends.
const MAX_WORD_UNITS: usize = 255;

/// The tables, made once.
struct Tables {
    classes: Classes,
    automaton: Automaton,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let classes = Classes::read();
    let automaton = Automaton::build(&grammar::word(), classes.masks());
    Tables { classes, automaton }
});

/// Calls `word` for every word of `text` in order, as it is written.
pub(crate) fn for_each_word(text: &str, mut word: impl FnMut(&str)) {
    let tables = &*TABLES;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match longest(tables, rest) {
            0 => rest = &rest[first.len_utf8()..],
            end => {
                word(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }
}

/// Bytes of the longest word that `text` begins with; 0 if it begins with none.
fn longest(tables: &Tables, text: &str) -> usize {
    let (mut state, mut end, mut units) = (START, 0, 0);
    for (at, letter) in text.char_indices() {
        units += letter.len_utf16();
        if units > MAX_WORD_UNITS {
            break;
        }
        state = tables.automaton.next(state, tables.classes.of(letter));
        if state == DEAD {
            break;
        }
        if tables.automaton.accepts(state) {
            end = at + letter.len_utf8();
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    fn words(text: &str) -> Vec<&str> {
        let mut list = Vec::new();
        let mut rest = text;
        for_each_word(text, |word| {
            let place = rest.find(word).expect("words stand in their text");
            list.push(&rest[place..place + word.len()]);
            rest = &rest[place + word.len()..];
        });
        list
    }

    #[test]
    fn words_follow_the_unicode_rules() {
        assert_eq!(
            words("1.5 x 2,000; u.s.a. 12-pack a_b _ don't 5:30 a:b"),
            [
                "1.5", "x", "2,000", "u.s.a", "12", "pack", "a_b", "don't", "5", "30", "a:b"
            ]
        );
        assert_eq!(words("ab\"cd אב\"גד א'"), ["ab", "cd", "אב\"גד", "א'"]);
        assert_eq!(
            words("日本語ランプ かな 한국어"),
            ["日", "本", "語", "ランプ", "か", "な", "한국어"]
        );
        assert_eq!(words("สวัสดี ½² №5"), ["สวัสดี", "5"]);
    }

    #[test]
    fn emoji_sequences_are_words() {
        assert_eq!(
            words("x😀y ❤️ lipstick® a™b"),
            ["x", "😀", "y", "❤️", "lipstick", "®", "a", "™", "b"]
        );
        assert_eq!(words("👍🏽👩‍👩‍👧 🇩🇪🇫 1️⃣*️⃣ #"), ["👍🏽", "👩‍👩‍👧", "🇩🇪", "1️⃣", "*️⃣"]);
    }

    #[test]
    fn long_words_are_cut_by_the_units_of_the_buffer() {
        let lengths = |text: String| {
            words(&text)
                .iter()
                .map(|word| word.chars().count())
                .collect::<Vec<_>>()
        };
        assert_eq!(lengths("x".repeat(600)), [255, 255, 90]);
        assert_eq!(lengths("é".repeat(300)), [255, 45]);
        // Two units each: 127 fit.
        assert_eq!(lengths("𝐚".repeat(130)), [127, 3]);
        // The point at the edge joins nothing within the buffer, so it is left behind.
        assert_eq!(lengths(format!("{}.yy", "x".repeat(254))), [254, 2]);
    }

    proptest! {
        #[test]
        fn ascii_words_are_those_of_the_unicode_rules(text in "[a-c0-2_ .,:;'!-]{0,24}") {
            let expected: Vec<_> = text.unicode_words().collect();
            prop_assert_eq!(words(&text), expected);
        }

        #[test]
        fn any_text_is_cut_into_parts_of_itself(text in "\\PC{0,60}") {
            let mut total = 0;
            for_each_word(&text, |word| {
                assert!(!word.is_empty());
                total += word.len();
            });
            prop_assert!(total <= text.len());
        }
    }
}
