//! What a desk answers: to calls that are none, to several at once, to a customer's words, to agents that do too little.

use super::*;
use crate::tools::{
    family::DOMAINS,
    kernel::{
        deed::{Deed, ToolCall},
        rows::Rows,
        state::Action,
        types::Role,
    },
};
use serde_json::{Value, json};
use truestep_core::{
    forms::{ToolStyle, decode},
    model::Truth,
    truth::{DetailValue, Distance},
};

pub(super) fn def_of(name: &str, seed: u64) -> Def {
    let id = TemplateId::new("tools", name, 2).unwrap();
    retail_def(&Task::new(id, Seed(seed)))
}

/// Play texts, some of which may be refused: the state after, what was stated, and the codes of refusals.
pub(super) fn play(def: &Def, texts: &[String]) -> (State, Vec<Told>, Vec<String>) {
    let mut state = Tools::initial(def, &mut Enumerated::default());
    let (mut told, mut refused) = (vec![], vec![]);
    let mut host = Toolbox::start(def).unwrap();
    for text in texts {
        let read = decode::<Tools>(def, &state, text);
        match read.and_then(|action| Tools::admit(def, &state, &action).map(|()| action)) {
            Ok(action) => {
                let chance = &mut Enumerated::default();
                Tools::step(def, &mut host, &mut state, &action, chance, &mut told).unwrap();
            }
            Err(rejection) => refused.push(rejection.code.into_owned()),
        }
    }
    (state, told, refused)
}

pub(super) fn said(def: &Def, state: &State) -> String {
    let mut text = String::new();
    Tools::observe(def, state, &(), ViewKind::TEXT, &mut text);
    text
}

pub(super) fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// The oracle's actions.
pub(super) fn way(def: &Def) -> Vec<String> {
    let start = Tools::initial(def, &mut Enumerated::default());
    Tools::equivalents(def, &start).swap_remove(0)
}

/// The instances of a template, at the version it has, among the first seeds.
pub(super) fn instances(name: &str, seeds: u64) -> impl Iterator<Item = Def> {
    let all = ToolsFamily.templates().into_iter().map(|info| info.id);
    let id = all.into_iter().find(|id| id.template() == name).unwrap();
    (1..=seeds).filter_map(move |seed| build(&Task::new(id.clone(), Seed(seed))).ok())
}

/// Whether what was shown supports an action.
pub(super) fn supported(def: &Def, state: &State, text: &str) -> Option<bool> {
    let action = decode::<Tools>(def, state, text).unwrap();
    Tools::supported(def, state, &action)
}

/// Whether a text is a change that is asked for.
pub(super) fn is_gold(def: &Def, text: &str) -> bool {
    let op = def.index.get(text).map(|&op| def.ops[usize::from(op)].role);
    matches!(op, Some(Role::Gold { .. }))
}

#[test]
fn a_call_that_is_none_is_refused_by_kind_and_runs_nothing() {
    let def = def_of("retail-cancel", 1);
    for (text, code) in [
        ("cancel_order({})", "schema_violation"),
        (
            r#"cancel_order({"order_id":"W1","reason":"bored"})"#,
            "schema_violation",
        ),
        (
            r#"{"tool": "cancel_order", "arguments": {}}"#,
            "schema_violation",
        ),
        (r#"{"tool": "fly", "arguments": {}}"#, "unknown_action"),
        (r#"cancel_order(["W1"])"#, "bad_argument"),
        ("cancel_order", "malformed"),
        (
            r#"together({"calls":[{"tool":"fly","arguments":{}}]})"#,
            "schema_violation",
        ),
        (
            r#"together({"calls":[{"tool":"get_order","arguments":{}}]})"#,
            "schema_violation",
        ),
        ("ask_user(email)", "unknown_action"),
    ] {
        let (state, _, refused) = play(&def, &owned(&[text]));
        assert_eq!(refused, [code], "{text}");
        assert_eq!(state, Tools::initial(&def, &mut Enumerated::default()));
    }
}

/// An agent that names the right tools and fills in nothing, and one that only reads, are worth nothing.
#[test]
fn empty_calls_and_reading_alone_score_nothing() {
    for template in ToolsFamily.templates() {
        let def = (2..)
            .find_map(|seed| build(&Task::new(template.id.clone(), Seed(seed))).ok())
            .unwrap();
        let way = way(&def);
        let empty: Vec<String> = (way.iter())
            .map(|text| match text.split_once('(') {
                Some((tool, _)) => format!("{tool}({{}})"),
                None => text.clone(),
            })
            .collect();
        let reads = way.iter().filter(|text| {
            [
                "find",
                "get",
                "track",
                "ask",
                "list",
                "free",
                "read",
                "check",
                "have_customer_look",
                "have_customer_try",
                "done",
            ]
            .iter()
            .any(|verb| text.starts_with(verb))
        });
        for script in [empty, reads.cloned().chain(["done".into()]).collect()] {
            let (state, ..) = play(&def, &script);
            assert!(
                !Tools::status(&def, &state).is_success(),
                "{}: {script:?}",
                template.id
            );
        }
    }
}

#[test]
fn several_calls_of_one_turn_are_one_step_and_answer_in_order() {
    let def = def_of("retail-cancel", 1);
    let calls: Vec<Value> = def
        .gold_calls()
        .iter()
        .take(2)
        .map(|call| json!({"tool": call.tool, "arguments": call.arguments}))
        .collect();
    let text = format!("together({})", json!({"calls": calls}));
    let (state, _, refused) = play(&def, &[text]);
    assert!(refused.is_empty());
    let answer = said(&def, &state);
    assert!(
        answer.starts_with("call 1: customer ") && answer.contains("\ncall 2: customer "),
        "{answer}"
    );
    let start = Tools::initial(&def, &mut Enumerated::default());
    let Distance::Steps(before) = Tools::distance(&def, &start) else {
        panic!()
    };
    assert_eq!(Tools::distance(&def, &state), Distance::Steps(before - 2));
}

#[test]
fn the_gold_calls_stand_in_the_first_frame_and_solve_the_task() {
    let def = def_of("retail-items", 3);
    let start = Tools::initial(&def, &mut Enumerated::default());
    let mut details = vec![];
    Tools::state_details(&def, &start, &mut details);
    let DetailValue::Text(text) = &details[0].value else {
        panic!()
    };
    let calls: Vec<Value> = serde_json::from_str(text).unwrap();
    let mut script: Vec<String> = calls.iter().map(|call| call.to_string()).collect();
    script.push("done".into());
    let (state, ..) = play(&def, &script);
    assert!(Tools::status(&def, &state).is_success());
    let mut details = vec![];
    Tools::state_details(&def, &state, &mut details);
    assert!(details.is_empty());
}

#[test]
fn a_change_that_was_not_agreed_to_breaks_a_rule_and_loses_the_task() {
    let def = def_of("retail-talk-cancel", 1);
    let way: Vec<String> = way(&def)
        .into_iter()
        .filter(|text| !text.starts_with("confirm"))
        .collect();
    let (state, told, _) = play(&def, &way[..way.len() - 1]);
    assert!(told.contains(&Told::Broken("confirm")), "{told:?}");
    assert_eq!(Tools::distance(&def, &state), Distance::Never);
    let (state, ..) = play(&def, &way);
    assert!(!Tools::status(&def, &state).is_success());
}

#[test]
fn a_customer_tells_what_is_asked_says_no_to_what_was_not_wanted_and_waits() {
    let def = def_of("retail-talk-cancel", 1);
    let way = way(&def);
    let at = way
        .iter()
        .position(|text| text.starts_with("confirm"))
        .unwrap();
    let mut script = way[..=at].to_vec();
    // A question is answered all the same; another call has to wait.
    script.push("ask_user(reason)".into());
    let (state, ..) = play(&def, &script);
    assert!(said(&def, &state).contains("the reason is"));
    let other = def.ops.iter().find(|op| op.role == Role::Wrong).unwrap();
    let confirm = |op: &&crate::tools::kernel::types::Op| matches!(op.role, Role::Confirm { of } if def.ops[usize::from(of)].text == other.text);
    script.push(def.ops.iter().find(confirm).unwrap().text.to_string());
    let (state, ..) = play(&def, &script);
    assert!(
        said(&def, &state).contains("first do what we agreed on"),
        "{}",
        said(&def, &state)
    );
    let wrong = def.ops.iter().find(|op| op.role == Role::Wrong).unwrap();
    let of = |op: &&crate::tools::kernel::types::Op| matches!(op.role, Role::Confirm { of } if def.ops[usize::from(of)].text == wrong.text);
    let confirm = def.ops.iter().find(of).unwrap();
    let (state, ..) = play(&def, &[confirm.text.to_string()]);
    assert!(said(&def, &state).contains("says no"));
    let (state, ..) = play(&def, &owned(&["ask_user(details)"]));
    assert!(said(&def, &state).contains("nothing to say"));
}

#[test]
fn a_customer_bears_with_two_turns_that_lead_nowhere_and_leaves_at_the_third() {
    let def = def_of("retail-talk-cancel", 1);
    let (state, told, _) = play(&def, &owned(&["ask_user(details)"; 2]));
    assert!(
        said(&def, &state).contains("will leave at the next"),
        "{}",
        said(&def, &state)
    );
    assert!(told.is_empty() && Tools::status(&def, &state) == Status::Running);
    let (state, told, _) = play(&def, &owned(&["ask_user(details)"; 3]));
    assert!(matches!(told[..], [Told::Left]));
    assert!(
        !Tools::status(&def, &state).is_success() && Tools::status(&def, &state) != Status::Running
    );
}

#[test]
fn tools_without_names_do_the_same() {
    let mut task = Task::new(
        TemplateId::new("tools", "retail-talk-cancel", 2).unwrap(),
        Seed(1),
    );
    let plain = retail_def(&task);
    task.parameters.insert("surface".into(), "scrambled".into());
    let scrambled = retail_def(&task);
    let (ours, theirs) = (way(&plain), way(&scrambled));
    assert_eq!(ours.len(), theirs.len());
    assert!(
        theirs.iter().any(|text| text.starts_with("tool_07(")),
        "{theirs:?}"
    );
    let (state, told, _) = play(&scrambled, &theirs);
    assert!(Tools::status(&scrambled, &state).is_success(), "{told:?}");
    task.parameters.insert("surface".into(), "x".into());
    assert!(matches!(
        super::super::build(&task),
        Err(truestep_core::registry::TaskError::BadParameter { .. })
    ));
}

#[test]
fn a_mistaken_change_is_a_side_effect_and_a_dead_end() {
    let def = def_of("retail-cancel", 1);
    let way = way(&def);
    let wrong = def
        .ops
        .iter()
        .find(|op| op.role == Role::Wrong && op.text.starts_with("cancel_order"))
        .unwrap();
    let script = [&way[..2], &[wrong.text.to_string()]].concat();
    let (state, told, _) = play(&def, &script);
    assert!(
        matches!(&told[..], [Told::Changed { table, .. }] if table == "orders"),
        "{told:?}"
    );
    assert_eq!(Tools::distance(&def, &state), Distance::Never);
    // An address can be set right again.
    let def = def_of("retail-address", 1);
    let wrong = def
        .ops
        .iter()
        .find(|op| op.role == Role::Wrong && op.text.starts_with("change_user_address"))
        .unwrap();
    let find = self::way(&def)[0].clone();
    let (state, told, _) = play(&def, &[find, wrong.text.to_string()]);
    assert!(matches!(told[..], [Told::Changed { .. }]), "{told:?}");
    assert!(matches!(Tools::distance(&def, &state), Distance::Steps(_)));
}

#[test]
fn disturbances_are_events_and_can_be_recovered_from() {
    let def = def_of("retail-outage", 1);
    let (state, told, _) = play(&def, &way(&def));
    assert!(Tools::status(&def, &state).is_success());
    let faults = told.iter().filter(|t| matches!(t, Told::Fault(_))).count();
    let mended = told.iter().filter(|t| matches!(t, Told::Recovered(_)));
    assert_eq!((faults, mended.count()), (3, 3), "{told:?}");
    // Every kind of disturbance of a read is met in some instance, and each is recovered from.
    let kinds: std::collections::BTreeSet<&str> = (0..40)
        .filter_map(|seed| {
            let id = TemplateId::new("tools", "retail-outage", 2).unwrap();
            build(&Task::new(id, Seed(seed))).ok()
        })
        .flat_map(|def| {
            def.faults
                .iter()
                .map(|fault| fault.kind.name())
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(kinds.len(), 6, "{kinds:?}");
}

#[test]
fn the_tools_are_what_mcp_lists_and_are_told_with_their_schemas() {
    let def = def_of("retail-talk-cancel", 1);
    let told = def.forms.tools(ToolStyle::Forms);
    for tool in def.pack.tools() {
        let listed = serde_json::to_value(tool).unwrap();
        assert!(listed["name"].is_string() && listed["description"].is_string());
        assert_eq!(listed["inputSchema"]["type"], "object");
        let functions = told.as_array().unwrap().iter().map(|t| &t["function"]);
        let function = functions
            .into_iter()
            .find(|f| f["name"] == listed["name"])
            .unwrap();
        assert_eq!(function["parameters"], listed["inputSchema"]);
    }
}

#[test]
fn rows_of_a_table_that_is_not_there_are_a_fault_and_no_panic() {
    let def = def_of("retail-cancel", 1);
    let rows: Rows =
        serde_json::from_value(json!([{"table": 99, "key": "a", "value": "1"}])).unwrap();
    assert!(rows.tables(&def.base, &def.tables).is_err());
    let twice = json!([{"table": 1, "key": "a"}, {"table": 1, "key": "a"}]);
    assert!(serde_json::from_value::<Rows>(twice).is_err());
}

#[test]
fn arguments_are_judged_beside_the_nearest_call_asked_for() {
    let def = def_of("retail-cancel", 1);
    let gold = def
        .gold_calls()
        .into_iter()
        .find(|call| call.tool == "cancel_order")
        .unwrap();
    let start = Tools::initial(&def, &mut Enumerated::default());
    let judged = |call: ToolCall| {
        let action = Action::Free(Arc::new(Deed::Call(call)));
        let mut details = vec![];
        Tools::step_details(&def, &start, &action, &start, &mut details);
        let found = details
            .into_iter()
            .find(|detail| detail.name == "arguments")
            .unwrap();
        match found.value {
            DetailValue::Text(text) => text,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(judged(gold.clone()), "order_id: exact, reason: exact");
    let other = ToolCall::new(
        "cancel_order",
        json!({"order_id": gold.arguments["order_id"], "note": 1}),
    );
    assert_eq!(
        judged(other),
        "order_id: exact, reason: missing, note: extra"
    );
}

/// Artefacts built by another compiler behave alike: `TRUESTEP_REBUILT_ENV_PACKS` is the folder they are in.
#[test]
fn rebuilt_packs_answer_alike() {
    let Some(folder) = std::env::var_os("TRUESTEP_REBUILT_ENV_PACKS") else {
        eprintln!("skipped: TRUESTEP_REBUILT_ENV_PACKS is not set");
        return;
    };
    for domain in DOMAINS.iter().map(|domain| domain.name) {
        let wasm =
            std::fs::read(std::path::Path::new(&folder).join(domain).join("pack.wasm")).unwrap();
        let sandbox = truestep_sandbox::Sandbox::new(truestep_sandbox::Limits::default()).unwrap();
        let rebuilt = truestep_sandbox::Pack::load(&sandbox, domain, &wasm).unwrap();
        for template in ToolsFamily.templates() {
            let task = Task::new(template.id.clone(), Seed(1));
            let (Ok(ours), Ok(mut theirs)) = (build(&task), build(&task)) else {
                continue;
            };
            if template.id.template().starts_with(domain) {
                theirs.pack = rebuilt.clone();
                assert_eq!(played(&ours), played(&theirs), "{}", template.id);
            }
        }
    }
}
