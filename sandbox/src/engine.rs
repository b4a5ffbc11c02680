//! The engine: one configuration of wasmtime, under which the same module and input give the same bytes everywhere.

use crate::{
    error::{SandboxError, one_line},
    limits::{Limit, Limits},
    pack::{imports, state::CallState},
};
use std::{fmt, sync::Arc};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, Linker, OptLevel, PoolingAllocationConfig,
    Strategy, WasmBacktraceDetails,
};

/// Address space of one linear memory: with all 32 bits reserved, compiled code needs no bounds checks.
const RESERVED_BYTES: u64 = 4 << 30;
/// What a slot keeps resident after a call, and resets by copying instead of asking the kernel.
const RESIDENT_BYTES: usize = 1 << 20;
/// Entries of a table of functions.
pub(crate) const TABLE_ELEMENTS: usize = 10_000;

/// Where packs run. Cheap to clone; clones share the pool of instances.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

struct Inner {
    engine: Engine,
    linker: Linker<CallState>,
    limits: Limits,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    /// A sandbox with these limits.
    ///
    /// # Errors
    /// If the machine cannot give what the pool of instances asks for, which is address space: 4 GiB an instance.
    pub fn new(limits: Limits) -> Result<Self, SandboxError> {
        Self::metered(limits, true)
    }

    /// A sandbox that does not count fuel, to measure what counting costs. A pack that loops runs for ever in it.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    #[doc(hidden)]
    pub fn unmetered(limits: Limits) -> Result<Self, SandboxError> {
        Self::metered(limits, false)
    }

    fn metered(limits: Limits, fuel: bool) -> Result<Self, SandboxError> {
        let failed = |error: wasmtime::Error| SandboxError::Engine {
            reason: one_line(&error),
            instances: limits.of(Limit::Instances),
        };
        let engine = Engine::new(&config(&limits, fuel)).map_err(failed)?;
        let linker = imports::linker(&engine).map_err(failed)?;
        Ok(Self(Arc::new(Inner {
            engine,
            linker,
            limits,
        })))
    }

    /// The limits of every pack in it.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn linker(&self) -> &Linker<CallState> {
        &self.0.linker
    }
}

fn config(limits: &Limits, fuel: bool) -> Config {
    let mut config = Config::new();
    config
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::Speed)
        // Fuel, not epochs: where a call is stopped may not depend on time.
        .consume_fuel(fuel)
        .epoch_interruption(false)
        // One bit pattern for every NaN, one result for every relaxed instruction.
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true)
        .max_wasm_stack(limits.size(Limit::StackBytes))
        .wasm_memory64(false)
        .wasm_multi_memory(false)
        // A trap says its cause; frames of a guest would only be noise that differs between builds.
        .wasm_backtrace_max_frames(None)
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .concurrency_support(false)
        .memory_init_cow(true)
        .memory_reservation(RESERVED_BYTES)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool(limits)));
    config
}

fn pool(limits: &Limits) -> PoolingAllocationConfig {
    let instances = u32::try_from(limits.of(Limit::Instances)).unwrap_or(u32::MAX);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_core_instances(instances)
        .total_memories(instances)
        .total_tables(instances)
        .max_memories_per_module(1)
        .max_tables_per_module(1)
        .table_elements(TABLE_ELEMENTS)
        .max_memory_size(limits.size(Limit::MemoryBytes))
        .linear_memory_keep_resident(RESIDENT_BYTES)
        .table_keep_resident(RESIDENT_BYTES)
        .pagemap_scan(Enabled::Auto);
    pool
}
