//! Python, as the shell sees it: something that runs a program over the tree.

use crate::swe::files::Tree;
use std::collections::BTreeMap;

/// What is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// A file, by its absolute path: `python FILE`.
    File(String),
    /// A module: `python -m NAME`; `pytest` and `unittest` are such.
    Module(String),
    /// Code: `python -c CODE`.
    Code(String),
    /// Code that came in on the first stream: `python` or `python -`.
    Input(String),
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is to be run.
    pub program: Program,
    /// What the program is called, as it stands on the line: its `sys.argv[0]`.
    pub name: String,
    /// What stands behind it on the line.
    pub arguments: Vec<String>,
    /// What it can read.
    pub stdin: Vec<u8>,
    /// The working folder, absolute.
    pub cwd: String,
    /// Exported variables.
    pub environment: BTreeMap<String, String>,
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reply {
    /// What it wrote.
    pub stdout: Vec<u8>,
    /// What it wrote to the second stream.
    pub stderr: Vec<u8>,
    /// Its status.
    pub status: u8,
}

/// The host of the programs failed; this says nothing about the program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RunnerFault(pub String);

/// Whoever runs Python.
pub trait Runner {
    /// Run a program over the tree; files it writes are the tree's from then on.
    ///
    /// # Errors
    /// The host failed. A program that fails is a [`Reply`] with its status.
    fn run(&mut self, tree: &mut Tree, request: &Request) -> Result<Reply, RunnerFault>;
}

/// A shell without Python.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPython;

impl Runner for NoPython {
    fn run(&mut self, _: &mut Tree, _: &Request) -> Result<Reply, RunnerFault> {
        Ok(Reply {
            stderr: b"python: there is no Python in this shell\n".to_vec(),
            status: 127,
            ..Reply::default()
        })
    }
}
