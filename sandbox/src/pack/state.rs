//! What the host keeps while a pack runs: tables, what it may do to them, and what it has used up.

use super::Grants;
use crate::{
    error::{Cause, Phase},
    limits::{Limit, Limits},
    tables::{Access, BadRow, Change, Key, KeyKind, TableId, Tables, Value, shortened},
};
use wasmtime::{Memory, ResourceLimiter};

/// What the host keeps while a pack runs.
pub(crate) struct CallState {
    pub(crate) tables: Tables,
    pub(crate) changes: Vec<Change>,
    pub(super) grants: Grants,
    pub(crate) phase: Phase,
    pub(super) memory: Option<Memory>,
    pub(super) limits: Limits,
    pub(super) metered: bool,
    pub(super) now_ms: i64,
    pub(super) seed: u64,
    pub(super) drawn: u64,
    pub(super) host_calls: u64,
    host_bytes: u64,
}

impl CallState {
    pub(crate) fn new(tables: Tables, grants: Grants, limits: Limits, metered: bool) -> Self {
        Self {
            tables,
            changes: vec![],
            grants,
            phase: Phase::Start,
            memory: None,
            limits,
            metered,
            now_ms: 0,
            seed: 0,
            drawn: 0,
            host_calls: 0,
            host_bytes: 0,
        }
    }

    pub(crate) fn quota(&self, limit: Limit, used: u64) -> Result<(), Cause> {
        let most = self.limits.of(limit);
        if used > most {
            return Err(Cause::Quota { limit, most });
        }
        Ok(())
    }

    pub(super) fn move_bytes(&mut self, bytes: u64) -> Result<(), Cause> {
        self.host_bytes = self.host_bytes.saturating_add(bytes);
        self.quota(Limit::HostBytes, self.host_bytes)
    }

    /// Counts one use of an import that moves so many bytes.
    #[cfg(feature = "python")]
    pub(crate) fn host_call(&mut self, bytes: u64) -> Result<(), Cause> {
        self.host_calls += 1;
        self.quota(Limit::HostCalls, self.host_calls)?;
        self.move_bytes(bytes)
    }

    #[cfg(feature = "python")]
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The table of this name, if it was granted as far as `needed`.
    pub(crate) fn table(&self, name: &str, needed: Access) -> Result<TableId, Cause> {
        let granted = |table: TableId| (table, self.grants.of(table));
        let found = self.tables.base().table(name).map(granted);
        match found {
            Some((table, granted)) if granted >= needed => Ok(table),
            Some((_, granted)) if granted > Access::None => Err(Cause::NoAccess {
                table: name.into(),
                needed,
                granted,
            }),
            _ => Err(Cause::NoTable {
                table: shortened(name),
            }),
        }
    }

    pub(crate) fn row(&self, table: TableId, cause: BadRow) -> Cause {
        Cause::Row {
            table: self.tables.base().at(table).spec.name.clone(),
            cause,
        }
    }

    pub(crate) fn key(&self, table: TableId, text: &str) -> Result<Key, Cause> {
        let kind = self.tables.base().at(table).spec.keys;
        Key::parse(kind, text).map_err(|cause| self.row(table, cause))
    }

    /// The key of a row that is looked for; `None` if the text can be no key, so that no row has it. What an agent writes
    /// is passed on by packs as it is, and that it is too long is no failure of theirs.
    pub(crate) fn sought(&self, table: TableId, text: &str) -> Option<Key> {
        Key::parse(self.tables.base().at(table).spec.keys, text).ok()
    }

    /// Where a scan goes on that had come as far as `text`; `None` where no row can come after it.
    pub(crate) fn after(&self, table: TableId, text: &str) -> Option<Key> {
        match self.tables.base().at(table).spec.keys {
            // In the order of texts, whether it can be a key or not.
            KeyKind::Text => Some(Key::Text(text.into())),
            KeyKind::Integer => self.sought(table, text),
        }
    }

    pub(crate) fn set(
        &mut self,
        table: TableId,
        key: Key,
        value: Option<Value>,
    ) -> Result<(), Cause> {
        self.changes.extend(self.tables.set(table, key, value));
        self.quota(Limit::ChangedBytes, self.tables.changed_bytes())
    }
}

impl ResourceLimiter for CallState {
    fn memory_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let most = self.limits.size(Limit::MemoryBytes);
        if desired > most {
            return Err(Cause::Memory {
                bytes: desired,
                most,
            }
            .into());
        }
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let most = crate::engine::TABLE_ELEMENTS;
        if desired > most {
            return Err(Cause::TableElements {
                elements: desired,
                most,
            }
            .into());
        }
        Ok(true)
    }
}
