//! Text from files and agents on its way to a terminal.

use std::{borrow::Cow, fmt::Write as _};

/// `text` as a terminal shows it and no more: everything it would act on, or show in another place than where it stands, is
/// written as an escape. Names, queries and answers come from whoever played; one that holds `ESC [2J` would wipe the
/// screen, and one that turns the direction of writing would show another answer than was given. Line breaks and tabs stay.
#[must_use]
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\r' => out.push_str("\\r"),
            c if acts(c) => {
                // Nothing fails that writes into a text.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The same on one line, and not too long: for a name or an action within a sentence.
#[must_use]
pub(crate) fn phrase(text: &str) -> String {
    harmless(&truestep_session::one_line(text)).into_owned()
}

/// Phrases one after the other.
#[must_use]
pub(crate) fn phrases(texts: &[String], between: &str) -> String {
    let each: Vec<String> = texts.iter().map(|text| phrase(text)).collect();
    each.join(between)
}

/// Whether a terminal does something else with a character than to show it where it stands.
fn acts(c: char) -> bool {
    let is_kept = matches!(c, '\n' | '\t');
    let is_turning =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && !is_kept) || is_turning || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_acts_on_is_written_as_an_escape() {
        for (text, shown) in [
            ("plain, ä and 漢\n\tas it is", "plain, ä and 漢\n\tas it is"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("a\rb\u{8}\u{7f}", "a\\rb\\u{8}\\u{7f}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("no\u{202e}sey", "no\\u{202e}sey"),
        ] {
            assert_eq!(harmless(text), shown);
        }
        assert!(matches!(harmless("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_phrase_forges_no_line() {
        assert_eq!(phrase("me\nsolved"), "me solved");
        assert_eq!(phrase("a\u{202e}b"), "a\\u{202e}b");
    }
}
