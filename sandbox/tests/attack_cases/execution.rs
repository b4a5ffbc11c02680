//! Attacks by running: time, memory, stack, traps.

use super::{Case, case};
use crate::common::{BLOBS, KEY, ROOM, Wat};

fn put() -> String {
    format!("(drop (call $put {BLOBS} {KEY} {ROOM}))")
}

fn calls(name: &'static str, error: &'static str, call: &str) -> Case {
    case(name, error, Wat::call(call).wasm())
}

fn with(name: &'static str, error: &'static str, extra: &str, call: &str) -> Case {
    let wat = Wat {
        extra: extra.into(),
        ..Wat::call(call)
    };
    case(name, error, wat.wasm())
}

pub(crate) fn cases() -> Vec<Case> {
    [time(), memory(), stack(), traps()]
        .into_iter()
        .flatten()
        .collect()
}

fn time() -> Vec<Case> {
    let put = put();
    let endless = "(loop $again (br $again))";
    let fresh_rows = format!(
        "(loop $again
            (i32.store (i32.const 520) (i32.add (i32.load (i32.const 520)) (i32.const 1)))
            (i32.store8 (i32.const 523) (i32.const 65))
            (i32.store8 (i32.const 520) (i32.and (i32.load8_u (i32.const 520)) (i32.const 127)))
            (drop (call $put {BLOBS} (i32.const 520) (i32.const 1) (i32.const 8192) (i32.const 4096)))
            (br $again))"
    );
    vec![
        calls("endless loop", "fuel", endless),
        case(
            "endless loop in `pack_list`",
            "fuel",
            Wat {
                list: endless.into(),
                ..Wat::default()
            }
            .wasm(),
        ),
        case(
            "endless loop in `pack_alloc`",
            "fuel",
            Wat {
                alloc: format!("{endless} (i32.const 65536)"),
                ..Wat::default()
            }
            .wasm(),
        ),
        calls(
            "write, then spend all fuel",
            "fuel",
            &format!("{put} {endless}"),
        ),
        calls(
            "write the same row for ever",
            "quota",
            &format!("(loop $again {put} (br $again))"),
        ),
        calls("write ever more rows", "quota", &fresh_rows),
        calls(
            "read the clock for ever",
            "quota",
            "(loop $again (drop (call $clock)) (br $again))",
        ),
        calls(
            "large writes until the host has moved too much",
            "quota",
            &format!(
                "(loop $again (drop (call $put {BLOBS} {KEY} (i32.const 8192) (i32.const 4096)))
                 (drop (call $delete {BLOBS} {KEY})) (br $again))"
            ),
        ),
        calls(
            "loops within loops that each look short",
            "fuel",
            "(loop $a (local.set $i (i32.const 1000))
                (loop $b (br_if $b (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
                (br $a))",
        ),
        calls(
            "large fills of memory in one instruction",
            "fuel",
            "(loop $again (memory.fill (i32.const 8192) (i32.const 1) (i32.const 100000)) (br $again))",
        ),
    ]
}

fn memory() -> Vec<Case> {
    let grow = "(loop $again (drop (memory.grow (i32.const 1))) (br $again))";
    vec![
        calls("memory without end", "memory", grow),
        calls(
            "65,000 pages of memory at once",
            "memory",
            "(drop (memory.grow (i32.const 65000)))",
        ),
        calls(
            "-1 pages of memory",
            "memory",
            "(drop (memory.grow (i32.const -1)))",
        ),
        calls(
            "write, then take too much memory",
            "memory",
            &format!("{} {grow}", put()),
        ),
        with(
            "a table of functions without end",
            "table_elements",
            "(table $t 1 funcref)",
            "(loop $again (drop (table.grow $t (ref.null func) (i32.const 1000))) (br $again))",
        ),
    ]
}

fn stack() -> Vec<Case> {
    let wide: String = (0..200).map(|n| format!("(local $l{n} i64)")).collect();
    vec![
        with(
            "recursion without end",
            "stack_overflow",
            "(func $deep (param i32) (result i32)
                (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (local.get 0)))",
            "(drop (call $deep (i32.const 0)))",
        ),
        with(
            "recursion through a table of functions",
            "stack_overflow",
            "(type $f (func (result i32))) (table 1 funcref) (elem (i32.const 0) $deep)
             (func $deep (type $f) (i32.add (call_indirect (type $f) (i32.const 0)) (i32.const 1)))",
            "(drop (call $deep))",
        ),
        with(
            "recursion with wide frames",
            "stack_overflow",
            &format!(
                "(func $deep (param i64) (result i64) {wide}
                    (local.set $l7 (call $deep (local.get 0)))
                    (i64.add (local.get $l7) (call $deep (local.get $l7))))"
            ),
            "(drop (call $deep (i64.const 1)))",
        ),
        calls(
            "a call of itself from within (re-entrancy)",
            "stack_overflow",
            "(drop (call $call (local.get $at) (local.get $bytes)))",
        ),
        with(
            "write, then recurse without end",
            "stack_overflow",
            "(func $deep (result i32) (i32.add (call $deep) (i32.const 1)))",
            &format!("{} (drop (call $deep))", put()),
        ),
    ]
}

fn traps() -> Vec<Case> {
    let typed = "(type $f (func (result i32))) (type $g (func (param f64))) (table 2 funcref)
        (elem (i32.const 0) $g0) (func $g0 (type $g))";
    vec![
        calls("give up", "unreachable", "(unreachable)"),
        calls(
            "write, then give up",
            "unreachable",
            &format!("{} (unreachable)", put()),
        ),
        calls(
            "write and delete, then give up",
            "unreachable",
            &format!(
                "{} (drop (call $delete {BLOBS} {KEY})) (unreachable)",
                put()
            ),
        ),
        calls(
            "division by zero",
            "arithmetic",
            "(drop (i32.div_u (i32.const 1) (local.get $i)))",
        ),
        calls(
            "a quotient that does not fit",
            "arithmetic",
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))",
        ),
        calls(
            "not-a-number as a whole number",
            "arithmetic",
            "(drop (i32.trunc_f64_s (f64.div (f64.const 0) (f64.const 0))))",
        ),
        calls(
            "read far outside memory",
            "out_of_bounds",
            "(drop (i64.load (i32.const -8)))",
        ),
        calls(
            "write across the end of memory",
            "out_of_bounds",
            "(i64.store (i32.const 131065) (i64.const 1))",
        ),
        calls(
            "read with an offset that overflows",
            "out_of_bounds",
            "(drop (i32.load offset=4294967295 (i32.const -1)))",
        ),
        calls(
            "copy past the end of memory",
            "out_of_bounds",
            "(memory.copy (i32.const 131000) (i32.const 0) (i32.const 1000))",
        ),
        calls(
            "copy 4 GiB in one instruction",
            "fuel",
            "(memory.copy (i32.const 16) (i32.const 32) (i32.const -1))",
        ),
        with(
            "call an empty entry of a table",
            "indirect_call",
            typed,
            "(drop (call_indirect (type $f) (i32.const 1)))",
        ),
        with(
            "call a function as another type",
            "indirect_call",
            typed,
            "(drop (call_indirect (type $f) (i32.const 0)))",
        ),
        with(
            "call past the end of a table",
            "indirect_call",
            typed,
            "(drop (call_indirect (type $f) (i32.const -1)))",
        ),
    ]
}
