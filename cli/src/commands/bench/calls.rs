//! What one call costs in the sandbox, beside everything that a step does: a module's with fuel counted and not, and Python's
//! in fresh and live instances.

use super::{
    Effort, Figure,
    clock::{best_of, rate},
};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::sync::Arc;
use truestep_sandbox::{
    Access, Base, Call, Grants, KeyKind, Limits, Pack, Sandbox, TableSpec, Tables, ValueKind,
};

/// A warehouse in Rust.
const WAREHOUSE: &[u8] = include_bytes!("../../../../sandbox/packs/inventory/pack.wasm");
/// Items in it.
const ITEMS: u32 = 1_000;
/// Calls timed together.
const CALLS: u32 = 20_000;

/// Measure modules, and Python where it is built in.
pub(super) fn measure(effort: Effort, figures: &mut Vec<Figure>) -> Result<()> {
    let base = warehouse()?;
    let sandboxes = [
        ("fuel counted", Sandbox::new(Limits::default())?),
        ("fuel not counted", Sandbox::unmetered(Limits::default())?),
    ];
    for (name, sandbox) in sandboxes {
        let pack = Pack::load(&sandbox, "warehouse", WAREHOUSE)?;
        figures.push(Figure::new(
            format!("tools: call that reads, {name}"),
            per_second(&pack, &base, effort)?,
            "calls/s",
            "one row of JSON read and answered, in a fresh instance; no truth",
        ));
    }
    #[cfg(feature = "python")]
    python(effort, figures)?;
    Ok(())
}

fn warehouse() -> Result<Arc<Base>> {
    let mut base = Base::builder();
    let items = base.table(TableSpec::new("items", KeyKind::Text, ValueKind::Json))?;
    base.table(TableSpec::new("orders", KeyKind::Integer, ValueKind::Json))?;
    base.table(TableSpec::new("counters", KeyKind::Text, ValueKind::Json))?;
    for number in 0..ITEMS {
        let row = json!({"name": format!("Item {number}"), "price_cents": number, "stock": 9});
        base.row(
            items,
            &format!("sku-{number:03}"),
            row.to_string().as_bytes(),
        )?;
    }
    Ok(base.build())
}

fn per_second(pack: &Pack, base: &Arc<Base>, effort: Effort) -> Result<f64> {
    let items = base.table("items").map(|table| (table, Access::Read));
    let grants = Grants::new(base, items.as_slice());
    let arguments: Value = json!({"sku": "sku-500"});
    let call = Call::new("get_item", &arguments, &grants);
    let mut tables = Tables::new(Arc::clone(base));
    let time = best_of(effort.seconds.min(1), || {
        for _ in 0..CALLS {
            let reply = pack.call(&mut tables, &call)?;
            ensure!(!reply.is_error, "the warehouse refused a call");
        }
        Ok(())
    })?;
    Ok(rate(CALLS.into(), time))
}

/// A tool in Python.
#[cfg(feature = "python")]
const ADDER: &str = r#"
import truestep

@truestep.tool(read_only=True)
def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b
"#;
/// Calls of Python timed one by one.
#[cfg(feature = "python")]
const TIMED: usize = 200;

#[cfg(feature = "python")]
fn python(_: Effort, figures: &mut Vec<Figure>) -> Result<()> {
    use truestep_sandbox::python::{Pool, Program, Python};
    let python = Python::open(Pool::Tools, Limits::python(), &mut |_| ())?;
    let program = Program::new("print(1)");
    let fresh = median(|| {
        let ran = python.run(&program)?;
        ensure!(ran.stdout == "1\n", "the program printed something else");
        Ok(())
    })?;
    let note = "median";
    figures.push(Figure::new(
        "tools: fresh Python to its first statement",
        fresh / 1e3,
        "ms",
        note,
    ));
    let pack = python.load("adder", ADDER.as_bytes())?;
    let mut tables = Tables::default();
    let grants = Grants::new(tables.base(), &[]);
    let arguments = json!({"a": 1, "b": 2});
    let call = Call::new("add", &arguments, &grants);
    let fresh = median(|| {
        let reply = pack.call(&mut tables, &call)?;
        ensure!(!reply.is_error, "the adder refused a call");
        Ok(())
    })?;
    figures.push(Figure::new(
        "tools: call in a fresh Python",
        fresh / 1e3,
        "ms",
        note,
    ));
    let mut live = pack.live();
    let answered = median(|| {
        let reply = live.call(&tables, &call)?;
        ensure!(!reply.is_error, "the adder refused a call");
        Ok(())
    })?;
    figures.push(Figure::new(
        "tools: call in a live Python",
        answered,
        "µs",
        note,
    ));
    Ok(())
}

/// The median time of some calls, in microseconds.
#[cfg(feature = "python")]
fn median(mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    use crate::progress::now;
    let mut times = vec![];
    for _ in 0..TIMED {
        let begun = now();
        work()?;
        times.push(now() - begun);
    }
    Ok(super::clock::percentile(&mut times, 50, 1e6))
}
