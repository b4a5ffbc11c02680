//! The tools of a domain: as agents are told of them, and as the pack reads them. Both are written from one blueprint, so that
//! a description says what the tool needs and does.

use super::{
    blueprint::{Act, Becomes, Blueprint, Change, Entity, Need, Shape, Test, ToolOf},
    policy::argument,
    theme::{Text, What},
    words::{a, amount, listed, spaced},
};
use serde_json::{Map, Value, json};
use truestep_sandbox::{Annotations, Tool};

/// Largest number that is taken where a column's own range does not say.
const MOST_CENTS: i64 = 1_000_000;

/// The tools as agents are told of them.
pub(super) fn listing(print: &Blueprint) -> Vec<Tool> {
    print.tools.iter().map(|tool| shown(print, tool)).collect()
}

fn shown(print: &Blueprint, tool: &ToolOf) -> Tool {
    let entity = &print.kinds[tool.kind];
    let one = spaced(entity.one);
    let mut arguments = Arguments::default();
    let description = match &tool.act {
        Act::Get => {
            arguments.id(entity);
            let columns = entity.columns.iter().map(|column| spaced(column.name));
            let columns: Vec<String> = columns.collect();
            format!("shows {}: {}", a(&one), listed(&columns))
        }
        Act::Find => {
            let label = entity.called.as_ref().map_or("", |called| called.label);
            arguments.label(entity, label);
            format!(
                "finds the id of {} by {label}; capitals do not count",
                a(&one)
            )
        }
        Act::List(column) => {
            arguments.column(print, entity, *column, true);
            let by = spaced(entity.columns[*column].name);
            let what = match entity.called {
                Some(_) => "ids and names",
                None => "ids",
            };
            let many = spaced(entity.many);
            match entity.columns[*column].what {
                What::Row(_) => format!("lists the {what} of the {many} of {}", a(&by)),
                _ => format!("lists the {what} of the {many} by {by}"),
            }
        }
        Act::Set(columns) => {
            arguments.id(entity);
            for &column in columns {
                arguments.column(print, entity, column, columns.len() == 1);
            }
            let names = columns.iter().map(|&c| spaced(entity.columns[c].name));
            let names: Vec<String> = names.collect();
            match columns.len() {
                1 => format!("sets the {} of {}", names[0], a(&one)),
                _ => format!("sets any of these of {}: {}", a(&one), listed(&names)),
            }
        }
        Act::Do(change) => {
            if change.shape != Shape::Make {
                arguments.id(entity);
            }
            for &column in &change.takes {
                arguments.column(print, entity, column, true);
            }
            described(print, entity, change)
        }
    };
    let is_read = matches!(tool.act, Act::Get | Act::Find | Act::List(_));
    Tool {
        name: tool.name.clone(),
        title: None,
        description,
        input_schema: arguments.schema(),
        output_schema: None,
        annotations: Some(Annotations {
            read_only_hint: Some(is_read),
            destructive_hint: (!is_read).then_some(true),
            idempotent_hint: (!is_read).then_some(matches!(tool.act, Act::Set(_))),
            ..Annotations::default()
        }),
    }
}

/// A change in words: what it does, what it needs, what is so afterwards.
fn described(print: &Blueprint, entity: &Entity, change: &Change) -> String {
    let one = spaced(entity.one);
    let mut text = match change.shape {
        Shape::Make => format!("to {} a new {one}", change.verb),
        Shape::Change => format!("to {} {}", change.verb, a(&one)),
        Shape::Remove => format!("to {} {}, which is gone then", change.verb, a(&one)),
    };
    let mut needs: Vec<String> = vec![];
    for need in &change.needs {
        needs.push(match need {
            Need::Is { of, column, test } => {
                let (column, what) = target(print, entity, *of, *column);
                format!("{column} is {}", expected(what, test))
            }
            Need::Alone { kind, states, .. } => {
                let many = spaced(print.kinds[*kind].many);
                format!("none of its {many} is {}", quoted(states))
            }
        });
    }
    let mut after: Vec<String> = vec![];
    for &column in &change.takes {
        if change.shape == Shape::Change {
            after.push(format!(
                "its {} is the one given",
                spaced(entity.columns[column].name)
            ));
        }
    }
    if let (Shape::Make, Some(to)) = (change.shape, change.to) {
        after.push(format!("its status is `{to}`"));
    }
    for effect in &change.effects {
        let (column, what) = target(print, entity, effect.of, effect.column);
        after.push(match effect.becomes {
            Becomes::Word(word) => format!("{column} is `{word}`"),
            Becomes::More(by) => match what {
                What::Day { .. } if by == 1 => format!("{column} is 1 day later"),
                What::Day { .. } => format!("{column} is {by} days later"),
                _ if by < 0 => format!("{column} is {} less", amount(what, -by)),
                _ => format!("{column} is {} more", amount(what, by)),
            },
        });
    }
    if !needs.is_empty() {
        text += &format!("; before the call {}", listed(&needs));
    }
    if !after.is_empty() {
        text += &format!("; after it {}", listed(&after));
    }
    text
}

/// A column in words, `its status` or `the status of its member`, and what it holds.
fn target<'p>(
    print: &'p Blueprint,
    entity: &'p Entity,
    of: Option<usize>,
    column: usize,
) -> (String, &'p What) {
    if let Some(by) = of.map(|of| &entity.columns[of])
        && let What::Row(kind) = by.what
    {
        let column = &print.kinds[kind].columns[column];
        let (name, of) = (spaced(column.name), spaced(by.name));
        return (format!("the {name} of its {of}"), &column.what);
    }
    let column = &entity.columns[column];
    (format!("its {}", spaced(column.name)), &column.what)
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match &words[..] {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn expected(what: &What, test: &Test) -> String {
    match test {
        Test::In(words) => quoted(words),
        Test::Most(most) => format!("at most {}", amount(what, *most)),
        Test::Least(least) => format!("at least {}", amount(what, *least)),
    }
}

/// The arguments of a tool, as they are added.
#[derive(Default)]
struct Arguments {
    properties: Map<String, Value>,
    required: Vec<String>,
}

impl Arguments {
    fn id(&mut self, entity: &Entity) {
        let name = format!("{}_id", entity.one);
        self.properties.insert(name.clone(), id_of(entity));
        self.required.push(name);
    }

    fn label(&mut self, entity: &Entity, label: &str) {
        let is_person = entity.called.as_ref().is_some_and(|c| c.pool.is_none());
        let about = match is_person {
            true => "first and last name".to_owned(),
            false => format!("{label} of the {}", spaced(entity.one)),
        };
        let schema = json!({"type": "string", "minLength": 1, "description": about});
        self.properties.insert(label.to_owned(), schema);
        self.required.push(label.to_owned());
    }

    fn column(&mut self, print: &Blueprint, entity: &Entity, column: usize, is_required: bool) {
        let name = argument(entity, column);
        let words = spaced(entity.columns[column].name);
        let schema = match &entity.columns[column].what {
            What::Row(kind) => id_of(&print.kinds[*kind]),
            What::Word(all) | What::State(all) => {
                json!({"type": "string", "enum": all, "description": words})
            }
            What::Money { .. } => json!({"type": "integer", "minimum": 0, "maximum": MOST_CENTS,
                "description": format!("{words}, in cents")}),
            What::Number { least, most } => json!({"type": "integer", "minimum": least,
                "maximum": most, "description": words}),
            What::Day { .. } => json!({"type": "integer", "minimum": 1, "maximum": 365,
                "description": format!("{words}, a day of the year")}),
            What::Text(text) => {
                let form = match text {
                    Text::Email => "an email address",
                    Text::Phone => "a telephone number",
                    Text::Address => "number and street",
                };
                json!({"type": "string", "minLength": 1, "description": format!("{words}, {form}")})
            }
        };
        self.properties.insert(name.clone(), schema);
        if is_required {
            self.required.push(name);
        }
    }

    fn schema(self) -> Value {
        json!({"type": "object", "properties": self.properties, "required": self.required,
            "additionalProperties": false})
    }
}

fn id_of(entity: &Entity) -> Value {
    json!({"type": "string", "minLength": 1,
        "description": format!("id of the {}, such as {}-101", spaced(entity.one), entity.prefix)})
}

/// A tool as the pack reads it.
pub(super) fn encode(print: &Blueprint, tool: &ToolOf) -> Value {
    let entity = &print.kinds[tool.kind];
    let label = entity.called.as_ref().map_or("", |called| called.label);
    let mut row = json!({"kind": entity.one, "table": entity.many, "label": label,
        "id": format!("{}_id", entity.one)});
    let takes =
        |columns: &[usize]| -> Value { columns.iter().map(|&c| given(print, entity, c)).collect() };
    match &tool.act {
        Act::Get => {
            row["act"] = "get".into();
            let column = |column: &super::blueprint::Column| {
                with_unit(json!({"name": column.name}), &column.what)
            };
            row["columns"] = entity.columns.iter().map(column).collect();
        }
        Act::Find => row["act"] = "find".into(),
        Act::List(by) => {
            row["act"] = "list".into();
            row["by"] = entity.columns[*by].name.into();
            row["argument"] = argument(entity, *by).into();
            if let What::Row(kind) = entity.columns[*by].what {
                row["of"] = print.kinds[kind].many.into();
            }
        }
        Act::Set(columns) => {
            row["act"] = "set".into();
            row["takes"] = takes(columns);
        }
        Act::Do(change) => {
            row["act"] = match change.shape {
                Shape::Make => "make",
                Shape::Change => "change",
                Shape::Remove => "remove",
            }
            .into();
            row["takes"] = takes(&change.takes);
            let needs = change.needs.iter().map(|need| needed(print, entity, need));
            row["needs"] = needs.collect();
            let effects = change.effects.iter().map(|effect| {
                let (_, what) = target(print, entity, effect.of, effect.column);
                let row = of(print, entity, effect.of, effect.column);
                let mut row = with_unit(row, what);
                match effect.becomes {
                    Becomes::Word(word) => row["to"] = word.into(),
                    Becomes::More(by) => row["add"] = by.into(),
                }
                row
            });
            row["effects"] = effects.collect();
            if change.shape == Shape::Make {
                row["prefix"] = entity.prefix.into();
                row["starts"] = starts(entity, change);
            }
        }
    }
    row
}

fn with_unit(mut row: Value, what: &What) -> Value {
    match what {
        What::Money { .. } => row["unit"] = "money".into(),
        // Written in whatever capitals, it is one address.
        What::Text(Text::Email) => row["unit"] = "email".into(),
        What::Text(Text::Address) => row["unit"] = "address".into(),
        _ => {}
    }
    row
}

fn given(print: &Blueprint, entity: &Entity, column: usize) -> Value {
    let what = &entity.columns[column].what;
    let mut row = json!({"column": entity.columns[column].name,
        "argument": argument(entity, column)});
    if let What::Row(kind) = *what {
        row["of"] = print.kinds[kind].one.into();
        row["in"] = print.kinds[kind].many.into();
    }
    with_unit(row, what)
}

/// A column of the row, or of the one it refers to.
fn of(print: &Blueprint, entity: &Entity, of: Option<usize>, column: usize) -> Value {
    match of.map(|of| &entity.columns[of]) {
        Some(by) => match by.what {
            What::Row(kind) => json!({"of": by.name, "in": print.kinds[kind].many,
                "column": print.kinds[kind].columns[column].name}),
            _ => json!({}),
        },
        None => json!({"column": entity.columns[column].name}),
    }
}

fn needed(print: &Blueprint, entity: &Entity, need: &Need) -> Value {
    match need {
        Need::Is {
            of: by,
            column,
            test,
        } => {
            let (_, what) = target(print, entity, *by, *column);
            let mut row = with_unit(of(print, entity, *by, *column), what);
            match test {
                Test::In(words) => row["is"] = json!(words),
                Test::Most(most) => row["most"] = (*most).into(),
                Test::Least(least) => row["least"] = (*least).into(),
            }
            row
        }
        Need::Alone { kind, by, states } => {
            let other = &print.kinds[*kind];
            json!({"none": other.many, "kind": other.one, "by": other.columns[*by].name,
                "is": states})
        }
    }
}

/// What a row that is made holds before it is given anything: the least of numbers, the first of words.
fn starts(entity: &Entity, change: &Change) -> Value {
    let mut row = Map::new();
    for column in &entity.columns {
        let value: Value = match &column.what {
            What::Row(_) => continue,
            What::Word(words) => words[0].into(),
            What::Money { least, .. } | What::Number { least, .. } => (*least).into(),
            What::Day { .. } => super::blueprint::TODAY.into(),
            What::Text(_) => "unknown".into(),
            What::State(states) => change.to.unwrap_or(states[0]).into(),
        };
        row.insert(column.name.to_owned(), value);
    }
    Value::Object(row)
}
