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
const SEEDS: u64 = 10;

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
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    let mut same: BTreeMap<String, usize> = BTreeMap::new();
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
        *same.entry(name.to_owned()).or_default() += def.same().len();
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

/// Other names, other ways to count, a query around the query: none of it is asked about.
#[test]
fn the_right_query_in_other_words_is_right() {
    let renamed = |sql: &str| {
        let short = sql.replace(" AS T1", " one").replace(" AS T2", " other");
        let short = short.replace("T1.", "one.").replace("T2.", "other.");
        short.replace(" AS T3", " third").replace("T3.", "third.")
    };
    let mut tried = 0;
    each(|name, def| {
        let Some(gold) = def.gold() else { return };
        let mut same = vec![
            renamed(gold),
            gold.replace("count(*)", "count(1)"),
            gold.replace("count(*)", "sum(1)"),
            gold.replacen(" WHERE ", " WHERE 1 = 1 AND ", 1),
            gold.replacen(" FROM ", " AS the_last_column FROM ", 1),
        ];
        if !gold.contains("ORDER BY") {
            same.push(format!("SELECT * FROM ({gold}) AS q"));
            same.push(format!(
                "SELECT q.* FROM (SELECT 1 AS x) AS one, ({gold}) AS q"
            ));
        }
        for sql in same {
            let sum = sql.contains("sum(1)") && def.worked(&sql).output.contains("NULL");
            assert!(sum || def.is_right(&sql), "{name}: {sql}\n{gold}");
            tried += 1;
        }
    });
    eprintln!("{tried} rewrites");
}

/// What is submitted rests on what was shown: the same query is no guess once its tables and codes were looked up.
#[test]
fn a_right_query_is_supported_once_what_it_reads_was_shown() {
    use super::super::{
        ends::{Way, apply, shortest},
        rules,
        types::{Action, Shown, State},
    };
    each(|name, def| {
        let start = State::default();
        let way = shortest(def, &start, Way::First);
        let (end, before) = way.split_last().unwrap();
        assert_eq!(rules::supported(def, &start, end), Some(false), "{name}");
        for left_out in 0..before.len() {
            let mut state = State::default();
            for action in before[..left_out].iter().chain(&before[left_out + 1..]) {
                apply(def, &mut state, action);
            }
            let is_list = before[left_out] == Action::ListTables;
            let supported = rules::supported(def, &state, end);
            assert!(
                is_list || supported == Some(false),
                "{name}: {:?}",
                before[left_out]
            );
        }
        let mut state = State::default();
        before
            .iter()
            .for_each(|action| apply(def, &mut state, action));
        assert_eq!(rules::supported(def, &state, end), Some(true), "{name}");
        // Rows of codes do not say what the codes stand for.
        if let (Some(gold), true) = (
            def.gold(),
            before.iter().any(|a| matches!(a, Action::Sample(..))),
        ) {
            let mut state = State::default();
            for action in before.iter().filter(|a| !matches!(a, Action::Sample(..))) {
                apply(def, &mut state, action);
            }
            apply(def, &mut state, &Action::Query(gold.into()));
            assert!(matches!(state.shown, Some(Shown::Result { .. })));
            assert_eq!(rules::supported(def, &state, end), Some(false), "{name}");
            // Nor does a code cease to be one by being put together of its letters.
            let action = Action::Submit(in_letters(gold).into());
            assert!(def.is_right(&in_letters(gold)), "{name}");
            let supported = rules::supported(def, &state, &action);
            assert_eq!(supported, Some(false), "{name}");
        }
    });
}

/// A query with the first letter of each text apart: `'S'||'T'` for `'ST'`.
fn in_letters(sql: &str) -> String {
    let parts = sql.split('\'').enumerate();
    let apart = parts.map(
        |(number, part)| match (number % 2, part.char_indices().nth(1)) {
            (1, Some((place, _))) => format!("('{}'||'{}')", &part[..place], &part[place..]),
            (1, None) => format!("'{part}'"),
            _ => part.to_owned(),
        },
    );
    apart.collect()
}
