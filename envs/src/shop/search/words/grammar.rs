//! The rules of Lucene's tokeniser as one regular expression over properties of characters.

use super::classes::{Mask, mask};

/// A regular expression.
pub(super) enum Rule {
    /// One character that has any of the properties.
    One(Mask),
    /// One after the other.
    Then(Vec<Rule>),
    /// Any of them.
    Either(Vec<Rule>),
    /// Any number of times.
    Many(Box<Rule>),
    /// Once or more.
    Repeated(Box<Rule>),
    /// Once or not at all.
    Maybe(Box<Rule>),
}

use Rule::{Either, Many, Maybe, One, Repeated, Then};

fn many(rule: Rule) -> Rule {
    Many(Box::new(rule))
}

fn repeated(rule: Rule) -> Rule {
    Repeated(Box::new(rule))
}

fn maybe(rule: Rule) -> Rule {
    Maybe(Box::new(rule))
}

/// A character with any of these properties and what extends it.
fn extended(letters: &str) -> Rule {
    Then(vec![One(mask(letters)), many(One(mask("EV")))])
}

/// As [`extended`], presentation selectors kept apart.
fn plain(letters: &str) -> Rule {
    Then(vec![One(mask(letters)), many(One(mask("E")))])
}

/// Any number of characters that join like an underscore.
fn joints() -> Rule {
    many(extended("X"))
}

/// `unit` again and again, joined by nothing, by joints, or by one of `between`.
fn chain(unit: &str, between: &str) -> Rule {
    let link = Either(vec![joints(), extended(between)]);
    Then(vec![extended(unit), many(Then(vec![link, extended(unit)]))])
}

/// Letters and digits, or katakana, without a joint at either end.
fn run() -> Rule {
    let katakana = Then(vec![
        extended("K"),
        many(Then(vec![joints(), extended("K")])),
    ]);
    let hebrew = Then(vec![
        extended("H"),
        Either(vec![
            extended("Q"),
            Then(vec![extended("D"), extended("H")]),
        ]),
    ]);
    let mixed = repeated(Either(vec![hebrew, chain("N", "MBQ"), chain("AH", "LBQ")]));
    Either(vec![katakana, mixed])
}

/// Rules WB5 to WB13b of UAX #29: runs, joints between them and around.
fn letters_and_digits() -> Rule {
    let more = many(Then(vec![repeated(extended("X")), run()]));
    Then(vec![joints(), run(), more, joints()])
}

/// One emoji, with its presentation or its skin.
fn emoji() -> Rule {
    let joiners = || many(One(mask("Z")));
    let pictured = Then(vec![joiners(), plain("e"), maybe(One(mask("P")))]);
    let body = maybe(Then(vec![joiners(), plain("b")]));
    Either(vec![pictured, Then(vec![body, plain("m")])])
}

/// Emoji sequences of UTS #51: joined, tagged, key caps and flags.
fn emoji_sequences() -> Rule {
    let joined = many(Then(vec![One(mask("Z")), emoji()]));
    let tagged = Then(vec![repeated(One(mask("t"))), One(mask("u"))]);
    let key_cap = Then(vec![plain("k"), maybe(One(mask("P"))), plain("c")]);
    let flag = Then(vec![extended("R"), extended("R")]);
    Either(vec![
        Then(vec![emoji(), Either(vec![joined, tagged])]),
        key_cap,
        flag,
    ])
}

/// Everything that is a word.
pub(super) fn word() -> Rule {
    Either(vec![
        letters_and_digits(),
        emoji_sequences(),
        repeated(extended("S")),
        extended("h"),
        extended("i"),
    ])
}
