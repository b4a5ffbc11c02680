//! Names as people write them: capitals are spelling, a customer has several numbers, an empty list says so, and what is handed over
//! is there.

use super::{desk::*, judged::start, *};
use crate::tools::kernel::{deed::ToolCall, types::Ending};
use serde_json::{Value, json};

fn first(name: &str) -> Def {
    let id = TemplateId::new("tools", name, 1).unwrap();
    let mut built = (1..30).filter_map(|seed| build(&Task::new(id.clone(), Seed(seed))).ok());
    built.next().unwrap()
}

fn answer(def: &Def, tool: &str, arguments: Value) -> String {
    let (state, ..) = play(def, &[ToolCall::new(tool, arguments).text()]);
    said(def, &state)
}

#[test]
fn a_name_is_one_in_whatever_capitals() {
    for (template, tool, name, one, other) in [
        ("office-room", "room_hours", "room", "elm", "Elm"),
        ("office-room", "list_team", "team", "sales", "Sales"),
        ("office-folder", "list_folder", "folder", "plans", " PLANS"),
        (
            "telecom-outage",
            "get_outages",
            "area",
            "Old Town",
            "old town",
        ),
        (
            "telecom-travel",
            "list_roaming_packs",
            "country",
            "Spain",
            "SPAIN",
        ),
    ] {
        let def = first(template);
        let given = |value: &str| {
            let mut arguments = json!({name: value});
            if tool == "room_hours" {
                // Not every office has the room.
                arguments["day"] = json!(121);
            }
            answer(&def, tool, arguments)
        };
        assert_eq!(
            given(one),
            given(other).replace("`Elm`", "`elm`"),
            "{template}"
        );
    }
}

/// The same write in other capitals leaves the same rows: rooms, choices, and the emails of generated domains.
#[test]
fn a_write_is_one_in_whatever_capitals() {
    let (mut rooms, mut emails) = (0, 0);
    let ids = ToolsFamily.templates().into_iter().map(|info| info.id);
    for id in ids.filter(|id| {
        [
            "office-room",
            "office-signature",
            "generated-update",
            "telecom-no-data",
            "retail-address",
        ]
        .contains(&id.template())
    }) {
        for seed in 1..30 {
            let Ok(def) = build(&Task::new(id.clone(), Seed(seed))) else {
                continue;
            };
            let way = way(&def);
            for (place, text) in way.iter().enumerate() {
                let read = text.split_once('(').and_then(|(tool, rest)| {
                    let given = serde_json::from_str::<Value>(rest.strip_suffix(')')?).ok()?;
                    given.is_object().then(|| ToolCall::new(tool, given))
                });
                let Some(mut loud) = read else { continue };
                for (name, value) in loud.arguments.as_object_mut().unwrap() {
                    let is_named = name == "room" || name == "setting" || name == "to";
                    if name == "address" && value.is_object() {
                        let city = value["city"].as_str().unwrap_or_default();
                        value["city"] = city.to_uppercase().into();
                        let street = value["street"].as_str().unwrap_or_default();
                        value["street"] = street.to_lowercase().into();
                    }
                    let is_email = value.as_str().is_some_and(|text| text.contains('@'));
                    if let (true, Some(text)) = (is_named || is_email, value.as_str()) {
                        rooms += u32::from(name == "room");
                        emails += u32::from(is_email && id.template().starts_with("generated"));
                        *value = text.to_uppercase().into();
                    }
                }
                let mut script = way.clone();
                script[place] = loud.text();
                let (state, told, refused) = play(&def, &script);
                let is_success = Tools::status(&def, &state).is_success();
                assert!(is_success, "{}: {told:?} {refused:?}", loud.text());
            }
        }
    }
    assert!(rooms > 5 && emails > 0, "{rooms} {emails}");
}

#[test]
fn a_customer_is_found_by_any_number_of_theirs() {
    let def = first("telecom-no-service");
    let text = answer(&def, "get_customer", json!({"customer_id": def.customer}));
    let lines = text.lines().filter(|line| line.starts_with("- line "));
    let numbers: Vec<&str> = lines.filter_map(|line| line.split(": ").nth(1)).collect();
    assert!(numbers.len() > 1, "{text}");
    for number in numbers {
        let number = number.split(',').next().unwrap();
        let found = answer(&def, "find_customer", json!({"phone": number}));
        assert_eq!(found, format!("customer {}", def.customer));
    }
}

#[test]
fn a_list_of_nothing_says_so_in_words() {
    let office = first("office-room");
    for (tool, arguments, words) in [
        ("list_events", json!({"day": 300}), "no events on that day"),
        (
            "find_events",
            json!({"title": "tea"}),
            "no events of this title",
        ),
        ("list_team", json!({"team": "tea"}), "nobody is in a team"),
        (
            "find_contact",
            json!({"name": "tea"}),
            "nobody of this name",
        ),
        ("find_file", json!({"name": "tea"}), "no files of this name"),
        ("list_folder", json!({"folder": "tea"}), "no files in it"),
    ] {
        let said = answer(&office, tool, arguments);
        assert!(said.contains(words), "{tool}: {said}");
    }
    let travel = first("travel-book");
    for tool in ["search_flights", "search_connections"] {
        let arguments = json!({"from": "Boston", "to": "Denver", "date": "2041-01-01"});
        let (state, _, refused) = play(&travel, &[ToolCall::new(tool, arguments).text()]);
        assert!(
            !refused.is_empty() || said(&travel, &state).contains("no "),
            "{}",
            said(&travel, &state)
        );
    }
}

#[test]
fn what_is_not_there_is_not_handed_over_and_the_task_goes_on() {
    for template in [
        "office-outside",
        "telecom-fraud",
        "retail-refuse",
        "travel-refuse",
        "bank-fee-refuse",
        "generated-forbidden",
    ] {
        let def = first(template);
        let Ending::Transfer { reason, about, .. } = &def.ending else {
            panic!("{template}")
        };
        let way = way(&def);
        let nowhere = format!("transfer({reason}: nowhere-99)");
        let (state, told, refused) = play(&def, std::slice::from_ref(&nowhere));
        assert!(said(&def, &state).starts_with("not_found"), "{template}");
        assert_eq!(state, start(&def), "{template}");
        assert!(told.is_empty() && refused.is_empty(), "{template}");
        let script = [&[nowhere][..], &way].concat();
        assert!(Tools::status(&def, &play(&def, &script).0).is_success());
        // In other letters it is the same thing.
        let loud = format!("transfer({reason}: {})", about.to_uppercase());
        let script = [&way[..way.len() - 1], &[loud]].concat();
        assert!(Tools::status(&def, &play(&def, &script).0).is_success());
    }
}
