//! The interface, from every language: Rust, C and WebAssembly text.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod common;

use common::{Dice, INVENTORY, Wat, base, grants, mixed_call, sandbox};
use serde_json::{Value, json};
use std::{fs, path::Path};
use truestep_sandbox::{
    Access, Call, Grants, Key, KeyKind, Limits, Pack, Reply, SandboxError, TableSpec, Tables,
    ValueKind,
};

const COUNTER_C: &[u8] = include_bytes!("../packs/counter/counter.wasm");
const COUNTER_WAT: &str = include_str!("../packs/counter/counter.wat");

struct Shop {
    pack: Pack,
    tables: Tables,
    grants: Grants,
}

impl Shop {
    fn open(wasm: &[u8]) -> Self {
        let base = base();
        Self {
            pack: Pack::load(&sandbox(), "inventory", wasm).unwrap(),
            grants: grants(&base),
            tables: Tables::new(base),
        }
    }

    fn call(&mut self, tool: &str, arguments: &Value) -> Reply {
        let call = Call {
            now_ms: 1_000,
            seed: 7,
            ..Call::new(tool, arguments, &self.grants)
        };
        self.pack.call(&mut self.tables, &call).unwrap()
    }
}

#[test]
fn the_inventory_pack_lists_its_tools_as_mcp_does() {
    let shop = Shop::open(INVENTORY);
    let names: Vec<&str> = shop.pack.tools().iter().map(|t| &*t.name).collect();
    let expected = [
        "list_items",
        "get_item",
        "get_order",
        "place_order",
        "cancel_order",
        "purge_order",
    ];
    assert_eq!(names, expected);
    let tool = serde_json::to_value(&shop.pack.tools()[3]).unwrap();
    assert_eq!(tool["inputSchema"]["required"], json!(["sku", "quantity"]));
    assert_eq!(tool["annotations"]["readOnlyHint"], json!(false));
}

#[test]
fn an_order_takes_stock_and_its_cancellation_gives_it_back() {
    let mut shop = Shop::open(INVENTORY);
    let fresh = shop.tables.digest();
    let placed = shop.call("place_order", &json!({"sku": "sku-07", "quantity": 3}));
    assert_eq!(placed.content, ["placed order 1"]);
    let order = placed.structured.unwrap();
    assert_eq!(order["placed_at_ms"], 1_000);
    assert_eq!(order["code"].as_str().unwrap().len(), 4);
    let keys: Vec<String> = placed.changes.iter().map(|c| c.key.to_string()).collect();
    assert_eq!(keys, ["sku-07", "order", "1"]);
    let stock = |shop: &mut Shop| {
        let item = shop.call("get_item", &json!({"sku": "sku-07"}));
        item.structured.unwrap()["stock"].clone()
    };
    assert_eq!(stock(&mut shop), 997);
    shop.call("cancel_order", &json!({"order_id": 1}));
    assert_eq!(stock(&mut shop), 1_000);
    shop.call("purge_order", &json!({"order_id": 1}));
    // Only the counter still tells that there was an order.
    let left = shop.tables.changes();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].key, Key::Text("order".into()));
    assert_ne!(shop.tables.digest(), fresh);
    shop.tables.undo(left);
    assert_eq!(shop.tables.digest(), fresh);
}

#[test]
fn a_reply_that_says_error_changes_nothing() {
    let mut shop = Shop::open(INVENTORY);
    let before = shop.tables.digest();
    let cases = [
        (
            "place_order",
            json!({"sku": "sku-00", "quantity": 1_001}),
            "quantity must be 1 to 1000, not 1001",
        ),
        (
            "place_order",
            json!({"sku": "none", "quantity": 1}),
            "no item `none`",
        ),
        (
            "place_order",
            json!({"quantity": 1}),
            "missing argument `sku`",
        ),
        (
            "place_order",
            json!({"sku": 5, "quantity": 1}),
            "argument `sku` must be a text",
        ),
        ("get_order", json!({"order_id": 9}), "no order 9"),
        (
            "get_order",
            json!({"order_id": 1.5}),
            "the arguments cannot be read: expected a whole number of 64 bits at byte 47",
        ),
    ];
    for (tool, arguments, text) in cases {
        let reply = shop.call(tool, &arguments);
        assert!(reply.is_error && reply.changes.is_empty());
        assert_eq!(reply.content, [text]);
        assert_eq!(shop.tables.digest(), before);
    }
    // A tool that writes first and finds its mistake later.
    let regrets = Wat {
        reply: r#"{"content":[],"isError":true}"#,
        ..Wat::call(format!(
            "(drop (call $put {} {} {}))",
            common::BLOBS,
            common::KEY,
            common::ROOM
        ))
    };
    let pack = Pack::load(&sandbox(), "regrets", &regrets.wasm()).unwrap();
    let reply = common::call_t(&pack, &mut shop.tables).unwrap();
    assert!(reply.is_error && reply.changes.is_empty());
    assert_eq!(shop.tables.digest(), before);
}

#[test]
fn pages_of_items_cover_all_of_them_once_in_order() {
    let mut shop = Shop::open(INVENTORY);
    let (mut seen, mut after) = (vec![], String::new());
    loop {
        let page = shop.call("list_items", &json!({"after": after}));
        let page = page.structured.unwrap();
        let items = page["items"].as_array().unwrap().iter();
        seen.extend(items.map(|item| item["sku"].as_str().unwrap().to_owned()));
        match page.get("next") {
            Some(next) => after = next.as_str().unwrap().to_owned(),
            None => break,
        }
    }
    let expected: Vec<String> = (0..50).map(|n| format!("sku-{n:02}")).collect();
    assert_eq!(seen, expected);
}

#[test]
fn c_and_text_speak_the_same_interface() {
    let sandbox = sandbox();
    let text = wat::parse_str(COUNTER_WAT).unwrap();
    let packs = [
        Pack::load(&sandbox, "c", COUNTER_C).unwrap(),
        Pack::load(&sandbox, "text", &text).unwrap(),
    ];
    let mut base = truestep_sandbox::Base::builder();
    let counters = TableSpec::new("counters", KeyKind::Text, ValueKind::Bytes);
    let counters = base.table(counters).unwrap();
    let base = base.build();
    let grants = Grants::new(&base, &[(counters, Access::Write)]);
    let mut tables = Tables::new(base);
    let nothing = json!({});
    for round in 1..=10_u64 {
        // In turn: what one wrote the other one reads.
        let pack = &packs[round as usize % 2];
        let reply = pack.call(&mut tables, &Call::new("bump", &nothing, &grants));
        assert_eq!(reply.unwrap().content, ["bumped"]);
        let row = tables.get(counters, &Key::Text("bumps".into())).unwrap();
        assert_eq!(row.as_bytes(), round.to_le_bytes());
    }
    assert_eq!(packs[0].tools(), packs[1].tools());
}

#[test]
fn a_call_of_what_there_is_not_is_refused_and_says_what_there_is() {
    let mut shop = Shop::open(INVENTORY);
    let arguments = json!({});
    let call = Call::new("refund", &arguments, &shop.grants);
    let refused = shop.pack.call(&mut shop.tables, &call).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "pack `inventory` has no tool `refund`; it has list_items, get_item, get_order, place_order, cancel_order, \
         purge_order"
    );
    let other = Grants::new(&truestep_sandbox::Base::builder().build(), &[]);
    let call = Call::new("get_item", &arguments, &other);
    let refused = shop.pack.call(&mut shop.tables, &call).unwrap_err();
    assert!(matches!(refused, SandboxError::OtherTables { .. }));
}

#[test]
fn a_scan_pays_for_the_deleted_rows_it_passes_over() {
    use common::{ITEMS, NONE, ROOM, Wat};
    let scan = Wat::call(format!("(drop (call $scan {ITEMS} {NONE} {NONE} {ROOM}))"));
    let pack = Pack::load(&sandbox(), "scan", &scan.wasm()).unwrap();
    let mut tables = Tables::new(base());
    let before = common::call_t(&pack, &mut tables).unwrap().fuel;
    let items = tables.base().table("items").unwrap();
    for number in 0..40 {
        tables.set(items, Key::Text(format!("sku-{number:02}").into()), None);
    }
    assert_eq!(
        common::call_t(&pack, &mut tables).unwrap().fuel,
        before + 40
    );
}

/// What a thousand mixed calls of a pack give, without the fuel, which depends on the compiler.
fn behaviour(wasm: &[u8]) -> Vec<String> {
    let mut shop = Shop::open(wasm);
    let mut dice = Dice(1);
    let mut seen = vec![format!("{:?}", shop.pack.tools())];
    for _ in 0..1_000 {
        let (tool, arguments) = mixed_call(&mut dice);
        let reply = shop.call(tool, &arguments);
        let Reply {
            content,
            structured,
            changes,
            ..
        } = reply;
        seen.push(format!(
            "{content:?} {structured:?} {changes:?} {}",
            shop.tables.digest()
        ));
    }
    seen
}

/// `packs/rebuild.sh` sets where the packs are that it built.
#[test]
fn rebuilt_packs_behave_as_the_artefacts() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs");
    let rebuilt = std::env::var_os("TRUESTEP_REBUILT_PACKS");
    let rebuilt = rebuilt.map_or_else(|| packs.clone(), Into::into);
    let read = |folder: &Path| fs::read(folder.join("inventory/pack.wasm")).unwrap();
    let (ours, theirs) = (behaviour(&read(&packs)), behaviour(&read(&rebuilt)));
    assert!(ours.iter().any(|line| line.contains("placed order")));
    assert_eq!(ours, theirs);
}

/// What there is to call is known before anything is compiled, and is what the module says when it is.
#[test]
fn a_deferred_pack_is_the_pack_that_is_loaded() {
    const LISTED: &[u8] = include_bytes!("../packs/inventory/tools.json");
    let mut loaded = Shop::open(INVENTORY);
    let deferred = Pack::deferred(Limits::default(), "inventory", INVENTORY, LISTED).unwrap();
    assert_eq!(deferred.tools(), loaded.pack.tools());
    assert_eq!(
        (deferred.name(), deferred.digest()),
        (loaded.pack.name(), loaded.pack.digest())
    );
    let mut other = Shop::open(INVENTORY);
    other.pack = deferred.clone();
    let arguments = json!({"sku": "lamp", "quantity": 2});
    let asked = |shop: &mut Shop| (shop.call("place_order", &arguments), shop.tables.digest());
    assert_eq!(asked(&mut other), asked(&mut loaded));
    // The same module under another list of tools.
    let fewer = deferred.tools()[1..].to_vec();
    let named = |pack: &Pack| pack.with_tools("fewer", fewer.clone()).unwrap();
    let both = (named(&deferred), named(&loaded.pack));
    assert_eq!(both.0.digest(), both.1.digest());
    other.pack = both.0;
    loaded.pack = both.1;
    assert_eq!(asked(&mut other), asked(&mut loaded));
}

#[test]
fn a_deferred_pack_says_what_is_wrong_when_it_is_called() {
    let open = |wasm: &'static [u8], listed: &[u8]| {
        let pack = Pack::deferred(Limits::default(), "inventory", wasm, listed)?;
        let mut shop = Shop::open(INVENTORY);
        let nothing = json!({});
        let call = Call::new("list_items", &nothing, &shop.grants);
        pack.call(&mut shop.tables, &call).map(drop)
    };
    let said = |error: Result<(), SandboxError>| error.unwrap_err().to_string();
    let listed = br#"{"tools": [{"name": "list_items", "description": "lists", "inputSchema": {"type": "object", "properties": {}}}]}"#;
    assert!(said(open(INVENTORY, listed)).contains("other tools than the list beside it"));
    assert!(said(open(b"\0asm", listed)).contains("inventory"));
    assert!(said(open(INVENTORY, b"[]")).contains("not a list of tools"));
}
