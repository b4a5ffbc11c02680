//! WebShop's action grammar, with its surprises.
//!
//! `name[argument]` is read by the greedy pattern `(.+)\[(.+)\]`, anchored only at the start: what follows the last `]` is
//! ignored (`click[Buy Now] please` buys), `search[a][b]` has the name `search[a]`, nothing beyond the first line counts.
//! The name is case-sensitive; the argument is lower-cased.

use std::borrow::Cow;

use crate::shop::search::has_too_many_terms;

use super::python::strip;

/// An action as WebShop understands it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed<'a> {
    /// Search for the lower-cased text, allowed on every page.
    Search(Cow<'a, str>),
    /// Click what bears the lower-cased text; whether something does depends on the page.
    Click(Cow<'a, str>),
    /// Neither: WebShop ignores it.
    Neither,
}

/// Splits `name[argument]`; `None` if the text has no such form.
pub fn split(action: &str) -> Option<(&str, &str)> {
    let line = action.split('\n').next().unwrap_or("");
    let close = line.rfind(']')?;
    let mut open = line[..close].rfind('[')?;
    if open + 1 == close {
        open = line[..open].rfind('[')?;
    }
    (open > 0).then(|| (&line[..open], &line[open + 1..close]))
}

/// Reads an action.
pub fn parse(action: &str) -> Parsed<'_> {
    match split(action) {
        Some(("search", argument)) => Parsed::Search(lower(argument)),
        Some(("click", argument)) => Parsed::Click(lower(argument)),
        _ => Parsed::Neither,
    }
}

fn lower(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// What a search text asks the shop for; the first word may be a switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The search engine.
    Text(&'a str),
    /// Fifty random products (`<r>`).
    Random,
    /// All products with an attribute (`<a>`); WebShop's text environment raises, because it passes no attribute table.
    Attribute,
    /// All products of a category (`<c>`): only the second word counts.
    Category(&'a str),
    /// All products of a query (`<q>`).
    Query(&'a str),
    /// `<c>` without a category: WebShop raises.
    NoCategory,
}

impl<'a> Lookup<'a> {
    /// Reads a search text; words are separated by single blanks, so two blanks enclose an empty word.
    pub fn of(text: &'a str) -> Self {
        let (first, rest) = match text.split_once(' ') {
            Some((first, rest)) => (first, Some(rest)),
            None => (text, None),
        };
        match first {
            "<r>" => Self::Random,
            "<a>" => Self::Attribute,
            "<c>" => match rest {
                Some(rest) => Self::Category(strip(rest.split(' ').next().unwrap_or(""))),
                None => Self::NoCategory,
            },
            "<q>" => Self::Query(strip(rest.unwrap_or(""))),
            _ => Self::Text(text),
        }
    }

    /// The Python exception WebShop's text environment raises for this lookup over `products` products, if any.
    pub fn python_exception(&self, products: usize) -> Option<&'static str> {
        match self {
            Self::Random if products < super::types::MAX_HITS => Some("ValueError"),
            Self::Attribute => Some("TypeError"),
            Self::NoCategory => Some("IndexError"),
            // Lucene's `TooManyClauses`, as it arrives in Python.
            Self::Text(text) if has_too_many_terms(text) => Some("JavaException"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_is_greedy_and_anchored_at_the_start() {
        assert_eq!(split("click[Buy Now] trailing"), Some(("click", "Buy Now")));
        assert_eq!(split("search[a][b]"), Some(("search[a]", "b")));
        assert_eq!(
            split("think[x] click[buy now]"),
            Some(("think[x] click", "buy now"))
        );
        assert_eq!(split("search[a]b]c"), Some(("search", "a]b")));
        assert_eq!(split("click[[]"), Some(("click", "[")));
        assert_eq!(split("click[[x]"), Some(("click[", "x")));
        for none in [
            "",
            "foo",
            "search[]",
            "[x]",
            "search[",
            "search]x[",
            "search[a\nb]",
            "\nsearch[a]",
        ] {
            assert_eq!(split(none), None, "{none:?}");
        }
    }

    #[test]
    fn names_are_case_sensitive_and_arguments_are_not() {
        assert_eq!(parse("click[BUY Now]"), Parsed::Click("buy now".into()));
        assert_eq!(parse("CLICK[buy now]"), Parsed::Neither);
        assert_eq!(parse(" search[x]"), Parsed::Neither);
        assert_eq!(parse("search[ ]"), Parsed::Search(" ".into()));
    }

    #[test]
    fn the_first_word_of_a_search_may_be_a_switch() {
        assert_eq!(Lookup::of("<c> beauty more"), Lookup::Category("beauty"));
        assert_eq!(Lookup::of("<c>"), Lookup::NoCategory);
        assert_eq!(
            Lookup::of("<q> queen size bed "),
            Lookup::Query("queen size bed")
        );
        assert_eq!(Lookup::of("<r>x"), Lookup::Text("<r>x"));
        assert_eq!(Lookup::of("<r> x").python_exception(49), Some("ValueError"));
        assert_eq!(
            Lookup::of("<a> x").python_exception(1_000),
            Some("TypeError")
        );
    }
}
