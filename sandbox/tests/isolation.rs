//! Nothing stays in a pack from one call to the next, and nothing of another environment can be found in it.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod common;

use common::{BLOBS, KEY, ROOM, Wat, base, call_t, grants, sandbox};
use std::sync::Arc;
use truestep_sandbox::{Base, Key, Pack, Tables};

/// Looks at every place where a module can keep something, tells the host what it saw by a write, and leaves a mark in
/// each: a global, memory of the image and beyond it, the size of the memory, a table's entry and size, dropped segments.
fn hoarder() -> Vec<u8> {
    let look = format!(
        "(i64.store (i32.const 512) (i64.add (global.get $kept)
            (i64.add (i64.load (i32.const 100000)) (i64.load (i32.const 8)))))
        (i32.store8 (i32.const 520) (memory.size))
        (i32.store8 (i32.const 521) (table.size $t))
        (i32.store8 (i32.const 522) (ref.is_null (table.get $t (i32.const 1))))
        (i32.store8 (i32.const 523) (i32.load8_u (i32.const 131071)))
        (memory.init $d (i32.const 524) (i32.const 0) (i32.const 1))
        (drop (call $put {BLOBS} {KEY} {ROOM}))
        (global.set $kept (i64.const 77))
        (i64.store (i32.const 100000) (i64.const 1000))
        (i64.store (i32.const 8) (i64.const 100000))
        (i32.store8 (i32.const 131071) (i32.const 9))
        (drop (memory.grow (i32.const 1)))
        (i32.store8 (i32.const 131072) (i32.const 9))
        (drop (table.grow $t (ref.null func) (i32.const 1)))
        (table.set $t (i32.const 1) (ref.func $alloc))
        (data.drop $d)"
    );
    let extra =
        "(global $kept (mut i64) (i64.const 0)) (table $t 2 20 funcref) (elem declare func $alloc)
        (data $d \"D\")";
    let pack = Wat {
        extra: extra.into(),
        ..Wat::call(look)
    };
    pack.wasm()
}

#[test]
fn a_pack_cannot_keep_anything_between_calls() {
    let pack = Pack::load(&sandbox(), "hoarder", &hoarder()).unwrap();
    let seen = |tables: &mut Tables| {
        let reply = call_t(&pack, tables).unwrap();
        let row = tables.get(
            tables.base().table("blobs").unwrap(),
            &Key::Text("k".into()),
        );
        (row.unwrap().as_bytes().to_vec(), reply.fuel)
    };
    let first = seen(&mut Tables::new(base()));
    let fresh = [0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 1, 0, b'D'];
    assert_eq!(first.0[..fresh.len()], fresh);
    for _ in 0..100 {
        assert_eq!(seen(&mut Tables::new(base())), first);
    }
}

/// Reads the row into memory if there is one, then looks for its first eight bytes everywhere in its memory below the
/// names and above the reply, and says by a row how often it found them.
fn searcher() -> Vec<u8> {
    let search = format!(
        "(drop (call $get {BLOBS} {KEY} (i32.const 70000) (i32.const 64)))
        (local.set $i (i32.const 8192))
        (loop $next
            (if (i64.eq (i64.load (local.get $i)) (i64.const 0x3837363534333231)) (then
                (local.set $n (i64.add (local.get $n) (i64.const 1)))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $next (i32.lt_u (local.get $i) (i32.const 131064))))
        (i64.store (i32.const 512) (local.get $n))
        (drop (call $put {BLOBS} {KEY} (i32.const 512) (i32.const 8)))"
    );
    Wat::call(search).wasm()
}

fn with_row(value: &[u8]) -> Arc<Base> {
    let mut other = Base::builder();
    for spec in base().specs() {
        let table = other.table(spec.clone()).unwrap();
        if spec.name == "blobs" {
            other.row(table, "k", value).unwrap();
        }
    }
    other.build()
}

#[test]
fn no_call_finds_the_data_of_another_environment() {
    let sandbox = sandbox();
    let pack = Pack::load(&sandbox, "searcher", &searcher()).unwrap();
    let (marked, plain) = (with_row(b"12345678"), with_row(b"--------"));
    let found = |base: &Arc<Base>| {
        let mut tables = Tables::new(base.clone());
        call_t(&pack, &mut tables).unwrap();
        let row = tables.get(base.table("blobs").unwrap(), &Key::Text("k".into()));
        u64::from_le_bytes(row.unwrap().as_bytes().try_into().unwrap())
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    assert_eq!(found(&marked), 1, "its own row is there");
                    assert_eq!(found(&plain), 0, "another's row is not");
                }
            });
        }
    });
}

#[test]
fn a_fork_does_not_see_what_its_twin_writes() {
    let pack = Pack::load(&sandbox(), "inventory", common::INVENTORY).unwrap();
    let base = base();
    let grants = grants(&base);
    let mut tables = Tables::new(base);
    let order = serde_json::json!({"sku": "sku-01", "quantity": 1});
    let call = truestep_sandbox::Call::new("place_order", &order, &grants);
    pack.call(&mut tables, &call).unwrap();
    let mut twin = tables.clone();
    let at_fork = tables.digest();
    let second = pack.call(&mut tables, &call).unwrap();
    assert_eq!(
        (twin.digest(), second.content[0].as_str()),
        (at_fork, "placed order 2")
    );
    assert_eq!(twin.recomputed_digest(), at_fork);
    assert_eq!(pack.call(&mut twin, &call).unwrap(), second);
    assert_eq!(twin.digest(), tables.digest());
}
