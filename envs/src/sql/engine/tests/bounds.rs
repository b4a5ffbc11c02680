//! What a statement may cost.

use super::*;

#[test]
fn what_takes_too_long_is_stopped_at_the_same_step_everywhere() {
    let shop = shop();
    for sql in [
        "SELECT count(*) FROM orders a, orders b, orders c, orders d",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 'xxxxxxxx' UNION ALL SELECT i || '' FROM n) SELECT count(*) FROM n ORDER BY 1",
    ] {
        assert!(failure(&shop, sql).contains("steps of the engine"), "{sql}");
    }
    // The number that a recursion reaches within the steps tells where it is stopped.
    let reached = |database: &Database, most: u32| {
        let sql = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) SELECT max(i) FROM n"
        );
        matches!(database.run(&sql), Ok((Outcome::Rows(_), _)))
    };
    let last = |database: &Database| {
        let (mut low, mut high) = (1, 1_000_000);
        while high - low > 1 {
            let middle = (low + high) / 2;
            match reached(database, middle) {
                true => low = middle,
                false => high = middle,
            }
        }
        low
    };
    let first = last(&shop);
    assert!(first > 10_000);
    assert_eq!(first, last(&database(&THEMES[0], Seed(1), 0)));
    let long = "SELECT * FROM orders a, orders b";
    assert!(failure(&shop, long).contains("more than 5000 rows"));
}

#[test]
fn sizes_are_bounded() {
    let shop = shop();
    let deep = format!("SELECT {}1{}", "(".repeat(500), ")".repeat(500));
    let wide = format!("SELECT {}1", "1, ".repeat(300));
    let chained = format!("SELECT 1{}", " UNION SELECT 1".repeat(60));
    let doubled = format!(
        "SELECT length({}'x'{})",
        "replace(".repeat(9),
        ", 'x', 'xxxxxxxxxx')".repeat(9)
    );
    for sql in [&deep, &wide, &chained, &doubled] {
        let outcome = shop.run(sql).map(|(outcome, _)| outcome);
        assert!(
            matches!(outcome, Ok(Outcome::Failed(_) | Outcome::Unread(_))),
            "{sql}: {outcome:?}"
        );
    }
    for sql in [
        "SELECT ?",
        "SELECT ?1",
        "SELECT city FROM customers WHERE city = :city",
    ] {
        let said = failure(&shop, sql);
        assert!(said.contains("no parameters here"), "{sql}: {said}");
    }
}

/// What the virtual machine does not count: work of functions on long texts.
#[test]
fn functions_on_long_texts_pay_for_what_they_look_at() {
    let shop = shop();
    let long = "WITH RECURSIVE g(t) AS (SELECT 'aaaaaaaaaa' UNION ALL SELECT t || t FROM g WHERE length(t) < 300), \
                t AS (SELECT max(t) AS t FROM g), many AS (SELECT b.order_id AS x FROM orders a, orders b LIMIT 3000)";
    let parts = format!(
        "length(strftime('{}', '2021-03-01' || substr(many.x, 1, 0)))",
        "%w".repeat(280)
    );
    for work in [
        &*parts,
        "instr(t, substr(t, 1, 160) || many.x)",
        "length(replace(t, substr(t, 1, 160) || many.x, ''))",
        "length(trim(t, 'bcdefghijklmnopqrstuvwxyz' || many.x || 'a'))",
        "t LIKE '%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac' || many.x",
        "t LIKE '%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac' || many.x ESCAPE '!'",
    ] {
        let sql = format!("{long} SELECT count({work}) FROM t, many");
        let outcome = failure(&shop, &sql);
        assert!(outcome.contains("steps of the engine"), "{sql}: {outcome}");
        // It is not the rows that take so long.
        let found = rows(&shop, &sql.replace(work, "length(t) + many.x"));
        assert_eq!(found, [["3000"]]);
    }
    // What a reader of names would ask for is far from it.
    let found = rows(
        &shop,
        "SELECT count(*) FROM customers a, customers b WHERE trim(a.full_name) LIKE '%an%' OR instr(b.city, 'Os') > 0",
    );
    assert_ne!(found, [["0"]]);
}

/// Nor what comparing them costs, in sorting above all.
#[test]
fn long_texts_that_are_sorted_pay_for_what_is_compared() {
    let shop = shop();
    let long = "WITH RECURSIVE g(t) AS (SELECT 'aaaaaaaaaa' UNION ALL SELECT t || t FROM g WHERE length(t) < 300), \
                t AS (SELECT max(t) AS t FROM g), \
                many AS (SELECT t.t || a.order_id || '-' || b.order_id AS x FROM t, orders a, orders b LIMIT 20000)";
    for sql in [
        "SELECT count(*) FROM (SELECT x FROM many ORDER BY x DESC LIMIT 15000)",
        "SELECT count(*) FROM (SELECT x FROM many GROUP BY x)",
        "SELECT count(DISTINCT x) FROM many",
        "SELECT count(*) FROM (SELECT x FROM many UNION SELECT x FROM many)",
    ] {
        let outcome = failure(&shop, &format!("{long} {sql}"));
        assert!(outcome.contains("steps of the engine"), "{sql}: {outcome}");
        // It is not the rows that take so long.
        let short = format!("{long} {sql}").replace("t.t || a.order_id", "a.order_id");
        assert_eq!(rows(&shop, &short).len(), 1, "{sql}");
    }
}

#[test]
fn days_beyond_the_calendar_are_refused_in_clear_words() {
    let shop = shop();
    for change in [
        "+999999999 days",
        "-9223372036854775808 days",
        "+9000 years",
    ] {
        let sql = format!("SELECT date('2021-03-31', '{change}')");
        let refused = shop.run(&sql).unwrap_err().to_string();
        assert!(
            refused.contains("at most 100000 days"),
            "{change}: {refused}"
        );
    }
    assert_eq!(
        rows(&shop, "SELECT date('2021-03-31', '+100 days')"),
        [["2021-07-09"]]
    );
}

/// Nor what comparing by other rules costs, in sorting above all.
#[test]
fn comparisons_by_other_rules_are_not_made() {
    let shop = shop();
    for sql in [
        "SELECT city FROM customers ORDER BY city COLLATE NOCASE",
        "SELECT count(DISTINCT city COLLATE /* */ RTRIM) FROM customers",
    ] {
        assert!(
            failure(&shop, sql).contains("COLLATE is not taken"),
            "{sql}"
        );
    }
    let found = rows(
        &shop,
        "SELECT count(*) FROM customers WHERE city = 'collate'",
    );
    assert_eq!(found, [["0"]]);
}

/// What the virtual machine does not count either: reading the statement.
#[test]
fn subqueries_that_double_one_another_are_not_read() {
    let shop = shop();
    let chain = |body: &str, length: usize| {
        let link = |n: usize| format!(", a{} AS ({})", n + 1, body.replace("$", &format!("a{n}")));
        let links: String = (0..length).map(link).collect();
        format!("WITH a0 AS (SELECT total AS x FROM orders){links} SELECT count(x) FROM a{length}")
    };
    let mut nested = "SELECT total AS x FROM orders".to_owned();
    for _ in 0..8 {
        nested = format!("SELECT x+x+x+x+x+x+x+x AS x FROM ({nested})");
    }
    let long = [
        chain("SELECT p.x FROM $ p, $ q", 40),
        chain("SELECT x FROM $ UNION ALL SELECT x FROM $", 30),
        chain("SELECT x + x AS x FROM $", 40),
        chain(
            "SELECT (SELECT max(x) FROM $) + (SELECT x FROM 'A0') AS x FROM [$]",
            15,
        ),
        nested,
    ];
    for sql in long {
        assert!(sql.len() <= MOST_SQL_BYTES, "{}", sql.len());
        let outcome = failure(&shop, &sql);
        assert!(outcome.contains("too often"), "{sql}: {outcome}");
    }
    let found = rows(&shop, &chain("SELECT x + 1 AS x FROM $", 12));
    assert_eq!(found.len(), 1);
}

#[test]
fn memory_is_bounded_by_the_size_of_a_value() {
    let shop = shop();
    for sql in [
        "SELECT group_concat(city) FROM customers",
        "SELECT replace(city, '', '') || replace('aaaaaaaaaaaaaaaaaaaa', 'a', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb') FROM customers",
        "WITH RECURSIVE g(t) AS (SELECT 'aaaaaaaaaa' UNION ALL SELECT t || t FROM g) SELECT count(*) FROM g",
    ] {
        let outcome = failure(&shop, sql);
        assert!(
            outcome.contains("longer than 600 bytes"),
            "{sql}: {outcome}"
        );
    }
}

/// The engine draws by chance what the sixth column of a name is called.
#[test]
fn columns_of_one_name_are_called_the_same_everywhere() {
    let sql = "SELECT * FROM (SELECT 1 AS x, 2 AS x, 3 AS x, 4 AS x, 5 AS x, 6 AS x, 7 AS x)";
    let Ok((Outcome::Rows(found), _)) = shop().run(sql) else {
        panic!("{sql}");
    };
    assert_eq!(found.columns, ["x"; 7]);
}

#[test]
fn a_list_that_is_long_is_taken_or_refused_in_clear_words() {
    let shop = shop();
    for length in [100, 520, 900] {
        let list = vec!["1"; length].join(",");
        let outcome = shop.run(&format!("SELECT 1 IN ({list})"));
        assert!(matches!(outcome, Ok((Outcome::Rows(_), _))), "{outcome:?}");
    }
}
