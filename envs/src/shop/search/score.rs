//! The scoring formula and the length of documents.

use super::sections::{SectionError, SectionReader, SectionWriter};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Fixed-point one: parts of a score are whole multiples of 1 / `ONE`.
pub(super) const ONE: f64 = 4_294_967_296.0;
/// Scale of the stored upper bounds of tf / (tf + K).
pub(super) const BOUND_SCALE: f64 = 65_535.0;

/// How the length of a document enters its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LengthNorm {
    /// One byte a document with four significant bits, as Lucene keeps it (`SmallFloat.intToByte4`); lengths above 40 are
    /// rounded down. Needed for the same order of results as Lucene.
    Lucene,
    /// The length itself.
    Exact,
}

/// BM25 parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bm25 {
    k1: f64,
    b: f64,
    norm: LengthNorm,
}

impl Default for Bm25 {
    /// The defaults of Anserini, which WebShop searches with: k1 = 0.9, b = 0.4, Lucene's length norm.
    fn default() -> Self {
        Bm25 {
            k1: 0.9,
            b: 0.4,
            norm: LengthNorm::Lucene,
        }
    }
}

impl Bm25 {
    /// Parameters with `k1` in 0..=1000 and `b` in 0..=1; `None` outside of these ranges.
    #[must_use]
    pub fn new(k1: f64, b: f64, norm: LengthNorm) -> Option<Bm25> {
        ((0.0..=1000.0).contains(&k1) && (0.0..=1.0).contains(&b)).then_some(Bm25 { k1, b, norm })
    }

    /// Saturation of term frequency.
    #[must_use]
    pub fn k1(&self) -> f64 {
        self.k1
    }

    /// Weight of document length.
    #[must_use]
    pub fn b(&self) -> f64 {
        self.b
    }

    /// How lengths are kept.
    #[must_use]
    pub fn norm(&self) -> LengthNorm {
        self.norm
    }

    /// K = k1 · (1 − b + b · length / mean).
    fn saturation_point(&self, length: u32, mean: f64) -> f64 {
        self.k1 * ((1.0 - self.b) + self.b * (f64::from(length) / mean))
    }

    /// Canonical bytes: k1, b (little-endian bits), norm.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = [self.k1.to_le_bytes(), self.b.to_le_bytes()].concat();
        bytes.push(match self.norm {
            LengthNorm::Lucene => 0,
            LengthNorm::Exact => 1,
        });
        bytes
    }
}

/// ln(1 + (documents − frequency + ½) / (frequency + ½)), by a software logarithm that is the same on every machine.
pub(super) fn inverse_document_frequency(documents: u32, frequency: u32) -> f64 {
    let (documents, frequency) = (f64::from(documents), f64::from(frequency));
    libm::log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5))
}

/// One term's part of a score in fixed point.
pub(super) fn part(weight: f64, tf: u32, saturation_point: f64) -> u64 {
    (weight * saturation(tf, saturation_point) * ONE) as u64
}

/// tf / (tf + K), in 0..=1 for tf ≥ 1.
pub(super) fn saturation(tf: u32, saturation_point: f64) -> f64 {
    let tf = f64::from(tf);
    tf / (tf + saturation_point)
}

/// The least stored bound that is not below `saturation`.
pub(super) fn bound_above(saturation: f64) -> u16 {
    (saturation * BOUND_SCALE).ceil().min(BOUND_SCALE) as u16
}

/// An upper bound of [`part`] wherever the saturation is at most `bound / BOUND_SCALE`; the one added outweighs rounding.
pub(super) fn part_bound(weight: f64, bound: u16) -> u64 {
    (weight * (f64::from(bound) / BOUND_SCALE) * ONE) as u64 + 1
}

/// Lengths of all documents, as far as scores need them.
#[derive(Debug)]
pub(super) struct Norms {
    lengths: Lengths,
    total: u64,
    bm25: Bm25,
    /// K of each length code; empty for exact lengths.
    points: Vec<f64>,
}

#[derive(Debug)]
enum Lengths {
    Codes(Vec<u8>),
    Exact(Vec<u32>),
}

impl Norms {
    pub(super) fn new(bm25: Bm25, lengths: Vec<u32>) -> Norms {
        let total = lengths.iter().map(|&length| u64::from(length)).sum();
        let lengths = match bm25.norm {
            LengthNorm::Lucene => Lengths::Codes(lengths.into_iter().map(length_code).collect()),
            LengthNorm::Exact => Lengths::Exact(lengths),
        };
        Norms::with_points(bm25, lengths, total)
    }

    fn with_points(bm25: Bm25, lengths: Lengths, total: u64) -> Norms {
        let mut norms = Norms {
            lengths,
            total,
            bm25,
            points: Vec::new(),
        };
        if matches!(norms.lengths, Lengths::Codes(_)) {
            let mean = norms.mean_length();
            norms.points = (0..=255)
                .map(|code| bm25.saturation_point(code_length(code), mean))
                .collect();
        }
        norms
    }

    pub(super) fn documents(&self) -> u32 {
        let count = match &self.lengths {
            Lengths::Codes(codes) => codes.len(),
            Lengths::Exact(lengths) => lengths.len(),
        };
        u32::try_from(count).expect("invariant: document numbers fit 32 bits")
    }

    /// Mean length; 1 if there is nothing to average, so that it can be divided by.
    pub(super) fn mean_length(&self) -> f64 {
        if self.total == 0 {
            1.0
        } else {
            self.total as f64 / f64::from(self.documents())
        }
    }

    /// K of one document.
    pub(super) fn saturation_point(&self, document: u32) -> f64 {
        match &self.lengths {
            Lengths::Codes(codes) => self.points[usize::from(codes[document as usize])],
            Lengths::Exact(lengths) => self
                .bm25
                .saturation_point(lengths[document as usize], self.mean_length()),
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        match &self.lengths {
            Lengths::Codes(codes) => codes.len(),
            Lengths::Exact(lengths) => lengths.len() * 4,
        }
    }

    /// Appends the lengths to a file.
    pub(super) fn write<W: Write>(&self, out: &mut SectionWriter<W>) -> io::Result<()> {
        out.number(self.total)?;
        match &self.lengths {
            Lengths::Codes(codes) => out.bytes(codes),
            Lengths::Exact(lengths) => out.u32s(lengths),
        }
    }

    /// Reads the lengths of `documents` documents.
    pub(super) fn read<R: Read>(
        input: &mut SectionReader<R>,
        bm25: Bm25,
        documents: u32,
    ) -> Result<Norms, SectionError> {
        const WHAT: &str = "document lengths";
        let total = input.number(WHAT)?;
        let lengths = match bm25.norm {
            LengthNorm::Lucene => Lengths::Codes(input.bytes(WHAT)?),
            LengthNorm::Exact => Lengths::Exact(input.u32s(WHAT)?),
        };
        let norms = Norms::with_points(bm25, lengths, total);
        if norms.documents() == documents {
            Ok(norms)
        } else {
            Err(SectionError::Damaged(WHAT))
        }
    }
}

/// Lengths below this are their own code: 255 minus the code of the largest length.
const FREE_CODES: u32 = 24;

/// Lucene's one-byte code of a length: exact below 40, then four significant bits, rounding down.
fn length_code(length: u32) -> u8 {
    if length < FREE_CODES {
        return length as u8;
    }
    let rest = (length - FREE_CODES).min(i32::MAX as u32 - FREE_CODES);
    let bits = u32::BITS - rest.leading_zeros();
    let code = if bits < 4 {
        rest
    } else {
        ((rest >> (bits - 4)) & 7) | ((bits - 3) << 3)
    };
    (FREE_CODES + code) as u8
}

/// The length a code stands for.
fn code_length(code: u8) -> u32 {
    let code = u32::from(code);
    if code < FREE_CODES {
        return code;
    }
    let rest = code - FREE_CODES;
    let (mantissa, exponent) = (rest & 7, rest >> 3);
    FREE_CODES
        + if exponent == 0 {
            mantissa
        } else {
            (mantissa | 8) << (exponent - 1)
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_codes_are_exact_when_short_and_round_down_when_long() {
        for length in 0..=40 {
            assert_eq!(code_length(length_code(length)), length);
        }
        // Four significant bits above 24: 41 - 24 = 17 = 0b10001 loses its last bit.
        assert_eq!(code_length(length_code(41)), 40);
        assert_eq!(code_length(length_code(42)), 42);
        assert_eq!(code_length(length_code(100)), 96);
        assert_eq!(length_code(i32::MAX as u32), 255);
        let mut previous = 0;
        for length in 0..100_000 {
            let kept = code_length(length_code(length));
            assert!(
                kept <= length
                    && kept >= previous
                    && f64::from(length - kept) <= f64::from(length) / 8.0
            );
            previous = kept;
        }
    }

    #[test]
    fn codes_and_lengths_are_one_to_one() {
        for code in 0..=255 {
            assert_eq!(length_code(code_length(code)), code);
        }
    }

    #[test]
    fn bounds_are_never_below_parts() {
        for weight in [1e-7, 0.3, 2.5, 14.0, 800.0] {
            for tf in [1, 2, 3, 17, 65_535] {
                for point in [0.0, 0.1, 0.9, 5.0] {
                    assert!(
                        part_bound(weight, bound_above(saturation(tf, point)))
                            >= part(weight, tf, point)
                    );
                }
            }
        }
    }
}
