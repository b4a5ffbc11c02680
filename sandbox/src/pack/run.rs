//! One instance, from its making to its end.

use super::{Call, Grants, Inner, Reply, Tool, state::CallState, tools};
use crate::{
    error::{BadReply, Cause, Phase, SandboxError, one_line},
    limits::Limit,
    tables::{Change, Tables},
};
use serde::Deserialize;
use std::ops::Range;
use wasmtime::{
    Instance, Memory, ModuleExport, PoolConcurrencyLimitError, Store, Trap, TypedFunc, WasmParams,
    WasmResults,
};

/// A tool result as MCP writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    content: Vec<Content>,
    #[serde(default)]
    structured_content: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(default)]
    is_error: bool,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Content {
    Text { text: String },
}

/// Reads a tool result as MCP writes it; what changed and what it cost is the host's to say.
pub(crate) fn read_reply(written: &[u8]) -> Result<Reply, BadReply> {
    let malformed = |error: serde_json::Error| BadReply::Malformed {
        reason: error.to_string(),
    };
    let written: Written = serde_json::from_slice(written).map_err(malformed)?;
    let text = |Content::Text { text }: Content| text;
    Ok(Reply {
        content: written.content.into_iter().map(text).collect(),
        structured: written.structured_content,
        is_error: written.is_error,
        changes: vec![],
        fuel: 0,
    })
}

/// Asks a pack for its tools.
pub(super) fn list(pack: &Inner) -> Result<Vec<Tool>, SandboxError> {
    let nothing = serde_json::Value::Null;
    let grants = Grants([].into());
    let call = Call::new("", &nothing, &grants);
    let mut running = Running::begin(pack, Tables::default(), grants.clone(), &call);
    let bytes = running.list(pack)?;
    tools::read(&bytes).map_err(|cause| SandboxError::Tools {
        pack: pack.name.clone(),
        cause,
    })
}

/// A store with what one call needs; the instance in it lives no longer than the call.
pub(super) struct Running(Store<CallState>);

impl Running {
    pub(super) fn begin(pack: &Inner, tables: Tables, grants: Grants, call: &Call<'_>) -> Self {
        let limits = *pack.sandbox.limits();
        let mut state = CallState::new(tables, grants, limits, true);
        (state.now_ms, state.seed) = (call.now_ms, call.seed);
        let mut store = Store::new(pack.sandbox.engine(), state);
        store.limiter(|state| state);
        // Refused only by an engine that does not count fuel.
        let metered = store.set_fuel(limits.of(Limit::Fuel)).is_ok();
        store.data_mut().metered = metered;
        Self(store)
    }

    /// The tables, and what was written to them.
    pub(super) fn end(self) -> (Tables, Vec<Change>) {
        let state = self.0.into_data();
        (state.tables, state.changes)
    }

    pub(super) fn call(
        &mut self,
        pack: &Inner,
        request: &[u8],
    ) -> Result<(Reply, u64), SandboxError> {
        let (instance, memory) = self.instantiate(pack)?;
        let bytes = request.len() as u32;
        let at: u32 = self.enter(pack, Phase::Alloc, &instance, &pack.exports.alloc, bytes)?;
        let place = self.range(memory, at, bytes);
        let place = place.ok_or_else(|| {
            let cause = Cause::BadPointer {
                import: "pack_alloc",
                at,
                bytes,
                memory: memory.data_size(&self.0),
            };
            self.stopped(pack, cause)
        })?;
        memory.data_mut(&mut self.0)[place].copy_from_slice(request);
        let call = &pack.exports.call;
        let answer: u64 = self.enter(pack, Phase::Call, &instance, call, (at, bytes))?;
        let fuel = self.fuel_spent(pack);
        let written = self.answer(pack, memory, answer)?;
        let reply = read_reply(written).map_err(|cause| SandboxError::Reply {
            pack: pack.name.clone(),
            cause,
        })?;
        Ok((reply, fuel))
    }

    fn list(&mut self, pack: &Inner) -> Result<Vec<u8>, SandboxError> {
        let (instance, memory) = self.instantiate(pack)?;
        let answer: u64 = self.enter(pack, Phase::List, &instance, &pack.exports.list, ())?;
        Ok(self.answer(pack, memory, answer)?.to_vec())
    }

    fn instantiate(&mut self, pack: &Inner) -> Result<(Instance, Memory), SandboxError> {
        let made = pack.instance.instantiate(&mut self.0);
        let instance = made.map_err(|error| {
            if error.is::<PoolConcurrencyLimitError>() {
                let instances = pack.sandbox.limits().of(Limit::Instances);
                return SandboxError::Busy { instances };
            }
            self.failed(pack, &error)
        })?;
        let memory = instance.get_module_export(&mut self.0, &pack.exports.memory);
        let memory = memory.and_then(wasmtime::Extern::into_memory);
        let memory = memory.ok_or_else(|| self.stopped(pack, Cause::Trap("no memory".into())))?;
        self.0.data_mut().memory = Some(memory);
        Ok((instance, memory))
    }

    /// Runs an entry point.
    fn enter<P: WasmParams, R: WasmResults>(
        &mut self,
        pack: &Inner,
        phase: Phase,
        instance: &Instance,
        export: &ModuleExport,
        parameters: P,
    ) -> Result<R, SandboxError> {
        self.0.data_mut().phase = phase;
        let function = instance.get_module_export(&mut self.0, export);
        let function = function.and_then(wasmtime::Extern::into_func);
        let typed = function.and_then(|f| f.typed(&self.0).ok());
        let function: TypedFunc<P, R> =
            typed.ok_or_else(|| self.stopped(pack, Cause::Trap("no entry point".into())))?;
        function
            .call(&mut self.0, parameters)
            .map_err(|error| self.failed(pack, &error))
    }

    fn range(&self, memory: Memory, at: u32, bytes: u32) -> Option<Range<usize>> {
        let end = u64::from(at) + u64::from(bytes);
        let end = usize::try_from(end).ok()?;
        (end <= memory.data_size(&self.0)).then_some(at as usize..end)
    }

    /// The bytes that an entry point's number names.
    fn answer(&self, pack: &Inner, memory: Memory, answer: u64) -> Result<&[u8], SandboxError> {
        let (at, bytes) = ((answer >> 32) as u32, answer as u32);
        let failed = |cause| SandboxError::Reply {
            pack: pack.name.clone(),
            cause,
        };
        let most = pack.sandbox.limits().of(Limit::ReplyBytes);
        if u64::from(bytes) > most {
            return Err(failed(BadReply::TooLarge { bytes, most }));
        }
        let place = self.range(memory, at, bytes).ok_or_else(|| {
            failed(BadReply::OutOfBounds {
                at,
                bytes,
                memory: memory.data_size(&self.0),
            })
        })?;
        Ok(&memory.data(&self.0)[place])
    }

    fn fuel_spent(&self, pack: &Inner) -> u64 {
        let most = pack.sandbox.limits().of(Limit::Fuel);
        self.0.get_fuel().map_or(0, |left| most - left)
    }

    fn stopped(&self, pack: &Inner, cause: Cause) -> SandboxError {
        SandboxError::Stopped {
            pack: pack.name.clone(),
            phase: self.0.data().phase,
            cause,
            fuel: self.fuel_spent(pack),
        }
    }

    fn failed(&self, pack: &Inner, error: &wasmtime::Error) -> SandboxError {
        self.stopped(pack, cause_of(error, pack.sandbox.limits().of(Limit::Fuel)))
    }
}

/// Why a guest with so much fuel was stopped.
pub(crate) fn cause_of(error: &wasmtime::Error, fuel: u64) -> Cause {
    if let Some(cause) = error.downcast_ref::<Cause>() {
        cause.clone()
    } else if let Some(trap) = error.downcast_ref::<Trap>() {
        of_trap(*trap, fuel)
    } else {
        Cause::Trap(one_line(error))
    }
}

fn of_trap(trap: Trap, fuel: u64) -> Cause {
    match trap {
        Trap::OutOfFuel => Cause::Fuel { most: fuel },
        Trap::StackOverflow => Cause::StackOverflow,
        Trap::UnreachableCodeReached => Cause::Unreachable,
        Trap::MemoryOutOfBounds => Cause::OutOfBounds,
        Trap::TableOutOfBounds | Trap::IndirectCallToNull | Trap::BadSignature => {
            Cause::IndirectCall
        }
        Trap::IntegerDivisionByZero => Cause::Arithmetic("it divided by zero"),
        Trap::IntegerOverflow => Cause::Arithmetic("a division does not fit its type"),
        Trap::BadConversionToInteger => {
            Cause::Arithmetic("a number with a fraction does not fit a whole number")
        }
        other => Cause::Trap(other.to_string()),
    }
}
