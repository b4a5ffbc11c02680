//! Cutting off what a stopped writer left of its last line.

use super::{LineFile, Replacement, open, zst};
use anyhow::{Context as _, Result};
use std::{
    fs::File,
    io::{BufRead as _, Read as _, Seek as _, SeekFrom},
    path::Path,
    sync::atomic::Ordering,
};

/// Bytes looked at in one go from the end.
const STEP: u64 = 1 << 16;

/// How many bytes of `path` are whole lines, and how many follow them. A packed file that was cut off is first packed anew
/// without what was cut.
///
/// # Errors
/// If it cannot be read, or a packed one not be written.
pub(crate) fn mend(path: &Path) -> Result<(u64, u64)> {
    match zst::is_packed(path) {
        false => plain(path),
        true => packed(path),
    }
}

fn plain(path: &Path) -> Result<(u64, u64)> {
    let failed = || format!("cannot read `{}`", path.display());
    let mut file = File::open(path).with_context(failed)?;
    let length = file.metadata().with_context(failed)?.len();
    let mut end = length;
    let mut part = vec![];
    while end > 0 {
        let start = end.saturating_sub(STEP);
        part.clear();
        file.seek(SeekFrom::Start(start)).with_context(failed)?;
        (&file)
            .take(end - start)
            .read_to_end(&mut part)
            .with_context(failed)?;
        if let Some(last) = part.iter().rposition(|&b| b == b'\n') {
            let kept = start + last as u64 + 1;
            return Ok((kept, length - kept));
        }
        end = start;
    }
    Ok((0, length))
}

fn packed(path: &Path) -> Result<(u64, u64)> {
    let failed = || format!("cannot read `{}`", path.display());
    let length = std::fs::metadata(path).with_context(failed)?.len();
    if length == 0 {
        return Ok((0, 0));
    }
    let replacement = Replacement::of(path)?;
    let mut whole = LineFile::replacing(&replacement)?;
    let mut source = open(path)?;
    let (mut line, mut torn) = (vec![], false);
    loop {
        line.clear();
        source
            .bytes
            .read_until(b'\n', &mut line)
            .with_context(failed)?;
        if line.last() != Some(&b'\n') {
            torn |= !line.is_empty();
            break;
        }
        whole.write_part(&line)?;
    }
    if !torn && !source.torn.load(Ordering::Relaxed) {
        return Ok((length, 0));
    }
    whole.finish()?;
    replacement.put_in_place()?;
    let kept = std::fs::metadata(path).with_context(failed)?.len();
    Ok((kept, length.saturating_sub(kept).max(1)))
}
