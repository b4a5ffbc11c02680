//! A Python file as a tool pack: schemas from annotations and docstrings, calls over the host's tables.
#![cfg(feature = "python")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod common;
#[path = "common/python.rs"]
mod python;

use common::{base, grants};
use python::python;
use serde_json::{Value, json};
use truestep_sandbox::{Call, Pack, Reply, SandboxError, Tables, python::PythonPack};

/// A file with tools of every kind.
const SHOP: &str = include_str!("common/shop.py");

fn shop() -> PythonPack {
    python().load("my shop", SHOP.as_bytes()).unwrap()
}

fn call(
    pack: &PythonPack,
    tables: &mut Tables,
    tool: &str,
    arguments: Value,
) -> Result<Reply, SandboxError> {
    let grants = grants(tables.base());
    pack.call(tables, &Call::new(tool, &arguments, &grants))
}

fn said(pack: &PythonPack, tool: &str, arguments: Value) -> (bool, String) {
    let reply = call(pack, &mut Tables::new(base()), tool, arguments).unwrap();
    (reply.is_error, reply.content.join("\n"))
}

#[test]
fn tools_are_listed_with_schemas_from_annotations_and_docstrings() {
    let pack = shop();
    let names: Vec<_> = pack.tools().iter().map(|tool| tool.name.as_str()).collect();
    let expected = [
        "stock",
        "place_order",
        "kinds",
        "count",
        "chance",
        "later",
        "peek",
        "sneak",
        "loop",
        "crash",
    ];
    assert_eq!(names, expected);
    let stock = serde_json::to_value(&pack.tools()[0]).unwrap();
    let expected = json!({
        "name": "stock",
        "title": "Stock of an item",
        "description": "How many of an item there are.\n\nLooks into the table of items.",
        "inputSchema": {
            "type": "object",
            "properties": {"sku": {"type": "string", "description": "the item's code, such as sku-01"}},
            "required": ["sku"],
            "additionalProperties": false,
        },
        "outputSchema": {
            "type": "object",
            "properties": {"sku": {"type": "string"}, "stock": {"type": "integer"}},
            "required": ["sku", "stock"],
            "additionalProperties": false,
        },
        "annotations": {"readOnlyHint": true},
    });
    assert_eq!(stock, expected);
    let order = &pack.tools()[1];
    assert_eq!(order.description, "Order some of an item.");
    let expected = json!({
        "sku": {"type": "string", "description": "the item's code"},
        "quantity": {"type": "integer", "description": "how many", "default": 1},
        "colour": {"anyOf": [{"type": "string", "enum": ["red", "blue"]}, {"type": "null"}], "default": null},
        "to": {
            "anyOf": [
                {
                    "type": "object",
                    "properties": {"street": {"type": "string"}, "number": {"type": "integer"}},
                    "additionalProperties": false,
                    "required": ["street"],
                },
                {"type": "null"},
            ],
            "default": null,
        },
        "note": {"type": "string", "description": "for the parcel", "default": ""},
    });
    assert_eq!(order.input_schema["properties"], expected);
    assert_eq!(order.output_schema, None);
    let later = &pack.tools()[5].input_schema["properties"]["seconds"];
    assert_eq!(later["description"], "how long to wait");
}

#[test]
fn a_call_reads_and_writes_the_tables_it_was_granted() {
    let pack = shop();
    let mut tables = Tables::new(base());
    let reply = call(&pack, &mut tables, "stock", json!({"sku": "sku-01"})).unwrap();
    assert_eq!(
        reply.structured,
        json!({"sku": "sku-01", "stock": 1000}).as_object().cloned()
    );
    assert_eq!(reply.content, [r#"{"sku": "sku-01", "stock": 1000}"#]);
    let arguments =
        json!({"sku": "sku-01", "quantity": 3, "colour": "blue", "to": {"street": "Elm"}});
    let reply = call(&pack, &mut tables, "place_order", arguments).unwrap();
    assert_eq!(
        (reply.content, reply.changes.len()),
        (vec!["order 1".to_owned()], 2)
    );
    let reply = call(&pack, &mut tables, "place_order", json!({"sku": "sku-01"})).unwrap();
    assert_eq!(reply.content, ["order 2"]);
    let orders = tables.base().table("orders").unwrap();
    let (key, value) = tables.scan(orders, "", None).next().unwrap();
    let value: Value = serde_json::from_slice(value.as_bytes()).unwrap();
    let expected = json!({
        "sku": "sku-01", "quantity": 3, "colour": "blue", "to": {"street": "Elm", "number": 1}, "at": 0,
    });
    assert_eq!((key.to_string().as_str(), value), ("1", expected));
    assert_eq!(tables.digest(), tables.recomputed_digest());
}

#[test]
fn an_error_of_the_function_is_a_reply_and_changes_nothing() {
    let pack = shop();
    let mut tables = Tables::new(base());
    let before = tables.digest();
    for (tool, arguments, text) in [
        ("stock", json!({"sku": "x"}), "there is no item x"),
        (
            "place_order",
            json!({"sku": "sku-01", "quantity": 2_000}),
            "not enough of it",
        ),
        (
            "place_order",
            json!({"sku": "nothing"}),
            "KeyError: 'nothing'",
        ),
        ("crash", json!({}), "ZeroDivisionError: division by zero"),
        ("stock", json!({}), "sku: is missing"),
        ("stock", json!({"sku": 3}), "sku: expected a text, not 3"),
        (
            "stock",
            json!({"sku": "a", "n": 1}),
            "n: there is no such argument; there are sku",
        ),
        (
            "stock",
            json!([1]),
            "arguments: expected an object, not [1]",
        ),
        (
            "place_order",
            json!({"sku": "sku-01", "quantity": true}),
            "quantity: expected an integer, not true",
        ),
        (
            "place_order",
            json!({"sku": "sku-01", "colour": "green"}),
            r#"colour: expected one of "red", "blue" or null, not "green""#,
        ),
        (
            "place_order",
            json!({"sku": "sku-01", "to": {"number": 1}}),
            "to: expected to.street: is missing or null, not {\"number\": 1}",
        ),
    ] {
        let reply = call(&pack, &mut tables, tool, arguments).unwrap();
        assert_eq!(
            (reply.is_error, reply.content),
            (true, vec![text.to_owned()])
        );
        assert!(reply.changes.is_empty());
        assert_eq!(tables.digest(), before, "{tool}");
    }
}

#[test]
fn every_kind_of_argument_arrives_as_what_its_annotation_says() {
    let pack = shop();
    let arguments = json!({
        "flag": true, "share": 1, "day": "2026-02-03", "names": ["a"], "pair": [1, "x"], "by_name": {"k": 2}, "size": 3,
    });
    let expected =
        r#"["True", "1.0", "datetime.date(2026, 2, 3)", "['a']", "(1, 'x')", "{'k': 2}", "3"]"#;
    assert_eq!(
        said(&pack, "kinds", arguments.clone()),
        (false, expected.to_owned())
    );
    for (name, bad, text) in [
        ("flag", json!(1), "flag: expected true or false, not 1"),
        ("share", json!("1"), "share: expected a number, not \"1\""),
        (
            "day",
            json!("soon"),
            "day: expected a date such as 2026-01-31, not \"soon\"",
        ),
        ("names", json!(["a", 1]), "names[1]: expected a text, not 1"),
        ("pair", json!([1]), "pair: expected a list of 2, not [1]"),
        (
            "by_name",
            json!({"k": "2"}),
            "by_name.k: expected an integer, not \"2\"",
        ),
        (
            "size",
            json!("l"),
            "size: expected one of \"s\", \"m\", 3, not \"l\"",
        ),
    ] {
        let mut arguments = arguments.clone();
        arguments[name] = bad;
        assert_eq!(said(&pack, "kinds", arguments), (true, text.to_owned()));
    }
}

#[test]
fn calls_leave_no_hidden_state_and_depend_on_time_and_seed_only() {
    let pack = shop();
    for _ in 0..3 {
        assert_eq!(said(&pack, "count", json!({})), (false, "1".into()));
    }
    let base = base();
    let grants = grants(&base);
    let nothing = json!({});
    let chance = |now_ms, seed| {
        let call = Call {
            now_ms,
            seed,
            ..Call::new("chance", &nothing, &grants)
        };
        pack.call(&mut Tables::new(base.clone()), &call).unwrap()
    };
    let structured = |reply: &Reply| reply.structured.clone().unwrap()["result"].clone();
    assert_eq!(chance(5, 7), chance(5, 7));
    assert_ne!(structured(&chance(5, 7))[0], structured(&chance(5, 8))[0]);
    assert_eq!(structured(&chance(5, 7))[0], structured(&chance(6, 7))[0]);
    let ns = structured(&chance(1_000, 7))[1].as_u64().unwrap();
    assert_eq!(ns / 1_000_000, 1_000);
    assert_eq!(
        said(&pack, "later", json!({"seconds": 1_000_000})),
        (false, "later".into())
    );
}

#[test]
fn what_a_function_may_not_have_ends_its_call_and_leaves_the_tables_whole() {
    let pack = shop();
    let mut tables = Tables::new(base());
    let before = tables.digest();
    for (tool, arguments, kind) in [
        ("peek", json!({"table": "secret"}), "no_table"),
        ("peek", json!({"table": "nothing"}), "no_table"),
        ("sneak", json!({"sku": "sku-01"}), "no_access"),
        ("loop", json!({}), "fuel"),
        ("nothing", json!({}), "unknown_tool"),
        (
            "stock",
            json!({"sku": "x".repeat(2 << 20)}),
            "request_too_large",
        ),
    ] {
        let error = call(&pack, &mut tables, tool, arguments).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(
            (tables.digest(), tables.recomputed_digest()),
            (before, before)
        );
        assert_eq!(said(&pack, "count", json!({})), (false, "1".into()));
    }
}

#[test]
fn a_live_instance_answers_reading_tools_and_no_others() {
    let pack = shop();
    let mut tables = Tables::new(base());
    let grants = grants(tables.base());
    let arguments = json!({"sku": "sku-02"});
    let stock = Call::new("stock", &arguments, &grants);
    let mut live = pack.live();
    let first = live.call(&tables, &stock).unwrap();
    assert_eq!(
        first.content,
        pack.call(&mut tables, &stock).unwrap().content
    );
    let nothing = json!({});
    let order = Call::new("place_order", &nothing, &grants);
    assert_eq!(
        live.call(&tables, &order).unwrap_err().kind(),
        "not_read_only"
    );
    let peek = json!({"table": "secret"});
    let peek = Call::new("peek", &peek, &grants);
    assert_eq!(live.call(&tables, &peek).unwrap_err().kind(), "no_table");
    // Each call sees the tables as they are.
    let arguments = json!({"sku": "sku-02", "quantity": 400});
    pack.call(&mut tables, &Call::new("place_order", &arguments, &grants))
        .unwrap();
    for _ in 0..3 {
        let reply = live.call(&tables, &stock).unwrap();
        assert_eq!(reply.structured.unwrap()["stock"], 600);
    }
}

#[test]
fn a_file_that_cannot_be_tools_says_what_is_wrong_where() {
    let big = vec![b'#'; 5 << 20];
    let refused = python().load("big", &big).unwrap_err();
    assert_eq!(refused.kind(), "module_too_large");
    for (source, text) in [
        (
            "x = 1",
            "it defines no public function; a tool is a function with annotations and a docstring",
        ),
        (
            "def f(a: int):\n  pass",
            "function `f`: it has no docstring; an agent needs to know what it does",
        ),
        (
            "def f(a):\n  'A.'",
            "function `f`: its parameter `a` has no annotation",
        ),
        (
            "def f(*a: int):\n  'A.'",
            "function `f`: its parameter `a` cannot be given by name",
        ),
        (
            "def f(a: Missing):\n  'A.'",
            "function `f`: its annotations cannot be read: NameError: name 'Missing' is not defined",
        ),
        (
            "1 / 0",
            "the file cannot be run: ZeroDivisionError: division by zero (line 1)",
        ),
        (
            "import numpy",
            "the file cannot be run: ModuleNotFoundError: No module named 'numpy' (line 1)",
        ),
        (
            "def f(:",
            "the file cannot be run: SyntaxError: invalid syntax (bad.py, line 1)",
        ),
    ] {
        let refused = python().load("bad", source.as_bytes()).unwrap_err();
        let expected = format!("the tools of pack `bad` cannot be used: {text}");
        assert_eq!(refused.to_string(), expected);
    }
    let complex = python()
        .load("bad", b"def f(a: complex):\n  'A.'")
        .unwrap_err();
    assert!(
        complex
            .to_string()
            .contains("<class 'complex'> has no JSON Schema"),
        "{complex}"
    );
    let looping = python().load("bad", b"while True: pass").unwrap_err();
    assert_eq!(looping.kind(), "fuel");
    let early = python()
        .load("bad", b"import truestep\ntruestep.table('items')")
        .unwrap_err();
    assert_eq!(early.kind(), "not_now");
}

/// Both kinds of pack are called with the same types.
#[test]
fn a_python_pack_is_used_as_a_pack_of_a_module_is() {
    type Function<P> = fn(&P, &mut Tables, &Call<'_>) -> Result<Reply, SandboxError>;
    let _: (Function<Pack>, Function<PythonPack>) = (Pack::call, PythonPack::call);
    assert_ne!(
        shop().digest(),
        python().load("x", b"def f():\n  'A.'").unwrap().digest()
    );
    assert_eq!(shop().name(), "my shop");
}
