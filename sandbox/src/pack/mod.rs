//! Tool packs: the interface between host and module, and how a call runs.
//!
//! # The interface
//! A pack is a core WebAssembly module (32-bit memory, no start function) that exports
//!
//! | export | type | does |
//! |---|---|---|
//! | `memory` | memory | |
//! | `pack_alloc` | `(i32) -> i32` | gives a block of so many bytes, into which the host writes a request |
//! | `pack_list` | `() -> i64` | the tools, as the result of MCP's `tools/list` |
//! | `pack_call` | `(i32, i32) -> i64` | runs a request at (address, length): `{"name": ..., "arguments": {...}}` as in MCP's `tools/call`; the reply is MCP's tool result with texts as content: `{"content": [{"type": "text", "text": ...}], "structuredContent": {...}, "isError": true}`, the last two optional |
//!
//! A reply or a list is one number: the address in the upper 32 bits, the length in the lower. What a pack may import is
//! all in the module `truestep`; texts are UTF-8, each given as address and length:
//!
//! | import | arguments | gives |
//! |---|---|---|
//! | `get` | table, key, out | length of the value, which is in `out` if it fits; -1 if there is no such row |
//! | `put` | table, key, value | 1 if there was such a row, 0 if not |
//! | `delete` | table, key | 1 if there was such a row, 0 if not |
//! | `scan` | table, prefix, after, out | bytes of rows in `out`, each as length of key, length of value (32 bits, little-endian), key, value, in order of the keys, from the first after `after`; 0: no more; less than 0: the next row needs that many bytes |
//! | `clock` | | the call's virtual time in milliseconds, as i64 |
//! | `random` | | the next number of the call's seeded generator, as i64 |
//!
//! A row that is not there is an answer, also where the text looked for is too long or too short to be a key, or no number
//! where keys are: that of a row to be written is a wrong use. A wrong use - a range outside the memory, a table that was not granted, a value
//! that is not JSON in a table of JSON - ends the call with a [`Cause`](crate::Cause).
//!
//! # A call
//! Every call runs in a fresh instance, made from the module's initial memory: a pack keeps nothing from one call to the
//! next, so instances are interchangeable and an environment's data is reachable from its own calls only. It either
//! answers, or leaves the tables as they were: after a fault, and also when its reply says `isError`.

mod deferred;
mod grants;
pub(crate) mod imports;
mod module;
pub(crate) mod run;
pub(crate) mod state;
pub(crate) mod tools;

pub use grants::Grants;
pub use tools::{Annotations, Tool};

use crate::{
    engine::Sandbox,
    error::SandboxError,
    limits::{Limit, Limits},
    tables::{Access, Change, Tables, shortened},
};
use deferred::Deferred;
use run::Running;
use serde::Serialize;
use state::CallState;
use std::{fmt, sync::Arc};
use wasmtime::{InstancePre, ModuleExport};
use xxhash_rust::xxh3::xxh3_128;

/// One call of a tool.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The tool's name.
    pub tool: &'a str,
    /// Its arguments, an object.
    pub arguments: &'a serde_json::Value,
    /// What it may do to the tables.
    pub grants: &'a Grants,
    /// Virtual time, in milliseconds; the same however often it is read.
    pub now_ms: i64,
    /// Seed of the call's randomness.
    pub seed: u64,
}

impl<'a> Call<'a> {
    /// A call at time 0 with seed 0.
    #[must_use]
    pub fn new(tool: &'a str, arguments: &'a serde_json::Value, grants: &'a Grants) -> Self {
        Self {
            tool,
            arguments,
            grants,
            now_ms: 0,
            seed: 0,
        }
    }

    /// The call as MCP's `tools/call` writes it, for tables it was granted something of.
    pub(crate) fn request(
        &self,
        tables: &Tables,
        limits: &Limits,
    ) -> Result<Vec<u8>, SandboxError> {
        let (granted, there) = (self.grants.0.len(), tables.base().specs().count());
        if granted != there {
            return Err(SandboxError::OtherTables {
                grants: granted,
                tables: there,
            });
        }
        let request = Request {
            name: self.tool,
            arguments: self.arguments,
        };
        let request = serde_json::to_vec(&request).unwrap_or_default();
        let most = limits.of(Limit::RequestBytes);
        if request.len() as u64 > most {
            return Err(SandboxError::RequestTooLarge {
                bytes: request.len(),
                most,
            });
        }
        Ok(request)
    }
}

/// What a tool answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// Its texts.
    pub content: Vec<String>,
    /// The same as data, if it gave any.
    pub structured: Option<serde_json::Map<String, serde_json::Value>>,
    /// The tool says that it could not do what was asked: the agent's mistake, or the world's. Nothing changed.
    pub is_error: bool,
    /// What it wrote, in order, a row as often as it was written.
    pub changes: Vec<Change>,
    /// Fuel it took: the same on every machine.
    pub fuel: u64,
}

/// Tools that can be called: a module that was looked at, compiled and asked for them, or what has been made a pack otherwise.
/// Cheap to clone; used from any number of threads.
#[derive(Clone)]
pub struct Pack(Kind);

#[derive(Clone)]
enum Kind {
    Module(Arc<Inner>),
    Deferred(Arc<Deferred>),
    #[cfg(feature = "python")]
    Python(crate::python::PythonPack),
}

#[cfg(feature = "python")]
impl From<crate::python::PythonPack> for Pack {
    fn from(pack: crate::python::PythonPack) -> Self {
        Self(Kind::Python(pack))
    }
}

struct Inner {
    name: String,
    sandbox: Sandbox,
    instance: InstancePre<CallState>,
    exports: Exports,
    tools: Vec<Tool>,
    digest: u128,
}

/// Where a module's exports are, found once.
#[derive(Clone, Copy)]
struct Exports {
    memory: ModuleExport,
    alloc: ModuleExport,
    list: ModuleExport,
    call: ModuleExport,
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tools = self.tools().iter().map(|tool| &tool.name);
        write!(f, "Pack {} ", self.name())?;
        f.debug_list().entries(tools).finish()
    }
}

#[derive(Serialize)]
struct Request<'a> {
    name: &'a str,
    arguments: &'a serde_json::Value,
}

impl Pack {
    /// Load a module as the pack `name`: look at it, compile it, ask it for its tools.
    ///
    /// # Errors
    /// If it is not a pack, or its list of tools cannot be used.
    pub fn load(sandbox: &Sandbox, name: &str, wasm: &[u8]) -> Result<Self, SandboxError> {
        let name = shortened(name);
        let failed = |cause| SandboxError::Module {
            pack: name.clone(),
            cause,
        };
        let module = module::compile(sandbox, wasm).map_err(failed)?;
        let export = |export: &'static str| {
            let cause = crate::error::BadModule::MissingExport {
                name: export,
                expected: "an export".into(),
            };
            module.get_export_index(export).ok_or_else(|| failed(cause))
        };
        let exports = Exports {
            memory: export("memory")?,
            alloc: export("pack_alloc")?,
            list: export("pack_list")?,
            call: export("pack_call")?,
        };
        let linked = sandbox.linker().instantiate_pre(&module);
        let instance = linked.map_err(|error| {
            failed(crate::error::BadModule::Invalid {
                reason: crate::error::one_line(&error),
            })
        })?;
        let mut pack = Inner {
            sandbox: sandbox.clone(),
            instance,
            exports,
            tools: vec![],
            digest: xxh3_128(wasm),
            name,
        };
        pack.tools = run::list(&pack)?;
        Ok(Self(Kind::Module(Arc::new(pack))))
    }

    /// Load a module in WebAssembly's text format as the pack `name`.
    ///
    /// # Errors
    /// As [`Pack::load`], and if the text is none.
    pub fn load_text(sandbox: &Sandbox, name: &str, text: &str) -> Result<Self, SandboxError> {
        let failed = |cause| SandboxError::Module {
            pack: shortened(name),
            cause,
        };
        let (bytes, most) = (text.len(), sandbox.limits().of(Limit::ModuleBytes));
        if bytes as u64 > most {
            return Err(failed(crate::error::BadModule::TooLarge { bytes, most }));
        }
        let wasm = wat::parse_str(text).map_err(|error| {
            failed(crate::error::BadModule::Text {
                reason: crate::error::one_line(&error),
            })
        })?;
        Self::load(sandbox, name, &wasm)
    }

    /// The pack `name` that [`Pack::load`] would give of a module, which is compiled when one of its tools is first called:
    /// `listed` is its list of tools, as it gives it itself (MCP's `tools/list`).
    ///
    /// # Errors
    /// If the list cannot be used. What is wrong with the module, or that it lists other tools, the first call says.
    pub fn deferred(
        limits: Limits,
        name: &str,
        wasm: &'static [u8],
        listed: &[u8],
    ) -> Result<Self, SandboxError> {
        let deferred = Deferred::new(limits, name, wasm, listed)?;
        Ok(Self(Kind::Deferred(Arc::new(deferred))))
    }

    /// The same module as the pack `name` with these tools: for one that reads in its tables what its tools do, so that it
    /// is compiled once for any number of lists. The list is held to what one of a module's own is held to.
    ///
    /// # Errors
    /// If the list cannot be used, or this pack is no module.
    pub fn with_tools(&self, name: &str, tools: Vec<Tool>) -> Result<Self, SandboxError> {
        let failed = |cause| SandboxError::Tools {
            pack: shortened(name),
            cause,
        };
        tools::check(&tools).map_err(failed)?;
        let listed = serde_json::to_vec(&tools).unwrap_or_default();
        let bytes = [&self.digest().to_le_bytes()[..], &listed].concat();
        match &self.0 {
            Kind::Module(module) => module.with_tools(name, tools, xxh3_128(&bytes)),
            Kind::Deferred(module) => {
                let deferred = Deferred::with_tools(module, name, tools, xxh3_128(&bytes));
                Ok(Self(Kind::Deferred(Arc::new(deferred))))
            }
            #[cfg(feature = "python")]
            Kind::Python(_) => Err(failed(crate::error::BadTools::Malformed {
                reason: "a file of Python lists its tools itself; expected a module".into(),
            })),
        }
    }

    /// The pack's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.0 {
            Kind::Module(module) => &module.name,
            Kind::Deferred(module) => &module.name,
            #[cfg(feature = "python")]
            Kind::Python(pack) => pack.name(),
        }
    }

    /// Its tools, in the order it lists them.
    #[must_use]
    pub fn tools(&self) -> &[Tool] {
        match &self.0 {
            Kind::Module(module) => &module.tools,
            Kind::Deferred(module) => &module.tools,
            #[cfg(feature = "python")]
            Kind::Python(pack) => pack.tools(),
        }
    }

    /// Digest of the module's bytes, or the file's: what a recorded call depends on.
    #[must_use]
    pub fn digest(&self) -> u128 {
        match &self.0 {
            Kind::Module(module) => module.digest,
            Kind::Deferred(module) => module.digest,
            #[cfg(feature = "python")]
            Kind::Python(pack) => pack.digest(),
        }
    }

    /// Call a tool on these tables.
    ///
    /// # Errors
    /// If there is no such tool, the request is too large, the pack was stopped, or its reply cannot be read. The tables
    /// are then as they were.
    pub fn call(&self, tables: &mut Tables, call: &Call<'_>) -> Result<Reply, SandboxError> {
        match &self.0 {
            Kind::Module(module) => module.call(tables, call),
            Kind::Deferred(module) => module.call(tables, call),
            #[cfg(feature = "python")]
            Kind::Python(pack) => pack.call(tables, call),
        }
    }
}

impl Inner {
    /// The same module with a list of tools that was checked.
    fn with_tools(&self, name: &str, tools: Vec<Tool>, digest: u128) -> Result<Pack, SandboxError> {
        Ok(Pack(Kind::Module(Arc::new(Self {
            name: shortened(name),
            sandbox: self.sandbox.clone(),
            instance: self.instance.clone(),
            exports: self.exports,
            tools,
            digest,
        }))))
    }

    fn call(&self, tables: &mut Tables, call: &Call<'_>) -> Result<Reply, SandboxError> {
        let (tool, request) = self.request(tables, call)?;
        let most = if tool.is_read_only() {
            Access::Read
        } else {
            Access::Write
        };
        let grants = call.grants.at_most(most);
        let mut running = Running::begin(self, std::mem::take(tables), grants, call);
        let answered = running.call(self, &request);
        let (mut after, changes) = running.end();
        let answered = answered.map(|(reply, fuel)| Reply { fuel, ..reply });
        let keep = answered.as_ref().is_ok_and(|reply| !reply.is_error);
        let changes = if keep {
            changes
        } else {
            after.undo(changes);
            vec![]
        };
        *tables = after;
        answered.map(|reply| Reply { changes, ..reply })
    }

    fn request(&self, tables: &Tables, call: &Call<'_>) -> Result<(&Tool, Vec<u8>), SandboxError> {
        let tool = tools::find(&self.name, &self.tools, call.tool)?;
        Ok((tool, call.request(tables, self.sandbox.limits())?))
    }
}
