//! The words generated products are made of.
//!
//! Every list is one comma-separated string, so that a kind of product reads as a card; [`Vocabulary::shared`] splits
//! them once. Adding a kind is one entry in one of the lists below. Any change here changes generated catalogues and
//! must raise [`super::generate::GENERATOR_VERSION`].

mod body;
mod home;
mod leisure;
mod meanings;
mod pantry;
mod phrases;
mod pools;
mod tech;
mod wear;

pub(super) use meanings::SYNONYMS;

use super::title::title_case;
use crate::shop::phrase::{Noun, Quality};
use std::{collections::BTreeMap, sync::LazyLock};

/// Kinds whose products contain their materials; the others are made of them.
const CONTAINING: &[&str] = &[
    "coffee",
    "cookies",
    "dog treats",
    "face serum",
    "lipstick",
    "olive oil",
    "pasta",
    "perfume",
    "protein bar",
    "sauce",
    "shampoo",
    "sunscreen",
    "tea",
    "trail mix",
    "vitamin gummies",
];

/// What distinguishes one kind of product (one query noun) from the others, as written in the lists.
pub(super) struct KindCard {
    /// What it is called; in small letters, the query noun.
    noun: Noun,
    /// Top category.
    category: &'static str,
    /// Category path without the noun, parts joined by ` › `.
    path: &'static str,
    /// Other names of the same thing.
    also: &'static str,
    /// What it is made of, or what is in it.
    materials: &'static str,
    /// Attributes a product of this kind may have, as they are said: "slip resistant", "with a pocket clip". The attribute
    /// itself is the same in small letters and without "with a".
    attributes: &'static str,
    /// Whom, where or what for it is used, as said after "for".
    uses: &'static str,
    /// Parts and properties a description may dwell on.
    parts: &'static str,
    /// Option groups, most usual first.
    options: &'static [&'static pools::OptionPool],
    /// Price range in cents.
    price_cents: (u32, u32),
    /// Shipping weight range in grams.
    weight_grams: (u32, u32),
}

/// A [`KindCard`] with its lists split.
pub(super) struct Kind {
    pub(super) noun: &'static Noun,
    /// The noun in small letters.
    pub(super) query: String,
    pub(super) category: &'static str,
    /// Full category path, noun last.
    pub(super) product_category: String,
    pub(super) also: Vec<&'static str>,
    /// "of" what it consists of, or "with" what is in it.
    pub(super) made: &'static str,
    pub(super) materials: Vec<&'static str>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) uses: Vec<&'static str>,
    pub(super) parts: Vec<&'static str>,
    pub(super) options: Vec<Pool>,
    pub(super) price_cents: (u32, u32),
    pub(super) weight_grams: (u32, u32),
}

/// Something a product may be or have.
pub(super) struct Attribute {
    /// Its name in product data, small letters.
    pub(super) key: String,
    /// How it is said.
    pub(super) quality: Quality,
    /// Bit `i`: it belongs to group `i` of [`meanings::groups`]; a product has one of a group at most.
    groups: u64,
}

impl Attribute {
    fn new(words: &'static str) -> Attribute {
        let quality = Quality::said(words);
        let key = quality.name().to_lowercase();
        let groups = meanings::groups().enumerate();
        Attribute {
            groups: groups
                .filter(|(_, group)| group.contains(&key.as_str()))
                .fold(0, |mask, (number, _)| mask | 1 << number),
            quality,
            key,
        }
    }

    /// Whether no product has both: they mean the same, or one rules the other out.
    pub(super) fn excludes(&self, other: &Attribute) -> bool {
        self.groups & other.groups != 0
    }
}

/// An option group a product may offer.
pub(super) struct Pool {
    pub(super) name: &'static str,
    pub(super) values: Vec<&'static str>,
    /// Usual number of values, inclusive.
    pub(super) usual: (u32, u32),
    /// What each value costs at most, in proportion to the others; empty if all cost the same.
    pub(super) costs: &'static [u32],
}

/// Everything split and ready to draw from.
pub(super) struct Vocabulary {
    pub(super) kinds: &'static [Kind],
    pub(super) adjectives: Vec<&'static str>,
    pub(super) places: Vec<&'static str>,
    pub(super) people: Vec<&'static str>,
    pub(super) lines: Vec<&'static str>,
    pub(super) topics: Vec<&'static str>,
    /// What each attribute is called, by its key.
    pub(super) qualities: BTreeMap<&'static str, &'static Quality>,
    /// What each kind is called, by its query.
    pub(super) nouns: BTreeMap<&'static str, &'static Noun>,
    pub(super) openings: &'static [&'static str],
    pub(super) fact_frames: &'static [&'static str],
    pub(super) sentences: &'static [&'static str],
    pub(super) bullets: &'static [&'static str],
    pub(super) requests: &'static [&'static str],
    pub(super) titles: &'static [&'static str],
    pub(super) starts: Vec<&'static str>,
    pub(super) middles: Vec<&'static str>,
    pub(super) ends: Vec<&'static str>,
}

impl Vocabulary {
    /// The one vocabulary of this build.
    pub(super) fn shared() -> &'static Vocabulary {
        static SHARED: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::split);
        &SHARED
    }

    fn kinds() -> &'static [Kind] {
        static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
            let cards = [
                body::KINDS,
                home::KINDS,
                leisure::KINDS,
                pantry::KINDS,
                tech::KINDS,
                wear::KINDS,
            ];
            cards
                .iter()
                .flat_map(|list| list.iter())
                .map(Kind::split)
                .collect()
        });
        &KINDS
    }

    fn split() -> Vocabulary {
        let kinds = Vocabulary::kinds();
        let attributes = kinds.iter().flat_map(|kind| &kind.attributes);
        Vocabulary {
            kinds,
            qualities: attributes.map(|a| (a.key.as_str(), &a.quality)).collect(),
            nouns: kinds.iter().map(|k| (k.query.as_str(), k.noun)).collect(),
            adjectives: list(phrases::ADJECTIVES),
            places: list(phrases::PLACES),
            people: list(phrases::PEOPLE),
            lines: list(phrases::LINES),
            topics: list(phrases::TOPICS),
            openings: phrases::OPENINGS,
            fact_frames: phrases::FACTS,
            sentences: phrases::SENTENCES,
            bullets: phrases::BULLETS,
            requests: phrases::REQUESTS,
            titles: phrases::TITLES,
            starts: list(phrases::STARTS),
            middles: list(phrases::MIDDLES),
            ends: list(phrases::ENDS),
        }
    }
}

impl Kind {
    fn split(card: &'static KindCard) -> Kind {
        Kind {
            noun: &card.noun,
            query: card.noun.name().to_lowercase(),
            category: card.category,
            product_category: format!("{} › {}", card.path, title_case(card.noun.name())),
            also: list(card.also),
            made: if CONTAINING.contains(&card.noun.name()) {
                "with"
            } else {
                "of"
            },
            materials: list(card.materials),
            attributes: list(card.attributes)
                .into_iter()
                .map(Attribute::new)
                .collect(),
            uses: list(card.uses),
            parts: list(card.parts),
            options: card.options.iter().map(|pool| pool.split()).collect(),
            price_cents: card.price_cents,
            weight_grams: card.weight_grams,
        }
    }
}

/// Splits a comma-separated list and trims its entries.
fn list(text: &'static str) -> Vec<&'static str> {
    text.split(',').map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::product::OptionGroup;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_enough_to_choose_from() {
        let vocabulary = Vocabulary::shared();
        let mut nouns = BTreeSet::new();
        for kind in vocabulary.kinds {
            let noun = kind.noun.name();
            assert!(nouns.insert(&kind.query), "{noun} is listed twice");
            assert!(kind.attributes.len() >= 10, "{noun} has few attributes");
            assert!(kind.materials.len() >= 6, "{noun} has few materials");
            assert!(kind.uses.len() >= 6, "{noun} has few uses");
            assert!(kind.parts.len() >= 8, "{noun} has few parts");
            assert!(!kind.options.is_empty(), "{noun} has no option group");
            assert!(
                kind.price_cents.0 < kind.price_cents.1
                    && kind.weight_grams.0 < kind.weight_grams.1
            );
            let names: BTreeSet<_> = kind.options.iter().map(|pool| pool.name).collect();
            assert_eq!(
                names.len(),
                kind.options.len(),
                "{noun} repeats an option group"
            );
        }
        assert!(nouns.len() >= 48);
    }

    #[test]
    fn lists_hold_neither_blanks_nor_repeats() {
        let vocabulary = Vocabulary::shared();
        let mut lists = vec![
            &vocabulary.adjectives,
            &vocabulary.places,
            &vocabulary.people,
            &vocabulary.lines,
            &vocabulary.topics,
        ];
        for kind in vocabulary.kinds {
            lists.extend([&kind.also, &kind.materials, &kind.uses, &kind.parts]);
            lists.extend(kind.options.iter().map(|pool| &pool.values));
        }
        for list in lists {
            let distinct: BTreeSet<_> = list.iter().collect();
            assert_eq!(distinct.len(), list.len(), "repeat in {list:?}");
            assert!(
                list.iter().all(|word| !word.is_empty()),
                "blank in {list:?}"
            );
        }
    }

    #[test]
    fn option_values_hold_no_separator_and_those_with_costs_have_one_each() {
        let pools = Vocabulary::shared().kinds.iter().flat_map(|k| &k.options);
        for pool in pools {
            for text in pool.values.iter().chain([&pool.name]) {
                let held = OptionGroup::SEPARATORS.iter().find(|s| text.contains(**s));
                assert_eq!(held, None, "{text}");
            }
            assert!(
                pool.costs.is_empty() || pool.costs.len() == pool.values.len(),
                "{:?}",
                pool.values
            );
            let distinct: BTreeSet<_> = pool.costs.iter().collect();
            assert_eq!(distinct.len(), pool.costs.len(), "{:?}", pool.costs);
        }
    }

    /// A word means the same wherever it stands, so one way of saying it is enough.
    #[test]
    fn an_attribute_is_said_the_same_way_everywhere() {
        let mut said: BTreeMap<&str, String> = BTreeMap::new();
        for kind in Vocabulary::shared().kinds {
            let mut own = BTreeSet::new();
            for attribute in &kind.attributes {
                let key = attribute.key.as_str();
                assert!(own.insert(key), "{} repeats {key}", kind.query);
                let words = attribute.quality.alone();
                let first = said.entry(key).or_insert_with(|| words.clone());
                assert_eq!(*first, words, "{key}");
            }
        }
        for word in meanings::groups().flatten() {
            assert!(
                said.contains_key(word),
                "{word} is in a group and in no kind"
            );
        }
        assert!(meanings::groups().count() <= 64);
    }
}
