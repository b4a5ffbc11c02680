//! The airline's desk: what is told is what its tools move, its rules are met, its writes wait for each other.

use super::{desk::*, *};
use crate::tools::kernel::{deed::ToolCall, types::Role};
use serde_json::json;
use std::collections::BTreeSet;

/// The instances of a template among the first seeds.
/// The cents of an amount that follows a word of a text.
fn amount(text: &str, after: &str) -> Option<i64> {
    let rest = text.split_once(after)?.1;
    let digits = rest.split_once(" USD")?.0.replace('.', "");
    digits.parse().ok()
}

#[test]
fn what_is_told_is_what_the_tools_charge_and_refund() {
    for (name, topic, marks) in [
        ("travel-cancel", "refund", "refund: "),
        ("travel-change", "cost", "paid: "),
        ("travel-book", "total", "paid: "),
        ("travel-bags", "cost", "paid: "),
        ("travel-cabin", "cost", "paid: "),
        ("travel-hotel", "total", "paid: "),
        ("travel-outage", "refund", "refund: "),
        ("travel-call-off", "refund", "refund: "),
        ("travel-compensation", "total", " of "),
        ("travel-talk-change", "cost", "paid: "),
    ] {
        let mut seen = 0;
        for def in instances(name, 8) {
            let way = way(&def);
            let tell = format!("tell_user({topic}: ");
            let told: Vec<i64> = way.iter().filter_map(|text| amount(text, &tell)).collect();
            let is_gold = |text: &str| {
                let op = def.index.get(text).map(|&op| def.ops[usize::from(op)].role);
                matches!(op, Some(Role::Gold { .. }))
            };
            let mut moved = 0;
            for place in (0..way.len()).filter(|&place| is_gold(&way[place])) {
                let answer = said(&def, &play(&def, &way[..=place]).0);
                moved += amount(&answer, marks).unwrap_or(0);
            }
            assert_eq!(told, [moved], "{name}: {way:?}");
            seen += 1;
        }
        assert!(seen > 3, "{name}: {seen}");
    }
}

#[test]
fn every_rule_about_rows_is_broken_by_a_mistake_near_by() {
    let mut broken = BTreeSet::new();
    for name in [
        "travel-refuse",
        "travel-target",
        "travel-call-off",
        "travel-claim",
        "travel-bags",
    ] {
        for def in instances(name, 12) {
            let find = way(&def)[0].clone();
            for op in def.ops.iter().filter(|op| op.role == Role::Wrong) {
                let (_, told, _) = play(&def, &[find.clone(), op.text.to_string()]);
                broken.extend(told.into_iter().filter_map(|told| match told {
                    Told::Broken(rule) => Some(rule),
                    _ => None,
                }));
            }
        }
    }
    let expected = [
        "bags",
        "basic_economy",
        "cancel",
        "compensation",
        "departed",
        "hotel_terms",
    ];
    assert!(
        expected.iter().all(|rule| broken.contains(rule)),
        "{broken:?}"
    );
}

#[test]
fn a_certificate_pays_for_no_stay() {
    let def = instances("travel-hotel", 20).next().unwrap();
    let find = way(&def)[0].clone();
    let mut call = def.gold_calls();
    call.retain(|call| call.tool == "book_stay");
    let texts: Vec<&str> = def.ops.iter().map(|op| &*op.text).collect();
    let issue = texts
        .iter()
        .find(|text| text.starts_with("issue_certificate("));
    let id = issue.unwrap().split('"').nth(5).unwrap().to_owned();
    let certificate = json!({"reservation_id": id, "cents_each": 100_000});
    let issue = ToolCall::new("issue_certificate", certificate).text();
    call[0].arguments["payment_id"] = id.replace('R', "cert_").into();
    let (state, told, refused) = play(&def, &[find, issue, call[0].text()]);
    assert!(
        told.contains(&Told::Broken("certificate")),
        "{told:?} {refused:?} {}",
        said(&def, &state)
    );
}

#[test]
fn what_is_booked_with_a_refund_waits_for_it() {
    for def in instances("travel-rebook", 12) {
        let way = way(&def);
        let book = |text: &&String| text.starts_with("book_flights(");
        let book = way.iter().find(book).unwrap().clone();
        let early = [way[0].clone(), book];
        let (state, told, _) = play(&def, &early);
        assert!(
            said(&def, &state).starts_with("precondition(balance)") && told.is_empty(),
            "{}",
            said(&def, &state)
        );
        // Refused, it has changed nothing: the way is as it was.
        let script = [&early[..], &way[1..]].concat();
        let (state, ..) = play(&def, &script);
        assert!(Tools::status(&def, &state).is_success(), "{way:?}");
    }
}

#[test]
fn a_target_of_the_desk_is_no_reason_to_break_a_rule() {
    let mut seen = 0;
    for def in instances("travel-target", 12) {
        let way = way(&def);
        let end = way.last().unwrap();
        assert!(end.starts_with("transfer(basic economy: R"), "{end}");
        let script = [&way[..way.len() - 1], &owned(&["done"])].concat();
        assert!(!Tools::status(&def, &play(&def, &script).0).is_success());
        let forbidden = def
            .ops
            .iter()
            .find(|op| op.role == Role::Wrong && op.text.starts_with("change_flights("));
        let script = [
            &way[..way.len() - 1],
            &[forbidden.unwrap().text.to_string()],
        ]
        .concat();
        let (_, told, _) = play(&def, &script);
        assert!(told.contains(&Told::Broken("basic_economy")), "{told:?}");
        seen += 1;
    }
    assert!(seen > 5);
}
