//! Elements in words: role, label, what they hold - as a device shows them, and as they are authored.

use super::{
    author::Kind,
    bake::BakedWidget,
    def::Def,
    elements::{Element, Holder},
    locale::Tongue,
    rows::RowId,
    state::State,
    value::Value,
    view::{CODE, deleting},
};

/// What an element is called where elements are listed by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Described {
    /// Its role in an English word (`"button"`), by which it is named in trees.
    pub(super) role: &'static str,
    /// What it is authored as, by which its icon is found; empty where its label is not authored.
    pub(super) key: &'static str,
    /// Its label: what it is.
    pub(super) label: String,
    /// What it holds, if it holds something.
    pub(super) value: Option<String>,
}

/// An element in the words that the device shows.
pub(super) fn describe(def: &Def, state: &State, element: Element) -> Described {
    describe_in(def.tongue(), def, state, element)
}

/// An element in the words of a language.
pub(super) fn describe_in(tongue: Tongue, def: &Def, state: &State, element: Element) -> Described {
    let frame = state.front.top();
    let screen = def.screen(frame.screen);
    let widget = |number: u8| &screen.widgets[usize::from(number)];
    if def.is_desktop()
        && let Some(described) = def.describe_on_desk(tongue, state, element)
    {
        return described;
    }
    let said = |role, label: &str, value| Described {
        role,
        key: "",
        label: label.to_owned(),
        value,
    };
    let on = |role, kind, label: &'static str| Described {
        key: label,
        ..said(role, tongue.on(def, screen.app, kind, label), None)
    };
    match element {
        Element::Icon(app) => Described {
            key: def.app_name(app),
            ..said("app", tongue.app(def, app), None)
        },
        Element::Button(number) => match widget(number) {
            BakedWidget::Button(label, ..) => on("button", "button", label),
            _ => said("button", "", None),
        },
        Element::Link(number) => match widget(number) {
            BakedWidget::Link(label, _) => on("link", "link", label),
            _ => said("link", "", None),
        },
        Element::Line(number, row) => {
            let line = line(tongue, def, state, widget(number), row);
            said("item", &line, None)
        }
        Element::Turn(number, row) => match widget(number) {
            BakedWidget::List {
                of,
                turns: Some(field),
                ..
            } => {
                let held = def
                    .row(&state.changes, *of, row)
                    .map(|content| tongue.text(def, *of, *field, content));
                Described {
                    key: def.phone.field_of(*of, *field).label,
                    ..said("switch", tongue.label(def, *of, *field), held)
                }
            }
            _ => said("switch", "", None),
        },
        Element::Add(number, row) => {
            if def.leaves(widget(number)) {
                let line = line(tongue, def, state, widget(number), row);
                return said("item", &line, None);
            }
            let added = match def.times_added(state, frame, widget(number), row) {
                0 => None,
                1 => Some(tongue.word(&["view"], "added").to_owned()),
                times => {
                    let times = times.to_string();
                    Some(tongue.filled("added {times} times", &[("times", &times)]))
                }
            };
            let line = line(tongue, def, state, widget(number), row);
            said("item to add", &line, added)
        }
        Element::Total(number) => match widget(number) {
            BakedWidget::Total(label, plus, minus) => {
                let (kind, total) = def.total(state, frame, plus, minus);
                let total = tongue.value(&def.words, kind, &Value::Number(total));
                Described {
                    value: Some(total),
                    ..on("", "total", label)
                }
            }
            _ => said("", "", None),
        },
        Element::Empty(number) => match widget(number) {
            BakedWidget::List { empty, .. } | BakedWidget::Adds { empty, .. } => {
                on("", "empty", empty)
            }
            _ => said("", "", None),
        },
        Element::Show(field) => {
            let shown = of_record(tongue, def, state, "", field);
            match screen.labels.iter().find(|(of, _)| *of == field) {
                Some((_, own)) => Described {
                    value: shown.value,
                    ..on("", "label", own)
                },
                None => shown,
            }
        }
        Element::Fill(field) => of_draft(tongue, def, state, "field", field),
        Element::Pick(field, Holder::Draft) => of_draft(tongue, def, state, "choice", field),
        Element::Pick(field, Holder::Record) => of_record(tongue, def, state, "choice", field),
        Element::Check(field, Holder::Draft) => of_draft(tongue, def, state, "switch", field),
        Element::Check(field, Holder::Record) => of_record(tongue, def, state, "switch", field),
        Element::Option(field, option) => {
            let table = screen.drafts.or(screen.of).unwrap_or_default();
            let kind = def.kind(table, field);
            let label = tongue.value(&def.words, kind, &Value::Number(option));
            said("option", &label, None)
        }
        Element::Yes => on("button", "button", deleting(screen).word),
        Element::No => on("button", "button", "Keep"),
        // Met above: phones have no windows.
        Element::Control(_) | Element::Window(_) | Element::Task(_) | Element::Action(_) => {
            said("", "", None)
        }
        Element::Say(number) => said("", &def.said_line(tongue, state, number).0, None),
        Element::Code => {
            let held = match def.has_code(state) {
                true => "****",
                false => tongue.word(&["view"], "empty"),
            };
            let label = tongue.word(&["dialog"], CODE);
            said("field", label, Some(held.to_owned()))
        }
        Element::Reply(number) => {
            let role = match def.is_ad(state, number) {
                true => "ad",
                false => "button",
            };
            said(role, &def.reply_label(tongue, state, number), None)
        }
    }
}

fn labelled(
    tongue: Tongue,
    def: &Def,
    role: &'static str,
    (table, field): (u8, u8),
    value: Option<&Value>,
) -> Described {
    let mut text = String::new();
    if let Some(value) = value {
        tongue.write(&def.words, def.kind(table, field), value, &mut text);
    }
    if text.is_empty() {
        text.push_str(tongue.word(&["view"], "empty"));
    }
    Described {
        role,
        key: def.phone.field_of(table, field).label,
        label: tongue.label(def, table, field).to_owned(),
        value: Some(text),
    }
}

fn of_record(tongue: Tongue, def: &Def, state: &State, role: &'static str, field: u8) -> Described {
    let record = def.record(state, state.front.top());
    let (table, value) = record.map_or((0, None), |(table, row)| {
        (table, row.get(usize::from(field)))
    });
    labelled(tongue, def, role, (table, field), value)
}

fn of_draft(tongue: Tongue, def: &Def, state: &State, role: &'static str, field: u8) -> Described {
    let table = def
        .screen(state.front.top().screen)
        .drafts
        .unwrap_or_default();
    let value = state.front.draft.get(usize::from(field));
    labelled(tongue, def, role, (table, field), value)
}

/// The fields of a record in a list, those that hold something; a flag stands for its label.
fn line(tongue: Tongue, def: &Def, state: &State, list: &BakedWidget, row: RowId) -> String {
    let (BakedWidget::List { of, shows, .. } | BakedWidget::Adds { of, shows, .. }) = list else {
        return String::new();
    };
    let Some(content) = def.row(&state.changes, *of, row) else {
        return String::new();
    };
    let text = |&field: &u8| {
        let text = tongue.text(def, *of, field, content);
        match def.kind(*of, field) {
            Kind::Flag => format!("{}: {text}", tongue.label(def, *of, field)),
            _ => text,
        }
    };
    let parts: Vec<String> = shows
        .iter()
        .map(text)
        .filter(|text| !text.is_empty())
        .collect();
    parts.join(" | ")
}
