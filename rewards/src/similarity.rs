//! Similarity of texts as CPython's `difflib` measures it, which several schemes use.
//!
//! The measure is not symmetric, and for a second text of 200 characters or more it ignores characters that make up more
//! than about 1 % of it when it looks for matches ("autojunk"); both quirks are part of the schemes' published numbers.

use std::collections::HashMap;

/// `difflib.SequenceMatcher(None, a, b).ratio()`: twice the matched characters over all characters; 1 for two empty texts.
#[must_use]
pub fn ratio(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let length = a.len() + b.len();
    if length == 0 {
        return 1.0;
    }
    let matched = Matcher::new(&a, &b).matched();
    2.0 * matched as f64 / length as f64
}

struct Matcher<'a> {
    a: &'a [char],
    b: &'a [char],
    places: HashMap<char, Vec<usize>>,
}

impl<'a> Matcher<'a> {
    fn new(a: &'a [char], b: &'a [char]) -> Self {
        let mut places: HashMap<char, Vec<usize>> = HashMap::new();
        for (j, &c) in b.iter().enumerate() {
            places.entry(c).or_default().push(j);
        }
        if b.len() >= 200 {
            let popular = b.len() / 100 + 1;
            places.retain(|_, list| list.len() <= popular);
        }
        Self { a, b, places }
    }

    /// The sizes of all matching blocks together.
    fn matched(&self) -> usize {
        let mut open = vec![(0, self.a.len(), 0, self.b.len())];
        let mut total = 0;
        while let Some((alo, ahi, blo, bhi)) = open.pop() {
            let (i, j, size) = self.longest(alo, ahi, blo, bhi);
            if size == 0 {
                continue;
            }
            total += size;
            open.push((alo, i, blo, j));
            open.push((i + size, ahi, j + size, bhi));
        }
        total
    }

    /// The longest block within the bounds, the earliest in `a` and then in `b` among equals, grown at both ends over
    /// characters that were too popular to start one.
    fn longest(&self, alo: usize, ahi: usize, blo: usize, bhi: usize) -> (usize, usize, usize) {
        let (mut best_i, mut best_j, mut size) = (alo, blo, 0);
        let mut lengths: HashMap<usize, usize> = HashMap::new();
        for i in alo..ahi {
            let mut next = HashMap::new();
            for &j in self.places.get(&self.a[i]).map_or(&[][..], |v| v) {
                if j < blo {
                    continue;
                }
                if j >= bhi {
                    break;
                }
                let before = j.checked_sub(1).and_then(|j| lengths.get(&j)).copied();
                let k = before.unwrap_or(0) + 1;
                next.insert(j, k);
                if k > size {
                    (best_i, best_j, size) = (i + 1 - k, j + 1 - k, k);
                }
            }
            lengths = next;
        }
        while best_i > alo && best_j > blo && self.a[best_i - 1] == self.b[best_j - 1] {
            (best_i, best_j, size) = (best_i - 1, best_j - 1, size + 1);
        }
        while best_i + size < ahi
            && best_j + size < bhi
            && self.a[best_i + size] == self.b[best_j + size]
        {
            size += 1;
        }
        (best_i, best_j, size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_cases_of_difflib_are_met() {
        // CPython 3.11.
        let cases = [
            ("tide", "diet", 0.25),
            ("diet", "tide", 0.5),
            ("", "", 1.0),
            ("abcd", "bcde", 0.75),
        ];
        for (a, b, expected) in cases {
            assert!((ratio(a, b) - expected).abs() < 1e-15, "{a} {b}");
        }
    }
}
