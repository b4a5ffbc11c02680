//! Tasks: what is to be done, and what is.

use crate::gui::author::{Act, App, Field, Kind, Only, Place, Rows, Screen, Table, Widget};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "task",
        rows: Rows::Many,
        order: &["title"],
    };
    world
        .spawn((
            App { name: "Tasks" },
            children![
                (
                    table,
                    children![
                        Field::needed("title", "Title", Kind::Text),
                        Field::new("due", "Due", Kind::Date),
                        Field::new(
                            "priority",
                            "Priority",
                            Kind::Choice(&["normal", "low", "high"])
                        ),
                        Field::new("finished", "Finished", Kind::Flag),
                    ]
                ),
                (
                    Screen::page("tasks", "Open tasks"),
                    children![
                        Widget::Link("Finished tasks", "tasks/finished"),
                        tasks(false, "No open tasks"),
                        Widget::Button("New task", Place::Floating, Act::New("task/form")),
                    ]
                ),
                (
                    Screen::page("tasks/finished", "Finished tasks"),
                    children![tasks(true, "No finished tasks")]
                ),
                (
                    Screen::record("task", "task", "title"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("task/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("due"),
                        Widget::Show("priority"),
                        Widget::Live("finished"),
                    ]
                ),
                (
                    Screen::form("task/form", "task", "Task form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("title"),
                        Widget::Fill("due"),
                        Widget::Fill("priority"),
                    ]
                ),
            ],
        ))
        .id()
}

/// The tasks that are finished, or are not.
const fn tasks(finished: bool, empty: &'static str) -> Widget {
    Widget::List {
        of: "task",
        only: Only::Flag("finished", finished),
        shows: &["title"],
        opens: Some("task"),
        turns: Some("finished"),
        empty,
    }
}
