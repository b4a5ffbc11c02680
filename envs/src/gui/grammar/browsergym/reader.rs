//! Calls as BrowserGym's pyparsing grammar reads them.
//!
//! Arguments are texts in quotes, numbers, lists, tuples, dictionaries, True, False and None; those by position come
//! first. Blanks, line ends and comments may stand anywhere between.

use crate::gui::grammar::{
    Fault, MOST_DEPTH, MOST_VERBS, Refusal,
    python::{self, Const, Expr},
};
use serde_json::{Map, Number, Value};

/// One call.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) positional: Vec<Value>,
    pub(super) named: Vec<(String, Value)>,
}

/// Why there is no call at a place.
enum Miss {
    /// There is none.
    None,
    /// Reading must end.
    Refused(Refusal),
}

type Read<T> = Result<(T, usize), Miss>;

/// Every call that is found in a text; what stands between is left out.
pub(super) fn search(text: &str) -> Result<Vec<Call>, Refusal> {
    let mut calls = Vec::new();
    let mut at = 0;
    loop {
        at = skip(text, at);
        let Some(letter) = text[at..].chars().next() else {
            return Ok(calls);
        };
        match call(text, at) {
            Ok((found, next)) => {
                if calls.len() >= MOST_VERBS {
                    return Err(Fault::TooMany.into());
                }
                calls.push(found);
                at = next;
            }
            Err(Miss::Refused(refusal)) => return Err(refusal),
            // Where a name is no call, no end of it is one.
            Err(Miss::None) => at = after_name(text, at).unwrap_or(at + letter.len_utf8()),
        }
    }
}

/// The calls that a text consists of.
pub(super) fn whole(text: &str) -> Result<Vec<Call>, Refusal> {
    let mut calls = Vec::new();
    let mut at = skip(text, 0);
    while at < text.len() {
        if calls.len() >= MOST_VERBS {
            return Err(Fault::TooMany.into());
        }
        match call(text, at) {
            Ok((found, next)) => {
                calls.push(found);
                at = skip(text, next);
            }
            Err(Miss::Refused(refusal)) => return Err(refusal),
            Err(Miss::None) => {
                return Err(Fault::malformed(&text[at..], super::EXPECTED).raises("ParseException"));
            }
        }
    }
    Ok(calls)
}

/// Skips blanks and comments.
fn skip(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let bare = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        at += rest.len() - bare.len();
        if !bare.starts_with('#') {
            return at;
        }
        at += bare.find('\n').unwrap_or(bare.len());
    }
}

/// Where a name that begins here ends.
fn after_name(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    if !(first.is_alphabetic() || first == '_') {
        return None;
    }
    let length = rest
        .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .unwrap_or(rest.len());
    Some(at + length)
}

/// One mark, with blanks before.
fn mark(text: &str, at: usize, mark: char) -> Option<usize> {
    let at = skip(text, at);
    text[at..].starts_with(mark).then(|| at + mark.len_utf8())
}

/// A call.
fn call(text: &str, at: usize) -> Read<Call> {
    let end = after_name(text, at).ok_or(Miss::None)?;
    let mut next = mark(text, end, '(').ok_or(Miss::None)?;
    let mut call = Call {
        name: text[at..end].to_owned(),
        positional: Vec::new(),
        named: Vec::new(),
    };
    (call.positional, next) = items(text, next, 0)?;
    loop {
        let from = skip(text, next);
        let Some(name_end) = after_name(text, from) else {
            break;
        };
        let Some(equals) = mark(text, name_end, '=') else {
            break;
        };
        let (value, after) = element(text, equals, 0)?;
        call.named.push((text[from..name_end].to_owned(), value));
        match mark(text, after, ',') {
            Some(after) => next = after,
            None => {
                next = after;
                break;
            }
        }
    }
    let next = mark(text, next, ')').ok_or(Miss::None)?;
    Ok((call, next))
}

/// Elements with commas between, a last comma too; perhaps none.
fn items(text: &str, mut at: usize, depth: usize) -> Read<Vec<Value>> {
    let mut items = Vec::new();
    loop {
        match element(text, at, depth) {
            Ok((item, next)) => {
                items.push(item);
                at = next;
            }
            Err(Miss::None) => return Ok((items, at)),
            Err(refused) => return Err(refused),
        }
        match mark(text, at, ',') {
            Some(next) => at = next,
            None => return Ok((items, at)),
        }
    }
}

/// An element.
fn element(text: &str, at: usize, depth: usize) -> Read<Value> {
    if depth > MOST_DEPTH {
        return Err(Miss::Refused(Fault::TooDeep.raises("RecursionError")));
    }
    let at = skip(text, at);
    match text[at..].chars().next() {
        Some('"' | '\'') => string(text, at),
        Some('[') => listed(text, at + 1, ']', depth),
        Some('(') => listed(text, at + 1, ')', depth),
        Some('{') => dictionary(text, at + 1, depth),
        Some(letter) if letter.is_ascii_digit() || matches!(letter, '+' | '-' | '.') => {
            number(text, at)
        }
        Some(_) => keyword(text, at),
        None => Err(Miss::None),
    }
}

/// A list or tuple behind its opening mark.
fn listed(text: &str, at: usize, close: char, depth: usize) -> Read<Value> {
    let (items, next) = items(text, at, depth + 1)?;
    let next = mark(text, next, close).ok_or(Miss::None)?;
    Ok((Value::Array(items), next))
}

/// A dictionary behind its opening mark.
fn dictionary(text: &str, mut at: usize, depth: usize) -> Read<Value> {
    let mut map = Map::new();
    loop {
        at = skip(text, at);
        if !text[at..].starts_with(['"', '\'']) {
            break;
        }
        let (Value::String(key), next) = string(text, at)? else {
            return Err(Miss::None);
        };
        let colon = mark(text, next, ':').ok_or(Miss::None)?;
        let (value, next) = element(text, colon, depth + 1)?;
        map.insert(key, value);
        match mark(text, next, ',') {
            Some(next) => at = next,
            None => {
                at = next;
                break;
            }
        }
    }
    let next = mark(text, at, '}').ok_or(Miss::None)?;
    Ok((Value::Object(map), next))
}

/// True, False or None.
fn keyword(text: &str, at: usize) -> Read<Value> {
    let end = after_name(text, at).ok_or(Miss::None)?;
    let value = match &text[at..end] {
        "True" => Value::Bool(true),
        "False" => Value::Bool(false),
        "None" => Value::Null,
        _ => return Err(Miss::None),
    };
    // A keyword of pyparsing ends before a dollar as well.
    if text[end..].starts_with('$') {
        Err(Miss::None)
    } else {
        Ok((value, end))
    }
}

/// A number: with an exponent, with a dot, or whole.
fn number(text: &str, at: usize) -> Read<Value> {
    let rest = &text[at..];
    let digits = |from: usize| {
        rest[from..]
            .find(|letter: char| !letter.is_ascii_digit())
            .map_or(rest.len(), |length| from + length)
    };
    let start = usize::from(rest.starts_with(['+', '-']));
    let whole = digits(start);
    let mut end = whole;
    let mut float = false;
    if rest[end..].starts_with('.') && (whole > start || digits(end + 1) > end + 1) {
        end = digits(end + 1);
        float = true;
    }
    if end == start {
        return Err(Miss::None);
    }
    if rest[end..].starts_with(['e', 'E']) {
        let signed = end + 1 + usize::from(rest[end + 1..].starts_with(['+', '-']));
        let exponent = digits(signed);
        if exponent > signed {
            end = exponent;
            float = true;
        }
    }
    let written = &rest[..end];
    let value = if float {
        written.parse().ok().and_then(Number::from_f64)
    } else {
        let plain = written.strip_prefix('+').unwrap_or(written);
        plain.parse::<i64>().map(Number::from).ok()
    };
    // One that cannot be carried makes no call.
    Ok((Value::Number(value.ok_or(Miss::None)?), at + end))
}

/// Where a text in the quotes given ends, behind them.
fn quoted(text: &str, at: usize, mark: &str) -> Option<usize> {
    let body = at + mark.len();
    let long = mark.len() == 3;
    let mut letters = text[body..].char_indices();
    while let Some((offset, letter)) = letters.next() {
        let here = body + offset;
        if text[here..].starts_with(mark) {
            return Some(here + mark.len());
        }
        match letter {
            '\\' => {
                let (_, escaped) = letters.next()?;
                let hexadecimal = letters
                    .as_str()
                    .starts_with(|digit: char| digit.is_ascii_hexdigit());
                if (long && escaped == '\n') || (!long && escaped == 'x' && !hexadecimal) {
                    return None;
                }
            }
            '\n' | '\r' if !long => return None,
            _ => {}
        }
    }
    None
}

/// A text in quotes, the longest way of reading it.
fn string(text: &str, at: usize) -> Read<Value> {
    let rest = &text[at..];
    let (triple, single) = if rest.starts_with('"') {
        ("\"\"\"", "\"")
    } else {
        ("'''", "'")
    };
    let long = if rest.starts_with(triple) {
        quoted(text, at, triple)
    } else {
        None
    };
    let end = long.max(quoted(text, at, single)).ok_or(Miss::None)?;
    match python::parse(&text[at..end]) {
        Ok(Expr::Const(Const::Str(value))) => Ok((Value::String(value), end)),
        _ => Err(Miss::Refused(
            Fault::malformed(&text[at..end], "a text in quotes").raises("SyntaxError"),
        )),
    }
}
