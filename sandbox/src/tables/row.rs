//! Keys and values: what a row is made of.

use serde::{Serialize, Serializer};
use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, OnceLock},
};
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

/// Bytes of a text key, at most.
pub const MAX_KEY_BYTES: usize = 256;

/// What the keys of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// Whole numbers of 64 bits, in numeric order; `-7` and `42` as text.
    Integer,
    /// Texts of 1 to 256 bytes, in the order of their bytes.
    Text,
}

/// What the values of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// JSON, kept in one form (fields in order of their names, no spaces): equal values have equal bytes.
    Json,
    /// Bytes as they come.
    Bytes,
}

/// A row's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Of a table with [`KeyKind::Integer`].
    Integer(i64),
    /// Of a table with [`KeyKind::Text`].
    Text(Arc<str>),
}

/// Why a key or value does not fit a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadRow {
    /// A text key is empty or too long.
    #[error("a key of {bytes} bytes; expected 1 to {MAX_KEY_BYTES}")]
    KeyLength {
        /// Its length.
        bytes: usize,
    },
    /// A key of a table with integer keys is not a whole number.
    #[error("the key `{key}` is not a whole number of 64 bits; expected `42` or `-7`")]
    NotInteger {
        /// The key, shortened to 80 characters.
        key: String,
    },
    /// A value of a JSON table is not JSON.
    #[error("the value is not JSON: {reason}")]
    NotJson {
        /// What the reader says.
        reason: String,
    },
    /// The key is there already.
    #[error("the key `{key}` is there twice")]
    Twice {
        /// The key.
        key: String,
    },
    /// A prefix for a table with integer keys.
    #[error("integer keys have no prefixes; pass none")]
    IntegerPrefix,
}

pub(crate) fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

impl Key {
    /// The key that `text` is in a table with keys of this kind.
    ///
    /// # Errors
    /// If it is none: empty, too long, or not the way a number is written.
    pub fn parse(kind: KeyKind, text: &str) -> Result<Self, BadRow> {
        match kind {
            KeyKind::Text if text.is_empty() || text.len() > MAX_KEY_BYTES => {
                Err(BadRow::KeyLength { bytes: text.len() })
            }
            KeyKind::Text => Ok(Self::Text(text.into())),
            // `+1` and `01` read as numbers but are not how a key is written.
            KeyKind::Integer => text
                .parse()
                .ok()
                .filter(|number: &i64| number.to_string() == text)
                .map(Self::Integer)
                .ok_or_else(|| BadRow::NotInteger {
                    key: shortened(text),
                }),
        }
    }

    /// A number that is this key's within its table, whose own number is `seed`.
    pub(crate) fn seed(&self, seed: u64) -> u64 {
        match self {
            Self::Integer(number) => xxh3_64_with_seed(&number.to_le_bytes(), seed),
            Self::Text(text) => xxh3_64_with_seed(text.as_bytes(), seed),
        }
    }

    /// Bytes that the key takes.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Integer(_) => 8,
            Self::Text(text) => text.len(),
        }
    }

    pub(crate) fn starts_with(&self, prefix: &str) -> bool {
        match self {
            Self::Integer(_) => prefix.is_empty(),
            Self::Text(text) => text.starts_with(prefix),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// A row's value. Cheap to clone; equal and ordered as its bytes are.
#[derive(Clone)]
pub struct Value(Arc<Inner>);

struct Inner {
    bytes: Box<[u8]>,
    /// The value as JSON, once somebody has asked: the rules of a policy read the same rows at every call, in every state that
    /// holds them.
    json: OnceLock<Option<Arc<serde_json::Value>>>,
}

impl Value {
    /// The value that `bytes` are in a table with values of this kind.
    ///
    /// # Errors
    /// If they should be JSON and are not.
    pub fn read(kind: ValueKind, bytes: &[u8]) -> Result<Self, BadRow> {
        match kind {
            ValueKind::Bytes => Ok(Self::of(bytes.into())),
            ValueKind::Json => {
                let failed = |error: serde_json::Error| BadRow::NotJson {
                    reason: error.to_string(),
                };
                let value: serde_json::Value = serde_json::from_slice(bytes).map_err(failed)?;
                let canonical = serde_json::to_vec(&value).map_err(failed)?;
                Ok(Self::of(canonical.into()))
            }
        }
    }

    fn of(bytes: Box<[u8]>) -> Self {
        let json = OnceLock::new();
        Self(Arc::new(Inner { bytes, json }))
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0.bytes
    }

    /// The value as JSON, where it is. Read once, however often it is asked for.
    #[must_use]
    pub fn json(&self) -> Option<Arc<serde_json::Value>> {
        let read = || serde_json::from_slice(self.as_bytes()).ok().map(Arc::new);
        self.0.json.get_or_init(read).clone()
    }

    /// What a cell of this value adds to a sum of cells.
    pub(crate) fn cell(&self, seed: u64) -> u128 {
        xxh3_128_with_seed(self.as_bytes(), seed)
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(self.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integer_keys_are_written_in_one_way() {
        for good in ["0", "42", "-7", "9223372036854775807"] {
            let key = Key::parse(KeyKind::Integer, good).unwrap();
            assert_eq!(key.to_string(), good);
        }
        for bad in [
            "",
            "+1",
            "01",
            "-0",
            " 1",
            "1.0",
            "9223372036854775808",
            "x",
        ] {
            assert!(Key::parse(KeyKind::Integer, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn text_keys_have_a_length() {
        assert!(Key::parse(KeyKind::Text, "").is_err());
        assert!(Key::parse(KeyKind::Text, &"k".repeat(MAX_KEY_BYTES)).is_ok());
        assert!(Key::parse(KeyKind::Text, &"k".repeat(MAX_KEY_BYTES + 1)).is_err());
    }

    #[test]
    fn equal_json_has_equal_bytes() {
        let read = |text: &str| Value::read(ValueKind::Json, text.as_bytes()).unwrap();
        assert_eq!(
            read(r#"{"b": 1, "a": [1.50, "\u0041"]}"#),
            read(r#"{"a":[1.5,"A"],"b":1}"#)
        );
        assert_ne!(read("1"), read("1.0"));
    }
}
