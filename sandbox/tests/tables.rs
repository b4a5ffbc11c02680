//! Tables against a plain map: reads, scans, forks, undoing, and the digest.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc};
use truestep_sandbox::{
    Base, Key, KeyKind, TableId, TableSpec, Tables, Value, ValueKind, tables::BadTable,
};

fn spec(name: &str, keys: KeyKind) -> TableSpec {
    TableSpec::new(name, keys, ValueKind::Bytes)
}

fn start(rows: &BTreeMap<String, u8>) -> (Arc<Base>, TableId, TableId) {
    let mut base = Base::builder();
    let texts = base.table(spec("texts", KeyKind::Text)).unwrap();
    let numbers = base.table(spec("numbers", KeyKind::Integer)).unwrap();
    for (key, value) in rows {
        base.row(texts, key, &[*value]).unwrap();
    }
    (base.build(), texts, numbers)
}

fn value(byte: u8) -> Value {
    Value::read(ValueKind::Bytes, &[byte]).unwrap()
}

type Model = BTreeMap<String, u8>;

fn rows(tables: &Tables, table: TableId, prefix: &str, after: &str) -> Vec<(String, u8)> {
    let after = (!after.is_empty()).then(|| Key::Text(after.into()));
    let scan = tables.scan(table, prefix, after.as_ref());
    scan.map(|(key, value)| (key.to_string(), value.as_bytes()[0]))
        .collect()
}

proptest! {
    #[test]
    fn tables_are_a_map_with_forks_and_a_digest(
        begin in proptest::collection::btree_map("[ab]{1,3}", 0..4_u8, 0..6),
        writes in proptest::collection::vec(("[ab]{1,3}", proptest::option::of(0..4_u8)), 0..30),
        prefix in "[ab]{0,2}",
        after in "[ab]{0,3}",
    ) {
        let (base, texts, numbers) = start(&begin);
        let mut model: Model = begin.clone();
        let mut tables = Tables::new(base.clone());
        let fork = tables.clone();
        let mut journal = vec![];
        for (key, byte) in writes {
            let before = model.get(&key).copied();
            let change = tables.set(texts, Key::Text(key.as_str().into()), byte.map(value));
            prop_assert_eq!(change.is_some(), before != byte);
            journal.extend(change);
            match byte {
                Some(byte) => model.insert(key, byte),
                None => model.remove(&key),
            };
            prop_assert_eq!(tables.digest(), tables.recomputed_digest());
        }
        for (key, byte) in &model {
            let found = tables.get(texts, &Key::Text(key.as_str().into()));
            prop_assert_eq!(found, Some(&value(*byte)));
        }
        let expected: Vec<(String, u8)> = model
            .iter()
            .filter(|(key, _)| key.starts_with(&prefix) && **key > after)
            .map(|(key, byte)| (key.clone(), *byte))
            .collect();
        prop_assert_eq!(rows(&tables, texts, &prefix, &after), expected);
        prop_assert_eq!(rows(&tables, numbers, "", ""), vec![]);
        // Equal rows have equal digests, however they came about.
        let (built, ..) = start(&model);
        prop_assert_eq!(Tables::new(built).digest(), tables.digest());
        prop_assert_eq!(tables.changes().is_empty(), model == begin);
        prop_assert_eq!(tables.changed_bytes() == 0, model == begin);
        // A fork saw none of it, and undoing leaves none of it.
        prop_assert_eq!(rows(&fork, texts, "", ""), begin.into_iter().collect::<Vec<_>>());
        tables.undo(journal);
        prop_assert_eq!(tables.digest(), fork.digest());
        prop_assert!(tables.changes().is_empty() && tables.changed_bytes() == 0);
    }
}

#[test]
fn integer_keys_are_scanned_in_numeric_order() {
    let (base, _, numbers) = start(&BTreeMap::new());
    let mut tables = Tables::new(base);
    for number in [10, -3, 2, 9] {
        tables.set(numbers, Key::Integer(number), Some(value(1)));
    }
    let keys = |after: Option<&Key>| {
        let scan = tables.scan(numbers, "", after);
        scan.map(|(key, _)| key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(keys(None), ["-3", "2", "9", "10"]);
    assert_eq!(keys(Some(&Key::Integer(2))), ["9", "10"]);
}

#[test]
fn the_same_row_in_another_table_is_another_cell() {
    let (base, texts, numbers) = start(&BTreeMap::new());
    let digest = |table, key| {
        let mut tables = Tables::new(base.clone());
        tables.set(table, key, Some(value(1)));
        tables.digest()
    };
    assert_ne!(
        digest(texts, Key::Text("1".into())),
        digest(numbers, Key::Integer(1))
    );
}

#[test]
fn value_stability_of_table_digests() {
    let (base, texts, numbers) = start(&BTreeMap::from([("a".to_owned(), 7)]));
    let mut tables = Tables::new(base);
    let first = format!("{:032x}", tables.digest());
    tables.set(numbers, Key::Integer(-5), Some(value(1)));
    tables.set(texts, Key::Text("a".into()), None);
    let second = format!("{:032x}", tables.digest());
    let expected = [
        "2423f8177c162c45a2508bb6ac0e8780",
        "388d18dea7401b914d4bf19fc46f6692",
    ];
    assert_eq!([first.as_str(), second.as_str()], expected);
}

#[test]
fn names_and_rows_that_do_not_fit_are_refused() {
    let mut base = Base::builder();
    let table = base.table(spec("t", KeyKind::Integer)).unwrap();
    for name in ["t", "", &"x".repeat(65)] {
        let refused = base.table(spec(name, KeyKind::Text)).unwrap_err();
        assert!(matches!(refused, BadTable::Name { .. }), "{name}");
    }
    base.row(table, "1", b"").unwrap();
    let twice = base.row(table, "1", b"").unwrap_err();
    assert_eq!(
        twice.to_string(),
        "a row of the table `t`: the key `1` is there twice"
    );
    assert!(base.row(table, "one", b"").is_err());
}
