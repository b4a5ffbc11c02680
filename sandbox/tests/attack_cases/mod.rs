//! The attacks: a name, a module and the error it must give.

mod data;
mod execution;
mod modules;

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) wasm: Vec<u8>,
    /// What `SandboxError::kind` must say.
    pub(crate) error: &'static str,
}

fn case(name: &'static str, error: &'static str, wasm: Vec<u8>) -> Case {
    Case { name, wasm, error }
}

pub(crate) fn cases() -> Vec<Case> {
    [execution::cases(), data::cases(), modules::cases()]
        .into_iter()
        .flatten()
        .collect()
}
