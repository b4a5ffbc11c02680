//! What is taken of an agent, what is rejected, and what each costs.

use super::super::{
    Asker, Sql,
    ends::apply,
    options::DEFAULT_DATABASE_SEED,
    rows, rules,
    schema::THEMES,
    tasks::{self, instance},
    types::{Action, Def, State},
};
use std::sync::{Arc, atomic::Ordering};
use truestep_core::{
    chance::Seed,
    model::{Dynamics as _, Truth as _},
    task::Task,
    truth::DetailValue,
};

fn task(name: &str) -> Task {
    let template = tasks::ALL.iter().find(|t| t.name == name).unwrap();
    Task::new(template.id(), Seed(1))
}

fn def(name: &str) -> Def {
    let sql = Sql::new(DEFAULT_DATABASE_SEED);
    sql.define(&task(name)).unwrap()
}

/// Why a text is rejected, in a code; nothing if it is not.
fn rejected(def: &Def, text: &str) -> Option<String> {
    let state = State::default();
    let admitted =
        Asker::decode(def, &state, text).and_then(|action| Asker::admit(def, &state, &action));
    admitted.err().map(|rejection| rejection.code.into_owned())
}

fn first_table(def: &Def) -> &str {
    &def.theme.tables[0].name
}

/// One rule: what is refused, and as a submission what gives no rows, is rejected, and the episode goes on.
#[test]
fn a_submission_that_cannot_be_accepted_is_rejected_and_ends_nothing() {
    for name in ["count", "unanswerable"] {
        let def = def(name);
        let code = |text: &str| rejected(&def, text);
        for refused in [
            "SELECT date('now')",
            "SELECT date('n' || 'ow')",
            "SELECT current_date",
            "SELECT datetime('now', 'localtime')",
            "SELECT julianday('now', 'localtime')",
            "SELECT date('2020-01-01', 'no modifier')",
            "SELECT random()",
            "SELECT * FROM sqlite_master",
        ] {
            for form in ["query", "submit"] {
                let text = format!("{form}[{refused}]");
                assert_eq!(code(&text).as_deref(), Some("not_allowed"), "{text}");
            }
        }
        for unread in [
            "SELECT",
            "SELECT no_column",
            "SELECT abs(-9223372036854775807 - 1)",
            "SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)",
        ] {
            let text = format!("submit[{unread}]");
            assert_eq!(code(&text).as_deref(), Some("does_not_run"), "{text}");
            assert_eq!(code(&format!("query[{unread}]")), None, "{text}");
        }
        assert_eq!(code("submit[SELECT 1]"), None);
    }
}

/// Near misses are ends: none of them is rejected.
#[test]
fn every_near_miss_is_accepted() {
    for template in tasks::ALL {
        for seed in 0..4 {
            let sql = Sql::new(DEFAULT_DATABASE_SEED);
            let def = sql.define(&Task::new(template.id(), Seed(seed))).unwrap();
            let near = Asker::near_misses(&def, &State::default());
            assert!(near.len() >= 10, "{}: {}", template.name, near.len());
            for end in near.iter().filter_map(|script| script.last()) {
                assert_eq!(rejected(&def, end), None, "{end}");
            }
        }
    }
}

#[test]
fn what_stands_in_a_text_of_a_query_is_taken_as_it_is() {
    let def = def("count");
    let text = "query[SELECT '] describe[x']";
    let action = Asker::decode(&def, &State::default(), text).unwrap();
    assert_eq!(action, Action::Query("SELECT '] describe[x'".into()));
    let mut written = String::new();
    Asker::encode(&def, &action, &mut written);
    assert_eq!(written, text);
    let two = "query[SELECT '1'] submit[SELECT '2']";
    assert_eq!(rejected(&def, two).as_deref(), Some("malformed"));
}

/// What the engine reads parses, whether or not its clauses can be told.
#[test]
fn whatever_the_engine_reads_parses() {
    let def = def("count");
    let parses = |sql: &str| {
        let before = State::default();
        let action = Action::Query(sql.into());
        let mut after = before.clone();
        apply(&def, &mut after, &action);
        let mut details = vec![];
        Asker::step_details(&def, &before, &action, &after, &mut details);
        let found = details.into_iter().find(|d| d.name == "parses").unwrap();
        found.value == DetailValue::Bool(true)
    };
    let table = first_table(&def);
    for read in [
        format!("SELECT count(*) FROM {table}"),
        format!("SELECT 1 FROM {table} NOT INDEXED"),
        format!("WITH q AS (SELECT 1 AS x) SELECT count(*) FROM {table} WHERE 1 IN q"),
        "SELECT 1 IS NOT DISTINCT FROM 2".into(),
        "SELECT 1 NOT NULL, 2 NOTNULL, 3 ISNULL".into(),
        "SELECT abs(-9223372036854775807 - 1)".into(),
        format!("SELECT * FROM {table}, {table} AS b, {table} AS c, {table} AS d"),
        format!("SELECT {}1", "- ".repeat(50)),
    ] {
        assert!(parses(&read), "{read}");
    }
    for unread in [
        "SELECT",
        "SELECT (1",
        "SELECT no_column",
        "SELECT 1 FROM no_table",
    ] {
        assert!(!parses(unread), "{unread}");
    }
}

/// A step asks for its query several times; each database is asked once.
#[test]
fn a_query_is_run_once_on_each_database() {
    let seed = Seed(77);
    let theme = THEMES
        .iter()
        .position(|theme| theme.name == "shop")
        .unwrap();
    let databases: Vec<_> = (0..5)
        .map(|n| Arc::new(rows::database(&THEMES[theme], seed, n)))
        .collect();
    let template = tasks::ALL.iter().find(|t| t.name == "count").unwrap();
    let def = instance::define(template, &task("count"), &databases).unwrap();
    let runs = || -> Vec<u32> {
        let each = def.databases.iter();
        each.map(|d| d.runs.load(Ordering::Relaxed)).collect()
    };
    let before = runs();
    let sql = "SELECT count(*) FROM orders WHERE total > 12345";
    for form in ["query", "submit"] {
        let start = State::default();
        let mut state = start.clone();
        let action = Asker::decode(&def, &state, &format!("{form}[{sql}]")).unwrap();
        Asker::admit(&def, &state, &action).unwrap();
        Asker::kind(&def, &state, &action);
        rules::supported(&def, &state, &action);
        apply(&def, &mut state, &action);
        Asker::step_details(&def, &start, &action, &state, &mut vec![]);
    }
    let more: Vec<u32> = runs().iter().zip(&before).map(|(a, b)| a - b).collect();
    assert_eq!(more, [1; 5]);
}
