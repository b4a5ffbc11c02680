//! Names of views.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

/// Longest name, in bytes.
const MAX_BYTES: usize = 23;

/// The name of a kind of view: a lower-case letter, then letters, digits and `_`, 23 in all at most. Small and `Copy`.
///
/// ```
/// use truestep_core::view::ViewName;
/// let name: ViewName = "text_rich".parse()?;
/// assert_eq!(name.as_str(), "text_rich");
/// assert!("Text Rich".parse::<ViewName>().is_err());
/// # Ok::<(), truestep_core::view::BadViewName>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ViewName {
    /// Zeros after the name.
    bytes: [u8; MAX_BYTES],
    len: u8,
}

/// Text that is no name of a view.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no name of a view: expected a lower-case letter, then lower-case letters, digits and `_`, {MAX_BYTES} in all at most"
)]
pub struct BadViewName {
    /// The text, shortened.
    pub text: String,
}

impl ViewName {
    /// Plain text: what is shown where nothing else is asked for.
    pub const TEXT: ViewName = ViewName::new("text");

    /// A name known when the program is written.
    ///
    /// # Panics
    /// If it is no name; in a constant, that is an error of compilation.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        match Self::of(text.as_bytes()) {
            Some(name) => name,
            None => panic!(
                "a view's name is a lower-case letter, then lower-case letters, digits and `_`, 23 in all at most"
            ),
        }
    }

    const fn of(text: &[u8]) -> Option<Self> {
        if text.is_empty() || text.len() > MAX_BYTES || !text[0].is_ascii_lowercase() {
            return None;
        }
        let mut bytes = [0; MAX_BYTES];
        let mut i = 0;
        while i < text.len() {
            let byte = text[i];
            if !byte.is_ascii_lowercase() && !byte.is_ascii_digit() && byte != b'_' {
                return None;
            }
            bytes[i] = byte;
            i += 1;
        }
        Some(Self {
            bytes,
            len: text.len() as u8,
        })
    }

    /// The name as bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).expect("invariant: a name is ASCII")
    }
}

impl FromStr for ViewName {
    type Err = BadViewName;
    fn from_str(text: &str) -> Result<Self, BadViewName> {
        Self::of(text.as_bytes()).ok_or_else(|| BadViewName {
            text: text.chars().take(80).collect(),
        })
    }
}

impl fmt::Display for ViewName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ViewName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for ViewName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ViewName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_other_text_is_refused() {
        for good in ["text", "a", "x1_y", "a23456789_123456789_123"] {
            let name: ViewName = good.parse().unwrap();
            assert_eq!(name.as_str(), good);
            let json = serde_json::to_string(&name).unwrap();
            assert_eq!(serde_json::from_str::<ViewName>(&json).unwrap(), name);
        }
        let long = "a23456789_123456789_1234";
        for bad in ["", "1x", "_x", "Text", "a b", "a-b", "\u{e4}", "a\0", long] {
            assert!(bad.parse::<ViewName>().is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<ViewName>("\"Text\"").is_err());
    }
}
