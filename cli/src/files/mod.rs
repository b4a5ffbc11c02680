//! How the commands read and write files.
//!
//! - No output file is emptied before there is something to write to it, and none is left behind empty by a command that
//!   failed before that ([`LineFile`]).
//! - A file whose content makes sense only as a whole takes its place when it is whole ([`write_whole`]).
//! - Two writers of one file notice each other: a file is locked while it is written ([`LineFile`]), in place as well
//!   ([`Replacement`]).
//! - A command that would read and write one file, or write two results to one, is refused before it does anything
//!   ([`Paths`]), whatever the names: hard links count.
//! - Lines may be packed: Zstandard by the ending `.zst` for what is written, by its first bytes for what is read
//!   ([`zst`]).
//!
//! What users wrote by hand is read by [`truestep_core::text_file`]: bounded, never a device.

mod identity;
mod lines;
mod mend;
mod paths;
mod replacement;
pub(crate) mod zst;

pub(crate) use lines::{LineFile, write_whole};
pub(crate) use mend::mend;
pub(crate) use paths::Paths;
pub(crate) use replacement::{Replacement, abandon};

use anyhow::{Context as _, Result, bail};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

/// Bytes read at a time.
const BUFFER: usize = 1 << 18;

/// The first bytes of what gzip packs.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// Lines that are being read.
pub(crate) struct Source {
    /// The bytes, unpacked.
    pub(crate) bytes: Box<dyn BufRead>,
    /// Becomes true when a packed file ends in the middle of a frame.
    pub(crate) torn: Arc<AtomicBool>,
}

/// Open a file of lines, packed or not.
///
/// # Errors
/// If it cannot be opened, or is a folder or a device.
pub(crate) fn open(path: &Path) -> Result<Source> {
    let failed = || format!("cannot open `{}`", path.display());
    let file = truestep_core::text_file::open(path).with_context(failed)?;
    let mut plain = BufReader::with_capacity(BUFFER, file);
    let torn = Arc::new(AtomicBool::new(false));
    let read = || format!("cannot read `{}`", path.display());
    let start = plain.fill_buf().with_context(read)?;
    if start.starts_with(GZIP) {
        bail!(
            "`{}` is packed by gzip, which is not read: unpack it first",
            path.display()
        );
    }
    let packed = start.starts_with(zst::MAGIC);
    let bytes: Box<dyn BufRead> = match packed {
        false => Box::new(plain),
        true => {
            let unpacked = zst::Unpacked::new(plain, Arc::clone(&torn));
            Box::new(BufReader::with_capacity(BUFFER, unpacked))
        }
    };
    Ok(Source { bytes, torn })
}

/// The text of a file that was written by hand or by a small program.
///
/// # Errors
/// As [`truestep_core::text_file::read`].
pub(crate) fn text(path: &Path) -> Result<String> {
    truestep_core::text_file::read(path)
        .with_context(|| format!("cannot read `{}`", path.display()))
}
