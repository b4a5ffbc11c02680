//! The sandbox of truestep: where all tool code runs, ours and a user's.
//!
//! A *tool pack* is a WebAssembly module that lists tools and answers calls to them. It has no authority of its own: no
//! file, no socket, no clock, no randomness, no memory but its own. What it works on are [`tables`] that the host owns,
//! reached through a handful of imports and only as far as it was granted. Every call runs in a fresh instance, under a
//! budget of fuel and memory, and either answers or leaves the tables as they were.
//!
//! Read the modules in the order a call takes: [`limits`] (what a pack may use) → [`tables`] (what it works on) →
//! [`pack`] (the interface, loading, calling) → [`error`] (everything that can go wrong, by cause). With the feature
//! `python` there is one more guest, CPython: module `python`.
//!
//! ```
//! use truestep_sandbox::{Access, Base, Call, Grants, KeyKind, Limits, Pack, Sandbox, TableSpec, Tables, ValueKind};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut base = Base::builder();
//! let items = base.table(TableSpec::new("items", KeyKind::Text, ValueKind::Json))?;
//! let orders = base.table(TableSpec::new("orders", KeyKind::Integer, ValueKind::Json))?;
//! let counters = base.table(TableSpec::new("counters", KeyKind::Text, ValueKind::Json))?;
//! base.row(items, "lamp", br#"{"name": "Lamp", "price_cents": 1999, "stock": 3}"#)?;
//! let base = base.build();
//! let write = [items, orders, counters].map(|table| (table, Access::Write));
//! let grants = Grants::new(&base, &write);
//! let mut tables = Tables::new(base);
//!
//! let sandbox = Sandbox::new(Limits::default())?;
//! let pack = Pack::load(&sandbox, "inventory", include_bytes!("../packs/inventory/pack.wasm"))?;
//! let arguments = serde_json::json!({"sku": "lamp", "quantity": 2});
//! let reply = pack.call(&mut tables, &Call::new("place_order", &arguments, &grants))?;
//! assert_eq!(reply.content, ["placed order 1"]);
//! assert_eq!(reply.changes.len(), 3); // the stock, the counter and the order
//! assert_eq!(tables.digest(), tables.recomputed_digest());
//! # Ok(()) }
//! ```

pub mod error;
pub mod limits;
pub mod pack;
#[cfg(feature = "python")]
pub mod python;
pub mod tables;

mod engine;

pub use engine::Sandbox;
pub use error::{BadGuest, BadModule, BadReply, BadTools, Cause, Phase, SandboxError};
pub use limits::{BadLimit, Limit, Limits};
pub use pack::{Annotations, Call, Grants, Pack, Reply, Tool};
pub use tables::{
    Access, BadRow, Base, BaseBuilder, Change, Key, KeyKind, TableId, TableSpec, Tables, Value,
    ValueKind,
};
