//! Trajectory files: one episode per line, written and read without loss.
//!
//! A line that cannot be read is reported with its number and skipped; every other line is still read. A file whose last
//! line was cut off in writing (no newline) is an ordinary case, reported as [`LineError::Torn`].

use crate::{
    json,
    text_file::BYTE_ORDER_MARK,
    trajectory::{Episode, SCHEMA},
};
use serde::Deserialize;
use std::io::{self, BufRead, Read as _, Write};

/// Longest line that is read, in bytes; a longer one is reported and skipped.
pub const MAX_LINE_BYTES: u64 = 1 << 28;

/// How far the end of a line that is too long is looked for, in bytes; beyond that nothing more is read.
pub const MAX_SKIPPED_BYTES: u64 = 1 << 30;

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
    /// Longer than [`MAX_SKIPPED_BYTES`]: this is no file of lines, and nothing after it is read.
    #[error(
        "line {line}: no end within {MAX_SKIPPED_BYTES} bytes; this and what follows is not read"
    )]
    Endless {
        /// Line number, from 1.
        line: u64,
    },
    /// The file cannot be read on.
    #[error("line {line}: {reason}")]
    Io {
        /// Line number, from 1.
        line: u64,
        /// The system's error.
        reason: io::Error,
    },
}

/// Reads episodes line by line. After a [`LineError::Io`] or a [`LineError::Endless`] it ends.
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

    /// The next line without its newline; `None` at the end.
    fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = vec![];
        self.source
            .by_ref()
            .take(MAX_LINE_BYTES)
            .read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        // Some editors put a mark in front of UTF-8; it is no part of the first record.
        if self.line == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            return Ok(Some(Line::Whole(bytes)));
        }
        if (bytes.len() as u64) < MAX_LINE_BYTES {
            return Ok(Some(Line::Unended(bytes)));
        }
        drop(bytes);
        Ok(Some(match skip_line(&mut self.source)? {
            true => Line::TooLong,
            false => Line::Endless,
        }))
    }
}

/// What stands between two line breaks.
enum Line {
    Whole(Vec<u8>),
    /// The file ends without a line break.
    Unended(Vec<u8>),
    TooLong,
    Endless,
}

/// Pass over the rest of a line; whether its end came in time.
fn skip_line(source: &mut impl BufRead) -> io::Result<bool> {
    let mut left = MAX_SKIPPED_BYTES;
    while left > 0 {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Ok(true);
        }
        let end = buffer.iter().position(|&b| b == b'\n');
        let used = end.map_or(buffer.len(), |i| i + 1);
        source.consume(used);
        if end.is_some() {
            return Ok(true);
        }
        left = left.saturating_sub(used as u64);
    }
    Ok(false)
}

impl<R: BufRead> Reader<R> {
    /// The next episode with the line it stands in; `None` at the end. For who keeps what this version does not know.
    ///
    /// # Errors
    /// [`LineError`]; after some of them reading can go on.
    pub fn next_record(&mut self) -> Option<Result<(Episode, Vec<u8>), LineError>> {
        loop {
            if self.failed {
                return None;
            }
            self.line += 1;
            let line = self.line;
            match self.next_line() {
                Err(reason) => {
                    self.failed = true;
                    return Some(Err(LineError::Io { line, reason }));
                }
                Ok(None) => return None,
                // A blank line carries nothing that could be lost.
                Ok(Some(Line::Whole(bytes) | Line::Unended(bytes)))
                    if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some(Line::Whole(bytes))) => {
                    return Some(parse_line(&bytes, line, true).map(|e| (e, bytes)));
                }
                Ok(Some(Line::Unended(bytes))) => {
                    return Some(parse_line(&bytes, line, false).map(|e| (e, bytes)));
                }
                Ok(Some(Line::TooLong)) => return Some(Err(LineError::TooLong { line })),
                Ok(Some(Line::Endless)) => {
                    self.failed = true;
                    return Some(Err(LineError::Endless { line }));
                }
            }
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Episode, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.next_record()?.map(|(episode, _)| episode))
    }
}

#[derive(Deserialize)]
struct SchemaOnly {
    schema: String,
}

fn parse_line(bytes: &[u8], line: u64, whole: bool) -> Result<Episode, LineError> {
    let failed = |error: serde_json::Error| {
        // A record without its newline was being written; where in the JSON it stops says nothing more.
        if whole {
            LineError::Malformed {
                line,
                message: json::why(&error),
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
    let episode: Episode = serde_json::from_slice(bytes).map_err(failed)?;
    match episode.check_note() {
        Ok(()) => Ok(episode),
        Err(message) => Err(LineError::Malformed { line, message }),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance::Seed,
        digest::Digest,
        task::{Split, Task},
        trajectory::{AgentInfo, End, Frame, RecordedView, Transition, WorldInfo},
        truth::{Digests, Effect, Rejection},
    };
    use std::{collections::BTreeMap, io::Cursor};

    fn episode(seed: u64) -> Episode {
        let frame = |n: u128| Frame {
            observation: vec![RecordedView::of_text(
                crate::view::ViewName::TEXT,
                "line\nbreak \u{1F600} \u{0}",
            )],
            truth: None,
            digests: Digests {
                state: Digest(n),
                observation: Digest(2),
                trace: Digest(n + 1),
            },
        };
        Episode {
            schema: SCHEMA.into(),
            task: Task::new("test/one@1".parse().unwrap(), Seed(seed)),
            split: Split::Train,
            instruction: "do it".into(),
            versions: BTreeMap::new(),
            world: WorldInfo {
                kind: "none".into(),
                digest: Digest(0),
            },
            group: seed,
            rollout: 0,
            agent: AgentInfo {
                name: "test".into(),
                policy: None,
                params: Default::default(),
            },
            max_steps: Some(3),
            subgoals: vec![],
            evidence: vec![],
            plugins: vec![],
            graph: None,
            fault: None,
            start: frame(1),
            transitions: vec![Transition {
                action: "x\u{7f}".into(),
                action_probability: Some(0.1),
                menu_size: 2,
                effect: Effect::Rejected {
                    reason: Rejection::new("malformed", "no"),
                },
                truth: None,
                after: frame(7),
            }],
            end: End::Truncated,
            trace: Digest(8),
            given: crate::given::Given::default(),
        }
    }

    fn file(episodes: &[Episode]) -> Vec<u8> {
        let mut bytes = vec![];
        episodes.iter().for_each(|e| write(&mut bytes, e).unwrap());
        bytes
    }

    fn read(bytes: &[u8]) -> Vec<Result<Episode, LineError>> {
        Reader::new(Cursor::new(bytes)).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let episodes = [episode(1), episode(2)];
        let back: Vec<Episode> = read(&file(&episodes))
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(back, episodes);
    }

    #[test]
    fn a_torn_last_line_is_reported_and_nothing_else_is_lost() {
        let whole = file(&[episode(1), episode(2)]);
        let first = file(&[episode(1)]).len();
        for cut in first + 1..whole.len() - 1 {
            let back = read(&whole[..cut]);
            assert_eq!(back.len(), 2, "cut at {cut}");
            assert_eq!(*back[0].as_ref().unwrap(), episode(1));
            assert!(
                matches!(back[1], Err(LineError::Torn { line: 2, bytes }) if bytes == cut - first),
                "cut at {cut}: {:?}",
                back[1]
            );
        }
    }

    #[test]
    fn a_last_line_that_only_lacks_its_newline_is_whole() {
        let mut bytes = file(&[episode(1)]);
        bytes.pop();
        assert_eq!(*read(&bytes)[0].as_ref().unwrap(), episode(1));
    }

    #[test]
    fn a_byte_order_mark_costs_no_episode() {
        let mut bytes = BYTE_ORDER_MARK.to_vec();
        bytes.extend(file(&[episode(1), episode(2)]));
        let back: Vec<Episode> = read(&bytes).into_iter().map(Result::unwrap).collect();
        assert_eq!(back, [episode(1), episode(2)]);
        assert!(read(BYTE_ORDER_MARK).is_empty());
    }

    #[test]
    fn input_without_an_end_ends() {
        struct Zeros;
        impl io::Read for Zeros {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                buffer.fill(0);
                Ok(buffer.len())
            }
        }
        let source = io::BufReader::with_capacity(1 << 24, Zeros);
        let back: Vec<_> = Reader::new(source).collect();
        assert!(matches!(back[..], [Err(LineError::Endless { line: 1 })]));
    }

    #[test]
    fn bad_lines_are_reported_with_their_number_and_the_rest_is_read() {
        let mut bytes = b"{\"schema\": 5}\nnot json\n\xff\xfe\n\n{\"schema\":\"truestep.trajectory/9\"}\n{\"schema\":\"truestep.trajectory/1\"}\n".to_vec();
        bytes.extend(file(&[episode(3)]));
        let back = read(&bytes);
        let malformed = |i: usize, n: u64| matches!(&back[i], Err(LineError::Malformed { line, .. }) if *line == n);
        assert!(malformed(0, 1) && malformed(1, 2) && malformed(2, 3) && malformed(4, 6));
        assert!(
            matches!(&back[3], Err(LineError::UnknownSchema { line: 5, found }) if found.ends_with("/9"))
        );
        assert_eq!(*back[5].as_ref().unwrap(), episode(3));
        assert_eq!(back.len(), 6);
    }

    #[test]
    fn a_record_with_a_zero_denominator_is_refused_without_a_panic() {
        let line = String::from_utf8(file(&[episode(1)])).unwrap();
        let note = r#""graph":{"policy":"uniform","advantage":"reference","pivot_threshold":[1,0],"horizon":3},"start""#;
        let bad = line.replacen("\"start\"", note, 1);
        assert!(matches!(
            read(bad.as_bytes())[0],
            Err(LineError::Malformed { line: 1, .. })
        ));
    }
}
