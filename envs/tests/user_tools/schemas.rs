//! Every domain's tools are valid JSON Schema 2020-12 and a valid result of MCP's `tools/list`.

use super::example;
use boon::{Compiler, Draft, Schemas};
use serde_json::{Value, json};
use std::path::Path;
use truestep_envs::tools::user::Domain;
use truestep_sandbox::{Limits, Pack, Sandbox, Tool};

/// What MCP (revision 2025-06-18, `ListToolsResult`) asks of a list of tools.
fn list_schema() -> Value {
    let object = json!({"type": "object", "properties": {"type": {"const": "object"}, "properties": {"type": "object",
        "additionalProperties": {"type": "object"}}, "required": {"type": "array", "items": {"type": "string"}}},
        "required": ["type"]});
    let hint = json!({"type": "boolean"});
    json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["tools"],
        "properties": {"nextCursor": {"type": "string"}, "_meta": {"type": "object"}, "tools": {"type": "array",
            "items": {"type": "object", "required": ["name", "inputSchema"], "properties": {
                "name": {"type": "string"}, "title": {"type": "string"}, "description": {"type": "string"},
                "inputSchema": object, "outputSchema": object, "_meta": {"type": "object"},
                "annotations": {"type": "object", "properties": {"title": {"type": "string"},
                    "readOnlyHint": hint, "destructiveHint": hint, "idempotentHint": hint, "openWorldHint": hint}}}}}}})
}

/// Compiling checks a schema against the metaschema of its draft.
fn compile(schema: &Value, schemas: &mut Schemas) -> Result<boon::SchemaIndex, String> {
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    compiler
        .add_resource("tool.json", schema.clone())
        .map_err(|error| error.to_string())?;
    compiler
        .compile("tool.json", schemas)
        .map_err(|error| format!("{error:#}"))
}

fn hold(domain: &str, tools: &[Tool]) {
    assert!(!tools.is_empty(), "{domain}");
    let mut schemas = Schemas::new();
    let list = compile(&list_schema(), &mut schemas).unwrap();
    let result = json!({ "tools": tools });
    let held = schemas.validate(&result, list);
    assert!(held.is_ok(), "{domain}: {}", held.unwrap_err());
    for tool in tools {
        for schema in std::iter::once(&tool.input_schema).chain(&tool.output_schema) {
            compile(schema, &mut Schemas::new())
                .unwrap_or_else(|error| panic!("{domain}, {}: {error}", tool.name));
        }
    }
}

#[test]
fn the_tools_of_every_domain_are_valid() {
    let sandbox = Sandbox::new(Limits::default()).unwrap();
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs");
    let mut count = 0;
    for entry in std::fs::read_dir(packs).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        // The packs of tau2 take its tables and list their tools by its own schemas.
        let Ok(wasm) = std::fs::read(folder.join("pack.wasm")) else {
            continue;
        };
        let pack = Pack::load(&sandbox, &name, &wasm).unwrap();
        // The pack of generated domains has no tools before it is given some; its own tests hold each domain's list.
        if name == "generated" {
            assert!(pack.tools().is_empty());
            continue;
        }
        hold(&name, pack.tools());
        count += 1;
    }
    assert!(count >= 2, "{count} packs");
    for language in ["wat", "c", "rust"] {
        let domain = Domain::open(&example(language)).unwrap();
        hold(language, domain.tools());
    }
    #[cfg(feature = "python")]
    hold("python", Domain::open(&example("python")).unwrap().tools());
}

#[test]
fn the_validator_refuses_what_is_no_schema() {
    for schema in [
        json!({"type": "object", "properties": {"a": {"type": "text"}}}),
        json!({"type": "object", "required": "a"}),
        json!({"type": "object", "properties": {"a": {"minimum": "1"}}}),
    ] {
        assert!(compile(&schema, &mut Schemas::new()).is_err(), "{schema}");
    }
}
