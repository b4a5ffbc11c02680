//! Python's values, and the text that Python's `json.dumps` makes of them.
//!
//! tau2's messages and hashes are bytes of `json.dumps`: `", "` and `": "` between things, `\uXXXX` for everything outside
//! ASCII, numbers as `repr` writes them, fields in the order in which they were set - or sorted, for a hash. `serde_json`
//! keeps no order of fields here, so documents are read into [`Py`].

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write as _};

/// The same texts that the packs write, by the same lines.
#[path = "../../../packs/tau2_kit/text.rs"]
#[allow(
    unreachable_pub,
    reason = "in a pack it is public to the files beside it"
)]
pub(super) mod text;

/// How the TOML reader hands a date over: as a table with this one field.
const TOML_DATE: &str = "$__toml_private_datetime";

/// A value as Python's `json.load` gives it. A dictionary keeps the order in which its keys were first set.
#[derive(Clone, Debug)]
pub enum Py {
    /// `None`.
    None,
    /// `True`, `False`.
    Bool(bool),
    /// An `int`.
    Int(i128),
    /// A `float`.
    Float(f64),
    /// A `str`.
    Text(String),
    /// A `list`.
    List(Vec<Py>),
    /// A `dict`.
    Dict(Vec<(String, Py)>),
}

/// The order in which `json.dumps` writes the fields of a dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fields {
    /// As they were set.
    AsSet,
    /// By name (`sort_keys=True`).
    Sorted,
}

/// Python's `==`: `1 == 1.0 == True`, and the order of a dictionary's fields is no part of it.
impl PartialEq for Py {
    #[allow(
        clippy::float_cmp,
        reason = "Python compares numbers exactly, and so must a copy of it"
    )]
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Dict(a), Self::Dict(b)) => {
                let same = |(name, value): &(String, Self)| other.get(name) == Some(value);
                a.len() == b.len() && a.iter().all(same)
            }
            (Self::Float(a), Self::Float(b)) => a == b,
            (Self::Float(a), b) | (b, Self::Float(a)) => {
                // Exact within 2^53; a float beyond that is no other whole number that a document can hold.
                b.whole().is_some_and(|b| b as f64 == *a)
            }
            (a, b) => a.whole().is_some() && a.whole() == b.whole(),
        }
    }
}

impl Py {
    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Read JSON.
    ///
    /// # Errors
    /// If it is none, or nested deeper than 128.
    pub fn from_json(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The field of a dictionary.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.fields()
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value)
    }

    /// The fields of a dictionary; none of anything else.
    #[must_use]
    pub fn fields(&self) -> &[(String, Self)] {
        match self {
            Self::Dict(fields) => fields,
            _ => &[],
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A `bool` is an `int` in Python.
    fn whole(&self) -> Option<i128> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(value) => Some(i128::from(*value)),
            _ => None,
        }
    }

    /// What Python's `type(...).__name__` says.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::None => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Text(_) => "str",
            Self::List(_) => "list",
            Self::Dict(_) => "dict",
        }
    }

    /// The text of `json.dumps`.
    #[must_use]
    pub fn dumps(&self, order: Fields) -> String {
        let mut out = String::new();
        self.dump(order, &mut out);
        out
    }

    fn dump(&self, order: Fields, out: &mut String) {
        match self {
            Self::None => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Int(number) => {
                let _ = write!(out, "{number}");
            }
            Self::Float(number) => text::json_float(*number, out),
            Self::Text(text) => text::json_str(text, out),
            Self::List(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    out.push_str(if place == 0 { "" } else { ", " });
                    item.dump(order, out);
                }
                out.push(']');
            }
            Self::Dict(fields) => {
                let mut fields: Vec<&(String, Self)> = fields.iter().collect();
                if order == Fields::Sorted {
                    // Python sorts by code point, which is the order of UTF-8 bytes.
                    fields.sort_by(|(a, _), (b, _)| a.cmp(b));
                }
                out.push('{');
                for (place, (name, value)) in fields.into_iter().enumerate() {
                    out.push_str(if place == 0 { "" } else { ", " });
                    text::json_str(name, out);
                    out.push_str(": ");
                    value.dump(order, out);
                }
                out.push('}');
            }
        }
    }
}

impl From<&Py> for serde_json::Value {
    fn from(value: &Py) -> Self {
        match value {
            Py::None => Self::Null,
            Py::Bool(value) => Self::Bool(*value),
            Py::Int(number) => i64::try_from(*number)
                .map(Self::from)
                .or_else(|_| u64::try_from(*number).map(Self::from))
                .unwrap_or_else(|_| Self::from(*number as f64)),
            Py::Float(number) => Self::from(*number),
            Py::Text(text) => Self::from(text.as_str()),
            Py::List(items) => items.iter().map(Self::from).collect(),
            Py::Dict(fields) => fields
                .iter()
                .map(|(name, value)| (name.clone(), Self::from(value)))
                .collect(),
        }
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Py;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Py, E> {
        Ok(Py::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Py, E> {
        Ok(Py::Int(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Py, E> {
        Ok(Py::Int(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Py, E> {
        Ok(Py::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Py, E> {
        Ok(Py::text(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Py, E> {
        Ok(Py::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Py, E> {
        Ok(Py::None)
    }

    fn visit_none<E>(self) -> Result<Py, E> {
        Ok(Py::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Py, D::Error> {
        Py::deserialize(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Py, A::Error> {
        let mut items = vec![];
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Py::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Py, A::Error> {
        let mut fields: Vec<(String, Py)> = vec![];
        // Where each name is: a document with a million fields is read in one pass.
        let mut places = std::collections::BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, Py>()? {
            if name == TOML_DATE {
                let date = value.as_text().ok_or_else(|| A::Error::custom("a date"))?;
                return Ok(Py::text(date));
            }
            match places.get(&name) {
                // The last value counts, at the place of the first.
                Some(&place) => {
                    let (_, old): &mut (String, Py) = &mut fields[place];
                    *old = value;
                }
                None => {
                    places.insert(name.clone(), fields.len());
                    fields.push((name, value));
                }
            }
        }
        Ok(Py::Dict(fields))
    }
}

impl<'de> Deserialize<'de> for Py {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Py {
        Py::from_json(text.as_bytes()).unwrap()
    }

    #[test]
    fn floats_are_written_as_repr_writes_them() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (23.5, "23.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e16, "1.5e+16"),
            (0.0001, "0.0001"),
            (0.000_012_5, "1.25e-05"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
        ];
        for (number, expected) in cases {
            assert_eq!(Py::Float(number).dumps(Fields::AsSet), expected);
        }
    }

    #[test]
    fn a_document_is_written_as_json_dumps_writes_it() {
        let document =
            read(r#"{"b": [1, 2.50, null, true], "a": "caf\u00e9 \ud83d\ude00\n\"\u007f"}"#);
        let text = r#""caf\u00e9 \ud83d\ude00\n\"\u007f""#;
        let list = "[1, 2.5, null, true]";
        assert_eq!(
            document.dumps(Fields::AsSet),
            format!(r#"{{"b": {list}, "a": {text}}}"#)
        );
        assert_eq!(
            document.dumps(Fields::Sorted),
            format!(r#"{{"a": {text}, "b": {list}}}"#)
        );
    }

    #[test]
    fn a_field_that_is_there_twice_keeps_its_place_and_takes_the_last_value() {
        let document = read(r#"{"a": 1, "b": 2, "a": 3}"#);
        assert_eq!(document.dumps(Fields::AsSet), r#"{"a": 3, "b": 2}"#);
    }

    #[test]
    fn equality_is_pythons() {
        assert_eq!(read("1"), read("1.0"));
        assert_eq!(read("true"), read("1"));
        assert_eq!(
            read(r#"{"a": 1, "b": [2]}"#),
            read(r#"{"b": [2.0], "a": 1}"#)
        );
        assert_ne!(read("null"), read("0"));
        assert_ne!(read(r#""1""#), read("1"));
    }
}
