//! The host's tables, as Python reaches them: the rules and the quotas are those of tool packs.

use super::Machine;
use crate::{
    error::{Cause, Phase},
    limits::Limit,
    python::bindings::truestep::python::tables,
    tables::{Access, BadRow, Key, KeyKind, TableId, Value, ValueKind},
};

/// Rows that one scan gives at most.
const MOST_ROWS: u32 = 1_024;

impl Machine {
    fn table(
        &mut self,
        import: &'static str,
        name: &str,
        needed: Access,
    ) -> Result<TableId, Cause> {
        self.work(name.len() as u64)?;
        if self.call.phase != Phase::CallTool {
            return Err(Cause::NotNow { import });
        }
        self.call.table(name, needed)
    }
}

impl tables::Host for Machine {
    fn kinds(&mut self, table: String) -> wasmtime::Result<(bool, bool)> {
        let table = self.table("kinds", &table, Access::Read)?;
        let spec = &self.call.tables.base().at(table).spec;
        Ok((
            spec.keys == KeyKind::Integer,
            spec.values == ValueKind::Json,
        ))
    }

    fn get(&mut self, table: String, key: String) -> wasmtime::Result<Option<Vec<u8>>> {
        let table = self.table("get", &table, Access::Read)?;
        let key = self.call.sought(table, &key);
        let value = key.and_then(|key| self.call.tables.get(table, &key));
        let value = value.map(|value| value.as_bytes().to_vec());
        self.work(value.as_ref().map_or(0, |value| value.len() as u64))?;
        Ok(value)
    }

    fn put(&mut self, table: String, key: String, value: Vec<u8>) -> wasmtime::Result<bool> {
        let table = self.table("put", &table, Access::Write)?;
        self.work((key.len() + value.len()) as u64)?;
        self.call.quota(Limit::ValueBytes, value.len() as u64)?;
        let key = self.call.key(table, &key)?;
        let kind = self.call.tables.base().at(table).spec.values;
        let value = Value::read(kind, &value).map_err(|cause| self.call.row(table, cause))?;
        let length = value.as_bytes().len() as u64;
        self.call.quota(Limit::ValueBytes, length)?;
        let existed = self.call.tables.get(table, &key).is_some();
        self.call.set(table, key, Some(value))?;
        Ok(existed)
    }

    fn delete(&mut self, table: String, key: String) -> wasmtime::Result<bool> {
        let table = self.table("delete", &table, Access::Write)?;
        let Some(key) = self.call.sought(table, &key) else {
            return Ok(false);
        };
        let existed = self.call.tables.get(table, &key).is_some();
        self.call.set(table, key, None)?;
        Ok(existed)
    }

    fn scan(
        &mut self,
        table: String,
        prefix: String,
        after: String,
        rows: u32,
    ) -> wasmtime::Result<Vec<(String, Vec<u8>)>> {
        let table = self.table("scan", &table, Access::Read)?;
        // Deleted rows are passed over: the host's work as well.
        self.work(self.call.tables.changed_rows() as u64)?;
        let keys = self.call.tables.base().at(table).spec.keys;
        if keys == KeyKind::Integer && !prefix.is_empty() {
            return Err(self.call.row(table, BadRow::IntegerPrefix).into());
        }
        let after: Option<Key> = match after.as_str() {
            "" => None,
            text => match self.call.after(table, text) {
                Some(after) => Some(after),
                None => return Ok(vec![]),
            },
        };
        let found = self.call.tables.scan(table, &prefix, after.as_ref());
        let row = |(key, value): (&Key, &Value)| (key.to_string(), value.as_bytes().to_vec());
        let page: Vec<_> = found.take(rows.min(MOST_ROWS) as usize).map(row).collect();
        let bytes: usize = page
            .iter()
            .map(|(key, value)| key.len() + value.len())
            .sum();
        self.work(bytes as u64)?;
        Ok(page)
    }
}
