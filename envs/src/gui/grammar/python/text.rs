//! Texts as Python handles them: blanks, quotes, floats.

/// Whether Python's `str.isspace` holds of a character.
pub(in super::super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter)
}

/// `str.strip()`.
pub(in super::super) fn strip(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// What `int` and `float` leave of a text: ASCII texts lose ASCII blanks, others any.
pub(in super::super) fn bare_number(text: &str) -> &str {
    if text.is_ascii() {
        text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}'])
    } else {
        strip(text)
    }
}

/// `int(text)` of Python: blanks around, a sign, digits with single underscores between.
pub(in super::super) fn whole_number(text: &str) -> Option<i64> {
    let bare = bare_number(text);
    let digits = bare.strip_prefix(['+', '-']).unwrap_or(bare);
    let gaps = digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    if gaps || digits.starts_with(['+', '-']) {
        return None;
    }
    bare.replace('_', "").parse().ok()
}

/// `str.expandtabs()`: blanks up to the next eighth column.
pub(in super::super) fn expand_tabs(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let mut column = 0;
    for letter in text.chars() {
        match letter {
            '\t' => {
                let blanks = 8 - column % 8;
                done.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            }
            '\n' | '\r' => {
                done.push(letter);
                column = 0;
            }
            _ => {
                done.push(letter);
                column += 1;
            }
        }
    }
    done
}

/// `str.split()`.
pub(in super::super) fn split_blanks(text: &str) -> Vec<&str> {
    text.split(is_blank)
        .filter(|part| !part.is_empty())
        .collect()
}

/// A text in quotes, so that Python reads it back: control characters and the quote are escaped.
pub(in super::super) fn quote(text: &str, mark: char) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(mark);
    for letter in text.chars() {
        match letter {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if letter == mark => {
                quoted.push('\\');
                quoted.push(letter);
            }
            _ if letter.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => quoted.push(letter),
        }
    }
    quoted.push(mark);
    quoted
}

/// `repr` of a float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16.
pub(in super::super) fn repr_float(number: f64) -> String {
    if number.is_nan() {
        return "nan".into();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "inf".into()
        } else {
            "-inf".into()
        };
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{number}");
        return if plain.contains('.') {
            plain
        } else {
            format!("{plain}.0")
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}
