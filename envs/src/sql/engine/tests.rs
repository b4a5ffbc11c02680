//! What the engine does, and what it does not let happen.

use super::*;
use crate::sql::{rows::database, schema::THEMES};
use truestep_core::chance::Seed;

mod bounds;

fn shop() -> Database {
    database(&THEMES[0], Seed(1), 0)
}

fn rows(database: &Database, sql: &str) -> Vec<Vec<String>> {
    match database.run(sql) {
        Ok((Outcome::Rows(rows), _)) => {
            let row = |row: &Vec<Cell>| row.iter().map(Cell::to_string).collect();
            rows.rows.iter().map(row).collect()
        }
        other => panic!("{sql}: {other:?}"),
    }
}

fn failure(database: &Database, sql: &str) -> String {
    match database.run(sql) {
        Ok((Outcome::Failed(message) | Outcome::Unread(message), _)) => message,
        other => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn what_is_generated_is_what_is_read() {
    let shop = shop();
    for (table, held) in shop.theme.tables.iter().zip(&shop.rows) {
        let found = rows(&shop, &format!("SELECT * FROM {} ORDER BY 1", table.name));
        let held = held
            .iter()
            .map(|row| row.iter().map(Cell::to_string).collect());
        assert_eq!(found, held.collect::<Vec<Vec<String>>>(), "{}", table.name);
    }
}

#[test]
fn whatever_is_no_reading_of_tables_is_refused_by_name() {
    let shop = shop();
    for writes in [
        "INSERT INTO orders (order_id) VALUES (9999)",
        "UPDATE orders SET total = 0",
        "DELETE FROM orders",
        "DROP TABLE orders",
        "CREATE TABLE x (y)",
        "CREATE VIEW x AS SELECT 1",
        "ALTER TABLE orders RENAME TO x",
        "WITH q AS (SELECT 1) DELETE FROM orders",
        "REINDEX orders",
        "ANALYZE",
        "EXPLAIN SELECT 1",
        "EXPLAIN QUERY PLAN SELECT 1",
    ] {
        assert_eq!(shop.run(writes).unwrap_err(), Refusal::Writes, "{writes}");
    }
    for (sql, what) in [
        ("PRAGMA query_only = OFF", "PRAGMA"),
        ("PRAGMA table_info(orders)", "PRAGMA"),
        ("ATTACH ':memory:' AS x", "ATTACH"),
        ("ATTACH '/etc/passwd' AS x", "ATTACH"),
        ("BEGIN", "transaction"),
        ("SAVEPOINT x", "transaction"),
    ] {
        assert_eq!(shop.run(sql).unwrap_err(), Refusal::Other(what), "{sql}");
    }
    for name in [
        "random()",
        "randomblob(4)",
        "zeroblob(9)",
        "hex('a')",
        "printf('%d', 1)",
        "char(65)",
        "load_extension('x')",
        "sqlite_version()",
        "last_insert_rowid()",
        "changes()",
        "datetime('2021-01-01')",
        "time('now')",
        "current_timestamp",
        "current_date",
        "unixepoch('now')",
        "timediff('now', 'now')",
        "json('[]')",
        "format('%9999d', 1)",
    ] {
        let refused = shop.run(&format!("SELECT {name}")).unwrap_err();
        assert!(
            matches!(refused, Refusal::Function(_)),
            "{name}: {refused:?}"
        );
    }
    for table in [
        "sqlite_master",
        "sqlite_schema",
        "pragma_table_info('orders')",
        "json_each('[1]')",
    ] {
        for what in ["*", "count(*)"] {
            let refused = shop.run(&format!("SELECT {what} FROM {table}"));
            assert!(refused.is_err(), "{table}: {refused:?}");
        }
    }
    // After all of it nothing has changed, and the connection is as good as before.
    assert_eq!(
        rows(&shop, "SELECT count(*) FROM orders")[0][0],
        shop.rows[2].len().to_string()
    );
}

#[test]
fn there_is_no_present_day() {
    let shop = shop();
    for sql in [
        "SELECT date()",
        "SELECT date('now')",
        "SELECT date('n' || 'ow')",
        "SELECT date(' NOW ')",
        "SELECT strftime('%Y')",
        "SELECT strftime('%Y', 'now')",
        "SELECT julianday('now')",
        "SELECT count(*) FROM orders WHERE placed_on < date('now')",
    ] {
        let refused = shop.run(sql).unwrap_err();
        assert!(matches!(refused, Refusal::Day(_)), "{sql}: {refused:?}");
        assert!(refused.to_string().contains("no present day"), "{sql}");
    }
    let found = rows(
        &shop,
        "SELECT date('2021-03-31', '+1 day'), strftime('%Y-%m', '2021-03-31'), \
                             julianday('2021-03-31') - julianday('2021-03-01'), date(NULL)",
    );
    assert_eq!(found, [["2021-04-01", "2021-03", "30.0", "NULL"]]);
}

/// What the engine would take, and is not done here, is refused: NULL would be another answer.
#[test]
fn what_is_no_part_of_dates_here_is_refused_and_not_null() {
    let shop = shop();
    for sql in [
        "SELECT date('2020-01-15', 'weekday 0')",
        "SELECT date('2020-01-15', 'utc')",
        "SELECT date('2020-01-15', 'localtime')",
        "SELECT date('2020-01-15', 'no change')",
        "SELECT date(2458849.5)",
        "SELECT date(1700000000, 'unixepoch')",
        "SELECT strftime('%s', '2020-01-15')",
        "SELECT strftime('%W', '2020-01-15')",
    ] {
        let refused = shop.run(sql).unwrap_err();
        assert!(matches!(refused, Refusal::Day(_)), "{sql}: {refused:?}");
        assert!(refused.to_string().contains(" here"), "{sql}");
    }
    let found = rows(&shop, "SELECT date('no day'), date('2020-01-15', NULL)");
    assert_eq!(found, [["NULL", "NULL"]]);
}

#[test]
fn a_mistake_is_told_in_the_words_of_the_engine() {
    let shop = shop();
    assert_eq!(
        failure(&shop, "SELECT citty FROM customers"),
        "no such column: citty"
    );
    assert_eq!(
        failure(&shop, "SELECT 1 FROM custmers"),
        "no such table: custmers"
    );
    assert_eq!(
        failure(&shop, "SELECT FROM customers"),
        "near \"FROM\": syntax error"
    );
    // In double quotation marks stands a name.
    assert!(
        failure(&shop, "SELECT 1 FROM customers WHERE city = \"Oslo\"").contains("no such column")
    );
}

#[test]
fn rows_without_an_order_are_sorted_by_value() {
    let shop = shop();
    let found = rows(&shop, "SELECT DISTINCT city FROM customers");
    assert_eq!(found[0], ["NULL"]);
    assert!(found[1..].is_sorted());
    let down = rows(
        &shop,
        "SELECT DISTINCT city FROM customers ORDER BY city DESC",
    );
    assert_eq!(down.into_iter().rev().collect::<Vec<_>>(), found);
}

#[test]
fn what_is_read_is_told_through_subqueries_and_names_of_ones_own() {
    let shop = shop();
    let read = |sql: &str| -> Vec<String> {
        let (outcome, reads) = shop.run(sql).unwrap();
        assert!(matches!(outcome, Outcome::Rows(_)), "{sql}: {outcome:?}");
        let name = |&(table, column): &ColumnId| {
            let table = &shop.theme.tables[table];
            format!("{}.{}", table.name, table.columns[column].name)
        };
        reads.columns.iter().map(name).collect()
    };
    assert_eq!(
        read("SELECT city FROM customers WHERE age > 1"),
        ["customers.city", "customers.age"]
    );
    assert_eq!(
        read("WITH q AS (SELECT total AS t FROM orders) SELECT count(*) FROM q"),
        ["orders.total"]
    );
    assert_eq!(
        read(
            "SELECT 1 FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id)"
        ),
        ["customers.customer_id", "orders.customer_id"]
    );
    let (_, reads) = shop.run("SELECT count(*) FROM orders").unwrap();
    assert_eq!((reads.tables.len(), reads.columns.len()), (1, 0));
}

/// The card names every function the engine has: those that can be called, and those that cannot.
#[test]
fn the_card_names_every_function_of_the_engine() {
    let engine = rusqlite::Connection::open_in_memory().unwrap();
    let mut names = engine
        .prepare("SELECT DISTINCT name FROM pragma_function_list ORDER BY name")
        .unwrap();
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let card = include_str!("../CARD.md");
    let words: BTreeSet<&str> = card
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .collect();
    // Families of functions are named as such; `->` is an operator.
    let is_named = |name: &str| {
        let family = ["json", "fts5", "rtree", "->"];
        family.iter().any(|f| name.starts_with(f)) || words.contains(name)
    };
    let missing: Vec<&String> = names.iter().filter(|name| !is_named(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
