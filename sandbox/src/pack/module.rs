//! What makes a module a pack. What it imports and how much of everything it has is looked at before it is compiled, the
//! types of imports and exports before it is run.

use super::imports::IMPORTS;
use crate::{
    engine::{Sandbox, TABLE_ELEMENTS},
    error::{BadModule, one_line},
    limits::Limit,
    tables::shortened,
};
use wasmparser::{Parser, Payload};
use wasmtime::{ExternType, FuncType, Module, ValType};

/// The module every import is of.
pub(super) const HOST: &str = "truestep";

/// The functions a pack exports, with their types.
pub(super) const EXPORTS: [(&str, &str); 3] = [
    ("pack_alloc", "(i32) -> i32"),
    ("pack_list", "() -> i64"),
    ("pack_call", "(i32, i32) -> i64"),
];

/// The most of each thing that a pack may have.
const MOST: [(&str, u64); 7] = [
    ("functions", 20_000),
    ("imports", 64),
    ("exports", 256),
    ("globals", 1_000),
    ("data segments", 10_000),
    ("memories", 1),
    ("tables", 1),
];

/// Compiles a module if it is a pack.
pub(super) fn compile(sandbox: &Sandbox, wasm: &[u8]) -> Result<Module, BadModule> {
    let most = sandbox.limits().of(Limit::ModuleBytes);
    if wasm.len() as u64 > most {
        return Err(BadModule::TooLarge {
            bytes: wasm.len(),
            most,
        });
    }
    look_at_sections(wasm, sandbox.limits().of(Limit::MemoryBytes))?;
    let module = Module::from_binary(sandbox.engine(), wasm).map_err(invalid)?;
    check_imports(&module)?;
    check_exports(&module)?;
    Ok(module)
}

fn invalid(error: impl std::fmt::Display) -> BadModule {
    BadModule::Invalid {
        reason: one_line(&error),
    }
}

fn at_most(what: &'static str, count: u64, most: u64) -> Result<(), BadModule> {
    if count > most {
        return Err(BadModule::TooMany { what, count, most });
    }
    Ok(())
}

fn listed(what: &'static str, count: u32) -> Result<(), BadModule> {
    let most = MOST.iter().find(|(name, _)| *name == what);
    at_most(what, count.into(), most.map_or(0, |(_, most)| *most))
}

fn look_at_sections(wasm: &[u8], memory_bytes: u64) -> Result<(), BadModule> {
    let pages = memory_bytes / 65_536;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(invalid)? {
            Payload::StartSection { .. } => return Err(BadModule::StartFunction),
            Payload::FunctionSection(section) => listed("functions", section.count())?,
            Payload::ImportSection(section) => {
                for (before, import) in section.into_imports().enumerate() {
                    listed("imports", before as u32 + 1)?;
                    let import = import.map_err(invalid)?;
                    known(import.module, import.name)?;
                }
            }
            Payload::ExportSection(section) => listed("exports", section.count())?,
            Payload::GlobalSection(section) => listed("globals", section.count())?,
            Payload::DataSection(section) => listed("data segments", section.count())?,
            Payload::MemorySection(section) => {
                listed("memories", section.count())?;
                for memory in section {
                    let initial = memory.map_err(invalid)?.initial;
                    at_most("pages of memory (limit `memory_bytes`)", initial, pages)?;
                }
            }
            Payload::TableSection(section) => {
                listed("tables", section.count())?;
                for table in section {
                    let initial = table.map_err(invalid)?.ty.initial;
                    at_most("elements of a table", initial, TABLE_ELEMENTS as u64)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A function's type as WebAssembly text writes it, such as `(i32, i32) -> i64`.
fn written(ty: &FuncType) -> String {
    let list = |types: &mut dyn Iterator<Item = ValType>| {
        types.map(|t| t.to_string()).collect::<Vec<_>>().join(", ")
    };
    let results = list(&mut ty.results());
    let results = if ty.results().len() == 1 {
        results
    } else {
        format!("({results})")
    };
    format!("({}) -> {results}", list(&mut ty.params()))
}

fn type_of(ty: &ExternType) -> String {
    match ty {
        ExternType::Func(ty) => written(ty),
        ExternType::Global(_) => "global".into(),
        ExternType::Table(_) => "table".into(),
        ExternType::Memory(_) => "memory".into(),
        _ => "another kind".into(),
    }
}

/// The import of this name, with its type.
fn known(module: &str, name: &str) -> Result<(&'static str, &'static str), BadModule> {
    let known = IMPORTS.iter().find(|(known, _)| *known == name);
    let known = known.filter(|_| module == HOST);
    known.copied().ok_or_else(|| BadModule::UnknownImport {
        module: shortened(module),
        name: shortened(name),
        there_are: IMPORTS.iter().map(|(n, _)| format!("{HOST}.{n}")).collect(),
    })
}

fn check_imports(module: &Module) -> Result<(), BadModule> {
    for import in module.imports() {
        let (name, expected) = known(import.module(), import.name())?;
        same_type(&format!("{HOST}.{name}"), &type_of(&import.ty()), expected)?;
    }
    Ok(())
}

fn check_exports(module: &Module) -> Result<(), BadModule> {
    let memory = ("memory", "memory");
    for (name, expected) in EXPORTS.into_iter().chain([memory]) {
        let found = module.get_export(name);
        let found = found.ok_or(BadModule::MissingExport {
            name,
            expected: expected.into(),
        })?;
        same_type(name, &type_of(&found), expected)?;
    }
    Ok(())
}

fn same_type(name: &str, found: &str, expected: &str) -> Result<(), BadModule> {
    if found == expected {
        return Ok(());
    }
    Err(BadModule::WrongType {
        name: name.into(),
        found: found.into(),
        expected: expected.into(),
    })
}
