//! Full-text search over a catalogue: BM25 as Lucene and Anserini define it, exact and deterministic.
//!
//! A document's score is the sum over the distinct query terms of
//! `weight · tf / (tf + k1 · (1 − b + b · length / mean length))`, where weight = occurrences in the query ·
//! ln(1 + (N − n + ½) / (n + ½)) (Robertson and Zaragoza 2009, <https://doi.org/10.1561/1500000019>, without the constant
//! factor k1 + 1, as in Lucene since 8.0). N and the mean are over documents that hold a term. Each term's part is computed
//! in Lucene's floats; parts are added as integers in fixed point, so the sum does not depend on the order in which lists
//! are visited and pruning can be exact; the score is the nearest float. Equal scores are ordered by what the caller says,
//! by default by document number; a catalogue says: by product id, as Anserini does.
//!
//! Reading order: `words` and `porter` under `analysis` (text to terms), `score` (the formula), `postings` (compressed
//! lists), `build`, `query` (dynamic pruning), `stored` (to a file and back).

mod analysis;
mod build;
mod porter;
mod postings;
mod query;
mod score;
mod sections;
mod stored;
mod words;

pub use analysis::terms;
pub use query::{Hit, MAX_QUERY_BYTES, MAX_QUERY_TERMS, has_too_many_terms};
pub use score::{Bm25, LengthNorm};

pub(crate) use analysis::ANALYSIS_VERSION;
pub(crate) use sections::{SectionError, SectionReader, SectionWriter};

use postings::Postings;
use score::Norms;

/// An immutable inverted index over numbered documents.
#[derive(Debug)]
pub struct SearchIndex {
    bm25: Bm25,
    norms: Norms,
    postings: Postings,
}

impl SearchIndex {
    /// Number of documents.
    #[must_use]
    pub fn documents(&self) -> u32 {
        self.norms.documents()
    }

    /// Number of distinct terms.
    #[must_use]
    pub fn terms(&self) -> usize {
        self.postings.terms()
    }

    /// Mean number of terms in a document that has any, stop words not counted, repeats counted.
    #[must_use]
    pub fn mean_length(&self) -> f64 {
        self.norms.mean_length()
    }

    /// Number of documents that hold `term`, given in stemmed form.
    #[must_use]
    pub fn document_frequency(&self, term: &str) -> u32 {
        self.postings
            .find(term)
            .map_or(0, |number| self.postings.frequencies[number])
    }

    /// The scoring parameters.
    #[must_use]
    pub fn bm25(&self) -> Bm25 {
        self.bm25
    }

    /// Heap bytes the index occupies.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.norms.heap_bytes() + self.postings.heap_bytes()
    }
}
