//! Ranges of whole numbers as `A..B`, both ends included.

use std::str::FromStr;

/// Distances from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistanceRange {
    /// The smallest.
    pub first: u32,
    /// The largest.
    pub last: u32,
}

impl DistanceRange {
    /// Whether `distance` lies in the range.
    #[must_use]
    pub fn contains(self, distance: u32) -> bool {
        (self.first..=self.last).contains(&distance)
    }
}

impl FromStr for DistanceRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, last) = match text.split_once("..") {
            Some((first, last)) => (first, last.strip_prefix('=').unwrap_or(last)),
            None => (text, text),
        };
        let number = |part: &str, open: u32| match part {
            "" if text.contains("..") => Some(open),
            digits => digits.parse().ok(),
        };
        match (number(first, 0), number(last, u32::MAX)) {
            (Some(first), Some(last)) if first <= last => Ok(Self { first, last }),
            _ => Err(
                "expected distances `A..B` with A at most B, both included, such as `5..12`".into(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_include_both_ends_and_may_be_open() {
        let range: DistanceRange = "5..12".parse().unwrap();
        assert!(range.contains(5) && range.contains(12) && !range.contains(13));
        assert!("5..".parse::<DistanceRange>().unwrap().contains(1000));
        assert!("..3".parse::<DistanceRange>().unwrap().contains(0));
        assert!("4".parse::<DistanceRange>().unwrap().contains(4));
        for bad in ["", "a..b", "9..3", "-1..2", "1...2"] {
            assert!(bad.parse::<DistanceRange>().is_err(), "{bad}");
        }
    }
}
