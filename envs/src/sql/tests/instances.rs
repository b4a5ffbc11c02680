//! What every instance holds: right and wrong told apart, and no blind play that is right.

use super::super::{
    Sql,
    options::DEFAULT_DATABASE_SEED,
    tasks,
    types::{Def, Right},
};
use std::{collections::BTreeMap, sync::LazyLock};
use truestep_core::{chance::Seed, task::Task};

static SQL: LazyLock<Sql> = LazyLock::new(|| Sql::new(DEFAULT_DATABASE_SEED));
/// Seeds looked at.
const SEEDS: u64 = 40;

fn each(mut look: impl FnMut(&str, &Def)) {
    for template in tasks::ALL {
        for seed in 0..SEEDS {
            let task = Task::new(template.id(), Seed(seed));
            let def = SQL.define(&task).unwrap_or_else(|e| panic!("{e}"));
            look(template.name, &def);
        }
    }
}

#[test]
fn wrong_queries_are_told_apart_and_equal_ones_are_not() {
    let (mut wrong, mut same): (BTreeMap<String, usize>, _) = Default::default();
    each(|name, def| {
        for sql in def.wrong() {
            assert!(!def.is_right(sql), "{name}: {sql}");
        }
        for sql in def.same() {
            assert!(def.is_right(sql), "{name}: {sql}");
        }
        if matches!(def.right, Right::Query { .. }) {
            assert!(
                def.wrong().len() >= 4 && def.same().len() >= 2,
                "{name}: {:?}",
                def.gold()
            );
            assert_eq!(def.databases().len(), 5);
        }
        *wrong.entry(name.to_owned()).or_default() += def.wrong().len();
        *same.entry(name.to_owned()).or_insert(0) += def.same().len();
    });
    eprintln!("wrong queries told apart: {wrong:?}\nequal ones: {same:?}");
}

/// Ends that need no look at the database.
#[test]
fn blind_ends_are_never_right() {
    let mut ends = 0;
    each(|name, def| {
        let numbers = (0..60).map(|n| format!("SELECT {n}"));
        let guesses = def.theme.tables.iter().flat_map(|table| {
            [
                format!("SELECT count(*) FROM {}", table.name),
                format!("SELECT * FROM {}", table.name),
                format!("SELECT {} FROM {}", table.key(), table.name),
            ]
        });
        for sql in numbers
            .chain(guesses)
            .chain(["SELECT NULL".into(), "SELECT 'Oslo'".into()])
        {
            assert!(!def.is_right(&sql), "{name}: {sql}");
            ends += 1;
        }
        for reason in [
            "nothing",
            "unknown",
            "the question",
            "no column is missing",
            "a table",
        ] {
            assert!(!def.is_reason(reason), "{name}: {reason}");
        }
    });
    eprintln!("{ends} blind ends");
}
