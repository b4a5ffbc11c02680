//! Calendar: events by day.

use crate::gui::author::{Act, App, Field, Kind, Place, Rows, Screen, Table, Widget, list};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "event",
        rows: Rows::Many,
        order: &["date", "time", "title"],
    };
    world
        .spawn((
            App { name: "Calendar" },
            children![
                (
                    table,
                    children![
                        Field::needed("title", "Title", Kind::Text),
                        Field::needed("date", "Date", Kind::Date),
                        Field::needed("time", "Time", Kind::Time),
                        Field::new("place", "Place", Kind::Text),
                        Field::new("guest", "Guest", Kind::Text)
                            .naming("contact", &["name", "email"]),
                    ]
                ),
                (
                    Screen::page("events", "Events"),
                    children![
                        list("event", &["date", "time", "title"], "event", "No events"),
                        Widget::Button("New event", Place::Floating, Act::New("event/form")),
                    ]
                ),
                (
                    Screen::record("event", "event", "title"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("event/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("date"),
                        Widget::Show("time"),
                        Widget::Show("place"),
                        Widget::Show("guest"),
                    ]
                ),
                (
                    Screen::form("event/form", "event", "Event form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("title"),
                        Widget::Fill("date"),
                        Widget::Fill("time"),
                        Widget::Fill("place"),
                        Widget::Fill("guest"),
                    ]
                ),
            ],
        ))
        .id()
}
