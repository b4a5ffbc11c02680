//! Where cells run: the notebook from the top, in a fresh interpreter over a folder of files.
//!
//! Nothing lives on between two runs, so that a notebook is a function of its cells and of the files, forks for nothing and
//! is run again to be judged. What has been run once is remembered by its cells and its folder.

use super::{
    answer::Returned,
    folder::Folder,
    types::{Cells, Def},
};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};
use truestep_core::model::{Host, HostFault};
use xxhash_rust::xxh3::Xxh3Default;

/// The names of the folders, for programs: the shown one, and the one on which they are judged as well. A program that does
/// not go by the name it is given works on the first alone.
pub(super) const FOLDERS: [&str; 2] = ["data", "second"];
/// What runs the cells: shows what one prints, or tells what `answer` returns.
const DRIVER: &str = include_str!("driver.py");
/// Runs that are remembered of a task; past it all are forgotten and run again as they are needed.
const MOST_REMEMBERED: usize = 20_000;

/// How a run ended: what it wrote, and why it was stopped if it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ran {
    /// What it wrote.
    pub(super) text: String,
    /// Why it was stopped.
    pub(super) stopped: Option<String>,
}

/// What has been run before.
#[derive(Debug, Default)]
pub(super) struct Remembered(Mutex<BTreeMap<u128, Arc<Ran>>>);

/// An interpreter, lent to whatever steps.
#[derive(Debug)]
pub struct Guest(Engine);

impl Host<Def> for Guest {
    fn start(_: &Def) -> Result<Self, HostFault> {
        Engine::open().map(Self)
    }
}

/// What is wanted of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// What a cell prints.
    Shown(u8),
    /// What `answer` returns.
    Answer,
}

impl Guest {
    /// What cell `last` prints over the shown folder, run after those before it.
    ///
    /// # Errors
    /// A [`HostFault`].
    pub(super) fn shown(&self, def: &Def, cells: &Cells, last: u8) -> Result<Arc<Ran>, HostFault> {
        self.run(def, 0, cells, Wanted::Shown(last))
    }

    /// What the notebook's `answer` returns over a folder; nothing if it returns nothing that can be written down.
    ///
    /// # Errors
    /// A [`HostFault`].
    pub(super) fn answer(
        &self,
        def: &Def,
        folder: usize,
        cells: &Cells,
    ) -> Result<Option<Returned>, HostFault> {
        let ran = self.run(def, folder, cells, Wanted::Answer)?;
        let is_whole = ran.stopped.is_none();
        Ok(is_whole
            .then(|| serde_json::from_str(&ran.text).ok())
            .flatten())
    }

    /// Whether the notebook's `answer` is right on every folder.
    ///
    /// # Errors
    /// A [`HostFault`].
    pub(super) fn is_right(&self, def: &Def, cells: &Cells) -> Result<bool, HostFault> {
        for (number, answer) in def.answers.iter().enumerate() {
            let returned = self.answer(def, number, cells)?;
            if !returned.is_some_and(|returned| answer.is(&returned)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn run(
        &self,
        def: &Def,
        folder: usize,
        cells: &Cells,
        wanted: Wanted,
    ) -> Result<Arc<Ran>, HostFault> {
        let most = match wanted {
            Wanted::Shown(last) => last,
            Wanted::Answer => u8::MAX,
        };
        let cells: Vec<(u8, &str)> = cells
            .iter()
            .filter(|(number, _)| **number <= most)
            .map(|(number, code)| (*number, &**code))
            .collect();
        let key = key(folder, &cells, wanted);
        if let Some(ran) = def.remembered.lock().get(&key) {
            return Ok(ran.clone());
        }
        let folders = FOLDERS.iter().zip(&def.folders).take(folder + 1);
        let program = program(&cells, wanted, FOLDERS[folder]);
        let ran = Arc::new(self.0.run(&program, folders)?);
        let mut remembered = def.remembered.lock();
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(key, ran.clone());
        Ok(ran)
    }
}

impl Remembered {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u128, Arc<Ran>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a run depends on, as a number.
fn key(folder: usize, cells: &[(u8, &str)], wanted: Wanted) -> u128 {
    let mut hasher = Xxh3Default::new();
    hasher.update(&[folder as u8, u8::from(wanted == Wanted::Answer)]);
    for (number, code) in cells {
        hasher.update(&[*number]);
        hasher.update(&(code.len() as u64).to_le_bytes());
        hasher.update(code.as_bytes());
    }
    hasher.digest128()
}

/// The program that runs cells, and asks for the answer of `folder`. A text of JSON is one of Python.
fn program(cells: &[(u8, &str)], wanted: Wanted, folder: &str) -> String {
    let cells = serde_json::json!(cells);
    let (last, folder) = match wanted {
        Wanted::Shown(last) => (last, "None".to_owned()),
        Wanted::Answer => (0, format!("{folder:?}")),
    };
    let mut program = DRIVER.to_owned();
    writeln!(program, "\n_notebook({cells}, {last}, {folder})")
        .expect("invariant: writing to a string cannot fail");
    program
}

use wasm::Engine;

/// CPython in wasmtime.
mod wasm {
    use super::{Folder, HostFault, Mutex, PoisonError, Ran};
    use truestep_sandbox::{
        Cause, Limit, Limits,
        python::{End, Files, Pool, Program, Python},
    };

    /// Fuel of one run: some seconds.
    const FUEL: u64 = 3_000_000_000;
    /// Memory of one run.
    const MEMORY_BYTES: u64 = 128 << 20;
    /// What one run may write to its outputs.
    const OUTPUT_BYTES: u64 = 256 << 10;

    /// The guest, shared by all of a process.
    #[derive(Clone, Debug)]
    pub(in super::super) struct Engine(Python);

    fn fault(error: &dyn std::fmt::Display) -> HostFault {
        HostFault {
            message: error.to_string(),
        }
    }

    /// Why a run was stopped, for the agent, who can set no limit.
    fn told(cause: &Cause) -> String {
        match cause {
            Cause::Fuel { .. } => "its fuel is spent; it loops, or works out too much".into(),
            Cause::Memory { .. } => {
                format!(
                    "it asked for more than {} MiB of memory",
                    MEMORY_BYTES >> 20
                )
            }
            Cause::StackOverflow => "its stack is full; it calls itself without end".into(),
            Cause::Quota {
                limit: Limit::OutputBytes,
                ..
            } => format!("it wrote more than {} KiB", OUTPUT_BYTES >> 10),
            cause => cause.to_string(),
        }
    }

    impl Engine {
        /// The guest; opened once.
        ///
        /// # Errors
        /// A [`HostFault`] if it cannot be opened.
        pub(in super::super) fn open() -> Result<Self, HostFault> {
            // Opening the guest is dear, and what is opened is shared.
            static OPENED: Mutex<Option<Python>> = Mutex::new(None);
            let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(python) = &*opened {
                return Ok(Self(python.clone()));
            }
            let limits = Limits::python()
                .with(Limit::Fuel, FUEL)
                .and_then(|limits| limits.with(Limit::MemoryBytes, MEMORY_BYTES))
                .and_then(|limits| limits.with(Limit::OutputBytes, OUTPUT_BYTES))
                .map_err(|error| fault(&error))?;
            let python = Python::open(Pool::Tools, limits, &mut crate::guest::tell)
                .map_err(|error| fault(&error))?;
            *opened = Some(python.clone());
            Ok(Self(python))
        }

        /// Runs a program over folders.
        ///
        /// # Errors
        /// A [`HostFault`] if it cannot be run; that it is stopped is none.
        pub(super) fn run<'a>(
            &self,
            program: &str,
            folders: impl Iterator<Item = (&'a &'a str, &'a Folder)>,
        ) -> Result<Ran, HostFault> {
            let files = folders.flat_map(|(place, folder)| {
                let files = folder.files.iter();
                files.map(move |(name, text)| (format!("/{place}/{name}"), text))
            });
            let program = Program {
                files: Files::new(files).map_err(|error| fault(&error))?,
                name: "<notebook>".to_owned(),
                ..Program::new(program)
            };
            let ran = self.0.run(&program).map_err(|error| fault(&error))?;
            let stopped = match ran.end {
                End::Done | End::Exit(_) => None,
                End::Raised(raised) => Some(raised.message),
                End::Stopped(cause) => Some(told(&cause)),
            };
            Ok(Ran {
                text: ran.stdout,
                stopped,
            })
        }
    }
}
