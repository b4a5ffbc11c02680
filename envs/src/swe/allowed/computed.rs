//! Names that are put together, and classes that are: ways out of a package that name nothing.

use super::{Lexeme, NEVER, OUT, SPECIAL, is_of, words};
use std::collections::BTreeSet;

/// Classes that a pattern can match by anywhere.
const PLAIN_CLASSES: &str = "bool bytearray bytes complex dict float frozenset int list object range set str tuple date \
    datetime time timedelta Decimal Fraction";
/// Classes of classes.
const META: &str = "type ABCMeta EnumMeta EnumType";
/// Functions of plain modules that make a class, or write to a function, by names that are values.
const MAKERS: &str = "make_dataclass new_class update_wrapper methodcaller EnumMeta EnumType";

/// What a text uses of this.
pub(super) fn uses(parts: &[Lexeme<'_>], imported: &BTreeSet<String>, use_: &mut impl FnMut(&str)) {
    texts(parts, use_);
    let mut classes: BTreeSet<&str> = imported.iter().map(String::as_str).collect();
    classes.extend(parts.windows(2).filter_map(|pair| match pair {
        [Lexeme::Word("class"), Lexeme::Word(name)] => Some(*name),
        _ => None,
    }));
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| parts.get(before));
        let after = &parts[at + 1..];
        let Lexeme::Word(word) = *part else { continue };
        match word {
            "type"
                if before == Some(&Lexeme::Mark("=")) && after.first() == Some(&Lexeme::Line) =>
            {
                use_("type as a value");
            }
            "type" | "ABCMeta" if makes_class(word, before, after) => {
                use_(&format!("{word} with three arguments"));
            }
            "wraps" if !super::is_import(parts, at) && !has_one_argument(after) => {
                use_("wraps with more than a function");
            }
            "class" => {
                let bases = bases(after);
                if bases.iter().any(|base| is_of(META, base)) {
                    use_("a class of classes");
                }
            }
            "case" if matches!(before, None | Some(Lexeme::Line)) => {
                if let Some(name) = by_no_class(after, &classes) {
                    use_(&format!("{name} in a pattern, which is no class"));
                }
            }
            word if is_of(MAKERS, word) => use_(word),
            _ => {}
        }
    }
}

/// Whether a class of classes is called to make one.
fn makes_class(word: &str, before: Option<&Lexeme<'_>>, after: &[Lexeme<'_>]) -> bool {
    let is_named = before != Some(&Lexeme::Mark(".")) || word != "type";
    is_named && arguments(after).is_some() && !has_one_argument(after)
}

fn has_one_argument(after: &[Lexeme<'_>]) -> bool {
    arguments(after).is_some_and(|(count, starred)| count < 2 && !starred)
}

/// How many arguments the call has that begins here, and whether one of them is `*these`; nothing if there is no call.
fn arguments(after: &[Lexeme<'_>]) -> Option<(usize, bool)> {
    let [Lexeme::Mark("("), rest @ ..] = after else {
        return None;
    };
    let (mut depth, mut count, mut starred, mut begins) = (0, 0, false, true);
    for part in rest {
        match part {
            Lexeme::Mark("(" | "[" | "{") => depth += 1,
            Lexeme::Mark(")" | "]" | "}") if depth == 0 => break,
            Lexeme::Mark(")" | "]" | "}") => depth -= 1,
            Lexeme::Mark(",") if depth == 0 => {
                begins = true;
                continue;
            }
            Lexeme::Line => continue,
            _ => {}
        }
        if begins {
            count += 1;
            starred |= matches!(part, Lexeme::Mark("*" | "**"));
            begins = false;
        }
    }
    Some((count, starred))
}

/// The names that a class inherits, keywords left out.
fn bases<'t>(after: &[Lexeme<'t>]) -> Vec<&'t str> {
    let [Lexeme::Word(_), Lexeme::Mark("("), rest @ ..] = after else {
        return vec![];
    };
    let end = rest.iter().position(|part| *part == Lexeme::Mark(":"));
    let rest = &rest[..end.unwrap_or(rest.len())];
    let is_keyword = |at: usize| at > 0 && rest[at - 1] == Lexeme::Mark("=");
    let bases = rest.iter().enumerate().filter_map(|(at, part)| match part {
        Lexeme::Word(word) if !is_keyword(at) => Some(*word),
        _ => None,
    });
    bases.collect()
}

/// What a pattern matches by that is no class of the package and no plain one.
fn by_no_class<'t>(after: &[Lexeme<'t>], classes: &BTreeSet<&str>) -> Option<&'t str> {
    let (mut depth, mut found) = (0, None);
    for (at, part) in after.iter().enumerate() {
        match part {
            Lexeme::Mark("(" | "[" | "{") => depth += 1,
            Lexeme::Mark(")" | "]" | "}") => depth -= 1,
            // A name like any other, not the beginning of a pattern.
            Lexeme::Mark("=") if depth == 0 => return None,
            Lexeme::Line => return None,
            Lexeme::Mark(":") if depth == 0 => return found,
            Lexeme::Word("if") if depth == 0 => return found,
            Lexeme::Word(name) if after.get(at + 1) == Some(&Lexeme::Mark("(")) => {
                let is_known = is_of(PLAIN_CLASSES, name) || classes.contains(name);
                found = found.or((!is_known).then_some(*name));
            }
            _ => {}
        }
    }
    None
}

/// What strings are put together to.
fn texts(parts: &[Lexeme<'_>], use_: &mut impl FnMut(&str)) {
    let mut whole = String::new();
    let mut pieces: Vec<&str> = vec![];
    for (at, part) in parts.iter().enumerate() {
        match part {
            Lexeme::Text(text) => {
                let text = content(text);
                if is_part(text) || is_line(text) && is_multiplied(parts, at) {
                    use_("a part of a special name");
                }
                whole.push_str(text);
                pieces.push(text);
            }
            Lexeme::Mark("+") => {}
            _ => {
                put_together(&whole, &pieces, use_);
                whole.clear();
                pieces.clear();
            }
        }
    }
    put_together(&whole, &pieces, use_);
}

/// What stands between the quotes of a string.
fn content(text: &str) -> &str {
    let start = text.find(['"', '\'']).unwrap_or(0);
    text[start..].trim_matches(['"', '\''])
}

/// A name that strings give together and none of them alone.
fn put_together(whole: &str, pieces: &[&str], use_: &mut impl FnMut(&str)) {
    if pieces.len() < 2 {
        return;
    }
    for word in words(whole) {
        let special = word.len() > 4 && word.starts_with("__") && word.ends_with("__");
        let leads_out = special && !is_of(SPECIAL, word) || is_of(NEVER, word) || is_of(OUT, word);
        if leads_out
            && !pieces
                .iter()
                .any(|piece| words(piece).any(|own| own == word))
        {
            use_(&format!("{word}, put together"));
        }
    }
}

/// Whether a string is made to be the beginning or the end of a special name.
fn is_part(text: &str) -> bool {
    let ends = |word: &str| word.starts_with("__") != word.ends_with("__");
    is_line(text) && text.len() > 1
        || words(text).any(|word| !is_line(word) && ends(word))
        || ["__{", "}__", "__%"].iter().any(|part| text.contains(part))
}

/// Whether it is nothing but low lines.
fn is_line(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'_')
}

fn is_multiplied(parts: &[Lexeme<'_>], at: usize) -> bool {
    let star = Some(&Lexeme::Mark("*"));
    parts.get(at + 1) == star || at > 0 && parts.get(at - 1) == star
}
