//! Attacks by what a module is: imports, sections, sizes.

use super::{Case, case};
use crate::common::Wat;

fn parsed(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// A module that also imports a function.
fn imports(module: &str, name: &str, ty: &str) -> Vec<u8> {
    let import = format!("(module (import \"{module}\" \"{name}\" (func {ty}))");
    parsed(&Wat::default().text().replacen("(module", &import, 1))
}

fn extra(text: impl Into<String>) -> Vec<u8> {
    let wat = Wat {
        extra: text.into(),
        ..Wat::default()
    };
    wat.wasm()
}

fn memory(memory: &'static str) -> Vec<u8> {
    let wat = Wat {
        memory,
        ..Wat::default()
    };
    wat.wasm()
}

/// An honest module without one of its exports, or with another in its place.
fn instead(export: &str, of: &str) -> Vec<u8> {
    parsed(&Wat::default().text().replace(of, export))
}

pub(crate) fn cases() -> Vec<Case> {
    [authority(), shapes(), sizes(), bytes()]
        .into_iter()
        .flatten()
        .collect()
}

fn authority() -> Vec<Case> {
    let wasi = "wasi_snapshot_preview1";
    let asked = [
        (
            "open a file",
            wasi,
            "path_open",
            "(param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)",
        ),
        (
            "write to standard output",
            wasi,
            "fd_write",
            "(param i32 i32 i32 i32) (result i32)",
        ),
        (
            "read the environment",
            wasi,
            "environ_get",
            "(param i32 i32) (result i32)",
        ),
        (
            "read the machine's clock",
            wasi,
            "clock_time_get",
            "(param i32 i64 i32) (result i32)",
        ),
        (
            "take entropy",
            wasi,
            "random_get",
            "(param i32 i32) (result i32)",
        ),
        (
            "open a socket",
            wasi,
            "sock_accept",
            "(param i32 i32 i32) (result i32)",
        ),
        ("end the process", wasi, "proc_exit", "(param i32)"),
        (
            "start a thread",
            "wasi",
            "thread-spawn",
            "(param i32) (result i32)",
        ),
        (
            "start a process",
            "env",
            "system",
            "(param i32) (result i32)",
        ),
        (
            "an import of ours from another module",
            "env",
            "get",
            "(param i32 i32 i32 i32 i32 i32) (result i32)",
        ),
        ("an import there is not", "truestep", "grant", "(param i32)"),
    ];
    let mut cases: Vec<Case> = asked
        .into_iter()
        .map(|(name, module, import, ty)| case(name, "unknown_import", imports(module, import, ty)))
        .collect();
    let global = "(module (import \"truestep\" \"get\" (global i32))";
    let global = parsed(&Wat::default().text().replacen("(module", global, 1));
    let own = "(module (import \"truestep\" \"memory\" (memory 1)) (func (export \"pack_list\")))";
    cases.extend([
        case(
            "an import with another signature",
            "wrong_type",
            imports("truestep", "get", "(param i64) (result i64)"),
        ),
        case("an import as a global", "wrong_type", global),
        case("the memory from outside", "unknown_import", parsed(own)),
    ]);
    cases
}

fn shapes() -> Vec<Case> {
    let unlisted = "(export \"pack_list\")";
    vec![
        case(
            "a start function that loops",
            "start_function",
            extra("(func $s (loop (br 0))) (start $s)"),
        ),
        case(
            "no `pack_call`",
            "missing_export",
            instead("", "(export \"pack_call\")"),
        ),
        case("no memory exported", "missing_export", memory("(memory 2)")),
        case(
            "`pack_list` of another type",
            "wrong_type",
            parsed(&format!(
                "(module (memory (export \"memory\") 1) (func {unlisted} (result i32) (i32.const 0))
                 (func (export \"pack_alloc\") (param i32) (result i32) (i32.const 0))
                 (func (export \"pack_call\") (param i32 i32) (result i64) (i64.const 0)))"
            )),
        ),
        case(
            "a function called `memory`",
            "wrong_type",
            parsed(&Wat::default().text().replace(
                "(memory (export \"memory\") 2)",
                "(memory 2) (func (export \"memory\"))",
            )),
        ),
        case("two memories", "too_many", extra("(memory 1)")),
        case(
            "two tables of functions",
            "too_many",
            extra("(table 1 funcref) (table 1 funcref)"),
        ),
        case(
            "a memory shared between threads",
            "invalid_module",
            memory("(memory (export \"memory\") 2 4 shared)"),
        ),
        case(
            "an atomic wait",
            "invalid_module",
            Wat::call("(drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))")
                .wasm(),
        ),
        case(
            "a memory of 64 bits",
            "invalid_module",
            parsed("(module (memory (export \"memory\") i64 1))"),
        ),
        case("a component", "invalid_module", parsed("(component)")),
        case(
            "data outside memory",
            "out_of_bounds",
            extra("(data (i32.const 131070) \"four\")"),
        ),
        case(
            "functions outside a table",
            "indirect_call",
            extra("(table 1 funcref) (elem (i32.const 1) $alloc)"),
        ),
    ]
}

fn sizes() -> Vec<Case> {
    let many = |one: &dyn Fn(usize) -> String, n: usize| (0..n).map(one).collect::<String>();
    let exports = many(&|n| format!("(export \"e{n}\" (func $alloc))"), 300);
    let globals = many(&|_| "(global i32 (i32.const 0))".to_owned(), 1_001);
    let functions = many(&|_| "(func)".to_owned(), 20_001);
    let segments = many(&|_| "(data \"d\")".to_owned(), 10_001);
    let large = format!("(data \"{}\")", "d".repeat(1 << 20));
    vec![
        case(
            "a memory that begins too large",
            "too_many",
            memory("(memory (export \"memory\") 17)"),
        ),
        case(
            "a memory that begins with 4 GiB",
            "too_many",
            memory("(memory (export \"memory\") 65536)"),
        ),
        case(
            "a table that begins too large",
            "too_many",
            extra("(table 10001 funcref)"),
        ),
        case(
            "a table of 4 billion",
            "too_many",
            extra("(table 0xffffffff funcref)"),
        ),
        case("300 exports", "too_many", extra(exports)),
        case("1,001 globals", "too_many", extra(globals)),
        case("20,001 functions", "too_many", extra(functions)),
        case("10,001 data segments", "too_many", extra(segments)),
        case("a data segment of 1 MiB", "module_too_large", extra(large)),
    ]
}

fn bytes() -> Vec<Case> {
    let honest = Wat::default().wasm();
    let half = honest[..honest.len() / 2].to_vec();
    let mut flipped = honest.clone();
    // The form of the first type.
    flipped[11] ^= 0xff;
    let mut sized = honest.clone();
    // The type section says that it is 4 GiB long.
    sized.splice(9..10, [0xff, 0xff, 0xff, 0xff, 0x0f]);
    let mut custom = honest.clone();
    custom.extend([0, 0x80, 0x80, 0x80, 0x04]);
    vec![
        case("nothing", "invalid_module", vec![]),
        case("a module cut in half", "invalid_module", half),
        case("a module with a byte changed", "invalid_module", flipped),
        case("a section that claims 4 GiB", "invalid_module", sized),
        case(
            "a custom section that claims 8 MiB",
            "invalid_module",
            custom,
        ),
        case(
            "compiled code instead of a module",
            "invalid_module",
            b"\x7fELF\x02\x01\x01\0".repeat(16),
        ),
        case(
            "text instead of a module",
            "invalid_module",
            b"(module)".to_vec(),
        ),
        case(
            "two megabytes of zeros",
            "module_too_large",
            vec![0; 2 << 20],
        ),
    ]
}
