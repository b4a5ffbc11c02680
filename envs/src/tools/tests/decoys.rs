//! The menu gives nothing away: beside every call that is right another of the same tool is offered at the same moment, in every
//! template, and beside a look that tells something a look that does not.

use super::{desk::*, *};
use crate::tools::kernel::{
    deed::Deed,
    state::Action,
    types::{Op, Role},
};
use std::collections::{BTreeMap, BTreeSet};

/// Instances of a template that are looked at.
const INSTANCES: usize = 3;

/// The tool that an operator calls.
fn tool(op: &Op) -> Option<&str> {
    match &op.deed {
        Deed::Call(call) => Some(&call.tool),
        _ => None,
    }
}

/// The operators that are offered.
fn offered<'d>(def: &'d Def, state: &State) -> Vec<(u16, &'d Op)> {
    let mut menu = vec![];
    Tools::menu(def, state, &mut menu);
    let ops = menu.iter().filter_map(|entry| match entry.action {
        Action::Op(op) => Some((op, &def.ops[usize::from(op)])),
        Action::Free(_) => None,
    });
    ops.collect()
}

/// The states along the oracle's way, the last aside.
fn states(def: &Def) -> Vec<State> {
    let way = way(def);
    (0..way.len())
        .map(|length| play(def, &way[..length]).0)
        .collect()
}

/// `TRUESTEP_DECOYS=office-share` looks at the templates of which the name holds this.
fn templates() -> impl Iterator<Item = TemplateId> {
    let only = std::env::var("TRUESTEP_DECOYS").unwrap_or_default();
    let all = ToolsFamily.templates().into_iter().map(|info| info.id);
    all.filter(move |id| id.template().contains(&only))
}

fn instances(id: &TemplateId) -> impl Iterator<Item = Def> {
    let built = (1..).filter_map(|seed| build(&Task::new(id.clone(), Seed(seed))).ok());
    built.take(INSTANCES)
}

#[test]
fn beside_every_right_change_another_of_the_same_tool_is_offered_at_the_same_moment() {
    let mut bare: BTreeMap<String, String> = BTreeMap::new();
    for id in templates() {
        for def in instances(&id) {
            for state in states(&def) {
                let menu = offered(&def, &state);
                let beside: BTreeSet<&str> = (menu.iter())
                    .filter(|(_, op)| !matches!(op.role, Role::Gold { .. }))
                    .filter_map(|(_, op)| tool(op))
                    .collect();
                let right = menu.iter().filter(|(number, op)| {
                    matches!(op.role, Role::Gold { .. }) && !def.is_carried_out(&state, *number)
                });
                for (_, op) in right {
                    let tool = tool(op).unwrap();
                    // An account with one standing order lists one alone.
                    let is_alone = tool == "cancel_standing_order";
                    if !beside.contains(tool) && !is_alone {
                        bare.insert(format!("{} {tool}", id.template()), op.text.to_string());
                    }
                }
            }
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
}

/// A mistake is not offered before what is right: its arguments would say by what they are near.
#[test]
fn no_wrong_value_is_offered_before_the_right_one() {
    let mut early: BTreeMap<String, String> = BTreeMap::new();
    for id in templates() {
        for def in instances(&id) {
            let right: Vec<&Op> = (def.ops.iter())
                .filter(|op| matches!(op.role, Role::Gold { .. }))
                .collect();
            for op in def.ops.iter().filter(|op| op.role == Role::Wrong) {
                let same = right.iter().filter(|other| tool(other) == tool(op));
                let mut near = same.filter(|other| differ(other, op) == 1).peekable();
                if near.peek().is_some() && near.all(|other| !is_later(op, other)) {
                    early.insert(format!("{} {}", id.template(), op.text), String::new());
                }
            }
        }
    }
    assert!(early.is_empty(), "{early:#?}");
}

/// In how many arguments two calls differ.
fn differ(one: &Op, other: &Op) -> usize {
    let arguments = |op: &Op| match &op.deed {
        Deed::Call(call) => call.arguments.as_object().cloned().unwrap_or_default(),
        _ => serde_json::Map::new(),
    };
    let (one, other) = (arguments(one), arguments(other));
    let all: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    all.into_iter()
        .filter(|name| one.get(*name) != other.get(*name))
        .count()
}

/// Whether an operator is offered no earlier than another: not while strictly less is known.
fn is_later(op: &Op, other: &Op) -> bool {
    let is_less = op.shown & !other.shown == 0 && op.shown != other.shown;
    !is_less
}

#[test]
fn beside_a_look_at_what_was_listed_there_are_others() {
    // What the request itself names, what there is but one of, and what is found by a name that was said.
    const ALONE: [&str; 14] = [
        "get_user",
        "get_customer",
        "list_bills",
        "check_pin",
        "list_payees",
        "list_fee_refunds",
        "get_product",
        "get_outages",
        "find_",
        "get_stay",
        "get_hotel",
        "list_mail",
        "get_contact",
        "read_mail",
    ];
    let mut bare: BTreeMap<String, String> = BTreeMap::new();
    for id in templates().filter(|id| !id.template().starts_with("generated")) {
        for def in instances(&id) {
            for state in states(&def) {
                let menu = offered(&def, &state);
                let mut looks: BTreeMap<&str, Vec<&Op>> = BTreeMap::new();
                for (_, op) in menu.iter().filter(|(_, op)| op.role == Role::Read) {
                    looks.entry(tool(op).unwrap()).or_default().push(op);
                }
                for (tool, ops) in looks {
                    // What is refused because it is so already finds out as well.
                    let is_look = def
                        .pack
                        .tools()
                        .iter()
                        .any(|of| of.name == tool && of.is_read_only());
                    let is_alone = !is_look || ALONE.iter().any(|name| tool.starts_with(name));
                    if ops.len() == 1 && ops[0].shown != 0 && !is_alone {
                        bare.insert(format!("{} {tool}", id.template()), ops[0].text.to_string());
                    }
                }
            }
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
}

/// Whatever the desk can ask is offered, not what this customer has an answer to.
#[test]
fn every_topic_is_offered_wherever_one_can_be_asked() {
    let mut seen = 0;
    for id in templates() {
        for def in instances(&id).take(1) {
            let asks = |op: &Op| matches!(op.role, Role::Ask);
            let offered = def.ops.iter().filter(|op| asks(op)).count();
            if offered == 0 {
                continue;
            }
            let form = def.forms.get("ask_user").unwrap();
            let truestep_core::forms::ArgumentKind::Choice { values } = &form.arguments[0].kind
            else {
                panic!("{id}")
            };
            assert_eq!(offered, values.len(), "{id}");
            seen += 1;
        }
    }
    assert!(seen > 5 || std::env::var_os("TRUESTEP_DECOYS").is_some());
}
