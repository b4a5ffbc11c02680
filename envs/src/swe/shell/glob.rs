//! Patterns with `*`, `?` and `[...]`, as the shell, `find -name` and `grep --include` match them.

/// Whether a pattern matches the whole of a text. A backslash takes the meaning from the next character.
#[must_use]
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    matches_chars(&pattern, &text)
}

/// Whether something in a pattern is more than itself.
#[must_use]
pub(crate) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Put a backslash before what would have a meaning.
#[must_use]
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The same over characters: one star is remembered at a time, so the work is bounded by the product of the lengths.
pub(crate) fn matches_chars(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&'*') {
            p += 1;
            star = Some((p, t));
            continue;
        }
        if let Some(used) = one(&pattern[p.min(pattern.len())..], text[t]) {
            p += used;
            t += 1;
            continue;
        }
        let Some((after, from)) = star else {
            return false;
        };
        star = Some((after, from + 1));
        (p, t) = (after, from + 1);
    }
    pattern[p.min(pattern.len())..].iter().all(|c| *c == '*')
}

/// How much of the pattern one character uses up, if it fits.
fn one(pattern: &[char], c: char) -> Option<usize> {
    match pattern.first()? {
        '?' => Some(1),
        '\\' if pattern.len() > 1 => (pattern[1] == c).then_some(2),
        '[' => match class(pattern, c) {
            Some((true, used)) => Some(used),
            Some((false, _)) => None,
            None => (c == '[').then_some(1),
        },
        literal => (*literal == c).then_some(1),
    }
}

/// Whether a bracket expression at the front holds `c`, and how long it is; `None`: it is never closed.
fn class(pattern: &[char], c: char) -> Option<(bool, usize)> {
    let negated = matches!(pattern.get(1), Some('!' | '^'));
    let mut at = 1 + usize::from(negated);
    let first = at;
    let mut found = false;
    loop {
        let mut low = *pattern.get(at)?;
        if low == ']' && at > first {
            return Some((found != negated, at + 1));
        }
        if low == '['
            && pattern.get(at + 1) == Some(&':')
            && let Some(end) = pattern[at..].windows(2).position(|w| w == [':', ']'])
        {
            let name: String = pattern[at + 2..at + end.max(2)].iter().collect();
            found |= named_class(&name, c);
            at += end + 2;
            continue;
        }
        if low == '\\' && at + 1 < pattern.len() {
            at += 1;
            low = pattern[at];
        }
        let range =
            pattern.get(at + 1) == Some(&'-') && pattern.get(at + 2).is_some_and(|e| *e != ']');
        if range {
            found |= (low..=pattern[at + 2]).contains(&c);
            at += 3;
        } else {
            found |= low == c;
            at += 1;
        }
    }
}

/// Whether `c` is of a class such as `alpha`.
fn named_class(name: &str, c: char) -> bool {
    match name {
        "alpha" => c.is_alphabetic(),
        "digit" => c.is_ascii_digit(),
        "alnum" => c.is_alphanumeric(),
        "upper" => c.is_uppercase(),
        "lower" => c.is_lowercase(),
        "space" => c.is_whitespace(),
        "blank" => c == ' ' || c == '\t',
        "punct" => c.is_ascii_punctuation(),
        "xdigit" => c.is_ascii_hexdigit(),
        "print" => !c.is_control(),
        "graph" => !c.is_control() && c != ' ',
        "cntrl" => c.is_control(),
        _ => false,
    }
}
