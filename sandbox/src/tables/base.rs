//! The tables of a task as it starts: built once, shared by every environment of the task.

use super::row::{BadRow, Key, KeyKind, Value, ValueKind};
use serde::Serialize;
use std::{collections::BTreeMap, fmt, sync::Arc};
use xxhash_rust::xxh3::xxh3_64;

/// Tables of one base, at most.
pub const MAX_TABLES: usize = 256;

/// A table's place in its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TableId(pub(crate) u16);

impl TableId {
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// What may be done to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Nothing: as if it were not there.
    None,
    /// Get and scan.
    Read,
    /// Get, scan, put and delete.
    Write,
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "not see",
            Self::Read => "read",
            Self::Write => "write",
        })
    }
}

/// A table's name and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableSpec {
    /// Name, unique in its base.
    pub name: String,
    /// What the keys are.
    pub keys: KeyKind,
    /// What the values are.
    pub values: ValueKind,
}

impl TableSpec {
    /// A table of this name, keys and values.
    #[must_use]
    pub fn new(name: &str, keys: KeyKind, values: ValueKind) -> Self {
        Self {
            name: name.to_owned(),
            keys,
            values,
        }
    }
}

/// Why a base cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadTable {
    /// A name is there twice, or empty or too long.
    #[error("a table named `{name}`; expected a name of 1 to 64 bytes that no other table has")]
    Name {
        /// The name, shortened to 80 characters.
        name: String,
    },
    /// There are too many tables.
    #[error("more than {MAX_TABLES} tables")]
    TooMany,
    /// A row does not fit its table.
    #[error("a row of the table `{table}`: {cause}")]
    Row {
        /// The table.
        table: String,
        /// Why.
        cause: BadRow,
    },
}

pub(crate) struct Table {
    pub(crate) spec: TableSpec,
    /// In order of their keys.
    pub(crate) rows: Vec<(Key, Value)>,
    /// The table's own number: what tells its cells from those of another table.
    pub(crate) seed: u64,
}

/// The tables of a task as it starts.
pub struct Base {
    pub(crate) tables: Vec<Table>,
    /// Sum of all cells.
    pub(crate) sum: u128,
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = |table: &Table| (table.spec.name.clone(), table.rows.len());
        f.debug_map().entries(self.tables.iter().map(rows)).finish()
    }
}

impl Base {
    /// Begin a base.
    #[must_use]
    pub fn builder() -> BaseBuilder {
        BaseBuilder { tables: vec![] }
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<TableId> {
        let place = self.tables.iter().position(|t| t.spec.name == name)?;
        u16::try_from(place).ok().map(TableId)
    }

    /// The tables, in the order they were added.
    pub fn specs(&self) -> impl Iterator<Item = &TableSpec> {
        self.tables.iter().map(|table| &table.spec)
    }

    pub(crate) fn at(&self, table: TableId) -> &Table {
        &self.tables[table.index()]
    }
}

/// A base in the making.
pub struct BaseBuilder {
    tables: Vec<(TableSpec, BTreeMap<Key, Value>)>,
}

impl BaseBuilder {
    /// Add an empty table.
    ///
    /// # Errors
    /// If its name is taken, empty or longer than 64 bytes, or there are 256 tables already.
    pub fn table(&mut self, spec: TableSpec) -> Result<TableId, BadTable> {
        let taken = self.tables.iter().any(|(other, _)| other.name == spec.name);
        if taken || spec.name.is_empty() || spec.name.len() > 64 {
            return Err(BadTable::Name {
                name: super::row::shortened(&spec.name),
            });
        }
        if self.tables.len() == MAX_TABLES {
            return Err(BadTable::TooMany);
        }
        self.tables.push((spec, BTreeMap::new()));
        Ok(TableId(self.tables.len() as u16 - 1))
    }

    /// Add a row.
    ///
    /// # Errors
    /// If key or value do not fit the table, or the key is there already.
    pub fn row(&mut self, table: TableId, key: &str, value: &[u8]) -> Result<(), BadTable> {
        let (spec, rows) = &mut self.tables[table.index()];
        let failed = |cause| BadTable::Row {
            table: spec.name.clone(),
            cause,
        };
        let key = Key::parse(spec.keys, key).map_err(failed)?;
        let value = Value::read(spec.values, value).map_err(failed)?;
        if rows.contains_key(&key) {
            return Err(failed(BadRow::Twice {
                key: key.to_string(),
            }));
        }
        rows.insert(key, value);
        Ok(())
    }

    /// The finished base.
    #[must_use]
    pub fn build(self) -> Arc<Base> {
        let finish = |(spec, rows): (TableSpec, BTreeMap<Key, Value>)| Table {
            seed: xxh3_64(spec.name.as_bytes()),
            rows: rows.into_iter().collect(),
            spec,
        };
        let tables: Vec<Table> = self.tables.into_iter().map(finish).collect();
        let cells = tables.iter().flat_map(|table| {
            let cell = |(key, value): &(Key, Value)| value.cell(key.seed(table.seed));
            table.rows.iter().map(cell)
        });
        let sum = cells.fold(0, u128::wrapping_add);
        Arc::new(Base { tables, sum })
    }
}
