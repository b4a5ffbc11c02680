//! What changes rest on, and what a look is worth.

use super::*;
use crate::tools::kernel::deed::ToolCall;
use blueprint::Need;
use truestep_sandbox::Key;

/// The state after some texts.
fn played(def: &Def, texts: &[String]) -> State {
    let mut state = Tools::initial(def, &mut Enumerated::default());
    let mut host = Toolbox::start(def).unwrap();
    for text in texts {
        let action = Tools::decode(def, &state, text).unwrap();
        let chance = &mut Enumerated::default();
        Tools::step(def, &mut host, &mut state, &action, chance, &mut vec![]).unwrap();
    }
    state
}

fn supported(def: &Def, state: &State, text: &str) -> Option<bool> {
    let action = Tools::decode(def, state, text).unwrap();
    Tools::supported(def, state, &action)
}

/// The call that looks at a row, by the kind's place and the row's id.
fn look(print: &Blueprint, kind: usize, id: &str) -> String {
    let (_, tool) = print.tool(kind, |act| matches!(act, Act::Get)).unwrap();
    let name = format!("{}_id", print.kinds[kind].one);
    ToolCall::new(&tool.name, json!({name: id})).text()
}

/// The rows beside its own that the description of a call's tool names.
fn named_rows(def: &Def, print: &Blueprint, call: &ToolCall) -> Vec<(usize, String)> {
    let tool = print.tools.iter().find(|tool| tool.name == call.tool);
    let tool = tool.unwrap();
    let Act::Do(change) = &tool.act else {
        return vec![];
    };
    let entity = &print.kinds[tool.kind];
    let id = call.arguments[format!("{}_id", entity.one)].as_str();
    let table = def.base.table(entity.many).unwrap();
    let row = id.and_then(|id| def.start.get(table, &Key::Text(id.into()))?.json());
    let row = row.unwrap_or_default();
    let of = |need: &Need| {
        let Need::Is { of: Some(by), .. } = need else {
            return None;
        };
        let column = &entity.columns[*by];
        let What::Row(kind) = column.what else {
            return None;
        };
        // What is made is given what it refers to.
        let given = call.arguments[policy::argument(entity, *by)].as_str();
        let id = row[column.name].as_str().or(given)?;
        Some((kind, id.to_owned()))
    };
    change.needs.iter().filter_map(of).collect()
}

/// A step that leads nowhere new is redundant: the first look at what a tool's own description speaks of is none.
#[test]
fn the_first_look_at_a_row_that_a_precondition_names_learns_something() {
    let mut seen = 0;
    for number in numbers().filter(|number| number % 6 == 0) {
        let print = print(number).unwrap();
        for template in ["generated-process", "generated-create", "generated-find"] {
            let Ok(def) = made(template, number) else {
                continue;
            };
            let (way, _) = oracle(&def);
            for call in def.gold_calls() {
                let Some(place) = way.iter().position(|text| *text == call.text()) else {
                    continue;
                };
                for (kind, id) in named_rows(&def, print, &call) {
                    let look = look(print, kind, &id);
                    let mut script = way[..place].to_vec();
                    script.retain(|text| *text != look);
                    let before = played(&def, &script);
                    script.push(look.clone());
                    let after = played(&def, &script);
                    assert_ne!(before, after, "{number} {template}: {look}");
                    // Once more it says nothing new.
                    script.push(look);
                    assert_eq!(played(&def, &script), after);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

/// Who brings something on its way step by step has seen before the first that the last is allowed.
#[test]
fn nobody_sets_out_on_a_way_before_seeing_that_every_step_is_allowed() {
    let mut seen = 0;
    for number in numbers().filter(|number| number % 4 == 0) {
        let Ok(def) = made("generated-advance", number) else {
            continue;
        };
        let (way, _) = oracle(&def);
        let of_row = |text: &str| {
            def.gold_calls()
                .iter()
                .find(|call| call.text() == text)
                .cloned()
        };
        let changes: Vec<(usize, ToolCall)> = (0..way.len())
            .filter_map(|place| Some((place, of_row(&way[place])?)))
            .filter(|(place, _)| {
                supported(&def, &played(&def, &way[..*place]), &way[*place]).is_some()
            })
            .collect();
        // Those of the row that goes the way are the ones that share their only argument.
        for (place, call) in &changes {
            let later = changes
                .iter()
                .filter(|(at, other)| at > place && other.arguments == call.arguments);
            for (at, _) in later {
                for look in 0..*place {
                    let mut script = way[..*at].to_vec();
                    script.remove(look);
                    let late = supported(&def, &played(&def, &script), &way[*at]);
                    let mut script = way[..*place].to_vec();
                    script.remove(look);
                    let early = supported(&def, &played(&def, &script), &way[*place]);
                    // What the later change lacks the earlier one lacks as well.
                    assert!(
                        late != Some(false) || early == Some(false),
                        "{number}: {way:?}"
                    );
                    seen += u32::from(early == Some(false));
                }
            }
        }
    }
    assert!(seen > 10, "{seen}");
}
