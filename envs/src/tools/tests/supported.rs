//! What is supported: the right call in any spelling, and nothing that what has happened since rules out.

use super::{desk::*, judged::*, *};
use crate::tools::kernel::{deed::ToolCall, state::Action, types::Ending};
use serde_json::{Value, json};
use truestep_core::{forms::decode, model::Truth, truth::DetailValue};

/// Where on the oracle's way a tool is first called, and the call's arguments.
fn first_call(way: &[String], tool: &str) -> Option<(usize, Value)> {
    let begins = format!("{tool}(");
    let place = way.iter().position(|text| text.starts_with(&begins))?;
    let arguments = way[place].strip_prefix(&begins)?.strip_suffix(')')?;
    Some((place, serde_json::from_str(arguments).ok()?))
}

/// A task with an event to be made for several people, the place of that on its way, and the call's arguments.
fn event_to_make() -> (Def, (usize, Value)) {
    find("office-schedule", |def| {
        let found = first_call(&way(def), "create_event")?;
        let attendees = found.1["attendees"].as_array()?;
        (attendees.len() > 1).then_some(found)
    })
}

#[test]
fn the_call_that_is_asked_for_is_supported_in_any_spelling() {
    let (def, (place, mut arguments)) = event_to_make();
    let (state, ..) = play(&def, &way(&def)[..place]);
    arguments["attendees"].as_array_mut().unwrap().reverse();
    arguments["title"] = arguments["title"].as_str().unwrap().to_uppercase().into();
    let call = ToolCall::new("create_event", arguments.clone()).text();
    assert_eq!(supported(&def, &state, &call), Some(true), "{call}");
    let action = decode::<Tools>(&def, &state, &call).unwrap();
    let found = details(&def, &state, &action);
    let judged = "attendees: equivalent, day: exact, hour: exact, title: equivalent";
    for (name, value) in [
        ("arguments", DetailValue::Text(judged.into())),
        ("is_gold", DetailValue::Bool(true)),
    ] {
        assert!(found.contains(&(name.into(), value)), "{found:?}");
    }
    // Another hour is no spelling.
    arguments["hour"] = json!(arguments["hour"].as_i64().unwrap() + 1);
    let other = ToolCall::new("create_event", arguments).text();
    assert_eq!(supported(&def, &state, &other), Some(false), "{other}");
}

#[test]
fn what_an_agents_own_change_rules_out_is_not_supported() {
    let (def, (place, arguments)) = event_to_make();
    let mut script = way(&def)[..=place].to_vec();
    let call = script.pop().unwrap();
    let (state, ..) = play(&def, &script);
    assert_eq!(supported(&def, &state, &call), Some(true));
    let mut tea = arguments;
    tea["title"] = "tea".into();
    script.push(ToolCall::new("create_event", tea).text());
    let (state, told, _) = play(&def, &script);
    assert!(!told.contains(&Told::Broken("free")), "{told:?}");
    assert_eq!(supported(&def, &state, &call), Some(false));
    script.push(call);
    assert!(play(&def, &script).1.contains(&Told::Broken("free")));
}

#[test]
fn a_call_that_was_carried_out_is_not_supported_again_while_others_are_due() {
    let (def, place) = find("office-invite", |def| {
        let way = way(def);
        let calls = way.iter().filter(|text| text.starts_with("add_attendee("));
        (calls.count() > 1).then(|| first_call(&way, "add_attendee"))?
    });
    let way = way(&def);
    let call = &way[place.0];
    let (before, ..) = play(&def, &way[..place.0]);
    assert_eq!(supported(&def, &before, call), Some(true));
    let (after, ..) = play(&def, &way[..=place.0]);
    assert_eq!(supported(&def, &after, call), Some(false));
}

#[test]
fn a_mail_that_was_read_can_be_archived_without_the_list() {
    let (def, mail) = find("office-inbox", |def| first_call(&way(def), "archive_mail"));
    let read = ToolCall::new("read_mail", mail.1.clone()).text();
    let call = ToolCall::new("archive_mail", mail.1).text();
    let person = way(&def).swap_remove(0);
    let (state, ..) = play(&def, &[person, read]);
    assert_eq!(supported(&def, &state, &call), Some(true));
}

#[test]
fn a_repeat_of_what_was_done_is_not_supported_and_spelling_is_no_matter() {
    let def = def_of("retail-cancel", 1);
    let way = way(&def);
    let (state, ..) = play(&def, &way[..way.len() - 1]);
    let gold = Action::Op(def.gold[0].op);
    assert_eq!(Tools::supported(&def, &state, &gold), Some(false));
    let found = details(&def, &state, &gold);
    assert!(
        found.contains(&("is_dead_end".into(), DetailValue::Bool(false))),
        "{found:?}"
    );
    let script = [&way[..way.len() - 1], &owned(&["done()"])].concat();
    assert!(Tools::status(&def, &play(&def, &script).0).is_success());
    let (def, about) = find("retail-refuse", |def| match &def.ending {
        Ending::Transfer { about, .. } => Some(about.clone()),
        Ending::Done { .. } => None,
    });
    let way = self::way(&def);
    let end = format!(
        "transfer(Not Allowed: {})",
        about.trim_start_matches('#').to_lowercase()
    );
    let script = [&way[..way.len() - 1], &[end]].concat();
    assert!(Tools::status(&def, &play(&def, &script).0).is_success());
    let nine: Vec<Value> = (0..9)
        .map(|_| json!({"tool": "get_product", "arguments": {"product_id": "P1"}}))
        .collect();
    let text = format!("together({})", json!({"calls": nine}));
    let rejection = Tools::decode(&def, &start(&def), &text).unwrap_err();
    assert!(
        rejection
            .message
            .contains("from 1 to 8 in the list, found 9"),
        "{}",
        rejection.message
    );
}
