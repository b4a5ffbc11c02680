//! Compressed lists: for every term the documents that hold it and how often.
//!
//! A list is cut into blocks of 128 entries. A full block is bit-packed by the `bitpacking` crate (document numbers as
//! differences, then counts less one); the last, shorter one is a run of variable-length integers. Beside each block
//! stand its last document, where its bytes begin and an upper bound of tf / (tf + K), from which the query engine knows
//! what it may skip.

use super::score::{Norms, bound_above, saturation};
use bitpacking::{BitPacker, BitPacker4x};

/// Entries of a full block.
pub(super) const BLOCK: usize = BitPacker4x::BLOCK_LEN;
/// Bytes before the packed numbers of a full block: the two bit widths.
const WIDTHS: usize = 2;

/// All lists, as flat arrays.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// All terms in byte order, one after the other.
    pub(super) term_text: Vec<u8>,
    /// Where each term ends in `term_text`.
    pub(super) term_ends: Vec<u64>,
    /// Documents per term.
    pub(super) frequencies: Vec<u32>,
    /// Upper bound of tf / (tf + K) over each whole list, in units of 1 / 65,535.
    pub(super) term_bounds: Vec<u16>,
    /// First block of each term, then the number of blocks.
    pub(super) first_blocks: Vec<u32>,
    /// Last document of each block.
    pub(super) last_documents: Vec<u32>,
    /// Where each block begins in `packed`.
    pub(super) starts: Vec<u64>,
    /// Upper bound of tf / (tf + K) over each block.
    pub(super) bounds: Vec<u16>,
    /// Packed blocks.
    pub(super) packed: Vec<u8>,
}

impl Postings {
    pub(super) fn terms(&self) -> usize {
        self.term_ends.len()
    }

    /// Number of a term, by binary search.
    pub(super) fn find(&self, term: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.terms());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.term(middle).cmp(term.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn term(&self, number: usize) -> &[u8] {
        let start = if number == 0 {
            0
        } else {
            self.term_ends[number - 1] as usize
        };
        &self.term_text[start..self.term_ends[number] as usize]
    }

    /// Appends the list of `term`, which must follow all earlier terms in byte order. `entries` are (document, count)
    /// by rising document, counts at least 1; there must be one at least.
    pub(super) fn push(&mut self, term: &str, entries: &[(u32, u32)], norms: &Norms) {
        self.term_text.extend_from_slice(term.as_bytes());
        self.term_ends.push(self.term_text.len() as u64);
        self.frequencies.push(entries.len() as u32);
        self.first_blocks.push(self.starts.len() as u32);
        let mut before = 0;
        let mut list_bound = 0;
        for block in entries.chunks(BLOCK) {
            let bound = block
                .iter()
                .map(|&(document, count)| {
                    bound_above(saturation(count, norms.inverse_norm(document)))
                })
                .max()
                .expect("invariant: chunks are not empty");
            self.starts.push(self.packed.len() as u64);
            self.bounds.push(bound);
            list_bound = list_bound.max(bound);
            pack(&mut self.packed, before, block);
            before = block[block.len() - 1].0;
            self.last_documents.push(before);
        }
        self.term_bounds.push(list_bound);
    }

    /// Ends the last list and gives back spare memory.
    pub(super) fn finish(&mut self) {
        self.first_blocks.push(self.starts.len() as u32);
        self.term_text.shrink_to_fit();
        self.term_ends.shrink_to_fit();
        self.frequencies.shrink_to_fit();
        self.term_bounds.shrink_to_fit();
        self.first_blocks.shrink_to_fit();
        self.last_documents.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.bounds.shrink_to_fit();
        self.packed.shrink_to_fit();
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.term_text.capacity()
            + 8 * (self.term_ends.capacity() + self.starts.capacity())
            + 4 * (self.frequencies.capacity() + self.first_blocks.capacity())
            + 4 * self.last_documents.capacity()
            + 2 * (self.term_bounds.capacity() + self.bounds.capacity())
            + self.packed.capacity()
    }
}

fn pack(out: &mut Vec<u8>, before: u32, block: &[(u32, u32)]) {
    let Ok(full) = <&[(u32, u32); BLOCK]>::try_from(block) else {
        let mut last = before;
        for &(document, count) in block {
            put_varint(out, document - last);
            put_varint(out, count);
            last = document;
        }
        return;
    };
    let packer = BitPacker4x::new();
    let documents = full.map(|(document, _)| document);
    let counts = full.map(|(_, count)| count - 1);
    let widths = [
        packer.num_bits_sorted(before, &documents),
        packer.num_bits(&counts),
    ];
    out.extend_from_slice(&widths);
    let at = out.len();
    out.resize(at + packed_len(widths[0]) + packed_len(widths[1]), 0);
    let written = packer.compress_sorted(before, &documents, &mut out[at..], widths[0]);
    packer.compress(&counts, &mut out[at + written..], widths[1]);
}

/// Bytes of a packed block of numbers `bits` wide.
fn packed_len(bits: u8) -> usize {
    BLOCK / 8 * usize::from(bits)
}

pub(super) fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(super) fn take_varint(bytes: &mut &[u8]) -> u32 {
    let mut value = 0;
    let mut shift = 0;
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        value |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 || shift > 28 {
            break;
        }
    }
    value
}

/// How many of the sorted `documents` lie below `document`, 127 at most: a binary search of fixed shape, which runs
/// without a branch to predict.
fn first_not_below(documents: &[u32; BLOCK], document: u32) -> usize {
    let mut below = 0;
    let mut step = BLOCK / 2;
    while step > 0 {
        below += step * usize::from(documents[(below + step - 1) % BLOCK] < document);
        step /= 2;
    }
    below
}

/// Walks one list forward.
pub(super) struct Cursor<'a> {
    postings: &'a Postings,
    packer: BitPacker4x,
    /// First block of the list.
    first: usize,
    /// Block the walk is in; `end` when the list is used up.
    block: usize,
    end: usize,
    frequency: usize,
    /// Block whose documents are unpacked, and whether its counts are too.
    unpacked: Option<usize>,
    counts_unpacked: bool,
    at: usize,
    len: usize,
    documents: [u32; BLOCK],
    counts: [u32; BLOCK],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(postings: &'a Postings, term: usize) -> Cursor<'a> {
        let first = postings.first_blocks[term] as usize;
        Cursor {
            postings,
            packer: BitPacker4x::new(),
            first,
            block: first,
            end: postings.first_blocks[term + 1] as usize,
            frequency: postings.frequencies[term] as usize,
            unpacked: None,
            counts_unpacked: false,
            at: 0,
            len: 0,
            documents: [0; BLOCK],
            counts: [0; BLOCK],
        }
    }

    /// Moves to the block that may hold `document`; false if the list ends before it.
    fn enter_block(&mut self, document: u32) -> bool {
        let last_documents = &self.postings.last_documents[..self.end];
        while self.block < self.end && last_documents[self.block] < document {
            self.block += 1;
        }
        self.block < self.end
    }

    /// Greatest bound of the blocks that touch `low..high`; `None` if no document of the list lies there or later in
    /// its block range.
    pub(super) fn bound_in(&mut self, low: u32, high: u32) -> Option<u16> {
        if !self.enter_block(low) || self.first_document_above() >= high {
            return None;
        }
        let mut bound = 0;
        for block in self.block..self.end {
            bound = bound.max(self.postings.bounds[block]);
            if self.postings.last_documents[block] >= high - 1 {
                break;
            }
        }
        Some(bound)
    }

    /// A document number no entry of the current block lies below.
    fn first_document_above(&self) -> u32 {
        if self.block == self.first {
            0
        } else {
            self.postings.last_documents[self.block - 1]
        }
    }

    /// How often `document` holds the term, 0 if it does not. Documents must be asked for in rising order.
    pub(super) fn count_in(&mut self, document: u32) -> u32 {
        if !self.enter_block(document) {
            return 0;
        }
        self.unpack();
        let at = first_not_below(&self.documents, document);
        if at < self.len && self.documents[at] == document {
            self.count(at)
        } else {
            0
        }
    }

    /// Calls `visit(document, count)` for every entry in `low..high`; ranges must be asked for in rising order.
    pub(super) fn for_each_in(&mut self, low: u32, high: u32, mut visit: impl FnMut(u32, u32)) {
        while self.enter_block(low) && self.first_document_above() < high {
            self.unpack();
            self.unpack_counts();
            self.at += self.documents[self.at..self.len].partition_point(|&known| known < low);
            while self.at < self.len && self.documents[self.at] < high {
                visit(self.documents[self.at], self.counts[self.at]);
                self.at += 1;
            }
            if self.at < self.len {
                return;
            }
            self.block += 1;
        }
    }

    /// Whether the list of `term` can be walked: blocks fill their bytes, documents rise, stay below `documents` and end
    /// where the table says. Tables must agree in length and be sorted.
    pub(super) fn is_sound(postings: &Postings, term: usize, documents: u32) -> bool {
        let blocks = postings.first_blocks[term] as usize..postings.first_blocks[term + 1] as usize;
        let frequency = postings.frequencies[term] as usize;
        if frequency == 0 || blocks.len() != frequency.div_ceil(BLOCK) {
            return false;
        }
        let mut cursor = Cursor::new(postings, term);
        let mut last = None;
        for block in blocks {
            cursor.block = block;
            if !cursor.fits() {
                return false;
            }
            cursor.unpack();
            for &document in &cursor.documents[..cursor.len] {
                if last.is_some_and(|last| document <= last) || document >= documents {
                    return false;
                }
                last = Some(document);
            }
            if last != Some(postings.last_documents[block]) {
                return false;
            }
        }
        true
    }

    /// Whether a full block at the current place has all its bytes.
    fn fits(&self) -> bool {
        let bytes = &self.postings.packed[self.postings.starts[self.block] as usize..];
        if self.frequency - (self.block - self.first) * BLOCK < BLOCK {
            return true;
        }
        let [documents, counts, rest @ ..] = bytes else {
            return false;
        };
        *documents <= 32
            && *counts <= 32
            && rest.len() >= packed_len(*documents) + packed_len(*counts)
    }

    fn count(&mut self, at: usize) -> u32 {
        self.unpack_counts();
        self.counts[at]
    }

    /// Unpacks the documents of the current block, if they are not yet.
    fn unpack(&mut self) {
        if self.unpacked == Some(self.block) {
            return;
        }
        self.unpacked = Some(self.block);
        self.at = 0;
        let before = self.first_document_above();
        let mut bytes = &self.postings.packed[self.postings.starts[self.block] as usize..];
        self.len = (self.frequency - (self.block - self.first) * BLOCK).min(BLOCK);
        self.counts_unpacked = self.len < BLOCK;
        if self.len == BLOCK {
            let packed = &bytes[WIDTHS..WIDTHS + packed_len(bytes[0])];
            self.packer
                .decompress_sorted(before, packed, &mut self.documents, bytes[0]);
            return;
        }
        let mut last = before;
        for at in 0..self.len {
            last = last.wrapping_add(take_varint(&mut bytes));
            self.documents[at] = last;
            self.counts[at] = take_varint(&mut bytes);
        }
        // What lies behind the last entry is above every document.
        self.documents[self.len..].fill(u32::MAX);
    }

    /// Unpacks the counts of the current block, if they are not yet.
    fn unpack_counts(&mut self) {
        if self.counts_unpacked {
            return;
        }
        self.counts_unpacked = true;
        let bytes = &self.postings.packed[self.postings.starts[self.block] as usize..];
        let start = WIDTHS + packed_len(bytes[0]);
        self.packer.decompress(
            &bytes[start..start + packed_len(bytes[1])],
            &mut self.counts,
            bytes[1],
        );
        for count in &mut self.counts {
            *count = count.wrapping_add(1);
        }
    }
}
