//! What has to be known, agreed to or done before a call, as the policies say it.

use super::{desk::*, judged::*, *};
use crate::tools::kernel::{
    deed::{Deed, ToolCall},
    rule::Check,
    types::Role,
};
use serde_json::json;
use truestep_sandbox::Key;

/// The first seed of each template of these domains, with its task.
fn firsts(domains: &'static [&str]) -> impl Iterator<Item = (String, Def)> {
    let all = ToolsFamily.templates().into_iter();
    let names = all.map(|info| info.id.template().to_owned());
    let is_of = |name: &String| domains.iter().any(|domain| name.starts_with(domain));
    let first = |name: String| {
        let def = instances(&name, 9).next()?;
        Some((name, def))
    };
    names.filter(is_of).filter_map(first)
}

/// An id that nobody has shown may be guessed: the look-up itself says who the customer is, and comes too early all the same.
#[test]
fn whoever_looks_up_a_customer_by_a_guessed_id_has_not_identified_them_first() {
    let mut tools = std::collections::BTreeSet::new();
    for (name, def) in firsts(&["retail", "travel", "bank", "telecom"]) {
        let free = def.rules.iter().find_map(|rule| match rule.check {
            Check::Identified(free) => Some(free),
            _ => None,
        });
        let free = free.unwrap();
        let reads = def.ops.iter().filter(|op| op.role == Role::Read);
        for op in reads {
            let Deed::Call(call) = &op.deed else { continue };
            let (state, told, refused) = play(&def, &[op.text.to_string()]);
            if free.contains(&call.tool.as_str()) || state.said.is_error || !refused.is_empty() {
                continue;
            }
            let text = &op.text;
            assert!(
                told.contains(&Told::Broken("identify")),
                "{name}: {text}: {told:?}"
            );
            tools.insert(call.tool.clone());
        }
    }
    for tool in [
        "get_user",
        "get_customer",
        "get_line",
        "get_account",
        "list_bills",
    ] {
        assert!(tools.contains(tool), "{tool}: {tools:?}");
    }
}

/// A laid call rests on what the customer has said, in whatever task and spelling it is laid.
#[test]
fn a_call_laid_before_whoever_was_asked_is_supported() {
    for name in ["office-unclear", "office-which"] {
        let mut seen = 0;
        for def in instances(name, 8) {
            let way = way(&def);
            let writes = ["cancel_event(", "share_file("];
            let is_write = |text: &str| writes.iter().any(|tool| text.starts_with(tool));
            let place = way.iter().position(|text| is_write(text)).unwrap();
            let call = def.index.get(way[place].as_str());
            let Deed::Call(call) = &def.ops[usize::from(*call.unwrap())].deed else {
                panic!()
            };
            let laid = json!({"tool": call.tool, "arguments": call.arguments});
            let laid = format!("confirm_with_user({laid})");
            let (state, ..) = play(&def, &way[..place]);
            assert_eq!(supported(&def, &state, &laid), Some(true), "{name}: {laid}");
            let unasked = |text: &&String| !text.starts_with("ask_user(");
            let blind: Vec<String> = way[..place].iter().filter(unasked).cloned().collect();
            let (state, ..) = play(&def, &blind);
            // Of several in a task some are clear without a question.
            let wanted = supported(&def, &state, &way[place]);
            assert_eq!(supported(&def, &state, &laid), wanted, "{name}: {laid}");
            seen += u32::from(wanted == Some(false));
        }
        assert!(seen > 1, "{name}: {seen}");
    }
    let mut respelt = 0;
    for def in instances("bank-talk-card", 6) {
        let way = way(&def);
        for (place, text) in way.iter().enumerate() {
            let other = text.replace(" USD\"", "\"");
            if !text.starts_with("confirm_with_user(") || other == *text {
                continue;
            }
            let (state, ..) = play(&def, &way[..place]);
            assert_eq!(supported(&def, &state, &other), Some(true), "{other}");
            let (state, ..) = play(&def, &[&way[..place], &[other]].concat());
            assert!(said(&def, &state).contains("agrees"));
            respelt += 1;
        }
    }
    assert!(respelt > 2, "{respelt}");
}

/// The sentence about outages is a rule: whoever changes a phone in the dark breaks it.
#[test]
fn a_phone_that_is_changed_before_its_network_is_known_to_be_up_breaks_a_rule() {
    let mut changed = std::collections::BTreeMap::<String, u32>::new();
    for (name, def) in firsts(&["telecom"]) {
        let way = way(&def);
        for (place, text) in way.iter().enumerate() {
            if !(text.starts_with("have_customer_") && is_gold(&def, text)) {
                continue;
            }
            let (_, told, _) = play(&def, &way[..=place]);
            assert!(!told.contains(&Told::Broken("look")), "{name}: {told:?}");
            let mut blind = way[..=place].to_vec();
            blind.retain(|text| !text.starts_with("get_outages("));
            let (_, told, _) = play(&def, &blind);
            let is_broken = told.contains(&Told::Broken("look"));
            assert_eq!(is_broken, blind.len() <= place, "{name}: {text}");
            *changed.entry(name.clone()).or_default() += u32::from(is_broken);
        }
    }
    assert!(
        changed.values().filter(|count| **count > 0).count() > 4,
        "{changed:?}"
    );
    // What is set on another phone of the customer's waits for the same.
    let other_at_home = |def: Def| {
        let way = way(&def);
        let of_phone = |text: &&String| text.starts_with("have_customer_");
        let about = way.iter().filter(of_phone).find_map(|text| {
            let place = text.find("\"line_id\":\"")?;
            Some(text[place + 11..].split('"').next()?.to_owned())
        })?;
        let table = def.base.table("phone_settings")?;
        let is_at_home = |line: &str| {
            let row = def.start.get(table, &Key::Text(line.into()));
            let row = row.and_then(|row| row.json()).unwrap_or_default();
            row["abroad"] == false
        };
        let mut lines = def.ops.iter().filter_map(|op| match &op.deed {
            Deed::Call(call) if call.tool == "get_line" => call.arguments["line_id"].as_str(),
            _ => None,
        });
        let other = lines.find(|line| *line != about && is_at_home(line));
        let other = other?.to_owned();
        Some((def, other))
    };
    let found = instances("telecom-slow", 20).find_map(other_at_home);
    let (def, other) = found.unwrap();
    let way = way(&def);
    for setting in ["data saver", "wi-fi calling"] {
        for to in ["on", "off"] {
            let call = json!({"line_id": other, "setting": setting, "to": to});
            let call = ToolCall::new("have_customer_switch", call).text();
            let (state, told, _) = play(&def, &[&way[..2], std::slice::from_ref(&call)].concat());
            let is_done = !state.said.is_error;
            assert_eq!(
                told.contains(&Told::Broken("look")),
                is_done,
                "{call}: {told:?}"
            );
        }
    }
}

#[test]
fn a_pin_that_was_not_checked_breaks_a_rule_even_if_it_is_right() {
    let mut seen = 0;
    for name in ["telecom-sim", "telecom-leave", "telecom-talk-sim"] {
        for def in instances(name, 5) {
            let way = way(&def);
            let uses = |text: &String| {
                text.starts_with("replace_sim(") || text.starts_with("issue_porting_code(")
            };
            let place = way.iter().position(uses).unwrap();
            let (_, told, _) = play(&def, &way[..=place]);
            assert!(told.is_empty(), "{name}: {told:?}");
            let mut blind = way[..=place].to_vec();
            blind.retain(|text| !text.starts_with("check_pin("));
            let (_, told, _) = play(&def, &blind);
            assert!(told.contains(&Told::Broken("pin")), "{name}: {told:?}");
            seen += 1;
        }
    }
    assert!(seen > 8, "{seen}");
}

/// A mail, or an answer, that says what has been done: sent before that it says what is not so.
#[test]
fn an_office_says_nothing_of_a_change_before_it_is_made() {
    for (name, says, changes) in [
        ("office-successor", "reply_mail(", "hand_over("),
        ("office-successor", "reply_mail(", "delete_run("),
        ("office-move", "send_mail(", "move_event("),
        ("office-cancel", "send_mail(", "cancel_event("),
        ("office-invite", "send_mail(", "add_attendee("),
    ] {
        let mut seen = 0;
        for def in instances(name, 6) {
            let way = way(&def);
            let place = |begins: &str| way.iter().position(|text| text.starts_with(begins));
            let (said, changed) = (place(says).unwrap(), place(changes).unwrap());
            if changed > said {
                continue;
            }
            let (state, told, _) = play(&def, &way);
            assert!(
                Tools::status(&def, &state).is_success() && !told.contains(&Told::Broken("tell"))
            );
            let mut early = way.clone();
            let claim = early.remove(said);
            early.insert(changed, claim);
            let (state, told, _) = play(&def, &early);
            assert!(
                told.contains(&Told::Broken("tell")),
                "{name}: {early:?} {told:?}"
            );
            assert!(!Tools::status(&def, &state).is_success(), "{name}");
            seen += 1;
        }
        assert!(seen > 1, "{name}: {seen}");
    }
}

/// What every customer can be asked for is what is wanted: whoever asks is answered, and tries nobody's patience.
#[test]
fn a_customer_who_is_asked_what_is_wanted_says_it() {
    let mut seen = 0;
    for (name, def) in firsts(&["retail", "travel", "bank", "telecom", "generated"]) {
        if def.topics.is_empty() {
            continue;
        }
        let (state, ..) = play(&def, &owned(&["ask_user(request)"]));
        let answer = said(&def, &state);
        assert!(
            answer.starts_with("The customer says: "),
            "{name}: {answer}"
        );
        assert_eq!(state.patience, start(&def).patience, "{name}");
        seen += 1;
    }
    assert!(seen > 12, "{seen}");
}
