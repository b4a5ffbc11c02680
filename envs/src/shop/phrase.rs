//! Phrases: how products, their attributes, numbers and lists are said.
//!
//! Sentences of the shop are made of these and never of glued words: a [`Noun`] knows its article, its plural and the
//! measure it is sold in, a [`Quality`] how it is affirmed and how it is refused.
//!
//! ```
//! use truestep_envs::shop::phrase::{Noun, Number, Quality, relative};
//! let noun = Noun::plural("running shoes", "pair");
//! let wanted = [Quality::said("slip resistant"), Quality::said("with a wide toe box")];
//! let words = format!("{} {}", noun.several(2), relative(&wanted, Number::Plural));
//! assert_eq!(words, "2 pairs of running shoes that are slip resistant and have a wide toe box");
//! ```

use std::borrow::Cow;
use truestep_core::contract::language::article;

/// Whether a word takes "is" or "are".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// "is", "has", "it".
    Singular,
    /// "are", "have", "they".
    Plural,
}

impl Number {
    /// The number of so many things.
    #[must_use]
    pub fn of(count: usize) -> Number {
        if count == 1 {
            Number::Singular
        } else {
            Number::Plural
        }
    }

    /// One of two words.
    #[must_use]
    pub fn choose<'a>(self, singular: &'a str, plural: &'a str) -> &'a str {
        match self {
            Number::Singular => singular,
            Number::Plural => plural,
        }
    }
}

/// What a kind of product is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    name: Cow<'static, str>,
    /// More than one, where it can be counted as it is.
    plural: Cow<'static, str>,
    /// What it is counted in otherwise: a pair, a bag.
    measure: Option<&'static str>,
    number: Number,
}

impl Noun {
    /// A thing that is counted: a sofa, two sofas.
    #[must_use]
    pub const fn count(name: &'static str, plural: &'static str) -> Noun {
        Noun {
            name: Cow::Borrowed(name),
            plural: Cow::Borrowed(plural),
            measure: None,
            number: Number::Singular,
        }
    }

    /// Things that come together: a pair of jeans, a box of cookies.
    #[must_use]
    pub const fn plural(name: &'static str, measure: &'static str) -> Noun {
        Noun {
            name: Cow::Borrowed(name),
            plural: Cow::Borrowed(name),
            measure: Some(measure),
            number: Number::Plural,
        }
    }

    /// What is measured: a bag of coffee.
    #[must_use]
    pub const fn mass(name: &'static str, measure: &'static str) -> Noun {
        Noun {
            name: Cow::Borrowed(name),
            plural: Cow::Borrowed(name),
            measure: Some(measure),
            number: Number::Singular,
        }
    }

    /// A kind whose grammar is not known, as loaded catalogues have them.
    #[must_use]
    pub fn unknown(kind: &str) -> Noun {
        Noun {
            name: format!("product of the kind `{kind}`").into(),
            plural: format!("products of the kind `{kind}`").into(),
            measure: None,
            number: Number::Singular,
        }
    }

    /// The bare word: "sofa", "running shoes".
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of the bare word: "this sofa is", "these jeans are".
    #[must_use]
    pub fn number(&self) -> Number {
        self.number
    }

    /// The word for any number of them: "sofas", "running shoes", "coffee".
    #[must_use]
    pub fn in_general(&self) -> &str {
        &self.plural
    }

    /// One, with its article: "a sofa", "a pair of jeans", "a bag of coffee".
    #[must_use]
    pub fn one(&self) -> String {
        let words = self.unit();
        format!("{} {words}", article(&words))
    }

    /// One, with an adjective: "an elegant sofa", "an elegant pair of jeans".
    #[must_use]
    pub fn one_that_is(&self, adjective: &str) -> String {
        format!("{} {adjective} {}", article(adjective), self.unit())
    }

    fn unit(&self) -> String {
        match self.measure {
            None => self.name.clone().into_owned(),
            Some(measure) => format!("{measure} of {}", self.name),
        }
    }

    /// So many: "a sofa", "2 sofas", "3 pairs of jeans".
    #[must_use]
    pub fn several(&self, count: usize) -> String {
        match self.measure {
            _ if count == 1 => self.one(),
            None => format!("{count} {}", self.plural),
            Some(measure) => format!("{count} {} of {}", plural_of(measure), self.name),
        }
    }
}

fn plural_of(measure: &str) -> String {
    let ending = if measure.ends_with('x') { "es" } else { "s" };
    format!("{measure}{ending}")
}

/// How an attribute is said of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quality {
    /// It is so: "slip resistant", "easy to clean", "for dry hair".
    Is(Cow<'static, str>),
    /// It has it: "a pocket clip", "fast charging". The article, if any, comes first.
    Has(&'static str, Cow<'static, str>),
}

impl Quality {
    /// An attribute as the vocabulary writes it: "slip resistant", "with a pocket clip".
    #[must_use]
    pub fn said(words: &'static str) -> Quality {
        let Some(thing) = words.strip_prefix("with ") else {
            return Quality::Is(words.into());
        };
        for article in ["a ", "an "] {
            if let Some(bare) = thing.strip_prefix(article) {
                return Quality::Has(article, bare.into());
            }
        }
        Quality::Has("", thing.into())
    }

    /// An attribute whose grammar is not known, as loaded catalogues have them.
    #[must_use]
    pub fn unknown(name: &str) -> Quality {
        Quality::Has("the attribute ", format!("`{name}`").into())
    }

    /// The attribute itself: "pocket clip", "USB rechargeable".
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Quality::Is(words) | Quality::Has(_, words) => words,
        }
    }

    /// Standing alone: "slip resistant", "with a pocket clip".
    #[must_use]
    pub fn alone(&self) -> String {
        match self {
            Quality::Is(words) => words.clone().into_owned(),
            Quality::Has(article, thing) => format!("with {article}{thing}"),
        }
    }

    /// Refused: "that is not slip resistant", "that has no pocket clip".
    #[must_use]
    pub fn lacking(&self, number: Number) -> String {
        match self {
            Quality::Is(words) => format!("that {} not {words}", number.choose("is", "are")),
            Quality::Has("the attribute ", thing) => {
                format!(
                    "that {} not have the attribute {thing}",
                    number.choose("does", "do")
                )
            }
            Quality::Has(_, thing) => format!("that {} no {thing}", number.choose("has", "have")),
        }
    }
}

/// What is said of something: "is light and easy to clean and has a zipper". What it is for comes after what it is.
#[must_use]
pub fn predicate(qualities: &[Quality], number: Number) -> String {
    let mut is: Vec<&str> = vec![];
    let mut has: Vec<String> = vec![];
    for quality in qualities {
        match quality {
            Quality::Is(words) => is.push(words),
            Quality::Has(article, thing) => has.push(format!("{article}{thing}")),
        }
    }
    is.sort_by_key(|words| words.starts_with("for "));
    let (be, have) = (number.choose("is", "are"), number.choose("has", "have"));
    match (is.is_empty(), has.is_empty()) {
        (false, true) => format!("{be} {}", listed(&is, "and")),
        (true, _) => format!("{have} {}", listed(&has, "and")),
        (false, false) => {
            // A comma keeps two lists apart.
            let comma = if is.len() + has.len() > 2 { "," } else { "" };
            format!(
                "{be} {}{comma} and {have} {}",
                listed(&is, "and"),
                listed(&has, "and")
            )
        }
    }
}

/// As a clause after a noun: "that is light and has a zipper".
#[must_use]
pub fn relative(qualities: &[Quality], number: Number) -> String {
    format!("that {}", predicate(qualities, number))
}

/// A list in words: "a", "a and b", "a, b and c".
#[must_use]
pub fn listed<T: AsRef<str>>(items: &[T], word: &str) -> String {
    let Some((last, rest)) = items.split_last() else {
        return String::new();
    };
    let mut out = String::new();
    for (place, item) in rest.iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        out.push_str(item.as_ref());
    }
    if !rest.is_empty() {
        out.push(' ');
        out.push_str(word);
        out.push(' ');
    }
    out.push_str(last.as_ref());
    out
}

/// So many of something that adds an s: "no units", "1 unit", "3 units".
#[must_use]
pub fn counted(count: u64, singular: &str) -> String {
    match count {
        0 => format!("no {singular}s"),
        1 => format!("1 {singular}"),
        _ => format!("{count} {singular}s"),
    }
}

/// A text with its first letter a capital.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().to_string() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_counted_as_people_count_them() {
        let sofa = Noun::count("sofa", "sofas");
        let oven = Noun::count("oven", "ovens");
        let jeans = Noun::plural("jeans", "pair");
        let tea = Noun::mass("tea", "box");
        assert_eq!(
            [sofa.one(), oven.one(), jeans.one(), tea.one()],
            ["a sofa", "an oven", "a pair of jeans", "a box of tea"]
        );
        assert_eq!(
            [
                sofa.several(1),
                sofa.several(3),
                jeans.several(2),
                tea.several(2)
            ],
            ["a sofa", "3 sofas", "2 pairs of jeans", "2 boxes of tea"]
        );
        assert_eq!(tea.one_that_is("elegant"), "an elegant box of tea");
        assert_eq!(
            Noun::unknown("x y").several(2),
            "2 products of the kind `x y`"
        );
    }

    #[test]
    fn qualities_are_affirmed_and_refused() {
        let clip = Quality::said("with a pocket clip");
        let charging = Quality::said("with fast charging");
        let clean = Quality::said("easy to clean");
        let odd = Quality::unknown("100% wool");
        assert_eq!(clip.name(), "pocket clip");
        assert_eq!(
            relative(
                &[clip.clone(), clean.clone(), charging.clone()],
                Number::Singular
            ),
            "that is easy to clean, and has a pocket clip and fast charging"
        );
        assert_eq!(clip.lacking(Number::Singular), "that has no pocket clip");
        assert_eq!(clean.lacking(Number::Plural), "that are not easy to clean");
        assert_eq!(
            odd.lacking(Number::Singular),
            "that does not have the attribute `100% wool`"
        );
        assert_eq!(
            relative(&[odd], Number::Plural),
            "that have the attribute `100% wool`"
        );
        assert_eq!(charging.alone(), "with fast charging");
    }

    #[test]
    fn lists_and_counts() {
        assert_eq!(listed::<&str>(&[], "and"), "");
        assert_eq!(listed(&["a"], "and"), "a");
        assert_eq!(listed(&["a", "b"], "or"), "a or b");
        assert_eq!(listed(&["a", "b", "c"], "and"), "a, b and c");
        assert_eq!(
            [counted(0, "unit"), counted(1, "unit"), counted(2, "unit")],
            ["no units", "1 unit", "2 units"]
        );
    }
}
