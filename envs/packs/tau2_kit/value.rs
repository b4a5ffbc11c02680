//! Python's values, as far as a tool meets them, and the texts that Python makes of them.

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

/// Lists and objects inside one another, at most: what the host reads is no deeper.
const DEEPEST: usize = 130;

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
            V::Float(number) if number.is_finite() => out.push_str(&float(*number)),
            V::Float(number) if number.is_nan() => out.push_str("NaN"),
            V::Float(number) => {
                out.push_str(if *number < 0.0 { "-Infinity" } else { "Infinity" })
            }
            V::Str(text) => quote(text, out),
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
                    quote(name, out);
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
            V::Float(number) => float(*number),
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
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.space();
        if reader.at == text.len() {
            Ok(value)
        } else {
            reader.fail("the end")
        }
    }
}

/// `repr` of a float.
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

/// A text as `json.dumps` writes it: ASCII.
fn quote(text: &str, out: &mut String) {
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

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    fn fail<T>(&self, expected: &str) -> Result<T, String> {
        Err(format!("expected {expected} at byte {}", self.at))
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == byte;
        self.at += usize::from(there);
        there
    }

    fn word(&mut self, word: &str, value: V) -> Result<V, String> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            self.fail(word)
        }
    }

    fn value(&mut self, depth: usize) -> Result<V, String> {
        if depth > DEEPEST {
            return self.fail("fewer lists inside one another");
        }
        self.space();
        match self.peek() {
            b'n' => self.word("null", V::None),
            b't' => self.word("true", V::Bool(true)),
            b'f' => self.word("false", V::Bool(false)),
            b'"' => self.string().map(V::Str),
            b'[' => self.list(depth),
            b'{' => self.dict(depth),
            _ => self.number(),
        }
    }

    fn number(&mut self) -> Result<V, String> {
        let start = self.at;
        while matches!(self.peek(), b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        if let Ok(number) = text.parse() {
            return Ok(V::Int(number));
        }
        match text.parse() {
            Ok(number) => Ok(V::Float(number)),
            Err(_) => self.fail("a value"),
        }
    }

    fn list(&mut self, depth: usize) -> Result<V, String> {
        self.at += 1;
        let mut items = vec![];
        loop {
            self.space();
            if items.is_empty() && self.take(b']') {
                return Ok(V::List(items));
            }
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(V::List(items));
            }
            if !self.take(b',') {
                return self.fail("`,` or `]`");
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Result<V, String> {
        self.at += 1;
        let mut fields = vec![];
        loop {
            self.space();
            if fields.is_empty() && self.take(b'}') {
                return Ok(V::Dict(fields));
            }
            if self.peek() != b'"' {
                return self.fail("a field name");
            }
            let name = self.string()?;
            self.space();
            if !self.take(b':') {
                return self.fail("`:`");
            }
            fields.push((name, self.value(depth + 1)?));
            self.space();
            if self.take(b'}') {
                return Ok(V::Dict(fields));
            }
            if !self.take(b',') {
                return self.fail("`,` or `}`");
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while self.at < self.text.len() && !matches!(self.peek(), b'"' | b'\\') {
                self.at += 1;
            }
            out.push_str(&self.text[start..self.at]);
            if self.take(b'"') {
                return Ok(out);
            }
            if !self.take(b'\\') {
                return self.fail("`\"`");
            }
            out.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        let byte = self.peek();
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => byte as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.four_digits()?;
                if (0xd800..0xdc00).contains(&high) && self.take(b'\\') && self.take(b'u') {
                    let low = self.four_digits()?;
                    let pair =
                        0x10000 + ((high - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff);
                    char::from_u32(pair).unwrap_or('\u{fffd}')
                } else {
                    char::from_u32(high).unwrap_or('\u{fffd}')
                }
            }
            _ => return self.fail("an escape"),
        })
    }

    fn four_digits(&mut self) -> Result<u32, String> {
        let digits = self.text.get(self.at..self.at + 4);
        self.at += 4;
        match digits.and_then(|text| u32::from_str_radix(text, 16).ok()) {
            Some(number) => Ok(number),
            None => self.fail("four hexadecimal digits"),
        }
    }
}
