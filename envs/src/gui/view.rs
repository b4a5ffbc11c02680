//! The text view: what is on the screen, line by line, each element with its number.

use super::{
    author::Kind,
    bake::{BakedAct, BakedScreen, BakedTitle, BakedWidget},
    def::Def,
    described::{Described, describe},
    elements::{Element, Holder},
    state::{Ended, NO_FOCUS, Over, State},
    value::Value,
    verb::Verb,
};
use std::fmt::Write as _;

/// The label of the field for the code of an account.
pub(super) const CODE: &str = "Code";
/// What is said once a task is over.
pub(super) const ENDED: &str = "The task has ended.";

const WRITES: &str = "invariant: writing to a string cannot fail";

/// Write the text view.
pub(super) fn write(def: &Def, state: &State, out: &mut String) {
    let tongue = def.tongue();
    let say = |out: &mut String, english, with: &[(&str, &str)]| {
        tongue.fill(english, with, out);
        out.push('\n');
    };
    if state.ended != Ended::No {
        say(out, ENDED, &[]);
    }
    let clock = |kind, number| tongue.value(&def.words, kind, &Value::Number(number));
    let (date, time) = (clock(Kind::Date, def.today), clock(Kind::Time, def.now));
    let weekday = tongue.weekday(def.today);
    say(
        out,
        "{weekday} {date}, {time}",
        &[("weekday", weekday), ("date", &date), ("time", &time)],
    );
    let frame = state.front.top();
    let app = def.screen(frame.screen).app;
    if usize::from(app) < def.phone.apps.len() && !state.front.is_launcher() {
        say(out, "App: {app}", &[("app", tongue.app(def, app))]);
    }
    say(out, "Screen: {title}", &[("title", &heading(def, state))]);
    for (number, element) in def.elements(state).into_iter().enumerate() {
        let Described {
            role, label, value, ..
        } = describe(def, state, element);
        let role = tongue.word(&["role"], role);
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
            let (part, parts) = ((frame.scroll + 1).to_string(), (last + 1).to_string());
            say(
                out,
                "Part {part} of {parts}: scroll to see the others.",
                &[("part", &part), ("parts", &parts)],
            );
        }
    }
    if let Some(label) = def.selection(state) {
        say(out, "\"{label}\" is selected.", &[("label", &label)]);
    }
    if let Some(label) = keyboard(def, state) {
        say(
            out,
            "The keyboard is open for \"{label}\".",
            &[("label", label)],
        );
    }
}

/// The field that the keyboard is open for, if it is.
pub(super) fn keyboard(def: &Def, state: &State) -> Option<&'static str> {
    if def.modal(state).is_some() {
        return def
            .types_code(state)
            .then_some(def.tongue().word(&["dialog"], CODE));
    }
    let table = def.screen(state.front.top().screen).drafts?;
    let focus = state.front.focus;
    (focus != NO_FOCUS).then(|| def.tongue().label(def, table, focus))
}

/// What stands at the top of the screen.
pub(super) fn heading(def: &Def, state: &State) -> String {
    if let Some(title) = def.disturbing_title(state) {
        return title;
    }
    let frame = state.front.top();
    let (screen, tongue) = (def.screen(frame.screen), def.tongue());
    let title = match screen.title {
        BakedTitle::Words(words) => tongue.on(def, screen.app, "title", words).to_owned(),
        BakedTitle::Of(field) => def
            .record(state, frame)
            .map_or_else(String::new, |(table, row)| {
                tongue.text(def, table, field, row)
            }),
    };
    match frame.over {
        Over::Nothing => title,
        Over::Menu(_) => def.menu_heading(state).unwrap_or(title),
        Over::Options(field) => {
            let table = screen.drafts.or(screen.of).unwrap_or_default();
            let label = tongue.label(def, table, field);
            tongue.filled(
                "{title}: choose {label}",
                &[("title", &title), ("label", label)],
            )
        }
        Over::Sure => match screen.of {
            Some(table) => {
                let noun = def.phone.tables[usize::from(table)].noun();
                let noun = tongue.word(&["noun"], noun);
                tongue.filled(deleting(screen).question, &[("noun", noun)])
            }
            None => title,
        },
    }
}

/// What a screen calls it to delete its record.
pub(super) struct Deleting {
    pub(super) word: &'static str,
    pub(super) question: &'static str,
}

/// Every way to call it, the usual one first.
const DELETING: [Deleting; 3] = [
    Deleting {
        word: "Delete",
        question: "Delete this {noun}?",
    },
    Deleting {
        word: "Remove",
        question: "Remove this {noun}?",
    },
    Deleting {
        word: "Cancel",
        question: "Cancel this {noun}?",
    },
];

/// How a screen calls it: by the first word of the button.
pub(super) fn deleting(screen: &BakedScreen) -> &'static Deleting {
    let label = screen.widgets.iter().find_map(|widget| match widget {
        BakedWidget::Button(label, _, BakedAct::Delete(_)) => label.split(' ').next(),
        _ => None,
    });
    let found = DELETING.iter().find(|own| Some(own.word) == label);
    found.unwrap_or(&DELETING[0])
}

/// What kind of action a verb is in a state: the verb and what it is done to, arguments erased.
pub(super) fn kind(def: &Def, state: &State, verb: &Verb) -> String {
    let (word, number) = match verb {
        Verb::Tap(number) => ("tap", *number),
        Verb::Double(number) => ("double click", *number),
        Verb::Context(number) => ("right click", *number),
        Verb::Type(number, text) if def.is_empty(text) => ("clear", *number),
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
