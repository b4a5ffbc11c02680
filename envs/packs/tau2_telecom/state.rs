//! The two databases as rows of the host: read when first needed, written back when changed.
//!
//! The agent's database is five lists, each a table of that name with an entry's place as the key, for of two entries with
//! one id the first counts. The user's is two rows of the table `user`. A row's fields are in the order in which they are
//! shown. The table `toolkit` holds what the toolkits remember beside the databases, which is no part of their hashes.

use super::tau2::{self, kit, V};

/// The lists of the agent's database, as [`State::rows`] counts them.
#[derive(Clone, Copy)]
pub enum Table {
    Customers,
    Lines,
    Plans,
    Bills,
    Devices,
}

/// Their tables, the field that is an entry's id, and what a message calls an entry.
const TABLES: [(&str, &str, &str); 5] = [
    ("customers", "customer_id", "Customer"),
    ("lines", "line_id", "Line"),
    ("plans", "plan_id", "Plan"),
    ("bills", "bill_id", "Bill"),
    ("devices", "device_id", "Device"),
];

/// Rows of the tables `user` and `toolkit`.
const SINGLE: [(&str, &str); 3] = [
    ("user", "device"),
    ("user", "surroundings"),
    ("toolkit", "memory"),
];
const DEVICE: usize = 0;
const SURROUNDINGS: usize = 1;
const MEMORY: usize = 2;

/// A row: its text, and once somebody looked at it, its value.
struct Row {
    text: String,
    value: Option<V>,
    changed: bool,
}

impl Row {
    fn of(text: Vec<u8>) -> Row {
        Row {
            text: String::from_utf8(text).unwrap_or_default(),
            value: None,
            changed: false,
        }
    }

    fn value(&mut self) -> &mut V {
        let text = &self.text;
        let read = || V::parse(text).unwrap_or(V::None);
        self.value.get_or_insert_with(read)
    }

    fn change(&mut self) -> &mut V {
        self.changed = true;
        self.value()
    }

    /// A row is as `json.dumps` writes it. No text inside one holds a field's letters, for its quotes are escaped.
    fn has(&mut self, letters: &str, field: &str, value: &V) -> bool {
        match (&self.value, value) {
            (None, V::Str(_)) => self.text.contains(letters),
            _ => self.value().field(field) == value,
        }
    }
}

/// A field with this value, as a row has it.
fn letters(field: &str, value: &V) -> String {
    format!("\"{field}\": {}", value.dumps())
}

/// What a call works on.
#[derive(Default)]
pub struct State {
    lists: [Option<Vec<Row>>; 5],
    single: [Option<Row>; 3],
}

impl State {
    fn rows(&mut self, table: Table) -> &mut Vec<Row> {
        let load = || {
            let rows = kit::scan(TABLES[table as usize].0, "", "", usize::MAX);
            rows.into_iter().map(|(_, text)| Row::of(text)).collect()
        };
        self.lists[table as usize].get_or_insert_with(load)
    }

    /// How many entries a list has.
    pub fn count(&mut self, table: Table) -> usize {
        self.rows(table).len()
    }

    /// An entry.
    pub fn entry(&mut self, table: Table, place: usize) -> &V {
        self.rows(table)[place].value()
    }

    /// An entry to be changed.
    pub fn change(&mut self, table: Table, place: usize) -> &mut V {
        self.rows(table)[place].change()
    }

    /// Adds an entry to the end of a list.
    pub fn append(&mut self, table: Table, value: V) -> usize {
        let rows = self.rows(table);
        rows.push(Row {
            text: String::new(),
            value: Some(value),
            changed: true,
        });
        rows.len() - 1
    }

    /// An entry as a message shows it.
    pub fn shown(&mut self, table: Table, place: usize) -> String {
        match &self.rows(table)[place] {
            Row {
                value: Some(value),
                changed: true,
                ..
            } => value.dumps(),
            row => row.text.clone(),
        }
    }

    /// Whether an entry has this in a field that no object inside an entry has.
    pub fn has(&mut self, table: Table, place: usize, field: &str, value: &V) -> bool {
        let letters = letters(field, value);
        self.rows(table)[place].has(&letters, field, value)
    }

    /// The place of the first entry that has.
    pub fn first(&mut self, table: Table, field: &str, value: &V) -> Option<usize> {
        let letters = letters(field, value);
        let mut rows = self.rows(table).iter_mut();
        rows.position(|row| row.has(&letters, field, value))
    }

    /// The place of the entry with this id.
    pub fn find(&mut self, table: Table, id: &V) -> Result<usize, String> {
        let (_, field, kind) = TABLES[table as usize];
        let place = self.first(table, field, id);
        place.ok_or_else(|| format!("{kind} with ID {} not found", id.to_str()))
    }

    fn single(&mut self, which: usize) -> &mut Row {
        self.single[which].get_or_insert_with(|| {
            let (table, key) = SINGLE[which];
            Row::of(kit::get(table, key).unwrap_or_default())
        })
    }

    fn single_mut(&mut self, which: usize) -> &mut V {
        self.single(which).change()
    }

    pub fn device(&mut self) -> &V {
        self.single(DEVICE).value()
    }

    pub fn device_mut(&mut self) -> &mut V {
        self.single_mut(DEVICE)
    }

    pub fn surroundings(&mut self) -> &V {
        self.single(SURROUNDINGS).value()
    }

    pub fn surroundings_mut(&mut self) -> &mut V {
        self.single_mut(SURROUNDINGS)
    }

    pub fn memory(&mut self) -> &V {
        self.single(MEMORY).value()
    }

    pub fn memory_mut(&mut self) -> &mut V {
        self.single_mut(MEMORY)
    }

    /// Writes what changed.
    pub fn write(self) {
        let put = |table: &str, key: &str, row: &Row| {
            if let (Some(value), true) = (&row.value, row.changed) {
                // It fails for a text that is no key, and these are.
                let _ = tau2::write(table, key, value);
            }
        };
        for (rows, (table, ..)) in self.lists.iter().zip(TABLES) {
            for (place, row) in rows.iter().flatten().enumerate() {
                put(table, &place.to_string(), row);
            }
        }
        for (row, (table, key)) in self.single.iter().zip(SINGLE) {
            if let Some(row) = row {
                put(table, key, row);
            }
        }
    }
}
