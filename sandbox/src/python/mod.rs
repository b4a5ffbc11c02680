//! Python: CPython 3.14 as one more guest, for tools written in it, for programs of an agent, and for tests.
//!
//! The guest is one pinned artefact: CPython, initialised, with its standard library imported, its memory written down. An
//! instance begins there, so that it is fresh and ready in about a millisecond. It finds a machine made of
//! files in memory, a virtual clock and seeded randomness, and nothing of the real one.
//!
//! - [`Python::run`] runs a program: what it printed, raised and wrote.
//! - [`Python::load`] makes a file of typed functions a [`PythonPack`]: the same tools, calls and replies as
//!   [`Pack`](crate::Pack).
//! - [`Python::test`] runs unit tests, one by one, and counts them.
//!
//! The same input gives the same output and the same fuel: on every instance, thread and process, of one version.
//!
//! ```no_run
//! use truestep_sandbox::{Limits, python::{End, Files, Pool, Program, Python}};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let python = Python::open(Pool::Tools, Limits::python(), &mut |progress| eprintln!("{progress:?}"))?;
//! let files = Files::new([("/data/prices.csv", "2\n3\n")])?;
//! let code = "print(sum(int(line) for line in open('/data/prices.csv')))";
//! let ran = python.run(&Program { files, ..Program::new(code) })?;
//! assert_eq!((ran.stdout.as_str(), ran.end), ("5\n", End::Done));
//! # Ok(()) }
//! ```

mod artefact;
mod compiled;
mod files;
mod instance;
mod machine;
mod tests;
mod tools;

pub use artefact::{CACHE, Progress, cache_folder};
pub use files::{BadFile, FileChange, Files};
pub use tests::{Outcome, TestResult, Tested, Tests};
pub use tools::{Live, PythonPack};

use crate::{
    error::{Cause, Phase, SandboxError, one_line},
    limits::{Limit, Limits},
    pack::{Grants, state::CallState},
    tables::Tables,
};
use compiled::Compiled;
use instance::Instance;
use machine::{Given, Machine, TABLE_ELEMENTS};
use serde::Deserialize;
use std::{fmt, path::Path, sync::Arc};
use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, Strategy,
    WasmBacktraceDetails,
    component::{HasSelf, Linker},
};

/// What wasmtime makes of the guest's interface.
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
        world: "guest",
        path: "guest/wit/guest.wit",
        imports: { default: trappable },
        exports: { default: async },
    });
}

/// Address space of one linear memory: with all 32 bits reserved, compiled code needs no bounds checks.
const RESERVED_BYTES: u64 = 4 << 30;
/// Stack of one instance: so much that most of Python's own limits on depth, which count and are the same everywhere, come
/// first. How much of it a frame of compiled code takes differs between processors.
const GUEST_STACK: usize = 16 << 20;
/// Stack of one instance for what the host does, beside the guest's.
const HOST_STACK: usize = 2 << 20;
/// The memory that instances begin with is mapped, not copied, up to this size.
const IMAGE_BYTES: u64 = 256 << 20;
/// What a slot of a pool for tests keeps resident: a test run touches so much that giving it back to the kernel and taking
/// it again would cost more than to clear it, above all with several threads.
const RESIDENT_BYTES: usize = 32 << 20;
/// Core instances, memories and tables that the component is made of, at most.
const MODULES: u32 = 64;
const MEMORIES: u32 = 2;
const TABLES: u32 = 8;

/// What instances are for; what a slot keeps between two of them depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// Many short calls: nothing is kept.
    Tools,
    /// Test runs: 32 MiB of memory stay with each slot.
    Tests,
}

/// The guest, ready to be instantiated. Cheap to clone; clones share the pool of instances.
#[derive(Clone)]
pub struct Python(Arc<Inner>);

struct Inner {
    engine: Engine,
    guest: bindings::GuestPre<Machine>,
    limits: Limits,
    compiled: Compiled,
}

impl fmt::Debug for Python {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Python")
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

/// A program, and what it finds.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its text.
    pub code: String,
    /// What it is called in tracebacks.
    pub name: String,
    /// Its files.
    pub files: Files,
    /// The folder it works in, which is also where it imports from.
    pub folder: String,
    /// The folder whose modules are compiled before it begins, and once for all programs and tests that find them; none by
    /// default: then each that is imported is compiled as it is, and counts as the program's own work.
    pub compiled: Option<String>,
    /// Virtual time when it begins, in milliseconds since 1970; each look at a clock moves it on by a microsecond.
    pub now_ms: i64,
    /// Seed of its randomness.
    pub seed: u64,
}

/// 2026-01-01.
const USUAL_NOW_MS: i64 = 1_767_225_600_000;

impl Program {
    /// This program, without files, in `/`, at the beginning of 2026, with seed 0.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            name: "<program>".to_owned(),
            files: Files::default(),
            folder: "/".to_owned(),
            compiled: None,
            now_ms: USUAL_NOW_MS,
            seed: 0,
        }
    }
}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// After its last line.
    Done,
    /// By `sys.exit`, with this code.
    Exit(i64),
    /// With an exception that nobody caught.
    Raised(Raised),
    /// It was stopped.
    Stopped(Cause),
}

/// An exception.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Raised {
    /// Name of its class.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its text.
    pub message: String,
    /// As Python shows it.
    pub traceback: String,
}

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
    /// How it ended.
    pub end: End,
    /// Files it made, changed and took away, in order of their paths.
    pub changes: Vec<FileChange>,
    /// Fuel it took: the same on every machine.
    pub fuel: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    exit: Option<i64>,
    raised: Option<Raised>,
}

impl Python {
    /// Open the guest: from the cache, or by compiling it, which takes some seconds once a machine and is told.
    ///
    /// # Errors
    /// If the guest does not compile, or the machine cannot give what the pool asks for.
    pub fn open(
        pool: Pool,
        limits: Limits,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, SandboxError> {
        Self::open_in(cache_folder().as_deref(), pool, limits, progress)
    }

    /// [`open`](Self::open) with this folder for compiled guests, or with none.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_in(
        cache: Option<&Path>,
        pool: Pool,
        limits: Limits,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, SandboxError> {
        let failed = |error: wasmtime::Error| SandboxError::Engine {
            reason: one_line(&error),
            instances: limits.of(Limit::Instances),
        };
        let engine = Engine::new(&config(pool, &limits)).map_err(failed)?;
        let component = artefact::load(&engine, cache, progress);
        let component = component.map_err(|cause| SandboxError::Guest { cause })?;
        let mut linker = Linker::new(&engine);
        machine::define(&mut linker)
            .and_then(|()| {
                bindings::Guest::add_to_linker::<_, HasSelf<_>>(&mut linker, |machine| machine)
            })
            .and_then(|()| machine::refuse_sockets(&mut linker, &component))
            .map_err(failed)?;
        let linked = linker.instantiate_pre(&component);
        let guest = linked.and_then(bindings::GuestPre::new).map_err(failed)?;
        progress(Progress::Ready);
        Ok(Self(Arc::new(Inner {
            engine,
            guest,
            limits,
            compiled: Compiled::default(),
        })))
    }

    /// The limits of everything that runs in it.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Run a program in a fresh instance. A program that is stopped has still printed and written what it did before.
    ///
    /// # Errors
    /// If there is no instance free, the program is larger than a request may be, or its folder cannot be entered.
    pub fn run(&self, program: &Program) -> Result<Ran, SandboxError> {
        self.fits(program.code.len())?;
        let limits = &self.0.limits;
        let mut given = self.given(&program.files, program.now_ms, program.seed);
        if let Some(folder) = &program.compiled {
            given.compiled = self.compiled_in(folder, &program.files)?;
        }
        let fuel = limits.of(Limit::Fuel);
        let mut instance = Instance::begin(&self.0, given, &program.folder, fuel)?;
        let answer = instance.ask(Phase::Program, async |guest, store| {
            guest.call_run(store, &program.name, &program.code).await
        })?;
        let end = match answer {
            Err(cause) => End::Stopped(cause),
            Ok(Answer {
                raised: Some(raised),
                ..
            }) => End::Raised(raised),
            Ok(Answer {
                exit: Some(code), ..
            }) => End::Exit(code),
            Ok(_) => End::Done,
        };
        let fuel = instance.spent();
        let left = instance.leave();
        Ok(Ran {
            stdout: left.stdout,
            stderr: left.stderr,
            end,
            changes: left.changes,
            fuel,
        })
    }

    fn fits(&self, bytes: usize) -> Result<(), SandboxError> {
        let most = self.0.limits.of(Limit::RequestBytes);
        if bytes as u64 > most {
            return Err(SandboxError::RequestTooLarge { bytes, most });
        }
        Ok(())
    }

    /// What an instance without tables is given.
    fn given(&self, files: &Files, now_ms: i64, seed: u64) -> Given {
        let tables = Tables::default();
        let grants = Grants::new(tables.base(), &[]);
        Given {
            call: CallState::new(tables, grants, self.0.limits, true),
            files: files.clone(),
            compiled: vec![],
            now_ms,
            seed,
        }
    }
}

fn config(pool: Pool, limits: &Limits) -> Config {
    let mut config = Config::new();
    config
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::Speed)
        // Fuel, not epochs: where a run is stopped may not depend on time.
        .consume_fuel(true)
        .epoch_interruption(false)
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true)
        // Instances run on stacks of their own: the caller's need not be large.
        .max_wasm_stack(GUEST_STACK)
        .async_stack_size(GUEST_STACK + HOST_STACK)
        .concurrency_support(false)
        .wasm_backtrace_max_frames(None)
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .generate_address_map(false)
        .memory_init_cow(true)
        .memory_guaranteed_dense_image_size(IMAGE_BYTES)
        .memory_reservation(RESERVED_BYTES)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pooling(pool, limits)));
    config
}

fn pooling(pool: Pool, limits: &Limits) -> PoolingAllocationConfig {
    let instances = u32::try_from(limits.of(Limit::Instances)).unwrap_or(u32::MAX);
    let resident = match pool {
        Pool::Tools => 0,
        Pool::Tests => RESIDENT_BYTES,
    };
    let mut pooling = PoolingAllocationConfig::new();
    pooling
        .total_component_instances(instances)
        .total_core_instances(instances.saturating_mul(MODULES))
        .total_memories(instances)
        .total_tables(instances.saturating_mul(TABLES))
        .total_stacks(instances)
        .max_core_instances_per_component(MODULES)
        .max_memories_per_component(MEMORIES)
        .max_tables_per_component(TABLES)
        .max_component_instance_size(4 << 20)
        .max_core_instance_size(4 << 20)
        .table_elements(TABLE_ELEMENTS)
        .max_memory_size(limits.size(Limit::MemoryBytes))
        .max_unused_warm_slots(instances)
        .linear_memory_keep_resident(resident);
    pooling
}
