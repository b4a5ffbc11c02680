//! Where Python runs: the tests of a project one by one, and programs of the agent's.
//!
//! Everything here is a function of files, so that what was once run is remembered by what was in them: a graph, a replay
//! and the next episode of a task run no suite again.

use super::{
    given::ProjectFiles,
    remembered::{Remembered, Weighed},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};
use truestep_core::model::{Host, HostFault};
use truestep_sandbox::{
    Cause, Limit, Limits, SandboxError,
    python::{End, Outcome, Pool, Program, Python, Tests},
};
use xxhash_rust::xxh3::Xxh3Default;

/// Where the project lies.
pub(super) const ROOT: &str = "/repo";

/// Fuel of one run: some seconds.
pub(super) const FUEL: u64 = 6_000_000_000;
/// Fuel of one test: what loops without end is stopped.
const FUEL_PER_TEST: u64 = 150_000_000;
/// Memory of one run.
const MEMORY_BYTES: u64 = 128 << 20;
/// What one run may write to its outputs.
const OUTPUT_BYTES: u64 = 256 << 10;
/// Where a program that runs tests leaves word which of them it is at.
const RUNNING: &str = "/__pycache__/running";
/// Files of Python that the tests are run among: each is compiled.
const MODULES: usize = 200;

/// What came of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tried {
    /// Its id.
    pub(super) id: String,
    /// Whether it passed; skipped, missing and not run are no passes.
    pub(super) passed: bool,
    /// What came of it, in a word.
    pub(super) outcome: &'static str,
    /// Where it failed and why, without lines of code.
    pub(super) trace: String,
}

/// What came of tests.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Report {
    /// Each test, in the order asked for.
    pub(super) tests: Vec<Tried>,
    /// Why they could not be found, if they could not.
    pub(super) trouble: Option<String>,
}

impl Report {
    /// Of tests that cannot be run.
    fn of_none(expected: &[String], why: String) -> Self {
        let tried = expected.iter().map(|id| Tried {
            id: id.clone(),
            passed: false,
            outcome: word(&Outcome::NotRun),
            trace: String::new(),
        });
        Self {
            tests: tried.collect(),
            trouble: Some(why),
        }
    }

    /// Whether it says what came of each of these tests.
    pub(super) fn names(&self, ids: &[String]) -> bool {
        let named: BTreeSet<&String> = self.tests.iter().map(|test| &test.id).collect();
        self.trouble.is_none() && ids.iter().all(|id| named.contains(id))
    }

    /// Whether there are tests and all of them passed.
    pub(super) fn all_pass(&self) -> bool {
        !self.tests.is_empty() && self.tests.iter().all(|test| test.passed)
    }
}

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ran {
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) status: u8,
    /// Fuel it took.
    pub(super) fuel: u64,
    /// The test that ran when its fuel was spent, as a program that runs tests leaves word.
    pub(super) running: Option<String>,
    /// Files it made, changed or took away.
    pub(super) changes: Vec<(String, Option<Arc<[u8]>>)>,
}

/// An interpreter, lent to whatever steps.
#[derive(Clone, Debug)]
pub struct Guest(Python);

impl<D> Host<D> for Guest {
    fn start(_: &D) -> Result<Self, HostFault> {
        Self::open()
    }
}

fn fault(error: &dyn std::fmt::Display) -> HostFault {
    HostFault {
        message: error.to_string(),
    }
}

/// What an agent made of its files and programs is its business, and told; anything else is the host's fault.
fn its_own(error: SandboxError) -> Result<String, HostFault> {
    match error {
        SandboxError::NoFolder { folder } => Ok(format!("there is nothing in the folder {folder}")),
        SandboxError::RequestTooLarge { .. } => Ok("the program is too long".to_owned()),
        SandboxError::Guest { .. } => Ok(
            "how it ended cannot be said: its exit code or what it raised \
             is no number or text that can be passed on"
                .to_owned(),
        ),
        error => Err(fault(&error)),
    }
}

impl Weighed for Report {
    fn bytes(&self) -> usize {
        let tests = self.tests.iter();
        let texts = tests.map(|test| size_of::<Tried>() + test.id.len() + test.trace.len());
        texts.sum::<usize>() + self.trouble.as_ref().map_or(0, String::len)
    }
}

impl Weighed for Ran {
    fn bytes(&self) -> usize {
        let files = self.changes.iter();
        let files = files.map(|(path, after)| path.len() + after.as_ref().map_or(0, |a| a.len()));
        files.sum::<usize>() + self.stdout.len() + self.stderr.len()
    }
}

static REPORTS: Remembered<Report> = Remembered::new();
static PROGRAMS: Remembered<Ran> = Remembered::new();

impl Guest {
    /// The guest; opened once, and shared.
    ///
    /// # Errors
    /// A [`HostFault`] if it cannot be opened.
    pub fn open() -> Result<Self, HostFault> {
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
        let python = Python::open(Pool::Tests, limits, &mut crate::guest::tell)
            .map_err(|error| fault(&error))?;
        *opened = Some(python.clone());
        Ok(Self(python))
    }

    /// Run tests of a project: these, or with none named all that are found.
    ///
    /// # Errors
    /// A [`HostFault`]; what tests do is in the report.
    pub(super) fn test(
        &self,
        files: &ProjectFiles<'_>,
        expected: &[String],
    ) -> Result<Arc<Report>, HostFault> {
        self.test_until(files, expected, usize::MAX)
    }

    /// The same, but only until so many do not pass.
    ///
    /// # Errors
    /// As of [`test`](Self::test).
    pub(super) fn test_until(
        &self,
        files: &ProjectFiles<'_>,
        expected: &[String],
        enough: usize,
    ) -> Result<Arc<Report>, HostFault> {
        let mut hasher = Xxh3Default::new();
        hasher.update(&enough.to_le_bytes());
        hasher.update(&files.key().to_le_bytes());
        for id in expected {
            hasher.update(id.as_bytes());
            hasher.update(&[0]);
        }
        REPORTS.get(hasher.digest128(), || {
            if files.modules() > MODULES {
                let why = format!("there are more than {MODULES} files of Python: too many");
                return Ok(Report::of_none(expected, why));
            }
            let given = match files.given() {
                Ok(given) => given,
                Err(error) => return Ok(Report::of_none(expected, error.to_string())),
            };
            let tests = Tests {
                expected: expected.to_vec(),
                enough,
                fuel_per_test: FUEL_PER_TEST,
                ..Tests::new(given, ROOT)
            };
            let tested = match self.0.test(&tests) {
                Ok(tested) => tested,
                Err(error) => return Ok(Report::of_none(expected, its_own(error)?)),
            };
            let tried = tested.results.into_iter().map(|result| Tried {
                passed: result.outcome == Outcome::Passed,
                outcome: word(&result.outcome),
                trace: match result.outcome {
                    Outcome::Stopped(cause) => stopped(&cause),
                    _ => trace(&result.text),
                },
                id: result.id,
            });
            Ok(Report {
                tests: tried.collect(),
                trouble: tested.trouble.map(|end| match end {
                    End::Raised(raised) => trace(&raised.traceback),
                    End::Stopped(cause) => stopped(&cause),
                    End::Done | End::Exit(_) => "the tests cannot be found".into(),
                }),
            })
        })
    }

    /// Run a program over files, in a folder of them.
    ///
    /// # Errors
    /// A [`HostFault`]; what the program does is its own.
    pub(super) fn run(
        &self,
        files: &ProjectFiles<'_>,
        folder: &str,
        code: &str,
    ) -> Result<Arc<Ran>, HostFault> {
        self.carry_out(files, folder, code, None)
    }

    /// The same for a program of ours that works in the project, whose modules are compiled already.
    ///
    /// # Errors
    /// As of [`run`](Self::run).
    pub(super) fn run_ours(
        &self,
        files: &ProjectFiles<'_>,
        code: &str,
    ) -> Result<Arc<Ran>, HostFault> {
        self.carry_out(files, ROOT, code, Some(ROOT))
    }

    fn carry_out(
        &self,
        files: &ProjectFiles<'_>,
        folder: &str,
        code: &str,
        compiled: Option<&str>,
    ) -> Result<Arc<Ran>, HostFault> {
        let mut hasher = Xxh3Default::new();
        hasher.update(&files.key().to_le_bytes());
        hasher.update(&[u8::from(compiled.is_some())]);
        hasher.update(folder.as_bytes());
        hasher.update(&[0]);
        hasher.update(code.as_bytes());
        PROGRAMS.get(hasher.digest128(), || {
            // What such a run took is not known; it counts as all that there is.
            let failed = |why: String| Ran {
                stdout: String::new(),
                stderr: format!("python: {why}\n"),
                status: 1,
                fuel: FUEL,
                running: None,
                changes: vec![],
            };
            let given = match files.given() {
                Ok(given) => given,
                Err(error) => return Ok(failed(error.to_string())),
            };
            let program = Program {
                files: given,
                folder: folder.to_owned(),
                compiled: compiled.map(str::to_owned),
                ..Program::new(code)
            };
            let ran = match self.0.run(&program) {
                Ok(ran) => ran,
                Err(error) => return Ok(failed(its_own(error)?)),
            };
            let is_spent = matches!(ran.end, End::Stopped(Cause::Fuel { .. }));
            let running = ran.changes.iter().filter(|_| is_spent);
            let running = running.filter(|change| change.path == RUNNING);
            let running = running.filter_map(|change| change.after.as_deref());
            let mut running = running.map(|name| String::from_utf8_lossy(name).into_owned());
            let running = running.find(|name| !name.is_empty());
            let (status, told) = match ran.end {
                End::Done => (0, String::new()),
                End::Exit(code) => ((code & 0xff) as u8, String::new()),
                End::Raised(raised) => (1, raised.traceback),
                End::Stopped(cause) => (137, format!("python: {}\n", stopped(&cause))),
            };
            let changes = ran.changes.into_iter();
            let changes = changes.filter(|change| !change.path.contains("/__pycache__/"));
            Ok(Ran {
                stdout: ran.stdout,
                stderr: format!("{}{told}", ran.stderr),
                status,
                fuel: ran.fuel,
                running,
                changes: changes.map(|change| (change.path, change.after)).collect(),
            })
        })
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "FAILED",
        Outcome::Skipped => "SKIPPED",
        Outcome::ExpectedFailure => "EXPECTED FAILURE",
        Outcome::UnexpectedSuccess => "UNEXPECTED SUCCESS",
        Outcome::Tampered => "TAMPERED",
        Outcome::Stopped(_) => "STOPPED",
        Outcome::Missing => "MISSING",
        Outcome::NotRun => "NOT RUN",
        _ => "ERROR",
    }
}

/// Why a run was stopped, for the agent, who can set no limit.
fn stopped(cause: &Cause) -> String {
    match cause {
        Cause::Fuel { .. } => "stopped: its fuel is spent; it loops, or works out too much".into(),
        Cause::Memory { .. } => format!(
            "stopped: it asked for more than {} MiB of memory",
            MEMORY_BYTES >> 20
        ),
        Cause::StackOverflow => "stopped: its stack is full; it calls itself without end".into(),
        Cause::Quota {
            limit: Limit::OutputBytes,
            ..
        } => format!("stopped: it wrote more than {} KiB", OUTPUT_BYTES >> 10),
        cause => format!("stopped: {cause}"),
    }
}

/// A traceback without its lines of code: in which functions, and what was raised. Code is read in files.
fn trace(traceback: &str) -> String {
    let mut kept = vec![];
    for line in traceback.lines() {
        let begins = line.trim_start();
        if begins.starts_with("File \"") {
            if line.contains(ROOT) {
                kept.push(format!("  {}", begins.replace(&format!("{ROOT}/"), "")));
            }
        } else if !line.starts_with(' ') && !line.starts_with("Traceback") && !line.is_empty() {
            kept.push(format!("  {line}"));
        }
    }
    // The end says what was raised; a long comparison of two texts says it many times.
    const MOST: usize = 12;
    kept.truncate(MOST);
    kept.join("\n")
}
