//! Builds an index from the text of numbered documents.
//!
//! Documents are cut into runs that are read in parallel; each run yields its terms in byte order with their entries, and
//! the runs are then merged term by term. The result depends on the documents alone, not on threads or run length.

use super::SearchIndex;
use super::analysis::term;
use super::postings::{Postings, put_varint, take_varint};
use super::score::{Bm25, Norms};
use super::words::for_each_word;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Documents a run holds at most.
const MAX_RUN: u32 = 16_384;
/// Documents a run holds at least, so that small catalogues are not cut into crumbs.
const MIN_RUN: u32 = 256;
/// Runs a catalogue is cut into at least, if it is large enough.
const RUNS: u32 = 16;

/// What one run of documents contributes.
struct Run {
    /// Distinct terms in byte order.
    terms: Vec<Box<str>>,
    /// Where the packed entries of each term end.
    ends: Vec<usize>,
    /// Entries by term, then document, as variable-length integers: twice the step from the last document (at first from
    /// the start of the run), plus one if a count above 1 follows.
    packed: Vec<u8>,
    /// First document of the run.
    start: u32,
    /// Number of terms of each document.
    lengths: Vec<u32>,
}

impl SearchIndex {
    /// Indexes documents `0..documents`; `write_text(d, buffer)` appends the text of document `d` to an empty buffer.
    ///
    /// A term that occurs more than 65,535 times in one document is counted 65,535 times.
    pub fn build(
        documents: u32,
        bm25: Bm25,
        write_text: impl Fn(u32, &mut String) + Sync,
    ) -> SearchIndex {
        SearchIndex::build_runs(documents, bm25, |run, read| {
            let mut text = String::new();
            for document in run {
                text.clear();
                write_text(document, &mut text);
                read(&text);
            }
        })
    }

    /// As [`SearchIndex::build`] for texts that are cheaper to get in runs: `read_texts(run, read)` calls `read` with the
    /// text of every document of `run` in order.
    pub(crate) fn build_runs(
        documents: u32,
        bm25: Bm25,
        read_texts: impl Fn(Range<u32>, &mut dyn FnMut(&str)) + Sync,
    ) -> SearchIndex {
        let step = (documents / RUNS).clamp(MIN_RUN, MAX_RUN);
        let starts: Vec<u32> = (0..documents).step_by(step as usize).collect();
        let mut runs: Vec<Run> = starts
            .into_par_iter()
            .map(|start| {
                let end = start.saturating_add(step).min(documents);
                let mut reader = RunReader::new(start);
                read_texts(start..end, &mut |text| reader.read(text));
                reader.finish()
            })
            .collect();
        let lengths = runs
            .iter_mut()
            .flat_map(|run| std::mem::take(&mut run.lengths))
            .collect();
        let norms = Norms::new(bm25, lengths);
        let postings = merge(&runs, &norms);
        SearchIndex {
            bm25,
            norms,
            postings,
        }
    }
}

struct RunReader {
    start: u32,
    lengths: Vec<u32>,
    /// Number of the term of each word seen; `None` for stop words. Spares stemming a word twice.
    words: FxHashMap<Box<str>, Option<u32>>,
    numbers: FxHashMap<Box<str>, u32>,
    /// Entries in order of arrival: term, document, count.
    entries: Vec<(u32, u32, u16)>,
    /// Terms of the document at hand.
    current: Vec<u32>,
}

impl RunReader {
    fn new(start: u32) -> RunReader {
        RunReader {
            start,
            lengths: Vec::new(),
            words: FxHashMap::default(),
            numbers: FxHashMap::default(),
            entries: Vec::new(),
            current: Vec::new(),
        }
    }

    /// Adds the next document.
    fn read(&mut self, text: &str) {
        let document = self.start + self.lengths.len() as u32;
        self.current.clear();
        let RunReader {
            words,
            numbers,
            entries,
            current,
            lengths,
            ..
        } = self;
        for_each_word(text, |word| {
            let number = match words.get(word) {
                Some(&known) => known,
                None => {
                    let number = term(word).map(|term| {
                        let next = numbers.len() as u32;
                        *numbers.entry(term.into_boxed_str()).or_insert(next)
                    });
                    words.insert(word.into(), number);
                    number
                }
            };
            current.extend(number);
        });
        current.sort_unstable();
        for group in current.chunk_by(|a, b| a == b) {
            entries.push((
                group[0],
                document,
                u16::try_from(group.len()).unwrap_or(u16::MAX),
            ));
        }
        lengths.push(u32::try_from(current.len()).unwrap_or(u32::MAX));
    }

    /// Sorts the entries by term and document.
    fn finish(self) -> Run {
        let mut terms: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        terms.sort_unstable();
        let mut rank = vec![0u32; terms.len()];
        for (place, (_, number)) in terms.iter().enumerate() {
            rank[*number as usize] = place as u32;
        }
        // A counting sort by term keeps the documents of each term in order.
        let mut next = vec![0usize; terms.len() + 1];
        for &(number, _, _) in &self.entries {
            next[rank[number as usize] as usize + 1] += 1;
        }
        for place in 1..next.len() {
            next[place] += next[place - 1];
        }
        let mut sorted = vec![(0, 0); self.entries.len()];
        for &(number, document, count) in &self.entries {
            let slot = &mut next[rank[number as usize] as usize];
            sorted[*slot] = (document, count);
            *slot += 1;
        }
        // Every counter has moved to the end of its term.
        next.pop();
        let mut packed = Vec::with_capacity(sorted.len() * 2);
        let mut ends = Vec::with_capacity(next.len());
        let mut from = 0;
        for end in next {
            pack(&mut packed, self.start, &sorted[from..end]);
            ends.push(packed.len());
            from = end;
        }
        packed.shrink_to_fit();
        let terms = terms.into_iter().map(|(term, _)| term).collect();
        Run {
            terms,
            ends,
            packed,
            start: self.start,
            lengths: self.lengths,
        }
    }
}

fn pack(out: &mut Vec<u8>, start: u32, entries: &[(u32, u16)]) {
    let mut last = start;
    for &(document, count) in entries {
        put_varint(out, ((document - last) << 1) | u32::from(count > 1));
        if count > 1 {
            put_varint(out, u32::from(count));
        }
        last = document;
    }
}

impl Run {
    /// Appends the entries of the term at `place`.
    fn unpack(&self, place: usize, entries: &mut Vec<(u32, u32)>) {
        let from = if place == 0 { 0 } else { self.ends[place - 1] };
        let mut bytes = &self.packed[from..self.ends[place]];
        let mut document = self.start;
        while !bytes.is_empty() {
            let step = take_varint(&mut bytes);
            document += step >> 1;
            let count = if step & 1 == 1 {
                take_varint(&mut bytes)
            } else {
                1
            };
            entries.push((document, count));
        }
    }
}

/// Joins the runs, which are in document order, into lists by term.
fn merge(runs: &[Run], norms: &Norms) -> Postings {
    let mut terms: Vec<&str> = runs
        .iter()
        .flat_map(|run| run.terms.iter().map(|term| &**term))
        .collect();
    terms.par_sort_unstable();
    terms.dedup();
    let mut postings = Postings::default();
    let mut places = vec![0usize; runs.len()];
    let mut entries = Vec::new();
    for term in terms {
        entries.clear();
        for (run, place) in runs.iter().zip(&mut places) {
            if run.terms.get(*place).is_some_and(|next| **next == *term) {
                run.unpack(*place, &mut entries);
                *place += 1;
            }
        }
        postings.push(term, &entries, norms);
    }
    postings.finish();
    postings
}
