//! Words of Python: names, numbers, texts and marks.

use super::{Broken, Const};

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Token {
    /// A name or keyword.
    Name(String),
    /// A literal.
    Const(Const),
    /// A text with expressions inside.
    Format,
    /// A mark such as `(`, `==` or `**`.
    Mark(&'static str),
}

/// Marks, the longer ones first.
const MARKS: &[&str] = &[
    "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "->", ":=", "(", ")", "[", "]", "{", "}", ",",
    ":", ".", "=", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", ";",
];

/// The words of a text, each with where it begins. Lines end a text unless a bracket is open; `rest` says where reading
/// stopped.
pub(super) struct Words {
    /// The words.
    pub(super) tokens: Vec<(usize, Token)>,
    /// Where the text that was read ends.
    pub(super) end: usize,
}

/// Reads words until the text, or the first line with no bracket open, ends. With `prefix` a word that cannot be read
/// ends the text as well.
pub(super) fn words(text: &str, prefix: bool) -> Result<Words, Broken> {
    let mut tokens = Vec::new();
    let mut open = 0_usize;
    let mut at = 0;
    loop {
        at = skip_blanks(text, at, open > 0)?;
        let Some(first) = text[at..].chars().next() else {
            break;
        };
        if first == '\n' || first == '\r' {
            break;
        }
        match word(text, at) {
            Ok((token, next)) => {
                match token {
                    Token::Mark("(" | "[" | "{") => open += 1,
                    Token::Mark(")" | "]" | "}") => open = open.saturating_sub(1),
                    _ => {}
                }
                tokens.push((at, token));
                at = next;
            }
            Err(_) if prefix => break,
            Err(broken) => return Err(broken),
        }
    }
    Ok(Words { tokens, end: at })
}

/// Skips blanks and comments, lines too where a bracket is open.
fn skip_blanks(text: &str, mut at: usize, lines: bool) -> Result<usize, Broken> {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | 0x0c => at += 1,
            b'\n' | b'\r' if lines => at += 1,
            b'#' => {
                while bytes
                    .get(at)
                    .is_some_and(|byte| !matches!(byte, b'\n' | b'\r'))
                {
                    at += 1;
                }
            }
            b'\\' => match (bytes.get(at + 1), bytes.get(at + 2)) {
                (Some(b'\n'), Some(_)) => at += 2,
                _ => return Err(Broken::Syntax(at)),
            },
            _ => break,
        }
    }
    Ok(at)
}

/// One word and where the next begins.
fn word(text: &str, at: usize) -> Result<(Token, usize), Broken> {
    let rest = &text[at..];
    let first = rest.chars().next().ok_or(Broken::Syntax(at))?;
    if first == '"' || first == '\'' {
        return string(text, at, at);
    }
    let dotted = first == '.' && rest[1..].starts_with(|letter: char| letter.is_ascii_digit());
    if first.is_ascii_digit() || dotted {
        return number(text, at);
    }
    if rest.starts_with("...") {
        return Ok((Token::Const(Const::Strange), at + 3));
    }
    if first.is_alphabetic() || first == '_' {
        let length = rest
            .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .unwrap_or(rest.len());
        let name = &rest[..length];
        let quoted = rest[length..].starts_with(['"', '\'']);
        if quoted && is_prefix(name) {
            return string(text, at, at + length);
        }
        return Ok((Token::Name(name.to_owned()), at + length));
    }
    MARKS
        .iter()
        .find(|mark| rest.starts_with(**mark))
        .map(|mark| (Token::Mark(mark), at + mark.len()))
        .ok_or(Broken::Syntax(at))
}

/// Whether a name before a quote makes it a special text.
fn is_prefix(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "r" | "u" | "b" | "f" | "rb" | "br" | "rf" | "fr"
    )
}

/// A number.
fn number(text: &str, at: usize) -> Result<(Token, usize), Broken> {
    let rest = &text[at..];
    let wrong = Err(Broken::Syntax(at));
    let radix = match rest.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => 10,
    };
    if radix != 10 {
        let length = rest[2..]
            .find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
            .map_or(rest.len(), |length| length + 2);
        let digits = underscored(
            rest[2..length]
                .strip_prefix('_')
                .unwrap_or(&rest[2..length]),
        );
        let Some(digits) =
            digits.filter(|digits| digits.chars().all(|digit| digit.is_digit(radix)))
        else {
            return wrong;
        };
        let value = i128::from_str_radix(&digits, radix).map_or(Const::Strange, Const::Int);
        return Ok((Token::Const(value), at + length));
    }
    let mut end = digits(rest, 0);
    let mut whole = true;
    if rest[end..].starts_with('.') {
        whole = false;
        end = digits(rest, end + 1);
    }
    if rest[end..].starts_with(['e', 'E']) {
        let signed = end + 1 + usize::from(rest[end + 1..].starts_with(['+', '-']));
        let exponent = digits(rest, signed);
        if exponent > signed {
            whole = false;
            end = exponent;
        }
    }
    let written: Option<Vec<String>> = rest[..end]
        .split(['.', 'e', 'E', '+', '-'])
        .map(|part| {
            if part.is_empty() {
                Some(String::new())
            } else {
                underscored(part)
            }
        })
        .collect();
    let imaginary = rest[end..].starts_with(['j', 'J']);
    let next = rest[end + usize::from(imaginary)..].chars().next();
    if written.is_none() || next.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
        return wrong;
    }
    let plain: String = rest[..end].chars().filter(|digit| *digit != '_').collect();
    let value = if imaginary {
        Const::Strange
    } else if whole {
        if plain.len() > 1 && plain.starts_with('0') && plain.bytes().any(|digit| digit != b'0') {
            return wrong;
        }
        plain.parse().map_or(Const::Strange, Const::Int)
    } else {
        Const::Float(plain)
    };
    Ok((Token::Const(value), at + end + usize::from(imaginary)))
}

/// Where digits and underscores end.
fn digits(text: &str, from: usize) -> usize {
    text[from..]
        .find(|letter: char| !(letter.is_ascii_digit() || letter == '_'))
        .map_or(text.len(), |length| from + length)
}

/// Digits without their underscores, of which each stands between two digits.
fn underscored(text: &str) -> Option<String> {
    let right =
        !text.is_empty() && !text.starts_with('_') && !text.ends_with('_') && !text.contains("__");
    right.then(|| text.replace('_', ""))
}

/// A text: its prefix begins at `at`, its quote at `open`.
fn string(text: &str, at: usize, open: usize) -> Result<(Token, usize), Broken> {
    let prefix = text[at..open].to_ascii_lowercase();
    let mark = &text[open..=open];
    let triple = mark.repeat(3);
    let (mark, long) = if text[open..].starts_with(&triple) {
        (triple.as_str(), true)
    } else {
        (mark, false)
    };
    let raw = prefix.contains('r');
    let body = open + mark.len();
    let mut value = String::new();
    let mut letters = text[body..].char_indices();
    while let Some((offset, letter)) = letters.next() {
        let here = body + offset;
        if text[here..].starts_with(mark) {
            let token = if prefix.contains('b') {
                if !text[body..here].is_ascii() {
                    return Err(Broken::Syntax(here));
                }
                Token::Const(Const::Bytes)
            } else if prefix.contains('f') {
                Token::Format
            } else {
                Token::Const(Const::Str(value))
            };
            return Ok((token, here + mark.len()));
        }
        match letter {
            '\n' | '\r' if !long => return Err(Broken::Syntax(here)),
            '\\' if raw => {
                value.push('\\');
                if let Some((_, next)) = letters.next() {
                    value.push(next);
                }
            }
            '\\' => escape(&mut letters, &mut value, prefix.contains('b'))
                .ok_or(Broken::Syntax(here))?,
            _ => value.push(letter),
        }
    }
    Err(Broken::Syntax(open))
}

/// What stands for one backslash and what follows it.
fn escape(letters: &mut std::str::CharIndices<'_>, value: &mut String, bytes: bool) -> Option<()> {
    let (_, letter) = letters.next()?;
    let plain = match letter {
        '\n' => return Some(()),
        '\\' | '\'' | '"' => letter,
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        'x' => code(letters, 2)?,
        'u' if !bytes => code(letters, 4)?,
        'U' if !bytes => code(letters, 8)?,
        'N' if !bytes => return None,
        '0'..='7' => octal(letters, letter)?,
        other => {
            value.push('\\');
            other
        }
    };
    value.push(plain);
    Some(())
}

/// A character by so many hexadecimal digits.
fn code(letters: &mut std::str::CharIndices<'_>, count: usize) -> Option<char> {
    let mut number = 0_u32;
    for _ in 0..count {
        number = number.checked_mul(16)? + letters.next()?.1.to_digit(16)?;
    }
    char::from_u32(number)
}

/// A character by up to three octal digits.
fn octal(letters: &mut std::str::CharIndices<'_>, first: char) -> Option<char> {
    let mut number = first.to_digit(8)?;
    for _ in 0..2 {
        let Some(digit) = letters
            .as_str()
            .chars()
            .next()
            .and_then(|letter| letter.to_digit(8))
        else {
            break;
        };
        letters.next();
        number = number * 8 + digit;
    }
    char::from_u32(number)
}
