//! The words generated products are made of.
//!
//! Every list is one comma-separated string, so that a kind of product reads as a card; [`Vocabulary::shared`] splits
//! them once. Adding a kind is one entry in one of the lists below. Any change here changes generated catalogues and
//! must raise [`super::generate::GENERATOR_VERSION`].

mod body;
mod home;
mod leisure;
mod pantry;
mod phrases;
mod pools;
mod tech;
mod wear;

use std::sync::LazyLock;

/// What distinguishes one kind of product (one query noun) from the others, as written in the lists.
pub(super) struct KindCard {
    /// The query noun, lower case.
    noun: &'static str,
    /// Top category.
    category: &'static str,
    /// Category path without the noun, parts joined by ` › `.
    path: &'static str,
    /// Other names of the same thing.
    also: &'static str,
    /// What it is made of, or what is in it.
    materials: &'static str,
    /// Attributes a product of this kind may have.
    attributes: &'static str,
    /// Whom, where or what for it is used.
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
    pub(super) noun: &'static str,
    pub(super) category: &'static str,
    /// Full category path, noun last.
    pub(super) product_category: String,
    pub(super) also: Vec<&'static str>,
    pub(super) materials: Vec<&'static str>,
    pub(super) attributes: Vec<&'static str>,
    pub(super) uses: Vec<&'static str>,
    pub(super) parts: Vec<&'static str>,
    pub(super) options: Vec<Pool>,
    pub(super) price_cents: (u32, u32),
    pub(super) weight_grams: (u32, u32),
}

/// An option group a product may offer.
pub(super) struct Pool {
    pub(super) name: &'static str,
    pub(super) values: Vec<&'static str>,
    /// Usual number of values, inclusive.
    pub(super) usual: (u32, u32),
}

/// Everything split and ready to draw from.
pub(super) struct Vocabulary {
    pub(super) kinds: Vec<Kind>,
    pub(super) adjectives: Vec<&'static str>,
    pub(super) places: Vec<&'static str>,
    pub(super) people: Vec<&'static str>,
    pub(super) lines: Vec<&'static str>,
    pub(super) topics: Vec<&'static str>,
    pub(super) openings: &'static [&'static str],
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

    fn split() -> Vocabulary {
        let cards = [
            body::KINDS,
            home::KINDS,
            leisure::KINDS,
            pantry::KINDS,
            tech::KINDS,
            wear::KINDS,
        ];
        Vocabulary {
            kinds: cards
                .iter()
                .flat_map(|list| list.iter())
                .map(Kind::split)
                .collect(),
            adjectives: list(phrases::ADJECTIVES),
            places: list(phrases::PLACES),
            people: list(phrases::PEOPLE),
            lines: list(phrases::LINES),
            topics: list(phrases::TOPICS),
            openings: phrases::OPENINGS,
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
    fn split(card: &KindCard) -> Kind {
        Kind {
            noun: card.noun,
            category: card.category,
            product_category: format!("{} › {}", card.path, super::text::title_case(card.noun)),
            also: list(card.also),
            materials: list(card.materials),
            attributes: list(card.attributes),
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
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_enough_to_choose_from() {
        let vocabulary = Vocabulary::shared();
        let mut nouns = BTreeSet::new();
        for kind in &vocabulary.kinds {
            assert!(nouns.insert(kind.noun), "{} is listed twice", kind.noun);
            assert!(
                kind.attributes.len() >= 10,
                "{} has few attributes",
                kind.noun
            );
            assert!(kind.materials.len() >= 6, "{} has few materials", kind.noun);
            assert!(kind.uses.len() >= 6, "{} has few uses", kind.noun);
            assert!(kind.parts.len() >= 8, "{} has few parts", kind.noun);
            assert!(
                !kind.options.is_empty(),
                "{} has no option group",
                kind.noun
            );
            assert!(
                kind.price_cents.0 < kind.price_cents.1
                    && kind.weight_grams.0 < kind.weight_grams.1
            );
            let names: BTreeSet<_> = kind.options.iter().map(|pool| pool.name).collect();
            assert_eq!(
                names.len(),
                kind.options.len(),
                "{} repeats an option group",
                kind.noun
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
        for kind in &vocabulary.kinds {
            lists.extend([
                &kind.also,
                &kind.materials,
                &kind.attributes,
                &kind.uses,
                &kind.parts,
            ]);
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
}
