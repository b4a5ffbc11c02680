//! Length-prefixed little-endian arrays with a running digest: the building blocks of catalogue files.

use std::io::{self, Read, Write};
use xxhash_rust::xxh3::Xxh3;

/// Bytes converted at a time, so that a large array needs no second copy.
const CHUNK: usize = 1 << 16;

/// Writes sections and digests what it writes.
pub(crate) struct SectionWriter<W> {
    out: W,
    digest: Xxh3,
}

impl<W: Write> SectionWriter<W> {
    pub(crate) fn new(out: W) -> SectionWriter<W> {
        SectionWriter {
            out,
            digest: Xxh3::new(),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.out.write_all(bytes)
    }

    pub(crate) fn number(&mut self, number: u64) -> io::Result<()> {
        self.put(&number.to_le_bytes())
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.number(bytes.len() as u64)?;
        self.put(bytes)
    }

    /// Writes numbers of `WIDTH` bytes each.
    fn numbers<T: Copy, const WIDTH: usize>(
        &mut self,
        list: &[T],
        to_bytes: impl Fn(T) -> [u8; WIDTH],
    ) -> io::Result<()> {
        self.number((list.len() * WIDTH) as u64)?;
        let mut buffer = Vec::with_capacity(CHUNK);
        for chunk in list.chunks(CHUNK / WIDTH) {
            buffer.clear();
            chunk
                .iter()
                .for_each(|&number| buffer.extend_from_slice(&to_bytes(number)));
            self.put(&buffer)?;
        }
        Ok(())
    }

    pub(crate) fn u16s(&mut self, list: &[u16]) -> io::Result<()> {
        self.numbers(list, u16::to_le_bytes)
    }

    pub(crate) fn u32s(&mut self, list: &[u32]) -> io::Result<()> {
        self.numbers(list, u32::to_le_bytes)
    }

    pub(crate) fn u64s(&mut self, list: &[u64]) -> io::Result<()> {
        self.numbers(list, u64::to_le_bytes)
    }

    /// Writes the digest of everything before it and flushes.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        let digest = self.digest.digest128();
        self.out.write_all(&digest.to_le_bytes())?;
        self.out.flush()
    }
}

/// Why sections could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SectionError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it ends too early or was changed: {0}")]
    Damaged(&'static str),
}

/// Reads what [`SectionWriter`] wrote. Nothing read may be trusted before [`SectionReader::finish`] succeeds, but a
/// damaged length never makes it take more memory than the input has bytes.
pub(crate) struct SectionReader<R> {
    input: R,
    digest: Xxh3,
}

impl<R: Read> SectionReader<R> {
    pub(crate) fn new(input: R) -> SectionReader<R> {
        SectionReader {
            input,
            digest: Xxh3::new(),
        }
    }

    fn take(&mut self, length: u64, what: &'static str) -> Result<Vec<u8>, SectionError> {
        let mut bytes = Vec::new();
        // Known lengths up to 1 GiB are reserved at once; a damaged one costs address space, not memory.
        if let Ok(known) = usize::try_from(length.min(1 << 30)) {
            bytes
                .try_reserve_exact(known)
                .map_err(|_| SectionError::Damaged(what))?;
        }
        let read = self.input.by_ref().take(length).read_to_end(&mut bytes)?;
        if read as u64 != length {
            return Err(SectionError::Damaged(what));
        }
        self.digest.update(&bytes);
        Ok(bytes)
    }

    pub(crate) fn number(&mut self, what: &'static str) -> Result<u64, SectionError> {
        let bytes = self.take(8, what)?;
        let eight = <[u8; 8]>::try_from(bytes).map_err(|_| SectionError::Damaged(what))?;
        Ok(u64::from_le_bytes(eight))
    }

    pub(crate) fn bytes(&mut self, what: &'static str) -> Result<Vec<u8>, SectionError> {
        let length = self.number(what)?;
        self.take(length, what)
    }

    fn numbers<T, const WIDTH: usize>(
        &mut self,
        what: &'static str,
        from_bytes: impl Fn([u8; WIDTH]) -> T,
    ) -> Result<Vec<T>, SectionError> {
        let length = self.number(what)?;
        if length % WIDTH as u64 != 0 {
            return Err(SectionError::Damaged(what));
        }
        let mut list = Vec::new();
        let mut left = length;
        while left > 0 {
            let bytes = self.take(left.min(CHUNK as u64), what)?;
            left -= bytes.len() as u64;
            let (whole, _) = bytes.as_chunks::<WIDTH>();
            list.extend(whole.iter().map(|&number| from_bytes(number)));
        }
        list.shrink_to_fit();
        Ok(list)
    }

    pub(crate) fn u16s(&mut self, what: &'static str) -> Result<Vec<u16>, SectionError> {
        self.numbers(what, u16::from_le_bytes)
    }

    pub(crate) fn u32s(&mut self, what: &'static str) -> Result<Vec<u32>, SectionError> {
        self.numbers(what, u32::from_le_bytes)
    }

    pub(crate) fn u64s(&mut self, what: &'static str) -> Result<Vec<u64>, SectionError> {
        self.numbers(what, u64::from_le_bytes)
    }

    /// Checks the digest and that nothing follows it.
    pub(crate) fn finish(mut self) -> Result<(), SectionError> {
        let expected = self.digest.digest128().to_le_bytes();
        let mut rest = Vec::new();
        self.input.by_ref().take(17).read_to_end(&mut rest)?;
        if rest == expected {
            Ok(())
        } else {
            Err(SectionError::Damaged("digest"))
        }
    }
}
