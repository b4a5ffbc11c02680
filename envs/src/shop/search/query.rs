//! Answers queries: MaxScore over windows of documents, with block bounds.
//!
//! Within a window the lists are ordered by the most they can add. A prefix of that order whose bounds together cannot
//! lift a document above the worst kept hit needs no scan: documents are found through the other lists, and the prefix is only
//! consulted while the sum still can pass (Turtle and Flood 1995, <https://doi.org/10.1016/0306-4573(95)00020-H>; block
//! bounds as in Ding and Suel 2011, <https://doi.org/10.1145/2009916.2010048>). Sums are integers, so the result equals
//! scoring every document.

use super::SearchIndex;
use super::analysis::{TermMaker, for_each_word};
use super::postings::Cursor;
use super::score::{ONE, inverse_document_frequency, part, part_bound};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Bytes of a query that are read; the rest is ignored.
pub const MAX_QUERY_BYTES: usize = 8_192;
/// Distinct terms of a query that count, in order of appearance; further ones are ignored.
pub const MAX_QUERY_TERMS: usize = 64;

/// Documents scored together.
const WINDOW: u32 = 4_096;

/// One result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Document number.
    pub document: u32,
    /// Score, above 0; a multiple of 2⁻³².
    pub score: f64,
}

/// One list of a query.
struct List<'a> {
    cursor: Cursor<'a>,
    weight: f64,
    /// The most this list adds to a document of the current window.
    bound: u64,
}

/// The best hits so far.
struct Best {
    limit: usize,
    /// Worst first: lowest score, then highest document.
    heap: BinaryHeap<Reverse<(u64, Reverse<u32>)>>,
}

impl Best {
    /// What a document that comes later must exceed to be kept.
    fn threshold(&self) -> u64 {
        if self.heap.len() < self.limit {
            return 0;
        }
        self.heap.peek().map_or(0, |Reverse((score, _))| *score)
    }

    fn offer(&mut self, document: u32, score: u64) {
        if score > self.threshold() {
            if self.heap.len() == self.limit {
                self.heap.pop();
            }
            self.heap.push(Reverse((score, Reverse(document))));
        }
    }

    fn into_hits(self) -> Vec<Hit> {
        let sorted = self.heap.into_sorted_vec();
        sorted
            .into_iter()
            .map(|Reverse((score, Reverse(document)))| Hit {
                document,
                score: score as f64 / ONE,
            })
            .collect()
    }
}

impl SearchIndex {
    /// The `limit` best documents, best first; equal scores by document number. Documents that hold no term of the query
    /// are no results. Only the first [`MAX_QUERY_BYTES`] bytes and [`MAX_QUERY_TERMS`] distinct terms count.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let mut lists: Vec<List<'_>> = self
            .weights(query)
            .into_iter()
            .map(|(term, weight)| List {
                cursor: Cursor::new(&self.postings, term),
                weight,
                bound: 0,
            })
            .collect();
        let mut best = Best {
            limit,
            heap: BinaryHeap::new(),
        };
        if lists.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut sums = vec![0u64; WINDOW as usize];
        let mut low = 0;
        while low < self.documents() {
            let high = low.saturating_add(WINDOW).min(self.documents());
            self.search_window(&mut lists, low, high, &mut sums, &mut best);
            low = high;
        }
        best.into_hits()
    }

    /// Term numbers and weights of a query, one entry a distinct known term.
    fn weights(&self, query: &str) -> Vec<(usize, f64)> {
        let query = &query[..query.floor_char_boundary(MAX_QUERY_BYTES)];
        let maker = TermMaker::new();
        let mut terms: Vec<(String, u32)> = Vec::new();
        for_each_word(query, |word| {
            let Some(term) = maker.term(word) else { return };
            if let Some((_, count)) = terms.iter_mut().find(|(known, _)| *known == term) {
                *count += 1;
            } else if terms.len() < MAX_QUERY_TERMS {
                terms.push((term, 1));
            }
        });
        let documents = self.documents();
        terms
            .into_iter()
            .filter_map(|(term, count)| {
                let number = self.postings.find(&term)?;
                let rarity =
                    inverse_document_frequency(documents, self.postings.frequencies[number]);
                Some((number, f64::from(count) * rarity))
            })
            .collect()
    }

    /// Offers every document of `low..high` that can be among the best. `sums` is all zero before and after.
    fn search_window(
        &self,
        lists: &mut [List<'_>],
        low: u32,
        high: u32,
        sums: &mut [u64],
        best: &mut Best,
    ) {
        for list in lists.iter_mut() {
            list.bound = list
                .cursor
                .bound_in(low, high)
                .map_or(0, |bound| part_bound(list.weight, bound));
        }
        lists.sort_by_key(|list| list.bound);
        let mut reach = Vec::with_capacity(lists.len());
        let mut total = 0;
        for list in lists.iter() {
            total += list.bound;
            reach.push(total);
        }
        let optional = reach
            .iter()
            .take_while(|&&reach| reach <= best.threshold())
            .count();
        let (optional, needed) = lists.split_at_mut(optional);
        let mut seen = [0u64; WINDOW as usize / 64];
        for list in needed {
            let weight = list.weight;
            list.cursor.for_each_in(low, high, |document, count| {
                let place = (document - low) as usize;
                sums[place] += part(weight, count, self.norms.saturation_point(document));
                seen[place / 64] |= 1 << (place % 64);
            });
        }
        for (number, mut word) in seen.into_iter().enumerate() {
            while word != 0 {
                let place = number * 64 + word.trailing_zeros() as usize;
                word &= word - 1;
                let sum = std::mem::take(&mut sums[place]);
                self.complete(low + place as u32, sum, optional, &reach, best);
            }
        }
    }

    /// Adds the optional lists to the sum of one document, as long as it still can be kept, and offers it.
    fn complete(
        &self,
        document: u32,
        mut sum: u64,
        optional: &mut [List<'_>],
        reach: &[u64],
        best: &mut Best,
    ) {
        let threshold = best.threshold();
        for (list, reach) in optional.iter_mut().zip(reach).rev() {
            if sum + reach <= threshold {
                return;
            }
            let count = list.cursor.count_in(document);
            if count > 0 {
                sum += part(list.weight, count, self.norms.saturation_point(document));
            }
        }
        best.offer(document, sum);
    }
}
