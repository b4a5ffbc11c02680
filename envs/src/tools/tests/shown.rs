//! What was changed can be looked up afterwards.

use super::{desk::*, *};
use crate::tools::kernel::deed::{Deed, ToolCall};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use truestep_sandbox::Tool;

/// Texts in a value, at whatever depth.
fn texts(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            all.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, all)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, all)),
        _ => {}
    }
}

/// Calls that find something out: those of the task, and each that takes one text, about whatever a change speaks of.
fn looks(def: &Def, about: &BTreeSet<String>) -> Vec<String> {
    let is_reading = |name: &str| {
        let tool = def.pack.tools().iter().find(|tool| tool.name == name);
        tool.is_some_and(Tool::is_read_only)
    };
    let own = def.ops.iter().filter_map(|op| match &op.deed {
        Deed::Call(call) if is_reading(&call.tool) => Some(op.text.to_string()),
        _ => None,
    });
    let one_text = |tool: &&Tool| {
        let properties = tool.input_schema["properties"].as_object();
        let properties: Vec<_> = properties.into_iter().flatten().collect();
        let is_free = |schema: &Value| schema["type"] == "string" && schema["enum"].is_null();
        tool.is_read_only() && properties.len() <= 1 && properties.iter().all(|(_, of)| is_free(of))
    };
    let further = def.pack.tools().iter().filter(one_text).flat_map(|tool| {
        let name = tool.input_schema["properties"].as_object();
        let name = name.and_then(|all| all.keys().next()).cloned();
        let call = |arguments: Map<String, Value>| ToolCall::new(&tool.name, arguments.into());
        match name {
            None => vec![call(Map::new()).text()],
            Some(name) => (about.iter())
                .map(|text| call(Map::from_iter([(name.clone(), text.as_str().into())])).text())
                .collect(),
        }
    });
    own.chain(further).collect()
}

fn answer(def: &Def, state: &State, text: &str) -> Option<String> {
    let action = Tools::decode(def, state, text).ok()?;
    let (mut next, mut host) = (state.clone(), Toolbox::start(def).unwrap());
    let chance = &mut Enumerated::default();
    Tools::step(def, &mut host, &mut next, &action, chance, &mut vec![]).ok()?;
    (!next.said.is_error).then(|| said(def, &next))
}

/// Every effect is seen: after each change that a task asks for, some look says what it did not say before; and what was made
/// is listed under the id by which the change has named it.
#[test]
fn what_a_change_has_made_is_seen_by_whoever_looks_again() {
    let (mut changes, mut made) = (0, 0);
    for info in ToolsFamily.templates() {
        let name = info.id.template();
        for def in instances(name, 3) {
            // Where calls are disturbed a look need not answer.
            if !def.faults.is_empty() {
                continue;
            }
            let way = way(&def);
            for place in (0..way.len()).filter(|&place| is_gold(&def, &way[place])) {
                let (before, ..) = play(&def, &way[..place]);
                let (after, ..) = play(&def, &way[..=place]);
                let op = def.index[way[place].as_str()];
                let Deed::Call(call) = &def.ops[usize::from(op)].deed else {
                    continue;
                };
                let mut about = BTreeSet::new();
                texts(&call.arguments, &mut about);
                let mut new = vec![];
                for row in after.rows.list() {
                    if before.rows.get(row.table, &row.key) == Some(row) {
                        continue;
                    }
                    let key = row.key.to_string();
                    let table = def.tables[usize::from(row.table)];
                    let was = def.start.get(table, &row.key).is_some();
                    about.insert(key.clone());
                    if let Some(row) = row.value.as_ref().and_then(|value| value.json()) {
                        texts(&row, &mut about);
                    }
                    if !was && after.said.text.contains(&key) {
                        new.push(key);
                    }
                }
                let seen: Vec<(Option<String>, Option<String>)> = (looks(&def, &about).iter())
                    .map(|look| (answer(&def, &before, look), answer(&def, &after, look)))
                    .collect();
                let is_seen = |(before, after): &(Option<String>, Option<String>)| {
                    after.is_some() && before != after
                };
                let text = &way[place];
                assert!(seen.iter().any(is_seen), "{name}: nothing shows {text}");
                for key in &new {
                    // A look at the thing itself is none at a list of such things.
                    let lists = |pair: &(Option<String>, Option<String>)| {
                        let (before, after) = pair;
                        before.is_some()
                            && after
                                .as_ref()
                                .is_some_and(|said| said.contains(key.as_str()))
                    };
                    assert!(seen.iter().any(lists), "{name}: nothing lists {key}");
                    made += 1;
                }
                changes += 1;
            }
        }
    }
    assert!(changes > 400 && made > 30, "{changes} {made}");
}
