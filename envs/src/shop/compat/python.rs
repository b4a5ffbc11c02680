//! The rules of Python's `str`, `repr`, `json` and `float` on which WebShop's bytes depend.
//!
//! WebShop's pages, addresses and fuzzy scores pass strings through Python's standard library; each function here is one
//! such rule, total on every input. The vectors in `tests/data/webshop` pin them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Whether Python's `str.isalnum` holds for a one-character string: categories L and N.
pub fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
    )
}

/// Whether Python's `str.isspace` holds for a one-character string.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `str.strip()`.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Whether `repr` leaves a non-ASCII character as it is.
fn is_printable(c: char) -> bool {
    !matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Other | GeneralCategoryGroup::Separator
    )
}

/// Appends `repr(text)`: single quotes unless only single quotes occur inside.
pub fn push_repr(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c == quote => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            _ if !c.is_ascii() && is_printable(c) => out.push(c),
            _ => push_code_point(out, c as u32),
        }
    }
    out.push(quote);
}

fn push_code_point(out: &mut String, code: u32) {
    let written = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
}

/// `repr((key, value))` of a pair of strings, as goal options given as a dict are seen by the fuzzy matcher.
pub fn pair_repr(key: &str, value: &str) -> String {
    let mut out = String::with_capacity(key.len() + value.len() + 8);
    out.push('(');
    push_repr(&mut out, key);
    out.push_str(", ");
    push_repr(&mut out, value);
    out.push(')');
    out
}

/// Appends `repr` of a dict of strings, in the given order.
pub fn push_dict_repr<'a>(out: &mut String, items: impl IntoIterator<Item = (&'a str, &'a str)>) {
    out.push('{');
    for (i, (key, value)) in items.into_iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        push_repr(out, key);
        out.push_str(": ");
        push_repr(out, value);
    }
    out.push('}');
}

/// Appends `json.dumps` of a dict of strings, in the given order, non-ASCII escaped.
pub fn push_dict_json<'a>(out: &mut String, items: impl IntoIterator<Item = (&'a str, &'a str)>) {
    out.push('{');
    for (i, (key, value)) in items.into_iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        push_json(out, key);
        out.push_str(": ");
        push_json(out, value);
    }
    out.push('}');
}

fn push_json(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='\u{7f}' => out.push(c),
            _ => {
                let mut units = [0u16; 2];
                for unit in c.encode_utf16(&mut units) {
                    let written = write!(out, "\\u{unit:04x}");
                    debug_assert!(written.is_ok(), "writing to a string cannot fail");
                }
            }
        }
    }
    out.push('"');
}

/// `json.dumps(dict, sort_keys=True)` with `<`, `>`, `&` and `'` escaped, as Flask's `tojson` filter writes it.
pub fn tojson_filter<'a>(items: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut sorted: Vec<(&str, &str)> = items.into_iter().collect();
    sorted.sort_unstable();
    let mut plain = String::new();
    push_dict_json(&mut plain, sorted);
    for_markup(&plain)
}

/// The same of a dict of strings and `None`.
pub fn tojson_images(items: &BTreeMap<&str, Option<&str>>) -> String {
    let mut plain = "{".to_owned();
    for (place, (key, value)) in items.iter().enumerate() {
        if place > 0 {
            plain.push_str(", ");
        }
        push_json(&mut plain, key);
        plain.push_str(": ");
        match value {
            Some(value) => push_json(&mut plain, value),
            None => plain.push_str("null"),
        }
    }
    plain.push('}');
    for_markup(&plain)
}

/// Appends a value of a query as Werkzeug quotes it: `urllib.parse.quote_plus(text, safe="!$'()*,/:;?@")`.
pub fn push_quoted(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"_.-~!$'()*,/:;?@".contains(&byte) => {
                out.push(char::from(byte));
            }
            _ => {
                let written = write!(out, "%{byte:02X}");
                debug_assert!(written.is_ok(), "writing to a string cannot fail");
            }
        }
    }
}

/// JSON that markup can hold.
fn for_markup(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\'' => out.push_str("\\u0027"),
            _ => out.push(c),
        }
    }
    out
}

/// `repr(float)`: shortest decimal that reads back, exponent form below 1e-4 and from 1e16.
pub fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') {
            plain
        } else {
            plain + ".0"
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repr(text: &str) -> String {
        let mut out = String::new();
        push_repr(&mut out, text);
        out
    }

    #[test]
    fn repr_chooses_quotes_and_escapes_like_python() {
        assert_eq!(repr("plain"), "'plain'");
        assert_eq!(repr("it's"), "\"it's\"");
        assert_eq!(repr("it's \"x\""), "'it\\'s \"x\"'");
        assert_eq!(
            repr("a\u{a0}\u{200b}é\u{7f}\n\\"),
            "'a\\xa0\\u200bé\\x7f\\n\\\\'"
        );
    }

    #[test]
    fn floats_print_like_python() {
        for (value, text) in [
            (100.0, "100.0"),
            (0.1, "0.1"),
            (2.0 / 3.0, "0.6666666666666666"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1e16, "1e+16"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1.5e-7, "1.5e-07"),
        ] {
            assert_eq!(float_repr(value), text);
        }
    }

    #[test]
    fn json_escapes_and_filter_sorts() {
        let mut out = String::new();
        push_dict_json(&mut out, [("size", "7\" wide"), ("é", "😀")]);
        assert_eq!(
            out,
            "{\"size\": \"7\\\" wide\", \"\\u00e9\": \"\\ud83d\\ude00\"}"
        );
        assert_eq!(
            tojson_filter([("b", "a<b"), ("a", "it's")]),
            "{\"a\": \"it\\u0027s\", \"b\": \"a\\u003cb\"}"
        );
    }

    #[test]
    fn alphanumeric_follows_categories_not_the_alphabetic_property() {
        assert!(is_alphanumeric('日') && is_alphanumeric('½') && is_alphanumeric('Ⅷ'));
        assert!(!is_alphanumeric('\u{0903}') && !is_alphanumeric('ⓐ') && !is_alphanumeric('_'));
    }
}
