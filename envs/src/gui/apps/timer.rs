//! Timer: timers that run or wait, and a stopwatch. The clock of the phone stands still: what runs is a state.

use crate::gui::author::{Act, App, Field, Kind, Only, Place, Rows, Screen, Table, Widget};
use bevy_ecs::prelude::{Entity, World, children};

/// What the stopwatch does.
pub(in crate::gui) const STATES: &[&str] = &["at zero", "running", "paused"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let timers = Widget::List {
        of: "timer",
        only: Only::All,
        shows: &["label", "length"],
        opens: Some("timer"),
        turns: Some("running"),
        empty: "No timers",
    };
    world
        .spawn((
            App { name: "Timer" },
            children![
                (
                    Table {
                        name: "timer",
                        rows: Rows::Many,
                        order: &["label", "length"],
                    },
                    children![
                        Field::needed("label", "Label", Kind::Text),
                        Field::needed("length", "Length", Kind::Length),
                        Field::new("running", "Running", Kind::Flag),
                    ]
                ),
                (
                    Table {
                        name: "stopwatch",
                        rows: Rows::One,
                        order: &[],
                    },
                    children![Field::new("state", "Stopwatch", Kind::Choice(STATES))]
                ),
                (
                    Screen::page("timers", "Timers"),
                    children![
                        Widget::Link("Stopwatch", "stopwatch"),
                        timers,
                        Widget::Button("New timer", Place::Floating, Act::New("timer/form")),
                    ]
                ),
                (
                    Screen::record("timer", "timer", "label"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("timer/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("length"),
                        Widget::Live("running"),
                    ]
                ),
                (
                    Screen::form("timer/form", "timer", "Timer form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("label"),
                        Widget::Fill("length"),
                    ]
                ),
                (
                    Screen {
                        of: Some("stopwatch"),
                        ..Screen::page("stopwatch", "Stopwatch")
                    },
                    children![Widget::Live("state")]
                ),
            ],
        ))
        .id()
}
