//! Rides: cars that are booked to the places of the map.

use crate::gui::author::{
    Act, App, Field, Kind, Place, Rows, Screen, Submit, Table, Title, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

pub(in crate::gui) const CLASSES: &[&str] = &["Standard", "Comfort", "Van"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "ride",
        rows: Rows::Many,
        order: &["date", "time", "to"],
    };
    let form = Screen {
        name: "ride/form",
        title: Title::Words("Book a ride to"),
        of: Some("place"),
        drafts: Some("ride"),
    };
    let book = Submit {
        from: &[("to", "name")],
        ..Submit::PLAIN
    };
    world
        .spawn((
            App { name: "Rides" },
            children![
                (
                    table,
                    children![
                        Field::needed("from", "Pick-up", Kind::Text),
                        Field::needed("to", "Destination", Kind::Text),
                        Field::new("class", "Class", Kind::Choice(CLASSES)),
                        Field::needed("date", "Date", Kind::Date),
                        Field::needed("time", "Time", Kind::Time),
                    ]
                ),
                (
                    Screen::page("rides", "Where to?"),
                    children![
                        Widget::Link("Your rides", "rides/booked"),
                        list("place", &["name", "street"], "ride/form", "No places"),
                    ]
                ),
                (
                    form,
                    children![
                        Widget::Show("name"),
                        Widget::Fill("from"),
                        Widget::Fill("class"),
                        Widget::Fill("date"),
                        Widget::Fill("time"),
                        Widget::Button("Book ride", Place::Floating, Act::Submit(book)),
                    ]
                ),
                (
                    Screen::page("rides/booked", "Your rides"),
                    children![list(
                        "ride",
                        &["to", "date", "time"],
                        "ride",
                        "No rides booked"
                    )]
                ),
                (
                    Screen::record("ride", "ride", "to"),
                    children![
                        Widget::Button("Cancel", Place::Bar, Act::Delete),
                        Widget::Show("to"),
                        Widget::Show("from"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                        Widget::Show("class"),
                    ]
                ),
            ],
        ))
        .id()
}
