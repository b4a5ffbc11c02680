//! Clock: alarms.

use crate::gui::author::{Act, App, Field, Kind, Only, Place, Rows, Screen, Table, Widget};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "alarm",
        rows: Rows::Many,
        order: &["time", "label"],
    };
    let alarms = Widget::List {
        of: "alarm",
        only: Only::All,
        shows: &["time", "label"],
        opens: Some("alarm"),
        turns: Some("on"),
        empty: "No alarms",
    };
    world
        .spawn((
            App { name: "Clock" },
            children![
                (
                    table,
                    children![
                        Field::needed("time", "Time", Kind::Time),
                        Field::new("label", "Label", Kind::Text),
                        Field::new(
                            "repeat",
                            "Repeat",
                            Kind::Choice(&["once", "every day", "weekdays", "weekends"])
                        ),
                        Field::new("on", "Alarm", Kind::Flag),
                    ]
                ),
                (
                    Screen::page("alarms", "Alarms"),
                    children![
                        alarms,
                        Widget::Button("New alarm", Place::Floating, Act::New("alarm/form")),
                    ]
                ),
                (
                    Screen::record("alarm", "alarm", "time"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("alarm/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("label"),
                        Widget::Show("repeat"),
                        Widget::Live("on"),
                    ]
                ),
                (
                    Screen::form("alarm/form", "alarm", "Alarm form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("time"),
                        Widget::Fill("label"),
                        Widget::Fill("repeat"),
                        Widget::Fill("on"),
                    ]
                ),
            ],
        ))
        .id()
}
