//! Porter's stemmer as Lucene has it.
//!
//! Lucene follows Porter's own program (<https://tartarus.org/martin/PorterStemmer/>, "points of difference"), not the paper
//! alone: words of one or two letters stay, `bli` becomes `ble` and `logi` becomes `log`, any double consonant is undone. It
//! works on UTF-16 units, of which only the five vowels and `y` are not plain consonants.

/// The stem of a lower-case word.
pub(super) fn stem(word: &str) -> String {
    let mut stemmer = Stemmer {
        letters: word.encode_utf16().collect(),
        stem: 0,
    };
    if stemmer.letters.len() > 2 {
        stemmer.plurals_and_participles();
        stemmer.final_y();
        stemmer.replace_first(LONG_SUFFIXES);
        stemmer.replace_first(SHORTER_SUFFIXES);
        stemmer.drop_suffix();
        stemmer.final_e_and_double_l();
    }
    String::from_utf16(&stemmer.letters).unwrap_or_else(|_| word.to_owned())
}

/// Step 2 of the paper: double suffixes to single ones.
const LONG_SUFFIXES: &[(&str, &str)] = &[
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("logi", "log"),
];

/// Step 3 of the paper.
const SHORTER_SUFFIXES: &[(&str, &str)] = &[
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
];

/// Step 4 of the paper; `ion` goes only after s or t. Of several that fit the first counts.
const DROPPED_SUFFIXES: &[&str] = &[
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize",
];

/// A word being stemmed.
struct Stemmer {
    letters: Vec<u16>,
    /// Letters before the suffix found last.
    stem: usize,
}

impl Stemmer {
    /// Whether the word ends so; remembers what stands before.
    fn ends(&mut self, suffix: &str) -> bool {
        let Some(before) = self.letters.len().checked_sub(suffix.len()) else {
            return false;
        };
        let is_it = self.letters[before..]
            .iter()
            .copied()
            .eq(suffix.bytes().map(u16::from));
        if is_it {
            self.stem = before;
        }
        is_it
    }

    /// Puts `text` in place of the suffix found last.
    fn replace(&mut self, text: &str) {
        self.letters.truncate(self.stem);
        self.letters.extend(text.bytes().map(u16::from));
    }

    /// Whether each letter is a consonant: no vowel, and y unless it follows a consonant.
    fn consonants(&self) -> impl Iterator<Item = bool> + '_ {
        let mut before = false;
        self.letters.iter().enumerate().map(move |(place, letter)| {
            before = match u8::try_from(*letter) {
                Ok(b'a' | b'e' | b'i' | b'o' | b'u') => false,
                Ok(b'y') => place == 0 || !before,
                _ => true,
            };
            before
        })
    }

    fn is_consonant(&self, place: usize) -> bool {
        self.consonants().nth(place).unwrap_or(true)
    }

    /// Porter's m of the first `length` letters: how often a vowel is followed by a consonant.
    fn measure(&self, length: usize) -> usize {
        let (mut count, mut after_vowel) = (0, false);
        for consonant in self.consonants().take(length) {
            count += usize::from(after_vowel && consonant);
            after_vowel = !consonant;
        }
        count
    }

    fn stem_has_vowel(&self) -> bool {
        self.consonants()
            .take(self.stem)
            .any(|consonant| !consonant)
    }

    /// Whether the word ends in a consonant written twice.
    fn ends_in_double_consonant(&self) -> bool {
        let [.., before, last] = self.letters[..] else {
            return false;
        };
        before == last && self.is_consonant(self.letters.len() - 1)
    }

    /// Whether the first `length` letters end in consonant, vowel, consonant, the last not w, x or y: a short syllable that
    /// lost or keeps an e.
    fn ends_in_short_syllable(&self, length: usize) -> bool {
        let Some(start) = length.checked_sub(3) else {
            return false;
        };
        let kinds: Vec<bool> = self.consonants().skip(start).take(3).collect();
        let last = u8::try_from(self.letters[length - 1]);
        kinds == [true, false, true] && !matches!(last, Ok(b'w' | b'x' | b'y'))
    }

    /// Step 1a and 1b.
    fn plurals_and_participles(&mut self) {
        if self.letters.last() == Some(&u16::from(b's')) {
            if self.ends("sses") {
                self.letters.truncate(self.letters.len() - 2);
            } else if self.ends("ies") {
                self.replace("i");
            } else if !self.ends("ss") {
                self.letters.pop();
            }
        }
        if self.ends("eed") {
            if self.measure(self.stem) > 0 {
                self.letters.pop();
            }
        } else if (self.ends("ed") || self.ends("ing")) && self.stem_has_vowel() {
            self.letters.truncate(self.stem);
            self.mend_participle();
        }
    }

    /// What is left after `ed` or `ing`: an e that was lost comes back, a doubled consonant goes.
    fn mend_participle(&mut self) {
        for (suffix, text) in [("at", "ate"), ("bl", "ble"), ("iz", "ize")] {
            if self.ends(suffix) {
                self.replace(text);
                return;
            }
        }
        if self.ends_in_double_consonant() {
            let is_kept = |last: &u16| matches!(u8::try_from(*last), Ok(b'l' | b's' | b'z'));
            if !self.letters.last().is_some_and(is_kept) {
                self.letters.pop();
            }
        } else if self.measure(self.letters.len()) == 1
            && self.ends_in_short_syllable(self.letters.len())
        {
            self.letters.push(u16::from(b'e'));
        }
    }

    /// Step 1c.
    fn final_y(&mut self) {
        if self.ends("y") && self.stem_has_vowel() {
            self.replace("i");
        }
    }

    /// Steps 2 and 3: puts another suffix in place of the first of the list that fits, if enough stands before it.
    fn replace_first(&mut self, suffixes: &[(&str, &str)]) {
        let found = suffixes.iter().find(|(suffix, _)| self.ends(suffix));
        if let Some((_, text)) = found
            && self.measure(self.stem) > 0
        {
            self.replace(text);
        }
    }

    /// Step 4.
    fn drop_suffix(&mut self) {
        let Some(suffix) = DROPPED_SUFFIXES.iter().find(|suffix| self.ends(suffix)) else {
            return;
        };
        let before = self
            .stem
            .checked_sub(1)
            .and_then(|place| u8::try_from(self.letters[place]).ok());
        let fits = *suffix != "ion" || matches!(before, Some(b's' | b't'));
        if fits && self.measure(self.stem) > 1 {
            self.letters.truncate(self.stem);
        }
    }

    /// Step 5.
    fn final_e_and_double_l(&mut self) {
        if self.letters.last() == Some(&u16::from(b'e')) {
            let before = self.letters.len() - 1;
            let measure = self.measure(before);
            if measure > 1 || (measure == 1 && !self.ends_in_short_syllable(before)) {
                self.letters.pop();
            }
        }
        if self.letters.last() == Some(&u16::from(b'l'))
            && self.ends_in_double_consonant()
            && self.measure(self.letters.len()) > 1
        {
            self.letters.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_follow_porters_later_program() {
        // Pairs from the published sample vocabulary, plus the rules the paper lacks.
        let pairs = [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("relational", "relat"),
            ("conditional", "condit"),
            ("easily", "easili"),
            ("assembly", "assembl"),
            ("assemble", "assembl"),
            ("possibly", "possibl"),
            ("probably", "probabl"),
            ("incredibly", "incred"),
            ("technology", "technolog"),
            ("geology", "geologi"),
            ("sociologie", "sociologi"),
            ("trekking", "trek"),
            ("hopping", "hop"),
            ("falling", "fall"),
            ("filing", "file"),
            ("controlled", "control"),
            ("adoption", "adopt"),
            ("replacement", "replac"),
            ("feed", "feed"),
            ("agreed", "agre"),
            ("sky", "sky"),
            ("yyyy", "yyyi"),
            ("xs", "xs"),
            ("is", "is"),
            ("ies", "i"),
            ("ing", "ing"),
        ];
        for (word, expected) in pairs {
            assert_eq!(stem(word), expected, "{word}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_plain_consonants_counted_in_units() {
        assert_eq!(stem("cafés"), "café");
        assert_eq!(stem("éééed"), "éééed");
        assert_eq!(stem("aééing"), "aé");
        // Two units and one more make three.
        assert_eq!(stem("\u{1d41a}s"), "\u{1d41a}");
        assert_eq!(stem("éß"), "éß");
    }
}
