//! Digests: 128-bit names for states, observations and histories.
//!
//! A state digest is an order-free sum over cells of `xxh3_128(value, seed = stable key)`, so it can be kept up to date
//! by the setters of a state ([`CellSum`]) and does not depend on representation or iteration order. xxh3 has a frozen
//! specification. Digests are for our own states: they are not collision-resistant against an adversary.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use xxhash_rust::xxh3::{xxh3_128, xxh3_128_with_seed};

/// A 128-bit digest; 32 hexadecimal digits in text and JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub u128);

impl Digest {
    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// This digest followed by `bytes`: a link of a chain.
    #[must_use]
    pub fn chain(self, bytes: &[u8]) -> Self {
        let inner = xxh3_128_with_seed(bytes, self.0 as u64);
        let mut link = [0; 32];
        link[..16].copy_from_slice(&self.0.to_le_bytes());
        link[16..].copy_from_slice(&inner.to_le_bytes());
        Self(xxh3_128(&link))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let well_formed = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        well_formed
            .then(|| u128::from_str_radix(&text, 16).ok())
            .flatten()
            .map(Digest)
            .ok_or_else(|| {
                D::Error::custom(format!("`{text}` is not a digest of 32 hexadecimal digits"))
            })
    }
}

/// The running sum of a state's cells. A cell with its default value is not added, so "edited back" equals "never edited".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CellSum(Digest);

impl CellSum {
    /// Add a cell: `key` is a stable number chosen by the model (never an `Entity`), `value` its canonical bytes.
    pub fn add(&mut self, key: u64, value: &[u8]) {
        self.0.0 = self.0.0.wrapping_add(xxh3_128_with_seed(value, key));
    }

    /// Take a cell away again.
    pub fn remove(&mut self, key: u64, value: &[u8]) {
        self.0.0 = self.0.0.wrapping_sub(xxh3_128_with_seed(value, key));
    }

    /// The digest of all cells added so far.
    #[must_use]
    pub fn digest(self) -> Digest {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn value_stability_of_digests() {
        assert_eq!(
            Digest::of(b"truestep").to_string(),
            "aa8f9c1a3941711eb0aefec69e6d9149"
        );
        let mut sum = CellSum::default();
        sum.add(1, b"a");
        sum.add(2, b"b");
        assert_eq!(
            sum.digest().chain(b"x").to_string(),
            "420e52e45effee9a90c89772796d873a"
        );
    }

    #[test]
    fn digest_text_round_trips_and_bad_text_is_refused() {
        let d = Digest(5);
        let text = serde_json::to_string(&d).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&text).unwrap(), d);
        for bad in [
            "\"\"",
            "\"+0000000000000000000000000000001\"",
            "\"zz\"",
            "5",
        ] {
            assert!(serde_json::from_str::<Digest>(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_sum_forgets_order_and_undone_edits(mut cells in proptest::collection::vec((any::<u64>(), any::<[u8; 4]>()), 0..20), extra in any::<(u64, [u8; 4])>()) {
            let mut forward = CellSum::default();
            cells.iter().for_each(|(k, v)| forward.add(*k, v));
            cells.reverse();
            let mut backward = CellSum::default();
            backward.add(extra.0, &extra.1);
            cells.iter().for_each(|(k, v)| backward.add(*k, v));
            backward.remove(extra.0, &extra.1);
            prop_assert_eq!(forward, backward);
        }
    }
}
