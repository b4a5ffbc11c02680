//! Sets of numbered facts.

use serde::{Deserialize, Serialize};

/// A set of numbered facts (sub-goals, evidence), written to JSON as the sorted list of its numbers. It holds
/// [`FactSet::CAP`] of them; [`crate::model::Goal::check`] refuses a task with more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FactSet {
    /// Facts from `CAP - 64` downwards, so that sets compare as numbers do.
    words: [u64; FactSet::WORDS],
}

impl FactSet {
    const WORDS: usize = 4;
    /// How many facts there can be.
    pub const CAP: usize = Self::WORDS * 64;

    /// The word that holds fact `i`, and its bit there.
    fn place(i: usize) -> (usize, u64) {
        (Self::WORDS - 1 - i / 64, 1 << (i % 64))
    }

    fn each(self, other: Self, join: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            words: std::array::from_fn(|i| join(self.words[i], other.words[i])),
        }
    }

    /// The facts below 64 whose bits are set.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        let mut words = [0; Self::WORDS];
        words[Self::WORDS - 1] = bits;
        Self { words }
    }

    /// The set as the bits of a number, for worlds with at most 64 facts.
    ///
    /// # Panics
    /// If it holds a fact that has no bit there.
    #[must_use]
    pub fn bits(self) -> u64 {
        let [beyond @ .., low] = self.words;
        assert_eq!(
            beyond,
            [0; Self::WORDS - 1],
            "a fact number is not below 64"
        );
        low
    }

    /// The facts `0..n`.
    ///
    /// # Panics
    /// If `n` is above [`FactSet::CAP`].
    #[must_use]
    pub fn first(n: usize) -> Self {
        (0..n).fold(Self::default(), Self::with)
    }

    /// Whether fact `i` is in the set.
    #[must_use]
    pub fn contains(self, i: usize) -> bool {
        let (word, bit) = Self::place(i % Self::CAP);
        i < Self::CAP && self.words[word] & bit != 0
    }

    /// The set with fact `i`.
    ///
    /// # Panics
    /// If `i` is not below [`FactSet::CAP`].
    #[must_use]
    pub fn with(mut self, i: usize) -> Self {
        assert!(i < Self::CAP, "fact number {i} is not below {}", Self::CAP);
        let (word, bit) = Self::place(i);
        self.words[word] |= bit;
        self
    }

    /// The facts that are in one of both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        self.each(other, |a, b| a | b)
    }

    /// The facts that are in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        self.each(other, |a, b| a & b)
    }

    /// The facts that are in this set and not in `other`.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.each(other, |a, b| a & !b)
    }

    /// Whether every fact of `other` is in this set.
    #[must_use]
    pub fn includes(self, other: Self) -> bool {
        other.minus(self).is_empty()
    }

    /// How many facts it holds.
    #[must_use]
    pub fn len(self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.words == [0; Self::WORDS]
    }

    /// The facts, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let words = self.words.into_iter().rev().enumerate();
        words.flat_map(|(high, mut left)| {
            std::iter::from_fn(move || {
                let low = left.trailing_zeros() as usize;
                // Takes the lowest bit away.
                left &= left.checked_sub(1)?;
                Some(high * 64 + low)
            })
        })
    }
}

impl Serialize for FactSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for FactSet {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let numbers = Vec::<usize>::deserialize(deserializer)?;
        if let Some(i) = numbers.iter().find(|&&i| i >= FactSet::CAP) {
            let cap = FactSet::CAP;
            return Err(D::Error::custom(format!(
                "fact number {i} is not below {cap}"
            )));
        }
        // One set, one spelling: a list that was changed would otherwise read as the set it was made from.
        if numbers.is_sorted_by(|a, b| a < b) {
            Ok(numbers.into_iter().fold(FactSet::default(), FactSet::with))
        } else {
            Err(D::Error::custom(
                "fact numbers are not in ascending order, each once",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fact_sets_are_lists_in_json() {
        let set = [0, 5, 63, 64, 255]
            .into_iter()
            .fold(FactSet::default(), FactSet::with);
        let text = serde_json::to_string(&set).unwrap();
        assert_eq!(text, "[0,5,63,64,255]");
        assert_eq!(serde_json::from_str::<FactSet>(&text).unwrap(), set);
        for bad in ["[256]", "[0,0]", "[5,0]", "[0,5,5]"] {
            assert!(serde_json::from_str::<FactSet>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn more_than_64_facts_are_told_apart() {
        let most = FactSet::first(FactSet::CAP);
        assert_eq!(most.len(), FactSet::CAP);
        for i in 0..FactSet::CAP {
            let one = FactSet::default().with(i);
            assert_eq!((one.len(), one.iter().next()), (1, Some(i)));
            assert!(most.includes(one) && !one.includes(most) && most.minus(one).len() == 255);
            assert!(!one.contains(i + FactSet::CAP) && !one.contains((i + 64) % 256));
        }
        assert_eq!(FactSet::from_bits(0b101).iter().collect::<Vec<_>>(), [0, 2]);
    }

    #[test]
    #[should_panic(expected = "fact number 256 is not below 256")]
    fn a_fact_beyond_the_cap_never_wraps() {
        let _ = FactSet::default().with(FactSet::CAP);
    }
}
