//! A command at work: its words, its streams, and the tree.

use super::{
    machine::{Halt, Machine},
    streams::{Bytes, Input, Streams},
};
use crate::swe::files::{FileError, Tree, absolute};

/// What a command is given.
pub(super) struct Call<'m, 'r> {
    pub(super) m: &'m mut Machine<'r>,
    /// The name it was called by.
    pub(super) name: &'static str,
    /// The words behind it.
    pub(super) words: &'m [String],
    pub(super) streams: Streams,
    pub(super) out: Vec<u8>,
    pub(super) err: Vec<u8>,
}

/// Bytes after which what was written is handed on.
const CHUNK: usize = 1 << 16;

impl Call<'_, '_> {
    pub(super) fn tree(&self) -> &Tree {
        &self.m.shell.tree
    }

    pub(super) fn tree_mut(&mut self) -> &mut Tree {
        &mut self.m.shell.tree
    }

    /// A path as the working folder sees it.
    pub(super) fn path(&self, path: &str) -> String {
        absolute(&self.m.shell.session.cwd, path)
    }

    /// Account for work.
    pub(super) fn work(&mut self, amount: usize) -> Result<(), Halt> {
        self.m.work(amount)
    }

    /// Write to the first stream.
    pub(super) fn print(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), Halt> {
        let bytes = bytes.as_ref();
        self.m.work(bytes.len() + 1)?;
        self.out.extend_from_slice(bytes);
        if self.out.len() > CHUNK {
            self.flush()?;
        }
        Ok(())
    }

    /// Write a line to the first stream.
    pub(super) fn line(&mut self, text: impl AsRef<[u8]>) -> Result<(), Halt> {
        self.print(text)?;
        self.print(b"\n")
    }

    /// Write `NAME: text` to the second stream.
    pub(super) fn complain(&mut self, text: impl std::fmt::Display) {
        self.err
            .extend_from_slice(format!("{}: {text}\n", self.name).as_bytes());
    }

    /// Hand on what was written: complaints first, as programs do whose first stream is no terminal.
    pub(super) fn flush(&mut self) -> Result<(), Halt> {
        let (err, out) = (std::mem::take(&mut self.err), std::mem::take(&mut self.out));
        self.m.write(&self.streams.err, &err)?;
        self.m.write(&self.streams.out, &out)
    }

    /// Hand on what was written to the first stream alone, for programs that do not hold it back.
    pub(super) fn flush_out(&mut self) -> Result<(), Halt> {
        let out = std::mem::take(&mut self.out);
        self.m.write(&self.streams.out, &out)
    }

    /// All that can still be read from the first stream.
    pub(super) fn stdin(&mut self) -> Result<Vec<u8>, Halt> {
        let rest = {
            let input: &mut Input = &mut self.streams.input.borrow_mut();
            let rest = input.bytes[input.at.min(input.bytes.len())..].to_vec();
            input.at = input.bytes.len();
            rest
        };
        self.m.work(rest.len())?;
        Ok(rest)
    }

    /// The content of an operand: `-` is what comes in, `/dev/null` is empty.
    pub(super) fn read(&mut self, operand: &str) -> Result<Result<Bytes, FileError>, Halt> {
        if operand == "-" || operand == "/dev/stdin" {
            return Ok(Ok(Bytes::new(self.stdin()?)));
        }
        if operand == "/dev/null" {
            return Ok(Ok(Bytes::new(vec![])));
        }
        let path = self.path(operand);
        let found = match self.tree().read(&path) {
            // A slash behind a file's name asks for a folder.
            Ok(_) if operand.ends_with('/') => Err(FileError::NotFolder),
            Ok(blob) => Ok(Bytes::File(blob.clone())),
            Err(error) => Err(error),
        };
        if operand.is_empty() {
            return Ok(Err(FileError::Missing));
        }
        if let Ok(bytes) = &found {
            self.m.work(bytes.len())?;
        }
        Ok(found)
    }

    /// The operands, or `-` if there is none.
    pub(super) fn or_stdin(operands: &[String]) -> Vec<String> {
        if operands.is_empty() {
            vec!["-".to_owned()]
        } else {
            operands.to_vec()
        }
    }
}

/// The lines of a text with their ends; a last line without one is a line.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|b| *b == b'\n')
}

/// A line without its end.
pub(super) fn chomp(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\n").unwrap_or(line)
}

/// A name between quotes if a reader could take it wrongly, as GNU's tools write names in messages.
pub(super) fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "'\\''"))
}
