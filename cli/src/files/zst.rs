//! Zstandard: frames of whole lines, one after the other.
//!
//! A frame is written when about a mebibyte of lines has come together, and at the end; what stops the program without
//! warning costs the lines of one frame, where a plain file loses one line. Written and read by `ruzstd`: no C, and what it
//! gives away in size against the C library is little beside what packing wins.

use ruzstd::{
    decoding::{BlockDecodingStrategy, FrameDecoder},
    encoding::{CompressionLevel, compress_to_vec},
};
use std::{
    io::{self, BufRead, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// First bytes of a frame.
pub(super) const MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Bytes of lines in a frame, about.
pub(super) const FRAME: usize = 1 << 20;

/// Whether a file of this name is written packed.
#[must_use]
pub(crate) fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "zst")
}

/// A frame that holds `lines`.
#[must_use]
pub(super) fn frame(lines: &[u8]) -> Vec<u8> {
    compress_to_vec(lines, CompressionLevel::Fastest)
}

/// The lines in the frames of `source`, as if they were not packed. A file that ends in the middle of a frame ends there.
pub(super) struct Unpacked<R> {
    source: R,
    decoder: FrameDecoder,
    place: Place,
    torn: Arc<AtomicBool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Between,
    Inside,
    Over,
}

impl<R: BufRead> Unpacked<R> {
    /// `torn` becomes true when the last frame was cut off.
    pub(super) fn new(source: R, torn: Arc<AtomicBool>) -> Self {
        Self {
            source,
            decoder: FrameDecoder::new(),
            place: Place::Between,
            torn,
        }
    }

    /// A frame cannot be read on: an ordinary case if nothing follows, else damage.
    fn give_up(&mut self, why: &dyn std::fmt::Display) -> io::Result<usize> {
        self.place = Place::Over;
        if self.source.fill_buf()?.is_empty() {
            self.torn.store(true, Ordering::Relaxed);
            return Ok(0);
        }
        let why = format!("a damaged Zstandard frame: {why}");
        Err(io::Error::new(io::ErrorKind::InvalidData, why))
    }
}

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.place == Place::Over {
                return Ok(0);
            }
            if self.place == Place::Between {
                if self.source.fill_buf()?.is_empty() {
                    self.place = Place::Over;
                    continue;
                }
                if let Err(error) = self.decoder.init(&mut self.source) {
                    return self.give_up(&error);
                }
                self.place = Place::Inside;
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(out);
            }
            if self.decoder.is_finished() {
                if self.decoder.get_checksum_from_data().is_some()
                    && self.decoder.get_checksum_from_data()
                        != self.decoder.get_calculated_checksum()
                {
                    return self.give_up(&"its checksum is another");
                }
                self.place = Place::Between;
                continue;
            }
            let one = BlockDecodingStrategy::UptoBlocks(1);
            if let Err(error) = self.decoder.decode_blocks(&mut self.source, one) {
                return self.give_up(&error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (io::Result<Vec<u8>>, bool) {
        let torn = Arc::new(AtomicBool::new(false));
        let mut out = vec![];
        let read = Unpacked::new(bytes, Arc::clone(&torn)).read_to_end(&mut out);
        (read.map(|_| out), torn.load(Ordering::Relaxed))
    }

    #[test]
    fn frames_come_back_and_a_cut_ends_them_at_any_place() {
        let (one, two) = (b"first\n".repeat(5_000), b"second\n".repeat(30_000));
        let mut packed = frame(&one);
        let first = packed.len();
        packed.extend(frame(&two));
        assert!(packed.len() * 20 < one.len() + two.len());
        let whole = [one.clone(), two].concat();
        for (bytes, expected) in [(&packed[..], &whole), (&packed[..first], &one)] {
            let (found, torn) = read(bytes);
            assert!(found.unwrap() == *expected && !torn);
        }
        for cut in first + 1..packed.len() {
            let (found, torn) = read(&packed[..cut]);
            assert!(whole.starts_with(&found.unwrap()) && torn, "cut at {cut}");
        }
    }

    #[test]
    fn damage_in_the_middle_is_an_error_and_not_an_end() {
        let mut packed = frame(&b"some lines of text\n".repeat(100));
        let middle = packed.len() / 2;
        packed.extend(frame(b"more\n"));
        packed[middle] ^= 0x55;
        let (found, torn) = read(&packed);
        assert!(found.is_err() && !torn, "{found:?}");
    }
}
