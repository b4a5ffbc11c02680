//! What the functions on texts give is what the engine's own give.

use super::{super::guard::Watched, *};
use proptest::prelude::*;
use rusqlite::types::Value;

fn asked(connection: &Connection, sql: &str, arguments: &[Value]) -> Result<Value, ()> {
    let arguments = rusqlite::params_from_iter(arguments.iter());
    connection
        .query_row(sql, arguments, |row| row.get(0))
        .map_err(|_| ())
}

fn both() -> [Connection; 2] {
    let open = || Connection::open_in_memory().unwrap();
    let (engine, ours) = (open(), open());
    define(&ours, &Watched::default()).unwrap();
    [engine, ours]
}

/// Short texts of few letters, so that patterns meet; numbers, blobs and NULL beside them.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => "[aAbB%_\\\\éÉ ]{0,8}".prop_map(Value::Text),
        2 => "[ -~äß漢😀]{0,6}".prop_map(Value::Text),
        1 => any::<i64>().prop_map(Value::Integer),
        1 => (-20_i64..20).prop_map(Value::Integer),
        1 => any::<f64>().prop_map(Value::Real),
        1 => (-200_i32..200).prop_map(|n| Value::Real(f64::from(n) / 8.0)),
        1 => prop::collection::vec(prop_oneof![Just(b'a'), Just(0xc3), Just(0xa9), any::<u8>()], 0..5)
            .prop_map(Value::Blob),
        1 => Just(Value::Null),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn functions_on_texts_give_what_the_engine_gives(values in [value(), value(), value()]) {
        let [engine, ours] = both();
        for (sql, arguments) in [
            ("SELECT ?1 LIKE ?2", 2),
            ("SELECT ?1 LIKE ?2 ESCAPE ?3", 3),
            ("SELECT like(?1, ?2)", 2),
            ("SELECT ?1 LIKE ?2 || '%' || ?2", 2),
            ("SELECT ?1 LIKE ?2 ESCAPE '%'", 2),
            ("SELECT ?1 LIKE ?2 ESCAPE '_'", 2),
            ("SELECT ?1 LIKE ?2 ESCAPE '\\'", 2),
            ("SELECT instr(?1, ?2)", 2),
            ("SELECT replace(?1, ?2, ?3)", 3),
            ("SELECT trim(?1)", 1),
            ("SELECT ltrim(?1)", 1),
            ("SELECT rtrim(?1)", 1),
            ("SELECT trim(?1, ?2)", 2),
            ("SELECT ltrim(?1, ?2)", 2),
            ("SELECT rtrim(?1, ?2)", 2),
        ] {
            let cast = sql.replace("SELECT ", "SELECT typeof(").to_owned() + ")";
            for sql in [sql.to_owned(), cast, format!("SELECT CAST(({sql}) AS BLOB)")] {
                let [theirs, own] = [&engine, &ours].map(|c| asked(c, &sql, &values[..arguments]));
                prop_assert_eq!(&theirs, &own, "{} {:?}", sql, values);
            }
        }
    }
}
