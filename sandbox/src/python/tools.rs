//! A user's Python file as a tool pack: typed functions with docstrings become tools, in fresh instances or in a live one.

use super::{Files, Python, instance::Instance, machine::Given};
use crate::{
    error::{BadReply, BadTools, Phase, SandboxError},
    limits::Limit,
    pack::{Call, Grants, Reply, Tool, run::read_reply, state::CallState, tools},
    tables::{Access, Tables, shortened},
};
use serde::Deserialize;
use std::{fmt, sync::Arc};
use xxhash_rust::xxh3::xxh3_128;

/// A Python file whose functions are tools: what [`Pack`](crate::Pack) is for modules. Cheap to clone.
///
/// A tool is a public function that the file defines, with an annotation for each parameter and a docstring: from these
/// come its schema and its descriptions. It reaches the tables it was granted by `import truestep`, whose source
/// (`guest/app/truestep.py`) says how. Every call runs in a fresh instance and either answers or leaves the tables as they
/// were.
#[derive(Clone)]
pub struct PythonPack(Arc<Loaded>);

struct Loaded {
    name: String,
    python: Python,
    path: String,
    files: Files,
    compiled: Vec<(String, Arc<[u8]>)>,
    tools: Vec<Tool>,
    digest: u128,
}

impl fmt::Debug for PythonPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tools = self.0.tools.iter().map(|tool| &tool.name);
        write!(f, "PythonPack {} ", self.0.name)?;
        f.debug_list().entries(tools).finish()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Listed {
    Tools(Box<serde_json::value::RawValue>),
    Bad { tool: String, reason: String },
}

/// The module's name: letters, digits and underscores of the pack's.
fn module_name(name: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() { c } else { '_' }
    };
    let name: String = name.chars().map(letter).collect();
    match name.as_bytes().first() {
        Some(first) if !first.is_ascii_digit() => name,
        _ => format!("_{name}"),
    }
}

impl Python {
    /// Load a file of functions as the pack `name`.
    ///
    /// # Errors
    /// If the file cannot be run, or one of its functions cannot be a tool.
    pub fn load(&self, name: &str, source: &[u8]) -> Result<PythonPack, SandboxError> {
        let name = shortened(name);
        let most = self.limits().of(Limit::ModuleBytes);
        if source.len() as u64 > most {
            let bytes = source.len();
            return Err(SandboxError::Module {
                pack: name,
                cause: crate::error::BadModule::TooLarge { bytes, most },
            });
        }
        let bad = |cause| SandboxError::Tools {
            pack: name.clone(),
            cause,
        };
        let path = format!("/tools/{}.py", module_name(&name));
        let files = Files::new([(&path, source)]).map_err(|error| {
            bad(BadTools::File {
                reason: error.to_string(),
            })
        })?;
        let compiled = self.compiled([(path.clone(), source)].into_iter())?;
        let mut loaded = Loaded {
            python: self.clone(),
            path,
            files,
            compiled,
            tools: vec![],
            digest: xxh3_128(source),
            name: name.clone(),
        };
        let nothing = serde_json::Value::Null;
        let none = Grants::new(Tables::default().base(), &[]);
        let call = Call::new("", &nothing, &none);
        let mut instance = loaded.begin(Tables::default(), none.clone(), &call)?;
        let answer = instance.ask(Phase::LoadTools, async |guest, store| {
            guest.call_load_tools(store, &loaded.path).await
        })?;
        let tools = match answer {
            Ok(Listed::Tools(list)) => list,
            Ok(Listed::Bad { tool, reason }) if tool.is_empty() => {
                return Err(bad(BadTools::File { reason }));
            }
            Ok(Listed::Bad { tool, reason }) => {
                let function = shortened(&tool);
                return Err(bad(BadTools::Function { function, reason }));
            }
            Err(cause) => return Err(instance.stopped(&name, cause)),
        };
        drop(instance);
        let list = format!("{{\"tools\":{}}}", tools.get());
        loaded.tools = tools::read(list.as_bytes()).map_err(bad)?;
        Ok(PythonPack(Arc::new(loaded)))
    }
}

impl Loaded {
    fn state(&self, tables: Tables, grants: Grants) -> CallState {
        CallState::new(tables, grants, *self.python.limits(), true)
    }

    fn begin(
        &self,
        tables: Tables,
        grants: Grants,
        call: &Call<'_>,
    ) -> Result<Instance<'_>, SandboxError> {
        let given = Given {
            call: self.state(tables, grants),
            files: self.files.clone(),
            compiled: self.compiled.clone(),
            now_ms: call.now_ms,
            seed: call.seed,
        };
        let fuel = self.python.limits().of(Limit::Fuel);
        Instance::begin(&self.python.0, given, "/", fuel)
    }

    /// Asks an instance for the answer to a request.
    fn ask(&self, instance: &mut Instance<'_>, request: &[u8]) -> Result<Reply, SandboxError> {
        // A request is JSON, which is UTF-8.
        let request = String::from_utf8_lossy(request);
        let answer = instance.call(Phase::CallTool, async |guest, store| {
            guest.call_call_tool(store, &self.path, &request).await
        });
        let answer = answer.map_err(|cause| instance.stopped(&self.name, cause))?;
        let failed = |cause| SandboxError::Reply {
            pack: self.name.clone(),
            cause,
        };
        let most = self.python.limits().of(Limit::ReplyBytes);
        if answer.len() as u64 > most {
            let bytes = u32::try_from(answer.len()).unwrap_or(u32::MAX);
            return Err(failed(BadReply::TooLarge { bytes, most }));
        }
        let reply = read_reply(answer.as_bytes()).map_err(failed)?;
        Ok(Reply {
            fuel: instance.spent(),
            ..reply
        })
    }
}

impl PythonPack {
    /// The pack's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its tools, in the order the file defines them.
    #[must_use]
    pub fn tools(&self) -> &[Tool] {
        &self.0.tools
    }

    /// Digest of the file: what a recorded call depends on, beside the guest.
    #[must_use]
    pub fn digest(&self) -> u128 {
        self.0.digest
    }

    /// Call a tool on these tables, in a fresh instance.
    ///
    /// # Errors
    /// If there is no such tool, the request is too large, the function was stopped, or there is no instance free. The
    /// tables are then as they were. What the function raises is no error but a reply that says so.
    pub fn call(&self, tables: &mut Tables, call: &Call<'_>) -> Result<Reply, SandboxError> {
        let loaded = &*self.0;
        let tool = tools::find(&loaded.name, &loaded.tools, call.tool)?;
        let request = call.request(tables, loaded.python.limits())?;
        let most = if tool.is_read_only() {
            Access::Read
        } else {
            Access::Write
        };
        let grants = call.grants.at_most(most);
        let mut instance = loaded.begin(tables.clone(), grants, call)?;
        let reply = loaded.ask(&mut instance, &request)?;
        if reply.is_error {
            return Ok(reply);
        }
        let (after, changes) = instance.tables();
        *tables = after;
        Ok(Reply { changes, ..reply })
    }

    /// An instance that stays alive over calls of tools that only read.
    #[must_use]
    pub fn live(&self) -> Live<'_> {
        Live {
            pack: self,
            instance: None,
        }
    }
}

/// An instance that answers more than one call, a hundred times faster than fresh ones.
///
/// For tools that say they only read: they can write no table. What the file itself keeps in variables, and where `random`
/// stands, lives on from call to call here, so that a file that does so answers as the calls before made it: such a file
/// wants [`PythonPack::call`]. After an error the instance is replaced.
pub struct Live<'a> {
    pack: &'a PythonPack,
    instance: Option<Instance<'a>>,
}

impl fmt::Debug for Live<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Live of {:?}", self.pack)
    }
}

impl Live<'_> {
    /// Call a tool that only reads on these tables.
    ///
    /// # Errors
    /// As [`PythonPack::call`], and if the tool may write.
    pub fn call(&mut self, tables: &Tables, call: &Call<'_>) -> Result<Reply, SandboxError> {
        let loaded = &*self.pack.0;
        let tool = tools::find(&loaded.name, &loaded.tools, call.tool)?;
        if !tool.is_read_only() {
            return Err(SandboxError::NotReadOnly {
                pack: loaded.name.clone(),
                tool: tool.name.clone(),
            });
        }
        let request = call.request(tables, loaded.python.limits())?;
        let grants = call.grants.at_most(Access::Read);
        let fuel = loaded.python.limits().of(Limit::Fuel);
        let mut instance = match self.instance.take() {
            Some(mut instance) => {
                let state = loaded.state(tables.clone(), grants);
                instance.machine().renew(state, call.now_ms, call.seed);
                instance.refuel(fuel);
                instance
            }
            None => loaded.begin(tables.clone(), grants, call)?,
        };
        let before = instance.spent();
        let reply = loaded.ask(&mut instance, &request)?;
        let fuel = instance.spent() - before;
        self.instance = Some(instance);
        Ok(Reply { fuel, ..reply })
    }
}

#[cfg(test)]
mod tests {
    use super::module_name;

    #[test]
    fn a_module_has_a_name_that_python_can_have() {
        for (name, expected) in [
            ("shop", "shop"),
            ("my shop-2", "my_shop_2"),
            ("2nd", "_2nd"),
            ("", "_"),
            ("é", "_"),
        ] {
            assert_eq!(module_name(name), expected);
        }
    }
}
