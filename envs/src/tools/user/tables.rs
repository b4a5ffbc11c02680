//! The tables of a domain, as its tasks start.

use super::{
    error::{ToolsError, Wrong},
    files::Place,
    manifest::{Keys, Rows, TableOf, Values, read},
};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::digest::Digest;
use truestep_sandbox::{Base, BaseBuilder, KeyKind, TableId, TableSpec, ValueKind};

/// Rows of all tables, at most.
const MAX_ROWS: usize = 100_000;
/// Bytes of all rows, at most.
const MAX_BYTES: usize = 32 << 20;
/// One value, at most, in bytes: what a pack may read in one call.
const MAX_VALUE_BYTES: usize = 1 << 16;

/// What was read so far, of what may be.
struct Budget {
    rows: usize,
    bytes: usize,
}

/// The tables, and the digest of the files that rows were read from.
pub(super) fn build(place: &Place, tables: &[TableOf]) -> Result<(Arc<Base>, Digest), ToolsError> {
    let mut base = Base::builder();
    let (mut budget, mut digest) = (Budget { rows: 0, bytes: 0 }, Digest::default());
    for (number, table) in tables.iter().enumerate() {
        let field = format!("tables[{number}]");
        let failed = |wrong: Wrong| wrong.within(&field).of(&place.called);
        let spec = TableSpec::new(&table.name, table.keys.into(), table.values.into());
        let id = base
            .table(spec)
            .map_err(|error| failed(Wrong::new("name", error.to_string())))?;
        check_columns(table).map_err(failed)?;
        fill(&mut base, id, table, &table.rows, &mut budget)
            .map_err(|wrong| failed(wrong.within("rows")))?;
        if let Some(file) = &table.rows_file {
            let text = place.read_text(file)?;
            digest = digest.chain(text.as_bytes());
            let rows: Rows = read(&text).map_err(|wrong| wrong.of(file))?;
            fill(&mut base, id, table, &rows, &mut budget).map_err(|wrong| wrong.of(file))?;
        }
    }
    Ok((base.build(), digest))
}

fn fill(
    base: &mut BaseBuilder,
    id: TableId,
    table: &TableOf,
    rows: &Rows,
    budget: &mut Budget,
) -> Result<(), Wrong> {
    for (key, value) in &rows.0 {
        let short: String = key.chars().take(80).collect();
        let failed = |reason: String| Wrong::new(short.as_str(), reason);
        let bytes = match (table.values, value) {
            (Values::Text, Value::String(text)) => text.clone(),
            (Values::Text, _) => return Err(failed("expected text".into())),
            (Values::Json, value) => value.to_string(),
        };
        if bytes.len() > MAX_VALUE_BYTES {
            let reason = format!("{} bytes; expected at most {MAX_VALUE_BYTES}", bytes.len());
            return Err(failed(reason));
        }
        budget.rows += 1;
        budget.bytes += key.len() + bytes.len();
        if budget.rows > MAX_ROWS || budget.bytes > MAX_BYTES {
            return Err(failed(format!(
                "the tables are too large: expected at most {MAX_ROWS} rows and {MAX_BYTES} bytes in all"
            )));
        }
        hold(table.columns.as_ref(), value).map_err(failed)?;
        base.row(id, key, bytes.as_bytes())
            .map_err(|error| failed(error.to_string()))?;
    }
    Ok(())
}

/// The types that columns can have.
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "list", "object"];

fn check_columns(table: &TableOf) -> Result<(), Wrong> {
    let Some(columns) = &table.columns else {
        return Ok(());
    };
    if table.values == Values::Text {
        return Err(Wrong::new("columns", "rows that are text have no columns"));
    }
    for (name, kind) in columns {
        if !TYPES.contains(&kind.trim_end_matches('?')) {
            let reason = format!(
                "`{kind}` is no type; expected one of {}, or one of these with a `?` behind it",
                TYPES.join(", ")
            );
            return Err(Wrong::new(format!("columns.{name}"), reason));
        }
    }
    Ok(())
}

fn hold(columns: Option<&BTreeMap<String, String>>, value: &Value) -> Result<(), String> {
    let Some(columns) = columns else {
        return Ok(());
    };
    let row = value
        .as_object()
        .ok_or("expected an object with the table's columns")?;
    for (name, kind) in columns {
        let found = row.get(name).filter(|value| !value.is_null());
        match found {
            None if kind.ends_with('?') => {}
            None => return Err(format!("the column `{name}` is missing")),
            Some(value) if is_of(kind.trim_end_matches('?'), value) => {}
            Some(_) => {
                return Err(format!(
                    "the column `{name}` is no {}",
                    kind.trim_end_matches('?')
                ));
            }
        }
    }
    match row.keys().find(|name| !columns.contains_key(*name)) {
        None => Ok(()),
        Some(other) => Err(format!("`{other}` is no column of the table")),
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "list" => value.is_array(),
        _ => value.is_object(),
    }
}

impl From<Keys> for KeyKind {
    fn from(keys: Keys) -> Self {
        match keys {
            Keys::Text => Self::Text,
            Keys::Integer => Self::Integer,
        }
    }
}

impl From<Values> for ValueKind {
    fn from(values: Values) -> Self {
        match values {
            Values::Json => Self::Json,
            Values::Text => Self::Bytes,
        }
    }
}
