//! Names, from a grammar of syllables: each once, and none that people or places are known to bear.

use rustc_hash::FxHashSet;
use truestep_core::chance::{Chance as _, Sampled};

const ONSETS: [&str; 24] = [
    "b", "br", "d", "dr", "f", "g", "gr", "h", "j", "k", "kl", "l", "m", "n", "p", "r", "s", "sk",
    "t", "tr", "v", "vl", "w", "z",
];
const VOWELS: [&str; 9] = ["a", "e", "i", "o", "u", "au", "ei", "ie", "oa"];
const CODAS: [&str; 14] = [
    "", "", "", "", "", "", "l", "m", "n", "r", "s", "nd", "rk", "th",
];

/// Words the grammar can make, or nearly, that mean something: names of places and people, and English words.
const STOP_LIST: [&str; 66] = [
    "anna", "arthur", "berlin", "bern", "boston", "brazil", "britain", "bruno", "carl", "china",
    "dante", "darwin", "delhi", "denmark", "dresden", "dublin", "emil", "france", "frank", "gauss",
    "geneva", "goethe", "grant", "greta", "hanoi", "helena", "hitler", "homer", "kant", "karl",
    "kenya", "kiev", "klaus", "korea", "lenin", "leon", "lima", "lisa", "london", "madrid",
    "malta", "marie", "mars", "marx", "milan", "mozart", "napoli", "nepal", "newton", "niels",
    "nina", "oslo", "paris", "peru", "plato", "poland", "prussia", "roman", "rome", "sibelius",
    "siena", "tesla", "tolstoi", "verdi", "vienna", "zurich",
];

/// Makes words that it has not made before.
#[derive(Debug)]
pub(super) struct Namer {
    chance: Sampled,
    used: FxHashSet<String>,
}

impl Namer {
    pub(super) fn new(chance: Sampled) -> Self {
        Self {
            chance,
            used: FxHashSet::default(),
        }
    }

    fn draw<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[self.chance.below(among.len() as u32) as usize]
    }

    /// A new word of two or three syllables, with a capital.
    pub(super) fn word(&mut self) -> String {
        loop {
            let syllables = 2 + u32::from(self.chance.below(3) == 0);
            let mut word = String::new();
            for _ in 0..syllables {
                word.push_str(self.draw(&ONSETS));
                word.push_str(self.draw(&VOWELS));
                word.push_str(self.draw(&CODAS));
            }
            if word.len() >= 5 && self.is_new(&word) {
                return capital(&word);
            }
        }
    }

    /// A new word that is one letter away from `near`; any new one if all of those are taken.
    pub(super) fn beside(&mut self, near: &str) -> String {
        const TRIES: u32 = 12;
        let stem = near.to_lowercase();
        for _ in 0..TRIES {
            let word = format!("{stem}{}", self.draw(&["a", "e", "o", "n", "s", "t"]));
            if self.is_new(&word) {
                return capital(&word);
            }
        }
        self.word()
    }

    fn is_new(&mut self, word: &str) -> bool {
        let listed = STOP_LIST.iter().any(|stop| word.starts_with(stop));
        !listed && self.used.insert(word.to_owned())
    }

    /// A number below `n`.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        self.chance.below(n)
    }

    /// Whether a whole name is new.
    pub(super) fn claim(&mut self, name: &str) -> bool {
        self.used.insert(name.to_lowercase())
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use truestep_core::chance::Seed;

    #[test]
    fn words_are_new_and_on_no_list() {
        let mut namer = Namer::new(Seed(3).stream("names").sampled());
        let mut words: Vec<String> = (0..20_000).map(|_| namer.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 20_000);
        for word in words {
            assert!(word.chars().all(|c| c.is_ascii_alphabetic()), "{word}");
            assert!(!STOP_LIST.iter().any(|s| word.to_lowercase().starts_with(s)));
        }
    }
}
