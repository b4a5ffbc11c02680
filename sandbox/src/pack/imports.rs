//! What a pack can ask of the host. Nothing here trusts a number that came from a pack.
//!
//! Lengths are added in 64 bits and compared with the memory as it is now; names and keys must be UTF-8; every use is
//! counted and paid for in fuel, so that a pack cannot make the host work for free. A wrong use ends the call.

use super::state::CallState;
use crate::{
    error::{Cause, Phase},
    limits::Limit,
    tables::{Access, BadRow, Key, KeyKind, TableId, Value, ValueKind},
};
use std::ops::Range;
use wasmtime::{Caller, Engine, Linker};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The imports there are, with their types; [`linker`] defines each.
pub(super) const IMPORTS: [(&str, &str); 6] = [
    ("get", "(i32, i32, i32, i32, i32, i32) -> i32"),
    ("put", "(i32, i32, i32, i32, i32, i32) -> i32"),
    ("delete", "(i32, i32, i32, i32) -> i32"),
    ("scan", "(i32, i32, i32, i32, i32, i32, i32, i32) -> i32"),
    ("clock", "() -> i64"),
    ("random", "() -> i64"),
];

/// Fuel of one import, whatever it does.
const IMPORT_FUEL: u64 = 100;
/// Fuel of one byte of JSON that the host reads and writes again.
const JSON_FUEL: u64 = 8;

/// A range of a pack's memory, as a pack gave it.
#[derive(Clone, Copy)]
struct Given {
    at: u32,
    bytes: u32,
}

fn given(at: u32, bytes: u32) -> Given {
    Given { at, bytes }
}

impl Given {
    fn within(self, import: &'static str, memory: usize) -> Result<Range<usize>, Cause> {
        let Self { at, bytes } = self;
        let end = u64::from(at) + u64::from(bytes);
        if end > memory as u64 {
            return Err(Cause::BadPointer {
                import,
                at,
                bytes,
                memory,
            });
        }
        Ok(at as usize..end as usize)
    }
}

/// One use of an import: the pack's memory and what the host keeps.
struct Visit<'a> {
    import: &'static str,
    memory: &'a mut [u8],
    state: &'a mut CallState,
}

type Guest<'a> = Caller<'a, CallState>;

/// Takes fuel from the pack for what the host does.
fn charge(guest: &mut Guest<'_>, fuel: u64) -> Result<(), Cause> {
    if !guest.data().metered {
        return Ok(());
    }
    let most = guest.data().limits.of(Limit::Fuel);
    let left = guest.get_fuel().unwrap_or(0);
    let spent = guest.set_fuel(left.saturating_sub(fuel));
    if left < fuel || spent.is_err() {
        return Err(Cause::Fuel { most });
    }
    Ok(())
}

/// Begins a use of an import that reads `read` of the pack's memory and may write `out`.
fn visit<'a>(
    guest: &'a mut Guest<'_>,
    import: &'static str,
    read: &[Given],
    out: Option<Given>,
) -> Result<Visit<'a>, Cause> {
    let state = guest.data();
    let memory = state.memory.filter(|_| state.phase == Phase::Call);
    let memory = memory.ok_or(Cause::NotNow { import })?;
    let size = memory.data_size(&*guest);
    for given in read.iter().chain(&out) {
        given.within(import, size)?;
    }
    let bytes = read.iter().map(|given| u64::from(given.bytes)).sum();
    let state = guest.data_mut();
    state.host_calls += 1;
    state.quota(Limit::HostCalls, state.host_calls)?;
    state.move_bytes(bytes)?;
    charge(guest, IMPORT_FUEL + bytes)?;
    let (memory, state) = memory.data_and_store_mut(guest);
    Ok(Visit {
        import,
        memory,
        state,
    })
}

/// Ends a use of an import that gave the pack `bytes`.
fn gave(guest: &mut Guest<'_>, bytes: usize) -> Result<(), Cause> {
    guest.data_mut().move_bytes(bytes as u64)?;
    charge(guest, bytes as u64)
}

impl Visit<'_> {
    fn range(&self, given: Given) -> Result<Range<usize>, Cause> {
        given.within(self.import, self.memory.len())
    }

    fn text(&self, given: Given) -> Result<&str, Cause> {
        let bytes = &self.memory[self.range(given)?];
        let import = self.import;
        std::str::from_utf8(bytes).map_err(|_| Cause::NotUtf8 { import })
    }

    fn place(&self, table: Given, key: Given, needed: Access) -> Result<(TableId, Key), Cause> {
        let table = self.state.table(self.text(table)?, needed)?;
        Ok((table, self.state.key(table, self.text(key)?)?))
    }

    /// The place of a row that may not be there; no key where the text can be none.
    fn sought(
        &self,
        table: Given,
        key: Given,
        needed: Access,
    ) -> Result<(TableId, Option<Key>), Cause> {
        let table = self.state.table(self.text(table)?, needed)?;
        Ok((table, self.state.sought(table, self.text(key)?)))
    }
}

/// The length of a row's value, written to `out` if it fits; -1 if there is no row.
fn get(mut guest: Guest<'_>, table: Given, key: Given, out: Given) -> Result<i32, Cause> {
    let visit = visit(&mut guest, "get", &[table, key], Some(out))?;
    let (table, key) = visit.sought(table, key, Access::Read)?;
    let out = visit.range(out)?;
    let found = key.and_then(|key| visit.state.tables.get(table, &key));
    let Some(value) = found else {
        return Ok(-1);
    };
    let value = value.as_bytes();
    let length = value.len();
    let copied = if length <= out.len() { length } else { 0 };
    visit.memory[out][..copied].copy_from_slice(&value[..copied]);
    gave(&mut guest, copied)?;
    Ok(length as i32)
}

/// Writes a row; 1 if there was one, 0 if not.
fn put(mut guest: Guest<'_>, table: Given, key: Given, value: Given) -> Result<i32, Cause> {
    let visit = visit(&mut guest, "put", &[table, key, value], None)?;
    visit.state.quota(Limit::ValueBytes, value.bytes.into())?;
    let (table, key) = visit.place(table, key, Access::Write)?;
    let range = visit.range(value)?;
    let kind = visit.state.tables.base().at(table).spec.values;
    if kind == ValueKind::Json {
        charge(&mut guest, range.len() as u64 * JSON_FUEL)?;
    }
    let (memory, state) = reenter(&mut guest)?;
    let value = Value::read(kind, &memory[range]).map_err(|cause| state.row(table, cause))?;
    // What is kept may be longer than what was given: `1e15` is written out.
    state.quota(Limit::ValueBytes, value.as_bytes().len() as u64)?;
    let existed = state.tables.get(table, &key).is_some();
    state.set(table, key, Some(value))?;
    Ok(i32::from(existed))
}

/// Memory and state again, after the guest was charged.
fn reenter<'a>(guest: &'a mut Guest<'_>) -> Result<(&'a mut [u8], &'a mut CallState), Cause> {
    let memory = guest.data().memory.ok_or(Cause::NotNow { import: "put" })?;
    Ok(memory.data_and_store_mut(guest))
}

/// Deletes a row; 1 if there was one, 0 if not.
fn delete(mut guest: Guest<'_>, table: Given, key: Given) -> Result<i32, Cause> {
    let visit = visit(&mut guest, "delete", &[table, key], None)?;
    let (table, Some(key)) = visit.sought(table, key, Access::Write)? else {
        return Ok(0);
    };
    let existed = visit.state.tables.get(table, &key).is_some();
    visit.state.set(table, key, None)?;
    Ok(i32::from(existed))
}

/// As many rows as fit into `out`, each as two lengths of 32 bits (little-endian), key and value: the bytes written; 0
/// if there are no more rows; less than 0 if the next row alone needs that many bytes.
fn scan(
    mut guest: Guest<'_>,
    table: Given,
    prefix: Given,
    after: Given,
    out: Given,
) -> Result<i32, Cause> {
    // Deleted rows are passed over: the host's work as well, whatever the scan gives.
    let passed = guest.data().tables.changed_rows() as u64;
    charge(&mut guest, passed)?;
    let visit = visit(&mut guest, "scan", &[table, prefix, after], Some(out))?;
    let table = visit.state.table(visit.text(table)?, Access::Read)?;
    let out = visit.range(out)?;
    let prefix = visit.text(prefix)?.to_owned();
    let keys = visit.state.tables.base().at(table).spec.keys;
    if keys == KeyKind::Integer && !prefix.is_empty() {
        return Err(visit.state.row(table, BadRow::IntegerPrefix));
    }
    let after = match visit.text(after)? {
        "" => None,
        text => match visit.state.after(table, text) {
            Some(after) => Some(after),
            None => return Ok(0),
        },
    };
    let mut page = vec![];
    let mut needed = 0;
    for (key, value) in visit.state.tables.scan(table, &prefix, after.as_ref()) {
        let (key, value) = (key.to_string(), value.as_bytes());
        let row = 8 + key.len() + value.len();
        if page.len() + row > out.len() {
            needed = row;
            break;
        }
        page.extend_from_slice(&(key.len() as u32).to_le_bytes());
        page.extend_from_slice(&(value.len() as u32).to_le_bytes());
        page.extend_from_slice(key.as_bytes());
        page.extend_from_slice(value);
    }
    visit.memory[out.start..out.start + page.len()].copy_from_slice(&page);
    gave(&mut guest, page.len())?;
    Ok(if page.is_empty() {
        -(needed as i32)
    } else {
        page.len() as i32
    })
}

/// The virtual time of the call.
fn clock(mut guest: Guest<'_>) -> Result<i64, Cause> {
    Ok(visit(&mut guest, "clock", &[], None)?.state.now_ms)
}

/// The next number of the call's generator: the hash of how many came before, keyed by the call's seed.
fn random(mut guest: Guest<'_>) -> Result<i64, Cause> {
    let state = visit(&mut guest, "random", &[], None)?.state;
    let number = xxh3_64_with_seed(&state.drawn.to_le_bytes(), state.seed);
    state.drawn += 1;
    Ok(number as i64)
}

/// Defines every import.
pub(crate) fn linker(engine: &Engine) -> wasmtime::Result<Linker<CallState>> {
    let mut linker = Linker::new(engine);
    let host = super::module::HOST;
    linker.func_wrap(
        host,
        "get",
        |guest: Guest<'_>, t: u32, tn: u32, k: u32, kn: u32, o: u32, on: u32| {
            Ok(get(guest, given(t, tn), given(k, kn), given(o, on))?)
        },
    )?;
    linker.func_wrap(
        host,
        "put",
        |guest: Guest<'_>, t: u32, tn: u32, k: u32, kn: u32, v: u32, vn: u32| {
            Ok(put(guest, given(t, tn), given(k, kn), given(v, vn))?)
        },
    )?;
    linker.func_wrap(
        host,
        "delete",
        |guest: Guest<'_>, t: u32, tn: u32, k: u32, kn: u32| {
            Ok(delete(guest, given(t, tn), given(k, kn))?)
        },
    )?;
    linker.func_wrap(
        host,
        "scan",
        |guest: Guest<'_>, t: u32, tn: u32, p: u32, pn: u32, a: u32, an: u32, o: u32, on: u32| {
            let (table, prefix) = (given(t, tn), given(p, pn));
            Ok(scan(guest, table, prefix, given(a, an), given(o, on))?)
        },
    )?;
    linker.func_wrap(host, "clock", |guest: Guest<'_>| Ok(clock(guest)?))?;
    linker.func_wrap(host, "random", |guest: Guest<'_>| Ok(random(guest)?))?;
    Ok(linker)
}
