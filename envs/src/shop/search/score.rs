//! The scoring formula and the length of documents.

use super::sections::{SectionError, SectionReader, SectionWriter};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Scale of the stored upper bounds of saturations.
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

    /// 1 / K with K = k1 · (1 − b + b · length / mean), in Lucene's floats and order of operations.
    fn inverse_norm(&self, length: u32, mean: f32) -> f32 {
        let (k1, b) = (self.k1 as f32, self.b as f32);
        1.0 / (k1 * ((1.0 - b) + b * length as f32 / mean))
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

/// ln(1 + (documents − frequency + ½) / (frequency + ½)) as a float, by a software logarithm that is the same on every
/// machine. Documents without a term do not count.
pub(super) fn inverse_document_frequency(documents: u32, frequency: u32) -> f32 {
    let (documents, frequency) = (f64::from(documents), f64::from(frequency));
    libm::log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5)) as f32
}

/// One term's part of a score, by the steps of Lucene's `BM25Scorer`: tf / (tf + K) · weight, written so that it never
/// falls where tf rises.
fn part(weight: f32, tf: u32, inverse_norm: f32) -> f32 {
    weight - weight / (1.0 + tf as f32 * inverse_norm)
}

/// Fixed point for the sums of one query: whole multiples of a power of two, as fine as the weights leave room for.
///
/// Lucene adds the parts, which are floats, as doubles. Floats whose sizes do not differ by much more than a million add up
/// without rounding there, as they do here, whatever their order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// Units in 1.
    one: f64,
}

/// The finest scale has 2 to this many units in 1.
const FINEST_BITS: u32 = 46;
/// Sums stay below 2 to this.
const SUM_BITS: u32 = 62;

impl Scale {
    /// The scale on which sums up to `total` fit.
    pub(super) fn for_sums_up_to(total: f64) -> Scale {
        let whole_bits = u64::BITS - (total.min(1e18) as u64).leading_zeros();
        let bits = FINEST_BITS.min(SUM_BITS.saturating_sub(whole_bits));
        Scale {
            one: (1u64 << bits) as f64,
        }
    }

    /// A term's part of a document's sum.
    pub(super) fn part(self, weight: f32, tf: u32, inverse_norm: f32) -> u64 {
        (f64::from(part(weight, tf, inverse_norm)) * self.one) as u64
    }

    /// An upper bound of [`Scale::part`] wherever the saturation is at most `bound / BOUND_SCALE`; what is added outweighs
    /// the rounding of floats.
    pub(super) fn part_bound(self, weight: f32, bound: u16) -> u64 {
        let weight = f64::from(weight) * self.one;
        (weight * (f64::from(bound) / BOUND_SCALE) + weight * FLOAT_SLACK) as u64 + 1
    }

    /// The score a sum stands for: the nearest float, as in Lucene.
    pub(super) fn score(self, sum: u64) -> f32 {
        (sum as f64 / self.one) as f32
    }

    /// A sum below which every score is less than `score`.
    pub(super) fn least_sum(self, score: f32) -> u64 {
        (f64::from(score) * (1.0 - FLOAT_SLACK) * self.one) as u64
    }
}

/// More than the relative error of a few operations on floats.
const FLOAT_SLACK: f64 = 1.0 / 1_048_576.0;

/// tf / (tf + K), in 0..=1 for tf ≥ 1.
pub(super) fn saturation(tf: u32, inverse_norm: f32) -> f64 {
    1.0 - 1.0 / (1.0 + f64::from(tf) * f64::from(inverse_norm))
}

/// The least stored bound that is not below `saturation`.
pub(super) fn bound_above(saturation: f64) -> u16 {
    (saturation * BOUND_SCALE).ceil().min(BOUND_SCALE) as u16
}

/// Lengths of all documents, as far as scores need them.
#[derive(Debug)]
pub(super) struct Norms {
    lengths: Lengths,
    total: u64,
    /// Documents that hold a term at least: only these count in means and frequencies.
    filled: u32,
    bm25: Bm25,
    /// 1 / K of each length code; empty for exact lengths.
    inverses: Vec<f32>,
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
        let filled = match &lengths {
            Lengths::Codes(codes) => codes.iter().filter(|&&code| code > 0).count(),
            Lengths::Exact(lengths) => lengths.iter().filter(|&&length| length > 0).count(),
        };
        let mut norms = Norms {
            lengths,
            total,
            filled: filled as u32,
            bm25,
            inverses: Vec::new(),
        };
        if matches!(norms.lengths, Lengths::Codes(_)) {
            let mean = norms.mean_length() as f32;
            norms.inverses = (0..=255)
                .map(|code| bm25.inverse_norm(code_length(code), mean))
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

    /// Documents that hold a term at least.
    pub(super) fn filled(&self) -> u32 {
        self.filled
    }

    /// Mean length of the documents that hold a term; 1 if none does, so that it can be divided by.
    pub(super) fn mean_length(&self) -> f64 {
        if self.total == 0 {
            1.0
        } else {
            self.total as f64 / f64::from(self.filled.max(1))
        }
    }

    /// 1 / K of one document.
    pub(super) fn inverse_norm(&self, document: u32) -> f32 {
        match &self.lengths {
            Lengths::Codes(codes) => self.inverses[usize::from(codes[document as usize])],
            Lengths::Exact(lengths) => self
                .bm25
                .inverse_norm(lengths[document as usize], self.mean_length() as f32),
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
        let scale = Scale::for_sums_up_to(900.0);
        for weight in [1e-7, 0.3, 2.5, 14.0, 800.0] {
            for tf in [1, 2, 3, 17, 65_535] {
                for inverse in [f32::INFINITY, 10.0, 1.1, 0.2] {
                    let bound = bound_above(saturation(tf, inverse));
                    assert!(scale.part_bound(weight, bound) >= scale.part(weight, tf, inverse));
                }
            }
        }
    }

    #[test]
    fn no_sum_below_the_least_has_the_score() {
        for total in [1.0, 30.0, 1e7] {
            let scale = Scale::for_sums_up_to(total);
            for score in [total as f32, total as f32 / 3.0, 0.01] {
                let least = scale.least_sum(score);
                assert!(scale.score(least.saturating_sub(1)) < score);
                assert!(least < 1 << SUM_BITS);
            }
        }
    }

    #[test]
    fn scores_are_the_nearest_float_of_the_exact_sum() {
        let scale = Scale::for_sums_up_to(40.0);
        let parts = [1.234_567_9_f32, 0.000_012_3, 7.5, 0.333_333_34];
        let sum: u64 = parts
            .iter()
            .map(|&weight| scale.part(weight, 1, f32::INFINITY))
            .sum();
        let expected: f64 = parts.iter().map(|&part| f64::from(part)).sum();
        assert!((f64::from(scale.score(sum)) - f64::from(expected as f32)).abs() < 1e-12);
    }
}
