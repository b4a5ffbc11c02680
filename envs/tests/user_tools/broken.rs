//! Whatever is wrong with a user's tools is a clear error that names the place, and never a panic.

use super::{example, hosted, registry, task};
use serde_json::{Value, json};
use std::{fs, path::Path};
use truestep_core::{environment::Environment as _, truth::Distance};
use truestep_envs::tools::user::Domain;

/// A folder with the example's tools and this file.
fn folder(domain: &Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(
        example("wat").join("tools.wat"),
        folder.path().join("tools.wat"),
    )
    .unwrap();
    fs::write(folder.path().join("domain.json"), domain.to_string()).unwrap();
    folder
}

fn domain() -> Value {
    let text = fs::read_to_string(example("wat").join("domain.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn refusal(path: &Path) -> String {
    Domain::open(path).expect_err("it is refused").to_string()
}

fn refused(domain: &Value) -> String {
    refusal(folder(domain).path())
}

fn says(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "`{error}` does not say `{part}`");
    }
    assert!(!error.contains('\n'), "{error}");
}

/// The example with one place changed: a JSON pointer, what is put there, and what the error says.
#[test]
fn what_is_wrong_in_the_file_is_said_with_its_place() {
    let cases: Vec<(&str, Value, &[&str])> = vec![
        ("/name", json!("Par cels"), &["`name`", "a-z"]),
        ("/name", json!("retail"), &["`name`", "already"]),
        ("/name", json!(7), &["`name`", "expected a text"]),
        ("/version", json!(0), &["`version`", "1 or more"]),
        ("/extra", json!(1), &["there is no `extra` here"]),
        (
            "/tables/0/keys",
            json!("uuid"),
            &["`tables[0].keys`", "uuid"],
        ),
        (
            "/tables/0/rows/p1",
            json!({"a": 1}),
            &["`tables[0].rows.p1`", "expected text"],
        ),
        (
            "/tables/0/columns",
            json!({"a": "string"}),
            &["`tables[0].columns`", "no columns"],
        ),
        (
            "/tables/1",
            json!({"name": "parcels"}),
            &["`tables[1].name`", "no other table"],
        ),
        (
            "/tables/1",
            json!({"name": "t", "columns": {"a": "date"}}),
            &["`tables[1].columns.a`", "integer"],
        ),
        (
            "/tables/1",
            json!({"name": "t", "columns": {"a": "integer"}, "rows": {"x": {"a": "1"}}}),
            &["`tables[1].rows.x`", "`a` is no integer"],
        ),
        (
            "/tables/1",
            json!({"name": "t", "keys": "integer", "rows": {"x": 1}}),
            &["`tables[1].rows.x`", "whole number"],
        ),
        (
            "/rules/0/name",
            json!("confirm"),
            &["`rules[0].name`", "no other rule"],
        ),
        (
            "/rules/0/forbids/tools",
            json!(["fly"]),
            &["`rules[0].forbids.tools[0]`", "no tool `fly`"],
        ),
        (
            "/rules/0/forbids/row/table",
            json!("x"),
            &["`rules[0].forbids.row.table`", "no table `x`"],
        ),
        (
            "/rules/0/forbids/row/is_not",
            json!([1]),
            &["`rules[0].forbids.row`", "`is` or `is_not`"],
        ),
        ("/tasks/0", json!([]), &["`tasks[0]`", "an object"]),
        (
            "/rules/0/forbids/row/key_from",
            json!("zz"),
            &["`rules[0].forbids.row.key_from`", "`zz`", "never bind"],
        ),
        (
            "/rules/0/forbids/row/column",
            json!("owner"),
            &["`rules[0].forbids.row.column`", "without columns"],
        ),
        (
            "/rules/0/forbids/arguments",
            json!({"zz": 1}),
            &["`rules[0].forbids.arguments.zz`", "never bind"],
        ),
        (
            "/tasks/0/summary",
            json!("red \u{1b}[31m"),
            &["tasks[0].summary", "control characters"],
        ),
        (
            "/policy",
            json!("\u{1b}]0;title"),
            &["`policy`", "control characters"],
        ),
        (
            "/tasks/0/wrong/0/arguments/parcel",
            json!("{one}"),
            &["tasks[0].wrong[0]", "asked for already"],
        ),
        (
            "/tasks/0/gold/1/arguments/parcel",
            json!("{one}"),
            &["tasks[0].gold[1]", "asked for already"],
        ),
        (
            "/tasks/0/tell/0/wrong/0",
            json!("2"),
            &["tasks[0].tell[0].wrong", "is the right value"],
        ),
        (
            "/tasks/0/tell/0/value",
            json!(" 2 "),
            &["tasks[0].tell[0].value", "without blanks"],
        ),
        ("/tasks/0/cases", json!([]), &["`tasks[0].cases`", "1 to"]),
        (
            "/tasks/0/cases/1",
            json!({"who": "Bo"}),
            &["`tasks[0]", "case 2 has no"],
        ),
        (
            "/tasks/0/max_steps",
            json!(3),
            &["tasks[0].max_steps", "shortest way takes 12"],
        ),
        (
            "/tasks/0/random_percent",
            json!(101),
            &["`tasks[0].random_percent`", "0 to 100"],
        ),
        (
            "/tasks/0/reads/2/tool",
            json!("find"),
            &["tasks[0].reads[2].tool", "no tool `find`", "track, release"],
        ),
        (
            "/tasks/0/reads/2/tool",
            json!("release"),
            &["tasks[0].reads[2].tool", "readOnlyHint"],
        ),
        (
            "/tasks/0/reads/2/arguments",
            json!({"parcel": 7}),
            &["tasks[0].reads[2].arguments", "`/parcel`", "text"],
        ),
        (
            "/tasks/0/gold/0/evidence/0",
            json!("p99"),
            &["tasks[0].gold[0].evidence[0]", "no fact `p99`"],
        ),
        (
            "/tasks/0/facts/0/name",
            json!("p2"),
            &["tasks[0].facts[1].name", "two facts `p2`"],
        ),
        (
            "/tasks/0/tell/0/what",
            json!("The Count"),
            &["tasks[0].tell[0].what", "a-z"],
        ),
        (
            "/tasks/1/ask/0/about",
            json!("a: b"),
            &["tasks[1].ask[0].about", "a-z"],
        ),
        (
            "/tasks/2/name",
            json!("collect"),
            &["`tasks[2].name`", "no other task"],
        ),
        (
            "/tasks/0/rules",
            json!([{"name": "harbour", "text": "x"}]),
            &["tasks[0].rules[0].name", "rule of this name"],
        ),
        (
            "/tasks/0/disturbances",
            json!([{"tool": "track", "kind": "fire"}]),
            &["`tasks[0].disturbances[0].kind`", "fire"],
        ),
    ];
    for (place, value, parts) in cases {
        let mut domain = domain();
        put(&mut domain, place, value);
        says(&refused(&domain), parts);
    }
}

fn put(domain: &mut Value, place: &str, value: Value) {
    let (outer, name) = place.rsplit_once('/').unwrap();
    match domain.pointer_mut(outer).unwrap() {
        Value::Array(items) => match items.get_mut(name.parse::<usize>().unwrap()) {
            Some(item) => *item = value,
            None => items.push(value),
        },
        outer => outer[name] = value,
    }
}

#[test]
fn a_gold_call_that_fails_or_does_nothing_says_what_the_tool_answers() {
    let mut refused_by_tool = domain();
    put(
        &mut refused_by_tool,
        "/tasks/0/gold/0/arguments/parcel",
        json!("p5"),
    );
    says(
        &refused(&refused_by_tool),
        &[
            "`parcels-collect` (case 1)",
            "is refused",
            "only a parcel that is held",
        ],
    );
    let mut nothing = domain();
    put(
        &mut nothing,
        "/tasks/0/gold/0",
        json!({"tool": "track", "arguments": {"parcel": "p1"}}),
    );
    says(&refused(&nothing), &["changes nothing", "for Ada, held"]);
    let mut forbidden = domain();
    put(
        &mut forbidden,
        "/tasks/0/gold/0/arguments/parcel",
        json!("p7"),
    );
    put(&mut forbidden, "/tasks/0/wrong", json!([]));
    says(&refused(&forbidden), &["breaks a rule"]);
}

#[test]
fn a_task_that_its_gold_calls_do_not_solve_says_what_nothing_shows() {
    let mut unseen = domain();
    put(
        &mut unseen,
        "/tasks/0/facts/0/shown_by",
        json!(["p1: from "]),
    );
    says(
        &refused(&unseen),
        &["`parcels-collect`", "nothing shows `p1`"],
    );
}

#[test]
fn what_is_no_json_is_said_with_its_line() {
    let folder = folder(&json!({}));
    let file = folder.path().join("domain.json");
    for (text, parts) in [
        ("{", &["line 1"][..]),
        (
            "{\"name\": \"x\"} {}",
            &["something follows the value", "line 1"],
        ),
        ("[]", &["domain.json"]),
        ("", &["domain.json"]),
    ] {
        fs::write(&file, text).unwrap();
        says(&refusal(folder.path()), parts);
    }
    fs::write(&file, b"\xff\xfe{}").unwrap();
    says(&refusal(folder.path()), &["not UTF-8"]);
    fs::write(&file, "[".repeat(100_000)).unwrap();
    says(&refusal(folder.path()), &["domain.json"]);
    let twice = domain().to_string().replacen("\"p1\":", "\"p2\":", 1);
    fs::write(&file, twice).unwrap();
    says(&refusal(folder.path()), &["p2"]);
}

#[test]
fn what_is_missing_is_named() {
    let empty = tempfile::tempdir().unwrap();
    says(&refusal(empty.path()), &["neither", "domain.json"]);
    says(&refusal(&empty.path().join("nothing")), &["there is no"]);
    let mut named = domain();
    put(&mut named, "/tools", json!("other.wasm"));
    says(&refused(&named), &["`other.wasm`", "cannot be read"]);
    let two = folder(&domain());
    fs::write(two.path().join("pack.wasm"), b"").unwrap();
    says(&refusal(two.path()), &["`tools`", "name the one"]);
    let mut kind = domain();
    put(&mut kind, "/tools", json!("tools.js"));
    let folder = folder(&kind);
    fs::write(folder.path().join("tools.js"), b"").unwrap();
    says(&refusal(folder.path()), &["`tools.js`", "`.wasm`"]);
}

#[test]
fn nothing_outside_the_folder_is_read_and_nothing_is_unpacked() {
    for (place, name) in [
        ("/tools", "../tools.wat"),
        ("/tools", "/etc/passwd"),
        ("/tools", "a/../../tools.wat"),
        ("/tools", "..\\tools.wat"),
        ("/tools", ""),
        ("/tables/0/rows_file", "../rows.json"),
        ("/tables/0/rows_file", "/etc/passwd"),
    ] {
        let mut domain = domain();
        put(&mut domain, place, json!(name));
        says(&refused(&domain), &["outside the domain's folder"]);
    }
    for name in ["pack.zip", "pack.wasm.zst", "pack.tar.gz"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, b"PK\x03\x04").unwrap();
        says(&refusal(&path), &["nothing is unpacked"]);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_refused_and_a_device_is_no_file() {
    let outside = tempfile::tempdir().unwrap();
    fs::copy(
        example("wat").join("tools.wat"),
        outside.path().join("tools.wat"),
    )
    .unwrap();
    let folder = folder(&domain());
    let link = folder.path().join("tools.wat");
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(outside.path().join("tools.wat"), &link).unwrap();
    says(&refusal(folder.path()), &["outside the domain's folder"]);
    let manifest = folder.path().join("domain.json");
    fs::remove_file(&manifest).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &manifest).unwrap();
    says(&refusal(folder.path()), &["device"]);
}

#[test]
fn tables_and_files_have_bounds() {
    let mut value = domain();
    put(&mut value, "/tables/0/rows/p1", json!("x".repeat(70_000)));
    says(&refused(&value), &["`tables[0].rows.p1`", "65536"]);
    let mut many = domain();
    put(&mut many, "/tables/0/rows_file", json!("rows.json"));
    let rows: serde_json::Map<String, Value> = (0..100_001)
        .map(|n| (format!("q{n}"), json!("x")))
        .collect();
    let folder = folder(&many);
    fs::write(
        folder.path().join("rows.json"),
        Value::Object(rows).to_string(),
    )
    .unwrap();
    says(
        &refusal(folder.path()),
        &["rows.json", "too large", "100000 rows"],
    );
    fs::write(folder.path().join("rows.json"), vec![b' '; (32 << 20) + 1]).unwrap();
    says(&refusal(folder.path()), &["rows.json", "bytes"]);
    fs::write(folder.path().join("domain.json"), vec![b' '; (1 << 20) + 1]).unwrap();
    says(&refusal(folder.path()), &["domain.json", "1048576"]);
    let mut cases = domain();
    let all = cases.pointer("/tasks/0/cases/0").unwrap().clone();
    put(&mut cases, "/tasks/0/cases", Value::Array(vec![all; 1_001]));
    says(&refused(&cases), &["`tasks[0].cases`", "1 to 1000"]);
}

/// The text of a module with this list of tools and these further parts.
fn module(list: &str, parts: &str) -> String {
    let escaped = list.replace('"', "\\\"");
    format!(
        r#"(module {parts} (memory (export "memory") 2) (data (i32.const 64) "{escaped}")
        (func (export "pack_alloc") (param i32) (result i32) i32.const 65536)
        (func (export "pack_list") (result i64) (i64.or (i64.shl (i64.const 64) (i64.const 32)) (i64.const {})))
        (func (export "pack_call") (param i32 i32) (result i64) unreachable))"#,
        list.len()
    )
}

fn refused_module(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tools.wat");
    fs::write(&path, text).unwrap();
    refusal(&path)
}

fn tool(name: &str) -> String {
    format!(r#"{{"name":"{name}","description":"Do.","inputSchema":{{"type":"object"}}}}"#)
}

#[test]
fn a_module_that_is_no_pack_says_why() {
    let list = format!(r#"{{"tools":[{}]}}"#, tool("do"));
    let wasi = r#"(import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))"#;
    says(
        &refused_module(&module(&list, wasi)),
        &["imports `wasi_snapshot_preview1.fd_write`", "there are"],
    );
    says(&refused_module("(module"), &["WebAssembly text"]);
    says(&refused_module("(module)"), &["does not export"]);
    let twice = format!(r#"{{"tools":[{},{}]}}"#, tool("do"), tool("do"));
    says(
        &refused_module(&module(&twice, "")),
        &["tool `do`", "two of this name"],
    );
    let reserved = format!(r#"{{"tools":[{}]}}"#, tool("done"));
    says(&refused_module(&module(&reserved, "")), &["named `done`"]);
    says(
        &refused_module(&module(&format!(r#"{{"tools":[{}]}}"#, tool("Do.It")), "")),
        &["`Do.It`"],
    );
    says(&refused_module(&module("{}", "")), &["not a list of tools"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pack.wasm");
    fs::write(&path, b"\0asm\x01\0\0\0garbage").unwrap();
    says(&refusal(&path), &["not a valid WebAssembly module"]);
    fs::write(&path, vec![0; 5 << 20]).unwrap();
    says(&refusal(&path), &["module_bytes"]);
}

/// A tool that makes something new however often it is called has no end that could be gone through.
#[test]
fn a_tool_that_breaks_down_is_named_with_why() {
    let folder = folder(&domain());
    let tools = folder.path().join("tools.wat");
    let text = fs::read_to_string(&tools).unwrap();
    let call = text.find("(local $release").unwrap();
    let body = call + text[call..].find('\n').unwrap();
    let (head, rest) = text.split_at(body);
    fs::write(&tools, format!("{head}\nunreachable\n{rest}")).unwrap();
    says(&refusal(folder.path()), &["parcels-collect", "unreachable"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let mut domain = domain();
    domain["tables"][0]["rows"] = json!({});
    domain["tables"][0]["rows_file"] = json!("rows.json");
    let folder = folder(&domain);
    let pipe = folder.path().join("rows.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    says(&refusal(folder.path()), &["rows.json", "no ordinary file"]);
}

#[test]
fn a_tool_that_never_refuses_is_called_once_too_often_and_the_task_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let counter =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../sandbox/packs/counter/counter.wat");
    fs::copy(counter, folder.path().join("tools.wat")).unwrap();
    let domain = json!({"name": "counter", "tables": [{"name": "counters", "values": "text"}],
        "tasks": [{"name": "bump", "summary": "count", "instruction": "Count once.", "gold": [{"tool": "bump"}]}]});
    fs::write(folder.path().join("domain.json"), domain.to_string()).unwrap();
    let registry = registry(folder.path());
    let mut environment = hosted(&registry);
    environment
        .reset(&task(&registry, "counter-bump", 0), 0)
        .unwrap();
    let distances = ["bump", "bump"].map(|_| {
        let step = environment.step("bump({})").unwrap();
        step.after.truth.unwrap().distance
    });
    assert_eq!(distances, [Distance::Steps(1), Distance::Never]);
}
