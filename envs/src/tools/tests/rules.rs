//! What the rules of the desks forbid, and what they let pass.

use super::{desk::*, judged::*, *};
use crate::tools::kernel::deed::ToolCall;
use serde_json::{Value, json};
use truestep_core::truth::Distance;

#[test]
fn an_amount_is_told_in_any_spelling_and_a_false_one_breaks_a_rule() {
    let def = def_of("retail-question", 1);
    let way = way(&def);
    for (before, after) in [("", "$"), ("", ""), ("", "USD ")] {
        let tell = |text: &String| match text.strip_suffix(" USD)") {
            Some(rest) => rest.replace(": ", &format!(": {before}{after}")) + ")",
            None => text.clone(),
        };
        let script: Vec<String> = way.iter().map(tell).collect();
        assert_ne!(script, way);
        let (state, told, refused) = play(&def, &script);
        assert!(
            Tools::status(&def, &state).is_success(),
            "{told:?} {refused:?}"
        );
    }
    let (state, told, refused) = play(
        &def,
        &owned(&["tell_user(total: a lot)", "tell_user(total: 14,50)"]),
    );
    assert_eq!((told, refused), (vec![], owned(&["bad_argument"; 2])));
    assert_eq!(state, start(&def));
    let asked_and_false = play(&def, &owned(&["tell_user(total: 0.01)"; 2]));
    assert_eq!(
        asked_and_false.1,
        [Told::Broken("truth"), Told::Broken("truth")]
    );
    let def = def_of("retail-cancel", 1);
    let (state, told, _) = play(&def, &owned(&["tell_user(total: 5)"]));
    assert_eq!(
        (told, Tools::distance(&def, &state)),
        (vec![Told::Broken("truth")], Distance::Never)
    );
}

#[test]
fn a_refund_to_a_gift_card_nobody_asked_for_breaks_a_rule() {
    let (def, text) = find("retail-return", |def| {
        let to_card = wrong(def, "return_items")
            .into_iter()
            .find(|text| text.contains("gift_"))?;
        let asked = def.goal.instruction.contains("on my gift card");
        (!asked).then(|| to_card.to_owned())
    });
    let (_, told, _) = play(&def, &[way(&def)[0].clone(), text]);
    assert!(told.contains(&Told::Broken("refund")), "{told:?}");
}

#[test]
fn a_new_event_is_put_right_by_whatever_sets_it_right() {
    let def = (1..).find_map(|seed| {
        build(&Task::new(
            TemplateId::new("tools", "office-schedule", 2).unwrap(),
            Seed(seed),
        ))
        .ok()
    });
    let def = def.unwrap();
    let call = def
        .gold_calls()
        .into_iter()
        .find(|call| call.tool == "create_event")
        .unwrap();
    let others = wrong(&def, "create_event");
    let mut alone = call.clone();
    let first = alone.arguments["attendees"][0].clone();
    alone.arguments["attendees"] = json!([first]);
    let mut capital = call.clone();
    capital.arguments["title"] = call.arguments["title"]
        .as_str()
        .unwrap()
        .to_uppercase()
        .into();
    for (made, further) in [
        (alone.text(), 1),
        (capital.text(), 0),
        (others[0].to_owned(), 1),
    ] {
        let at = way(&def)
            .iter()
            .position(|text| *text == call.text())
            .unwrap();
        let script = [&way(&def)[..at], std::slice::from_ref(&made)].concat();
        let (state, ..) = play(&def, &script);
        let Distance::Steps(steps) = Tools::distance(&def, &state) else {
            panic!("{made}")
        };
        let least = def.gold.len() as u32 + further;
        assert!(steps >= least, "{made}: {steps}, at least {least}");
        assert!(is_walked(&def, &state, steps), "{made}");
    }
}

/// Whoever is invited is free, and the rule looks at every call by which somebody comes to be somewhere.
#[test]
fn the_rule_about_free_hours_holds_for_making_moving_and_inviting() {
    let template = |name: &str| TemplateId::new("tools", name, 2).unwrap();
    let built =
        (0..40).filter(|&seed| build(&Task::new(template("office-invite"), Seed(seed))).is_ok());
    assert!(built.count() >= 30);
    let (def, text) = find("office-invite", |def| {
        let adds = wrong(def, "add_attendee").into_iter().map(str::to_owned);
        let mut busy = adds.filter(|text| {
            let (_, told, _) = play(def, std::slice::from_ref(text));
            told.contains(&Told::Broken("free"))
        });
        busy.next()
    });
    let (state, ..) = play(&def, &[text]);
    assert_eq!(Tools::distance(&def, &state), Distance::Never);
    // Booked first and invited later: at an hour at which the other is not free.
    let def =
        (1..).find_map(|seed| build(&Task::new(template("office-schedule"), Seed(seed))).ok());
    let def = def.unwrap();
    let call = def
        .gold_calls()
        .into_iter()
        .find(|call| call.tool == "create_event")
        .unwrap();
    let people: Vec<&str> = call.arguments["attendees"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let day = &call.arguments["day"];
    let hours = |who: &str| {
        let look = ToolCall::new("free_hours", json!({"person_id": who, "day": day})).text();
        let (state, ..) = play(&def, &[look]);
        let text = said(&def, &state);
        let listed = text.rsplit(": ").next().unwrap().to_owned();
        listed
            .split(", ")
            .filter_map(|hour| hour.parse::<i64>().ok())
            .collect::<Vec<_>>()
    };
    let (one, other) = (hours(people[0]), hours(people[1]));
    let hour = one.iter().find(|hour| !other.contains(hour)).unwrap();
    let make = json!({"title": "talk", "day": day, "hour": hour, "attendees": [people[0]]});
    let add = json!({"event_id": "talk", "person_id": people[1]});
    let make = ToolCall::new("create_event", make).text();
    let (_, told, _) = play(
        &def,
        &[make.clone(), ToolCall::new("add_attendee", add).text()],
    );
    assert!(told.contains(&Told::Broken("free")), "{told:?}");
    // An hour that an event takes is free no more, and free again once it has moved away.
    let look = ToolCall::new("free_hours", json!({"person_id": people[0], "day": day})).text();
    let away = json!({"event_id": "talk", "day": 300, "hour": hour});
    let away = ToolCall::new("move_event", away).text();
    let now = |script: &[String]| said(&def, &play(&def, script).0);
    let before = now(std::slice::from_ref(&look));
    assert_ne!(now(&[make.clone(), look.clone()]), before);
    assert_eq!(now(&[make, away, look]), before);
    // Mail is about an event that there is.
    let mail = json!({"to": people[0], "kind": "invited", "about": "nonsense"});
    let (state, told, _) = play(&def, &[ToolCall::new("send_mail", mail).text()]);
    assert!(said(&def, &state).starts_with("not_found") && told.is_empty());
}
