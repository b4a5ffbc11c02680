//! Modules that were compiled before, kept by the host and given to instances as files of compiled code.
//!
//! A module is compiled in an instance of its own, in which nothing of it runs: code that ran could otherwise leave
//! something else behind in its name. What is found here is what a fresh instance would have made, and since every module
//! is compiled before what imports it is run, a run costs the same fuel whether its modules were known or not. Each has an
//! instance of its own: what the interpreter writes down depends on what it did before.

use super::{Files, Python, instance::Instance, machine::Machine};
use crate::{
    error::{Phase, SandboxError},
    limits::Limit,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use xxhash_rust::xxh3::Xxh3Default;

/// What is kept at most, in bytes; past it all is forgotten and compiled again as it is needed.
const MOST_BYTES: usize = 64 << 20;

/// Compiled modules by the hash of path and source; none where a source does not compile.
#[derive(Default)]
pub(super) struct Compiled(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    bytes: usize,
    modules: BTreeMap<u128, Option<Arc<[u8]>>>,
}

fn key(path: &str, source: &[u8]) -> u128 {
    let mut hasher = Xxh3Default::new();
    hasher.update(&(path.len() as u64).to_le_bytes());
    hasher.update(path.as_bytes());
    hasher.update(source);
    hasher.digest128()
}

impl Compiled {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing is left half done by a thread that panics here.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, key: u128, module: Option<Arc<[u8]>>) {
        let mut kept = self.kept();
        let bytes = module.as_ref().map_or(0, |module| module.len()) + 64;
        if kept.bytes + bytes > MOST_BYTES {
            *kept = Kept::default();
        }
        kept.bytes += bytes;
        kept.modules.insert(key, module);
    }
}

impl Python {
    /// The compiled form of the modules in and below a folder, as files of an instance.
    pub(super) fn compiled_in(
        &self,
        folder: &str,
        files: &Files,
    ) -> Result<Vec<(String, Arc<[u8]>)>, SandboxError> {
        let within = format!("{}/", folder.trim_end_matches('/'));
        let sources = files.iter();
        self.compiled(sources.filter(|(path, _)| path.starts_with(&within)))
    }

    /// The compiled form of these modules, as files of an instance.
    pub(super) fn compiled<'a>(
        &self,
        sources: impl Iterator<Item = (String, &'a [u8])>,
    ) -> Result<Vec<(String, Arc<[u8]>)>, SandboxError> {
        let mut files = vec![];
        for (path, source) in sources {
            let Some(file) = Machine::compiled_path(&path) else {
                continue;
            };
            let key = key(&path, source);
            let known = self.0.compiled.kept().modules.get(&key).cloned();
            let module = match known {
                Some(module) => module,
                None => {
                    let module = compile(self, &path, source)?;
                    self.0.compiled.keep(key, module.clone());
                    module
                }
            };
            files.extend(module.map(|module| (file, module)));
        }
        Ok(files)
    }
}

/// Compiles one module; none if it does not compile, or not within the limits.
fn compile(python: &Python, path: &str, source: &[u8]) -> Result<Option<Arc<[u8]>>, SandboxError> {
    let fuel = python.0.limits.of(Limit::Fuel);
    let given = python.given(&Files::default(), 0, 0);
    let mut instance = Instance::begin(&python.0, given, "/", fuel)?;
    let made = instance.call(Phase::Compile, async |guest, store| {
        guest.call_compile(store, path, source).await
    });
    let module = made.ok().filter(|module| !module.is_empty());
    Ok(module.map(Arc::from))
}
