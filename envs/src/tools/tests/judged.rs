//! What is said of agents that err, guess, undo, and do several things at once.

use super::{desk::*, *};
use crate::tools::kernel::{
    deed::{Deed, ToolCall},
    state::Action,
    types::Role,
};
use serde_json::{Value, json};
use truestep_core::{
    chance::{Chance, Sampled},
    model::Truth,
    truth::{DetailValue, Distance},
};

/// Everything an agent of a task may do, the task's own operators and their neighbours, whether offered or not.
fn deeds(def: &Def) -> Vec<Deed> {
    let mut all: Vec<Deed> = def.ops.iter().map(|op| op.deed.clone()).collect();
    let call = |tool: &str, arguments: Value| Deed::Call(ToolCall::new(tool, arguments));
    let texts = |name: &str| -> Vec<Value> {
        let of = |op: &crate::tools::kernel::types::Op| match &op.deed {
            Deed::Call(call) => Some(call.arguments[name].clone()).filter(Value::is_string),
            _ => None,
        };
        let mut all: Vec<Value> = def.ops.iter().filter_map(of).collect();
        all.sort_by_key(Value::to_string);
        all.dedup();
        all
    };
    let elsewhere = json!({"street": "1 A", "city": "B", "state": "OH", "zip": "1"});
    for order in texts("order_id") {
        let arguments = json!({"order_id": order, "address": elsewhere});
        all.push(call("change_order_address", arguments));
        for payment in texts("payment_id") {
            let arguments = json!({"order_id": order, "payment_id": payment});
            all.push(call("change_order_payment", arguments));
        }
    }
    for event in texts("event_id") {
        let arguments = json!({"event_id": event, "day": 140, "hour": 12});
        all.push(call("move_event", arguments));
    }
    if def.ops.iter().any(|op| op.text.starts_with("create_event")) {
        let people = texts("person_id");
        for (title, day, hour) in [
            ("kickoff", 128, 11),
            ("handover", 129, 12),
            ("Party", 140, 9),
        ] {
            let arguments =
                json!({"title": title, "day": day, "hour": hour, "attendees": [people[0]]});
            all.push(call("create_event", arguments));
        }
    }
    all
}

fn action(def: &Def, deed: Deed) -> Action {
    match def.index.get(deed.text().as_str()) {
        Some(&op) => Action::Op(op),
        None => Action::Free(Arc::new(deed)),
    }
}

fn text_of(def: &Def, action: &Action) -> String {
    let mut text = String::new();
    Tools::encode(def, action, &mut text);
    text
}

fn step(def: &Def, state: &State, action: &Action) -> State {
    let (mut next, mut host) = (state.clone(), Toolbox::start(def).unwrap());
    let chance = &mut Enumerated::default();
    let mut told: Vec<Told> = vec![];
    Tools::step(def, &mut host, &mut next, action, chance, &mut told).unwrap();
    next
}

/// Walk the best actions: whether they lead to success in as many steps as the distance says.
fn is_walked(def: &Def, state: &State, mut steps: u32) -> bool {
    let mut state = state.clone();
    while steps > 0 {
        let (mut menu, mut best) = (vec![], vec![]);
        Tools::menu(def, &state, &mut menu);
        Tools::best_actions(def, &state, &menu, &mut best);
        let Some(&place) = best.last() else {
            return false;
        };
        state = step(def, &state, &menu[place as usize].action);
        steps -= 1;
        if Tools::distance(def, &state) != Distance::Steps(steps) {
            return false;
        }
    }
    Tools::status(def, &state).is_success()
}

/// Wherever an agent has gone by whatever guesses, there is a distance; it is walked exactly; and only a broken rule, a wrong
/// end, or a row that can never be put right makes it none.
#[test]
fn a_distance_is_exact_from_wherever_an_agent_has_gone() {
    for template in ToolsFamily.templates() {
        let def = (1..).find_map(|seed| build(&Task::new(template.id.clone(), Seed(seed))).ok());
        let def = def.unwrap();
        let all = deeds(&def);
        let mut chance: Sampled = Seed(7).stream("agents").sampled();
        let mut lost = 0;
        for _ in 0..12 {
            let mut state = Tools::initial(&def, &mut Enumerated::default());
            for _ in 0..6 {
                let deed = all[chance.below(all.len() as u32) as usize].clone();
                if matches!(deed, Deed::Done | Deed::Transfer { .. }) {
                    continue;
                }
                let action = action(&def, deed);
                let next = step(&def, &state, &action);
                match Tools::distance(&def, &next) {
                    Distance::Steps(steps) => {
                        let name = &template.id;
                        let text = text_of(&def, &action);
                        assert!(
                            is_walked(&def, &next, steps),
                            "{name}: {steps} after {text}"
                        );
                        state = next;
                    }
                    Distance::Never => lost += 1,
                    Distance::NotComputed => {
                        panic!("{}: after {}", template.id, text_of(&def, &action))
                    }
                }
            }
        }
        eprintln!("{}: {lost} lost", template.id);
    }
}

pub(super) fn details(def: &Def, before: &State, action: &Action) -> Vec<(String, DetailValue)> {
    let (after, mut details) = (step(def, before, action), vec![]);
    Tools::step_details(def, before, action, &after, &mut details);
    let pair = |d: truestep_core::truth::Detail| (d.name.into_owned(), d.value);
    details.into_iter().map(pair).collect()
}

fn wrong<'a>(def: &'a Def, begins: &str) -> Vec<&'a str> {
    let ops = def.ops.iter().filter(|op| op.role == Role::Wrong);
    ops.map(|op| &*op.text)
        .filter(|text| text.starts_with(begins))
        .collect()
}

/// The instance of a template with the smallest seed for which something can be found.
pub(super) fn find<T>(name: &str, find: impl Fn(&Def) -> Option<T>) -> (Def, T) {
    let built = (1..60).filter_map(|seed| {
        let def = build(&Task::new(
            TemplateId::new("tools", name, 2).unwrap(),
            Seed(seed),
        ))
        .ok()?;
        let found = find(&def)?;
        Some((def, found))
    });
    built.take(1).next().unwrap()
}

#[test]
fn each_wrong_write_is_named_on_its_own_step() {
    let (def, texts) = find("retail-payment", |def| {
        let wrong: Vec<String> = wrong(def, "cancel_order")
            .into_iter()
            .map(Into::into)
            .collect();
        (wrong.len() > 1).then_some(wrong)
    });
    let looks = way(&def)[..2].to_vec();
    for count in 1..=2 {
        let script = [&looks[..], &texts[..count]].concat();
        let (_, told, _) = play(&def, &script);
        assert_eq!(told.len(), count, "{told:?}");
        assert!(
            told.iter()
                .all(|t| matches!(t, Told::Changed { table, .. } if table == "orders"))
        );
    }
    // A broken rule as well: each look at an order of somebody who was not identified.
    let order = texts[0].replace("cancel_order", "get_order");
    let order = order.split(",\"reason\"").next().unwrap().to_owned() + "})";
    let (_, told, _) = play(&def, &[order.clone(), order]);
    assert_eq!(told, [Told::Broken("identify"), Told::Broken("identify")]);
}

#[test]
fn a_row_that_is_astray_is_named_once_and_not_for_being_put_right() {
    let def = def_of("retail-cancel", 1);
    let way = way(&def);
    let gold = def
        .gold_calls()
        .into_iter()
        .find(|call| call.tool == "cancel_order")
        .unwrap();
    let order = &gold.arguments["order_id"];
    let away = json!({"order_id": order, "address": {"street": "1 A", "city": "B", "state": "OH", "zip": "1"}});
    let away = ToolCall::new("change_order_address", away).text();
    let script = [&way[..2], std::slice::from_ref(&away)].concat();
    let (state, told, _) = play(&def, &script);
    assert!(matches!(told[..], [Told::Changed { .. }]), "{told:?}");
    let Distance::Steps(steps) = Tools::distance(&def, &state) else {
        panic!()
    };
    let Distance::Steps(before) = Tools::distance(&def, &play(&def, &way[..2]).0) else {
        panic!()
    };
    assert_eq!(steps, before + 1);
    let mut menu = vec![];
    Tools::menu(&def, &state, &mut menu);
    let free = menu
        .iter()
        .filter(|entry| matches!(entry.action, Action::Free(_)));
    let mends: Vec<&Action> = free.map(|entry| &entry.action).collect();
    let [mend] = mends[..] else {
        panic!("{mends:?}")
    };
    assert_eq!(Tools::supported(&def, &state, mend), Some(true));
    let text = text_of(&def, mend);
    // The answer to the change says how it was before.
    assert!(
        said(&def, &state).contains("; before: "),
        "{}",
        said(&def, &state)
    );
    let script = [&script[..], &[text], &way[2..]].concat();
    let (state, told, _) = play(&def, &script);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(Tools::status(&def, &state).is_success());
    // Cancelled as it was, it cannot be put right any more.
    let (state, told, _) = play(&def, &[&way[..2], &[away, gold.text()]].concat());
    assert_eq!(
        (told.len(), Tools::distance(&def, &state)),
        (1, Distance::Never)
    );
}

#[test]
fn calls_of_one_turn_are_judged_where_they_stand() {
    let def = def_of("retail-cancel", 1);
    let way = way(&def);
    let (looks, writes): (Vec<String>, Vec<String>) = way[..way.len() - 1]
        .iter()
        .cloned()
        .partition(|text| !text.starts_with("cancel_order"));
    let together = |texts: &[String]| -> Action {
        let call = |text: &String| match Tools::decode(&def, &start(&def), text).unwrap() {
            Action::Op(op) => match &def.ops[usize::from(op)].deed {
                Deed::Call(call) => call.clone(),
                other => panic!("{other:?}"),
            },
            Action::Free(other) => panic!("{other:?}"),
        };
        Action::Free(Arc::new(Deed::Together(texts.iter().map(call).collect())))
    };
    let known = play(&def, &looks).0;
    assert_eq!(
        Tools::supported(&def, &known, &together(&writes)),
        Some(true)
    );
    assert_eq!(Tools::supported(&def, &known, &together(&looks)), None);
    let mixed = [&writes[..1], &[wrong(&def, "issue_credit")[0].to_owned()]].concat();
    assert_eq!(
        Tools::supported(&def, &known, &together(&mixed)),
        Some(false)
    );
    let twice = [&writes[..1], &writes[..1]].concat();
    assert_eq!(
        Tools::supported(&def, &known, &together(&twice)),
        Some(false)
    );
    // What is looked up in the same turn was not seen when its calls were written.
    let all = [&looks[..], &writes[..]].concat();
    assert_eq!(
        Tools::supported(&def, &start(&def), &together(&all)),
        Some(false)
    );
    assert_eq!(
        Tools::distance(&def, &step(&def, &start(&def), &together(&all))),
        Distance::Steps(1)
    );
}

pub(super) fn start(def: &Def) -> State {
    Tools::initial(def, &mut Enumerated::default())
}

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
fn a_customer_who_agrees_to_what_an_agent_guessed_says_all_that_it_needs() {
    let def = def_of("retail-talk-cancel", 2);
    let way = way(&def);
    let confirm = way.iter().find(|text| text.starts_with("confirm")).unwrap();
    let (state, told, _) = play(&def, std::slice::from_ref(confirm));
    assert!(told.is_empty());
    let Distance::Steps(steps) = Tools::distance(&def, &state) else {
        panic!()
    };
    assert!(is_walked(&def, &state, steps));
    // The call that was agreed to is offered: the customer has spelled it out.
    let (mut menu, gold) = (vec![], def.gold[0].op);
    Tools::menu(&def, &state, &mut menu);
    let agreed = menu.iter().any(|entry| entry.action == Action::Op(gold));
    assert!(agreed || def.gold.len() > 1);
}

#[test]
fn a_blind_write_that_is_right_leaves_a_way() {
    for name in [
        "office-inbox",
        "office-move",
        "office-schedule",
        "office-wish",
        "office-cancel",
        "retail-cancel",
    ] {
        let def = (1..).find_map(|seed| {
            build(&Task::new(
                TemplateId::new("tools", name, 2).unwrap(),
                Seed(seed),
            ))
            .ok()
        });
        let def = def.unwrap();
        let find = way(&def)[0].clone();
        for gold in &def.gold {
            let text = def.ops[usize::from(gold.op)].text.to_string();
            let (state, ..) = play(&def, &[find.clone(), text.clone()]);
            let Distance::Steps(steps) = Tools::distance(&def, &state) else {
                panic!("{name}: {text}")
            };
            assert!(is_walked(&def, &state, steps), "{name}: {text}");
        }
    }
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
