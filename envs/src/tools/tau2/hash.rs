//! The hash of a database as tau2 computes it, and equality without it.
//!
//! tau2 hashes the whole database after every step: SHA-256 of `json.dumps(..., sort_keys=True)`. Here a hash is computed
//! when somebody asks for it; whether two databases are equal is told by the tables' own digest, and where that differs,
//! by the rows that were written.

use super::{
    python::{Fields, Py},
    rows::{Kind, Place},
    task::Requestor,
    world::World,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use truestep_sandbox::{Key, TableId, Tables, Value};

/// Rows of a base, each as its sorted dump.
pub(super) type SortedRows = BTreeMap<(TableId, Key), String>;

fn sorted(value: &Value) -> String {
    let value = Py::from_json(value.as_bytes()).unwrap_or(Py::None);
    value.dumps(Fields::Sorted)
}

/// Sort the rows of the tables at these places once, so that a hash only sorts what was written.
pub(super) fn sort_rows<'a>(
    tables: &Tables,
    places: impl Iterator<Item = &'a Place>,
) -> SortedRows {
    let rows = places.flat_map(|place| {
        let rows = tables.scan(place.table, "", None);
        rows.map(|(key, value)| ((place.table, key.clone()), sorted(value)))
    });
    rows.collect()
}

/// The hash of one side's database, in hexadecimal digits.
pub(super) fn database_hash(world: &World, tables: &Tables, side: Requestor) -> String {
    let layout = world.layout();
    let base = world.sorted_rows();
    let written: BTreeSet<(TableId, Key)> = tables
        .changes()
        .into_iter()
        .map(|change| (change.table, change.key))
        .collect();
    let mut hasher = Hasher(Sha256::new());
    let row = |hasher: &mut Hasher, table: TableId, key: &Key, value: &Value| {
        let place = (table, key.clone());
        match base.get(&place).filter(|_| !written.contains(&place)) {
            Some(text) => hasher.text(text),
            None => hasher.text(&sorted(value)),
        }
    };
    let mut places: Vec<&Place> = layout.of(side).collect();
    places.sort_by_key(|place| place.field);
    hasher.text("{");
    for (at, place) in places.into_iter().enumerate() {
        hasher.text(if at == 0 { "" } else { ", " });
        hasher.name(place.field);
        if place.kind == Kind::Single {
            let key = Key::Text(place.field.into());
            if let Some(value) = tables.get(place.table, &key) {
                row(&mut hasher, place.table, &key, value);
            }
            continue;
        }
        let dict = place.kind == Kind::Dict;
        hasher.text(if dict { "{" } else { "[" });
        for (at, (key, value)) in tables.scan(place.table, "", None).enumerate() {
            hasher.text(if at == 0 { "" } else { ", " });
            if dict {
                hasher.name(&key.to_string());
            }
            row(&mut hasher, place.table, key, value);
        }
        hasher.text(if dict { "}" } else { "]" });
    }
    hasher.text("}");
    hasher.hex()
}

/// Whether two states of one base have equal databases of this side.
pub(super) fn same_database(world: &World, a: &Tables, b: &Tables, side: Requestor) -> bool {
    if a.digest() == b.digest() {
        return true;
    }
    let tables: BTreeSet<TableId> = world.layout().of(side).map(|place| place.table).collect();
    let changes = a.changes().into_iter().chain(b.changes());
    let mut rows = changes.filter(|change| tables.contains(&change.table));
    rows.all(|change| {
        let row = |tables: &Tables| tables.get(change.table, &change.key).cloned();
        let (a, b) = (row(a), row(b));
        a == b || a.as_ref().map(sorted) == b.as_ref().map(sorted)
    })
}

struct Hasher(Sha256);

impl Hasher {
    fn text(&mut self, text: &str) {
        self.0.update(text.as_bytes());
    }

    fn name(&mut self, name: &str) {
        let mut quoted = String::new();
        super::python::text::json_str(name, &mut quoted);
        self.text(&quoted);
        self.text(": ");
    }

    fn hex(self) -> String {
        use std::fmt::Write as _;
        let mut hex = String::new();
        for byte in self.0.finalize() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}
