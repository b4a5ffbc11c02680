//! What is counted as a piece, and what is shared.

use super::*;
use crate::sql::schema::THEMES;

fn pieces(sql: &str) -> Pieces {
    Pieces::of(&THEMES[0], sql).unwrap_or_else(|| panic!("{sql}"))
}

#[test]
fn aliases_case_and_order_make_no_difference() {
    let one = pieces(
        "SELECT T1.order_id, T2.full_name FROM orders AS T1 JOIN customers AS T2 \
         ON T1.customer_id = T2.customer_id WHERE T2.city = 'Oslo' AND T1.total > 5",
    );
    let other = pieces(
        "select c.full_name as who, o.order_id from customers c inner join orders o \
         on c.customer_id = o.customer_id where o.total > 5 and 'Oslo' = city;",
    );
    assert!(other.is_exact(&one), "{one:?} {other:?}");
    assert_eq!(other.linking(&one), [Rational::from_integer(1); 3]);
    assert!(other.bigrams(&one) < Rational::from_integer(1));
}

#[test]
fn shares_are_those_of_the_clauses() {
    let right = pieces(
        "SELECT city, count(*) FROM customers WHERE age > 30 AND tier = 'GLD' GROUP BY city",
    );
    let given = pieces("SELECT city FROM customers WHERE age > 30 ORDER BY city");
    let found: Vec<(&str, u32, u32, u32)> = given
        .shared(&right)
        .iter()
        .map(|(clause, s)| (*clause, s.both, s.given, s.right))
        .collect();
    let expected = [
        ("select", 1, 1, 2),
        ("from", 1, 1, 1),
        ("where", 1, 1, 2),
        ("group", 0, 0, 1),
        ("order", 0, 1, 0),
    ];
    assert_eq!(found, expected);
    let select = given.shared(&right)[0].1;
    assert_eq!(select.precision(), Rational::from_integer(1));
    assert_eq!(
        (select.recall(), select.f1()),
        (Rational::new(1, 2), Rational::new(2, 3))
    );
    // city and age of city, age and tier.
    assert_eq!(given.linking(&right)[1], Rational::new(2, 3));
}

#[test]
fn what_is_no_query_has_no_pieces() {
    for none in [
        "",
        "SELEC 1",
        "DROP TABLE orders",
        "SELECT 1; SELECT 2",
        "SELECT (",
    ] {
        assert_eq!(Pieces::of(&THEMES[0], none), None, "{none}");
    }
    let deep = format!("SELECT {}1{}", "(".repeat(900), ")".repeat(900));
    assert_eq!(Pieces::of(&THEMES[0], &deep), None);
}
