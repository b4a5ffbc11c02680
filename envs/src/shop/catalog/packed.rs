//! Products kept compressed: loaded catalogues too large to hold whole.
//!
//! Sixteen products at a time are written in the `postcard` format and compressed with LZ4. Reading one product unpacks its block,
//! which takes some tens of microseconds.

use crate::shop::product::Product;
use std::ops::Range;

/// Products in a block.
const BLOCK: u32 = 16;

/// Compressed blocks in catalogue order.
#[derive(Debug, Default)]
pub(super) struct Packed {
    /// Where each block ends in `bytes`.
    ends: Vec<u64>,
    bytes: Vec<u8>,
    products: u32,
}

/// A block that does not hold the products it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DamagedBlock(pub(super) usize);

impl Packed {
    /// Blocks as read from a file; [`Packed::check`] tells whether they can be relied on.
    pub(super) fn from_parts(ends: Vec<u64>, bytes: Vec<u8>, products: u32) -> Packed {
        Packed {
            ends,
            bytes,
            products,
        }
    }

    pub(super) fn ends(&self) -> &[u64] {
        &self.ends
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn products(&self) -> u32 {
        self.products
    }

    /// Appends the next block: sixteen products, or fewer if it is the last.
    fn push_block(&mut self, block: &[Product]) {
        self.bytes.extend_from_slice(&compress(block));
        self.ends.push(self.bytes.len() as u64);
        self.products += block.len() as u32;
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * 8
    }

    /// The products of block `number`.
    fn block(&self, number: usize) -> Result<Vec<Product>, DamagedBlock> {
        let damaged = DamagedBlock(number);
        let start = if number == 0 {
            0
        } else {
            self.ends[number - 1] as usize
        };
        let packed = self
            .bytes
            .get(start..self.ends[number] as usize)
            .ok_or(damaged)?;
        let raw = lz4_flex::decompress_size_prepended(packed).map_err(|_| damaged)?;
        postcard::from_bytes(&raw).map_err(|_| damaged)
    }

    fn checked_block(&self, number: usize) -> Vec<Product> {
        self.block(number)
            .expect("invariant: every block was packed here or checked when its file was opened")
    }

    /// Product `index`, which must be below the number of products.
    pub(super) fn product(&self, index: u32) -> Product {
        self.checked_block((index / BLOCK) as usize)
            .swap_remove((index % BLOCK) as usize)
    }

    /// Calls `visit` with the products of `range` in order.
    pub(super) fn for_each_in(&self, range: Range<u32>, visit: &mut dyn FnMut(&Product)) {
        let mut next = range.start;
        while next < range.end {
            let block = self.checked_block((next / BLOCK) as usize);
            let first = next / BLOCK * BLOCK;
            let end = range.end.min(first + BLOCK);
            block[(next - first) as usize..(end - first) as usize]
                .iter()
                .for_each(&mut *visit);
            next = end;
        }
    }

    /// Checks that every block unpacks to the right number of products.
    pub(super) fn check(&self) -> Result<(), DamagedBlock> {
        use rayon::prelude::*;
        let blocks = self.products.div_ceil(BLOCK) as usize;
        if blocks != self.ends.len() || !self.ends.is_sorted() {
            return Err(DamagedBlock(blocks));
        }
        (0..blocks).into_par_iter().try_for_each(|number| {
            let expected = (self.products - number as u32 * BLOCK).min(BLOCK);
            let found = self.block(number)?.len() as u32;
            if found == expected {
                Ok(())
            } else {
                Err(DamagedBlock(number))
            }
        })
    }
}

fn compress(block: &[Product]) -> Vec<u8> {
    let raw = postcard::to_stdvec(block)
        .expect("invariant: products hold nothing the format cannot write");
    lz4_flex::compress_prepend_size(&raw)
}

/// Packs products that arrive one by one.
#[derive(Debug, Default)]
pub(super) struct Packer {
    packed: Packed,
    waiting: Vec<Product>,
}

impl Packer {
    pub(super) fn push(&mut self, product: Product) {
        self.waiting.push(product);
        if self.waiting.len() == BLOCK as usize {
            self.packed.push_block(&self.waiting);
            self.waiting.clear();
        }
    }

    pub(super) fn len(&self) -> u32 {
        self.packed.products + self.waiting.len() as u32
    }

    pub(super) fn finish(mut self) -> Packed {
        if !self.waiting.is_empty() {
            self.packed.push_block(&self.waiting);
        }
        self.packed.bytes.shrink_to_fit();
        self.packed
    }
}
