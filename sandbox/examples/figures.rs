//! Calls a second, with and without counting fuel; what a fresh instance costs; how threads scale.
//!
//! `cargo run --release -p truestep-sandbox --example figures`

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures and says what it measured"
)]

use serde_json::{Value, json};
use std::{error::Error, sync::Arc, thread, time::Instant};
use truestep_sandbox::{
    Access, Base, Call, Grants, KeyKind, Limits, Pack, Sandbox, TableSpec, Tables, ValueKind,
};

const INVENTORY: &[u8] = include_bytes!("../packs/inventory/pack.wasm");
const COUNTER: &[u8] = include_bytes!("../packs/counter/counter.wasm");
const ROUNDS: u32 = 5;

fn base() -> Result<Arc<Base>, Box<dyn Error>> {
    let mut base = Base::builder();
    let items = base.table(TableSpec::new("items", KeyKind::Text, ValueKind::Json))?;
    base.table(TableSpec::new("orders", KeyKind::Integer, ValueKind::Json))?;
    base.table(TableSpec::new("counters", KeyKind::Text, ValueKind::Json))?;
    for number in 0..1_000 {
        let row = format!(r#"{{"name":"Item {number}","price_cents":{number},"stock":1000000}}"#);
        base.row(items, &format!("sku-{number:03}"), row.as_bytes())?;
    }
    Ok(base.build())
}

/// Calls a second of one thread: the best of some rounds, each on fresh tables.
fn per_second(pack: &Pack, base: &Arc<Base>, tool: &str, calls: u32, arguments: &Value) -> f64 {
    let tables = ["items", "orders", "counters"].map(|name| base.table(name));
    let granted = tables.into_iter().flatten().map(|id| (id, Access::Write));
    let grants = Grants::new(base, &granted.collect::<Vec<_>>());
    let call = Call::new(tool, arguments, &grants);
    let round = || {
        let mut tables = Tables::new(base.clone());
        let begun = Instant::now();
        for _ in 0..calls {
            let reply = pack.call(&mut tables, &call);
            assert!(reply.is_ok_and(|reply| !reply.is_error));
        }
        f64::from(calls) / begun.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(|_| round()).fold(0.0, f64::max)
}

fn main() -> Result<(), Box<dyn Error>> {
    let base = base()?;
    let (sku, order) = (
        json!({"sku": "sku-500"}),
        json!({"sku": "sku-500", "quantity": 1}),
    );
    let mut counters = Base::builder();
    counters.table(TableSpec::new("counters", KeyKind::Text, ValueKind::Bytes))?;
    let counters = counters.build();
    for (name, sandbox) in [
        ("fuel counted", Sandbox::new(Limits::default())?),
        ("fuel not counted", Sandbox::unmetered(Limits::default())?),
    ] {
        let begun = Instant::now();
        let pack = Pack::load(&sandbox, "inventory", INVENTORY)?;
        let loaded = begun.elapsed();
        let counter = Pack::load(&sandbox, "counter", COUNTER)?;
        println!("{name}: the inventory pack loads in {loaded:.1?}");
        let read = per_second(&pack, &base, "get_item", 50_000, &sku);
        let write = per_second(&pack, &base, "place_order", 2_000, &order);
        let small = per_second(&counter, &counters, "bump", 50_000, &json!({}));
        println!("  get_item {read:.0} calls/s, place_order (3 rows written) {write:.0} calls/s");
        println!(
            "  counter in C, one row read and written {small:.0} calls/s = {:.2} µs for everything",
            1e6 / small
        );
    }
    let sandbox = Sandbox::new(Limits::default())?;
    let pack = Pack::load(&sandbox, "inventory", INVENTORY)?;
    for threads in [1, 2] {
        let total: f64 = thread::scope(|scope| {
            let one = || scope.spawn(|| per_second(&pack, &base, "get_item", 50_000, &sku));
            let runs: Vec<_> = (0..threads).map(|_| one()).collect();
            runs.into_iter().filter_map(|run| run.join().ok()).sum()
        });
        println!("{threads} threads: get_item {total:.0} calls/s together");
    }
    Ok(())
}
