use super::*;
use proptest::prelude::*;

#[test]
fn names_round_trip_and_bad_ones_are_refused() {
    for text in [
        "uniform",
        "eps-optimal(3/10)",
        "eps-optimal(0/1)",
        "table(my policy.json)",
        "best-of-4(uniform)",
        "best-of-16(eps-optimal(1/4))",
    ] {
        let name: PolicyName = text.parse().unwrap();
        assert_eq!(name.to_string(), text);
        let json = serde_json::to_string(&name).unwrap();
        assert_eq!(serde_json::from_str::<PolicyName>(&json).unwrap(), name);
    }
    assert_eq!(PolicyName::default().to_string(), "eps-optimal(3/10)");
    let decimal: PolicyName = "eps-optimal(0.30)".parse().unwrap();
    assert_eq!(decimal, PolicyName::default());
    for bad in [
        "",
        "Uniform",
        "eps-optimal",
        "eps-optimal()",
        "eps-optimal(3/2)",
        "eps-optimal(-1/2)",
        "eps-optimal(0.3.1)",
        "eps-optimal(.3)",
        "eps-optimal(3.)",
        "eps-optimal(1.1)",
        "eps-optimal(0.00000000000000000001)",
        "eps-optimal(1/0)",
        "table()",
        "best-of-1(uniform)",
        "best-of-04(uniform)",
        "best-of-2(best-of-2(uniform))",
        "best-of-2",
        "best-of-(uniform)",
    ] {
        assert!(bad.parse::<PolicyName>().is_err(), "{bad}");
    }
}

#[test]
fn a_table_follows_its_file_and_says_what_does_not_fit() {
    let state = Digest(7);
    let text = |i: usize| ["a", "b", "c"][i].to_string();
    let with = |rows: &str| {
        let json = format!(r#"{{"schema":"{TABLE_SCHEMA}","states":{{"{state}":{rows}}}}}"#);
        let name: PolicyName = "table(f)".parse().unwrap();
        name.load(|_| Ok(json)).unwrap()
    };
    let row = |rows: &str, at| with(rows).steps().row(&[1, 1, 2], &[], at, &text);
    let fair = row(r#"{"a":2,"c":6}"#, state).unwrap();
    assert_eq!((fair.numerators(), fair.denominator()), (&[1, 0, 3][..], 4));
    let elsewhere = row(r#"{"a":2}"#, Digest(8)).unwrap();
    assert_eq!(elsewhere.numerators(), [1, 1, 2]);
    assert!(matches!(
        row(r#"{"d":1}"#, state),
        Err(PolicyError::UnknownAction { .. })
    ));
    assert!(matches!(
        row(r#"{"a":0}"#, state),
        Err(PolicyError::NoWeight { .. })
    ));
    let wrong = r#"{"schema":"truestep.policy/9","states":{}}"#;
    assert!(Table::from_json(wrong).unwrap_err().contains("policy/9"));
}

proptest! {
    #[test]
    fn rows_sum_to_one_and_follow_the_definition(
        weights in proptest::collection::vec(1u32..50, 1..8), picks in any::<u8>(), n in 0i64..=7, extra in 0i64..5,
    ) {
        let epsilon = Rational::new(n, n + extra + 1);
        let best: Vec<u32> = (0..weights.len() as u32).filter(|i| picks >> i & 1 == 1).collect();
        let policy = Policy::eps_optimal(epsilon).unwrap();
        let row = policy.steps().row(&weights, &best, Digest(0), &|_| String::new()).unwrap();
        prop_assert_eq!(row.numerators().iter().sum::<u64>(), row.denominator());
        let total: i64 = weights.iter().map(|&w| i64::from(w)).sum();
        let total_best: i64 = best.iter().map(|&i| i64::from(weights[i as usize])).sum();
        for (i, &w) in weights.iter().enumerate() {
            let any = Rational::new(i64::from(w), total);
            let expected = if best.is_empty() { any } else {
                let one = Rational::from_integer(1);
                let chosen = if best.contains(&(i as u32)) { Rational::new(i64::from(w), total_best) } else { Rational::from_integer(0) };
                epsilon * any + (one - epsilon) * chosen
            };
            prop_assert_eq!(Rational::new(row.numerators()[i] as i64, row.denominator() as i64), expected);
        }
    }
}

#[test]
fn a_table_with_an_action_or_a_state_twice_is_refused() {
    let state = Digest(1);
    let of = |states: &str| {
        Table::from_json(&format!(
            r#"{{"schema": "{TABLE_SCHEMA}", "states": {{{states}}}}}"#
        ))
    };
    let once = format!(r#""{state}": {{"left": 1, "right": 2}}"#);
    assert!(of(&once).is_ok());
    let twice = format!(r#""{state}": {{"left": 1, "left": 2}}"#);
    let said = of(&twice).unwrap_err();
    assert!(said.contains("`left` is there twice"), "{said}");
    assert!(of(&format!("{once}, {once}")).is_err());
}

#[test]
fn the_largest_k_is_said_where_a_larger_is_given() {
    let said = "best-of-4294967296(uniform)".parse::<PolicyName>();
    let said = said.unwrap_err().to_string();
    assert!(said.contains("from 2 to 4294967295"), "{said}");
}
