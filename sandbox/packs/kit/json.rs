//! JSON as tools need it: whole numbers, texts, lists and objects in the order they were written; and the reader, for packs
//! whose values are others.

use std::fmt;

/// A JSON value. Numbers are whole: money is cents, time is milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// What a text of JSON is read into.
pub trait Document: Sized {
    /// Lists and objects inside one another, at most.
    const DEEPEST: usize;
    /// What a number is, for those that cannot be taken.
    const NUMBER: &'static str;

    fn of_null() -> Self;
    fn of_bool(value: bool) -> Self;
    /// The number as it is written.
    fn of_number(text: &str) -> Option<Self>;
    fn of_text(text: String) -> Self;
    fn of_list(items: Vec<Self>) -> Self;
    fn of_fields(fields: Vec<(String, Self)>) -> Self;
}

/// Reads a whole text.
pub fn read<T: Document>(text: &str) -> Result<T, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.space();
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(format!("unexpected text at byte {}", reader.at))
    }
}

impl Document for Json {
    const DEEPEST: usize = 64;
    const NUMBER: &'static str = "a whole number of 64 bits";

    fn of_null() -> Json {
        Json::Null
    }

    fn of_bool(value: bool) -> Json {
        Json::Bool(value)
    }

    fn of_number(text: &str) -> Option<Json> {
        text.parse().ok().map(Json::Number)
    }

    fn of_text(text: String) -> Json {
        Json::Text(text)
    }

    fn of_list(items: Vec<Json>) -> Json {
        Json::List(items)
    }

    fn of_fields(fields: Vec<(String, Json)>) -> Json {
        Json::Object(fields)
    }
}

impl Json {
    /// A text.
    pub fn of(text: &str) -> Json {
        Json::Text(text.to_owned())
    }

    /// An object of these fields.
    pub fn object(fields: Vec<(&str, Json)>) -> Json {
        Json::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// A field of an object.
    pub fn field(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Sets a field of an object.
    pub fn set(&mut self, name: &str, value: Json) {
        if let Json::Object(fields) = self {
            match fields.iter_mut().find(|(n, _)| n == name) {
                Some((_, old)) => *old = value,
                None => fields.push((name.to_owned(), value)),
            }
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<i64> {
        match self {
            Json::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Reads a whole text.
    pub fn parse(text: &str) -> Result<Json, String> {
        read(text)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(value) => write!(f, "{value}"),
            Json::Number(value) => write!(f, "{value}"),
            Json::Text(text) => quote(text, f),
            Json::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { "," })?;
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Json::Object(fields) => {
                f.write_str("{")?;
                for (i, (name, value)) in fields.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { "," })?;
                    quote(name, f)?;
                    f.write_str(":")?;
                    value.fmt(f)?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quote(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        f.write_str(&text[plain..at])?;
        plain = at + 1;
        match byte {
            b'"' => f.write_str("\\\"")?,
            b'\\' => f.write_str("\\\\")?,
            b'\n' => f.write_str("\\n")?,
            _ => write!(f, "\\u{:04x}", byte)?,
        }
    }
    f.write_str(&text[plain..])?;
    f.write_str("\"")
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn fail<T>(&self, expected: &str) -> Result<T, String> {
        Err(format!("expected {expected} at byte {}", self.at))
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn word<T>(&mut self, word: &str, value: T) -> Result<T, String> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            self.fail(word)
        }
    }

    fn value<T: Document>(&mut self, depth: usize) -> Result<T, String> {
        if depth > T::DEEPEST {
            return self.fail("fewer lists inside one another");
        }
        self.space();
        match self.peek() {
            Some(b'n') => self.word("null", T::of_null()),
            Some(b't') => self.word("true", T::of_bool(true)),
            Some(b'f') => self.word("false", T::of_bool(false)),
            Some(b'"') => self.string().map(T::of_text),
            Some(b'[') => self.list(depth),
            Some(b'{') => self.object(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.fail("a value"),
        }
    }

    fn number<T: Document>(&mut self) -> Result<T, String> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        match T::of_number(&self.text[start..self.at]) {
            Some(number) => Ok(number),
            None => self.fail(T::NUMBER),
        }
    }

    fn list<T: Document>(&mut self, depth: usize) -> Result<T, String> {
        self.at += 1;
        let mut items = vec![];
        loop {
            self.space();
            if items.is_empty() && self.take(b']') {
                return Ok(T::of_list(items));
            }
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(T::of_list(items));
            }
            if !self.take(b',') {
                return self.fail("`,` or `]`");
            }
        }
    }

    fn object<T: Document>(&mut self, depth: usize) -> Result<T, String> {
        self.at += 1;
        let mut fields = vec![];
        loop {
            self.space();
            if fields.is_empty() && self.take(b'}') {
                return Ok(T::of_fields(fields));
            }
            if self.peek() != Some(b'"') {
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
                return Ok(T::of_fields(fields));
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
            while !matches!(self.peek(), None | Some(b'"' | b'\\')) {
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
        let byte = self.peek().unwrap_or(0);
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
