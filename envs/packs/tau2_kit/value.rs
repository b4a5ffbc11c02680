//! Python's values, as far as a tool meets them, and the texts that Python makes of them.

use super::kit::json::{self, Document};
use super::text;
use std::fmt::Write;

/// A value.
#[derive(Clone, Debug)]
pub enum V {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    List(Vec<V>),
    /// In the order in which the keys were first set.
    Dict(Vec<(String, V)>),
}

/// Python's `==`.
impl PartialEq for V {
    fn eq(&self, other: &V) -> bool {
        match (self, other) {
            (V::None, V::None) => true,
            (V::Str(a), V::Str(b)) => a == b,
            (V::List(a), V::List(b)) => a == b,
            (V::Dict(a), V::Dict(b)) => {
                a.len() == b.len() && a.iter().all(|(name, v)| other.get(name) == Some(v))
            }
            _ => match (self.number(), other.number()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
        }
    }
}

impl V {
    pub fn of(text: &str) -> V {
        V::Str(text.to_owned())
    }

    /// An object of these fields.
    pub fn dict(fields: Vec<(&str, V)>) -> V {
        V::Dict(
            fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    pub fn fields(&self) -> &[(String, V)] {
        match self {
            V::Dict(fields) => fields,
            _ => &[],
        }
    }

    pub fn items(&self) -> &[V] {
        match self {
            V::List(items) => items,
            _ => &[],
        }
    }

    pub fn get(&self, name: &str) -> Option<&V> {
        self.fields()
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value)
    }

    /// The field of a row that its model has.
    pub fn field(&self, name: &str) -> &V {
        self.get(name).unwrap_or(&V::None)
    }

    pub fn field_mut(&mut self, name: &str) -> Option<&mut V> {
        match self {
            V::Dict(fields) => fields
                .iter_mut()
                .find(|(n, _)| n == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn set(&mut self, name: &str, value: V) {
        match self.field_mut(name) {
            Some(old) => *old = value,
            None => {
                if let V::Dict(fields) = self {
                    fields.push((name.to_owned(), value));
                }
            }
        }
    }

    /// Adds to a list that is a field.
    pub fn push(&mut self, name: &str, value: V) {
        if let Some(V::List(items)) = self.field_mut(name) {
            items.push(value);
        }
    }

    pub fn str(&self) -> Option<&str> {
        match self {
            V::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a field that its model says is one.
    pub fn text(&self, name: &str) -> &str {
        self.field(name).str().unwrap_or("")
    }

    /// As a number: a `bool` is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            V::Int(number) => Some(*number as f64),
            V::Float(number) => Some(*number),
            V::Bool(value) => Some(f64::from(u8::from(*value))),
            _ => None,
        }
    }

    /// `type(...).__name__`.
    pub fn type_name(&self) -> &'static str {
        match self {
            V::None => "NoneType",
            V::Bool(_) => "bool",
            V::Int(_) => "int",
            V::Float(_) => "float",
            V::Str(_) => "str",
            V::List(_) => "list",
            V::Dict(_) => "dict",
        }
    }

    /// `json.dumps`.
    pub fn dumps(&self) -> String {
        let mut out = String::with_capacity(1_024);
        self.dump(&mut out);
        out
    }

    fn dump(&self, out: &mut String) {
        match self {
            V::None => out.push_str("null"),
            V::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            V::Int(number) => {
                let _ = write!(out, "{number}");
            }
            V::Float(number) => text::json_float(*number, out),
            V::Str(text) => text::json_str(text, out),
            V::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i == 0 { "" } else { ", " });
                    item.dump(out);
                }
                out.push(']');
            }
            V::Dict(fields) => {
                out.push('{');
                for (i, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if i == 0 { "" } else { ", " });
                    text::json_str(name, out);
                    out.push_str(": ");
                    value.dump(out);
                }
                out.push('}');
            }
        }
    }

    /// `str(...)`.
    pub fn to_str(&self) -> String {
        match self {
            V::Str(text) => text.clone(),
            other => other.repr(),
        }
    }

    /// `repr(...)`.
    pub fn repr(&self) -> String {
        match self {
            V::None => "None".to_owned(),
            V::Bool(true) => "True".to_owned(),
            V::Bool(false) => "False".to_owned(),
            V::Int(number) => number.to_string(),
            V::Float(number) => text::float(*number),
            V::Str(text) => repr(text),
            V::List(items) => {
                let items: Vec<String> = items.iter().map(V::repr).collect();
                format!("[{}]", items.join(", "))
            }
            V::Dict(fields) => {
                let field = |(name, value): &(String, V)| format!("{}: {}", repr(name), value.repr());
                let fields: Vec<String> = fields.iter().map(field).collect();
                format!("{{{}}}", fields.join(", "))
            }
        }
    }

    /// Reads JSON.
    pub fn parse(text: &str) -> Result<V, String> {
        json::read(text)
    }
}

impl Document for V {
    /// What the host reads is no deeper.
    const DEEPEST: usize = 130;
    const NUMBER: &'static str = "a number";

    fn of_null() -> V {
        V::None
    }

    fn of_bool(value: bool) -> V {
        V::Bool(value)
    }

    fn of_number(text: &str) -> Option<V> {
        let whole = text.parse().ok().map(V::Int);
        whole.or_else(|| text.parse().ok().map(V::Float))
    }

    fn of_text(text: String) -> V {
        V::Str(text)
    }

    fn of_list(items: Vec<V>) -> V {
        V::List(items)
    }

    fn of_fields(fields: Vec<(String, V)>) -> V {
        V::Dict(fields)
    }
}

/// `round(number, 2)`: to the nearest hundredth of what the float is exactly, a tie to the even one.
pub fn round_2(number: f64) -> f64 {
    if !number.is_finite() || number.abs() >= 1e16 {
        return number;
    }
    let eighths = number * 8.0;
    // A float lies exactly between two hundredths only as an odd number of eighths; there the digits before the last decide.
    if eighths.fract() == 0.0 && (eighths / 2.0).fract() != 0.0 {
        let text = format!("{:.3}", number.abs());
        let (kept, _) = text.split_at(text.len() - 1);
        let even = matches!(kept.as_bytes().last(), Some(b'0' | b'2' | b'4' | b'6' | b'8'));
        let down: f64 = kept.parse().unwrap_or(0.0);
        let up: f64 = format!("{:.2}", down + 0.01).parse().unwrap_or(0.0);
        return (if even { down } else { up }).copysign(number);
    }
    format!("{number:.2}").parse().unwrap_or(number)
}

/// `repr` of a text.
pub fn repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if printable(c) => out.push(c),
            c => {
                let _ = match c as u32 {
                    code @ 0..=0xff => write!(out, "\\x{code:02x}"),
                    code @ 0x100..=0xffff => write!(out, "\\u{code:04x}"),
                    code => write!(out, "\\U{code:08x}"),
                };
            }
        }
    }
    out.push(quote);
    out
}

/// `c.isprintable()`. Rust's own escapes leave out the same characters, but for marks that begin a text.
fn printable(c: char) -> bool {
    if c < '\u{80}' {
        return (' '..='~').contains(&c);
    }
    let after_a_letter: String = ['a', c].iter().collect();
    !after_a_letter.escape_debug().any(|c| c == '{')
}
