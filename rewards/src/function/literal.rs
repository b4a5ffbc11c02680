use crate::prelude::*;

/// A Python literal: what `ast.literal_eval` reads, as far as GUI agents answer with it.
///
/// # Formula
/// Lists, dictionaries with text keys, texts in single or double quotes, numbers, True, False, None ([`Literal::parse`]).
/// # Source
/// The answer formats of GUI-R1 and UI-R1.
/// # Our reading and deviations
/// Sets, tuples of fewer than two, expressions, escapes with digits and prefixes are not read. Other escapes stay as written, a
/// line break ends no text, and a whole number has no leading zero, as in Python.
/// # Needs
/// A text of at most 16 brackets within brackets.
/// # Range
/// -
/// # Known exploits
/// -
/// # Worked example
/// `[{'action': 'click', 'point': [50, 60]}]`: a list of one dictionary.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A whole number, written without a point.
    Whole(i64),
    /// Any other number.
    Number(f64),
    /// A text.
    Text(String),
    /// A truth value or None.
    Word(Option<bool>),
    /// A list.
    List(Vec<Literal>),
    /// A tuple.
    Tuple(Vec<Literal>),
    /// A dictionary, in order.
    Dict(Vec<(String, Literal)>),
}

const MAX_DEPTH: usize = 16;

impl Literal {
    /// Read a whole text; `None` if it is no literal.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (value, rest) = value(text.trim_start(), 0)?;
        rest.trim().is_empty().then_some(value)
    }

    /// The entry of a dictionary.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Literal> {
        match self {
            Literal::Dict(entries) => entries.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text it is.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Literal::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a list or a tuple.
    #[must_use]
    pub fn entries(&self) -> Option<&[Literal]> {
        match self {
            Literal::List(entries) | Literal::Tuple(entries) => Some(entries),
            _ => None,
        }
    }

    /// The numbers of a list of numbers.
    #[must_use]
    pub fn numbers(&self) -> Option<Vec<f64>> {
        match self {
            Literal::List(list) => list
                .iter()
                .map(|x| match x {
                    Literal::Number(x) => Some(*x),
                    Literal::Whole(x) => Some(*x as f64),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }
}

fn value(text: &str, depth: usize) -> Option<(Literal, &str)> {
    if depth > MAX_DEPTH {
        return None;
    }
    match text.chars().next()? {
        '[' => {
            let (items, rest) = items(&text[1..], ']', &|t| value(t, depth + 1))?;
            Some((Literal::List(items), rest))
        }
        '(' => {
            let (items, rest) = items(&text[1..], ')', &|t| value(t, depth + 1))?;
            (items.len() > 1).then_some((Literal::Tuple(items), rest))
        }
        '{' => {
            let entry = |t| {
                let (Literal::Text(key), rest) = value(t, depth + 1)? else {
                    return None;
                };
                let rest = rest.trim_start().strip_prefix(':')?.trim_start();
                let (value, rest) = value(rest, depth + 1)?;
                Some(((key, value), rest))
            };
            let (entries, rest) = items(&text[1..], '}', &entry)?;
            Some((Literal::Dict(entries), rest))
        }
        quote @ ('\'' | '"') => quoted(&text[1..], quote),
        _ => {
            let end = text
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+')))
                .unwrap_or(text.len());
            let (word, rest) = text.split_at(end);
            let literal = match word {
                "True" => Literal::Word(Some(true)),
                "False" => Literal::Word(Some(false)),
                "None" => Literal::Word(None),
                _ => number(word)?,
            };
            Some((literal, rest))
        }
    }
}

fn number(word: &str) -> Option<Literal> {
    let digits = word.trim_start_matches(['-', '+']);
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        let padded = digits.starts_with('0') && digits.bytes().any(|b| b != b'0');
        return word.parse().ok().filter(|_| !padded).map(Literal::Whole);
    }
    let number = word.parse().ok().filter(|x: &f64| x.is_finite());
    number.map(Literal::Number)
}

/// One item, and the text after it.
type Item<'a, T> = Option<(T, &'a str)>;

fn items<'a, T>(
    text: &'a str,
    close: char,
    item: &dyn Fn(&'a str) -> Item<'a, T>,
) -> Option<(Vec<T>, &'a str)> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(after) = rest.strip_prefix(close) {
            return Some((out, after));
        }
        let (value, after) = item(rest)?;
        out.push(value);
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None if rest.starts_with(close) => {}
            None => return None,
        }
    }
}

fn quoted(text: &str, quote: char) -> Option<(Literal, &str)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((i, c)) = chars.next() {
        match c {
            '\\' => match chars.next()?.1 {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                c @ ('\\' | '\'' | '"') => out.push(c),
                '0'..='9' | 'x' | 'u' | 'U' | 'N' => return None,
                other => out.extend(['\\', other]),
            },
            '\n' | '\r' => return None,
            c if c == quote => return Some((Literal::Text(out), &text[i + 1..])),
            c => out.push(c),
        }
    }
    None
}

/// The text of `<answer>` if the whole text is `<think>…</think>`, blanks, `<answer>…</answer>`.
#[must_use]
pub fn thought_answer(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("<think>")?;
    let body = rest.strip_suffix("</answer>")?;
    let (_, answer) = body.match_indices("</think>").find_map(|(i, close)| {
        let answer = body[i + close.len()..]
            .trim_start()
            .strip_prefix("<answer>")?;
        Some((i, answer))
    })?;
    Some(answer)
}
