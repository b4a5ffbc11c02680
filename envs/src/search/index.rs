//! Full-text search over pages: BM25, exact and deterministic.
//!
//! A page's score is the sum over the distinct words of the query of `weight · tf / (tf + k1 · (1 − b + b · length / mean))`,
//! weight = occurrences in the query · ln(1 + (N − n + ½) / (n + ½)) (Robertson and Zaragoza 2009,
//! <https://doi.org/10.1561/1500000019>, without the constant factor k1 + 1), k1 = 0.9 and b = 0.4 as in Anserini. Parts are
//! rounded down to multiples of 2⁻³² and added as integers, so that the order of addition is of no account. Equal scores
//! are ordered by page number.
//!
//! Words are runs of letters and digits in small letters; those of `STOP_WORDS` do not count. Nothing is stemmed: the names
//! that questions turn on have no stems.

use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// Saturation of word frequency.
const K1: f64 = 0.9;
/// Weight of page length.
const B: f64 = 0.4;
/// Fixed-point one.
const ONE: f64 = 4_294_967_296.0;
/// Distinct words of a query that count, in order of appearance.
const MOST_WORDS: usize = 32;

/// Words that do not count.
const STOP_WORDS: [&str; 34] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "had", "if",
    "in", "is", "it", "its", "no", "not", "of", "on", "or", "that", "the", "this", "to", "was",
    "were", "which", "who", "whose", "will", "with",
];

/// Call `word` for each word of `text` that counts, in small letters.
pub(super) fn words(text: &str, mut word: impl FnMut(&str)) {
    let mut lower = String::new();
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        if run.is_empty() {
            continue;
        }
        lower.clear();
        lower.extend(run.chars().flat_map(char::to_lowercase));
        if !STOP_WORDS.contains(&lower.as_str()) {
            word(&lower);
        }
    }
}

/// The words of `text` that count, joined by blanks: two queries with the same are one.
#[must_use]
pub(super) fn normal_form(text: &str) -> String {
    let mut normal = String::new();
    words(text, |word| {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    });
    normal
}

/// Collects pages in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct IndexBuilder {
    numbers: FxHashMap<Box<str>, u32>,
    postings: Vec<Vec<(u32, u32)>>,
    lengths: Vec<u32>,
}

impl IndexBuilder {
    /// The next page.
    pub(super) fn begin(&mut self) {
        self.lengths.push(0);
    }

    /// Text of the page that was begun last.
    pub(super) fn add(&mut self, text: &str) {
        let page = self.lengths.len() as u32 - 1;
        words(text, |word| {
            let number = match self.numbers.get(word) {
                Some(&number) => number,
                None => {
                    let number = self.postings.len() as u32;
                    self.numbers.insert(word.into(), number);
                    self.postings.push(vec![]);
                    number
                }
            };
            let postings = &mut self.postings[number as usize];
            match postings.last_mut() {
                Some((last, count)) if *last == page => *count += 1,
                _ => postings.push((page, 1)),
            }
            if let Some(length) = self.lengths.last_mut() {
                *length += 1;
            }
        });
    }

    pub(super) fn build(self) -> Index {
        let pages = self.lengths.len().max(1) as f64;
        let total: u64 = self.lengths.iter().map(|&n| u64::from(n)).sum();
        let mean = (total as f64 / pages).max(1.0);
        let point = |&length: &u32| K1 * ((1.0 - B) + B * (f64::from(length) / mean));
        Index {
            numbers: self.numbers,
            postings: self.postings.into_iter().map(Into::into).collect(),
            points: self.lengths.iter().map(point).collect(),
        }
    }
}

/// An immutable index over numbered pages.
#[derive(Debug)]
pub struct Index {
    numbers: FxHashMap<Box<str>, u32>,
    /// Pages and occurrences of each word, by page.
    postings: Vec<Box<[(u32, u32)]>>,
    /// k1 · (1 − b + b · length / mean) of each page.
    points: Vec<f64>,
}

/// What a query finds.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Found {
    /// The best pages, best first.
    pub best: Vec<u32>,
    /// How many pages hold any word of the query.
    pub total: u32,
}

impl Index {
    /// The `most` best pages for `query`, best first; equal scores by page number.
    #[must_use]
    pub fn search(&self, query: &str, most: usize) -> Found {
        let mut counted: Vec<(u32, u32)> = vec![];
        words(query, |word| {
            let Some(&number) = self.numbers.get(word) else {
                return;
            };
            match counted.iter().position(|(known, _)| *known == number) {
                Some(place) => counted[place].1 += 1,
                None if counted.len() < MOST_WORDS => counted.push((number, 1)),
                None => {}
            }
        });
        let mut scores = vec![0_u64; self.points.len()];
        let mut touched: Vec<u32> = vec![];
        let pages = self.points.len() as f64;
        for (number, count) in counted {
            let postings = &self.postings[number as usize];
            let frequency = postings.len() as f64;
            let rarity = libm::log(1.0 + (pages - frequency + 0.5) / (frequency + 0.5));
            let weight = f64::from(count) * rarity;
            for &(page, tf) in postings {
                let tf = f64::from(tf);
                let part = weight * (tf / (tf + self.points[page as usize])) * ONE;
                let score = &mut scores[page as usize];
                if *score == 0 {
                    touched.push(page);
                }
                *score += (part as u64).max(1);
            }
        }
        let total = touched.len() as u32;
        let rank = |&page: &u32| (Reverse(scores[page as usize]), page);
        if touched.len() > most && most > 0 {
            touched.select_nth_unstable_by_key(most - 1, rank);
            touched.truncate(most);
        }
        touched.sort_unstable_by_key(rank);
        touched.truncate(most);
        Found {
            best: touched,
            total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn index(pages: &[Vec<&str>]) -> Index {
        let mut builder = IndexBuilder::default();
        for page in pages {
            builder.begin();
            page.iter().for_each(|text| builder.add(text));
        }
        builder.build()
    }

    #[test]
    fn words_are_runs_in_small_letters_without_those_that_do_not_count() {
        assert_eq!(
            normal_form("The  Founder of O'Vorn-Press, 1912!"),
            "founder o vorn press 1912"
        );
        assert_eq!(normal_form("of the"), "");
    }

    #[test]
    fn rare_words_count_more_and_equal_scores_go_by_page() {
        let index = index(&[
            vec!["city on a river"],
            vec!["city by a lake"],
            vec!["city on a river"],
            vec!["vorn, a city"],
        ]);
        assert_eq!(index.search("vorn city", 4).best, [3, 0, 1, 2]);
        assert_eq!(
            index.search("river", 1),
            Found {
                best: vec![0],
                total: 2
            }
        );
        assert_eq!(index.search("nothing", 4), Found::default());
    }

    const VOCABULARY: [&str; 6] = ["vorn", "keld", "river", "lake", "mayor", "seat"];

    /// The formula, page by page.
    fn plainly(pages: &[Vec<&str>], query: &[&str], most: usize) -> Vec<u32> {
        let mean = pages.iter().map(Vec::len).sum::<usize>() as f64 / pages.len().max(1) as f64;
        let mut asked: BTreeMap<&str, u32> = BTreeMap::new();
        query
            .iter()
            .for_each(|word| *asked.entry(word).or_insert(0) += 1);
        let mut scored: Vec<(Reverse<u64>, u32)> = vec![];
        for (number, page) in (0..).zip(pages) {
            let mut score = 0;
            for (word, times) in &asked {
                let tf = page.iter().filter(|w| w == &word).count() as f64;
                let held = pages.iter().filter(|p| p.contains(word)).count() as f64;
                let rarity = libm::log(1.0 + (pages.len() as f64 - held + 0.5) / (held + 0.5));
                let point = K1 * ((1.0 - B) + B * (page.len() as f64 / mean.max(1.0)));
                if tf > 0.0 {
                    let weight = f64::from(*times) * rarity;
                    score += ((weight * (tf / (tf + point)) * ONE) as u64).max(1);
                }
            }
            if score > 0 {
                scored.push((Reverse(score), number));
            }
        }
        scored.sort_unstable();
        scored
            .into_iter()
            .map(|(_, page)| page)
            .take(most)
            .collect()
    }

    proptest! {
        #[test]
        fn the_index_finds_what_the_formula_says(
            pages in proptest::collection::vec(proptest::collection::vec(0..6_usize, 1..9), 1..20),
            query in proptest::collection::vec(0..6_usize, 1..5),
            most in 1..6_usize,
        ) {
            let pages: Vec<Vec<&str>> = pages.iter().map(|p| p.iter().map(|&w| VOCABULARY[w]).collect()).collect();
            let query: Vec<&str> = query.iter().map(|&w| VOCABULARY[w]).collect();
            let found = index(&pages).search(&query.join(" "), most).best;
            prop_assert_eq!(found, plainly(&pages, &query, most));
        }
    }
}
