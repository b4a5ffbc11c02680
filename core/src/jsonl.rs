//! Trajectory files: one episode per line, written and read without loss.
//!
//! A line that cannot be read is reported with its number and skipped; every other line is still read. A file whose last
//! line was cut off in writing (no newline) is an ordinary case, reported as [`LineError::Torn`].

use crate::trajectory::{Episode, SCHEMA};
use serde::Deserialize;
use std::io::{self, BufRead, Read as _, Write};

/// Longest line that is read, in bytes; a longer one is reported and skipped.
pub const MAX_LINE_BYTES: u64 = 1 << 28;

/// Why a line was skipped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// The file ends in the middle of a record.
    #[error(
        "line {line}: cut off after {bytes} bytes: the writer was stopped; the lines before it are whole"
    )]
    Torn {
        /// Line number, from 1.
        line: u64,
        /// Bytes of the record that are there.
        bytes: usize,
    },
    /// Not JSON, or JSON of another shape.
    #[error("line {line}: not a trajectory record: {message}")]
    Malformed {
        /// Line number, from 1.
        line: u64,
        /// What was wrong and where.
        message: String,
    },
    /// Another schema, or another version of ours.
    #[error(
        "line {line}: schema `{found}` is not `{SCHEMA}`, which this version of truestep reads"
    )]
    UnknownSchema {
        /// Line number, from 1.
        line: u64,
        /// The schema named, shortened.
        found: String,
    },
    /// Longer than [`MAX_LINE_BYTES`].
    #[error("line {line}: longer than {MAX_LINE_BYTES} bytes")]
    TooLong {
        /// Line number, from 1.
        line: u64,
    },
    /// The file cannot be read on.
    #[error("line {line}: {source}")]
    Io {
        /// Line number, from 1.
        line: u64,
        /// The system's error.
        source: io::Error,
    },
}

/// Reads episodes line by line. After an [`LineError::Io`] it ends.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    line: u64,
    failed: bool,
}

impl<R: BufRead> Reader<R> {
    /// Read from `source`.
    pub fn new(source: R) -> Self {
        Self {
            source,
            line: 0,
            failed: false,
        }
    }

    /// Number of the line read last, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next line without its newline, and whether it had one; `None` at the end.
    fn next_line(&mut self) -> io::Result<Option<(Vec<u8>, bool)>> {
        let mut bytes = vec![];
        self.source
            .by_ref()
            .take(MAX_LINE_BYTES)
            .read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let whole = bytes.last() == Some(&b'\n');
        if whole {
            bytes.pop();
        } else if bytes.len() as u64 == MAX_LINE_BYTES {
            skip_line(&mut self.source)?;
        }
        Ok(Some((bytes, whole)))
    }
}

fn skip_line(source: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|&b| b == b'\n');
        let used = end.map_or(buffer.len(), |i| i + 1);
        source.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Episode, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.failed {
                return None;
            }
            self.line += 1;
            let line = self.line;
            match self.next_line() {
                Err(source) => {
                    self.failed = true;
                    return Some(Err(LineError::Io { line, source }));
                }
                Ok(None) => return None,
                // A blank line carries nothing that could be lost.
                Ok(Some((bytes, _))) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some((bytes, whole))) => return Some(parse_line(&bytes, line, whole)),
            }
        }
    }
}

#[derive(Deserialize)]
struct SchemaOnly {
    schema: String,
}

fn parse_line(bytes: &[u8], line: u64, whole: bool) -> Result<Episode, LineError> {
    if !whole && bytes.len() as u64 == MAX_LINE_BYTES {
        return Err(LineError::TooLong { line });
    }
    let failed = |error: serde_json::Error| {
        if whole || !error.is_eof() {
            LineError::Malformed {
                line,
                message: error.to_string(),
            }
        } else {
            LineError::Torn {
                line,
                bytes: bytes.len(),
            }
        }
    };
    let named: SchemaOnly = serde_json::from_slice(bytes).map_err(failed)?;
    if named.schema != SCHEMA {
        return Err(LineError::UnknownSchema {
            line,
            found: named.schema.chars().take(80).collect(),
        });
    }
    serde_json::from_slice(bytes).map_err(failed)
}

/// Append one episode as one line.
///
/// # Errors
/// If `out` cannot take it.
pub fn write(out: &mut impl Write, episode: &Episode) -> io::Result<()> {
    // One buffer and one write, so that a stop in between tears at most the last line.
    let mut line = serde_json::to_vec(episode)?;
    line.push(b'\n');
    out.write_all(&line)
}
