//! Products kept compressed: loaded catalogues too large to hold whole.
//!
//! Sixteen products at a time are written in the `postcard` format and compressed with LZ4. Reading one product unpacks its block,
//! which takes some tens of microseconds;
//! the other products of the block stay undecoded.

use crate::shop::product::Product;
use std::ops::Range;

/// Products in a block.
const BLOCK: u32 = 16;
/// How much larger than its packed form a block can be: a byte of a match's length stands for at most 255 bytes.
const MAX_RATIO: usize = 255;
/// Bytes of an entry of the table of ends a block begins with.
const END: usize = 4;
/// Why packing cannot fail.
const WRITABLE: &str = "invariant: products hold nothing the format cannot write";
/// Why unpacking cannot fail.
const CHECKED: &str = "invariant: blocks are packed here, or checked when their file is opened";

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

    /// Unpacks block `number`.
    fn unpack(&self, number: usize) -> Result<Unpacked, DamagedBlock> {
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
        let raw = decompress(packed).ok_or(damaged)?;
        let expected = self
            .products
            .saturating_sub(number as u32 * BLOCK)
            .min(BLOCK);
        let table = expected as usize * END;
        let ends: Vec<usize> = raw
            .get(..table)
            .ok_or(damaged)?
            .as_chunks::<END>()
            .0
            .iter()
            .map(|&end| table + u32::from_le_bytes(end) as usize)
            .collect();
        Ok(Unpacked { number, raw, ends })
    }

    fn checked(&self, number: u32) -> Unpacked {
        self.unpack(number as usize).expect(CHECKED)
    }

    /// Product `index`, which must be below the number of products.
    pub(super) fn product(&self, index: u32) -> Product {
        self.checked(index / BLOCK)
            .product((index % BLOCK) as usize)
            .expect(CHECKED)
    }

    /// Calls `visit` with the products of `range` in order.
    pub(super) fn for_each_in(&self, range: Range<u32>, visit: &mut dyn FnMut(&Product)) {
        let mut next = range.start;
        while next < range.end {
            let block = self.checked(next / BLOCK);
            let first = next / BLOCK * BLOCK;
            let end = range.end.min(first + BLOCK);
            for place in next - first..end - first {
                visit(&block.product(place as usize).expect(CHECKED));
            }
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
            let block = self.unpack(number)?;
            (0..block.ends.len()).try_for_each(|place| block.product(place).map(drop))
        })
    }
}

/// The content of a packed block. Its size stands in front of it, and a damaged one could ask for any amount of memory: LZ4
/// packs nothing tighter than [`MAX_RATIO`] to one.
fn decompress(packed: &[u8]) -> Option<Vec<u8>> {
    let (size, content) = lz4_flex::block::uncompressed_size(packed).ok()?;
    if size > content.len().saturating_mul(MAX_RATIO) {
        return None;
    }
    lz4_flex::block::decompress(content, size).ok()
}

/// One block, unpacked: where its products end, and their bytes.
struct Unpacked {
    number: usize,
    raw: Vec<u8>,
    ends: Vec<usize>,
}

impl Unpacked {
    fn product(&self, place: usize) -> Result<Product, DamagedBlock> {
        let damaged = DamagedBlock(self.number);
        let start = if place == 0 {
            self.ends.len() * END
        } else {
            self.ends[place - 1]
        };
        let bytes = self.raw.get(start..self.ends[place]).ok_or(damaged)?;
        postcard::from_bytes(bytes).map_err(|_| damaged)
    }
}

fn compress(block: &[Product]) -> Vec<u8> {
    let (mut raw, mut bytes) = (Vec::new(), Vec::new());
    for product in block {
        bytes = postcard::to_extend(product, bytes).expect(WRITABLE);
        let end =
            u32::try_from(bytes.len()).expect("invariant: records are bounded, so is a block");
        raw.extend_from_slice(&end.to_le_bytes());
    }
    raw.extend_from_slice(&bytes);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_a_made_up_size_asks_for_no_memory() {
        let honest = lz4_flex::compress_prepend_size(&b"a product, and a product, ".repeat(40));
        assert!(decompress(&honest).is_some());
        let mut forged = honest;
        forged[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(decompress(&forged), None);
        assert_eq!(decompress(&forged[..3]), None);
    }
}
