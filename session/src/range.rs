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

/// Most seeds of a list.
const MAX_SEEDS: u64 = 1_000_000;

/// Seeds of instances, in order: `1,5,200..210`, both ends of a range included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedList(Vec<u64>);

impl SeedList {
    /// The seeds.
    #[must_use]
    pub fn seeds(&self) -> &[u64] {
        &self.0
    }
}

impl FromStr for SeedList {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || {
            format!(
                "expected at most {MAX_SEEDS} seeds such as `1,5,200..210`, none twice, both ends of a range included"
            )
        };
        let mut seeds = vec![];
        for part in text.split(',') {
            let (first, last) = part.split_once("..").unwrap_or((part, part));
            let (Ok(first), Ok(last)) = (first.trim().parse::<u64>(), last.trim().parse::<u64>())
            else {
                return Err(wrong());
            };
            // Counted before it is made: a range may name more seeds than there is memory for.
            let room = MAX_SEEDS - seeds.len() as u64;
            if first > last || last - first >= room {
                return Err(wrong());
            }
            seeds.extend(first..=last);
        }
        let mut sorted = seeds.clone();
        sorted.sort_unstable();
        if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(wrong());
        }
        Ok(Self(seeds))
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

    #[test]
    fn seed_lists_name_each_seed_once_and_not_too_many() {
        let list: SeedList = "1,5,200..202".parse().unwrap();
        assert_eq!(list.seeds(), [1, 5, 200, 201, 202]);
        for bad in [
            "",
            "1,",
            "3..1",
            "1,1",
            "0..18446744073709551615",
            "-1",
            "0..1000000",
        ] {
            assert!(bad.parse::<SeedList>().is_err(), "{bad}");
        }
    }
}
