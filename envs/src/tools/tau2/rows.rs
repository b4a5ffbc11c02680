//! How tau2's databases lie in the host's tables.
//!
//! A field of the database that is a dictionary or a list is a table, a row an entry; any other field is a row of the
//! table that is named after the side. A row's value is the text of `json.dumps` in the model's order: what a tool that
//! shows a whole entry sends as it is. Tables of the user's database are called `user.FIELD`.
//!
//! Beside them: `order`, the keys of each dictionary in the order in which they were set, which some tools show;
//! `toolkits`, the class of the database that each side's tools work on; and the domain's derived rows.

use super::{
    domain::Domain,
    error::Tau2Error,
    model::Type,
    python::{Fields, Py},
    task::Requestor,
};
use std::sync::Arc;
use truestep_sandbox::{
    Base, BaseBuilder, Key, KeyKind, TableId, TableSpec, Tables, Value, ValueKind, tables::BadTable,
};

/// What a field of a database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Dict,
    List,
    Single,
}

/// A field of a database and its table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) side: Requestor,
    pub(super) field: &'static str,
    pub(super) kind: Kind,
    pub(super) table: TableId,
}

/// Where everything is.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) places: Vec<Place>,
    order: TableId,
    toolkits: TableId,
    derived: Vec<(&'static str, TableId)>,
}

/// A row as text.
type Row = (TableId, String, String);

fn name_of(side: Requestor, field: &str) -> String {
    match side {
        Requestor::Assistant => field.to_owned(),
        Requestor::User => format!("user.{field}"),
    }
}

impl Layout {
    fn declare(domain: &Domain, base: &mut BaseBuilder) -> Result<Self, BadTable> {
        let mut table = |name: &str, keys| base.table(TableSpec::new(name, keys, ValueKind::Bytes));
        let mut places = vec![];
        for side in Requestor::ALL {
            let Some(toolkit) = domain.toolkit(side) else {
                continue;
            };
            let single = table(side.name(), KeyKind::Text)?;
            for field in toolkit.database.fields {
                let kind = match field.ty {
                    Type::Dict(_) => Kind::Dict,
                    Type::List(_) => Kind::List,
                    _ => Kind::Single,
                };
                let name = name_of(side, field.name);
                let table = match kind {
                    Kind::Dict => table(&name, KeyKind::Text)?,
                    Kind::List => table(&name, KeyKind::Integer)?,
                    Kind::Single => single,
                };
                places.push(Place {
                    side,
                    field: field.name,
                    kind,
                    table,
                });
            }
        }
        let derived = domain.derived.iter();
        let derived: Result<_, BadTable> = derived
            .map(|name| Ok((*name, table(name, KeyKind::Text)?)))
            .collect();
        Ok(Self {
            places,
            order: table("order", KeyKind::Text)?,
            toolkits: table("toolkits", KeyKind::Text)?,
            derived: derived?,
        })
    }

    pub(super) fn of(&self, side: Requestor) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |place| place.side == side)
    }

    /// The rows of a database that was read by its model.
    fn rows(&self, domain: &Domain, side: Requestor, db: &Py) -> Vec<Row> {
        let mut rows = vec![];
        for place in self.of(side) {
            let value = db.get(place.field).unwrap_or(&Py::None);
            match value {
                Py::Dict(fields) if place.kind == Kind::Dict => {
                    let keys = fields.iter().map(|(key, _)| Py::text(key)).collect();
                    let keys = Py::List(keys).dumps(Fields::AsSet);
                    rows.push((self.order, name_of(side, place.field), keys));
                    rows.extend(fields.iter().map(|(key, value)| {
                        (place.table, key.clone(), value.dumps(Fields::AsSet))
                    }));
                }
                Py::List(items) if place.kind == Kind::List => {
                    rows.extend(items.iter().enumerate().map(|(at, item)| {
                        (place.table, at.to_string(), item.dumps(Fields::AsSet))
                    }));
                }
                value => rows.push((
                    place.table,
                    place.field.to_owned(),
                    value.dumps(Fields::AsSet),
                )),
            }
        }
        if side == Requestor::Assistant {
            let table = |name| self.derived.iter().find(|(other, _)| *other == name);
            for row in (domain.derive)(db) {
                rows.extend(table(row.table).map(|(_, id)| (*id, row.key, row.value)));
            }
        }
        rows
    }

    /// The database as it is in the tables.
    pub(super) fn gather(&self, tables: &Tables, side: Requestor) -> Py {
        let read = |value: &Value| Py::from_json(value.as_bytes()).unwrap_or(Py::None);
        let field = |place: &Place| {
            let value = match place.kind {
                Kind::Single => {
                    let key = Key::Text(place.field.into());
                    tables.get(place.table, &key).map_or(Py::None, read)
                }
                Kind::List => {
                    let rows = tables.scan(place.table, "", None);
                    Py::List(rows.map(|(_, value)| read(value)).collect())
                }
                Kind::Dict => self.gather_dict(tables, place),
            };
            (place.field.to_owned(), value)
        };
        Py::Dict(self.of(side).map(field).collect())
    }

    /// A dictionary in the order in which it was set.
    fn gather_dict(&self, tables: &Tables, place: &Place) -> Py {
        let key = Key::Text(name_of(place.side, place.field).into());
        let keys = tables.get(self.order, &key);
        let keys = keys.and_then(|keys| Py::from_json(keys.as_bytes()).ok());
        let Some(Py::List(keys)) = keys else {
            return Py::Dict(vec![]);
        };
        let entry = |key: &Py| {
            let key = key.as_text()?;
            let value = tables.get(place.table, &Key::Text(key.into()))?;
            Some((key.to_owned(), Py::from_json(value.as_bytes()).ok()?))
        };
        Py::Dict(keys.iter().filter_map(entry).collect())
    }

    /// Put a database, as its model read it, in the place of the one that is there.
    pub(super) fn replace(
        &self,
        domain: &Domain,
        tables: &mut Tables,
        side: Requestor,
        db: &Py,
    ) -> Result<(), Tau2Error> {
        let mut rows = vec![];
        for (table, key, value) in self.rows(domain, side, db) {
            let keys = tables.base().specs().nth(table_number(tables, table));
            let keys = keys.map_or(KeyKind::Text, |spec| spec.keys);
            let row = Key::parse(keys, &key)
                .and_then(|key| Ok((table, key, Value::read(ValueKind::Bytes, value.as_bytes())?)));
            rows.push(row.map_err(|cause| Tau2Error::Start {
                step: "its data".into(),
                reason: cause.to_string(),
            })?);
        }
        for (table, key) in self.stale(tables, side, &rows) {
            tables.set(table, key, None);
        }
        for (table, key, value) in rows {
            tables.set(table, key, Some(value));
        }
        Ok(())
    }

    /// Rows that a database no longer has: a list became shorter.
    fn stale(
        &self,
        tables: &Tables,
        side: Requestor,
        rows: &[(TableId, Key, Value)],
    ) -> Vec<(TableId, Key)> {
        let kept: std::collections::BTreeSet<(TableId, &Key)> =
            rows.iter().map(|(table, key, _)| (*table, key)).collect();
        let places = self.of(side).filter(|place| place.kind != Kind::Single);
        let there = places.flat_map(|place| {
            let rows = tables.scan(place.table, "", None);
            rows.map(|(key, _)| (place.table, key))
        });
        let gone = there.filter(|row| !kept.contains(row));
        gone.map(|(table, key)| (table, key.clone())).collect()
    }

    /// Note which database a side's tools work on.
    pub(super) fn hold(&self, domain: &Domain, tables: &mut Tables, holds: [Requestor; 2]) {
        for (side, held) in Requestor::ALL.into_iter().zip(holds) {
            let class = domain.toolkit(held).map_or("", |kit| kit.database.name);
            let value = Value::read(ValueKind::Bytes, class.as_bytes()).ok();
            tables.set(self.toolkits, Key::Text(side.name().into()), value);
        }
    }
}

/// A table's place among the specs of its base.
fn table_number(tables: &Tables, table: TableId) -> usize {
    let specs = tables.base().specs();
    let same = |name: &str| tables.base().table(name) == Some(table);
    specs.take_while(|spec| !same(&spec.name)).count()
}

/// The tables of a domain as its files have them; `databases` were read by their models.
pub(super) fn base(
    domain: &Domain,
    databases: &[(Requestor, &Py)],
) -> Result<(Layout, Arc<Base>), Tau2Error> {
    let failed = |what: &str| {
        let what = format!("the {what} database of {}", domain.name);
        move |cause| Tau2Error::Table {
            what: what.clone(),
            cause,
        }
    };
    let mut base = Base::builder();
    let layout = Layout::declare(domain, &mut base).map_err(failed("declared"))?;
    for (side, db) in databases {
        let failed = failed(side.name());
        for (table, key, value) in layout.rows(domain, *side, db) {
            let added = base.row(table, &key, value.as_bytes());
            added.map_err(&failed)?;
        }
    }
    for side in Requestor::ALL {
        if let Some(toolkit) = domain.toolkit(side) {
            let class = toolkit.database.name.as_bytes();
            let added = base.row(layout.toolkits, side.name(), class);
            added.map_err(failed(side.name()))?;
        }
    }
    Ok((layout, base.build()))
}
