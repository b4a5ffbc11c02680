//! WebShop's action grammar, with its surprises.
//!
//! `name[argument]` is read by the greedy pattern `(.+)\[(.+)\]`, anchored only at the start: what follows the last `]` is
//! ignored (`click[Buy Now] please` buys), `search[a][b]` has the name `search[a]`, nothing beyond the first line counts.
//! The name is case-sensitive; the argument is lower-cased.

use std::borrow::Cow;

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
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_is_greedy_and_anchored_at_the_start() {
        assert_eq!(split("click[Buy Now] trailing"), Some(("click", "Buy Now")));
        assert_eq!(split("search[a][b]"), Some(("search[a]", "b")));
        assert_eq!(split("think[x] click[buy now]"), Some(("think[x] click", "buy now")));
        assert_eq!(split("search[a]b]c"), Some(("search", "a]b")));
        assert_eq!(split("click[[]"), Some(("click", "[")));
        assert_eq!(split("click[[x]"), Some(("click[", "x")));
        for none in ["", "foo", "search[]", "[x]", "search[", "search]x[", "search[a\nb]", "\nsearch[a]"] {
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
}
