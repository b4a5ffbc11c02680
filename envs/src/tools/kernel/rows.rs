//! The rows of a task's tables that differ from its start.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::sync::Arc;
use truestep_core::{digest::CellSum, digest::Digest, model::HostFault};
use truestep_sandbox::{Base, Key, TableId, Tables, Value, ValueKind};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// One row that differs; `None` if it was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The table, by its place in the base.
    pub table: u16,
    /// The key.
    pub key: Key,
    /// What is there now.
    pub value: Option<Value>,
}

impl Row {
    /// The row's part of a digest: its key's number and its bytes, which begin with whether it is there.
    fn add_to(&self, sum: &mut CellSum) {
        let seed = u64::from(self.table);
        let key = match &self.key {
            Key::Integer(number) => xxh3_64_with_seed(&number.to_le_bytes(), seed),
            Key::Text(text) => xxh3_64_with_seed(text.as_bytes(), seed),
        };
        match &self.value {
            Some(value) => sum.add(key, value.as_bytes()),
            None => sum.add(!key, b"deleted"),
        }
    }

    /// The digest of the row alone.
    pub(super) fn digest(&self) -> u128 {
        let mut sum = CellSum::default();
        self.add_to(&mut sum);
        sum.digest().0
    }
}

/// Rows in order of table and key, each once, with their digest. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    list: Arc<Vec<Row>>,
    digest: Digest,
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && self.list == other.list
    }
}

impl Eq for Rows {}

impl Rows {
    /// What differs in `tables` from their base.
    #[must_use]
    pub fn of(tables: &Tables, ids: &[TableId]) -> Self {
        let row = |change: truestep_sandbox::Change| {
            let table = ids.iter().position(|id| *id == change.table)?;
            Some(Row {
                table: table as u16,
                key: change.key,
                value: change.after,
            })
        };
        Self::new(tables.changes().into_iter().filter_map(row).collect())
    }

    fn new(list: Vec<Row>) -> Self {
        let mut rows = Self {
            list: Arc::new(list),
            digest: Digest::default(),
        };
        rows.digest = rows.recomputed();
        rows
    }

    /// The rows.
    #[must_use]
    pub fn list(&self) -> &[Row] {
        &self.list
    }

    /// Their digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Their digest, computed anew.
    #[must_use]
    pub fn recomputed(&self) -> Digest {
        let mut sum = CellSum::default();
        self.list.iter().for_each(|row| row.add_to(&mut sum));
        sum.digest()
    }

    /// The row of a table and key, if it differs.
    #[must_use]
    pub fn get(&self, table: u16, key: &Key) -> Option<&Row> {
        self.list
            .iter()
            .find(|row| row.table == table && row.key == *key)
    }

    /// The tables they are the changes of.
    ///
    /// # Errors
    /// A [`HostFault`] if a row is of a table that is not there.
    pub fn tables(&self, base: &Arc<Base>, ids: &[TableId]) -> Result<Tables, HostFault> {
        let mut tables = Tables::new(Arc::clone(base));
        for row in self.list.iter() {
            let id = ids.get(usize::from(row.table)).ok_or_else(|| HostFault {
                message: format!("there is no table {}", row.table),
            })?;
            tables.set(*id, row.key.clone(), row.value.clone());
        }
        Ok(tables)
    }
}

/// A row as files hold it.
#[derive(Serialize, Deserialize)]
struct Written {
    table: u16,
    key: WrittenKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<WrittenValue>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenValue {
    Text(String),
    /// What is no text: a user's tool may write any bytes.
    Bytes(Vec<u8>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenKey {
    Integer(i64),
    Text(String),
}

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = self.list.iter().map(|row| Written {
            table: row.table,
            key: match &row.key {
                Key::Integer(number) => WrittenKey::Integer(*number),
                Key::Text(text) => WrittenKey::Text(text.to_string()),
            },
            value: (row.value.as_ref()).map(|value| match std::str::from_utf8(value.as_bytes()) {
                Ok(text) => WrittenValue::Text(text.to_owned()),
                Err(_) => WrittenValue::Bytes(value.as_bytes().to_vec()),
            }),
        });
        serializer.collect_seq(written)
    }
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list = vec![];
        for row in Vec::<Written>::deserialize(deserializer)? {
            let key = match row.key {
                WrittenKey::Integer(number) => Key::Integer(number),
                WrittenKey::Text(text) => Key::Text(text.into()),
            };
            // Bytes as they stand: they were made canonical when they were first written.
            let read = |value: WrittenValue| match value {
                WrittenValue::Text(text) => Value::read(ValueKind::Bytes, text.as_bytes()),
                WrittenValue::Bytes(bytes) => Value::read(ValueKind::Bytes, &bytes),
            };
            let value = row.value.map(read).transpose().map_err(D::Error::custom)?;
            list.push(Row {
                table: row.table,
                key,
                value,
            });
        }
        let place = |row: &Row| (row.table, row.key.clone());
        match list.is_sorted_by(|a, b| place(a) < place(b)) {
            true => Ok(Self::new(list)),
            false => Err(D::Error::custom(
                "rows are not in order of table and key, each once",
            )),
        }
    }
}
