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
pub(super) fn is_walked(def: &Def, state: &State, mut steps: u32) -> bool {
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

pub(super) fn wrong<'a>(def: &'a Def, begins: &str) -> Vec<&'a str> {
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
            let (state, told, _) = play(&def, &[find.clone(), text.clone()]);
            let Distance::Steps(steps) = Tools::distance(&def, &state) else {
                // What a mail says to be done has to be done before it is sent.
                assert!(text.starts_with("send_mail("), "{name}: {text}");
                assert!(told.contains(&Told::Broken("tell")), "{name}: {told:?}");
                continue;
            };
            assert!(is_walked(&def, &state, steps), "{name}: {text}");
        }
    }
}
