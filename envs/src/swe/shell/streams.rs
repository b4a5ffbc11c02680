//! Where commands read from and write to.

use crate::swe::files::Blob;
use std::{cell::RefCell, ops::Deref, rc::Rc, sync::Arc};

/// Bytes that are not copied when they are handed on.
#[derive(Clone, Debug)]
pub(super) enum Bytes {
    /// A file's.
    File(Arc<Blob>),
    /// A pipe's.
    Pipe(Rc<Vec<u8>>),
}

impl Bytes {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self::Pipe(Rc::new(bytes))
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::File(blob) => blob.bytes(),
            Self::Pipe(bytes) => bytes,
        }
    }
}

/// What is read from, and how far it has been.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) bytes: Bytes,
    pub(super) at: usize,
}

/// What is written to.
#[derive(Clone, Debug)]
pub(super) enum Sink {
    /// The line's own first stream.
    Stdout,
    /// The line's own second stream.
    Stderr,
    /// A pipe or a substitution.
    Buffer(Rc<RefCell<Vec<u8>>>),
    /// A file, by its path; what is written is added.
    File(Rc<str>),
    /// Nowhere.
    Null,
}

/// The three streams of a command.
#[derive(Clone, Debug)]
pub(super) struct Streams {
    pub(super) input: Rc<RefCell<Input>>,
    pub(super) out: Sink,
    pub(super) err: Sink,
}

impl Streams {
    /// Nothing to read; what is written is the line's.
    pub(super) fn top() -> Self {
        Self {
            input: input(Bytes::new(vec![])),
            out: Sink::Stdout,
            err: Sink::Stderr,
        }
    }
}

/// Bytes to read from their beginning.
pub(super) fn input(bytes: Bytes) -> Rc<RefCell<Input>> {
    Rc::new(RefCell::new(Input { bytes, at: 0 }))
}
