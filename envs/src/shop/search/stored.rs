//! An index as sections of a file, and back with everything a cursor relies on checked.

use super::SearchIndex;
use super::postings::{Cursor, Postings};
use super::score::{Bm25, LengthNorm, Norms};
use super::sections::{SectionError, SectionReader, SectionWriter};
use rayon::prelude::*;
use std::io::{self, Read, Write};

impl SearchIndex {
    /// Appends the index to a file.
    pub(crate) fn write<W: Write>(&self, out: &mut SectionWriter<W>) -> io::Result<()> {
        out.number(self.bm25.k1().to_bits())?;
        out.number(self.bm25.b().to_bits())?;
        out.number(match self.bm25.norm() {
            LengthNorm::Lucene => 0,
            LengthNorm::Exact => 1,
        })?;
        self.norms.write(out)?;
        let lists = &self.postings;
        out.bytes(&lists.term_text)?;
        out.u64s(&lists.term_ends)?;
        out.u32s(&lists.frequencies)?;
        out.u16s(&lists.term_bounds)?;
        out.u32s(&lists.first_blocks)?;
        out.u32s(&lists.last_documents)?;
        out.u64s(&lists.starts)?;
        out.u16s(&lists.bounds)?;
        out.bytes(&lists.packed)
    }

    /// Reads an index of `documents` documents. The caller must check the digest of the file and then
    /// [`SearchIndex::check`] before using it.
    pub(crate) fn read<R: Read>(
        input: &mut SectionReader<R>,
        documents: u32,
    ) -> Result<SearchIndex, SectionError> {
        const PARAMETERS: &str = "search parameters";
        let (k1, b) = (
            f64::from_bits(input.number(PARAMETERS)?),
            f64::from_bits(input.number(PARAMETERS)?),
        );
        let norm = match input.number(PARAMETERS)? {
            0 => LengthNorm::Lucene,
            1 => LengthNorm::Exact,
            _ => return Err(SectionError::Damaged(PARAMETERS)),
        };
        let bm25 = Bm25::new(k1, b, norm).ok_or(SectionError::Damaged(PARAMETERS))?;
        let norms = Norms::read(input, bm25, documents)?;
        let postings = Postings {
            term_text: input.bytes("terms")?,
            term_ends: input.u64s("ends of terms")?,
            frequencies: input.u32s("document frequencies")?,
            term_bounds: input.u16s("bounds of terms")?,
            first_blocks: input.u32s("first blocks")?,
            last_documents: input.u32s("last documents")?,
            starts: input.u64s("starts of blocks")?,
            bounds: input.u16s("bounds of blocks")?,
            packed: input.bytes("lists")?,
        };
        Ok(SearchIndex {
            bm25,
            norms,
            postings,
        })
    }

    /// Checks everything a search relies on: lengths of arrays, orders, and every entry of every list.
    pub(crate) fn check(&self) -> Result<(), SectionError> {
        let (lists, terms) = (&self.postings, self.postings.terms());
        let blocks = lists.starts.len();
        let sizes = [
            lists.frequencies.len(),
            lists.term_bounds.len(),
            lists.first_blocks.len().wrapping_sub(1),
        ];
        let same_size = sizes.iter().all(|&size| size == terms)
            && lists.last_documents.len() == blocks
            && lists.bounds.len() == blocks;
        let ordered = lists.term_ends.is_sorted()
            && lists.first_blocks.is_sorted()
            && lists.starts.is_sorted();
        let ends = lists
            .term_ends
            .last()
            .is_none_or(|&end| end == lists.term_text.len() as u64)
            && lists
                .first_blocks
                .last()
                .is_some_and(|&end| end as usize == blocks)
            && lists
                .starts
                .last()
                .is_none_or(|&start| start < lists.packed.len() as u64);
        if !(same_size && ordered && ends) {
            return Err(SectionError::Damaged("index tables"));
        }
        let sound = (0..terms)
            .into_par_iter()
            .all(|term| Cursor::is_sound(lists, term, self.documents()));
        if sound {
            Ok(())
        } else {
            Err(SectionError::Damaged("index lists"))
        }
    }
}
