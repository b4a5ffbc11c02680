//! Tables, grants and packs in text that several tests use.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses a part of this; what cannot be made fails its test"
)]

use std::sync::Arc;
use truestep_sandbox::{
    Access, Base, Call, Grants, KeyKind, Limit, Limits, Pack, Reply, Sandbox, SandboxError,
    TableSpec, Tables, ValueKind,
};

/// The bytes of the inventory pack.
pub(crate) const INVENTORY: &[u8] = include_bytes!("../../packs/inventory/pack.wasm");

/// Tables of every kind: four to write, `rules` to read, `secret` not granted at all.
pub(crate) fn base() -> Arc<Base> {
    let mut base = Base::builder();
    let mut table = |name, keys, values| {
        let spec = TableSpec::new(name, keys, values);
        base.table(spec).unwrap()
    };
    let items = table("items", KeyKind::Text, ValueKind::Json);
    table("orders", KeyKind::Integer, ValueKind::Json);
    table("counters", KeyKind::Text, ValueKind::Json);
    let blobs = table("blobs", KeyKind::Text, ValueKind::Bytes);
    let rules = table("rules", KeyKind::Text, ValueKind::Json);
    let secret = table("secret", KeyKind::Text, ValueKind::Bytes);
    for number in 0..50 {
        let value = format!(
            r#"{{"name": "Item {number}", "price_cents": {}, "stock": 1000}}"#,
            100 + number
        );
        let key = format!("sku-{number:02}");
        base.row(items, &key, value.as_bytes()).unwrap();
    }
    base.row(blobs, "k", b"value").unwrap();
    base.row(rules, "k", b"1").unwrap();
    base.row(secret, "k", b"the secret of the host").unwrap();
    base.build()
}

/// What the packs of the tests may do.
pub(crate) fn grants(base: &Base) -> Grants {
    let granted = [
        ("items", Access::Write),
        ("orders", Access::Write),
        ("counters", Access::Write),
        ("blobs", Access::Write),
        ("rules", Access::Read),
    ];
    Grants::new(
        base,
        &granted.map(|(name, access)| (base.table(name).unwrap(), access)),
    )
}

/// A sandbox with little of everything, so that what has no end ends soon.
pub(crate) fn sandbox() -> Sandbox {
    let small = [
        (Limit::Fuel, 20_000_000),
        (Limit::MemoryBytes, 1 << 20),
        (Limit::ValueBytes, 4_096),
        (Limit::ChangedBytes, 65_536),
        (Limit::RequestBytes, 4_096),
        (Limit::ReplyBytes, 4_096),
        (Limit::HostCalls, 10_000),
        (Limit::ModuleBytes, 1 << 20),
    ];
    let limits = small
        .iter()
        .try_fold(Limits::default(), |limits, (limit, value)| {
            limits.with(*limit, *value)
        });
    Sandbox::new(limits.unwrap()).unwrap()
}

/// A pack in text. What is not given is as an honest pack has it: one tool `t` that answers `ok`.
pub(crate) struct Wat {
    pub(crate) memory: &'static str,
    pub(crate) extra: String,
    pub(crate) tools: &'static str,
    pub(crate) reply: &'static str,
    pub(crate) alloc: String,
    pub(crate) list: String,
    pub(crate) call: String,
}

/// One tool, `t`.
pub(crate) const TOOLS: &str =
    r#"{"tools":[{"name":"t","description":"A tool.","inputSchema":{"type":"object"}}]}"#;
/// `ok`.
pub(crate) const OK: &str = r#"{"content":[{"type":"text","text":"ok"}]}"#;
/// Where names lie in memory: the address and length of each, as the arguments of an import.
pub(crate) const NAMES: &str = "itemsordersblobsrulessecretkcounters";
pub(crate) const ITEMS: &str = "(i32.const 16) (i32.const 5)";
pub(crate) const ORDERS: &str = "(i32.const 21) (i32.const 6)";
pub(crate) const BLOBS: &str = "(i32.const 27) (i32.const 5)";
pub(crate) const RULES: &str = "(i32.const 32) (i32.const 5)";
pub(crate) const SECRET: &str = "(i32.const 37) (i32.const 6)";
pub(crate) const KEY: &str = "(i32.const 43) (i32.const 1)";
/// 16 bytes to write or to read into.
pub(crate) const ROOM: &str = "(i32.const 512) (i32.const 16)";
/// Nothing.
pub(crate) const NONE: &str = "(i32.const 0) (i32.const 0)";

impl Default for Wat {
    fn default() -> Self {
        Self {
            memory: "(memory (export \"memory\") 2)",
            extra: String::new(),
            tools: TOOLS,
            reply: OK,
            alloc: "(i32.const 65536)".into(),
            list: String::new(),
            call: String::new(),
        }
    }
}

impl Wat {
    /// A pack that does this in `pack_call` before it answers.
    pub(crate) fn call(call: impl Into<String>) -> Self {
        Self {
            call: call.into(),
            ..Self::default()
        }
    }

    pub(crate) fn text(&self) -> String {
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        format!(
            r#"(module
            (import "truestep" "get" (func $get (param i32 i32 i32 i32 i32 i32) (result i32)))
            (import "truestep" "put" (func $put (param i32 i32 i32 i32 i32 i32) (result i32)))
            (import "truestep" "delete" (func $delete (param i32 i32 i32 i32) (result i32)))
            (import "truestep" "scan" (func $scan (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
            (import "truestep" "clock" (func $clock (result i64)))
            (import "truestep" "random" (func $random (result i64)))
            {memory}
            (data (i32.const 16) "{NAMES}")
            (data (i32.const 512) "{{\"a\":   [1,2] }} \ff\fe")
            (data (i32.const 1024) "{tools}")
            (data (i32.const 4096) "{reply}")
            {extra}
            (func $alloc (export "pack_alloc") (param $bytes i32) (result i32) {alloc})
            (func $list (export "pack_list") (result i64) {list}
                (i64.const {listed}))
            (func $call (export "pack_call") (param $at i32) (param $bytes i32) (result i64)
                (local $i i32) (local $n i64) {call}
                (i64.const {replied})))"#,
            memory = self.memory,
            tools = quoted(self.tools),
            reply = quoted(self.reply),
            extra = self.extra,
            alloc = self.alloc,
            list = self.list,
            call = self.call,
            listed = (1024_u64 << 32) + self.tools.len() as u64,
            replied = (4096_u64 << 32) + self.reply.len() as u64,
        )
    }

    pub(crate) fn wasm(&self) -> Vec<u8> {
        let text = self.text();
        wat::parse_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"))
    }
}

/// Call the tool `t` of a pack.
pub(crate) fn call_t(pack: &Pack, tables: &mut Tables) -> Result<Reply, SandboxError> {
    let nothing = serde_json::json!({});
    let grants = grants(tables.base());
    pack.call(tables, &Call::new("t", &nothing, &grants))
}

/// A generator for tests: the next of a fixed sequence below `most`.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }
}

/// The calls of the inventory pack that a script of mixed calls draws from, good and bad ones.
pub(crate) fn mixed_call(dice: &mut Dice) -> (&'static str, serde_json::Value) {
    use serde_json::json;
    let sku = format!("sku-{:02}", dice.below(52));
    let order = dice.below(40) as i64;
    match dice.below(8) {
        0 => ("list_items", json!({"prefix": "sku-1", "after": sku})),
        1 => ("get_item", json!({"sku": sku})),
        2 => ("get_order", json!({"order_id": order})),
        3 | 4 => (
            "place_order",
            json!({"sku": sku, "quantity": dice.below(4)}),
        ),
        5 => ("cancel_order", json!({"order_id": order})),
        6 => ("purge_order", json!({"order_id": order})),
        _ => ("place_order", json!({"sku": [sku]})),
    }
}
