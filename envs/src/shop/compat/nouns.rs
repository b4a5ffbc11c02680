//! The nouns of a title, on which the type part of the reward rests.
//!
//! WebShop asks a statistical tagger; its exact model is not ours to ship, so the nouns are an input: exported lists
//! ([`NounTable`]), a word list ([`Lexicon`]), or the deterministic rules below ([`RuleTagger`]).

use std::collections::{BTreeMap, BTreeSet};

use super::colors::COLORS;

/// Gives the lower-cased nouns and proper nouns of a title, in order, repeats kept.
pub trait NounTagger: Send + Sync {
    /// The nouns of one title.
    fn nouns(&self, title: &str) -> Vec<String>;

    /// How many of the distinct nouns in `wanted` are nouns of the title.
    fn shared(&self, title: &str, wanted: &[String]) -> usize {
        let nouns = self.nouns(title);
        distinct(wanted, |noun| nouns.contains(noun))
    }
}

/// How many distinct words hold.
fn distinct(words: &[String], holds: impl Fn(&String) -> bool) -> usize {
    let first = |place: usize, word: &String| !words[..place].contains(word);
    words
        .iter()
        .enumerate()
        .filter(|(place, word)| first(*place, word) && holds(word))
        .count()
}

/// How many of the distinct nouns in `wanted` are words of the title, where being a noun does not depend on the title.
fn shared_by(title: &str, wanted: &[String], is_noun: impl Fn(&str) -> bool) -> usize {
    let mut found: Vec<&str> = Vec::new();
    for word in words(title) {
        let noun = wanted.iter().find(|noun| is_lower_case_of(word, noun));
        if let Some(noun) = noun.filter(|noun| !found.contains(&noun.as_str()) && is_noun(noun)) {
            found.push(noun);
        }
    }
    found.len()
}

/// The words of a title: runs of letters, digits and apostrophes, without possessive endings.
fn words(title: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let words = title.split(move |c| !part(c)).map(|word| {
        let word = word.trim_matches(['\'', '’']);
        let possessive = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        possessive.unwrap_or(word)
    });
    words.filter(|word| !word.is_empty())
}

/// Whether a word's lower case is `lower`.
fn is_lower_case_of(word: &str, lower: &str) -> bool {
    if word.is_ascii() {
        word.eq_ignore_ascii_case(lower)
    } else {
        word.to_lowercase() == lower
    }
}

/// Exactly the listed words are nouns.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    nouns: BTreeSet<String>,
}

impl Lexicon {
    /// A lexicon of lower-cased nouns.
    pub fn new(nouns: impl IntoIterator<Item = String>) -> Self {
        Self {
            nouns: nouns.into_iter().collect(),
        }
    }
}

impl NounTagger for Lexicon {
    fn nouns(&self, title: &str) -> Vec<String> {
        let lower = words(title).map(str::to_lowercase);
        lower.filter(|word| self.nouns.contains(word)).collect()
    }

    fn shared(&self, title: &str, wanted: &[String]) -> usize {
        shared_by(title, wanted, |noun| self.nouns.contains(noun))
    }
}

/// Nouns exported from a tagger, by exact title; other titles go to the rules.
#[derive(Clone, Debug, Default)]
pub struct NounTable {
    by_title: BTreeMap<String, Vec<String>>,
}

impl NounTable {
    /// Reads a JSON object from title to list of lower-cased nouns.
    ///
    /// # Errors
    /// The JSON error if the text is not such an object.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        Ok(Self {
            by_title: serde_json::from_str(text)?,
        })
    }
}

impl NounTagger for NounTable {
    fn nouns(&self, title: &str) -> Vec<String> {
        match self.by_title.get(title) {
            Some(nouns) => nouns.clone(),
            None => RuleTagger.nouns(title),
        }
    }
}

/// A word is a noun unless a closed list, a colour or an ending says otherwise.
///
/// Titles are noun phrases, so this is a good first guess for English; it is not a tagger of sentences.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleTagger;

impl NounTagger for RuleTagger {
    fn nouns(&self, title: &str) -> Vec<String> {
        words(title)
            .map(str::to_lowercase)
            .filter(|word| is_noun(word))
            .collect()
    }

    fn shared(&self, title: &str, wanted: &[String]) -> usize {
        shared_by(title, wanted, is_noun)
    }
}

fn is_noun(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && !word.contains(|c: char| c.is_numeric())
        && OTHER_WORDS.binary_search(&word).is_err()
        && COLORS.binary_search(&word).is_err()
        && !OTHER_ENDINGS
            .iter()
            .any(|end| letters > end.len() + 2 && word.ends_with(end))
}

/// Endings of adjectives and adverbs in product titles.
const OTHER_ENDINGS: [&str; 9] = [
    "ly", "able", "ible", "ful", "less", "ous", "ive", "proof", "ish",
];

/// Words of titles that are not nouns, sorted: function words, common adjectives and participles, units, sizes.
const OTHER_WORDS: [&str; 174] = [
    "a",
    "about",
    "above",
    "adjustable",
    "after",
    "all",
    "along",
    "an",
    "and",
    "any",
    "are",
    "as",
    "assorted",
    "at",
    "automatic",
    "available",
    "be",
    "below",
    "best",
    "better",
    "big",
    "bold",
    "both",
    "bright",
    "broad",
    "but",
    "by",
    "can",
    "casual",
    "cheap",
    "chic",
    "classic",
    "clean",
    "clear",
    "cm",
    "compact",
    "cool",
    "cozy",
    "cute",
    "daily",
    "decorated",
    "deep",
    "deluxe",
    "digital",
    "dry",
    "dual",
    "durable",
    "each",
    "easy",
    "eco",
    "elegant",
    "every",
    "extra",
    "fast",
    "fat",
    "fine",
    "fit",
    "fitted",
    "fl",
    "flat",
    "floral",
    "for",
    "free",
    "fresh",
    "friendly",
    "from",
    "ft",
    "fun",
    "funny",
    "genuine",
    "gluten",
    "good",
    "great",
    "handmade",
    "hard",
    "heavy",
    "high",
    "hot",
    "huge",
    "in",
    "individually",
    "inflatable",
    "into",
    "is",
    "it",
    "its",
    "keto",
    "kg",
    "large",
    "lb",
    "lbs",
    "lightweight",
    "little",
    "long",
    "loose",
    "low",
    "mg",
    "mini",
    "ml",
    "mm",
    "modern",
    "new",
    "non",
    "not",
    "of",
    "off",
    "official",
    "old",
    "on",
    "only",
    "optional",
    "or",
    "organic",
    "original",
    "other",
    "our",
    "out",
    "outdoor",
    "over",
    "own",
    "oz",
    "perfect",
    "plated",
    "plus",
    "portable",
    "premium",
    "printed",
    "pure",
    "quick",
    "rapid",
    "raw",
    "rechargeable",
    "refillable",
    "resistant",
    "round",
    "safe",
    "sexy",
    "short",
    "simple",
    "single",
    "sized",
    "sleek",
    "slim",
    "small",
    "smart",
    "smooth",
    "soft",
    "solid",
    "some",
    "stainless",
    "stretchy",
    "strong",
    "sturdy",
    "super",
    "that",
    "the",
    "thick",
    "thin",
    "this",
    "tight",
    "to",
    "ultra",
    "under",
    "unscented",
    "up",
    "vintage",
    "warm",
    "wide",
    "wireless",
    "with",
    "without",
    "wrapped",
    "xl",
    "xxl",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_list_is_sorted() {
        assert!(OTHER_WORDS.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn rules_keep_the_nouns_of_a_title() {
        let nouns = RuleTagger
            .nouns("Orion Modern Chair with Case, Easy Clean - Navy Blue (Women's, 24 Ounce)");
        assert_eq!(nouns, ["orion", "chair", "case", "women", "ounce"]);
    }

    #[test]
    fn repeats_are_kept_and_titles_in_a_table_come_first() {
        assert_eq!(RuleTagger.nouns("Lamp lamp"), ["lamp", "lamp"]);
        let table = NounTable::from_json(r#"{"Lamp lamp": ["lamp"]}"#).unwrap();
        assert_eq!(table.nouns("Lamp lamp"), ["lamp"]);
        assert_eq!(table.nouns("Blue sofa"), ["sofa"]);
    }

    #[test]
    fn counting_shared_nouns_agrees_with_listing_them() {
        let wanted: Vec<String> = ["lamp", "desk", "blue", "lamp"].map(String::from).to_vec();
        let lexicon = Lexicon::new(["lamp".to_owned(), "shade".to_owned()]);
        let taggers: [&dyn NounTagger; 3] = [&RuleTagger, &lexicon, &NounTable::default()];
        for tagger in taggers {
            for title in ["Blue LAMP for Desk's edge", "", "Shade", "lamp lamp"] {
                let nouns = tagger.nouns(title);
                let listed = distinct(&wanted, |noun| nouns.contains(noun));
                assert_eq!(tagger.shared(title, &wanted), listed, "{title}");
            }
        }
    }
}
