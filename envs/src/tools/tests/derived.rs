//! Whatever a reader would take for evidence is: a change's own answer, another list, another trial, a refusal.

use super::desk::*;
use crate::tools::kernel::{deed::ToolCall, types::Role};
use serde_json::{Value, json};

fn call(tool: &str, arguments: Value) -> String {
    ToolCall::new(tool, arguments).text()
}

/// The arguments of a call, from its text.
fn arguments(text: &str) -> Value {
    let inside = text
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    serde_json::from_str(inside.unwrap()).unwrap()
}

/// The way without what begins so.
fn without(way: &[String], begins: &[&str]) -> Vec<String> {
    let is_out = |text: &&String| !begins.iter().any(|begins| text.starts_with(begins));
    way.iter().filter(is_out).cloned().collect()
}

/// Of the instances each whose way has a call of `tool`: without the looks, the change's own answer says the amount.
#[test]
fn an_amount_is_told_by_what_the_change_itself_has_answered() {
    for (name, tool) in [
        ("telecom-used-up", "add_data("),
        ("telecom-used-up", "change_plan("),
        ("telecom-plan", "change_plan("),
    ] {
        let mut seen = 0;
        for def in instances(name, 16) {
            let way = way(&def);
            if !way.iter().any(|text| text.starts_with(tool)) {
                continue;
            }
            let script = without(&way, &["list_plans(", "get_usage(", "tell_user(", "done"]);
            let told = way
                .iter()
                .find(|text| text.starts_with("tell_user("))
                .unwrap();
            let (state, ..) = play(&def, &script);
            assert_eq!(
                supported(&def, &state, told),
                Some(true),
                "{name}: {script:?}"
            );
            seen += 1;
        }
        assert!(seen > 2, "{name}, {tool}: {seen}");
    }
}

#[test]
fn the_list_of_its_versions_says_of_which_day_a_file_is() {
    let mut changed = 0;
    for def in instances("office-folder", 8) {
        let way = way(&def);
        for (one, other) in [
            ("read_file(", "list_versions("),
            ("list_versions(", "read_file("),
        ] {
            let script: Vec<String> = way.iter().map(|text| text.replace(one, other)).collect();
            changed += usize::from(script != way);
            for (place, text) in script.iter().enumerate() {
                if is_gold(&def, text) || text == "done" {
                    let (state, ..) = play(&def, &script[..place]);
                    assert_eq!(supported(&def, &state, text), Some(true), "{text}");
                }
            }
        }
    }
    assert!(changed > 2, "{changed}");
}

#[test]
fn lists_say_on_which_day_an_event_is() {
    let mut changed = 0;
    for def in instances("office-target", 8) {
        let way = way(&def);
        let day = |text: &String| {
            let id = arguments(text)["event_id"].as_str().unwrap().to_owned();
            id.rsplit('-').next().unwrap().parse::<i64>().unwrap()
        };
        let title = |text: &String| {
            let id = arguments(text)["event_id"].as_str().unwrap().to_owned();
            id.rsplit_once('-').unwrap().0.replace('-', " ")
        };
        let lists: [&dyn Fn(&String) -> String; 2] = [
            &|text| call("list_events", json!({"day": day(text)})),
            &|text| call("find_events", json!({"title": title(text)})),
        ];
        for list in lists {
            let script: Vec<String> = (way.iter())
                .map(|text| match text.starts_with("get_event(") {
                    true => list(text),
                    false => text.clone(),
                })
                .collect();
            changed += usize::from(script != way);
            for (place, text) in script.iter().enumerate() {
                if is_gold(&def, text) || text.starts_with("transfer(") {
                    let (state, ..) = play(&def, &script[..place]);
                    assert_eq!(supported(&def, &state, text), Some(true), "{text}");
                }
            }
        }
    }
    assert!(changed > 2, "{changed}");
}

#[test]
fn what_is_so_already_is_known_by_the_refusal_of_making_it_so() {
    // Roaming is to be off at each line: switching it off says how it stood.
    for def in instances("telecom-sim", 8) {
        let way = way(&def);
        let looks: Vec<String> = (def.ops.iter())
            .filter(|op| op.text.starts_with("set_roaming(") && op.text.contains("\"off\""))
            .map(|op| op.text.to_string())
            .collect();
        assert!(looks.len() > 1, "{looks:?}");
        let rest = without(&way, &["get_line(", "set_roaming(", "done"]);
        let (state, ..) = play(&def, &[&rest[..], &looks].concat());
        // Where nothing else had to be looked at, the end is known to be right.
        if !rest.iter().any(|text| text.starts_with("list_plans(")) {
            assert_eq!(supported(&def, &state, "done"), Some(true), "{way:?}");
        }
    }
    // A field of a signature that is in line already is refused, and known to be.
    let mut seen = 0;
    for def in instances("office-signature", 10) {
        let way = way(&def);
        let blind = without(&way, &["get_contact(", "done"]);
        for (place, text) in blind.iter().enumerate() {
            if is_gold(&def, text) {
                let (state, ..) = play(&def, &blind[..place]);
                assert_eq!(supported(&def, &state, text), Some(true), "{text}");
            }
        }
        let (state, ..) = play(&def, &blind);
        let both = |op: &&crate::tools::kernel::types::Op| {
            op.role == Role::Read && op.text.starts_with("update_contact(")
        };
        let further: Vec<String> = (def.ops.iter().filter(both))
            .map(|op| op.text.to_string())
            .filter(|text| !blind.contains(text))
            .collect();
        let done = supported(&def, &state, "done");
        assert_eq!(done, Some(further.is_empty()), "{blind:?}: {further:?}");
        let (state, ..) = play(&def, &[blind, further].concat());
        assert_eq!(supported(&def, &state, "done"), Some(true));
        seen += 1;
    }
    assert!(seen > 4);
}

#[test]
fn a_charge_is_refunded_without_a_look_at_the_customers_lines() {
    for name in ["telecom-charge", "telecom-charge-faults"] {
        for def in instances(name, 6) {
            let way = way(&def);
            assert!(
                !way.iter().any(|text| text.starts_with("get_customer(")),
                "{way:?}"
            );
        }
    }
}

#[test]
fn a_ticket_about_an_outage_needs_no_look_at_the_line() {
    let mut seen = 0;
    for def in instances("telecom-outage", 10) {
        let way = way(&def);
        let place = way.iter().position(|text| text.starts_with("open_ticket("));
        let place = place.unwrap();
        let script = without(&way[..place], &["get_line("]);
        let (state, ..) = play(&def, &script);
        assert_eq!(supported(&def, &state, &way[place]), Some(true), "{way:?}");
        seen += 1;
    }
    assert!(seen > 5);
}

#[test]
fn a_trial_of_data_shows_that_calls_connect_as_well() {
    for name in ["telecom-no-service", "telecom-sim-locked"] {
        let mut seen = 0;
        for def in instances(name, 8) {
            let way = way(&def);
            let (end, before) = way.split_last().unwrap();
            let trial = before
                .iter()
                .position(|text| text.starts_with("have_customer_try("));
            let place = trial.unwrap();
            for what in ["call", "mobile data", "picture message"] {
                let mut script = before.to_vec();
                let line = arguments(&script[place])["line_id"].clone();
                script[place] = call("have_customer_try", json!({"line_id": line, "what": what}));
                let (state, ..) = play(&def, &script);
                assert_eq!(
                    supported(&def, &state, end),
                    Some(true),
                    "{name}: {script:?}"
                );
                seen += 1;
            }
        }
        assert!(seen > 2, "{name}: {seen}");
    }
}
