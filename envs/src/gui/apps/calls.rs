//! The telephone: calls that were made, answered and missed, and people to call.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Only, Place, Rows, Screen, Table, Then, Unit, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// What became of a call.
pub(in crate::gui) const KINDS: &[&str] = &["incoming", "outgoing", "missed"];

/// What the length of a call is in.
pub(in crate::gui) const MINUTES: Unit = Unit::new(0, "min");

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "call",
        rows: Rows::Log,
        order: &["-date", "-time", "name"],
    };
    world
        .spawn((
            App { name: "Phone" },
            children![
                (
                    table,
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("number", "Number", Kind::Text),
                        Field::new("kind", "Call", Kind::Choice(KINDS)),
                        Field::new("date", "Date", Kind::Date),
                        Field::new("time", "Time", Kind::Time),
                        Field::new("minutes", "Talked for", Kind::Amount(MINUTES)),
                    ]
                ),
                (
                    Screen::page("calls", "Recent calls"),
                    children![
                        Widget::Link("Missed calls", "calls/missed"),
                        Widget::Link("People", "calls/people"),
                        calls(Only::All),
                    ]
                ),
                (
                    Screen::page("calls/missed", "Missed calls"),
                    children![calls(Only::Choice("kind", "missed"))]
                ),
                (
                    Screen::record("call", "call", "name"),
                    children![
                        Widget::Show("number"),
                        Widget::Show("kind"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                        Widget::Show("minutes"),
                        Widget::Button("Call back", Place::Floating, CALL_BACK),
                    ]
                ),
                (
                    Screen::page("calls/people", "People"),
                    children![list("contact", &["name"], "call/person", "No contacts")]
                ),
                (
                    Screen::record("call/person", "contact", "name"),
                    children![
                        Widget::Show("phone"),
                        Widget::Show("label"),
                        Widget::Button("Call", Place::Floating, CALL),
                    ]
                ),
            ],
        ))
        .id()
}

/// Calls, the last one first.
const fn calls(only: Only) -> Widget {
    Widget::List {
        of: "call",
        only,
        shows: &["name", "kind", "date", "time"],
        opens: Some("call"),
        turns: None,
        empty: "No calls",
    }
}

/// Call the person a screen shows.
const CALL: Act = Act::Make {
    of: "call",
    with: &[
        ("name", Given::Of("name")),
        ("number", Given::Of("phone")),
        ("kind", Given::Is("outgoing")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(1),
};
/// Call whoever called or was called.
const CALL_BACK: Act = Act::Make {
    of: "call",
    with: &[
        ("name", Given::Of("name")),
        ("number", Given::Of("number")),
        ("kind", Given::Is("outgoing")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(1),
};
