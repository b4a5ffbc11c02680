//! The text view: what is on the screen, line by line, each element with its number.

use super::author::Kind;
use super::{
    bake::{BakedAct, BakedScreen, BakedTitle, BakedWidget},
    def::Def,
    elements::{Element, Holder},
    rows::RowId,
    state::{Ended, NO_FOCUS, Over, State},
    value::{Value, weekday},
    verb::Verb,
};
use std::fmt::Write as _;

/// The label of the field for the code of an account.
pub(super) const CODE: &str = "Code";

const WRITES: &str = "invariant: writing to a string cannot fail";

/// What an element is called where elements are listed by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Described {
    /// Its role in a word (`"button"`).
    pub(super) role: &'static str,
    /// Its label: what it is.
    pub(super) label: String,
    /// What it holds, if it holds something.
    pub(super) value: Option<String>,
}

/// Write the text view.
pub(super) fn write(def: &Def, state: &State, out: &mut String) {
    if state.ended != Ended::No {
        out.push_str("The task has ended.\n");
    }
    let clock = |kind, number| def.words.shown(kind, &Value::Number(number));
    writeln!(
        out,
        "{} {}, {}",
        weekday(def.today),
        clock(Kind::Date, def.today),
        clock(Kind::Time, def.now)
    )
    .expect(WRITES);
    let frame = state.front.top();
    if let (Some(app), false) = (
        def.phone
            .apps
            .get(usize::from(def.screen(frame.screen).app)),
        state.front.is_launcher(),
    ) {
        writeln!(out, "App: {}", app.name).expect(WRITES);
    }
    writeln!(out, "Screen: {}", heading(def, state)).expect(WRITES);
    for (number, element) in def.elements(state).into_iter().enumerate() {
        let Described { role, label, value } = describe(def, state, element);
        write!(out, "[{number}] ").expect(WRITES);
        match (role.is_empty(), value) {
            (true, None) => writeln!(out, "{label}"),
            (true, Some(value)) => writeln!(out, "{label}: {value}"),
            (false, None) => writeln!(out, "{role}: {label}"),
            (false, Some(value)) => writeln!(out, "{role} \"{label}\": {value}"),
        }
        .expect(WRITES);
    }
    let is_bare = frame.over == Over::Nothing && def.modal(state).is_none();
    if is_bare && !state.front.is_launcher() {
        let last = def.last_page(state, frame);
        if last > 0 {
            writeln!(
                out,
                "Part {} of {}: scroll to see the others.",
                frame.scroll + 1,
                last + 1
            )
            .expect(WRITES);
        }
    }
    if let Some(label) = def.selection(state) {
        writeln!(out, "\"{label}\" is selected.").expect(WRITES);
    }
    if let Some(label) = keyboard(def, state) {
        writeln!(out, "The keyboard is open for \"{label}\".").expect(WRITES);
    }
}

/// The field that the keyboard is open for, if it is.
pub(super) fn keyboard(def: &Def, state: &State) -> Option<&'static str> {
    if def.modal(state).is_some() {
        return def.types_code(state).then_some(CODE);
    }
    let table = def.screen(state.front.top().screen).drafts?;
    let focus = state.front.focus;
    (focus != NO_FOCUS).then(|| def.phone.field_of(table, focus).label)
}

/// What stands at the top of the screen.
pub(super) fn heading(def: &Def, state: &State) -> String {
    if let Some(title) = def.disturbing_title(state) {
        return title;
    }
    let frame = state.front.top();
    let screen = def.screen(frame.screen);
    let title = match screen.title {
        BakedTitle::Words(words) => words.to_owned(),
        BakedTitle::Of(field) => def
            .record(state, frame)
            .map_or_else(String::new, |(table, row)| def.text(table, field, row)),
    };
    match frame.over {
        Over::Nothing => title,
        Over::Menu(_) => def.menu_heading(state).unwrap_or(title),
        Over::Options(field) => {
            let table = screen.drafts.or(screen.of).unwrap_or_default();
            format!("{title}: choose {}", def.phone.field_of(table, field).label)
        }
        Over::Sure => match screen.of {
            Some(table) => format!(
                "{} this {}?",
                deleting(screen),
                def.phone.tables[usize::from(table)].noun()
            ),
            None => title,
        },
    }
}

/// What a screen calls it to delete its record: the first word of the button.
fn deleting(screen: &BakedScreen) -> &'static str {
    let label = screen.widgets.iter().find_map(|widget| match widget {
        BakedWidget::Button(label, _, BakedAct::Delete(_)) => label.split(' ').next(),
        _ => None,
    });
    label.unwrap_or("Delete")
}

/// An element in words.
pub(super) fn describe(def: &Def, state: &State, element: Element) -> Described {
    let frame = state.front.top();
    let screen = def.screen(frame.screen);
    let widget = |number: u8| &screen.widgets[usize::from(number)];
    if def.is_desktop()
        && let Some(described) = def.describe_on_desk(state, element)
    {
        return described;
    }
    let said = |role, label: &str, value| Described {
        role,
        label: label.to_owned(),
        value,
    };
    match element {
        Element::Icon(app) => said("app", def.app_name(app), None),
        Element::Button(number) => match widget(number) {
            BakedWidget::Button(label, ..) => said("button", label, None),
            _ => said("button", "", None),
        },
        Element::Link(number) => match widget(number) {
            BakedWidget::Link(label, _) => said("link", label, None),
            _ => said("link", "", None),
        },
        Element::Line(number, row) => said("item", &line(def, state, widget(number), row), None),
        Element::Turn(number, row) => match widget(number) {
            BakedWidget::List {
                of,
                turns: Some(field),
                ..
            } => {
                let label = def.phone.field_of(*of, *field).label;
                let held = def
                    .row(&state.changes, *of, row)
                    .map(|content| def.text(*of, *field, content));
                said("switch", label, held)
            }
            _ => said("switch", "", None),
        },
        Element::Add(number, row) => {
            if def.leaves(widget(number)) {
                return said("item", &line(def, state, widget(number), row), None);
            }
            let added = match def.times_added(state, frame, widget(number), row) {
                0 => None,
                1 => Some("added".to_owned()),
                times => Some(format!("added {times} times")),
            };
            said("item to add", &line(def, state, widget(number), row), added)
        }
        Element::Total(number) => match widget(number) {
            BakedWidget::Total(label, plus, minus) => {
                let (kind, total) = def.total(state, frame, plus, minus);
                said(
                    "",
                    label,
                    Some(def.words.shown(kind, &Value::Number(total))),
                )
            }
            _ => said("", "", None),
        },
        Element::Empty(number) => match widget(number) {
            BakedWidget::List { empty, .. } | BakedWidget::Adds { empty, .. } => {
                said("", empty, None)
            }
            _ => said("", "", None),
        },
        Element::Show(field) => {
            let own = screen.labels.iter().find(|(of, _)| *of == field);
            let shown = of_record(def, state, "", field);
            let label = own.map_or(shown.label, |(_, label)| (*label).to_owned());
            Described { label, ..shown }
        }
        Element::Fill(field) => of_draft(def, state, "field", field),
        Element::Pick(field, Holder::Draft) => of_draft(def, state, "choice", field),
        Element::Pick(field, Holder::Record) => of_record(def, state, "choice", field),
        Element::Check(field, Holder::Draft) => of_draft(def, state, "switch", field),
        Element::Check(field, Holder::Record) => of_record(def, state, "switch", field),
        Element::Option(field, option) => {
            let table = screen.drafts.or(screen.of).unwrap_or_default();
            let label = def
                .words
                .shown(def.kind(table, field), &Value::Number(option));
            said("option", &label, None)
        }
        Element::Yes => said("button", deleting(screen), None),
        Element::No => said("button", "Keep", None),
        // Met above: phones have no windows.
        Element::Control(_) | Element::Window(_) | Element::Task(_) | Element::Action(_) => {
            said("", "", None)
        }
        Element::Say(number) => said("", &def.said_line(state, number).0, None),
        Element::Code => {
            let held = match def.has_code(state) {
                true => "****",
                false => "empty",
            };
            said("field", CODE, Some(held.to_owned()))
        }
        Element::Reply(number) => {
            let role = match def.is_ad(state, number) {
                true => "ad",
                false => "button",
            };
            said(role, &def.reply_label(state, number), None)
        }
    }
}

fn labelled(
    def: &Def,
    role: &'static str,
    table: u8,
    field: u8,
    value: Option<&Value>,
) -> Described {
    let label = def.phone.field_of(table, field).label.to_owned();
    let text = value.map_or_else(String::new, |value| {
        def.words.shown(def.kind(table, field), value)
    });
    let value = Some(if text.is_empty() {
        "empty".to_owned()
    } else {
        text
    });
    Described { role, label, value }
}

fn of_record(def: &Def, state: &State, role: &'static str, field: u8) -> Described {
    let record = def.record(state, state.front.top());
    let (table, value) = record.map_or((0, None), |(table, row)| {
        (table, row.get(usize::from(field)))
    });
    labelled(def, role, table, field, value)
}

fn of_draft(def: &Def, state: &State, role: &'static str, field: u8) -> Described {
    let table = def
        .screen(state.front.top().screen)
        .drafts
        .unwrap_or_default();
    labelled(
        def,
        role,
        table,
        field,
        state.front.draft.get(usize::from(field)),
    )
}

/// The fields of a record in a list, those that hold something; a flag stands for its label.
fn line(def: &Def, state: &State, list: &BakedWidget, row: RowId) -> String {
    let (BakedWidget::List { of, shows, .. } | BakedWidget::Adds { of, shows, .. }) = list else {
        return String::new();
    };
    let Some(content) = def.row(&state.changes, *of, row) else {
        return String::new();
    };
    let text = |&field: &u8| {
        let text = def.text(*of, field, content);
        match def.kind(*of, field) {
            Kind::Flag => format!("{}: {text}", def.phone.field_of(*of, field).label),
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

/// What kind of action a verb is in a state: the verb and what it is done to, arguments erased.
pub(super) fn kind(def: &Def, state: &State, verb: &Verb) -> String {
    let (word, number) = match verb {
        Verb::Tap(number) => ("tap", *number),
        Verb::Double(number) => ("double click", *number),
        Verb::Context(number) => ("right click", *number),
        Verb::Type(number, _) => ("type", *number),
        Verb::Write(_) => return "write".into(),
        Verb::Scroll(_) => return "scroll".into(),
        Verb::Back => return "back".into(),
        Verb::Home => return "home".into(),
        Verb::Recents => return "recents".into(),
        Verb::Enter => return "enter".into(),
        Verb::Open(_) => return "open app".into(),
        Verb::Wait => return "wait".into(),
        Verb::Answer(_) => return "answer".into(),
        Verb::Report => return "report".into(),
        Verb::Done => return "done".into(),
    };
    let Some(&element) = def.elements(state).get(usize::from(number)) else {
        return word.into();
    };
    let screen = def.screen(state.front.top().screen);
    let field_of = |table: Option<u8>, field: u8| {
        table.map_or("", |table| def.phone.field_of(table, field).name)
    };
    let target = match element {
        Element::Icon(_) => "app",
        Element::Button(number) => match &screen.widgets[usize::from(number)] {
            BakedWidget::Button(_, _, BakedAct::Find(..)) => "intent",
            BakedWidget::Button(label, ..) => label,
            _ => "button",
        },
        Element::Link(_) => "link",
        Element::Add(number, _) => match &screen.widgets[usize::from(number)] {
            BakedWidget::Adds { to, .. } => {
                let name = def.phone.tables[usize::from(*to)].name;
                return format!("{word} {name} to add");
            }
            _ => "line",
        },
        Element::Line(number, _) | Element::Turn(number, _) => {
            match &screen.widgets[usize::from(number)] {
                BakedWidget::List { of, .. } => def.phone.tables[usize::from(*of)].name,
                _ => "line",
            }
        }
        Element::Empty(_) => "nothing",
        Element::Show(_) | Element::Total(_) => "text",
        Element::Fill(field)
        | Element::Pick(field, Holder::Draft)
        | Element::Check(field, Holder::Draft) => field_of(screen.drafts, field),
        Element::Pick(..) => "choice",
        Element::Check(..) => "switch",
        Element::Option(..) => "option",
        Element::Yes => "yes",
        Element::No => "no",
        Element::Control(_) | Element::Window(_) | Element::Task(_) | Element::Action(_) => {
            def.desk_target(state, element)
        }
        Element::Say(_) => "text",
        Element::Code => "code",
        Element::Reply(_) => {
            return format!("{word} {}", def.disturbance_name(state).unwrap_or_default());
        }
    };
    let switch = if matches!(element, Element::Turn(..)) {
        " switch"
    } else {
        ""
    };
    format!("{word} {target}{switch}")
}
