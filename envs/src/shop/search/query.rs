//! Answers queries: MaxScore over windows of documents, with block bounds.
//!
//! Within a window the lists are ordered by the most they can add. A prefix of that order whose bounds together cannot
//! lift a document above the worst kept hit needs no scan: documents are found through the other lists, and the prefix is only
//! consulted while the sum still can pass (Turtle and Flood 1995, <https://doi.org/10.1016/0306-4573(95)00020-H>; block
//! bounds as in Ding and Suel 2011, <https://doi.org/10.1145/2009916.2010048>). Sums are integers, so the result equals
//! scoring every document.

use super::SearchIndex;
use super::analysis::for_each_term;
use super::postings::Cursor;
use super::score::{Scale, inverse_document_frequency};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Bytes of a query that are read; the rest is ignored.
pub const MAX_QUERY_BYTES: usize = 1 << 20;
/// Distinct terms a query has at most, as in Lucene, which refuses one with more; see [`has_too_many_terms`].
pub const MAX_QUERY_TERMS: usize = 1_024;

/// Documents scored together.
const WINDOW: u32 = 4_096;

/// One result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Document number.
    pub document: u32,
    /// Score, above 0.
    pub score: f32,
}

/// Whether a query has more than [`MAX_QUERY_TERMS`] distinct terms, at which Lucene raises `TooManyClauses`.
#[must_use]
pub fn has_too_many_terms(query: &str) -> bool {
    let query = &query[..query.floor_char_boundary(MAX_QUERY_BYTES)];
    if query.len() <= MAX_QUERY_TERMS {
        return false;
    }
    let mut terms = FxHashSet::default();
    for_each_term(query, |term| {
        if terms.len() <= MAX_QUERY_TERMS {
            terms.insert(term);
        }
    });
    terms.len() > MAX_QUERY_TERMS
}

/// One list of a query.
struct List<'a> {
    cursor: Cursor<'a>,
    weight: f32,
    /// The most this list adds to a document of the current window.
    bound: u64,
}

/// What orders hits, best last: score (as bits, which order positive floats), then the caller's order, then document.
type Rank = (u32, Reverse<(u64, u32)>);

/// The best hits so far.
struct Best<'a> {
    limit: usize,
    scale: Scale,
    /// Where documents of equal score stand, lowest first.
    order: &'a dyn Fn(u32) -> u64,
    /// Worst first.
    heap: BinaryHeap<Reverse<Rank>>,
    /// A sum below which no document is kept.
    least: u64,
}

impl Best<'_> {
    fn offer(&mut self, document: u32, sum: u64) {
        if sum < self.least {
            return;
        }
        let score = self.scale.score(sum).to_bits();
        let worst = self.heap.peek().filter(|_| self.heap.len() == self.limit);
        if worst.is_some_and(|Reverse((worst, _))| score < *worst) {
            return;
        }
        let rank = (score, Reverse(((self.order)(document), document)));
        if let Some(Reverse(worst)) = worst {
            if rank < *worst {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(Reverse(rank));
        if self.heap.len() == self.limit
            && let Some(Reverse((worst, _))) = self.heap.peek()
        {
            self.least = self.scale.least_sum(f32::from_bits(*worst));
        }
    }

    fn into_hits(self) -> Vec<Hit> {
        let sorted = self.heap.into_sorted_vec();
        let hit = |Reverse((score, Reverse((_, document)))): Reverse<Rank>| Hit {
            document,
            score: f32::from_bits(score),
        };
        sorted.into_iter().map(hit).collect()
    }
}

impl SearchIndex {
    /// The `limit` best documents, best first; equal scores by document number. Documents that hold no term of the query
    /// are no results, and a query that [`has_too_many_terms`] has none. Only the first [`MAX_QUERY_BYTES`] bytes count.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.search_ordered(query, limit, &|_| 0)
    }

    /// As [`SearchIndex::search`], documents of equal score by rising `order` of their number.
    #[must_use]
    pub fn search_ordered(
        &self,
        query: &str,
        limit: usize,
        order: &dyn Fn(u32) -> u64,
    ) -> Vec<Hit> {
        let weights = self.weights(query);
        if weights.is_empty() || limit == 0 {
            return Vec::new();
        }
        let total = weights.iter().map(|(_, weight)| f64::from(*weight)).sum();
        let mut lists: Vec<List<'_>> = weights
            .into_iter()
            .map(|(term, weight)| List {
                cursor: Cursor::new(&self.postings, term),
                weight,
                bound: 0,
            })
            .collect();
        let mut best = Best {
            limit,
            scale: Scale::for_sums_up_to(total),
            order,
            heap: BinaryHeap::new(),
            least: 0,
        };
        let mut sums = vec![0u64; WINDOW as usize];
        let mut low = 0;
        while low < self.documents() {
            let high = low.saturating_add(WINDOW).min(self.documents());
            self.search_window(&mut lists, low, high, &mut sums, &mut best);
            low = high;
        }
        best.into_hits()
    }

    /// Term numbers and weights of a query, one entry a distinct known term; none if it has too many.
    fn weights(&self, query: &str) -> Vec<(usize, f32)> {
        let query = &query[..query.floor_char_boundary(MAX_QUERY_BYTES)];
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let mut counts: Vec<u32> = Vec::new();
        let mut numbers: Vec<Option<usize>> = Vec::new();
        for_each_term(query, |term| {
            if let Some(&place) = places.get(&term) {
                counts[place] += 1;
            } else if places.len() <= MAX_QUERY_TERMS {
                counts.push(1);
                numbers.push(self.postings.find(&term));
                places.insert(term, places.len());
            }
        });
        if places.len() > MAX_QUERY_TERMS {
            return Vec::new();
        }
        let documents = self.norms.filled();
        let known = numbers.into_iter().zip(counts);
        known
            .filter_map(|(number, count)| {
                let number = number?;
                let rarity =
                    inverse_document_frequency(documents, self.postings.frequencies[number]);
                Some((number, count as f32 * rarity))
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
        best: &mut Best<'_>,
    ) {
        for list in lists.iter_mut() {
            list.bound = list
                .cursor
                .bound_in(low, high)
                .map_or(0, |bound| best.scale.part_bound(list.weight, bound));
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
            .take_while(|&&reach| reach < best.least)
            .count();
        let (optional, needed) = lists.split_at_mut(optional);
        let mut seen = [0u64; WINDOW as usize / 64];
        for list in needed {
            let (weight, scale) = (list.weight, best.scale);
            list.cursor.for_each_in(low, high, |document, count| {
                let place = (document - low) as usize;
                sums[place] += scale.part(weight, count, self.norms.inverse_norm(document));
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
        best: &mut Best<'_>,
    ) {
        for (list, reach) in optional.iter_mut().zip(reach).rev() {
            if sum + reach < best.least {
                return;
            }
            let count = list.cursor.count_in(document);
            if count > 0 {
                let norm = self.norms.inverse_norm(document);
                sum += best.scale.part(list.weight, count, norm);
            }
        }
        best.offer(document, sum);
    }
}
