//! The machine that the guest's C library finds: files in memory, a clock that each look moves on, seeded randomness, two
//! places to write to, and nothing else.
//!
//! It is the part of WASI 0.2 that CPython uses, implemented by nothing that touches the real machine. What the guest does
//! wrong is an error in the words of POSIX, which Python raises as `OSError`; only a quota ends the call.

#![allow(
    unreachable_pub,
    reason = "the generated bindings hand on what the guest holds, which has to be `pub` for that"
)]

mod files;
mod io;
mod rest;
mod sockets;
mod tables;
mod tree;

pub(super) use sockets::refuse as refuse_sockets;

use super::files::{FileChange, Files};
use crate::{
    error::Cause,
    limits::{Limit, Limits},
    pack::state::CallState,
};
pub use io::{InStream, OutStream};
use std::sync::Arc;
use tree::Tree;
use wasmtime::{
    ResourceLimiter,
    component::{HasSelf, Linker, Resource, ResourceTable},
};

/// What wasmtime makes of the interfaces.
#[allow(
    missing_docs,
    unreachable_pub,
    unsafe_code,
    clippy::unwrap_used,
    clippy::allow_attributes_without_reason,
    reason = "generated: how values of the interface lie in memory"
)]
mod bindings {
    wasmtime::component::bindgen!({
        world: "machine",
        path: "guest/wit/machine.wit",
        imports: { default: trappable },
        trappable_error_type: {
            "wasi:filesystem/types.error-code" => super::Refused,
            "wasi:io/streams.stream-error" => super::StreamEnd,
        },
        with: {
            "wasi:io/poll.pollable": super::Pollable,
            "wasi:io/error.error": super::Nothing,
            "wasi:io/streams.input-stream": super::InStream,
            "wasi:io/streams.output-stream": super::OutStream,
            "wasi:cli/terminal-input.terminal-input": super::Nothing,
            "wasi:cli/terminal-output.terminal-output": super::Nothing,
            "wasi:filesystem/types.descriptor": super::Descriptor,
            "wasi:filesystem/types.directory-entry-stream": super::Entries,
        },
    });
}

use bindings::wasi::filesystem::types::{DirectoryEntry, ErrorCode};

/// Things that the guest may hold at the same time: open files, streams, waits.
const MOST_HANDLES: usize = 4_096;
/// Elements of one table of functions.
pub(super) const TABLE_ELEMENTS: usize = 60_000;

/// A resource there is none of.
pub struct Nothing;

/// What can be waited for: nothing, or a moment.
#[derive(Clone, Copy, Debug)]
pub enum Pollable {
    Ready,
    At(u64),
}

/// What the guest has open.
#[derive(Clone, Debug)]
pub enum Descriptor {
    Folder(String),
    File {
        id: tree::FileId,
        flags: bindings::wasi::filesystem::types::DescriptorFlags,
    },
    Null,
}

/// A listing, read entry by entry.
#[derive(Debug)]
pub struct Entries(std::vec::IntoIter<DirectoryEntry>);

/// Why the guest does not get what it asked the files for.
#[derive(Debug)]
pub enum Refused {
    /// In the words of POSIX: the guest goes on.
    Code(ErrorCode),
    /// The call ends.
    Stop(wasmtime::Error),
}

/// Why a stream gives or takes no more.
#[derive(Debug)]
pub enum StreamEnd {
    /// It is at its end: the guest goes on.
    Closed,
    /// It failed: the guest goes on.
    Failed,
    /// The call ends.
    Stop(wasmtime::Error),
}

/// What one run of the guest is given.
pub(crate) struct Given {
    pub(super) call: CallState,
    pub(super) files: Files,
    pub(super) compiled: Vec<(String, Arc<[u8]>)>,
    pub(super) now_ms: i64,
    pub(super) seed: u64,
}

/// The machine of one instance.
pub(crate) struct Machine {
    pub(super) call: CallState,
    handles: ResourceTable,
    tree: Tree,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
    start_ns: u64,
    elapsed_ns: u64,
    seed: u64,
    drawn: u64,
}

/// A time in nanoseconds; there is none before 1970.
fn start(now_ms: i64) -> u64 {
    u64::try_from(now_ms).unwrap_or(0).saturating_mul(1_000_000)
}

impl Machine {
    pub(super) fn new(given: Given, limits: &Limits) -> Self {
        let mut handles = ResourceTable::new();
        handles.set_max_capacity(MOST_HANDLES);
        let most = limits.of(Limit::FileBytes);
        Self {
            handles,
            tree: Tree::new(given.files, &given.compiled, most),
            call: given.call,
            stdout: vec![],
            stderr: vec![],
            start_ns: start(given.now_ms),
            elapsed_ns: 0,
            seed: given.seed,
            drawn: 0,
        }
    }

    /// Begins another call in an instance that lives on.
    pub(super) fn renew(&mut self, call: CallState, now_ms: i64, seed: u64) {
        self.call = call;
        self.start_ns = start(now_ms);
        (self.elapsed_ns, self.seed, self.drawn) = (0, seed, 0);
        self.stdout.clear();
        self.stderr.clear();
    }

    pub(super) fn changes(&self) -> Vec<FileChange> {
        self.tree.changes()
    }

    pub(super) fn has_folder(&self, path: &str) -> bool {
        let path = tree::resolve("", path);
        path.is_ok_and(|path| self.tree.kind(&path) == Some(tree::Kind::Folder))
    }

    /// What is in a folder of compiled modules is named after the source.
    pub(super) fn compiled_path(path: &str) -> Option<String> {
        let stem = path.strip_suffix(".py")?;
        Some(format!("{}{stem}.cpython-314.pyc", tree::COMPILED))
    }

    /// Counts a use of the machine that moves so many bytes.
    fn work(&mut self, bytes: u64) -> Result<(), Cause> {
        self.call.host_call(bytes)
    }

    /// Gives the guest a handle; the call ends when it has too many.
    fn hold<T: Send + 'static>(&mut self, thing: T) -> wasmtime::Result<Resource<T>> {
        Ok(self
            .handles
            .push(thing)
            .map_err(|_| Cause::Handles { most: MOST_HANDLES })?)
    }
}

impl ResourceLimiter for Machine {
    /// More memory than there may be is refused, which Python raises as `MemoryError`.
    fn memory_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= self.call.limits().size(Limit::MemoryBytes))
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_ELEMENTS)
    }
}

/// Defines what the guest may ask of the machine.
pub(super) fn define(linker: &mut Linker<Machine>) -> wasmtime::Result<()> {
    bindings::Machine::add_to_linker::<_, HasSelf<_>>(linker, |machine| machine)
}
