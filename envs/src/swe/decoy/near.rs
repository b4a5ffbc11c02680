//! What lies near to what a test expects: of its type, of its form, and something else.

use super::super::bugs::python::{Expr, ExprKind, Stmt};
use std::ops::Range;

/// A part of a text, and what is written there.
type Edit = (Range<usize>, String);

/// Assertions, and what says the contrary.
const CONTRARY: [(&str, &str); 3] = [
    ("assertTrue", "assertFalse"),
    ("assertIsNone", "assertIsNotNone"),
    ("assertIn", "assertNotIn"),
];
/// Names that begin like those of a package's classes and are the library's.
const LIBRARY: [&str; 4] = ["Fraction", "Decimal", "Counter", "OrderedDict"];

/// The ways in which a test can be made to fail, each one edit. `drawn` decides between neighbours of one value.
pub(super) fn ways(test: &Stmt, text: &str, drawn: u64) -> Vec<Edit> {
    let errors = errors(text);
    let (mut ways, mut rest) = (vec![], vec![]);
    for (expression, _) in super::asserted(test) {
        let Some((name, span, arguments)) = assertion(expression, text) else {
            continue;
        };
        let other = CONTRARY.iter().find_map(|(one, other)| match name {
            _ if name == *one => Some(*other),
            _ if name == *other => Some(*one),
            _ => None,
        });
        match (name, arguments.as_slice(), other) {
            (_, _, Some(other)) => ways.push((span, other.to_owned())),
            ("assertEqual", [_, expected, ..], _) => {
                let before = ways.len();
                expected.walk(&mut |part| ways.extend(neighbour(part, text, drawn)));
                if ways.len() == before {
                    rest.push((span, "assertNotEqual".to_owned()));
                }
            }
            ("assertRaises", [error, ..], _) => {
                let is_other = |name: &&&str| text[error.span.clone()] != ***name;
                let others: Vec<&&str> = errors.iter().filter(is_other).collect();
                if let Some(at) = drawn.checked_rem(others.len() as u64) {
                    ways.push((error.span.clone(), (*others[at as usize]).to_owned()));
                }
            }
            _ => {}
        }
    }
    match ways.is_empty() {
        true => rest,
        false => ways,
    }
}

/// For each comparison with something that the package makes, a statement that what is near to that is not equal to it: where
/// it is put in, and its text.
pub(in crate::swe) fn unequal(test: &Stmt, text: &str, drawn: u64) -> Vec<Edit> {
    let mut all = vec![];
    for (expression, end) in super::asserted(test) {
        let Some(("assertEqual", _, arguments)) = assertion(expression, text) else {
            continue;
        };
        let [_, expected, ..] = arguments.as_slice() else {
            continue;
        };
        let mut near = vec![];
        expected.walk(&mut |part| match part.kind {
            ExprKind::Number | ExprKind::Text => near.extend(neighbour(part, text, drawn)),
            _ => {}
        });
        let Some(at) = drawn.checked_rem(near.len() as u64) else {
            continue;
        };
        if end == 0 || !is_made(expected, text) {
            continue;
        }
        let (span, new) = near.swap_remove(at as usize);
        let was = &text[expected.span.clone()];
        let from = expected.span.start;
        let (before, after) = (&was[..span.start - from], &was[span.end - from..]);
        let line = text[..expression.span.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let indent = &text[line..expression.span.start];
        if indent.trim().is_empty() {
            let new = format!("\n{indent}self.assertNotEqual({was}, {before}{new}{after})");
            all.push((end..end, new));
        }
    }
    all
}

/// Whether a class of the package makes an expression.
fn is_made(expression: &Expr, text: &str) -> bool {
    let ExprKind::Call { callee, .. } = &expression.kind else {
        return false;
    };
    let name = &text[callee.span.clone()];
    name.starts_with(|c: char| c.is_ascii_uppercase()) && !LIBRARY.contains(&name)
}

/// The name of an assertion, where it stands, and what it is about.
fn assertion<'e, 't>(
    expression: &'e Expr,
    text: &'t str,
) -> Option<(&'t str, Range<usize>, Vec<&'e Expr>)> {
    let ExprKind::Call { callee, arguments } = &expression.kind else {
        return None;
    };
    let ExprKind::Attribute { value, name } = &callee.kind else {
        return None;
    };
    let arguments = arguments.iter().map(|argument| &argument.value).collect();
    (text[value.span.clone()] == *"self").then(|| (&text[name.clone()], name.clone(), arguments))
}

/// Errors that a test of a module can wait for: those it waits for anywhere, and some of Python's.
fn errors(text: &str) -> Vec<&str> {
    let mut errors = vec!["KeyError", "TypeError", "AttributeError", "IndexError"];
    let waited = text.split("self.assertRaises(").skip(1);
    errors.extend(waited.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.')?;
        (end > 0).then(|| &rest[..end])
    }));
    errors.sort_unstable();
    errors.dedup();
    errors
}

/// A value next to a number, a text, a truth or a list.
fn neighbour(value: &Expr, text: &str, drawn: u64) -> Option<Edit> {
    let was = &text[value.span.clone()];
    let new = match &value.kind {
        ExprKind::Number => number(was, drawn),
        ExprKind::Text => words(was, drawn),
        ExprKind::Constant if was == "True" => Some("False".to_owned()),
        ExprKind::Constant if was == "False" => Some("True".to_owned()),
        ExprKind::Group { parts } => return elements(parts, text, (value, was), drawn),
        _ => None,
    };
    Some((value.span.clone(), new?))
}

fn number(was: &str, drawn: u64) -> Option<String> {
    if let Ok(value) = was.parse::<u32>() {
        let value = u64::from(value);
        let near = [value + 1, value.checked_sub(1).unwrap_or(2), value + 2];
        return Some(near[(drawn / 7 % 3) as usize].to_string());
    }
    let (before, last) = was.split_at_checked(was.len().checked_sub(1)?)?;
    let digit = last.parse::<u64>().ok()?;
    let is_plain = before.contains('.') && before.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_plain.then(|| format!("{before}{}", (digit + 1 + drawn / 7 % 8) % 10))
}

/// A plain text with another letter or digit in the place of one.
fn words(was: &str, drawn: u64) -> Option<String> {
    let quote = was.chars().next().filter(|c| ['"', '\''].contains(c))?;
    if was.matches(quote).count() != 2 || was.contains('\\') {
        return None;
    }
    let places = was
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphanumeric());
    let places: Vec<(usize, char)> = places.collect();
    let (at, c) = *places.get((drawn / 11).checked_rem(places.len() as u64)? as usize)?;
    let (first, count) = match c {
        '0'..='9' => (b'0', 10),
        'a'..='z' => (b'a', 26),
        _ => (b'A', 26),
    };
    let other = (u64::from(c as u8 - first) + 1 + drawn / 13 % (count - 1)) % count;
    let mut new = was.to_owned();
    new.replace_range(at..=at, &char::from(first + other as u8).to_string());
    Some(new)
}

/// A list or a tuple with two neighbours the other way round, or without its last element.
fn elements(parts: &[Expr], text: &str, (value, was): (&Expr, &str), drawn: u64) -> Option<Edit> {
    let is_display = was.starts_with(['[', '(']) && !was.contains(" for ") && !was.contains('*');
    let [.., first, last] = parts else {
        return None;
    };
    if !is_display {
        return None;
    }
    let between = &text[first.span.end..last.span.start];
    let [one, other] = [first, last].map(|part| &text[part.span.clone()]);
    if between.trim() != "," {
        return None;
    }
    if (drawn / 17).is_multiple_of(2) && one != other {
        return Some((
            first.span.start..last.span.end,
            format!("{other}{between}{one}"),
        ));
    }
    // A tuple of one would be none.
    (was.starts_with('[') && value.span.end > last.span.end)
        .then(|| (first.span.end..last.span.end, String::new()))
}
