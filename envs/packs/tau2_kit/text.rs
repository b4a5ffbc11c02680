//! Texts as Python writes them. Plain Rust 1.63: the packs use it, and so does the host.

use std::fmt::Write;

/// `repr` of a float: the fewest digits that read back as it, with an exponent outside 1e-4 .. 1e16.
pub fn float(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return (if number < 0.0 { "-inf" } else { "inf" }).to_owned();
    }
    let shortest = format!("{number:e}");
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        // `Display` never writes an exponent; a whole number has no point in it.
        let mut plain = number.to_string();
        if !plain.contains('.') {
            plain.push_str(".0");
        }
        plain
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
    }
}

/// A float as `json.dumps` writes it.
pub fn json_float(number: f64, out: &mut String) {
    if number.is_finite() {
        out.push_str(&float(number));
    } else if number.is_nan() {
        out.push_str("NaN");
    } else {
        out.push_str(if number < 0.0 {
            "-Infinity"
        } else {
            "Infinity"
        });
    }
}

/// A text as `json.dumps` writes it, quotes included: ASCII, the rest as UTF-16 escapes.
pub fn json_str(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        if (' '..='~').contains(&c) && c != '"' && c != '\\' {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + c.len_utf8();
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}
