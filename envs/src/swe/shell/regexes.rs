//! POSIX patterns, basic and extended with GNU's additions, as the crate `regex` reads them: matching takes time linear in
//! the text. What a linear matcher cannot do - references back into the pattern - is refused by name.

use regex::bytes::{Regex, RegexBuilder};

/// Whether capitals differ from small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// They do.
    Minds,
    /// They do not.
    Ignores,
}

/// Bytes that one compiled pattern may take.
const MAX_COMPILED: usize = 4 << 20;
/// How a class of all but some signs begins: nothing else of a translated pattern is written so.
const CLASS_OF_OTHERS: &str = "[^\\n";
/// Bytes of a pattern.
const MAX_PATTERN: usize = 16 << 10;

/// A basic pattern (`grep`, `sed`).
pub(super) fn basic(pattern: &str, case: Case) -> Result<Regex, String> {
    build(&translate(pattern, false)?, case)
}

/// An extended pattern (`grep -E`, `sed -E`, `awk`, `=~`).
pub(super) fn extended(pattern: &str, case: Case) -> Result<Regex, String> {
    build(&translate(pattern, true)?, case)
}

/// A pattern over a text that may hold several lines (`sed`): the end of a line is a sign like others, and `^` and `$` stand at
/// the ends of the text, or of each of its `lines`.
pub(super) fn whole(
    pattern: &str,
    extended: bool,
    case: Case,
    lines: bool,
) -> Result<Regex, String> {
    let pattern = translate(pattern, extended)?.replace(CLASS_OF_OTHERS, "[^");
    built(&pattern, |builder| {
        builder
            .case_insensitive(case == Case::Ignores)
            .multi_line(lines)
            .dot_matches_new_line(true);
    })
}

/// Compile what is written for the crate.
pub(super) fn build(pattern: &str, case: Case) -> Result<Regex, String> {
    built(pattern, |builder| {
        builder
            .case_insensitive(case == Case::Ignores)
            .multi_line(true);
    })
}

fn built(pattern: &str, set: impl Fn(&mut RegexBuilder)) -> Result<Regex, String> {
    if pattern.len() > MAX_PATTERN {
        return Err(format!(
            "Regular expression too big: at most {MAX_PATTERN} bytes"
        ));
    }
    let mut builder = RegexBuilder::new(pattern);
    set(&mut builder);
    let built = builder
        .size_limit(MAX_COMPILED)
        .dfa_size_limit(MAX_COMPILED)
        .nest_limit(100)
        .build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "Regular expression too big".to_owned(),
        _ => "Invalid regular expression".to_owned(),
    })
}

/// The same pattern as the crate writes it.
pub(super) fn translate(pattern: &str, extended: bool) -> Result<String, String> {
    let signs: Vec<char> = pattern.chars().collect();
    let mut out = String::with_capacity(pattern.len() + 8);
    let (mut at, mut open) = (0, 0_usize);
    // Whether a repetition here would have nothing before it to repeat.
    let mut fresh = true;
    while at < signs.len() {
        let c = signs[at];
        at += 1;
        let (sign, escaped) = match (c, signs.get(at)) {
            ('\\', None) => return Err("Trailing backslash".into()),
            ('\\', Some(next)) => {
                at += 1;
                (*next, true)
            }
            _ => (c, false),
        };
        // In a basic pattern these have their meaning behind a backslash, in an extended one without.
        let special = matches!(sign, '(' | ')' | '{' | '}' | '+' | '?' | '|');
        if special && escaped != extended {
            match sign {
                '(' => {
                    open += 1;
                    out.push('(');
                    fresh = true;
                }
                ')' if open == 0 && extended => out.push_str("\\)"),
                ')' if open == 0 => return Err("Unmatched ) or \\)".into()),
                ')' => {
                    open -= 1;
                    out.push(')');
                    fresh = false;
                }
                '|' => {
                    out.push('|');
                    fresh = true;
                }
                '{' => match interval(&signs[at..], extended) {
                    Some((text, used)) if !fresh => {
                        repeat(&mut out, &text);
                        at += used;
                    }
                    None if !extended => return Err("Unmatched \\{".into()),
                    _ => out.push_str("\\{"),
                },
                '}' => out.push_str("\\}"),
                // GNU takes a repetition of nothing for the sign itself (basic) or for nothing (extended).
                _ if fresh && extended => {}
                _ if fresh => out.push_str(&regex::escape(&sign.to_string())),
                _ => repeat(&mut out, &sign.to_string()),
            }
            continue;
        }
        if escaped {
            escape(sign, &mut out)?;
            fresh = matches!(sign, '<' | '`');
            continue;
        }
        match sign {
            '*' if fresh => {
                if !extended {
                    out.push_str("\\*");
                    fresh = false;
                }
            }
            '*' => repeat(&mut out, "*"),
            '[' => {
                at += bracket(&signs[at..], &mut out)?;
                fresh = false;
            }
            '^' if extended || fresh && begins(&out) => {
                out.push('^');
                fresh = true;
            }
            '$' if extended || ends(&signs[at..]) => {
                out.push('$');
                fresh = false;
            }
            '.' => {
                out.push('.');
                fresh = false;
            }
            other => {
                let mut buffer = [0; 4];
                out.push_str(&regex::escape(other.encode_utf8(&mut buffer)));
                fresh = false;
            }
        }
    }
    if open > 0 {
        return Err("Unmatched ( or \\(".into());
    }
    Ok(out)
}

/// A repetition of a repetition is put into a group: the crate reads `a*?` otherwise.
fn repeat(out: &mut String, sign: &str) {
    let repeated = out.ends_with(['*', '+', '?', '}']) && !ends_escaped(out);
    if !repeated {
        out.push_str(sign);
        return;
    }
    if out.ends_with('*') {
        // Nothing more can come of it.
        return;
    }
    let start = atom_start(out);
    out.insert_str(start, "(?:");
    out.push(')');
    out.push_str(sign);
}

fn ends_escaped(out: &str) -> bool {
    let before = out[..out.len() - 1]
        .chars()
        .rev()
        .take_while(|c| *c == '\\')
        .count();
    before % 2 == 1
}

/// Where the last repeated thing begins: a bracket, a class or a character.
fn atom_start(out: &str) -> usize {
    let bytes = out.as_bytes();
    let mut at = out.trim_end_matches(['+', '?']).len();
    if at == out.len()
        && let Some(open) = out.rfind('{')
    {
        at = open;
    }
    match bytes.get(at.wrapping_sub(1)) {
        Some(b')') => {
            let mut depth = 0_i32;
            for i in (0..at).rev() {
                match bytes[i] {
                    b')' => depth += 1,
                    b'(' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    return i;
                }
            }
            0
        }
        Some(b']') => out[..at].rfind('[').unwrap_or(0),
        Some(_) => {
            let last = out[..at].chars().next_back().map_or(1, char::len_utf8);
            let start = at - last;
            if start > 0 && bytes[start - 1] == b'\\' {
                start - 1
            } else {
                start
            }
        }
        None => 0,
    }
}

/// Whether `^` here is an anchor in a basic pattern.
fn begins(out: &str) -> bool {
    out.is_empty() || out.ends_with(['(', '|'])
}

/// Whether `$` before this rest is an anchor in a basic pattern.
fn ends(rest: &[char]) -> bool {
    matches!(rest, [] | ['\\', ')' | '|', ..])
}

/// What a backslash and a character mean.
fn escape(sign: char, out: &mut String) -> Result<(), String> {
    match sign {
        'w' => out.push_str("[[:word:]]"),
        'W' => out.push_str("[^[:word:]]"),
        's' => out.push_str("\\s"),
        'S' => out.push_str("\\S"),
        'b' => out.push_str("\\b"),
        'B' => out.push_str("\\B"),
        '<' => out.push_str("\\b{start}"),
        '>' => out.push_str("\\b{end}"),
        '`' => out.push_str("\\A"),
        '\'' => out.push_str("\\z"),
        'n' => out.push_str("\\n"),
        't' => out.push_str("\\t"),
        '1'..='9' => {
            return Err(format!(
                "the reference \\{sign} into the pattern is not supported here: matching takes linear time"
            ));
        }
        other => {
            let mut buffer = [0; 4];
            out.push_str(&regex::escape(other.encode_utf8(&mut buffer)));
        }
    }
    Ok(())
}

/// `3}`, `3,}`, `,5}`, `3,5}` (with `\}` in a basic pattern): how the crate writes it, and how long it is.
fn interval(rest: &[char], extended: bool) -> Option<(String, usize)> {
    let close = rest
        .iter()
        .position(|c| *c == if extended { '}' } else { '\\' })?;
    if !extended && rest.get(close + 1) != Some(&'}') {
        return None;
    }
    let inner: String = rest[..close].iter().collect();
    let (low, high) = match inner.split_once(',') {
        None => (inner.as_str(), inner.as_str()),
        Some((low, high)) => (low, high),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(low) || !digits(high) || inner.is_empty() || inner.len() > 12 {
        return None;
    }
    let low = if low.is_empty() { "0" } else { low };
    let text = match inner.contains(',') {
        false => format!("{{{low}}}"),
        true => format!("{{{low},{high}}}"),
    };
    Some((text, close + if extended { 1 } else { 2 }))
}

/// A bracket expression after its `[`: how long it is.
fn bracket(rest: &[char], out: &mut String) -> Result<usize, String> {
    let unmatched = || "Unmatched [, [^, [:, [., or [=".to_owned();
    let mut at = 0;
    out.push('[');
    if rest.first() == Some(&'^') {
        // As in POSIX tools that work line by line, no class matches the end of a line.
        out.truncate(out.len() - 1);
        out.push_str(CLASS_OF_OTHERS);
        at = 1;
    }
    let first = at;
    loop {
        let c = *rest.get(at).ok_or_else(unmatched)?;
        if c == ']' && at > first {
            out.push(']');
            return Ok(at + 1);
        }
        if c == '[' && rest.get(at + 1) == Some(&':') {
            let tail = &rest[at + 2..];
            let end = tail
                .windows(2)
                .position(|w| w == [':', ']'])
                .ok_or_else(unmatched)?;
            let name: String = tail[..end].iter().collect();
            match name.as_str() {
                "upper" => out.push_str("A-Z"),
                "lower" => out.push_str("a-z"),
                "alpha" | "digit" | "alnum" | "space" | "blank" | "punct" | "print" | "graph"
                | "cntrl" | "xdigit" => {
                    out.push_str(&format!("[:{name}:]"));
                }
                _ => return Err("Invalid character class name".into()),
            }
            at += end + 4;
            continue;
        }
        let range = rest.get(at + 1) == Some(&'-') && rest.get(at + 2).is_some_and(|e| *e != ']');
        class_char(c, out);
        if range {
            if rest[at + 2] < c {
                return Err("Invalid range end".into());
            }
            out.push('-');
            class_char(rest[at + 2], out);
            at += 2;
        }
        at += 1;
    }
}

/// A character of a class that means itself.
fn class_char(c: char, out: &mut String) {
    if c.is_ascii_punctuation() && !matches!(c, '<' | '>') {
        out.push('\\');
    }
    out.push(c);
}
