//! Tools that no list tells of: a guess opens nothing, a document opens its tool, and what an agent is told grows with that.

use super::{desk::*, judged::*, *};
use crate::tools::kernel::{
    deed::{Deed, USE_TOOL},
    types::Role,
};
use serde_json::{Value, json};
use truestep_core::{
    forms::{ToolStyle, decode},
    model::Truth,
    truth::Distance,
};

fn bank(name: &str, seed: u64) -> Task {
    Task::new(TemplateId::new("tools", name, 1).unwrap(), Seed(seed))
}

/// The first instance of a template.
fn first(name: &str) -> Def {
    let mut built = (1..).filter_map(|seed| build(&bank(name, seed)).ok());
    built.next().unwrap()
}

/// The first call on a way of a tool that no list tells of: its place, the tool and its arguments.
fn unlisted(way: &[String]) -> (usize, String, Value) {
    let begins = format!("{USE_TOOL}(");
    let is_it = |text: &String| text.starts_with(&begins);
    let place = way.iter().position(is_it).unwrap();
    let inner = way[place].strip_prefix(&begins).unwrap();
    let call: Value = serde_json::from_str(inner.strip_suffix(')').unwrap()).unwrap();
    let tool = call["tool"].as_str().unwrap().to_owned();
    (place, tool, call["arguments"].clone())
}

fn refusal(def: &Def, state: &State, text: &str) -> (String, String) {
    let rejection = decode::<Tools>(def, state, text).unwrap_err();
    (rejection.code.into_owned(), rejection.message)
}

#[test]
fn a_tool_that_is_not_open_is_refused_as_one_that_does_not_exist() {
    let def = first("bank-dispute");
    let (state, way) = (start(&def), way(&def));
    let (_, tool, arguments) = unlisted(&way);
    let call = |tool: &str, arguments: &Value| {
        let call = json!({"tool": tool, "arguments": arguments});
        [
            format!("{USE_TOOL}({call})"),
            format!(
                "together({})",
                json!({"calls": [{"tool": USE_TOOL, "arguments": call}]})
            ),
        ]
    };
    // Neither the right arguments nor none tell a guess from nonsense.
    for given in [arguments.clone(), json!({})] {
        for (guess, nonsense) in (call(&tool, &given).iter()).zip(call("fly_away", &given)) {
            let (code, message) = refusal(&def, &state, guess);
            assert_eq!(code, "unknown_tool", "{guess}");
            let other = refusal(&def, &state, &nonsense);
            assert_eq!((code, message.replace(&tool, "fly_away")), other);
        }
    }
    // Written as listed tools are, it is no action either.
    for name in [&*tool, "fly_away"] {
        let (code, message) = refusal(&def, &state, &format!("{name}({arguments})"));
        assert_eq!(code, "unknown_action");
        assert!(
            message.contains("is no action here; there are: "),
            "{message}"
        );
    }
    // Nothing that is told at the start names it.
    let told = def.forms.tools(ToolStyle::Forms).to_string() + &def.goal.instruction;
    for lock in &def.locks {
        assert!(!told.contains(lock.tool.as_str()), "{}", lock.tool);
    }
}

#[test]
fn a_document_opens_its_tool_and_tells_its_schema() {
    let def = first("bank-dispute");
    let way = way(&def);
    let (place, tool, arguments) = unlisted(&way);
    let reads = |text: &String| text.starts_with("read_document(");
    let opening = way[..place].iter().rposition(reads).unwrap();
    let (before, ..) = play(&def, &way[..opening]);
    let (after, ..) = play(&def, &way[..=opening]);
    let named = format!("tool `{tool}`: ");
    assert!(
        said(&def, &after).contains(&named),
        "{}",
        said(&def, &after)
    );
    let real = def.pack.tools().iter().find(|t| t.name == tool).unwrap();
    assert!(said(&def, &after).contains(&real.input_schema.to_string()));
    // Its operators are offered from then on.
    let offered = |state: &State| -> usize {
        let mut menu = vec![];
        Tools::menu(&def, state, &mut menu);
        let texts = menu.iter().map(|entry| {
            let mut text = String::new();
            Tools::encode(&def, &entry.action, &mut text);
            text
        });
        texts
            .filter(|text| text.contains(&format!("\"tool\":\"{tool}\"")))
            .count()
    };
    assert_eq!(offered(&before), 0);
    let (looked, ..) = play(&def, &way[..place]);
    assert!(offered(&looked) > 0);
    // What breaks its schema is said now, and its own name is another spelling.
    let broken = format!("{USE_TOOL}({})", json!({"tool": tool, "arguments": {}}));
    let (code, message) = refusal(&def, &after, &broken);
    assert_eq!(code, "schema_violation");
    assert!(message.contains(&format!("of `{tool}`")), "{message}");
    let spelled = decode::<Tools>(&def, &looked, &format!("{tool}({arguments})")).unwrap();
    assert_eq!(
        spelled,
        decode::<Tools>(&def, &looked, &way[place]).unwrap()
    );
    assert_eq!(Tools::supported(&def, &looked, &spelled), Some(true));
    assert_eq!(Tools::kind(&def, &looked, &spelled), tool);
}

#[test]
fn what_must_be_read_first_is_part_of_the_distance_and_of_what_an_operator_is_shown_by() {
    for template in ToolsFamily.templates() {
        if !template.id.template().starts_with("bank-") {
            continue;
        }
        let def = first(template.id.template());
        for op in &def.ops {
            let calls = op.deed.calls();
            for lock in calls.filter_map(|call| def.locks.iter().find(|l| l.tool == call.tool)) {
                assert_eq!(lock.facts & !op.shown, 0, "{}", op.text);
                if let Role::Gold { evidence } = op.role {
                    assert_eq!(lock.facts & !evidence, 0, "{}", op.text);
                }
            }
        }
        let mut state = start(&def);
        let Distance::Steps(all) = Tools::distance(&def, &state) else {
            panic!("{}", template.id)
        };
        let keys = |op: &u16| match &def.ops[usize::from(*op)].deed {
            Deed::Call(call) => def.locks.iter().find(|l| l.tool == call.tool),
            _ => None,
        };
        let gold = def.gold.iter().map(|gold| gold.op);
        let opened = gold
            .filter_map(|op| keys(&op))
            .fold(0, |all, lock| all | lock.facts);
        state.known |= opened;
        let Distance::Steps(rest) = Tools::distance(&def, &state) else {
            panic!("{}", template.id)
        };
        assert!(
            all >= rest + opened.count_ones(),
            "{}: {all}, {rest}",
            template.id
        );
    }
}

#[test]
fn without_names_a_document_opens_its_tool_under_the_name_it_has_here() {
    let mut task = (1..)
        .map(|seed| bank("bank-talk-dispute", seed))
        .find(|task| build(task).is_ok())
        .unwrap();
    task.parameters.insert("surface".into(), "scrambled".into());
    let def = build(&task).unwrap();
    let way = way(&def);
    let (_, tool, _) = unlisted(&way);
    assert!(tool.starts_with("tool_"), "{tool}");
    let (state, told, refused) = play(&def, &way);
    assert!(
        Tools::status(&def, &state).is_success(),
        "{told:?} {refused:?}"
    );
    let confirms =
        |text: &&String| text.starts_with("confirm_with_user(") && text.contains(USE_TOOL);
    assert!(way.iter().any(|text| confirms(&text)));
}

#[test]
fn the_list_of_a_pack_says_which_tools_a_document_opens() {
    let def = first("bank-fee");
    for tool in def.pack.tools() {
        let is_locked = def.locks.iter().any(|lock| lock.tool == tool.name);
        let says = tool.description.ends_with("(opened by a document)");
        assert_eq!(is_locked, says, "{}", tool.name);
    }
    let is_there = |lock: &crate::tools::kernel::types::Lock| {
        def.pack.tools().iter().any(|tool| tool.name == lock.tool)
    };
    assert!(def.locks.len() == 12 && def.locks.iter().all(is_there));
}

/// A tool that its document does not allow here is carried out by the system, and breaks a rule.
#[test]
fn the_tool_that_is_nearly_right_breaks_a_rule() {
    for (name, tools) in [
        ("bank-fee", ["waive_fee", "refund_fee"]),
        ("bank-dispute", ["open_quick_dispute", "open_full_dispute"]),
        ("bank-transfer", ["make_transfer", "send_reviewed_transfer"]),
    ] {
        let def = first(name);
        let known = {
            let mut state = start(&def);
            state.known = u64::MAX;
            state
        };
        let is_it = |op: &&crate::tools::kernel::types::Op| match &op.deed {
            Deed::Call(call) => op.role == Role::Wrong && tools.contains(&call.tool.as_str()),
            _ => false,
        };
        let wrong = def.ops.iter().filter(is_it);
        let mut broken = 0;
        for op in wrong {
            let action = decode::<Tools>(&def, &known, &op.text).unwrap();
            let (mut state, mut host) = (known.clone(), Toolbox::start(&def).unwrap());
            let mut told: Vec<Told> = vec![];
            let chance = &mut Enumerated::default();
            Tools::step(&def, &mut host, &mut state, &action, chance, &mut told).unwrap();
            let rules = [Told::Broken("documents"), Told::Broken("limits")];
            broken += usize::from(told.iter().any(|told| rules.contains(told)));
        }
        assert!(broken > 0, "{name}");
    }
}

/// A customer who waited for what cannot be done yet would agree to nothing that has to be done before.
#[test]
fn a_customer_agrees_to_nothing_that_cannot_be_done_yet() {
    let def = first("bank-talk-card");
    let way = way(&def);
    let confirm = |tool: &str| {
        let is_it = |text: &&String| text.starts_with("confirm") && text.contains(tool);
        way.iter().find(is_it).unwrap().clone()
    };
    let frozen = way
        .iter()
        .position(|text| text.starts_with("confirm"))
        .unwrap();
    let mut known = play(&def, &way[..frozen]).0;
    // The documents that were not read yet are read at once, so that only the card is in the way.
    known.known = u64::MAX;
    for (tool, words) in [
        ("replace_card", "cannot be done as things stand"),
        ("set_card_limit", "cannot be done as things stand"),
        ("freeze_card", "agrees to this"),
    ] {
        let (mut state, mut host) = (known.clone(), Toolbox::start(&def).unwrap());
        let action = decode::<Tools>(&def, &state, &confirm(tool)).unwrap();
        let (mut told, chance): (Vec<Told>, _) = (vec![], &mut Enumerated::default());
        Tools::step(&def, &mut host, &mut state, &action, chance, &mut told).unwrap();
        assert!(
            said(&def, &state).contains(words),
            "{tool}: {}",
            said(&def, &state)
        );
        assert!(
            matches!(Tools::distance(&def, &state), Distance::Steps(_)),
            "{tool}"
        );
    }
}

/// What a customer has agreed to is carried out in whatever spelling, and agreed to in whatever spelling.
#[test]
fn an_amount_is_agreed_to_and_set_in_any_spelling() {
    let def = first("bank-talk-card");
    let way = way(&def);
    for (confirmed, called) in [("", ""), ("$", ""), ("", "$"), ("$", "$")] {
        let spelled = |text: &String, sign: &str| match text.contains(" USD\"") {
            true => text
                .replace(" USD\"", "\"")
                .replace("\"amount\":\"", &format!("\"amount\":\"{sign}")),
            false => text.clone(),
        };
        let sign = |text: &String| match text.starts_with("confirm") {
            true => spelled(text, confirmed),
            false => spelled(text, called),
        };
        let script: Vec<String> = way.iter().map(sign).collect();
        assert_ne!(script, way);
        let (state, told, refused) = play(&def, &script);
        assert!(
            Tools::status(&def, &state).is_success(),
            "{told:?} {refused:?}"
        );
    }
}
