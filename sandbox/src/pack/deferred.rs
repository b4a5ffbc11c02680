//! A pack whose tools are known before its module is compiled.

use super::{Call, Inner, Kind, Pack, Reply, Tool, tools};
use crate::{
    engine::Sandbox,
    error::{BadTools, SandboxError},
    limits::Limits,
    tables::{Tables, shortened},
};
use std::sync::{Arc, OnceLock};
use xxhash_rust::xxh3::xxh3_128;

/// A module that is compiled when the first of its tools is called. Compiling takes most of the time of a program that only
/// wants to know what tools there are.
pub(super) struct Deferred {
    pub(super) name: String,
    pub(super) tools: Vec<Tool>,
    pub(super) digest: u128,
    module: Module,
}

/// What is called then.
enum Module {
    /// A module, with what its pack is held to.
    Bytes {
        wasm: &'static [u8],
        limits: Limits,
        made: OnceLock<Result<Pack, SandboxError>>,
    },
    /// One that others are made of as well, under another list of tools.
    Of(Arc<Deferred>, OnceLock<Result<Pack, SandboxError>>),
}

impl Deferred {
    /// The pack `name` of a module, whose list of tools is `listed`, as the module itself would give it.
    pub(super) fn new(
        limits: Limits,
        name: &str,
        wasm: &'static [u8],
        listed: &[u8],
    ) -> Result<Self, SandboxError> {
        let name = shortened(name);
        let tools = tools::read(listed).map_err(|cause| SandboxError::Tools {
            pack: name.clone(),
            cause,
        })?;
        Ok(Self {
            digest: xxh3_128(wasm),
            module: Module::Bytes {
                wasm,
                limits,
                made: OnceLock::new(),
            },
            name,
            tools,
        })
    }

    /// The same module under another name and with another list of tools, which was checked.
    pub(super) fn with_tools(this: &Arc<Self>, name: &str, tools: Vec<Tool>, digest: u128) -> Self {
        Self {
            name: shortened(name),
            tools,
            digest,
            module: Module::Of(Arc::clone(this), OnceLock::new()),
        }
    }

    /// Call a tool; the module is compiled if it was not yet.
    pub(super) fn call(&self, tables: &mut Tables, call: &Call<'_>) -> Result<Reply, SandboxError> {
        self.compiled()?.call(tables, call)
    }

    fn compiled(&self) -> Result<&Inner, SandboxError> {
        let made = match &self.module {
            Module::Bytes { wasm, limits, made } => made.get_or_init(|| {
                let pack = Pack::load(&Sandbox::new(*limits)?, &self.name, wasm)?;
                match pack.tools() == self.tools {
                    true => Ok(pack),
                    false => Err(SandboxError::Tools {
                        pack: self.name.clone(),
                        cause: BadTools::File {
                            reason: "the module lists other tools than the list beside it".into(),
                        },
                    }),
                }
            }),
            Module::Of(whole, made) => made.get_or_init(|| {
                let module = whole.compiled()?;
                module.with_tools(&self.name, self.tools.clone(), self.digest)
            }),
        };
        match made {
            Ok(Pack(Kind::Module(module))) => Ok(module),
            Ok(_) => unreachable!("invariant: what is loaded from bytes is a module"),
            Err(error) => Err(error.clone()),
        }
    }
}
