//! `token_set_ratio`, the fuzzy comparison behind WebShop's attribute and option rewards, in both versions in use.
//!
//! WebShop pins thefuzz 0.19.0 (pure Python `difflib`); newer versions, and 0.19.0 with an accelerator installed, use the
//! insertion-deletion distance of rapidfuzz. Scores differ, the side of the threshold 85 rarely does.

use rapidfuzz::distance::lcs_seq;

use super::difflib;
use super::python::is_alphanumeric;

/// Scores strictly above this count as a match (WebShop `goal.py`).
pub const MATCH_ABOVE: u8 = 85;

/// Which version of the fuzzy matcher judges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fuzz {
    /// thefuzz 0.19.0 over Python's `difflib`; `_` belongs to words.
    Difflib019,
    /// thefuzz 0.20 and later over rapidfuzz (checked against 0.22.1 with rapidfuzz 3.14.6); `_` separates words.
    #[default]
    Indel022,
}

/// A string cut into its sorted set of words, ready to be compared many times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    fuzz: Fuzz,
    words: Vec<String>,
}

impl Words {
    /// Drops code points 128..=255, makes every other non-word character a space, lower-cases, and keeps each word once.
    pub fn new(fuzz: Fuzz, text: &str) -> Self {
        let spaced: String = text
            .chars()
            .filter(|c| !('\u{80}'..='\u{ff}').contains(c))
            .map(|c| if is_word(fuzz, c) { c } else { ' ' })
            .collect();
        let lower = match fuzz {
            Fuzz::Difflib019 => spaced.to_lowercase(),
            Fuzz::Indel022 => spaced.chars().map(simple_lowercase).collect(),
        };
        let mut words: Vec<String> = lower.split_whitespace().map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        Self { fuzz, words }
    }

    /// `token_set_ratio(self, other)`, 0..=100; 0 if either has no words.
    ///
    /// Both sides must come from the same [`Fuzz`]; the left one's decides. Under [`Fuzz::Difflib019`] the order matters.
    pub fn score(&self, other: &Self) -> u8 {
        if self.words.is_empty() || other.words.is_empty() {
            return 0;
        }
        let split = Split::of(&self.words, &other.words);
        match self.fuzz {
            Fuzz::Difflib019 => split.difflib_score(),
            Fuzz::Indel022 => split.indel_score(),
        }
    }

    /// Whether the score is above [`MATCH_ABOVE`].
    pub fn matches(&self, other: &Self) -> bool {
        self.score(other) > MATCH_ABOVE
    }
}

/// `token_set_ratio(a, b)`, 0..=100.
///
/// ```
/// use truestep_envs::shop::compat::fuzzy::{Fuzz, token_set_ratio};
/// assert_eq!(token_set_ratio(Fuzz::Indel022, "5x7 ft", "5x8 ft"), 83);
/// assert_eq!(token_set_ratio(Fuzz::Difflib019, "pack of 12", "pack of 2"), 95);
/// ```
pub fn token_set_ratio(fuzz: Fuzz, a: &str, b: &str) -> u8 {
    Words::new(fuzz, a).score(&Words::new(fuzz, b))
}

fn is_word(fuzz: Fuzz, c: char) -> bool {
    is_alphanumeric(c) || (c == '_' && fuzz == Fuzz::Difflib019)
}

/// Lower case of one code point where that is one code point, else its first.
fn simple_lowercase(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Two word sets cut into what they share and what only one has, each joined by spaces in sorted order.
struct Split {
    shared: String,
    only_a: String,
    only_b: String,
}

impl Split {
    fn of(a: &[String], b: &[String]) -> Self {
        let join = |words: &[&String]| {
            let mut out = String::new();
            for (i, word) in words.iter().enumerate() {
                if i > 0 {
                    out.push(' ');
                }
                out.push_str(word);
            }
            out
        };
        let pick = |from: &'_ [String], other: &'_ [String], kept: bool| {
            let chosen: Vec<&String> = from
                .iter()
                .filter(|word| other.binary_search(word).is_ok() == kept)
                .collect();
            join(&chosen)
        };
        Self {
            shared: pick(a, b, true),
            only_a: pick(a, b, false),
            only_b: pick(b, a, false),
        }
    }

    /// The best of the three pairs among shared, shared + only a, shared + only b.
    fn difflib_score(&self) -> u8 {
        let chars = |text: &str| text.trim().chars().collect::<Vec<_>>();
        let shared = chars(&self.shared);
        let a = chars(&format!("{} {}", self.shared, self.only_a));
        let b = chars(&format!("{} {}", self.shared, self.only_b));
        let score = |x: &[char], y: &[char]| {
            if x == y {
                100
            } else if x.is_empty() || y.is_empty() {
                0
            } else {
                round_percent(100.0 * difflib::ratio(x, y))
            }
        };
        score(&shared, &a)
            .max(score(&shared, &b))
            .max(score(&a, &b))
    }

    /// The same three pairs under the insertion-deletion distance; the shared part never adds distance.
    fn indel_score(&self) -> u8 {
        let shared = self.shared.chars().count();
        let only_a = self.only_a.chars().count();
        let only_b = self.only_b.chars().count();
        if shared > 0 && (only_a == 0 || only_b == 0) {
            return 100;
        }
        let gap = usize::from(shared > 0);
        let common = lcs_seq::similarity(self.only_a.chars(), self.only_b.chars());
        let (with_a, with_b) = (shared + gap + only_a, shared + gap + only_b);
        let mut best = normalized(only_a + only_b - 2 * common, with_a + with_b);
        if shared > 0 {
            best = best
                .max(normalized(gap + only_a, shared + with_a))
                .max(normalized(gap + only_b, shared + with_b));
        }
        round_percent(best)
    }
}

/// `100 - 100 * distance / length`, in rapidfuzz's order of operations.
fn normalized(distance: usize, length: usize) -> f64 {
    if length == 0 {
        return 100.0;
    }
    100.0 - 100.0 * distance as f64 / length as f64
}

/// Python's `int(round(x))` for 0..=100: ties to even.
fn round_percent(x: f64) -> u8 {
    x.round_ties_even() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Fuzz; 2] = [Fuzz::Difflib019, Fuzz::Indel022];

    /// Measured on WebShop's reward: wrong values it accepts.
    #[test]
    fn known_reward_holes_are_kept() {
        for fuzz in BOTH {
            for (a, b) in [
                ("pack of 12", "pack of 2"),
                ("12 ounce (pack of 3)", "12 ounce (pack of 2)"),
                ("xx-large", "x-large"),
                ("7", "7.5"),
                ("iphone 12 pro max", "iphone 12 pro"),
            ] {
                assert!(token_set_ratio(fuzz, a, b) > MATCH_ABOVE, "{a} / {b}");
            }
            for (a, b) in [("5x7 ft", "5x8 ft"), ("32gb", "64gb"), ("king", "queen")] {
                assert!(token_set_ratio(fuzz, a, b) <= MATCH_ABOVE, "{a} / {b}");
            }
        }
    }

    #[test]
    fn underscore_joins_words_only_in_the_old_version() {
        assert_eq!(token_set_ratio(Fuzz::Indel022, "ab_cd", "ab cd"), 100);
        assert!(token_set_ratio(Fuzz::Difflib019, "ab_cd", "ab cd") < 100);
    }

    #[test]
    fn nothing_but_punctuation_scores_zero() {
        for fuzz in BOTH {
            assert_eq!(token_set_ratio(fuzz, "", ""), 0);
            assert_eq!(token_set_ratio(fuzz, "--", "a"), 0);
        }
    }
}
